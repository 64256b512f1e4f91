"""A planner that does what it is told: for tests whose subject is not planning."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from agent.planner.design import Designs
from agent.planner.seam import About, Choice, Design, Heard, NothingYet, PageRead, Question, Said
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.workspace.change import Change
from tools.workspace.changes import CHANGES


def blueprint(rows: int = 3, databases: int = 2, title: str = "팀 허브") -> Blueprint:
    """A small workspace with relations, views, a sub-page and a body."""
    return parse(
        {
            "title": title,
            "icon": "🧭",
            "blocks": [{"type": "callout", "text": "환영합니다", "icon": "💡"}],
            "databases": [_database(i, rows) for i in range(databases)],
            "sub_pages": [
                {"key": "guide", "title": "가이드", "blocks": [{"type": "paragraph", "text": "g"}]}
            ],
        }
    )


def _database(number: int, rows: int) -> dict[str, Any]:
    link = [{"name": "앞", "type": "relation", "target": f"db{number - 1}"}] if number else []
    values = [
        {
            "이름": f"항목 {number}-{i}",
            "상태": "진행",
            **({"앞": [f"항목 {number - 1}-{i}"]} if number else {}),
        }
        for i in range(rows)
    ]
    return {
        "key": f"db{number}",
        "title": f"데이터 {number}",
        "properties": [
            {"name": "이름", "type": "title"},
            {"name": "상태", "type": "select", "options": [{"name": "진행", "color": "blue"}]},
            *link,
        ],
        "views": [
            {"type": "table"},
            {"type": "board", "name": f"보드 {number}", "group_by": "상태"},
        ],
        "rows": [{"values": row} for row in values],
    }


def made_of(design: Blueprint) -> list[Change]:
    """The changes that make a workspace of an empty page."""
    whole = design.model_dump(mode="json", exclude_defaults=True)
    said = [
        {"action": "rename", "to": design.title},
        {"action": "set_icon", "icon": design.icon},
        *({"action": "add_blocks", "blocks": [block]} for block in whole.get("blocks", [])),
        *({"action": "add_database", "database": each} for each in whole.get("databases", [])),
        *({"action": "add_sub_page", "page": page} for page in whole.get("sub_pages", [])),
    ]
    return CHANGES.validate_python(said)


def renames(*titles: str) -> list[Change]:
    """The changes that give a page one title after the other."""
    return CHANGES.validate_python([{"action": "rename", "to": title} for title in titles])


class ObedientPlanner:
    """Words decide: `질문` asks, `안녕` answers, anything else creates or, where it must, changes.

    A change gives the page each title that was said; `모호` asks which one is meant. What ends
    with a question mark is answered and changes nothing; what comes behind ` 그리고 ` is not read.
    It thinks for as long as a test holds it.
    """

    def __init__(self, design: Blueprint | None = None) -> None:
        self._changes = made_of(design or blueprint())
        self._designs = Designs({})
        self._free = asyncio.Event()
        self._free.set()

    @contextmanager
    def held(self) -> Iterator[None]:
        """While the block lasts, no design, no revision and no changes come to an end."""
        self._free.clear()
        yield
        self._free.set()

    async def understand(self, said: Said, about: About) -> Heard:
        match about:
            case NothingYet():
                return self._wish(said, about)
            case Design(agreed=agreed):
                await self._free.wait()
                return self._revised(said.text, agreed)
            case PageRead():
                await self._free.wait()
                return self._changed(said.text, about)

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        await self._free.wait()
        return self._designs.of(heard, today, waiting)

    def _wish(self, said: Said, about: NothingYet) -> Heard:
        language: Language = said.preferences.language or "ko"
        text, asked = said.text, said.question is not None
        if "안녕" in text:
            return Heard(kind="answer", language=language, reply="안녕하세요", confidence=1.0)
        if "질문" in text and not asked:
            choice = Choice(value="a", label="가")
            question = Question(content="무엇을 정리할까요?", options=[choice], about=text)
            return Heard(kind="ask", language=language, question=question, confidence=1.0)
        if about.must_change or (about.workspace and "바꿔" in text):
            return Heard(kind="modify", language=language, said=[text], confidence=1.0)
        return Heard(
            kind="create",
            language=language,
            said=[text],
            changes=self._changes,
            reply="이런 구성을 제안해요.",
            confidence=1.0,
        )

    def _revised(self, text: str, agreed: Heard) -> Heard:
        if text.endswith("?"):
            return agreed.model_copy(update={"kind": "answer", "reply": "그렇지 않아요."})
        changes = [*agreed.changes, *renames(text)]
        return agreed.model_copy(update={"changes": changes, "reply": "바꿨어요."})

    def _changed(self, text: str, page: PageRead) -> Heard:
        agreed = page.agreed or Heard(kind="modify", language="ko")
        if text == "모호":
            choice = Choice(value="a", label="가")
            asked = Question(content="어느 것?", options=[choice], about=text, kind="modify")
            return agreed.model_copy(update={"kind": "ask", "question": asked})
        if text == "없음":
            nothing = {"changes": [], "reply": "이해하지 못했어요."}
            return agreed.model_copy(update=nothing)
        said = [*agreed.said, text]
        titles = [one.partition(" 그리고 ")[0] for one in said if not one.endswith("?")]
        _, _, unread = text.partition(" 그리고 ")
        update = {"kind": "modify", "question": None, "said": said, "changes": renames(*titles)}
        update["unread"] = [unread] if unread else []
        return agreed.model_copy(update={**update, "reply": "이렇게 바꿀게요."})
