"""What common names mean: the type of a property, the rows of a database (`lexicon.yaml`)."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from agent.planner.patterns import (
    Concept,
    Container,
    Entry,
    Lexicon,
    Meaning,
    Thing,
    Words,
)
from tools.blueprint.base import Language

E = TypeVar("E", bound=Entry)
# Where what an English name means ends: "distance to work", "cost per month".
_BEHIND_NOUN = re.compile(r" (?:to|of|per|for|in|at|on|from|by) ")
# Where what a table holds ends: "places to visit", "hours per client", "films I watched".
_BEHIND_THINGS = re.compile(r" (?:to|per|by|i|we|that|which|who) ", re.IGNORECASE)
# What stands behind a name in brackets.
_NOTED = re.compile(r"([^()（）]+)[(（]([^()（）]+)[)）]")
_ASKS = ("?", "\uff1f")
_ANSWERS = ("number", "rich_text")  # types that a question may ask for as well as a yes
_OF_US = re.compile(r"\w[^aeo]uses$|^buses$")  # "statuses", and no "houses", "causes", "uses"
_SHORTEST = 4  # letters of a word that may be a plural
_LONGEST = 40  # letters that any word has
_RECORDS = "document"  # the thing that is only what others are kept in


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
    """What a property of this name is, if the lexicon knows: the one home of what names say."""
    if name.endswith(_ASKS):  # "paid?"
        known = concept_of(name[:-1])
        said = known is not None and (known.type in _ANSWERS or _is_said(name[:-1]))
        return known if said else concept("done")
    if noted := _NOTED.fullmatch(name):  # "weight (kg)"
        noun = noted[1].strip()
        return concept_of(noun) or concept_of(f"{noun} {noted[2]}")
    if (led := concept_led(name)) is not None:
        return led
    found = _named(name, _ends())
    if found is None or found.key in ("contact", "done", "place"):  # "last contact" is a day
        framed = (one for one in lexicon().properties if _is_framed(one, name))
        found = next(framed, found)
    if found is None and (noun := noun_of(name)) != name:
        return concept_of(noun)  # "link to listing"
    return found


def noun_of(name: str) -> str:
    """What is meant, without what an English name says behind it ("link to listing")."""
    return _BEHIND_NOUN.split(name, maxsplit=1)[0]


def is_choice(name: str) -> bool:
    """Whether a property of this name has options."""
    known = concept_worded(name)
    return known is not None and known.type in ("select", "multi_select", "status")


@lru_cache(maxsize=4096)
def concept_worded(name: str) -> Concept | None:
    """What a property is by a word in its name: what decides what else a name may be, which how it
    only begins or ends ("…수", "…ed") does not."""
    asked = not name.isascii() and concept_led(name) is not None
    return None if asked or shape_of(name) else concept_of(name)


@lru_cache(maxsize=4096)
def shape_of(name: str) -> str | None:
    """The type that a name shows by how it ends, and by no word of the lexicon."""
    known, worded = _named(name, _ends()), _named(name, _words("properties"))
    if known is None or known is not concept_of(name) or concept_led(name) is not None:
        return None
    return None if worded is not None and worded.type == known.type else known.type


def is_box(name: str) -> bool:
    """Whether a property of this name is ticked."""
    return concept_of(name) is concept("done")


@lru_cache(maxsize=4096)
def concept_led(name: str) -> Concept | None:
    """What the first words of a name, or those that ask, say where they outweigh its last ones."""
    folded = name.casefold()
    asked = "" if folded in _words("properties") else f" {folded}"  # "day of week"
    led = (w for w in _leads() if (asked.startswith(f" {w} ") if w.isascii() else w in asked))
    first = min(led, key=lambda w: (asked.find(w), -len(w)), default=None)
    return _leads()[first] if first else None


@cache
def _leads() -> dict[str, Concept]:
    return {word: c for c in lexicon().properties for word in words_of(c.leads)}


def _is_said(name: str) -> bool:
    """Whether a name is a word by itself, or what it is outweighs its end."""
    return name.casefold() in _words("properties") or concept_led(name) is not None


def _is_framed(known: Concept, name: str) -> bool:
    """Whether a name begins as those of a concept do ("last watered")."""
    folded = name.casefold()
    begins = tuple(f"{w} " if w.isascii() else w for w in words_of(known.begins))
    besides = any(ends_in(folded, word) for word in words_of(known.besides))
    return folded.startswith(begins) and not besides


@lru_cache(maxsize=4096)
def thing_of(name: str) -> Thing | None:
    """What a database of this name holds, if the lexicon knows."""
    things = _BEHIND_THINGS.split(name, maxsplit=1)[0]
    if things != name and (told := thing_of(things)) is not None:
        return told
    kept, container = kept_in(name)
    words = _words("things")
    whole = words.get(kept.casefold().rpartition(" ")[2]) if container else None
    within = whole if whole is not None and whole.key != _RECORDS else _inside(name)
    found = _longest(name, words) or within
    if found is not None and found.key == _RECORDS and container is not None and kept:
        return thing_of(kept)  # a log of something is about that, and not about logs
    return found


@lru_cache(maxsize=4096)
def kept_in(name: str) -> tuple[str, Container | None]:
    """What is kept, and in what ("exhibition log": exhibition, the log)."""
    found = _longest(name, _words("containers"))
    if found is None:
        return name, None
    folded = name.casefold()
    word = max((w for w in words_of(found.words) if ends_in(folded, w.casefold())), key=len)
    return name[: len(name) - len(word)].rstrip(" -"), found


@lru_cache(maxsize=4096)
def meaning_of(option: str) -> Meaning | None:
    """What an option's name says by itself or by its last word, if anything."""
    folded = option.casefold()
    last = folded.rpartition(" ")[2]
    for meaning in lexicon().meanings:
        words = {word.casefold() for word in words_of(meaning.words)}
        if folded in words or last in words:
            return meaning
    return None


def is_all(thing: Thing, name: str) -> bool:
    """Whether a name says no more than the thing: nothing is left of it beside the words of the
    thing, of what it is kept in, and plain ones ("my wine log", but no "coffee shop inventory")."""
    plain = (meaning for meaning in lexicon().meanings if meaning.key == "plain")
    entries = [thing, *lexicon().containers, *plain]
    known = sorted({w.casefold() for e in entries for w in words_of(e.words)}, key=len)
    left = name.casefold()
    for word in reversed(known):
        edge = r"\b" if word.isascii() else ""
        left = re.sub(f"{edge}{re.escape(word)}{edge}", " ", left)
    return not re.search(r"[^\W\d_]", left)


def says(name: str, *keys: str) -> bool:
    """Whether a name has a word of one of some meanings in it."""
    said = set(re.split(r"[\s\-]+", name.casefold()))
    words = [w for m in lexicon().meanings if m.key in keys for w in words_of(m.words)]
    return any(word in said or (not word.isascii() and word in name) for word in words)


def are_grades(options: Sequence[str]) -> bool:
    """Whether options say how good something is, and no stage that it goes through."""
    words = {
        w.casefold() for m in lexicon().meanings if m.key == "grade" for w in words_of(m.words)
    }
    return bool(options) and all(option.casefold() in words for option in options)


def ends_with(name: str, key: str) -> bool:
    """Whether a name ends with a word of a meaning."""
    words = [w for m in lexicon().meanings if m.key == key for w in words_of(m.words)]
    return any(ends_in(name.casefold(), word) for word in words)


def without_called(name: str) -> str:
    """A name of what rows are called by, without the word for names: what the rows are."""
    words = [w for m in lexicon().meanings if m.key == "called" for w in words_of(m.words)]
    ends = (w for w in sorted(words, key=len)[::-1] if ends_in(name.casefold(), w))
    return name[: len(name) - len(next(ends, ""))].strip()


def unjoined(name: str) -> str:
    """A name without what would join it to another word behind it ("レッスンの")."""
    joint = re.compile(f"[{lexicon().joints}]")
    while name and joint.match(name[-1]):
        name = name[:-1]
    return name


def word_for(entry: Concept | Thing, language: Language, name: str = "") -> str:
    """How something is called: as in the name, where one of its words is there, else as usual; in
    English in the singular, with a capital letter."""
    words: list[str] = getattr(entry.words, language)
    folded = name.casefold()
    said = [word for word in words if kept_in(word)[1] is None and word.casefold() in folded]
    word = max(said, key=len, default=words[0])
    if language != "en":
        return word
    one = next((w for w in words if f"{w}s" == word), singular(word))
    return one[0].upper() + one[1:]


def singular(name: str) -> str:
    """A Latin name, folded, as of one of many: however its plural is made."""
    folded = name.casefold()
    if len(folded) < _SHORTEST:
        return folded  # "gas", "bus"
    if folded.endswith("ies") and len(folded) > len("ties"):
        return f"{folded[:-3]}y"
    if folded.endswith(("sses", "xes", "ches", "shes")) or _OF_US.search(folded):
        return folded[:-2]
    return folded if folded.endswith(("ss", "us")) else folded.rstrip("s")


def is_thing(name: str) -> bool:
    """Whether a name is, as a whole, that of things that there are many of."""
    return name.casefold() in _words("things")


def is_known(name: str) -> bool:
    """Whether a name is, as a whole, a word of the lexicon."""
    return any(name.casefold() in _words(kind) for kind in ("properties", "things"))


def words_of(words: Words) -> list[str]:
    """The words of all three languages."""
    return [*words.ko, *words.en, *words.ja]


@cache
def _words(kind: str) -> dict[str, Any]:
    """The entries of a kind by each of their words; of two that share one, the first."""
    entries: list[Entry] = getattr(lexicon(), kind)
    return {w.casefold(): e for e in reversed(entries) for w in words_of(e.words)}


@cache
def _ends() -> dict[str, Concept | None]:
    """What names end with: words, ends, and what only ends like one of them, which is nothing."""
    listed = lexicon().properties
    apart = next(m for m in lexicon().meanings if m.key == "apart")
    ends: dict[str, Concept | None] = {w: e for e in reversed(listed) for w in words_of(e.ends)}
    return dict.fromkeys(words_of(apart.words)) | ends | _words("properties")


def _named(name: str, entries: Mapping[str, E | None]) -> E | None:
    """What a name ends with the longest word of, or an English plural of one."""
    found = _longest(name, entries)
    if found is None and name.isascii() and name.endswith("s"):
        return _longest(f"{name[:-3]}y" if name.endswith("ies") else name[:-1], entries)
    return found


def _longest(name: str, entries: Mapping[str, E | None]) -> E | None:
    """What a name ends with the longest word of."""
    folded = f" {name.casefold().strip()}"
    places = range(max(0, len(folded) - _LONGEST), len(folded))
    ends = (end for at in places for end in (f"*{folded[at:]}" if at > 1 else "", folded[at:]))
    found = (end for end in ends if end in entries and ends_in(folded, end))
    return entries[end] if (end := next(found, None)) else None


def ends_in(name: str, word: str) -> bool:
    """Whether a folded name is a word or ends with it, at its end in a script that has blanks."""
    if name == word or word[0] in "* ":
        return True
    if not name.endswith(word):
        return False
    # A Latin word ends at a space; Korean and Japanese compounds have none.
    before = name[-len(word) - 1]
    return not (word.isascii() and before.isascii() and before.isalnum())


def _inside(name: str) -> Thing | None:
    pieces = re.split(f"[{lexicon().joints}]+", name)
    found = (thing for piece in pieces if (thing := _longest(piece, _words("things"))))
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
