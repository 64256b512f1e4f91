"""The words of a sentence that name a block of a page, a side of it, or its columns."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import spoken

LISTS = ("to_do", "bulleted_list_item", "numbered_list_item")
HEADS = ("toggle", "heading_1", "heading_2", "heading_3")
BARE = ("divider", "table_of_contents")
SURE = (*HEADS, *BARE, "callout", "bulleted_list_item", "numbered_list_item")
_TEXTS = ("quote", "paragraph", "bookmark")
_NEAR = 12  # tokens behind a word that are looked at for what it says
_SPOKEN = {
    "columns": spoken("columns_of_page"),
    "column": spoken("side_of_page"),
    "heading_2": spoken("sections_of_page"),
    "numbered_list_item": spoken("numbered_text"),
    "to_do": spoken("to_dos"),
    "paragraph": spoken("text_of_page"),
    "callout": spoken("box_of_page"),
    "toggle": spoken("folds_of_page"),
}
_CHECKED = spoken("check_list")


@dataclass(frozen=True)
class Anchor:
    """Words for a block: which kind, from which token to which, and whether for several."""

    kind: str
    begin: int
    end: int
    many: bool = False


def anchors(said: Sequence[Token], text: str, *, sided: bool) -> list[Anchor]:
    """The blocks that a sentence names outside of brackets, in order; sides where it is `sided`."""
    spoken_of = _spoken(said, text, sided=sided)
    found, depth = list[Anchor](), 0
    for at, token in enumerate(said):
        depth += (token.text == "(") - (token.text == ")")
        if not depth and not (found and at < found[-1].end):
            found += [spoken_of[at]] if at in spoken_of else _named(said, at)
    return _joined(found)


def _spoken(said: Sequence[Token], text: str, *, sided: bool) -> dict[int, Anchor]:
    """The blocks that several words name, by the token that they begin at."""
    starts, found = [t.start for t in said], dict[int, Anchor]()
    for kind, pattern in _SPOKEN.items():
        for span in pattern.finditer(text) if sided or kind != "column" else ():
            at, end = bisect_left(starts, span.start()), bisect_left(starts, span.end())
            numbered = kind == LISTS[2] and said[end : end + 1]  # "numbered rules"
            end += any(t.kind in ("word", "unknown") for t in numbered or ())
            found |= {at: Anchor(kind, at, end, span[0].endswith("s"))} if at < end else {}
    return found


def is_check_list(said: Sequence[Token]) -> bool:
    """Whether words are for what is ticked off, and not for tasks of any kind."""
    return any(_CHECKED.search(t.text) for t in said)


def is_sided(text: str, *, page: bool) -> bool:
    """Whether a text speaks of sides of a page, which two of them do where one is asked for."""
    sides = list(islice(_SPOKEN["column"].finditer(text), 2))
    return bool(sides) and bool(_SPOKEN["columns"].search(text) or (page and len(sides) > 1))


def _named(said: Sequence[Token], at: int) -> Iterator[Anchor]:
    """The block that a word is for; a list of anything where it is no kind of view."""
    token, kind = said[at], said[at].group("block.")
    behind = said[at + 1 : at + _NEAR]
    counted = token.text[-1:].isdigit() and any(t.has("counter.") for t in behind[:1])
    if token.has("noun.sub_page"):
        yield Anchor("sub_page", at, at + 1, many=True)
    elif kind in HEADS and counted:
        yield Anchor("heading_2", at, at + 2, many=True)  # three of them, and none of level 3
    elif token.has("block.") and kind in (*SURE, "to_do") and not token.names:
        yield Anchor(kind, at, at + 1, token.text.isascii() and token.text.endswith("s"))
    elif token.has("block.") and kind in _TEXTS and _says(kind, said[max(0, at - 2) : at], behind):
        yield Anchor(kind, at, at + 1)
    elif token.has("holder.") and token.has("view.list") and _leads_list(behind):
        yield Anchor("list", at, at + 1)


def _leads_list(behind: Sequence[Token]) -> bool:
    """Whether the words behind a list are what it lists, in brackets or behind a colon."""
    stops = (t for t in behind if t.kind == "punct" or t.has("with.", "block."))
    return any(t.text in ("(", ":") for t in islice(stops, 1))


def _says(kind: str, before: Sequence[Token], behind: Sequence[Token]) -> bool:
    """Whether it is spelled out beside the word for a text what it says, be it an address."""
    if kind == "bookmark":
        near = [] if any(t.has("noun.page") for t in behind[:3]) else behind[:3]
        return any(t.kind == "url" for t in (*before, *near))
    ends = (i for i, t in enumerate(behind) if t.text == ",")
    behind = behind[: next(ends, len(behind))]
    alone = not behind and any(t.has("new.", "also.") for t in before[-1:])
    near = (*before, *behind)
    return alone or any(t.kind == "quoted" or t.text in "(:" or t.has("says.") for t in near)


def _joined(found: Sequence[Anchor]) -> list[Anchor]:
    """The blocks, each once: "a numbered list" is one."""
    kept = list[Anchor]()
    for one in found:
        last = kept[-1] if kept and kept[-1].end == one.begin else one
        if last is not one and (one.kind == "list" or last.kind == LISTS[2]):
            kept[-1] = Anchor(last.kind, last.begin, one.end, one.many)
        else:
            kept.append(one)
    return kept
