"""Which skill a wish is for, by words; and which are offered, by sentences, where none decides."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import mul

from agent.planner.brief import Brief
from agent.planner.embedded.compose.draft import find, find_property, means
from agent.planner.embedded.compose.own import is_title
from agent.planner.embedded.grounding import SAID, keywords_of, nouns_of, said_in, words_of
from agent.planner.embedded.lexicon import kept_in
from agent.planner.embedded.text import HAN, HANGUL, KANA, mentions, spoken, word_pattern
from agent.planner.patterns import Pattern
from agent.planner.skills import Skill
from agent.planner.words import normalised
from tools.encoder import Encoder

_ENCODER_SECONDS = 20.0
_KEYWORDS = 12
_PARTS = 2  # of a skill that are said, where no word for the whole of it is
_MANY = 4  # skills; what has parts of one name in more of them tells none apart
_FEW = 2  # properties that say what a database is about
# "습관 말고 독서": what is turned down speaks for nothing.
_NOT_THIS = spoken("not_this")
_PARTED = re.compile(f"{SAID}[{SAID} ]*")


@dataclass(frozen=True)
class Route:
    """The skill that fits, and how surely (0 to 1)."""

    skill: str | None
    confidence: float


def _meant(text: str, skill: Skill) -> str:
    """A text without the words that only look like the skill's: somebody's wedding anniversary
    is no wedding."""
    for word in _in(text, map(str.casefold, skill.not_for)):
        text = word_pattern(word).sub("\0", text)
    return text


def _speaks_against(text: str, skill: Skill, weight: float) -> bool:
    """Whether what means something else says more of a text than what the skill is called by: who
    looks for work is none that hires."""
    against, _ = said_in(text, _in(text, map(str.casefold, skill.not_for)))
    return sum(map(_size, against)) > weight > 0


def _in(text: str, words: Iterable[str]) -> list[str]:
    """The folded words whose letters are in a folded text: the patterns of the other thousands need
    be neither asked nor made."""
    return [word for word in words if word in text]


def _size(word: str) -> int:
    return sum(2 if re.match(f"[{HANGUL}{HAN}{KANA}]", letter) else 1 for letter in word)


class Router:
    """Routes wishes to skills; the encoder is asked only where words say nothing."""

    def __init__(self, skills: Mapping[str, Skill], encoder: Encoder) -> None:
        self._skills = skills
        self._encoder = encoder
        self._keywords = {name: frozenset(words_of(skill)) for name, skill in skills.items()}
        self._names = {name: frozenset(keywords_of(skill)) for name, skill in skills.items()}
        self._every = frozenset(word for own in self._keywords.values() for word in own)
        self._parts: dict[str, frozenset[str]] = {}  # once the patterns are read
        self._means: dict[str, list[float]] = {}
        self._encoding = asyncio.Lock()  # so that the skills' sentences are encoded once

    def by_words(self, text: str, *, named: bool = False) -> Route | None:
        """The route if words alone decide: the heavier ones, of equal ones those said first; only
        those that name a skill where it is to be `named`."""
        folded = normalised(text).casefold()
        words = self._names if named else self._keywords
        weights = self._weights(_NOT_THIS.sub(" ", normalised(text)).casefold(), words)
        order = {name: (-weights[name], self._first(folded, name)) for name in weights}
        ranked = sorted(weights.items(), key=lambda item: order[item[0]])
        if not ranked:
            return None
        (best, weight), (_, second) = [*ranked, ("", 0.0)][:2]
        return Route(best, round(min(0.99, 0.8 + 0.2 * (weight - second) / weight), 2))

    def _weights(self, folded: str, known: Mapping[str, frozenset[str]]) -> dict[str, float]:
        """How strongly the words of a folded text speak for each skill; the longer a word the more.

        A character of Korean, Japanese or Chinese weighs as much as two Latin letters.
        """
        there = set(_in(folded, self._every))
        weights = {
            name: float(sum(map(_size, said_in(_meant(folded, self._skills[name]), own)[0])))
            for name, words in known.items()
            if (own := words & there)
        }
        return {
            name: weight
            for name, weight in weights.items()
            if weight and not _speaks_against(folded, self._skills[name], weight)
        }

    def _first(self, text: str, name: str) -> int:
        """Where a text first speaks for a skill."""
        text = _meant(text, self._skills[name])
        found = (word_pattern(word).search(text) for word in _in(text, self._keywords[name]))
        return min((match.start() for match in found if match), default=len(text))

    async def by_parts(self, text: str) -> Route | None:
        """The route where a text says two things or more of one skill's ("sleep, weight and my
        medicines"): databases, or words for the skill. None where others have as many."""
        await self._read()
        folded = normalised(text).casefold()
        counts = {name: self._parts_said(folded, name) for name in self._skills}
        most = max(counts.values(), default=0)
        best = [name for name, count in counts.items() if count == most]
        return Route(best[0], 0.75) if most >= _PARTS and len(best) == 1 else None

    async def speaks_for(self, route: Route, head: str, text: str) -> bool:
        """Whether a head says anything of a skill's, be it a part; or nothing but what holds it
        ("a notebook for my lab results"), or the beginning of what says it in the text."""
        await self._read()
        said, skill = normalised(head).casefold(), route.skill or ""
        words = _in(normalised(text).casefold(), self._keywords[skill])
        is_begun = not kept_in(said)[0] or any(word.startswith(said) for word in words)
        return is_begun or self._parts_said(said, skill) > 0

    def is_name(self, text: str) -> bool:
        """Whether a text is nothing but what leads to a skill."""
        return normalised(text).casefold().strip(" .!") in self._every

    def _parts_said(self, folded: str, name: str) -> int:
        own, skill = _in(folded, self._parts[name]), self._skills[name]
        said, left = said_in(_meant(folded, skill), own) if own else ([], "")
        # "shift rota" is one thing, by two words.
        apart = len(_PARTED.findall(left)) if left.isascii() else len(said)
        return 0 if _speaks_against(folded, skill, sum(map(_size, said))) else apart

    async def _read(self) -> None:
        """Reads all patterns, once, and gives way to others between them: that takes half a second.

        What the databases of many skills are called (a list, a note, a budget) is a part of none.
        """
        if self._parts:
            return
        nouns = dict[str, set[str]]()
        for name, skill in self._skills.items():
            nouns[name] = nouns_of(skill.pattern) if skill.pattern else set()
            await asyncio.sleep(0)
        called = Counter(word for words in nouns.values() for word in words)
        shared = {word for word, n in called.items() if n > _MANY}
        self._parts = {name: (self._keywords[name] | nouns[name]) - shared for name in nouns}

    def covers(self, route: Route, brief: Brief, left: Brief) -> bool:
        """Whether a skill has what a wish names: some of its databases, half of its properties;
        `left` is what of the wish is not its ground."""
        skill = self._skills.get(route.skill or "")
        return skill is None or skill.pattern is None or _covers(skill.pattern, brief, left)

    async def by_noun(self, head: str) -> Route | None:
        """The route where a head is nothing but what one skill alone calls its first rows."""
        await self._read()
        said = normalised(head).casefold()
        first = {n: s.pattern.databases[0] for n, s in self._skills.items() if s.pattern}
        known = [n for n, d in first.items() if means(said, d.title, d.nouns)]
        return Route(known[0], 0.8) if len(known) == 1 else None

    async def nearest(self, about: str) -> list[str]:
        """The skills by how near their sentences are to a text, the nearest first, without those
        that it is near to only by words that mean something else: meaning offers, and decides
        nothing."""
        try:
            async with asyncio.timeout(_ENCODER_SECONDS), self._encoding:
                self._means = self._means or await self._encoded()
                [vector] = await self._encoder.encode([about])
        except TimeoutError:
            return []
        said = normalised(about)
        near = sorted(self._skills, key=lambda name: -_dot(vector, self._means[name]))
        return [n for n in near if not any(mentions(said, w) for w in self._skills[n].not_for)]

    async def _encoded(self) -> dict[str, list[float]]:
        """The mean vector of each skill's sentences: its cosine is the mean of theirs."""
        groups = {name: _sentences(skill) for name, skill in self._skills.items()}
        every = list(dict.fromkeys(sentence for group in groups.values() for sentence in group))
        vectors = dict(zip(every, await self._encoder.encode(every), strict=True))
        means = dict[str, list[float]]()
        for name, group in groups.items():
            columns = zip(*(vectors[sentence] for sentence in group), strict=True)
            means[name] = [sum(column) / len(group) for column in columns]
            await asyncio.sleep(0)
        return means


def _covers(pattern: Pattern, brief: Brief, left: Brief) -> bool:
    known = [n for n in left.databases if find(pattern.databases, n) is not None]
    if left.databases and not known:
        return False
    wanted = [p for one in brief.properties for p in one.properties]
    missing = [p for one in left.properties for p in one.properties]
    if any(p.options for p in wanted):
        missing = wanted  # what has stages or kinds of its own is a table to the letter
    lacks = [p for p in missing if not (is_title(p) or _has(pattern, p.name))]
    return len(wanted) < _FEW or len(lacks) * 2 <= len(wanted)


def _has(pattern: Pattern, name: str) -> bool:
    """Whether a pattern has a property that is called so."""
    return any(find_property(d, name) for d in pattern.databases)


def _sentences(skill: Skill) -> list[str]:
    examples = (skill.examples.ko, skill.examples.en, skill.examples.ja)
    names = (skill.names.ko, skill.names.en, skill.names.ja)
    words = " ".join(skill.keywords[:_KEYWORDS])
    return list(dict.fromkeys([skill.description, *examples, *names, words]))


def _dot(one: Sequence[float], other: Sequence[float]) -> float:
    return float(sum(map(mul, one, other)))
