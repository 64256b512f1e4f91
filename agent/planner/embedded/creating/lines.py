"""Names of rows that stand line by line, with or without a mark before each, under what they are
and over what is noted of each: "Lent books:⏎Dune⏎Emma⏎who has it, due back".
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.planner.brief import WantedRow
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.sections import is_usual, members_in
from agent.planner.embedded.creating.wish.groups import groups_of
from agent.planner.embedded.creating.wish.pieces import is_column
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.blocks import Block, ends_open
from agent.planner.embedded.nouns import are_tables

_FEWEST, _WORDS, _LETTERS = 2, 4, 24  # lines; of one that is a name
_CHANCE = 3  # names, of which one may end as a column does ("아이비")
_SAYS_MORE = ":：,、(（.。!?"


def without_rows(found: Found, blocks: Sequence[Block]) -> list[Block]:
    """The blocks without names of rows over what is noted of each of them, which are taken."""
    blocks, left = [one for block in blocks for one in _by_lines(block)], list[Block]()
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):
        before = left[-1] if left else None
        if block.kind != "items" or before is None or not (after and _notes(after, block.lines)):
            left.append(block)
            continue
        found.rows += [WantedRow(title=line.strip()[:200]) for line in block.lines]
        *lines, lead = before.lines
        left[-1] = replace(before, lines=(*lines, lead.rstrip(" :：-–")))
    return left


def _by_lines(block: Block) -> Iterator[Block]:
    """A block; prose with a run of names under a line that leads to them, as what it is."""
    lines = block.lines if block.kind == "prose" else ()
    opens = (i + 1 for i in range(len(lines)) if ends_open(replace(block, lines=lines[: i + 1])))
    at = next(opens, len(lines))
    end = next((i for i in range(at, len(lines)) if not _is_name(lines[i])), len(lines))
    if end - at < _FEWEST:
        yield block
        return
    yield replace(block, lines=lines[:at])
    yield Block("items", tuple(line.strip() for line in lines[at:end]))
    if end < len(lines):
        yield from _by_lines(replace(block, lines=lines[end:]))


def _is_name(line: str) -> bool:
    """Whether a line is short, and no more than a name."""
    short = len(line.split()) <= _WORDS if line.isascii() else len(line.strip()) <= _LETTERS
    return short and not any(sign in line for sign in _SAYS_MORE)


def _notes(after: Block, names: Sequence[str]) -> bool:
    """Whether prose lists what is noted of each of some single things by name."""
    if after.kind != "prose" or not all(map(_is_name, names)):
        return False
    text = after.lines[0]
    told = sum(is_column(name) or are_tables(name) for name in names)
    single = told * _CHANCE <= len(names) and not any(name in text for name in names)
    groups = groups_of(tokens(text), text)
    listed = members_in(tokens(text), text)
    columns = sum(is_usual(m, text) for m in listed) * 2 >= len(listed) > 1
    return single and (columns or any(g.kind == "noun.property" for g in groups))
