"""What a table says of its own rows is no row; that is told, and so is what was reckoned."""

import pytest

from tests.support.growth import thread_seconds
from tests.support.office import Value, xlsx_of
from tools.documents.assembly import blueprint_of
from tools.documents.columns.inference import Asked
from tools.documents.notes import Notes
from tools.documents.paper import Cell, Sheet, Source
from tools.documents.totals import without_totals


def read(name: str, content: bytes) -> tuple[list[str], dict[str, tuple[str, dict]]]:
    """What the rows of a table are called, and what is noted: place and figures by rule."""
    notes = Notes()
    [table] = blueprint_of([Source(name, content)], Asked("ko"), notes)["databases"]
    [title] = [prop["name"] for prop in table["properties"] if prop["type"] == "title"]
    rows = [row["values"].get(title) for row in table["rows"]]
    return rows, {note.rule: (note.place, note.params) for note in notes}


MONTHS: list[list[Value]] = [["월", "매출"], ["1월", 100], ["2월", 200], ["3월", 350]]


@pytest.mark.parametrize("label", ["합계", "총 합계", "1분기 합계", "Total", "Grand total:", "計"])
def test_a_total_below_a_table_is_left_out_and_told(label: str):
    total: list[Value] = [label, (650, "=SUM(B2:B4)")]

    rows, told = read("매출.xlsx", xlsx_of({"매출": [*MONTHS, [], total]}))

    assert rows == ["1월", "2월", "3월"]
    assert told == {"total_left_out": ("매출.xlsx A6", {"name": label})}


def test_parts_and_the_whole_are_told_apart():
    lines = ["항목,금액", "가,100", "나,200", "소계,300", "다,50", "라,60", "소계,110", "합계,410"]

    rows, _ = read("비용.csv", "\n".join(lines).encode())

    assert rows == ["가", "나", "다", "라"]


@pytest.mark.parametrize("last", ["합계,999", "합계,회의", "합계안,650", "설계,650"])
def test_what_is_no_sum_of_the_others_stays(last: str):
    lines = ["항목,금액", "가,100", "나,200", "다,350", last]

    rows, told = read("비용.csv", "\n".join(lines).encode())

    assert len(rows) == 4
    assert "total_left_out" not in told


def test_formulas_that_become_figures_are_counted():
    rows: list[list[Value]] = [["품명", "단가", "금액"]]
    rows += [[name, 10, (10 * n, f"=B{n}*2")] for n, name in enumerate(("가", "나", "다"), 2)]

    _, told = read("견적.xlsx", xlsx_of({"견적": [*rows, ["합계", None, (90, "=SUM(C2:C4)")]]}))

    assert told["formulas_fixed"] == ("견적.xlsx", {"count": 3})


@pytest.mark.parametrize("said", [5, 0.5])
def test_many_rows_that_are_called_totals_take_time_linear_in_their_number(said: float):
    """Whether they are sums (5 of 2 and 3) or none."""

    def seconds(parts: int) -> float:
        rows: list[list[Cell]] = [["가", 2], ["나", 3], ["소계", said]] * parts
        lines = list(range(2, len(rows) + 2))
        sheet = Sheet("비용", "비용.csv", ["항목", "금액"], rows, lines=lines)
        return thread_seconds(lambda: without_totals(sheet, Notes()))

    # By turns, so that what disturbs one disturbs the other; the least of each counts.
    taken = [(seconds(250), seconds(2000)) for _ in range(3)]
    few, many = (min(each) for each in zip(*taken, strict=True))
    assert many < 20 * few  # eight times as many; of a square 64 times
