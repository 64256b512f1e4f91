"""The words of all languages as data: what each may mean, and how its script joins words."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path

from agent.planner.embedded.grammar.text.inflection import Inflection, stem_of
from agent.planner.embedded.grammar.text.language import Joins, Language
from agent.planner.embedded.grammar.text.syllables import alone, past
from agent.planner.embedded.grammar.text.trie import Trie
from agent.planner.embedded.lexicon import concept as concept_called
from agent.planner.embedded.lexicon import lexicon, words_of

_WORDS = Path(__file__).parent.parent.parent / "words"
_MYRIAD = 10_000
_SPAN = ("begins", "stops")
_ENDING = 2  # letters that a name may have behind it where a state is told
_SHORTEST_STEM = 2  # letters that tell a day by what is done then
_KEPT = 2048  # names with their forms
_PIECES = re.compile(r"\d[\d,.]*|[^\d\s,.+-]")  # of an amount
_PLURAL = frozenset({"noun", "view", "block", "type", "format", "unit", "star"})


# Same length on both sides, so that places in the folded text are places in the text.
_PLAIN: dict[int, int | str] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN |= {
    ord(sign): plain
    for signs, plain in (
        ("\u3002", "."),
        ("\u3001\u30fb", ","),
        ("\u3000", " "),
        ("’‘", "'"),
        ("–—", "-"),
        ("～", "~"),
        ("".join(map(chr, range(0x2460, 0x2474))), ","),  # a list's numbers in circles
    )
    for sign in signs
}


def folded(text: str) -> str:
    """A text as it is compared, of the same length."""
    plain = text.translate(_PLAIN)
    low = plain.lower()
    return low if len(low) == len(plain) else "".join(c.lower()[:1] or c for c in plain)


def composed(text: str) -> str:
    """A text with each letter as one character."""
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Word:
    """One sense of a word: `verb.add`, `noun.view`, `hue.blue`, or its part as a preposition."""

    sense: str
    joins: Joins
    stem: bool = False  # whether endings may follow


@dataclass(frozen=True)
class Particle:
    """A particle or an ending: what it says of what stands before it."""

    sense: str
    fits: str = ""  # closed, open: the last sound that it asks for


@dataclass(eq=False)
class Lexis:
    """All languages together: people mix them."""

    languages: Sequence[Language]
    words: Trie = field(default_factory=Trie)
    particles: Trie = field(default_factory=Trie)
    endings: Trie = field(default_factory=Trie)

    def __post_init__(self) -> None:
        self._joins: dict[str, Joins | None] = {}
        self._inflections = [Inflection.read(one.inflected) for one in self.languages]
        self.inflected = lru_cache(_KEPT)(self._inflected)  # a page is read again and again
        self.reasons = (*self._endings_of("because"), *self.ends("cause"))
        self.boxes = self._box_ends()
        self.columns = tuple(self.said("noun.property"))
        self.merged = self.ends("merged")  # no "and", but a noun
        self.only = self.ends("only")  # of what alone is meant
        self.told = self._endings_of("told")
        self.sentence_ends = self.ends("sentence")  # of verbs that end a whole sentence
        for language in self.languages:
            self._learn(language)
            self._learn_small(language)
            self._learn_concepts(language)

    @staticmethod
    def _box_ends() -> list[str]:
        """How names of what is ticked end that say more than only that."""
        ends = words_of(concept_called("done").ends)
        return [e.removeprefix("*") for e in ends if not e.isascii() or e.startswith("* ")]

    def _learn(self, language: Language) -> None:
        for group, senses in language.words.items():
            for sense, listed in senses.items():
                stem = group == "verb" and bool(language.endings)
                word = Word(f"{group}.{sense}", language.joins, stem)
                known = {*listed, *map(str.lower, listed)}
                for text in listed:
                    for form in self._forms(language, group, text.lower()):
                        self.words.add(form, word)
                    if stem and (before := past(text.lower())) not in known:
                        self.words.add(before, word)

    def _learn_small(self, language: Language) -> None:
        """Prepositions, particles, endings and plurals."""
        for role, listed in language.prepositions.items():
            for text in listed:
                self.words.add(text, Word(f"role.{role}", language.joins))
        for role, listed in language.particles.items():
            for text in listed:
                fit = next((end for end, some in language.fits.items() if text in some), "")
                self.particles.add(text, Particle(f"role.{role}", fit))
        for kind, listed in language.endings.items():
            for text in listed:
                forms = map(alone, self._forms(language, "ending", text))
                for form in chain.from_iterable(forms):
                    self.endings.add(form, Particle(f"ending.{kind}"))
        if language.joins == "agglutinated":
            for text in language.plurals:
                self.particles.add(text, Particle("plural"))

    def _learn_concepts(self, language: Language) -> None:
        """What properties are usually called: words that end like a particle stay whole."""
        for concept in lexicon().properties:
            for text in getattr(concept.words, language.name, ()):
                for form in self._forms(language, "noun", text.lower()):
                    self.words.add(form, Word(f"concept.{concept.key}", language.joins))

    @staticmethod
    def _forms(language: Language, group: str, text: str) -> Iterator[str]:
        yield text
        for said, typed in language.respelled.items():
            if said in text:
                yield text.replace(said, typed)
        if group in _PLURAL and language.joins == "spaced":
            yield from (text + plural for plural in language.plurals)

    def ends(self, sense: str) -> tuple[str, ...]:
        """How names of a sense end, in any language."""
        return self._ends.get(sense, ())

    @cached_property
    def _ends(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for sense, listed in (pair for one in self.languages for pair in one.ends.items()):
            found[sense] = (*found.get(sense, ()), *listed)
        return found

    def marking(self, role: str) -> frozenset[str]:
        """The particles of a role, in any language."""
        return frozenset(p for one in self.languages for p in one.particles.get(role, ()))

    def _endings_of(self, kind: str) -> tuple[str, ...]:
        return tuple(end for one in self.languages for end in one.endings.get(kind, ()))

    @cached_property
    def names(self) -> dict[str, Mapping[str, str]]:
        """How new things are called, by language."""
        return {language.name: language.names for language in self.languages}

    def joins(self, letter: str) -> Joins | None:
        """How the script of a letter joins words; None for what is no letter."""
        if letter not in self._joins:
            found = (one.joins for one in self.languages if one.letters.match(letter))
            self._joins[letter] = next(found, "spaced" if letter.isalnum() else None)
        return self._joins[letter]

    def is_soft(self, letter: str) -> bool:
        """Whether particles are written in such letters."""
        return any(one.soft and one.soft.match(letter) for one in self.languages)

    def goes_on(self, text: str, at: int) -> bool:
        """Whether a glued word goes on as nothing known does."""
        for _ in range(2):
            if self.joins(text[at : at + 1] or " ") != "agglutinated":
                return False
            both = (*self.words.at(text, at), *self.particles.at(text, at))
            at = max((end for end, _ in both), default=at)
        return text[at : at + 1].isalpha() and not any(self.words.at(text, at))

    def ends_on(self, name: str) -> bool:
        """Whether something ends, by its name, on a day, and does not begin."""
        begins, stops = (any(one in folded(name) for one in self.ends(key)) for key in _SPAN)
        return stops and not begins

    def marks_place(self, text: str, at: int) -> bool:
        """Whether a particle for a place may begin there."""
        found = (item for _, items in self.particles.at(text, at) for item in items)
        return any(item.sense == "role.at" for item in found)

    @cached_property
    def _numerals(self) -> dict[str, tuple[str, int]]:
        """The letters that numbers are written in: digits and what multiplies them."""
        found: dict[str, tuple[str, int]] = {}
        for language in self.languages:
            for group in ("digit", "scale"):
                for value, listed in language.words.get(group, {}).items():
                    found |= {text: (group, int(value)) for text in listed if len(text) == 1}
        return found

    def numeral(self, text: str, start: int) -> int:
        """Where a number in letters that begins at a place ends; `start` for none. Behind myriads a
        blank may stand in it."""
        end = start
        while end < len(text) and text[end] in self._numerals:
            end += 1
        scaled = any(self._numerals[letter][0] == "scale" for letter in text[start:end])
        if not scaled or text[end : end + 1] != " " or self._numerals[text[end - 1]][1] < _MYRIAD:
            return end if scaled else start
        rest = self.numeral(text, end + 1)
        return rest if rest > end + 1 else end

    def is_money(self, text: str, at: int) -> bool:
        """Whether a currency stands at a place, or behind a blank there."""
        at += text[at : at + 1] == " "
        found = (word for _, words in self.words.at(text, at) for word in words)
        return any(word.sense.startswith("format.") for word in found)

    def mixed(self, text: str, start: int) -> int:
        """Where figures that end at a place go on in letters and figures; else the place."""
        found = self._mixed.match(text, start)
        return found.end() if found and any(map(str.isdigit, found.group())) else start

    @cached_property
    def _mixed(self) -> re.Pattern[str]:
        scales = "".join(c for c, (group, _) in self._numerals.items() if group == "scale")
        more = rf"(?:[{scales}]+ ?\d{{1,9}}(?=[{scales}]))*"
        return re.compile(rf"{more}[{scales}]+(?:\d{{3,9}}(?!\d))?")

    def counted(self, text: str) -> float:
        """The number that figures, letters or both stand for."""
        if not any(letter in self._numerals for letter in text):
            return float(text.replace(",", ""))
        total = part = one = 0.0
        for piece in _PIECES.findall(text):
            if piece[0].isdigit():
                one = float(piece.replace(",", ""))
                continue
            group, value = self._numerals[piece]
            if group == "digit":
                one = value
            elif value < _MYRIAD:
                part, one = part + (one or 1) * value, 0
            else:
                total, part, one = total + (part + one or 1) * value, 0, 0
        if total % _MYRIAD**2 == 0 and not one:
            part *= _MYRIAD if total else 1  # thousands behind so much are said of myriads
        return (total + part + one) * (-1 if text.startswith("-") else 1)

    def dated(self, name: str) -> Iterator[str]:
        """How else a day is called by what is done then ("harvest date", "harvested on")."""
        ends = self.ends("dated")
        for end in ends:
            stem = name.removesuffix(end)
            if stem == name or len(stem) < _SHORTEST_STEM:
                continue
            yield from (stem + other for other in ends if other != end and other[0] != stem[-1])
            if stem.isascii() and stem.endswith("ed"):
                yield from (f"{stem[:-2]} date", f"{stem[:-1]} date", f"date {stem}")

    def said(self, sense: str) -> frozenset[str]:
        """All words of a sense, folded."""
        return self._said.get(sense, frozenset())

    @cached_property
    def _said(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for language in self.languages:
            for group, senses in language.words.items():
                for sense, listed in senses.items():
                    known = found.setdefault(f"{group}.{sense}", set())
                    known |= {text.lower() for text in listed}
        return {sense: frozenset(words) for sense, words in found.items()}

    def states_of(self, name: str) -> list[str]:
        """The words for a state that are a name with an ending: where something is called so, they
        mean that."""
        states = (one for sense, one in self._said.items() if sense.startswith("state."))
        longer = (word for said in states for word in said if word.startswith(name))
        return [word for word in longer if 0 < len(word) - len(name) <= _ENDING]

    def plurals_of(self, letter: str) -> Sequence[str]:
        """The plural endings of a script that joins them to the noun."""
        found = (one for one in self.languages if one.letters.match(letter))
        return next((one.plurals for one in found if one.joins == "agglutinated"), ())

    def _inflected(self, noun: str) -> tuple[tuple[str, bool], ...]:
        """The forms of what is called so, each with whether it says that it is done."""
        return tuple(form for one in self._inflections for form in one.forms(noun))

    def stem(self, word: str) -> str:
        """What forms of a verb have in common, where words have blanks between them."""
        return stem_of(word, {k: v for one in self.languages for k, v in one.irregular.items()})

    def variants(self) -> Iterator[tuple[str, str]]:
        """Ends of option names with the ends that they take before a noun."""
        for language in self.languages:
            yield from language.variants.items()


@cache
def lexis(folder: Path = _WORDS) -> Lexis:
    """The words of the files of a folder, read once."""
    return Lexis([Language.read(path) for path in sorted(folder.glob("*.yaml"))])
