"""One language as its file says it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import product
from pathlib import Path
from typing import Any, Literal

import yaml

from agent.planner.embedded.grammar.text.syllables import attached

Joins = Literal["spaced", "agglutinated", "unspaced"]


@dataclass(frozen=True)
class Language:
    """One language: its letters, and what stands behind and before its nouns."""

    name: str
    letters: re.Pattern[str]
    joins: Joins
    soft: re.Pattern[str] | None  # the letters of particles, where words have no blanks
    last: bool  # whether the verb ends its clause
    particles: Mapping[str, Sequence[str]]
    fits: Mapping[str, frozenset[str]]
    prepositions: Mapping[str, Sequence[str]]
    plurals: Sequence[str]
    endings: Mapping[str, Sequence[str]]
    variants: Mapping[str, str]
    inflected: Mapping[str, Any]  # forms of what is done: see `Inflection`
    irregular: Mapping[str, Sequence[str]]  # forms of verbs that no rule has, by their stem
    names: Mapping[str, str]  # how new things are called
    respelled: Mapping[str, str]  # how people type what has another spelling
    feasts: Mapping[str, Sequence[str]]  # the names of a feast, by its day or its days
    words: Mapping[str, Mapping[str, Sequence[str]]]
    wish: Mapping[str, Mapping[str, Sequence[str]]]  # the words of wishes for something new
    ends: Mapping[str, Sequence[str]]  # of names that have a sense
    spoken: Mapping[str, str]  # patterns of what a whole text says

    @classmethod
    def read(cls, path: Path) -> "Language":
        """The language of a file."""
        # All scalars as strings: "no" and "on" are words here.
        text = path.read_text("utf-8")
        data = yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  # it makes nothing but strings
        soft = data["script"].get("soft")
        return cls(
            name=path.stem,
            letters=re.compile(f"[{data['script']['letters']}]"),
            joins=data["script"]["joins"],
            soft=re.compile(f"[{soft}]") if soft else None,
            last=data["order"] == "last",
            particles=data.get("particles", {}),
            fits={end: frozenset(listed) for end, listed in data.get("fits", {}).items()},
            prepositions=data.get("prepositions", {}),
            plurals=data.get("plurals", []),
            endings=_said(data["endings"]),
            variants=data.get("variants", {}),
            inflected=data.get("inflected", {}),
            irregular=data.get("irregular", {}),
            names=data.get("names", {}),
            respelled=data.get("respelled", {}),
            feasts=data.get("feasts", {}),
            words={group: _said(senses) for group, senses in data["words"].items()},
            wish={group: _said(senses) for group, senses in data.get("wish", {}).items()},
            ends=_said(data.get("ends", {})),
            spoken=data.get("spoken", {}),
        )


def _said(senses: Mapping[str, Sequence[Any]]) -> dict[str, list[str]]:
    """What is listed of each sense, once each."""
    return {one: list(dict.fromkeys(_flat(listed))) for one, listed in senses.items()}


def _flat(listed: Sequence[Any]) -> Iterator[str]:
    """The texts of a list, of lists in it, and of a stem and endings that are lists of such: all
    that these come to."""
    for item in listed:
        if isinstance(item, str):
            yield item
        elif all(isinstance(part, str) for part in item):
            yield from item
        else:
            stems = product(*map(_flat, map(_parts, item)))
            yield from (reduce(attached, parts) for parts in stems)


def _parts(item: Any) -> Sequence[Any]:
    return [item] if isinstance(item, str) else item
