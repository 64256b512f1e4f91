"""What everyday nouns are (`nouns/*.yaml`): people, places, goods, kinds of spending, ventures.

The words of each language stand by kind; `kinds.yaml` says how things of a kind are kept.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, TypeAdapter

from agent.planner.embedded.creating.wish.vocabulary import are_many, ends
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.lexicon import concept_worded, is_known, is_thing, shape_of, singular
from agent.planner.embedded.text import HAN, KANA
from tools.blueprint.base import Strict

Kept = Literal["table", "part", "row", "share", "venture", "attribute"]

_TYPED = ("date", "phone_number", "email", "url", "checkbox", "people", "files", "number", "title")
_DATA = Path(__file__).with_name("nouns")
# What tells a Latin noun apart behind it: "places to eat", "bills that still come in".
_TOLD = re.compile(r" (?:to|of|for|from|in|at|on|we|i|that|which|who|with|per) ")
_SHORTEST = 2  # letters of a word that others may be joined to in a script without blanks
_ENDS = re.compile(f"[{KANA}][{HAN}]")  # where the ending of a verb stands before a noun


class Kind(Strict):
    """A kind of nouns, and how what it names is kept."""

    kept: Kept
    counted: bool = False
    hosts: bool = False
    icon: str = ""
    people: bool = False
    planned: bool = False
    properties: list[str] = Field(default_factory=list)


@lru_cache(maxsize=4096)
def kinds_of(name: str) -> tuple[Kind, ...]:
    """The kinds of a noun, by the longest word that it ends with; none for an unknown one."""
    folded = name.casefold().strip()
    tried = _latin(_TOLD.split(folded, maxsplit=1)[0]) if name.isascii() else _joined(folded)
    return next((kinds for word in tried if (kinds := _words().get(word))), ())


def is_kept(name: str, *ways: Kept) -> bool:
    """Whether a noun may be one of what is kept in one of some ways; a Latin one that counts things
    is a table where it names many."""
    several = not name.isascii() or are_many(_TOLD.split(name.casefold(), maxsplit=1)[0])
    return any(k.kept in ways and (several or not k.counted) for k in kinds_of(name))


def kind_like(name: str) -> Kind | None:
    """The kind of noun that says what is usually noted of what a database of this name holds."""
    return next((kind for kind in kinds_of(name) if kind.properties), None)


def are_planned(name: str) -> bool:
    """Whether what is called so happens on days that are noted before."""
    kind = kind_like(name)
    return kind is not None and kind.planned


def hosts(name: str) -> bool:
    """Whether a name is that of what many things are kept for: a venture, a shop, a club."""
    single = not are_many(name)
    return any(kind.hosts and (single or kind.kept == "venture") for kind in kinds_of(name))


def are_tables(name: str) -> bool:
    """Whether a name is that of things that there are many of, and much to note of each."""
    return is_thing(name) or is_kept(name, "table")


def is_attribute(name: str) -> bool:
    """Whether a name is one of something else, and of nothing that there are many of."""
    known = concept_worded(name)
    act = ends(name, "action") and not is_known(name)
    if known is None or act:
        return shape_of(name) == "date" and not is_thing(name)  # "심은날"
    if is_thing(name):
        return known.type in _TYPED and known.type != "number"
    return known.type in (*_TYPED, "select", "status") or known.key in ("note", "author")


def _latin(name: str) -> Iterator[str]:
    """The ends of a Latin name at its blanks, each as it is and in the singular."""
    words = name.split()
    for begin in range(len(words)):
        end = " ".join(words[begin:])
        yield from (end, singular(end), end.removesuffix("s"), end.removesuffix("es"))


def _joined(name: str) -> Iterator[str]:
    """The ends of a name whose words need no blank between them, without a sign of many."""
    signs = (sign for one in lexis().languages for sign in one.plurals if name.endswith(sign))
    for end in (name, *(name.removesuffix(sign) for sign in signs)):
        for begin in range(len(end)):
            apart = not begin or not end[begin - 1].isalnum() or _ENDS.match(end, begin - 1)
            if apart or len(end) - begin >= _SHORTEST:
                yield end[begin:].strip()


@cache
def _words() -> dict[str, tuple[Kind, ...]]:
    kinds = TypeAdapter(dict[str, Kind]).validate_python(_read("kinds"))
    found = dict[str, tuple[Kind, ...]]()
    for language in ("ko", "en", "ja"):
        for kind, listed in _read(language).items():
            for word in map(str.strip, listed.casefold().split(",")):
                found[word] = (*found.get(word, ()), kinds[kind])
    return found


def _read(name: str) -> dict[str, str]:
    text = (_DATA / f"{name}.yaml").read_text("utf-8")
    # The C twin of SafeLoader: as safe, and ten times as fast.
    read: dict[str, str] = yaml.load(text, Loader=yaml.CSafeLoader)
    return read
