"""Workspaces whose shape is hard on whoever builds them: what they need, and how long they take.

Time is virtual: it passes where a build waits for an answer, 150 ms for each, or for the rate of a
token. So the same figures come of any machine.
"""

from collections.abc import Iterator
from typing import Any

from bench.report import row, title
from tests.support.designs import STATUS, board, database, design, nested, paragraph, relation
from tests.support.notion import Notion
from tests.support.virtual import now, seconds_of
from tools.blueprint.model import Blueprint
from tools.notion.difference import from_nothing
from tools.notion.forge import Forge, Step
from tools.notion.journal import MemoryJournal
from tools.notion.limiter import REQUESTS_PER_WINDOW, WINDOW_SECONDS, Limiter
from tools.notion.operations import WORKSPACE
from tools.notion.schedule import WORKERS, estimate

LATENCY = 0.15
Json = dict[str, Any]
_BY_NAME = {"type": "table", "sorts": [{"property": "Name"}]}


def main() -> None:
    title(
        f"Calls of shapes ÷ what they need; their time ÷ (calls × {LATENCY} s ÷ {WORKERS}); ÷ path"
    )
    for name, design_, needed in shapes():
        plan = from_nothing(design_, WORKSPACE)
        calls, seconds = plan.counts.api_calls, seconds_of(_build(design_, None))
        share = calls * LATENCY / WORKERS
        path = estimate(plan, LATENCY).critical_path
        told = f"{calls} / {needed}, {seconds:.2f} s = {seconds / share:.2f}; {seconds / path:.2f}"
        row(name, told, "<= 1.05", met=calls / needed <= 1.05)

    title(f"At {REQUESTS_PER_WINDOW} requests a minute")
    rows = design(databases=[database("a", rows=200)])
    calls = from_nothing(rows, WORKSPACE).counts.api_calls
    floor = WINDOW_SECONDS + (calls - REQUESTS_PER_WINDOW) * LATENCY
    seconds = seconds_of(_build(rows, Limiter(clock=now)))
    told = f"{seconds:.1f} s / {floor:.1f} s = {seconds / floor:.2f}"
    row(f"{calls} calls, one after the other", told, "<= 1.05", met=seconds <= 1.05 * floor)


def shapes() -> Iterator[tuple[str, Blueprint, int]]:
    """Names, blueprints, and the fewest calls with which anybody has built each."""
    yield "85 pages of three levels", _pages("words"), 85
    yield "the same, blanks around each paragraph", _pages(" words "), 85
    yield "200 rows, sorted", design(databases=[database("a", rows=200, views=[_BY_NAME])]), 204
    yield "200 rows, unsorted", design(databases=[database("a", rows=200)]), 202
    yield "40 views", _views(rows=5), 47
    yield "40 views, no rows", _views(rows=0), 43
    yield "a ring of twelve databases", _ring(None), 86
    yield "the same, two-way", _ring("Back"), 73
    yield "ten databases of twenty rows", _ten(), 211
    yield "five databases within a body", _within(), 27


async def _build(blueprint: Blueprint, limiter: Limiter | None) -> None:
    notion = await Notion.fresh()
    notion.faults.latency = LATENCY
    plan = from_nothing(blueprint, WORKSPACE)
    await Forge(plan, notion.gateway(limiter=limiter), MemoryJournal(), _nobody).run()


async def _nobody(step: Step) -> None:
    """Hears of each step."""


def _pages(text: str) -> Blueprint:
    blocks = [*(paragraph(text) for _ in range(5)), nested(5)]

    def below(name: str, levels: int) -> list[Json]:
        return [
            {
                "key": f"{name}{n}",
                "title": f"{name}{n}",
                "blocks": blocks,
                "sub_pages": below(f"{name}{n}", levels - 1) if levels else [],
            }
            for n in range(4)
        ]

    return design(*blocks, sub_pages=below("p", 2))


def _views(rows: int) -> Blueprint:
    views = [board(str(number)) for number in range(40)]
    return design(databases=[database("a", STATUS, rows=rows, views=views)])


def _ring(two_way: str | None) -> Blueprint:
    """Each row links to one of the next database, and to the next one of its own."""
    tables = []
    for number in range(12):
        after = (number + 1) % 12
        links = (
            relation("Next", f"d{after}", two_way),
            relation("Own", f"d{number}", two_way and "Of"),
        )
        table = database(f"d{number}", *links, rows=4)
        for at, made in enumerate(table["rows"]):
            made["values"]["Next"] = [f"d{after} {at}"]
            made["values"]["Own"] = [f"d{number} {(at + 1) % 4}"]
        tables.append(table)
    return design(databases=tables)


def _ten() -> Blueprint:
    return design(databases=[database(f"d{number}", rows=20) for number in range(10)])


def _within() -> Blueprint:
    keys = [f"d{number}" for number in range(5)]
    places = [{"type": "database", "ref": key} for key in keys]
    blocks = [part for place in places for part in (paragraph(), place)]
    tables = [database(key, rows=4 if key == "d0" else 3) for key in keys]
    return design(*blocks, paragraph(), databases=tables)


if __name__ == "__main__":
    main()
