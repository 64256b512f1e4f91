"""What a model is told: rules, what there is, what was said. Pure but for reading its files.

Rules stand in the system's turn; whatever a person or a page says stands between marks with a name
that nobody can foresee, so that no text can end its own quotation.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from agent.planner.model.answer import Turn
from agent.planner.model.form import as_text
from agent.planner.model.provider import Form
from agent.planner.model.tokens import cut, tokens_in
from agent.planner.seam import Said
from tools.blueprint.base import Language

MOST_TOKENS = 4_500  # of a prompt for a creation; other tasks keep within it as well
_FOLDER = Path(__file__).parent / "prompts"
_FRONT = re.compile(r"\A---\nversion: (\d+)\n---\n(.*)\Z", re.DOTALL)
_NAMES: Mapping[Language, str] = {"ko": "Korean", "en": "English", "ja": "Japanese"}
_JOINTS = 16  # tokens between the parts
_AROUND = 80  # of the marks, titles and the head around the least that is said
_SAID_IN_WORDS = ("text", "json_object")  # forms that no schema goes along with
_RECENT = 6  # texts that are repeated whole
_FACT = re.compile(r"\d|[\"'“”‘’「」『』]")  # a number or a name: what must not be forgotten


class Prompt(NamedTuple):
    """A file of rules, with its version."""

    version: int
    text: str


@dataclass(frozen=True)
class Matter:
    """What a request to a model is about.

    `task` names the rules: create, revise or change. `facts` are what there is, by title, the most
    important first: where room is short those at the end are cut first.
    """

    task: str
    said: Said
    language: Language
    before: Sequence[str] = ()  # what was said about this plan so far, oldest first
    facts: Mapping[str, str] = field(default_factory=dict)


@cache
def prompt(name: str) -> Prompt:
    """The prompt of a name. Raises FileNotFoundError, ValueError for a file without a version."""
    found = _FRONT.match((_FOLDER / f"{name}.md").read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"prompts/{name}.md says no version")
    return Prompt(int(found[1]), found[2].strip())


def version() -> str:
    """The versions of all prompts: what an answer was asked with."""
    names = sorted(path.stem for path in _FOLDER.glob("*.md"))
    return ".".join(f"{name}{prompt(name).version}" for name in names)


def turns_of(matter: Matter, form: Form, mark: str, most: int = MOST_TOKENS) -> list[Turn]:
    """The turns of a request, of `most` tokens together; `mark` is a word nobody can foresee."""
    system = _rules(matter.task, with_parts=form in _SAID_IN_WORDS)
    return [Turn("system", system), human(matter, mark, most - tokens_in(system))]


def human(matter: Matter, mark: str, most: int) -> Turn:
    """All that a request is about, in `most` tokens; the person's words are in it whole."""
    words = _data(mark, "The person's words", matter.said.text)
    head = f"Today is {matter.said.today}. Answer in {_NAMES[matter.language]}."
    room = most - tokens_in(words) - tokens_in(head) - _JOINTS
    return Turn("human", "\n\n".join([head, *_facts(matter, mark, room), words]))


def fitting(matter: Matter, form: Form, cost: int, most: int = MOST_TOKENS) -> Form:
    """The form that an answer is asked for in, where a schema takes `cost` of `most` tokens.

    It is said in words, which takes a third of that, where the schema leaves no room for the
    person's words and the first of the facts.
    """
    if not cost:
        return form
    rules = _rules(matter.task, with_parts=form in _SAID_IN_WORDS)
    least = [rules, matter.said.text, *list(matter.facts.values())[:1]]
    used = cost + sum(tokens_in(text) for text in least) + _AROUND
    return form if used <= most else "text"


def _rules(task: str, *, with_parts: bool) -> str:
    return "\n\n".join([prompt("planner").text, prompt(task).text, as_text(with_parts=with_parts)])


def data_turn(mark: str, found: Sequence[tuple[str, str]]) -> Turn:
    """What was looked up, as data."""
    return Turn("human", "\n\n".join(_data(mark, title, text) for title, text in found))


def _facts(matter: Matter, mark: str, room: int) -> list[str]:
    """What there is and what was said, as far as there is room for it."""
    told: list[str] = []
    facts = {"Said before, oldest first": summary(matter.before), **matter.facts}
    for title, text in facts.items():
        left = room - tokens_in(title) - 16  # for the marks around it
        if not text or left < 40:
            continue
        part = _data(mark, title, cut(text, left))
        told.append(part)
        room -= tokens_in(part)
    return told


def summary(said: Sequence[str]) -> str:
    """What was said so far: the latest as it was, of the older what names and counts; bounded, as a
    conversation about one plan is kept as twenty texts at most."""
    older, recent = said[:-_RECENT], said[-_RECENT:]
    kept = [facts for text in older if (facts := _stated(text))]
    return "\n".join(f"- {' '.join(text.split())}" for text in (*kept, *recent))


def _stated(text: str) -> str:
    """The sentences of a text that state something: a number, a name."""
    sentences = re.split(r"(?<=[.!?。！？])\s+|\n", text)
    return cut(" ".join(s for s in sentences if _FACT.search(s)), 60)


def _data(mark: str, title: str, text: str) -> str:
    bare = text.replace("⟦", "[").replace("⟧", "]")
    return f"{title}:\n⟦{mark}\n{bare}\n{mark}⟧"


def without_marks(text: str, mark: str) -> str:
    """An answer without the marks of what it was told, which small models like to repeat."""
    return text.replace(mark, "").replace("⟦", "").replace("⟧", "")


def listed(changes: Sequence[object]) -> str:
    """Changes as a prompt shows them."""
    return "\n".join(json.dumps(change, ensure_ascii=False) for change in changes)
