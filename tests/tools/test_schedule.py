"""How long a build takes is known before it begins."""

import gc
import time

import pytest
from hypothesis import given

from tests.support.blueprints import blueprints
from tests.support.designs import database, design, everything
from tests.support.examples import examples
from tests.support.notion import Notion
from tests.support.virtual import seconds_of
from tools.blueprint.model import Blueprint
from tools.notion.difference import from_nothing
from tools.notion.operations import WORKSPACE, Operation, Ref
from tools.notion.schedule import Agenda, estimate


def test_one_page_takes_one_call() -> None:
    found = estimate(from_nothing(design(), WORKSPACE), latency=0.5)
    assert (found.seconds, found.critical_path) == (0.5, 0.5)


def test_rows_of_one_database_come_one_after_the_other() -> None:
    plan = from_nothing(design(databases=[database("a", rows=10)]), WORKSPACE)
    assert estimate(plan, latency=1.0).seconds == 12.0


def test_databases_fill_side_by_side() -> None:
    tables = [database(f"d{number}", rows=10) for number in range(4)]
    plan = from_nothing(design(databases=tables), WORKSPACE)
    assert estimate(plan, latency=1.0).seconds == 1 + 4 + 10


def test_the_longest_ways_go_first_so_that_none_is_left_over_at_the_end() -> None:
    """Ten tables of which the last is made last, and eight workers: its rows begin at once."""
    tables = [database(f"d{number}", rows=15) for number in range(10)]
    found = estimate(from_nothing(design(databases=tables), WORKSPACE), latency=1.0)
    assert found.seconds == found.critical_path == 1 + 10 + 15


def test_a_plan_beyond_the_rate_window_waits_for_the_next_one() -> None:
    tables = [database(f"d{number}", rows=60) for number in range(4)]
    plan = from_nothing(design(databases=tables), WORKSPACE)
    assert plan.counts.api_calls == 245
    assert estimate(plan, latency=0.01).seconds == 60.0


@examples(25)
@given(blueprints())
def test_no_plan_is_faster_than_its_critical_path_or_slower_than_one_by_one(
    blueprint: Blueprint,
) -> None:
    plan = from_nothing(blueprint, WORKSPACE)
    found = estimate(plan, latency=1.0)
    assert found.critical_path <= found.seconds <= len(plan.operations)
    assert found.seconds * 8 >= len(plan.operations)


def test_a_real_build_waits_as_long_as_estimated() -> None:
    plan = from_nothing(everything(), WORKSPACE)

    async def build() -> None:
        notion = await Notion.fresh()
        notion.faults.latency = 0.5
        await notion.forge(plan).run()

    assert seconds_of(build()) == pytest.approx(estimate(plan, latency=0.5).seconds, rel=0.01)


def in_a_chain(rows: int) -> list[Operation]:
    """So many rows of one database, of which each links the one before, and as many pages."""
    chain = [
        Operation(f"row {n}", "create_row", "POST", ("pages",), "d", "", {"a": Ref(f"row {n - 1}")})
        for n in range(1, rows)
    ]
    pages = [
        Operation(f"p {n}", "create_page", "POST", ("pages",), f"{n}", "") for n in range(rows)
    ]
    for operation in (*chain, *pages):
        assert operation.needs is not None  # looked for once, however often it is ordered
    return [*chain, *pages]


def ordering(operations: list[Operation]) -> float:
    """Seconds of CPU that it takes to order them."""
    gc.disable()  # the collector looks at all that other tests have left
    try:
        begun = time.thread_time()
        agenda = Agenda(operations, done={"row 0"})
        taken = 0
        while (operation := agenda.take()) is not None:
            taken += 1
            agenda.finish(operation)
        assert taken == len(operations)
        return time.thread_time() - begun
    finally:
        gc.enable()


def test_ordering_takes_time_in_proportion_to_the_plan() -> None:
    """Four times as much takes four times as long; where each looked at all, sixteen times."""
    short, long = in_a_chain(1_250), in_a_chain(5_000)
    looks = [(ordering(short), ordering(long)) for _ in range(4)]  # by turns: both are disturbed
    few, many = (min(times) for times in zip(*looks, strict=True))
    assert many < 8 * few
