"""Computed properties through the API: whatever was stored, each reading ends."""

import time
from datetime import UTC, datetime

import pytest
import time_machine

from embedded import EmbeddedWorkspace
from sandbox.notion import Workspace
from sandbox.notion.formula.budget import MAX_STEPS, MAX_TOTAL, PER_ROW
from sandbox.notion.snapshot import page_snapshot
from tests.sandbox.notionkit import serving, text_value
from tests.support.tables import longest_stall


def formula(expression):
    return {"formula": {"expression": expression}}


def results(row, *names):
    shown = (row["properties"][name]["formula"] for name in names)
    return [value[value["type"]] for value in shown]


async def test_a_pattern_is_a_value_at_every_reading():
    workspace = await Workspace.open(None)
    async with serving(workspace) as api:
        home = await api.page()
        hit = formula('test(prop("Name"), "^((a+)+)+b$")')
        _, source = await api.database(home["id"], "Patterns", {"Name": {"title": {}}, "Hit": hit})
        row = await api.row(source, Name=text_value("a" * 40))
        queried = await api.ok("POST", f"/v1/data_sources/{source}/query", {})

        assert results(row, "Hit") == [False]
        assert results(queried["results"][0], "Hit") == [False]
        (held,) = page_snapshot(workspace, home["id"])["databases"].values()
        assert results(held["rows"][0], "Hit") == [False]


async def test_what_is_dear_is_empty_and_what_stands_beside_it_is_not(api):
    home = await api.page()
    hundred = 'split(repeat("a", 100))'
    properties = {
        "Name": {"title": {}},
        "Dear": formula(f"{hundred}.map({hundred}.map({hundred}.length()).sum()).sum()"),
        "Cheap": formula('prop("Name").length()'),
    }
    _, source = await api.database(home["id"], "Costs", properties)

    row = await api.row(source, Name=text_value("four"))

    assert results(row, "Dear", "Cheap") == [None, 4]


async def test_a_table_of_dear_rows_costs_no_more_than_its_budget():
    """Ninety rows that each take nearly as much as they may: more than a request has."""
    workspace = await Workspace.open(None)
    async with serving(workspace) as api:
        home = await api.page()
        _, source = await api.database(home["id"], "Costs", {"Name": {"title": {}}})
        for _ in range(90):
            await api.row(source)
        work = formula(f'split(repeat("a", 100)).map({"1+" * 400}1).sum()')
        await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": {"Work": work}})

        (held,) = page_snapshot(workspace, home["id"])["databases"].values()

        worths = [results(row, "Work")[0] for row in held["rows"]]
        assert set(worths) == {40100, None}
        total = MAX_TOTAL + 90 * PER_ROW
        assert MAX_TOTAL / MAX_STEPS - 1 <= worths.count(40100) <= total / 40_000


DEAR = 'replaceAll(repeat("lorem ipsum ", 60), "(.*)(.*)(.*)(.*)x", "y").length()'
"""More than the answer to a write may spend, and less than one evaluation may."""


async def _dear_table(api, rows):
    """A data source and its rows, each with six dear formulas."""
    home = await api.page()
    dear = {f"F{number}": formula(DEAR) for number in range(6)}
    _, source = await api.database(home["id"], "Dear", {"Name": {"title": {}}, **dear})
    return source, [await api.row(source) for _ in range(rows)]


async def test_what_the_answer_to_a_write_does_not_reach_is_read_afterwards(api):
    _, [row] = await _dear_table(api, 1)

    shown = await api.ok("GET", f"/v1/pages/{row['id']}")

    names = [f"F{number}" for number in range(6)]
    assert results(row, *names) == [None] * 6
    assert results(shown, *names) == [720] * 6


async def test_few_rows_with_dear_formulas_are_read_beside_the_loop(api):
    source, [row, *_] = await _dear_table(api, 12)
    path = f"/v1/data_sources/{source}/query"
    by_cost = {"sorts": [{"property": "F0", "direction": "ascending"}]}
    begun, begun_here = time.process_time(), time.thread_time()

    await api.ok("POST", path, by_cost)
    await api.ok("GET", f"/v1/pages/{row['id']}")

    spent, spent_here = time.process_time() - begun, time.thread_time() - begun_here
    assert spent_here < spent / 2


async def test_a_write_to_a_dear_table_does_not_hold_the_loop_for_what_its_rows_cost(api):
    source, [row] = await _dear_table(api, 1)
    begun = time.process_time()
    await api.ok("GET", f"/v1/pages/{row['id']}")
    reading = time.process_time() - begun

    assert await longest_stall(api.row(source)) < reading / 2


async def test_a_long_table_of_ordinary_formulas_is_whole():
    workspace = await Workspace.open(None)
    async with serving(workspace) as api:
        home = await api.page()
        properties = {
            "Name": {"title": {}},
            "Due": {"date": {}},
            "State": formula('if(prop("Due") < now(), "late", "✅ " + prop("Name"))'),
            "Number": formula(r'toNumber(replaceAll(prop("Name"), "[^0-9]+", ""))'),
            "Known": formula('test(prop("Name"), "^Task [0-9]+$")'),
        }
        _, source = await api.database(home["id"], "Tasks", properties)
        past = {"date": {"start": "2020-01-01"}}
        count = 150  # tables up to 200 rows come in one answer
        for n in range(count):
            await api.row(source, Name=text_value(f"Task {n}"), Due=past)
        (held,) = page_snapshot(workspace, home["id"])["databases"].values()

        values = [results(row, "State", "Number", "Known") for row in held["rows"]]
        assert values == [["late", n, True] for n in range(count)]


async def test_formulas_that_read_formulas_are_typed_in_linear_time(api):
    """The types of n formulas were found n! times over."""

    async def spent(count):
        home = await api.page()
        chain = {f"F{n}": formula(f'prop("F{n - 1}") + 1') for n in range(1, count)}
        properties = {"Name": {"title": {}}, "F0": formula("1"), **chain}
        began = time.process_time()
        _, source = await api.database(home["id"], "Chain", properties)
        row = await api.row(source)
        assert results(row, f"F{count - 1}") == [count]
        return time.process_time() - began

    await spent(4)
    assert await spent(16) < 60 * await spent(4)


async def test_a_formula_that_reads_too_deep_is_refused(api):
    home = await api.page()
    chain = {f"F{n}": formula(f'prop("F{n - 1}") + 1') for n in range(1, 100)}
    properties = {"Name": {"title": {}}, "F0": formula("1"), **chain}
    body = {"parent": {"page_id": home["id"]}, "initial_data_source": {"properties": properties}}

    message = await api.refused("POST", "/v1/databases", body)

    assert message == "Type error with formula: Formulas nest deeper than 120 levels"


def nested(inner):
    """A formula about as deep as they may be written."""
    return "[1].map(" * 36 + inner + ".sum())" * 36 + ".sum()"


@pytest.mark.parametrize(("deeper", "count"), [("{} + 1".format, 60), (nested, 5)])
async def test_a_chain_that_grows_below_ends_before_the_stack_does(api, deeper, count):
    """What is too deep is empty: a value made from the upper part of a chain would be wrong."""
    home = await api.page()
    schema = {"Name": {"title": {}}, "F0": formula("1")}
    _, source = await api.database(home["id"], "Chain", schema)
    for n in range(1, count):
        below = {f"F{n}": formula("1")}
        reading = {f"F{n - 1}": formula(deeper(f'prop("F{n}")'))}
        for properties in (below, reading):
            await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": properties})

    row = await api.row(source)

    last = f"F{count - 1}"
    assert results(row, "F0", last) == [None, 1]


async def test_a_chain_of_rollups_ends_before_the_stack_does(api):
    home = await api.page()
    _, source = await api.database(home["id"], "Chain", {"Name": {"title": {}}})
    own = {"Next": {"relation": {"data_source_id": source, "single_property": {}}}}
    await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": own})
    rolled = {"relation_property_name": "Next", "rollup_property_name": "Far", "function": "sum"}
    properties = {"Far": formula("1")}
    await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": properties})
    changed = {"Sum": {"rollup": rolled}, "Far": formula('prop("Sum") + 1')}
    await api.ok("PATCH", f"/v1/data_sources/{source}", {"properties": changed})
    row = await api.row(source)
    for _ in range(300):
        row = await api.row(source, Next={"relation": [{"id": row["id"]}]})

    shown = await api.ok("GET", f"/v1/pages/{row['id']}")

    assert shown["properties"]["Sum"]["rollup"]["type"] == "number"


@pytest.mark.parametrize(("zone", "day"), [("Asia/Seoul", "2026-12-01"), ("UTC", "2026-11-30")])
async def test_days_are_counted_where_the_person_is(tmp_path, zone: str, day: str):
    embedded = await EmbeddedWorkspace.open(tmp_path / "workspace.db", "http://here", zone=zone)
    properties = {"Name": {"title": {}}, "Today": formula("today()")}
    with time_machine.travel(datetime(2026, 11, 30, 16, 40, tzinfo=UTC)):
        async with serving(embedded.workspace) as api:
            _, source = await api.database((await api.page())["id"], "Days", properties)
            row = await api.row(source, Name=text_value("one"))
    await embedded.close()

    assert row["properties"]["Today"]["formula"]["date"]["start"] == day
