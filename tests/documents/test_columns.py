"""A column's type is decided by all of its rows, and no cell is lost by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.documents.assembly import blueprint_of
from tools.documents.columns.inference import Asked, typed, written
from tools.documents.columns.numbers import numbers
from tools.documents.notes import Notes
from tools.documents.paper import Source

KO, EN = Asked("ko", "Asia/Seoul"), Asked("en")


def kind(*cells: str, header: str = "h", asked: Asked = EN) -> str:
    found = typed(header, cells, asked).property
    return str(found.get("format", found["type"]))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("1", "2.5", "-3"), "number"),
        (("1,000", "20"), "number_with_commas"),
        (("₩1,000", "(500)", "▲20"), "won"),
        (("1,000원", "-2,000원"), "won"),
        (("$1", "$2.50"), "dollar"),
        (("￥1,200", "980円"), "yen"),
        (("1.234,50 €", "0,99 €"), "euro"),
        (("12%", "-3.5 %"), "percent"),
        (("$1", "€2"), "rich_text"),
        (("1,5", "1.5"), "rich_text"),
        (("007", "012"), "rich_text"),
        (("4111111111111111", "5500005555555559"), "rich_text"),
        (("01012345678", "010-2345-6789"), "phone_number"),
        (("+82 10-1234-5678", "(02) 345-6789"), "phone_number"),
        (("a@b.co", "c.d+e@f.org"), "email"),
        (("https://a.io", "http://b.io/c?d=e"), "url"),
        (("2026-01-31", "2026/2/1"), "date"),
        (("13/02/26", "28/02/26"), "date"),
        (("13/02/26", "02/28/26"), "rich_text"),
        (("03/04/26", "05/06/26"), "rich_text"),
        (("yes", "no", "Yes"), "checkbox"),
        (("yes", "no", ""), "rich_text"),
        (("✓", "", "✓"), "checkbox"),
        (("a", "b", "a", "b"), "select"),
        (("a", "A", "a", "A"), "rich_text"),
        (("x, y", "y, z", "x, z"), "multi_select"),
        (("2026-01-31", "soon"), "rich_text"),
        (("31/02/2026", "30/02/2026"), "rich_text"),
        (("", "", ""), "rich_text"),
    ],
)
def test_a_type_is_that_of_all_cells(cells: tuple[str, ...], expected: str):
    assert kind(*cells) == expected


def test_a_name_with_a_comma_is_one_name():
    firms = "고객1, 주식회사", "고객2, 주식회사", "고객1, 주식회사", "고객3, 주식회사"
    assert kind(*firms, header="고객명", asked=KO) == "rich_text"
    assert kind(*firms, header="거래처", asked=KO) == "rich_text"
    people = "Smith, Ann", "Smith, Bob", "Cole, Ann", "Cole, Bob"
    assert kind(*people, header="Customer name") == "rich_text"
    assert kind(*people, header="Tags") == "multi_select"


@pytest.mark.parametrize(
    ("header", "rows", "title"),
    [
        ("주문번호,상태,비고", ["O-1,대기,급한 것", "O-2,대기,보통", "O-3,완료,깨짐"], "주문번호"),
        (
            "order_id,state,story",
            ['7,a,"one\ntwo"', '9,b,"one\nthree"', '4,a,"one\nsix"'],
            "order_id",
        ),
        ("order_id,dish", ["7001,soup", "7003,bread", "7009,rice"], "dish"),
    ],
)
def test_rows_are_named_by_ids_sooner_than_by_remarks(header: str, rows: list[str], title: str):
    source = Source("orders.csv", "\n".join([header, *rows]).encode())
    [table] = blueprint_of([source], KO, Notes())["databases"]
    assert [prop["name"] for prop in table["properties"] if prop["type"] == "title"] == [title]


def test_numbers_that_name_things_stay_text():
    assert kind("1001", "1007", header="order_id") == "rich_text"
    assert kind("1", "2", "3", header="번호") == "number"
    assert kind("1001", "1007", header="Amount") == "number"


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (("13.03.26", "14.03.26"), ["2026-03-13", "2026-03-14"]),
        (("03/13/26", "03/14/26"), ["2026-03-13", "2026-03-14"]),
        (("26.03.13", "26.12.31"), ["2026-03-13", "2026-12-31"]),
        (("2026년 3월 1일", "2026. 3. 2."), ["2026-03-01", "2026-03-02"]),
        (("2026年3月1日", "2026年3月2日(月)"), ["2026-03-01", "2026-03-02"]),
        (("Mar 1, 2026", "2 March 2026"), ["2026-03-01", "2026-03-02"]),
        (
            ("2026년 9월 14일 오후 2:56", "2026-09-15T10:00:00Z"),
            [
                {"start": "2026-09-14T14:56:00", "time_zone": "Asia/Seoul"},
                "2026-09-15T10:00:00+00:00",
            ],
        ),
        (
            ("2026-01-01 → 2026-01-03", "2026-01-05"),
            [{"start": "2026-01-01", "end": "2026-01-03"}, "2026-01-05"],
        ),
    ],
)
def test_dates_are_read_in_one_order(cells: tuple[str, ...], values: list[object]):
    assert typed("h", cells, KO).values == values


def test_why_a_column_stays_text_is_told():
    assert typed("h", ("13/02/26", "02/28/26"), EN).rule == "mixed_dates"
    assert typed("h", ("03/04/26", "05/06/26"), EN).rule == "ambiguous_dates"
    assert typed("h", ("$1", "€2"), EN).rule == "mixed_units"
    assert typed("h", ("1,5", "1.5"), EN).rule == "mixed_decimals"


def test_many_blanks_in_a_cell_are_not_tried_in_every_way():
    assert numbers(["-" + " " * 3000 + "x"]) is None


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20), st.booleans())
def test_whole_numbers_come_back_however_they_are_grouped(values: list[int], grouped: bool):
    found = numbers([f"{value:,}" if grouped else str(value) for value in values])
    assert not isinstance(found, str)
    assert found is not None
    assert found.values == values


@given(st.lists(st.text(max_size=30), min_size=1, max_size=12))
def test_whatever_is_in_a_column_no_text_is_lost(cells: list[str]):
    found = typed("h", cells, KO)
    if found.property["type"] in ("rich_text", "select", "url", "email", "phone_number"):
        assert [value or "" for value in found.values] == [written(cell) for cell in cells]
    assert len(found.values) == len(cells)
