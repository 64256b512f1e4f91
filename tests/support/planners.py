"""A planner that does what it is told: for tests whose subject is not planning."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from agent.planner.seam import ChangeProposal, Choice, Intent, Proposal, Question, Request
from tools.blueprint.base import Language
from tools.blueprint.changes import CHANGES
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.workspace.model import Structure


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


class ScriptedPlanner:
    """Words decide: `질문` asks, `안녕` answers, anything else creates or, where it must, changes.

    A change gives the page each title that was `said`; `모호` asks which one is meant. What ends
    with a question mark is answered and changes nothing.
    It thinks for as long as a test holds it.
    """

    def __init__(self, design: Blueprint | None = None) -> None:
        self._blueprint = design or blueprint()
        self._free = asyncio.Event()
        self._free.set()

    @contextmanager
    def held(self) -> Iterator[None]:
        """While the block lasts, no design, no revision and no changes come to an end."""
        self._free.clear()
        yield
        self._free.set()

    async def understand(self, request: Request) -> Intent:
        kind = "create"
        if "안녕" in request.text:
            kind = "answer"
        elif "질문" in request.text and request.pending_question is None:
            kind = "ask"
        elif request.must_change or (request.workspace and "바꿔" in request.text):
            kind = "modify"
        choice = Choice(value="a", label="가")
        question = Question(content="무엇을 정리할까요?", options=[choice], about=request.text)
        return Intent(
            kind=kind,
            language=request.preferences.language or "ko",
            text=request.text,
            reply="안녕하세요" if kind == "answer" else None,
            question=question if kind == "ask" else None,
            confidence=1.0,
        )

    async def design(self, intent: Intent, today: date) -> Proposal:
        await self._free.wait()
        return Proposal(self._blueprint, "이런 구성을 제안해요.", intent)

    async def revise(
        self, intent: Intent, blueprint: Blueprint, built: Structure, feedback: str, today: date
    ) -> Proposal:
        await self._free.wait()
        if feedback.endswith("?"):
            return Proposal(blueprint, "그렇지 않아요.", intent)
        changed = blueprint.model_copy(update={"title": feedback})
        return Proposal(changed, "바꿨어요.", intent)

    async def changes(
        self, structure: Structure, said: Sequence[str], language: Language, today: date
    ) -> ChangeProposal:
        await self._free.wait()
        if said[-1] == "모호":
            choice = Choice(value="a", label="가")
            asked = Question(content="어느 것?", options=[choice], about=said[-1], kind="modify")
            return ChangeProposal([], "여쭤볼게요.", asked)
        if said[-1] == "없음":
            return ChangeProposal([], "이해하지 못했어요.")
        titles = [text for text in said if not text.endswith("?")]
        changes = CHANGES.validate_python([{"action": "rename", "to": text} for text in titles])
        return ChangeProposal(changes, "이렇게 바꿀게요.")
