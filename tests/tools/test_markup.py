"""A page of HTML says what a reader sees of it, however it is broken, in time linear in it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.documents.text import text_of_html


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>하나</p><p>둘<br>셋</p>", "하나\n둘\n셋"),
        ("<div class='a'>a &amp; b &lt;c&gt; &#54620;&#x1F600;</div>", "a & b <c> 한😀"),
        ("<style>p { color: red }</style><SCRIPT>if (a < b) x</SCRIPT>seen", "seen"),
        ("<head><title>t</title><meta charset=x></head><body>seen", "seen"),
        ("a<!-- <p>not</p> -->b", "ab"),
        ("<!DOCTYPE html><?xml version='1.0'?><a href='x>y' title=\"<b>\">link</a>", "link"),
        ("1 < 2 and 3 > 2 <3", "1 < 2 and 3 > 2 <3"),
        ("<a it's=\"x\">fine</a> it's", "fine it's"),
        ("<p title='unclosed>text", "text"),
        ('<p title="never closed>said', "said"),
        ("open <!-- never closed", "open"),
        ("<script>never closed", ""),
        ("&#" + "9" * 5000 + ";", "\ufffd"),
        ("&nosuch; &", "&nosuch; &"),
        ("", ""),
    ],
)
def test_a_page_says_what_is_seen_of_it(page, text):
    assert text_of_html(page) == text


@pytest.mark.parametrize(
    "piece",
    [
        *("<!--", "<![CDATA[", "<!", "</", "<a", "<a x=", "<a x='", "<a x=\"'", "<?", "<script>"),
        *(
            "</script",
            "<style><",
            "&#",
            "&#9",
            "&",
            "<x <",
            "<x/",
            "= '",
            "<a =  ",
            "<head>",
            "-->",
        ),
        *("<a x=\"'>", "<a\n", "<p>", "< "),
    ],
)
def test_a_broken_page_is_read_in_time_linear_in_its_length(piece):
    def seconds(length: int) -> float:
        page = piece * (length // len(piece))
        begun = time.thread_time()
        text_of_html(page)
        return time.thread_time() - begun

    short, long = (min(seconds(length) for _ in range(3)) for length in (20_000, 160_000))
    assert long < 24 * short + 0.02  # eight times as much; of a square 64 times


@given(st.text("<>/!-='\" apscrit&#;9\n"))
def test_no_page_breaks_it(page):
    text_of_html(page)
