"""What a file says arrives, or it is told that it does not; no file keeps another from arriving."""

from typing import Any

import pytest

from tests.support.office import xlsx_of
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
