"""Days of the week and lengths of time, as a workbook shows them."""

import pytest

from tests.documents.test_nothing_is_lost import brought, rows_of
from tests.support.office import ods_of, xlsx_of

FRIDAY = 46024.0  # 2026-01-02


@pytest.mark.parametrize(
    ("form", "language", "said"),
    [
        ("aaa", "ko", "금"),
        ("aaa", "ja", "金"),
        ("aaa", "en", "Fri"),
        ("ddd", "ko", "Fri"),
        ("[$-412]dddd", "en", "금요일"),
        ("[$-411]aaaa;@", "ko", "金曜日"),
    ],
)
def test_a_column_of_weekdays_says_what_excel_shows(form: str, language: str, said: str):
    days = [["행사", "요일"], ["가", (FRIDAY, form)], ["나", (FRIDAY + 1, form)], ["다", None]]
    blueprint, told = brought({"a.xlsx": xlsx_of({"1월": days})}, language)

    (database,) = blueprint["databases"]
    assert [each["type"] for each in database["properties"]] == ["title", "select"]
    assert database["rows"][0]["values"]["요일"] == said
    assert "요일" not in database["rows"][2]["values"]
    assert told == []


def test_days_of_a_workbook_that_counts_from_1904_are_its_own():
    days = [["행사", "요일"], ["가", (FRIDAY - 1462, "aaa")], ["나", (FRIDAY - 1461, "aaa")]]
    blueprint, _ = brought({"a.xlsx": xlsx_of({"1월": days}, since_1904=True)})

    assert [row["values"]["요일"] for row in blueprint["databases"][0]["rows"]] == ["금", "토"]


def test_days_of_the_week_name_no_row():
    rows, _ = rows_of("a.csv", "요일,식단\n월,카레\n화,국수\n수,비빔밥\n")

    assert [row["식단"] for row in rows] == ["카레", "국수", "비빔밥"]
    blueprint, _ = brought({"a.csv": "요일,식단\n월,카레\n화,국수\n수,비빔밥\n".encode()})
    assert [p["type"] for p in blueprint["databases"][0]["properties"]] == ["select", "title"]


def test_hours_beyond_a_day_are_read_as_hours_from_libreoffice_too():
    lasting = 'office:value-type="time" office:time-value="PT30H15M00S"'
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    hours = f"<table:table-cell {lasting}><text:p>30:15</text:p></table:table-cell>"
    blueprint, _ = brought({"a.ods": ods_of(text.format("근무"), hours, text.format("휴무"))})

    rows = blueprint["databases"][0]["rows"]
    assert [row["values"]["근무"] for row in rows] == ["30:15:00", "휴무"]
