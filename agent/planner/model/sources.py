"""What a condition on a formula says of the properties that the formula reads (m4): Notion does not
filter by a formula that came over its API.

Read are comparisons of one property with a value, `empty`, `not`, `and`, `or`, and an `if` between
two values; of any other formula nothing is said. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agent.planner.model.words import truth

Json = dict[str, Any]

_LONGEST = 500  # characters of a formula
_DEEPEST = 8  # of brackets in each other
_TOKEN = re.compile(
    r"\s*(?:prop\(\s*\"(?P<prop>[^\"]*)\"\s*\)|\"(?P<text>[^\"]*)\"|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<word>[A-Za-z]+)|(?P<mark>==|!=|<=|>=|&&|\|\||[<>!(),]))"
)
_SAME = {"&&": "and", "||": "or", "!": "not"}
_COMPARING = {
    "==": ("equals", "does_not_equal"),
    "!=": ("does_not_equal", "equals"),
    "<": ("less_than", "greater_than_or_equal_to"),
    ">=": ("greater_than_or_equal_to", "less_than"),
    ">": ("greater_than", "less_than_or_equal_to"),
    "<=": ("less_than_or_equal_to", "greater_than"),
}  # what a comparison says, and what its opposite does
_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}


@dataclass(frozen=True)
class _Node:
    """A part of a formula: prop, value, and, or, not, empty, if, compare. The first two
    hold theirs, the last holds its mark; all others have parts."""

    kind: str
    held: Any = None
    parts: tuple["_Node", ...] = ()


class _Unread(Exception):
    """A formula that says more than can be said in conditions."""


def from_sources(formula: str, condition: str, value: Any) -> Json | None:
    """The same condition on what a formula reads: `{property, condition, value}`, or `{and}` or
    `{or}` with a list of such; None where it cannot be said so."""
    try:
        return _wanted(_Reader(formula).read(), condition, value)
    except _Unread:
        return None


def _wanted(node: _Node, condition: str, value: Any) -> Json:
    if node.kind == "prop":
        return {"property": node.held, "condition": condition, "value": value}
    if condition not in ("equals", "does_not_equal"):
        raise _Unread
    equal = condition == "equals"
    if node.kind != "if":
        told = truth(str(value))
        if told is None:
            raise _Unread
        return _meant(node, is_true=told == equal)
    tested, then, otherwise = node.parts
    fits = [str(each.held).casefold() == str(value).casefold() for each in (then, otherwise)]
    if fits[0] == fits[1]:  # neither of both, or both
        raise _Unread
    return _meant(tested, is_true=fits[0] == equal)


def _meant(node: _Node, *, is_true: bool) -> Json:
    """What it says of properties that a part of a formula is true, or is not."""
    match node.kind, node.parts:
        case "prop", _:
            return {"property": node.held, "condition": "equals", "value": is_true}
        case "not", (part,):
            return _meant(part, is_true=not is_true)
        case "empty", (_Node(kind="prop", held=name),):
            return {"property": name, "condition": "is_empty" if is_true else "is_not_empty"}
        case "compare", (_Node(kind="prop", held=name), _Node(kind="value", held=value)):
            condition = _COMPARING[node.held][0 if is_true else 1]
            return {"property": name, "condition": condition, "value": value}
        case "compare", (_Node(kind="value") as value, _Node(kind="prop") as prop):
            turned = _TURNED.get(node.held, node.held)
            return _meant(_Node("compare", turned, (prop, value)), is_true=is_true)
        case (("and" | "or"), parts):
            said = node.kind if is_true else {"and": "or", "or": "and"}[node.kind]
            return _joined(said, [_meant(part, is_true=is_true) for part in parts])
        case _:
            raise _Unread


def _joined(kind: str, parts: list[Json]) -> Json:
    """Conditions together; views nest them twice, so an `or` holds plain ones only."""
    flat = [inner for part in parts for inner in part.get(kind, [part])]
    if kind == "or" and any("and" in part for part in flat):
        raise _Unread
    return {kind: flat}


class _Reader:
    """Reads a formula; `or` binds least, then `and`, `not`, comparisons. Raises _Unread."""

    def __init__(self, formula: str) -> None:
        self._tokens = _tokens(formula)
        self._at = 0

    def read(self) -> _Node:
        node = self._chain("or", 0)
        if self._at < len(self._tokens):
            raise _Unread
        return node

    def _chain(self, kind: str, depth: int) -> _Node:
        parts = [self._part(kind, depth)]
        while self._takes(kind):
            parts.append(self._part(kind, depth))
        return parts[0] if len(parts) == 1 else _Node(kind, None, tuple(parts))

    def _part(self, kind: str, depth: int) -> _Node:
        return self._chain("and", depth) if kind == "or" else self._negated(depth)

    def _negated(self, depth: int) -> _Node:
        count = 0
        while self._takes("not"):
            count += 1
        node = self._compared(depth)
        return _Node("not", None, (node,)) if count % 2 else node

    def _compared(self, depth: int) -> _Node:
        left = self._plain(depth)
        for mark in _COMPARING:
            if self._takes(mark):
                return _Node("compare", mark, (left, self._plain(depth)))
        return left

    def _plain(self, depth: int) -> _Node:
        if self._at >= len(self._tokens) or depth > _DEEPEST:
            raise _Unread
        kind, held = self._tokens[self._at]
        self._at += 1
        if kind in ("prop", "value"):
            return _Node(kind, held)
        if held == "(":
            node = self._chain("or", depth + 1)
            self._must(")")
            return node
        if held not in ("and", "or", "empty", "if"):
            raise _Unread
        return self._call(held, depth)

    def _call(self, name: str, depth: int) -> _Node:
        self._must("(")
        parts = [self._chain("or", depth + 1)]
        while self._takes(","):
            parts.append(self._chain("or", depth + 1))
        self._must(")")
        if name == "if" and [part.kind for part in parts[1:]] != ["value", "value"]:
            raise _Unread
        return _Node(name, None, tuple(parts))

    def _takes(self, word: str) -> bool:
        found = self._at < len(self._tokens) and self._tokens[self._at] == ("mark", word)
        self._at += found
        return found

    def _must(self, word: str) -> None:
        if not self._takes(word):
            raise _Unread


def _tokens(formula: str) -> list[tuple[str, Any]]:
    text = formula.strip()
    if len(text) > _LONGEST:
        raise _Unread
    found, at = [], 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise _Unread
        found.append(_token(token.groupdict()))
        at = token.end()
    return found


def _token(found: Mapping[str, str | None]) -> tuple[str, Any]:
    if (prop := found["prop"]) is not None:
        return "prop", prop
    if (text := found["text"]) is not None:
        return "value", text
    if (number := found["number"]) is not None:
        return "value", float(number) if "." in number else int(number)
    word = found["word"] or found["mark"] or ""
    if word in ("true", "false"):
        return "value", word == "true"
    return "mark", _SAME.get(word, word)
