"""Markdown takes time by its length, whatever it says, and nests only so deep."""

import gc
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from sandbox.notion.errors import ValidationError
from sandbox.notion.markdown import blocks_of
from tests.sandbox.notionkit import Api, paragraph, runs

# What costs is the same thing many times over: openings without ends, and ends without openings.
UNITS = [
    *("[](a", "[a](", "![](", "![a](b ", "](", "<td>", "<tr><td>", "</td>", '<span color="red">'),
    *('<mention-page url="u">', '<mention-date start="', "<br", '<a b="', "<a  ", "\\*", "*a*"),
    *("**a* ", "~~", "`", "$`", "_*`~[", '{a="', '{a=""', "{ ", " ", "a-", "# a {", "|"),
    *("<callout>\n\t</callout>\n", '<page url="x">\n', "- a\n\n\n", "- a\n\t- b\n", "```\n"),
    *("$$\n", "\n", '![a](b) {color="red"}\n', "<table>\n<td>\n</table>\n"),
]


@pytest.fixture(autouse=True)
def _undisturbed() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


def cost(unit: str, length: int) -> float:
    """Seconds of CPU in which a text of this length is taken or refused."""
    text = f"a{unit * (length // len(unit))}b"
    began = time.process_time()
    with suppress(ValidationError):
        blocks_of(text)
    return time.process_time() - began


@pytest.mark.parametrize("unit", UNITS)
def test_four_times_the_text_takes_about_four_times_as_long(unit: str):
    looks = ((cost(unit, 10_000), cost(unit, 40_000)) for _ in range(3))

    assert any(long < 10 * max(short, 0.001) for short, long in looks)


@pytest.mark.parametrize(
    "line", ["- a\n", "<details>\n<summary>a</summary>\n", "<callout>\n", "<columns>\n"]
)
def test_blocks_nest_only_so_deep(line: str):
    deep = "".join("\t" * level + part for level in range(400) for part in line.splitlines(True))

    with pytest.raises(ValidationError, match="Blocks nest deeper than 40 levels in line"):
        blocks_of(deep)
    assert blocks_of("".join("\t" * level + "- a\n" for level in range(40)))


def test_spans_beyond_the_twentieth_are_text():
    (block,) = blocks_of('<span color="red">' * 3000 + "words" + "</span>" * 3000)

    words = "".join(run["plain_text"] for run in block.content["rich_text"])
    assert words.count('<span color="red">') == 2980
    assert block.content["rich_text"][0]["annotations"]["color"] == "red"


def test_a_text_has_only_so_many_blocks():
    with pytest.raises(ValidationError, match="The markdown has 20001 blocks"):
        blocks_of("a\n" * 20_001)


async def test_a_page_deeper_than_can_be_read_again_is_cut_and_says_so(api: Api):
    home = (await api.page())["id"]
    (block,) = await api.append(home, paragraph("0"))
    for level in range(1, 60):
        (block,) = await api.append(block["id"], paragraph(str(level)))

    answer = await api.ok("GET", f"/v1/pages/{home}/markdown")

    assert answer["markdown"].splitlines()[-1].strip() == "40"
    assert answer["truncated"] is True
    assert len(answer["unknown_block_ids"]) == 1


async def test_an_edit_makes_no_content_that_does_not_fit(api: Api):
    home = (await api.page())["id"]
    await api.append(home, {"paragraph": {"rich_text": runs("a" * 2000)}})
    update = {"old_str": "a", "new_str": "b" * 10_000, "replace_all_matches": True}
    body = {"type": "update_content", "update_content": {"content_updates": [update]}}

    message = await api.refused("PATCH", f"/v1/pages/{home}/markdown", body)

    assert message == "The page content would be longer than 2000000 characters."
