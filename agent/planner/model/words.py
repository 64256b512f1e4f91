"""Other names that models give to things: `aliases.yaml`, looked up in one way."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Kind = Literal[
    "property_types", "number_formats", "colors", "functions", "view_types", "chart_types",
    "block_types", "code_languages", "actions", "fields", "icons",
]  # fmt: skip
_FILE = Path(__file__).parent / "aliases.yaml"


@cache
def _aliases() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


def proper(kind: Kind, word: str) -> str | None:
    """What a word stands for here; None where it is no alias."""
    found = _aliases()[kind].get(_key(word))
    return None if found is None else str(found)


def meaning(word: str) -> str | None:
    """The group of a status that a word tells of: `to_do`, `in_progress`, `complete`."""
    plain = word.strip().casefold()
    groups: Mapping[str, list[str]] = _aliases()["meanings"]
    return next((group for group, words in groups.items() if plain in words), None)


@cache
def _answers(which: Literal["affirmed", "denied"]) -> frozenset[str]:
    return frozenset(_aliases()[which])


def truth(word: str) -> bool | None:
    """Whether a word says yes; None where it says neither."""
    plain = word.strip().casefold()
    if plain in _answers("affirmed"):
        return True
    return False if plain in _answers("denied") else None


def nearest(name: str, names: Iterable[str]) -> str:
    """The one of some names that is meant: the same, else but for case, blanks and marks."""
    known = list(names)
    if name in known:
        return name
    bare = _bare(name)
    found = [each for each in known if _bare(each) == bare]
    return found[0] if len(found) == 1 else name


def _key(word: str) -> str:
    return "_".join(word.strip().casefold().replace("-", " ").replace("_", " ").split())


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
