"""From what a model wrote to changes that can be made, or to the places where it is wrong. Pure."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from agent.planner.model.fit import fitted, is_there
from agent.planner.model.mend import Mender
from agent.texts import describe
from tools.blueprint.parse import broken_rule
from tools.errors import AiError, Problem, ValidationFailed
from tools.workspace.apply import apply
from tools.workspace.change import Change
from tools.workspace.changes import CHANGE
from tools.workspace.draft import Draft

Json = dict[str, Any]

MOST_CHANGES = 200
MOST_TOLD = 12  # problems of one answer: a model that is told fifty mends none
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|$)", re.DOTALL)
_DECODER = json.JSONDecoder()


@dataclass
class Made:
    """Changes that were made to a draft one after the other, and the problems of those that could
    not be; `notes` are what was read otherwise than it was written."""

    draft: Draft
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(text: str) -> Json:
    """The object in an answer, with or without prose, thoughts and fences around it.

    Raises AiError where there is none that is whole.
    """
    bare = _THOUGHT.sub("", text)
    for start in _openings(bare):
        try:
            found, _ = _DECODER.raw_decode(bare, start)
        except (ValueError, RecursionError):
            break
        if isinstance(found, str):
            return read(found)
        if isinstance(found, list):
            found = next((item for item in found if isinstance(item, dict)), None)
        if isinstance(found, dict):
            return found
    raise AiError("the answer holds no object", reason="ai_unusable")


def _openings(text: str) -> Iterable[int]:
    """Where an object may begin: at the very start, which may be a string of one, or at a brace."""
    stripped = text.lstrip()
    if stripped[:1] in ('"', "["):
        yield len(text) - len(stripped)
    brace = text.find("{")
    if brace >= 0:
        yield brace


def so_far(text: str) -> Json:
    """What the beginning of an answer says already; nothing where that cannot be told yet."""
    start = text.find("{")
    if start < 0:
        return {}
    try:
        found = from_json(text[start:], allow_partial="trailing-strings")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def made_of(draft: Draft, wished: Sequence[Json], mender: Mender) -> Made:
    """Makes changes to a draft, each against what those before it led to."""
    made = Made(draft)
    for number, wish in enumerate(wished[:MOST_CHANGES]):
        place = f"changes[{number}]"
        change = fitted(wish, made.draft.structure, mender.notes.append)
        if is_there(change, made.draft.structure):
            continue  # the draft had it already, and the model says it once more
        try:
            meant = CHANGE.validate_python(change)
            made.draft = apply(made.draft, meant)
        except ValidationError as error:
            made.problems += _shape(place, error)
        except ValidationFailed as error:
            made.problems += [_placed(place, problem) for problem in error.problems]
        else:
            made.changes.append(meant)
    return made


def _shape(place: str, error: ValidationError) -> list[Problem]:
    """What is wrong with the form of a change; the first step of its place names the action."""
    return [
        Problem(".".join(map(str, (place, *item["loc"][1:]))), *broken_rule(item))
        for item in error.errors(include_url=False, include_input=False)
    ]


def _placed(place: str, problem: Problem) -> Problem:
    return Problem(f"{place}.{problem.place}".rstrip("."), problem.rule, problem.params)


def told(problems: Sequence[Problem]) -> str:
    """Problems as a model is told of them, each with its place."""
    return "\n".join(f"- {describe(problem, 'en')}" for problem in problems[:MOST_TOLD])
