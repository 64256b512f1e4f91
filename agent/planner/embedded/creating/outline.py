"""Items that stand below another item of a list, as brackets behind that."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.planner.embedded.creating.wish.around import KINDS
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.blocks import Block

_SHORT = 60  # characters of an item that may stand in brackets
_ENDS = (".", "!", "?", "。")
_LEVEL = 7  # deeper than any heading


def folded(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with items that hold others as one line each; where such an item says what those
    are ("Databases"), it heads them."""
    for block in blocks:
        nested = block.kind == "items" and len({*block.levels}) > 1
        parts = list(_parts(block)) if nested else []
        lines = [line for _, below in parts for line in below]
        if any(len(line) > _SHORT or line.endswith(_ENDS) for line in lines):
            parts = []  # sentences are read as such
        if not parts:
            yield block
        elif any(below and _says_kind(line) for line, below in parts):
            for line, below in parts:
                yield Block("heading", (line.rstrip(" :：-–"),), level=_LEVEL)
                yield from [Block("items", tuple(below))] if below else []
        else:
            yield replace(block, lines=tuple(map(_joined, parts)), levels=())


def titled(blocks: Sequence[Block], *, alone: bool = False) -> dict[str, object]:
    """The title of a text whose first heading stands over all others, or be it `alone` there."""
    first, *others = [block for block in blocks if block.kind == "heading"] or [Block("prose")]
    over = all(block.level > first.level for block in others) if others else alone
    return {"title": first.lines[-1]} if over and first.lines else {}


def _parts(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Each item of the first level with those below it, the deeper ones of these in brackets."""
    top, at = block.levels[0], 0
    while at < len(block.lines):
        end = at + 1
        while end < len(block.lines) and block.levels[end] > top:
            end += 1
        below = Block("items", block.lines[at + 1 : end], levels=block.levels[at + 1 : end])
        yield block.lines[at], [_joined(part) for part in _parts(below)] if below.lines else []
        at = end


def _joined(part: tuple[str, Sequence[str]]) -> str:
    line, below = part
    return f"{line.rstrip(' :：-–')} ({', '.join(below)})" if below else line


def _says_kind(line: str) -> bool:
    """Whether an item only says what those below it are."""
    said = [t for t in tokens(line) if t.kind != "punct"]
    return 0 < len(said) <= len("ab") and said[-1].has(*KINDS, "noun.view")
