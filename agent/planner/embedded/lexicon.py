"""What common names mean: the type of a property, the rows of a database (`lexicon.yaml`)."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import Field

from agent.planner.patterns import Local, Words
from tools.blueprint.base import Language, SelectColor, Strict
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
    # A name that begins so means it, whatever it ends with: "date paid", "number of copies".
    leads: Words = Field(default_factory=Words)
    # A name that begins or ends so means it as well, unless it ends with one of `besides`:
    # "last watered", "found on", but no "next step". No words by themselves, as they say much else.
    begins: Words = Field(default_factory=Words)
    ends: Words = Field(default_factory=Words)
    besides: Words = Field(default_factory=Words)
    format: NumberFormat | None = None
    options: list[Local] = Field(default_factory=list)
    samples: Samples = Field(default_factory=Samples)
    values: list[int | float] = Field(default_factory=list)


class Thing(_Entry):
    """What the rows of a database are: icon, fitting properties, titles of rows."""

    icon: str
    title: Local | None = None  # what its rows are called by, where that is not its own word
    properties: list[str]
    names: dict[str, Local] = Field(default_factory=dict)  # what it calls them, by concept
    kinds: Samples = Field(default_factory=Samples)  # what its category tells apart
    options: dict[str, Samples] = Field(default_factory=dict)  # of other choices, by concept
    values: dict[str, Any] = Field(default_factory=dict)  # by concept, beside the samples
    again: Local | None = None  # how a row after the samples is called: {} and {n}
    people: bool = False  # whether the samples are names of people
    particular: bool = False  # whether they speak of one place or the like
    samples: Samples

    def options_of(self, key: str, language: Language) -> list[str]:
        """What a choice of a concept tells apart among these things; empty where anything may."""
        own = self.kinds if key == "category" else self.options.get(key, Samples())
        return own.in_language(language)

    def value_of(self, key: str, place: int, language: Language) -> Any:
        """The value of a concept beside the sample at a place; None for none."""
        beside = self.values.get(key, [])
        listed = beside[language] if isinstance(beside, dict) else beside
        return listed[place] if place < len(listed) else None


class Container(_Entry):
    """What things are kept in ("log", "list"), and what is worth noting of each there."""

    properties: list[str]


class Meaning(_Entry):
    """What an option's name says: where it stands in a status, and its colour."""

    group: Literal["to_do", "in_progress", "complete"] | None = None
    color: SelectColor | None = None


class PageTitle(Strict):
    """A page that most workspaces can use."""

    icon: str
    title: Local


class Lexicon(Strict):
    properties: list[Concept]
    things: list[Thing]
    containers: list[Container]
    meanings: list[Meaning]
    pages: list[PageTitle]
    joints: str  # letters that part the words of a name


E = TypeVar("E", bound=_Entry)
# Where what an English name means ends: "distance to work", "cost per month".
_BEHIND_NOUN = re.compile(r" (?:to|of|per|for|in|at|on|from|by) ")
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
    """What a property of this name is, if the lexicon knows."""
    if (led := concept_led(name)) is not None:
        return led
    found = _longest(name, lexicon().properties)
    if found is None and name.isascii():
        found = _longest(singular(name), lexicon().properties)
    if found is None or found.key == "contact":  # "last contact" is a day
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
    known = concept_of(name)
    return known is not None and known.type in ("select", "multi_select", "status")


@lru_cache(maxsize=4096)
def concept_led(name: str) -> Concept | None:
    """What the first words of a name say of a property, where they outweigh its last ones."""
    folded = name.casefold()
    led = (c for c in lexicon().properties for w in words_of(c.leads) if folded.startswith(f"{w} "))
    found = next(led, None)
    if found is None:
        return None
    whole = (c for c in lexicon().properties if folded in words_of(c.words))  # "day of week"
    return next(whole, found)


def _is_framed(known: Concept, name: str) -> bool:
    """Whether a name begins or ends as those of a concept do ("last watered", "found on")."""
    folded = name.casefold()
    begins = tuple(f"{w} " if w.isascii() else w for w in words_of(known.begins))
    ends = tuple(f" {word}" for word in words_of(known.ends))
    if not folded.startswith(begins) and not folded.endswith(ends):
        return False
    return not any(ends_in(folded, word) for word in words_of(known.besides))


@lru_cache(maxsize=4096)
def thing_of(name: str) -> Thing | None:
    """What a database of this name holds, if the lexicon knows."""
    found = _longest(name, lexicon().things) or _inside(name)
    kept, container = kept_in(name)
    if found is not None and found.key == _RECORDS and container is not None and kept:
        return thing_of(kept)  # a log of something is about that, and not about logs
    return found


@lru_cache(maxsize=4096)
def kept_in(name: str) -> tuple[str, Container | None]:
    """What is kept, and in what ("exhibition log": exhibition, the log)."""
    found = _longest(name, lexicon().containers)
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


def ends_with(name: str, key: str) -> bool:
    """Whether a name ends with a word of a meaning."""
    words = [w for m in lexicon().meanings if m.key == key for w in words_of(m.words)]
    return any(ends_in(name.casefold(), word) for word in words)


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
    if folded.endswith("ies") and len(folded) > len("ties"):
        return f"{folded[:-3]}y"
    hissed = folded.endswith(("sses", "xes", "ches", "shes"))
    if hissed:
        return folded[:-2]
    return folded if folded.endswith(("ss", "us")) else folded.rstrip("s")


def is_known(name: str) -> bool:
    """Whether a name is, as a whole, a word of the lexicon."""
    return name.casefold() in _all_words()


@cache
def _all_words() -> frozenset[str]:
    entries: list[_Entry] = [*lexicon().properties, *lexicon().things]
    return frozenset(word.casefold() for entry in entries for word in words_of(entry.words))


def words_of(words: Words) -> list[str]:
    """The words of all three languages."""
    return [*words.ko, *words.en, *words.ja]


def _longest(name: str, entries: list[E]) -> E | None:
    folded = name.casefold().strip()
    matches = [
        (len(word), -place, entry)
        for place, entry in enumerate(entries)
        for word in words_of(entry.words)
        if ends_in(folded, word.casefold())
    ]
    return max(matches, key=lambda match: match[:2])[2] if matches else None


def ends_in(name: str, word: str) -> bool:
    """Whether a folded name ends with a whole word."""
    if name == word:
        return True
    if not name.endswith(word):
        return False
    # A Latin word ends at a space; Korean and Japanese compounds have none.
    before = name[-len(word) - 1]
    return not (word.isascii() and before.isascii() and before.isalnum())


def _inside(name: str) -> Thing | None:
    pieces = re.split(f"[{lexicon().joints}]+", name)
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
