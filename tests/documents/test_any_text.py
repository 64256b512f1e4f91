"""Whatever a file of text holds, what it comes to is a workspace that can be built."""

import contextlib

from hypothesis import given
from hypothesis import strategies as st

from tests.support.examples import examples
from tools.blueprint.parse import parse
from tools.documents.assembly import blueprint_of
from tools.documents.columns.inference import Asked
from tools.documents.notes import Notes, Refused
from tools.documents.paper import Source

_PIECES = st.sampled_from(
    [
        *("# ", "## ", "###### ", "- ", "  - ", "1. ", "3) ", "> ", "- [ ] ", "- [x] ", "    "),
        *("**", "*", "~~", "`", "```", "```ts", "$", "$$", "|", "|---|---|", "---", "***"),
        *("[a](b.md)", "[x](https://a.bc)", "![i](c.png)", "![i](https://a.bc/d.png)", "[^1]"),
        *("[^1]: ", "<aside>", "</aside>", "<details>", "<summary>s</summary>", "</details>"),
        *("<br>", "<b>", "</b>", "<table><tr><td>", "<ul><li>", "<!-- c -->", "<a href='x'>"),
        *(
            "\n",
            "\n\n",
            " ",
            "\t",
            "\r\n",
            "한글",
            "日本語",
            "text",
            "💡 ",
            "(",
            ")",
            ",",
            ";",
            '"',
        ),
        *("2026-01-01", "1,234", "₩", "%", "-", "yes", "\u200b", "\x00", "&amp;", "\\", "&#8203;"),
    ]
)
_TEXTS = st.lists(_PIECES | st.text(max_size=5), max_size=40).map("".join)


def arrives(name: str, text: str) -> None:
    notes = Notes()
    source = Source(name, text.encode("utf-8", errors="replace"))
    with contextlib.suppress(Refused):  # of one that says nothing
        parse(blueprint_of([source], Asked("ko", "Asia/Seoul"), notes))
    assert all(note.rule for note in notes)


@examples(120)
@given(_TEXTS)
def test_any_markdown_becomes_a_workspace(text: str):
    arrives("a.md", text)


@examples(80)
@given(_TEXTS)
def test_any_html_becomes_a_workspace(text: str):
    arrives("a.html", f"<p>{text}")


@examples(80)
@given(_TEXTS)
def test_any_table_becomes_a_workspace(text: str):
    arrives("a.csv", text)


@examples(40)
@given(_TEXTS)
def test_any_plain_text_becomes_a_workspace(text: str):
    arrives("a.txt", text)
