"""Changes to a page of many rows take time in proportion to the rows."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from tests.support.growth import thread_seconds
from tools.notion.modify.compile import compile_changes
from tools.workspace.changes import CHANGES
from tools.workspace.model import (
    ExistingDatabase,
    ExistingOption,
    ExistingPage,
    ExistingProperty,
    ExistingRow,
    Structure,
)
from tools.workspace.values import text_run

Json = dict[str, Any]

FEW = 400
MOST = 3.0  # times as long for twice as many: four times would be every row against every row
TASKS = {"database": "작업"}
LINK: Json = {"data_source_id": "source", "two_way": "뒤", "synced_id": "back"}


def page(count: int) -> Structure:
    options = [ExistingOption(id=f"o{n}", name=f"값 {n}", color="red") for n in range(2)]
    properties = [
        ExistingProperty(id="title", name="이름", type="title"),
        ExistingProperty(id="state", name="상태", type="select", options=options),
        ExistingProperty(id="points", name="점수", type="number"),
        ExistingProperty(id="link", name="앞", type="relation", config=LINK),
        ExistingProperty(id="back", name="뒤", type="relation", config={**LINK, "two_way": "앞"}),
    ]
    rows = [
        ExistingRow(
            id=f"r{n}",
            title=f"줄 {n}",
            values={
                "title": [text_run(f"줄 {n}")],
                "state": "o0",
                "points": n,
                "link": [f"r{(n + 1) % count}"],
            },
        )
        for n in range(count)
    ]
    database = ExistingDatabase(
        id="d", title="작업", data_source_id="source", properties=properties, rows=rows
    )
    return Structure(page=ExistingPage(id="p", title="집"), databases=[database])


def edited(count: int) -> Json:
    values = {"점수": 1, "상태": "값 1", "앞": ["줄 5"]}
    rows = [{"row": f"줄 {n}", "values": values} for n in range(count // 2)]
    return {"action": "edit_rows", **TASKS, "rows": rows}


def added(count: int) -> Json:
    """Each links to the one behind it, and the last to the first."""
    few = count // 2
    rows = [
        {"values": {"이름": f"새 {n}", "상태": f"새 값 {n}", "앞": [f"새 {(n + 1) % few}"]}}
        for n in range(few)
    ]
    return {"action": "add_rows", **TASKS, "rows": rows}


def retyped(_: int) -> Json:
    """Every row brings an option of its own."""
    return {"action": "retype_property", **TASKS, "property": "점수", "to": "multi_select"}


def deleted(count: int) -> Json:
    return {"action": "delete_rows", **TASKS, "rows": [f"줄 {n}" for n in range(count // 2)]}


def compiling(count: int, change: Any) -> Callable[[], object]:
    return partial(compile_changes, page(count), CHANGES.validate_python([change(count)]))


@pytest.mark.parametrize("change", [edited, added, retyped, deleted])
def test_twice_as_many_rows_take_about_twice_as_long(change: Any) -> None:
    few, many = compiling(FEW, change), compiling(2 * FEW, change)
    # By turns, so that what disturbs one disturbs the other; the least of each counts.
    taken = [(thread_seconds(few), thread_seconds(many)) for _ in range(5)]
    assert min(most for _, most in taken) / min(least for least, _ in taken) < MOST
