"""What an `edit` makes of a plan: another blueprint, changes to the one that waits, or both."""

import asyncio
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from agent.plans.subjects import Creation
from tools.blueprint.changes import Change
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import broken_rule, parse
from tools.errors import BlueprintInvalid, NotionError, Problem, ValidationFailed
from tools.notion.rehearse import Rehearsal, rehearse
from tools.workspace.apply import apply
from tools.workspace.draft import Draft
from tools.workspace.meant import meant

_CHANGE: TypeAdapter[Change] = TypeAdapter(Change)


async def edited(
    subject: Creation, rehearsal: Rehearsal, blueprint: Any, changes: list[Any] | None
) -> Blueprint:
    """The blueprint after an edit, checked and rehearsed; ids in changes are the rehearsal's.

    Raises BlueprintInvalid, and ValidationFailed for an edit that says nothing.
    """
    if blueprint is None and changes is None:
        problem = Problem("blueprint", "missing")
        raise ValidationFailed("an edit carries a blueprint or changes", [problem])
    if blueprint is None:
        draft = meant(subject.blueprint, await rehearsal.structure())
    else:
        draft = Draft.of(await asyncio.to_thread(parse, blueprint))
    for number, change in enumerate(changes or ()):
        draft = _changed(draft, change, f"changes[{number}]")
    try:
        await rehearse(draft.blueprint)
    except NotionError as error:
        problem = Problem("blueprint", "wrong_shape", {"detail": str(error)})
        raise BlueprintInvalid("Notion would refuse it", [problem]) from None
    return draft.blueprint


def _changed(draft: Draft, change: Any, place: str) -> Draft:
    try:
        return apply(draft, _CHANGE.validate_python(change))
    except ValidationError as error:
        found = [_problem(item) for item in error.errors(include_url=False, include_input=False)]
    except ValidationFailed as error:
        found = list(error.problems)
    placed = [Problem(f"{place}.{p.place}".rstrip("."), p.rule, p.params) for p in found]
    raise BlueprintInvalid(f"{place} breaks the rule {placed[0].rule}", placed)


def _problem(item: Mapping[str, Any]) -> Problem:
    """What is wrong with a change; the first step of its place names the action only."""
    return Problem(".".join(map(str, item["loc"][1:])), *broken_rule(item))
