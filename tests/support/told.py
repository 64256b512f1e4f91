"""Pages that wishes to change are told to, built in the embedded workspace and read."""

import asyncio
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.changing.reading import Proposed
from agent.planner.embedded.creating.beyond import beyond
from tests.support.facts import facts
from tests.support.structures import Team
from tools.blueprint.base import Language
from tools.notion.modify.compile import drafted
from tools.workspace.model import Structure

_PAGES: dict[str, Any] = yaml.load(
    Path(__file__).with_name("told_pages.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
)


def learn(name: str, blueprint: dict[str, Any]) -> None:
    """A further page, of which wishes may be told from now on."""
    _PAGES[name] = blueprint


@cache
def page(name: str) -> tuple[Structure, Language]:
    """A page as it is read from the workspace, with its language."""
    blueprint = _PAGES[name]
    with ThreadPoolExecutor(1) as elsewhere:  # a loop of its own: tests that run on one may ask
        built = elsewhere.submit(asyncio.run, Team.built(blueprint)).result()
    return built.before, blueprint["language"]


Verdict = Literal["right", "asked", "unread", "partly", "wrong"]


@dataclass(frozen=True)
class Told:
    """A wish to change a page, and what is right: `then` the differences that it makes, `asks` a
    part of the question, `tells` parts of the answer while nothing changes."""

    page: str
    say: str
    then: tuple[str, ...] = ()
    asks: str | None = None
    tells: tuple[str, ...] = ()


def told_changes(path: Path) -> list[Told]:
    """All wishes of a file."""
    listed = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    lists = ("then", "tells")
    return [Told(**{k: tuple(v) if k in lists else v for k, v in one.items()}) for one in listed]


def verdict(wish: Told, today: date) -> Verdict:
    """How a wish is read: `wrong` is what acts otherwise without a word of what it left out."""
    structure, language = page(wish.page)
    found = propose(structure, [wish.say], language, today, otherwise=beyond)
    draft, problems = drafted(structure, found.changes, language)
    made = facts(structure, draft.structure)
    if wish.tells or wish.asks is not None:
        said = found.question.content if found.question else found.introduction
        fits = found.question is not None if wish.asks is not None else found.question is None
        parts = wish.tells or (wish.asks or "",)
        return "right" if not made and fits and all(p in said for p in parts) else _short(found)
    fitting = [fact for fact in made if any(_fits(fact, one) for one in wish.then)]
    missing = [one for one in wish.then if not any(_fits(fact, one) for fact in made)]
    if len(fitting) == len(made) and not missing and not problems:
        return "right"
    return _short(found)


def what_became(wish: Told, today: date) -> list[str]:
    """What a wish comes to, as `Told` says it: the differences, else what is said."""
    structure, language = page(wish.page)
    found = propose(structure, [wish.say], language, today, otherwise=beyond)
    draft, _ = drafted(structure, found.changes, language)
    return [*facts(structure, draft.structure), found.introduction, *map(repr, found.unread)]


def what_became_of(name: str, said: Sequence[str], today: date) -> list[str]:
    """The differences that all that was said of a page comes to."""
    structure, language = page(name)
    found = propose(structure, said, language, today, otherwise=beyond)
    return facts(structure, drafted(structure, found.changes, language)[0].structure)


def _short(found: Proposed) -> Verdict:
    """What a reading is that is not right."""
    if found.question is not None:
        return "asked"
    if not found.changes:
        return "unread"
    return "partly" if found.unread else "wrong"


def _fits(fact: str, pattern: str) -> bool:
    parts = (re.escape(part) for part in pattern.split("*"))
    return re.fullmatch(".*".join(parts), fact) is not None
