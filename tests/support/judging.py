"""How an answer to a waiting plan is judged; and wishes of a file by its name, printed one by one:

`python -m tests.support.judging FILE…`, where the name of a file says what its wishes are:
creation, feedback or changes.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from embedded import InMemory
from tests.agent.embedded_planner import (
    TODAY,
    answered,
    designed,
    understood,
    with_encoder,
)
from tests.support.created import Wish, demands, unmet
from tests.support.told import Told, Verdict, told_changes, verdict, what_became
from tools.blueprint.model import Blueprint
from tools.blueprint.properties import COMPUTED
from tools.notion.rehearse import rehearse, structure_of

Json = dict[str, Any]
_SATURDAY = date(2026, 11, 28)  # of the wishes to change a page


async def created(wish: Wish) -> list[str]:
    """What is left unmet of a wish; its kind, said once for each demand, where that is another."""
    heard = await understood(wish["say"], planner=with_encoder())
    kind = "ask" if wish.get("asks") else "answer" if wish.get("answers") else "create"
    if heard.kind != kind:
        return [heard.kind] * demands(wish)
    return unmet(await with_encoder().design(heard, TODAY), wish) if kind == "create" else []


async def fed_back(wish: Json) -> tuple[Verdict, list[str]]:
    """How an answer to a plan is read, and what is not as it asks.

    `wrong` is what comes out otherwise without a word of it, `partly` says what it left out.
    """
    before = await designed(wish["plan"], planner=with_encoder())
    built = await structure_of(await rehearse(before.blueprint, InMemory()))
    after = await answered(before, built, wish["say"], planner=with_encoder())
    expected: Wish = wish["expect"]
    same = after.blueprint == before.blueprint
    if "answers" in expected or "asks" in expected:
        return ("right", []) if same else ("wrong", ["the plan became another"])
    left = [*unmet(after.blueprint, expected), *_lost(before.blueprint, after.blueprint, expected)]
    if not left:
        return "right", []
    if same:
        return ("asked" if after.agreed.question else "unread"), left
    return ("partly" if after.agreed.unread else "wrong"), left


def _lost(before: Blueprint, after: Blueprint, expected: Wish) -> list[str]:
    """What is gone or renamed and should not be, and the other way round."""
    gone, renamed = _plain(*expected.get("gone", [])), expected.get("renamed", {})
    there = _plain(*(n for d in after.databases for n in _names(d)))
    left = [f"still {name}" for name in gone & there]
    left += [f"no {new}" for new in renamed.values() if not _plain(new) & there]
    homes = [d for d in before.databases if not _plain(d.title) & gone]
    # What is worked out goes with what it stands on.
    kept = {n for d in homes for n in _plain(*_names(d, besides=COMPUTED))}
    lost = set() if expected.get("only") else kept - there - gone - _plain(*renamed)
    return [*left, *(f"lost {name}" for name in lost)]


def _names(database: Any, besides: Collection[str] = ()) -> list[str]:
    named = (prop.name for prop in database.properties if prop.type not in besides)
    return [database.title, *named]


def _plain(*names: str) -> set[str]:
    return {"".join(name.casefold().split()) for name in names}


async def _judged(wish: Json, kind: str) -> tuple[str, str]:
    """How a wish came out, and what is not right of it."""
    if kind == "feedback":
        found, left = await fed_back(wish)
        return found, f"{wish['plan']!r} {wish['say']!r}\n    {left}"
    left = await created(wish)
    found = f"wrong {min(len(left), demands(wish))}" if left else "right"
    return found, f"{wish['say']!r}\n    {left}"


def _told(told: Told) -> tuple[str, str]:
    return verdict(told, _SATURDAY), f"{told.say!r}\n    {what_became(told, _SATURDAY)}"


def _report(path: Path) -> str:
    """What is not right of the wishes of a file, and how many came out how."""
    kind = next(one for one in ("changes", "feedback", "creation") if one in str(path))
    if kind == "changes":
        found = [_told(one) for one in told_changes(path)]
    else:
        wishes = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        found = [asyncio.run(_judged(wish, kind)) for wish in wishes]
    lines = [f"{verdict}: {text}" for verdict, text in found if verdict != "right"]
    counts = Counter(verdict.split()[0] for verdict, _ in found)
    if kind == "creation":
        counts |= {"demands": sum(map(demands, wishes))}
        counts |= {"unmet": sum(int(v.split()[1]) for v, _ in found if " " in v)}
    return "\n".join([*lines, f"{path} {dict(counts)}", ""])


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sys.stdout.write(_report(Path(name)))
