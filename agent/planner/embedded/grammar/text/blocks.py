"""A text as blocks: prose, lists with check boxes, tables, headings with what stands below them."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

Kind = Literal["prose", "items", "checks", "table", "heading"]

_CHECK = re.compile(r"^\s*(?:[-*+•]\s*)?(?:\[(?P<x>[ xX✓✔]?)\]|(?P<box>[☐☑✅]))\s*(?P<text>\S.*)$")
_ITEM = re.compile(
    r"^(?P<in>\s*)(?:(?:[-*+•‣·]|\d{1,3}[.)])\s+|(?:[・●○◦▪]|\d{1,3}[．）、]|[①-⑳])\s*)(?P<text>\S.*)$"
)
_HEADING = re.compile(
    r"^(?:(?P<level>#{1,6})\s+(?:\d+(?:\.\d+)*[.)]?\s+)?|[■◆◇□▼]\s*|(?=[【［]))"
    r"[【［]?(?P<text>[^\s】］][^】］]*?)[】］]?\s*#*$"
)
_LABEL = re.compile(
    r"^\s*【([^】]{1,40})】\s*(?=\S)"
)  # a name in such brackets, and its list behind
_NUMBERED, _BULLET = (
    re.compile(r"^\s*\d{1,3}[.)]\s+(?=[^:：,]{1,60}$)"),
    re.compile(r"^\s*[-*+•‣·]\s"),
)
_COUNTED = re.compile(r"^\d{1,3}[.)]\s+(?=[^:：\n]{1,20}[:：])")
_COUNTS = frozenset("0123456789①②③④⑤⑥⑦⑧⑨⑩")
_RULE = frozenset("|-: ")
_STRONG = re.compile(r"\*\*|__")
_TICKED = frozenset("xX✓✔☑✅")
_FEWEST_LINES = 2  # of a table without rules


@dataclass(frozen=True)
class Block:
    """A piece of a text. `lines` are its lines without their marks, `done` their ticks, `cells`
    those of a table, its first row the header; `level` is a heading's, `levels` those of items, and
    `numbered` says which of these are."""

    kind: Kind
    lines: tuple[str, ...] = ()
    done: tuple[bool, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    level: int = 0
    levels: tuple[int, ...] = ()
    numbered: tuple[bool, ...] = ()


def blocks_of(text: str) -> list[Block]:
    """The blocks of a text, in order."""
    lines, heads = [_STRONG.sub("", line).rstrip(" ") for line in text.split("\n")], False
    for place, (line, after) in enumerate(pairwise(lines)):
        if _NUMBERED.match(line) and _BULLET.match(after):
            lines[place] = f"# {_NUMBERED.sub('', line)}"  # what is numbered heads what is not
            heads = True
    if heads:  # … and beside such headings says something of the whole
        lines = [_COUNTED.sub("", line) for line in lines]
    return list(_merged(list(_blocks(lines))))


def without_tables(text: str) -> tuple[str, list[str]]:
    """A text without the tables that were pasted into it, and these as typed."""
    lines, kept, tables, at = text.split("\n"), list[str](), list[str](), 0
    while at < len(lines):
        end = _table_end(lines, at)
        if end > at + 1:
            tables.append("\n".join(lines[at:end]))
            at = end
        else:
            kept.append(lines[at])
            at += 1
    return "\n".join(kept), tables


def without_headers(text: str) -> list[str]:
    """The lines of a text without those over a table that say what its columns hold."""
    lines = text.split("\n")
    pairs = zip(lines, [*lines[1:], ""], strict=True)
    return [line for line, after in pairs if not ("|" in line and _is_rule(after.strip()))]


def _blocks(lines: Sequence[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        end = _table_end(lines, at)
        if end > at:
            yield Block("table", cells=tuple(_cells(lines[at:end])))
            at = end
            continue
        yield from _line(lines[at])
        at += 1


def _line(line: str) -> Iterator[Block]:
    if found := _HEADING.match(line):
        yield Block("heading", (found["text"],), level=len(found["level"] or "##"))
    elif found := _CHECK.match(line):
        ticked = (found["x"] or found["box"] or "") in _TICKED
        yield Block("checks", (found["text"],), (ticked,), level=len(line) - len(line.lstrip()))
    elif found := _ITEM.match(line):
        numbered = line.strip()[0] in _COUNTS
        yield Block("items", (found["text"],), level=len(found["in"]), numbered=(numbered,))
    elif line.strip():
        yield Block("prose", (_LABEL.sub(r"\1: ", line),))


def _merged(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with lines of one kind that follow each other as one."""
    for kind, run in groupby(blocks, key=lambda block: block.kind):
        found = list(run)
        if kind in ("heading", "table"):
            yield from found
            continue
        lines = tuple(line for block in found for line in block.lines)
        ticks = tuple(tick for block in found for tick in block.done)
        levels, counts = tuple(b.level for b in found), tuple(n for b in found for n in b.numbered)
        yield Block(kind, lines, ticks, levels=levels, numbered=counts)


def _table_end(lines: Sequence[str], at: int) -> int:
    """Where a table that begins at a line ends; `at` for none."""
    for sign in ("|", "\t", ","):
        end = at
        count = len(_split(lines[at], sign)) - 1
        while end < len(lines) and count and _is_row(lines[end], sign, count, first=end - at < 2):
            end += 1
        if end - at < _FEWEST_LINES:
            continue
        more = end - at > _FEWEST_LINES  # than a pair of lines, which may be alike by chance
        plain = sign != "," or (more and _is_plain(lines[at:end]))
        barred = sign == "|" and (_is_rule(lines[at + 1]) or more or count > 1)
        if barred or (sign != "|" and plain):
            return end
    return at


def _split(line: str, sign: str) -> list[str]:
    """The cells of a line; a comma within quotes parts none."""
    if sign == "|":
        return line.split(sign)
    return next(csv.reader([line], delimiter=sign), []) or [line]


def _is_row(line: str, sign: str, count: int, *, first: bool) -> bool:
    """Whether a line is one of a table with so many signs; behind the first rows one may lack its
    last cells, where it is no sentence."""
    found = len(_split(line, sign)) - 1
    return found == count or (not first and 0 < found < count and f"{sign} " not in line)


def _is_rule(line: str) -> bool:
    """Whether a line only parts the header of a table from its rows."""
    return "--" in line and set(line) <= _RULE


def _is_plain(lines: Sequence[str]) -> bool:
    """Whether lines with commas are records, and no sentences."""
    return all(
        not line.rstrip().endswith((".", "!", "?", "。"))
        and ":" not in line
        and "- " not in line[:3]
        for line in lines
    )


def _cells(lines: Sequence[str]) -> Iterator[tuple[str, ...]]:
    sign = next(sign for sign in ("|", "\t", ",") if sign in lines[0])
    width = 0
    for line in lines:
        if _is_rule(line):
            continue
        inner = line.strip().removeprefix("|").removesuffix("|") if sign == "|" else line
        cells = [cell.strip() for cell in _split(inner, sign)]
        width = width or len(cells)
        yield (*cells, *[""] * (width - len(cells)))


def ends_open(block: Block) -> bool:
    """Whether prose leads up to what follows it."""
    return block.kind == "prose" and block.lines[-1].rstrip().endswith((":", "：", "-", "–"))
