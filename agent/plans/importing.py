"""Wishes that come with files: a plan to create what these hold.

A document becomes a blueprint, so it is shown, edited, built and taken back like any other design.
What is said with the files is heard as feedback on that; what nobody understands of it is told.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar
from unicodedata import normalize

from agent.planner.seam import Design, Heard
from agent.planner.words import behind, carries_only
from agent.plans.create import Creation
from agent.plans.kinds import Planned, Task, Turn
from agent.texts import describe, made, say
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint, databases, pages
from tools.notion.rehearse import structure_of

# No name begins within a word; in Japanese none needs a blank before it.
_BEGINS = r"(?<![^\W\u3040-\u30ff\u4e00-\u9fff])"
_MOST_TOLD = 5  # remarks that introduce a plan; all of them come with what was built


class Importing:
    """A workspace of documents that is wished for."""

    planning: ClassVar[str] = "import_planning"

    @classmethod
    async def planned(cls, task: Task, turn: Turn) -> Planned:
        """Reads the files, then what was said with them; or what is said about the plan.

        Raises Expired, UnsupportedMedia, ValidationFailed, Unavailable, Stopped.
        """
        if task.last is not None:
            return await _again(task, turn)
        heard = task.heard
        found = await turn.converted(heard.files, heard.language)
        remarks = [describe(note, heard.language) for note in found.notes]
        subject = Creation(blueprint=found.blueprint, parent=await turn.parent(), remarks=remarks)
        told = _introduced(found.blueprint, remarks, heard.language)
        words = _without(found.names, task.said.text)
        if not carries_only(words, "empty", "import"):
            return await _with_words(task, turn, subject, told, behind(words, "import"))
        return Planned(heard.model_copy(update={"reply": told}), subject)


def _without(names: Sequence[str], text: str) -> str:
    """Words without the names of the files that they are about, which ask for nothing."""
    text = normalize("NFC", text)
    for name in sorted((normalize("NFC", name) for name in names), key=len, reverse=True):
        text = re.sub(_BEGINS + re.escape(name), " ", text)
    return text


async def _with_words(task: Task, turn: Turn, subject: Creation, told: str, words: str) -> Planned:
    """The plan with the changes that were asked for along with the files."""
    heard = task.heard
    built = await turn.unless_stopped(structure_of(await turn.tried(subject)))
    design = Design(heard, subject.blueprint, built)
    meant = await turn.understand(replace(task.said, text=words), design)
    if not (meant.kind == "create" and meant.changes and _stays_itself(meant, heard)):
        left = say("import_words_left", heard.language, words=words[:200])
        return Planned(heard.model_copy(update={"reply": _and_then(told, left)}), subject)
    changed = await turn.design(meant, task.said.today, design)
    agreed = meant.model_copy(update={"kind": "import", "reply": _and_then(told, meant.reply)})
    return Planned(agreed, subject.model_copy(update={"blueprint": changed}))


async def _again(task: Task, turn: Turn) -> Planned:
    """The plan with further changes. What would compose it anew leaves it: a document is what it
    says, and no pattern."""
    planned = await Creation.planned(task, turn)
    heard = planned.heard
    if not _stays_itself(heard, task.heard):
        reply = say("import_as_it_is", task.heard.language)
        return Planned(task.heard.model_copy(update={"reply": reply}), stays=True)
    if not isinstance(planned.subject, Creation) or task.last is None:
        return planned
    assert isinstance(task.last.subject, Creation)  # noqa: S101 - no other plan is made here
    kept = {"remarks": task.last.subject.remarks}
    subject = planned.subject.model_copy(update=kept)
    return replace(planned, heard=heard.model_copy(update={"kind": "import"}), subject=subject)


def _stays_itself(heard: Heard, agreed: Heard) -> bool:
    """Whether nothing is wanted but changes to what is there."""
    return all(
        getattr(heard, name) == getattr(agreed, name) for name in ("skill", "brief", "language")
    )


def _introduced(blueprint: Blueprint, remarks: Sequence[str], language: Language) -> str:
    """What the files come to, in numbers, and the first of what was not carried over."""
    tables = [table for _, _, table in databases(blueprint)]
    counts = {
        "pages": sum(1 for _ in pages(blueprint)),
        "databases": len(tables),
        "rows": sum(len(table.rows) for table in tables),
    }
    told = say("import_introduced", language, title=blueprint.title, made=made(counts, language))
    if not remarks:
        return told
    shown = "\n".join(f"- {remark}" for remark in remarks[:_MOST_TOLD])
    more = len(remarks) - _MOST_TOLD
    tail = f"\n{say('import_more_remarks', language, count=more)}" if more > 0 else ""
    return f"{told}\n{say('import_remarks', language)}\n{shown}{tail}"


def _and_then(told: str, more: str) -> str:
    """What is said after an introduction: in a paragraph of its own where that ends in a list."""
    return f"{told}\n\n{more}" if "\n" in told else f"{told} {more}"
