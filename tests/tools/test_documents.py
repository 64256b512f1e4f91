"""Files that people send are read, and those that cannot be read do no harm."""

import asyncio
import time
import zlib

import pytest

from tests.support.pdf import needs_pdfium, pdf_of
from tools.documents.reading import read


@needs_pdfium
async def test_a_pdf_says_what_its_pages_say():
    content = pdf_of(["Invoice 2026-11", "환불 영수증입니다"], ["返金は三日以内に行います"])
    text = await read("invoice.pdf", "application/pdf", content)
    assert text == "Invoice 2026-11\n환불 영수증입니다\n返金は三日以内に行います"


@needs_pdfium
async def test_a_word_that_the_end_of_a_line_cuts_is_whole_again():
    content = pdf_of(["고객님께서 요청하신 환", "불을 처리했습니다"])
    assert await read("x", "application/octet-stream", content) == (
        "고객님께서 요청하신 환불을 처리했습니다"
    )


def bomb() -> bytes:
    """A PDF with 80 MB of a page's commands in 78 KB."""
    packing, part = zlib.compressobj(), b"q " * 500_000
    packed = b"".join(packing.compress(part) for _ in range(80)) + packing.flush()
    head = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
    whole = pdf_of(["here"])
    begin = whole.index(b"<< /Length", whole.index(b"/Contents"))
    end = whole.index(b"\nendstream", begin)
    return whole[:begin] + head + packed + whole[end:]


@needs_pdfium
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n",
        pdf_of(["cut"])[:300],
        pdf_of(["x"]).replace(b"/Count 1", b"/Count 999999999"),
        pdf_of(["x"]).replace(b"/Kids [6 0 R]", b"/Kids [2 0 R]"),
        b"%PDF-" + bytes(range(256)) * 400,
    ],
)
async def test_a_damaged_pdf_has_no_text_or_some_and_ends(content):
    assert await read("x.pdf", "application/pdf", content) in (None, "", "x", "cut")


@needs_pdfium
async def test_a_pdf_that_takes_too_much_is_given_up():
    begun = time.process_time()
    assert await read("x.pdf", "application/pdf", bomb(), seconds=2) in (None, "")
    assert time.process_time() - begun < 2  # of this process


async def test_a_pdf_that_is_not_waited_for_is_left_at_once():
    assert await read("x.pdf", "application/pdf", pdf_of(["late"]), seconds=0.0) is None
    reading = asyncio.create_task(read("x.pdf", "application/pdf", pdf_of(["late"])))
    await asyncio.sleep(0)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading


async def test_the_reader_of_pdfs_sees_no_key(monkeypatch):
    from tools.documents.reading import _environment

    monkeypatch.setenv("NOTION_API_KEY", "ntn_secret")
    assert "NOTION_API_KEY" not in _environment()


@pytest.mark.parametrize(
    ("name", "kind", "content", "text"),
    [
        ("a.txt", "text/plain", "안녕\n\n  세계 ".encode("cp949"), "안녕\n세계"),
        ("a.csv", "", "名前,数\n".encode("utf-16"), "名前,数"),
        ("a", "text/html; charset=utf-8", b"<p>a<br>b<style>c</style>", "a\nb"),
        ("a.png", "image/png", b"\x89PNG", None),
    ],
)
async def test_plain_files_are_read_in_their_encoding(name, kind, content, text):
    assert await read(name, kind, content) == text
