"""A planner that does what it is told: for tests whose subject is not planning."""

import asyncio
from datetime import date

from agent.planner import Choice, Intent, Proposal, Question, Request
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse


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


def _database(number: int, rows: int) -> dict:
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
    """Words decide: `질문` asks, `안녕` answers, anything else creates; `slow` takes a while."""

    def __init__(self, design: Blueprint | None = None, delay: float = 0.0) -> None:
        self._blueprint = design or blueprint()
        self._delay = delay

    async def understand(self, request: Request) -> Intent:
        kind = "create"
        if "안녕" in request.text:
            kind = "answer"
        elif "질문" in request.text and request.pending_question is None:
            kind = "ask"
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
        await asyncio.sleep(self._delay)
        return Proposal(self._blueprint, "이런 구성을 제안해요.", intent)

    async def revise(
        self, intent: Intent, blueprint: Blueprint, feedback: str, today: date
    ) -> Proposal:
        changed = blueprint.model_copy(update={"title": feedback})
        return Proposal(changed, "바꿨어요.", intent)
