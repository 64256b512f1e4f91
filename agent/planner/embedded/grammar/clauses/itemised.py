"""Lists in lines of their own below what asks for them, as what stands behind a colon."""

from collections.abc import Sequence
from itertools import takewhile

from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.tokens import Token

_LISTS = ("block.to_do", "block.bulleted_list_item", "block.numbered_list_item")
_BULLETS = frozenset("-,*•·")  # a middle dot is read as a comma
_JOINTS = frozenset(",/|")  # at which the members of a list end

_MOST = 100  # members of a list

Line = list[Token]


def with_items(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with the lines below an order for a list of blocks as its members; what ends the
    order below them ("add these: …, please") is part of it."""
    lines, found, at = _lines(tokens), list[Token](), 0
    while at < len(lines):
        items = _items(lines, at) if any(t.has(*_LISTS) and not t.names for t in lines[at]) else []
        after = lines[at + 1 + len(items) :][:1] if items else []
        tail = after[0] if after and _only_ends(after[0]) else []
        found += [*_itemised(lines[at], items, tail)] if items else lines[at]
        at += 1 + len(items) + bool(tail)
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


def _only_ends(line: Line) -> bool:
    """Whether a line is no more than the verb of what stands above the list."""
    verbs = [t for t in line if t.has("verb.add", "verb.want")]
    return bool(verbs) and all(is_small(t) or t in verbs or len(t.text) == 1 for t in line)


def _itemised(head: Line, items: Sequence[Line], tail: Line) -> list[Token]:
    said = [t for t in head if t.kind != "break" and t.text != ":"]
    end = said[-1].end
    colon, joint = Token("punct", end, end, ":"), Token("punct", end, end, "|")
    last = Token("break", end, end, "\n")
    verbs = (t for t in tail if t.kind not in ("break", "unknown"))  # no particle stands alone
    members = [token for item in items for token in (joint, *item)]
    return [*said, *verbs, colon, *members[1:], last]
