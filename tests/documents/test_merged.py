"""Cells that are one in a workbook: those over rows stand in each, a title over columns is one."""

import pytest

from tests.support.office import Value, xlsx_of
from tools.documents.assembly import blueprint_of
from tools.documents.columns.inference import Asked
from tools.documents.notes import Notes
from tools.documents.paper import Source

ROWS: list[list[Value]] = [
    ["2026년 근무표", None, None],
    ["부서", "성명", "일수"],
    ["영업", "가영", 3],
    [None, "나영", 4],
    ["개발", "다영", 5],
]


@pytest.mark.parametrize(("merged", "counts"), [(["A1:C1"], []), (["A1:C1", "A3:A4"], [1])])
def test_only_cells_over_rows_are_told_to_be_filled(merged: list[str], counts: list[int]):
    notes = Notes()
    source = Source("근무.xlsx", xlsx_of({"근무": ROWS}, merged={"근무": merged}))

    made = blueprint_of([source], Asked("ko"), notes)

    assert [note.params["count"] for note in notes if note.rule == "cells_filled"] == counts
    assert [block["text"] for block in made["blocks"]] == ["2026년 근무표"]
    [table] = made["databases"]
    given = [row["values"].get("부서") for row in table["rows"]]
    assert given == ["영업", "영업" if counts else None, "개발"]
