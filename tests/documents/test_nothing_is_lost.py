"""What a file says arrives, or it is told that it does not; no file keeps another from arriving."""

from typing import Any

import pytest

from tests.support.office import docx_of, paragraph, run, xlsx_of
from tests.support.pdf import pdf_of
from tools.blueprint.parse import parse
from tools.documents.assembly import blueprint_of
from tools.documents.columns.inference import Asked
from tools.documents.notes import Notes, Refused
from tools.documents.paper import Source

Json = dict[str, Any]

TABLE = "이름,값\n가,1\n나,2\n".encode()


def brought(files: dict[str, bytes], language: str = "ko") -> tuple[Json, list[tuple[str, str]]]:
    """The workspace of an upload as it is checked, and the rules that were told, with places."""
    notes = Notes()
    sources = [Source(name, content) for name, content in files.items()]
    blueprint = blueprint_of(sources, Asked(language, "Asia/Seoul"), notes)
    parse(blueprint)
    return blueprint, [(note.rule, note.place) for note in notes]


def test_a_workbook_with_words_above_its_table_comes_beside_other_files():
    rows = [["매출 보고"], [], ["품목", "수량", "단가"], ["연필", 3, 200], ["공책", 5, 900]]
    blueprint, _ = brought({"매출.xlsx": xlsx_of({"1월": rows}), "표.csv": TABLE})

    (page,) = blueprint["sub_pages"]
    assert page["blocks"] == [{"type": "paragraph", "text": "매출 보고"}]
    assert [len(table["rows"]) for table in page["databases"]] == [2]


@pytest.mark.parametrize("name", ["빈.csv", "빈.md", "빈.xlsx"])
def test_an_empty_file_beside_others_is_named_and_left_out(name: str):
    blueprint, told = brought({name: b"", "표.csv": TABLE})

    assert told == [("file_empty", name)]
    assert [table["title"] for table in blueprint["databases"]] == ["표"]


def test_files_that_are_all_empty_are_refused():
    with pytest.raises(Refused, match="file_empty"):
        brought({"a.csv": b"", "b.md": b" \n"})


def test_cells_beyond_the_header_become_a_further_column():
    text = "> | 식 | 값 |\n> |---|---|\n> | `a|b` | **다** |\n> | x | y |\n"
    blueprint, _ = brought({"a.md": text.encode()})

    (table,) = blueprint["blocks"][0]["children"]
    bold = [{"text": "다", "bold": True}]
    assert table["rows"] == [["식", "값", ""], ["`a", "b`", bold], ["x", "y", ""]]


def test_a_footnote_that_nothing_names_stands_behind_the_others():
    text = "앞[^b]\n\n[^a]: 아무도 안 부름\n바로 다음 줄\n\n[^b]: 불림\n"
    blueprint, _ = brought({"a.md": text.encode()})

    said = [block["text"] for block in blueprint["blocks"]]
    assert said == ["앞[b]", "[b] 불림", "[a] 아무도 안 부름\n바로 다음 줄"]


@pytest.mark.parametrize("text", ["회의는 3~5시, 점심은 12~1시", "対象は10~20代、料金は3~5万円"])
def test_two_ranges_in_a_sentence_strike_nothing_out(text: str):
    """Others take a single tilde for a mark as well: findings/ranges_are_struck.sh."""
    blueprint, _ = brought({"a.md": text.encode()})

    assert blueprint["blocks"] == [{"type": "paragraph", "text": text}]


def rows_of(name: str, text: str, language: str = "ko") -> tuple[list[Json], list[tuple[str, str]]]:
    blueprint, told = brought({name: text.encode()}, language)
    return [row["values"] for row in blueprint["databases"][0]["rows"]], told


def test_a_quote_that_is_left_open_takes_no_rows_along():
    rows, told = rows_of("a.csv", 'a,b\n"두\n줄",0\n"열린,1\nx,2\n"y, z",3\n')

    assert [row["a"] for row in rows] == ["두\n줄", "열린", "x", "y, z"]
    assert told == [("quote_open", "a.csv:4")]


@pytest.mark.parametrize("header", ["", "who,when,n\n\n"])
def test_what_is_told_of_a_column_names_the_line_in_which_that_begins(header: str):
    """Its header's, however many empty lines follow; without one the first row's."""
    _, told = rows_of("a.csv", f"\n{header}x,01/02/2024,5\ny,03/04/2024,6\nz,05/04/2024,7\n", "en")

    assert ("ambiguous_dates", "a.csv B2") in told


@pytest.mark.parametrize(
    ("cells", "values", "rules"),
    [
        (("1,234", "5,678"), [1.234, 5.678], ["decimal_comma"]),
        (("1,234", "1,234,567"), [1234, 1234567], []),
        (("1,234", "5,678.50"), [1234, 5678.5], []),
        (("1.234,50", "2.000,00"), [1234.5, 2000], []),
        (("₩350,000", "￦(1,000)"), [350000, -1000], []),
    ],
)
def test_a_comma_where_semicolons_part_cells_is_decimal_unless_groups_say_otherwise(
    cells: tuple[str, ...], values: list[float], rules: list[str]
):
    lines = "".join(f"{'abc'[n]};{cell}\n" for n, cell in enumerate(cells))
    rows, told = rows_of("a.csv", f"이름;값\n{lines}")

    assert [row["값"] for row in rows] == values
    assert [rule for rule, _ in told] == rules


@pytest.mark.parametrize("odd", ["2026-02-30", "미정"])
def test_what_keeps_a_column_from_being_dates_is_told(odd: str):
    rows, told = rows_of("a.csv", f"이름,날짜\na,2026-01-01\nb,{odd}\nc,2026-01-03\n")

    assert [row["날짜"] for row in rows] == ["2026-01-01", odd, "2026-01-03"]
    assert told == [("few_no_dates", "a.csv B3")]


def test_a_table_of_numbers_names_rows_of_another():
    orders = "번호,고객,금액\n1,가나,1000\n2,다라,2000\n3,가나,500\n".encode()
    blueprint, _ = brought({"주문.csv": orders, "고객.csv": "이름,등급\n가나,A\n다라,B\n".encode()})

    (ordered,) = (table for table in blueprint["databases"] if table["title"] == "주문")
    kinds = {each["name"]: each["type"] for each in ordered["properties"]}
    assert kinds == {"이름": "title", "번호": "number", "고객": "relation", "금액": "number"}
    assert [row["values"]["고객"] for row in ordered["rows"]] == [["가나"], ["다라"], ["가나"]]


@pytest.mark.parametrize("header", ["고객", "이름"])
def test_a_table_of_ids_names_rows_of_another_though_each_comes_once(header: str):
    orders = f"주문번호,{header},금액\nO-1,가나,1000\nO-2,다라,2000\n".encode()
    customers = "이름,등급\n가나,A\n다라,B\n마바,C\n".encode()
    blueprint, _ = brought({"주문.csv": orders, "cust.csv": customers})

    (ordered,) = (table for table in blueprint["databases"] if table["title"] == "주문")
    kinds = {each["name"]: each["type"] for each in ordered["properties"]}
    are_own = header == "이름"  # what is called so names the rows of its own table
    assert kinds["주문번호"] == ("rich_text" if are_own else "title")
    assert kinds[header] == ("title" if are_own else "relation")


def test_tables_that_share_names_and_ids_borrow_none_from_each_other():
    text = "사번,직원,값\n001,가나,3\n002,다라,4\n".encode()
    blueprint, _ = brought({"급여.csv": text, "근태.csv": text})

    for table in blueprint["databases"]:
        kinds = {each["name"]: each["type"] for each in table["properties"]}
        assert kinds["직원"] == "title"


def test_what_a_formula_shows_in_an_export_is_no_tick():
    name = f"표 {'0a' * 16}.csv"
    rows, _ = rows_of(name, "이름,끝,됨\na,✅,Yes\nb,,No\nc,✅,Yes\n")

    assert [row.get("끝") for row in rows] == ["✅", None, "✅"]
    assert [row["됨"] for row in rows] == [True, False, True]


def test_cells_that_hold_an_error_are_counted():
    rows = [["품목", "값"], ["연필", 1], ["공책", "#DIV/0!"]]
    _, told = brought({"a.xlsx": xlsx_of({"1월": rows})})

    assert told == [("errors_left_out", "a.xlsx")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", docx_of(paragraph(run("보임"), run("숨김", "vanish")))),
        ("a.html", "<p>보임<span hidden>숨김</span></p><div hidden><p>숨김</div>".encode()),
    ],
)
def test_what_a_document_hides_stays_hidden_and_is_told(name: str, content: bytes):
    blueprint, told = brought({name: content})

    assert [block["text"] for block in blueprint["blocks"]] == ["보임"]
    assert told == [("hidden_left_out", name)]


@pytest.mark.parametrize(
    ("declared", "codec", "said"),
    [
        ("shift_jis", "cp932", "表示"),
        ("euc-kr", "cp949", "大韓民國"),
        ("EUC-JP", "euc_jp", "日本"),
        ("iso-2022-jp", "iso2022_jp", "日本"),
        ("euc-kr", "utf-8", "한글"),
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_declares(declared: str, codec: str, said: str):
    page = f'<html><head><meta charset="{declared}"></head><p>{said}</p>'
    blueprint, told = brought({"a.html": page.encode(codec)}, "en")

    assert ([block["text"] for block in blueprint["blocks"]], told) == ([said], [])


def test_what_a_browser_prints_around_a_page_and_before_items_is_no_text():
    around = ("11/29/26, 3:04 AM 보고서", "https://a.bc/d 1/2")
    dots = "".join(f"24 {y} 8 8 re f " for y in (666, 626))
    pages = (
        ["우리가 사야 할 물건들", "우유를 사러 가기", "빵도 사러 가기"],
        ["여기까지 사면 됩니다"],
    )
    content = pdf_of(*pages, drawn=dots, around=around)
    blueprint, told = brought({"a.pdf": content})

    said = [(block["type"], block["text"]) for block in blueprint["blocks"]]
    item = "bulleted_list_item"
    assert said == [
        ("paragraph", "우리가 사야 할 물건들"),
        (item, "우유를 사러 가기"),
        (item, "빵도 사러 가기"),
        ("paragraph", "여기까지 사면 됩니다"),
    ]
    assert told == [("margins_left_out", "a.pdf")]


def test_lines_of_several_scripts_are_one_paragraph():
    content = pdf_of(["한글로 " * 10, "and Latin " * 4, "끝까지 이어집니다"])
    blueprint, _ = brought({"a.pdf": content})

    said = "한글로 " * 10 + "and Latin " * 4 + "끝까지 이어집니다"
    assert [block["text"] for block in blueprint["blocks"]] == [said]
