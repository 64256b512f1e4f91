"""How else what has a name may be called."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import get_args

from agent.planner.embedded.grammar.text.lexis import Lexis, folded
from agent.texts import say
from tools.blueprint.base import Language
from tools.blueprint.views import AUTOMATIC_NAME

_KEPT = 8192  # names: those of a page are asked for again and again


@lru_cache(_KEPT)
def spellings(words: Lexis, kind: str, name: str) -> tuple[str, ...]:
    """How else something of a kind is called whose folded name is this."""
    return tuple(_spellings(words, kind, name))


def _spellings(words: Lexis, kind: str, name: str) -> Iterator[str]:
    if kind == "view" and name == folded(AUTOMATIC_NAME):  # one that nobody named
        yield from (folded(say("default_view", each)) for each in get_args(Language))
    if kind == "database":
        yield from (name + plural for plural in words.plurals_of(name[-1]))
    if kind == "option" and not name.isascii():
        yield from words.states_of(name)
    if kind == "option":
        for end, other in words.variants():
            if name.endswith(end) and name != other:
                yield name[: -len(end)] + other
    if kind in ("property", "option") and words.joins(name[-1]) == "unspaced":
        ends = [end for end in words.boxes if name.endswith(end)]
        yield from (name[: -len(end)] for end in ends if len(name) > len(end) + 1)
    yield from words.dated(name) if kind == "property" else ()
    if kind == "row" and words.joins(name[-1]) in ("unspaced", "agglutinated"):
        yield from (name + honour for honour in words.ends("honour"))
    if kind in ("database", "property", "option") and name.isascii() and len(name) > 2:
        yield from _numbers_of(name)


def _numbers_of(name: str) -> Iterator[str]:
    """Singular and plural of an English name."""
    stem = re.sub(r"(?<=ss)es$|(?<!s)s$", "", name)
    yield from {stem, f"{stem}s", re.sub(r"(?<=[^aeiou])y$", "ie", stem) + "s"} - {name}
