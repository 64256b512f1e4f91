"""What common names mean: the type of a property, the rows of a database (`lexicon.yaml`)."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import Field

from agent.planner.patterns import Local, Words
from tools.blueprint.base import Language, Strict
from tools.blueprint.properties import NumberFormat


class Samples(Strict):
    """Believable texts in each language."""

    ko: list[str] = Field(default_factory=list)
    en: list[str] = Field(default_factory=list)
    ja: list[str] = Field(default_factory=list)

    def in_language(self, language: Language) -> list[str]:
        """The texts of one language."""
        texts: list[str] = getattr(self, language)
        return texts


class _Entry(Strict):
    key: str
    words: Words


class Concept(_Entry):
    """A property as people name it: its type, first options and values."""

    type: str
    format: NumberFormat | None = None
    options: list[Local] = Field(default_factory=list)
    samples: Samples = Field(default_factory=Samples)
    values: list[int | float] = Field(default_factory=list)


class Thing(_Entry):
    """What the rows of a database are: icon, fitting properties, titles of rows."""

    icon: str
    properties: list[str]
    kinds: Samples = Field(default_factory=Samples)  # what its category tells apart
    again: Local | None = None  # how a row after the samples is called: {} and {n}
    people: bool = False  # whether the samples are names of people
    samples: Samples


class Lexicon(Strict):
    properties: list[Concept]
    things: list[Thing]


E = TypeVar("E", bound=_Entry)


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    text = Path(__file__).with_name("lexicon.yaml").read_text("utf-8")
    # The C twin of SafeLoader: as safe, and ten times as fast.
    return Lexicon.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))


@cache
def concept(key: str) -> Concept:
    """The property concept of a key. Raises `StopIteration` for a key that is not there."""
    return next(entry for entry in lexicon().properties if entry.key == key)


@lru_cache(maxsize=4096)
def concept_of(name: str) -> Concept | None:
    """What a property of this name is, if the lexicon knows."""
    found = _longest(name, lexicon().properties)
    if found is None and name.isascii() and name.endswith("s"):
        return _longest(name[:-1], lexicon().properties)
    return found


@lru_cache(maxsize=4096)
def thing_of(name: str) -> Thing | None:
    """What a database of this name holds, if the lexicon knows."""
    return _longest(name, lexicon().things) or _inside(name)


def is_known(name: str) -> bool:
    """Whether a name is, as a whole, a word of the lexicon."""
    return name.casefold() in _all_words()


@cache
def _all_words() -> frozenset[str]:
    entries: list[_Entry] = [*lexicon().properties, *lexicon().things]
    return frozenset(word.casefold() for entry in entries for word in words_of(entry.words))


def is_option(name: str) -> bool:
    """Whether a name is one that options usually have ("완료", "In progress")."""
    return name.casefold() in _option_words()


@cache
def _option_words() -> frozenset[str]:
    options = [option for entry in lexicon().properties for option in entry.options]
    return frozenset(text.casefold() for o in options for text in (o.ko, o.en, o.ja))


def words_of(words: Words) -> list[str]:
    """The words of all three languages."""
    return [*words.ko, *words.en, *words.ja]


def _longest(name: str, entries: list[E]) -> E | None:
    folded = name.casefold().strip()
    matches = [
        (len(word), -place, entry)
        for place, entry in enumerate(entries)
        for word in words_of(entry.words)
        if _ends_with(folded, word.casefold())
    ]
    return max(matches, key=lambda match: match[:2])[2] if matches else None


def _ends_with(name: str, word: str) -> bool:
    if name == word:
        return True
    if not name.endswith(word):
        return False
    # A Latin word ends at a space; Korean and Japanese compounds have none.
    return not word.isascii() or not name[-len(word) - 1].isalnum()


def _inside(name: str) -> Thing | None:
    pieces = re.split(r"[\s\-の・/]+", name)
    found = (thing for piece in pieces if (thing := _longest(piece, lexicon().things)))
    return next(found, None) or _leading(name)


def _leading(name: str) -> Thing | None:
    """The thing that a Japanese compound begins with (ワインセラー): it has no spaces."""
    words = [
        (len(word), -place, thing)
        for place, thing in enumerate(lexicon().things)
        for word in thing.words.ja
        if len(word) > 1 and not word.isascii() and name.startswith(word)
    ]
    return max(words, key=lambda match: match[:2])[2] if words else None
