"""Whatever somebody sends is read in a process of its own, or refused with a clear word."""

import io
import zipfile

import pytest

from tests.support.office import docx_of, paragraph, run, zip_of
from tools.documents.convert import Converter, File
from tools.errors import NotionForgeError, UnsupportedMedia, ValidationFailed


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


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("bomb.docx", bomb("word/document.xml"), "archive_too_large"),
        ("bomb.zip", bomb("a.md"), "archive_too_large"),
        ("rows.csv", rows(20_001), "too_many_rows"),
        ("slow.md", b"[" * 200_000 + b"**a** " * 300_000, "document_too_much"),
        ("locked.zip", zip_of({"a.md": "x"}).replace(b"\x14\x00\x00\x00", b"\x14\x00\x01\x00"), ""),
    ],
)
async def test_what_takes_too_much_is_refused(name: str, content: bytes, rule: str):
    error = await refusal(name, content)
    assert isinstance(error, ValidationFailed)
    assert rule in ("", error.problems[0].rule)
    assert error.problems[0].place == name


async def test_a_kind_that_is_not_read_here_is_another_refusal():
    assert isinstance(await refusal("a.exe", b"MZ"), UnsupportedMedia)


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
