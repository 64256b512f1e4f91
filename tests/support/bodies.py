"""Random bodies of pages, with texts that are full of what markdown takes for markup."""

from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from tools.blueprint.blocks import Block, Paragraph
from tools.notion.render.markdown import to_markdown

Json = dict[str, Any]

_BODY: TypeAdapter[list[Block]] = TypeAdapter(list[Block])
_URL = "https://example.com/a?b=1&c=2"
_MARKUP = "ab가漢🎯 \t\n*_#`<>[](){}$|~^-+=1.!:&\\/@'\""
_OPENINGS = ("", "# ", "- ", "1. ", "> ", "---", "```", "<br>", "[ ] ", "![", '{color="red"}')
_COLORS = st.sampled_from(("default", "blue", "red_background"))
_FLAGS = ("bold", "italic", "strikethrough", "underline", "code")
_PROSE = (
    *("paragraph", "heading_1", "heading_4", "quote", "callout", "toggle"),
    *("to_do", "bulleted_list_item", "numbered_list_item"),
)
MEDIA = ("image", "video", "audio", "file", "pdf")


def body(blocks: list[Json]) -> list[Block]:
    """The model's blocks from their JSON."""
    return _BODY.validate_python(blocks)


def _expressible(text: Any) -> bool:
    block = Paragraph.model_validate({"type": "paragraph", "text": text})
    return to_markdown([block]) not in (None, "<empty-block/>")


_WORDS = st.builds(
    lambda opening, rest: opening + rest,
    st.sampled_from(_OPENINGS),
    st.text(_MARKUP, max_size=8),
)
_WORD_RUNS = st.builds(
    lambda text, flags, color, link: {
        "text": text,
        **dict.fromkeys(flags, True),
        "color": color,
        **({"link": _URL} if link else {}),
    },
    _WORDS,
    st.sets(st.sampled_from(_FLAGS), max_size=3),
    _COLORS,
    st.booleans(),
)
_OTHER_RUNS = st.sampled_from(
    (
        {"equation": "a < b_1"},
        {"mention": {"date": {"start": "2026-01-31"}}},
        {"mention": {"date": {"start": "2026-01-31", "end": "2026-02-01"}}, "bold": True},
        {"text": " and "},
    )
)
_RUNS = st.lists(st.one_of(_WORD_RUNS, _OTHER_RUNS), min_size=1, max_size=4)
_TEXTS = st.one_of(_WORDS, _RUNS).filter(_expressible)
_CODE = st.text("ab가 \t\n*#<>`$\\{}[]", max_size=12).filter(lambda code: "```" not in code)


@st.composite
def _prose(draw: Any, below: st.SearchStrategy[list[Json]]) -> Json:
    kind = draw(st.sampled_from(_PROSE))
    block: Json = {"type": kind, "text": draw(_TEXTS), "color": draw(_COLORS)}
    if kind == "to_do":
        block["checked"] = draw(st.booleans())
    if kind == "callout":
        block["icon"] = draw(st.sampled_from((None, "🧭", "1️⃣")))
    return {**block, "children": draw(below)}


_LEAVES = st.one_of(
    st.just({"type": "paragraph"}),
    st.just({"type": "divider"}),
    st.just({"type": "equation", "expression": "a \\\\\n\\{b\\} < $c$"}),
    st.builds(lambda color: {"type": "table_of_contents", "color": color}, _COLORS),
    st.builds(lambda code: {"type": "code", "text": code, "language": "python"}, _CODE),
    st.builds(
        lambda kind, caption: {"type": kind, "url": _URL, "caption": caption},
        st.sampled_from(MEDIA),
        _TEXTS,
    ),
    st.builds(
        lambda cells, header, row_header: {
            "type": "table",
            "rows": cells,
            "header": header,
            "row_header": row_header,
        },
        st.lists(
            st.tuples(_TEXTS, st.one_of(_TEXTS, st.just(""))).map(list), min_size=1, max_size=2
        ),
        st.booleans(),
        st.booleans(),
    ),
)


def _deeper(below: st.SearchStrategy[list[Json]]) -> st.SearchStrategy[list[Json]]:
    columns = st.lists(st.builds(lambda blocks: {"blocks": blocks}, below), min_size=2, max_size=2)
    blocks = st.one_of(
        _prose(below),
        _LEAVES,
        st.builds(lambda children: {"type": "synced_block", "children": children}, below),
        st.builds(lambda columns: {"type": "column_list", "columns": columns}, columns),
    )
    return st.lists(blocks, max_size=3)


def bodies() -> st.SearchStrategy[list[Block]]:
    """Bodies of up to a few dozen blocks and some levels, of what markdown v1 knows."""
    return st.recursive(st.lists(_LEAVES, max_size=2), _deeper, max_leaves=20).map(body)
