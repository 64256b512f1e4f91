"""Lists in lines of their own below what asks for them, as what stands behind a colon."""

from collections.abc import Sequence
from itertools import takewhile

from agent.planner.embedded.grammar.text.tokens import Token

_LISTS = ("block.to_do", "block.bulleted_list_item", "block.numbered_list_item")
_BULLETS = frozenset("-,*•·")  # a middle dot is read as a comma
_JOINTS = frozenset(",/|")  # at which the members of a list end

_MOST = 100  # members of a list

Line = list[Token]


def with_items(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with the lines below an order for a list of blocks as its members."""
    lines, found, at = _lines(tokens), list[Token](), 0
    while at < len(lines):
        items = _items(lines, at) if any(t.has(*_LISTS) and not t.names for t in lines[at]) else []
        found += _itemised(lines[at], items) if items else lines[at]
        at += 1 + len(items)
    return found


def _lines(tokens: Sequence[Token]) -> list[Line]:
    """The lines, each with the break that ends it."""
    lines: list[Line] = [[]]
    for token in tokens:
        lines[-1].append(token)
        if token.kind == "break":
            lines.append([])
    return [line for line in lines if line]


def _items(lines: Sequence[Line], at: int) -> list[Line]:
    """The lines that are members of the list: bulleted, or behind a colon up to an empty one."""
    head = [t for t in lines[at] if t.kind != "break"]
    below = lines[at + 1 : at + 1 + _MOST]
    marked = list(takewhile(_is_bulleted, below))
    led = bool(head) and head[-1].text == ":"
    plain = takewhile(lambda line: line[0].kind != "break", below) if led else ()
    items = [[t for t in line if t.kind != "break"] for line in marked or plain]
    items = [line[1:] if _is_bulleted(line) else line for line in items]
    return items if all(i and not any(t.text in _JOINTS for t in i) for i in items) else []


def _is_bulleted(line: Line) -> bool:
    return len(line) > 1 and line[0].kind == "punct" and line[0].text in _BULLETS


def _itemised(head: Line, items: Sequence[Line]) -> list[Token]:
    said = [t for t in head if t.kind != "break" and t.text != ":"]
    end = said[-1].end
    colon, joint = Token("punct", end, end, ":"), Token("punct", end, end, "|")
    last = Token("break", end, end, "\n")
    members = [token for item in items for token in (joint, *item)]
    return [*said, colon, *members[1:], last]
