"""Whatever somebody sends is read in a process of its own, or refused with a clear word."""

import asyncio
import io
import zipfile
from collections.abc import Callable

import pytest

from tests.support.document_files import document_files
from tests.support.office import docx_of, paragraph, run, zip_of
from tools.documents.convert import MOST_WAITING, Converter, File
from tools.errors import NotionForgeError, Unavailable, UnsupportedMedia, ValidationFailed


def bomb(name: str) -> bytes:
    """An archive of kilobytes that is hundreds of megabytes once unpacked."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, b" " * (200 * 1024 * 1024))
    return whole.getvalue()


def rows(count: int) -> bytes:
    return b"a,b\n" + b"".join(b"%d,%d\n" % (n, n) for n in range(count))


async def refusal(name: str, content: bytes) -> NotionForgeError:
    with pytest.raises(NotionForgeError) as caught:
        await Converter().convert([File(name, content)], "en")
    return caught.value


def locked() -> bytes:
    return zip_of({"a.md": "x"}).replace(b"\x14\x00\x00\x00", b"\x14\x00\x01\x00")


@pytest.mark.parametrize(
    ("name", "made", "rule"),
    [
        ("bomb.docx", lambda: bomb("word/document.xml"), "archive_too_large"),
        ("bomb.zip", lambda: bomb("a.md"), "archive_too_large"),
        ("rows.csv", lambda: rows(20_001), "too_many_rows"),
        ("columns.csv", lambda: b",".join([b"a"] * 501), "too_many_columns"),
        ("folder.docx", lambda: zip_of({"notes.md": "# A"}), "file_broken"),
        ("slow.md", lambda: b"[" * 200_000 + b"**a** " * 300_000, "document_too_much"),
        ("locked.zip", locked, ""),
    ],
)
async def test_what_takes_too_much_is_refused(name: str, made: Callable[[], bytes], rule: str):
    error = await refusal(name, made())
    assert isinstance(error, ValidationFailed)
    assert rule in ("", error.problems[0].rule)
    assert error.problems[0].place == name


async def test_who_takes_too_long_is_ended_and_the_next_is_read():
    converter = Converter(seconds=0)
    for _ in range(3):
        with pytest.raises(ValidationFailed) as caught:
            await converter.convert([File("a.md", b"# A")], "en")
        assert caught.value.problems[0].rule == "document_too_much"


@pytest.mark.parametrize(
    "name", ["매출.xlsx", "보고서.docx", "기안문.hwpx", "표.pdf", "내보내기.zip"]
)
async def test_every_library_gets_by_with_what_a_reader_may_take(name: str):
    made = await Converter().convert([File(name, document_files()[name])], "ko")
    assert made.blueprint.title


async def test_a_file_is_told_apart_by_its_ending_and_one_without_is_told_what_to_do():
    for name, content, rule in (
        ("a.exe", b"MZ", "kind_unknown"),
        ("slides.pptx", zip_of({"ppt/presentation.xml": "<a/>"}), "kind_unknown"),
        ("README", b"# A", "kind_unnamed"),
        (".csv", b"a,b", "kind_unnamed"),
    ):
        error = await refusal(name, content)
        assert isinstance(error, UnsupportedMedia)
        assert (error.problems[0].place, error.problems[0].rule) == (name, rule)


async def test_an_archive_of_which_nothing_can_be_read_is_refused_for_its_first_file():
    error = await refusal("a.zip", zip_of({"a.exe": "MZ", "b.exe": "MZ"}))
    assert isinstance(error, UnsupportedMedia)
    assert (error.problems[0].place, error.problems[0].rule) == ("a.exe", "kind_unknown")


async def test_what_lies_too_deep_in_archives_is_left_out_and_named():
    deep = zip_of({"inner.zip": zip_of({"deeper.zip": zip_of({"c.md": "# C"})})})
    assert (await refusal("a.zip", deep)).code == "UNSUPPORTED_MEDIA"
    made = await Converter().convert([File("a.zip", deep), File("b.md", b"# B")], "en")
    assert made.blueprint.title == "B"
    assert [(note.rule, note.place) for note in made.notes] == [("file_left_out", "deeper.zip")]


async def test_files_of_one_name_are_kept_apart():
    one, other = b"Name,Age\nAnn,31\n", b"Name,Age\nBob,42\n"
    files = [File("people.csv", one), File("people.csv", other), File("people (2).csv", one)]
    made = (await Converter().convert(files, "en")).blueprint
    assert [(d.title, d.rows[0].values["Name"]) for d in made.databases] == [
        ("people", "Ann"),
        ("people (2)", "Bob"),
        ("people (2) (2)", "Ann"),
    ]


async def test_a_page_that_lies_deep_in_itself_arrives_as_deep_as_it_can():
    deep = "".join(f"{'  ' * level}- {level}\n" for level in range(60)).encode()
    made = await Converter().convert([File("deep.md", deep)], "en")
    assert made.blueprint.blocks
    html = b"<div>" * 5000 + b"in" + b"<ul><li>" * 500
    assert (await Converter().convert([File("a.html", html)], "en")).blueprint.blocks


async def test_files_of_one_upload_are_one_workspace_whose_tables_know_each_other():
    tasks = "작업,담당자\n설계,김지수\n개발,이민호\n검수,김지수\n".encode()
    people = "이름,메일\n김지수,a@b.kr\n이민호,b@b.kr\n".encode()
    note = docx_of(paragraph(run("메모")))
    files = [File("작업.csv", tasks), File("담당자.csv", people), File("메모.docx", note)]
    made = (await Converter().convert(files, "ko")).blueprint
    first, second = made.databases
    relation = next(each for each in first.properties if each.type == "relation")
    assert (relation.name, relation.target) == ("담당자", second.key)
    assert first.rows[0].values["담당자"] == ["김지수"]
    assert [page.title for page in made.sub_pages] == ["메모"]


async def test_more_than_may_wait_are_turned_away_and_who_leaves_leaves_nothing():
    converter = Converter()
    asked = [
        asyncio.create_task(converter.convert([File("a.md", b"# A")], "en"))
        for _ in range(MOST_WAITING + 1)
    ]
    with pytest.raises(Unavailable):
        await asyncio.gather(*asked)
    for task in asked:
        task.cancel()
    await asyncio.wait(asked)
    assert (await converter.convert([File("a.md", b"# A")], "en")).blueprint.title == "A"
