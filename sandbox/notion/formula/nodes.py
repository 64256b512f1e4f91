"""The syntax tree of a formula. Operators and method calls are calls of their functions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Literal:
    """A number, a text, true or false."""

    value: str | int | float | bool


@dataclass(frozen=True)
class Property:
    """`prop("Name")`: a property of the page the formula stands on."""

    name: str


@dataclass(frozen=True)
class Name:
    """`current`, `index`, or what `let` and `lets` defined. `position` counts from 0."""

    name: str
    position: int


@dataclass(frozen=True)
class ListLiteral:
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Call:
    """`name(arguments)`. `position` is where the call stands in the expression, from 0."""

    name: str
    arguments: tuple[Node, ...]
    position: int


Node = Literal | Property | Name | ListLiteral | Call


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below."""
    if isinstance(node, ListLiteral):
        return node.items
    return node.arguments if isinstance(node, Call) else ()


def depth_of(tree: Node) -> int:
    """How many levels a tree has; level by level, for it may be deeper than Python's stack."""
    depth, level = 0, [tree]
    while level:
        depth, level = depth + 1, [child for node in level for child in children(node)]
    return depth
