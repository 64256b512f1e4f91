"""The words by which people tell what happened, as data (`happens.yaml`)."""

import re
from functools import cache, cached_property
from pathlib import Path

import yaml
from pydantic import Field

from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.syllables import PAST_LETTERS
from tools.blueprint.base import Strict

_MARK = "['\u2019]?"
_GAP = " ~ "  # between words that others stand between ("gave the drill back")
_DATA = Path(__file__).with_name("happens.yaml")


class Kind(Strict):
    """What may happen: how it is told, and how choices and boxes are called that say so."""

    said: dict[str, list[str]]
    called: dict[str, list[str]]
    denied: str = Field("", alias="not")
    done: bool = False


class _Around(Strict):
    before: re.Pattern[str]
    behind: re.Pattern[str]


class _Verbs(Strict):
    words: str
    ends: dict[str, re.Pattern[str]]
    forms: dict[str, re.Pattern[str]]  # what no name is of, wherever it stands
    begun: re.Pattern[str]  # … with what is glued to it
    past: re.Pattern[str]  # of these, what was
    later: re.Pattern[str]  # how days are called that come after another
    recent: re.Pattern[str]  # … and that are of the last time

    @cached_property
    def known(self) -> frozenset[str]:
        """The words, to look up."""
        return frozenset(self.words.split())


class _Amounts(Strict):
    less: re.Pattern[str]
    more: re.Pattern[str]
    left: re.Pattern[str]
    rest: re.Pattern[str]


class _Score(Strict):
    said: re.Pattern[str]
    ours: re.Pattern[str]
    theirs: re.Pattern[str]
    texts: re.Pattern[str]
    won: re.Pattern[str]
    lost: re.Pattern[str]


class Words(Strict):
    """All of it; patterns are of folded text."""

    denied: _Around
    unreal: dict[str, re.Pattern[str]]
    contrast: re.Pattern[str]
    is_so: re.Pattern[str]
    kept: re.Pattern[str]
    asked: re.Pattern[str]
    ordered: re.Pattern[str]
    planned: dict[str, re.Pattern[str]]
    news: _Around
    marked: re.Pattern[str]
    verbs: _Verbs
    marks: dict[str, re.Pattern[str]]
    honour: re.Pattern[str]
    surname: re.Pattern[str]  # of names that begin with one, as far as there are few
    persons: re.Pattern[str]  # how columns are called that say who
    names: re.Pattern[str]  # … and whose names they are
    works: re.Pattern[str]  # … of what people make
    places: re.Pattern[str]  # … and where
    kin: str
    without: list[str]  # what stands before a word in a name and says that it is not so
    later: re.Pattern[str]
    earlier: re.Pattern[str]
    joints: str  # letters behind which another word begins, where no blank stands between
    scales: dict[str, int]
    money: str
    each: re.Pattern[str]
    beside: re.Pattern[str]
    amounts: _Amounts
    score: _Score
    tails: re.Pattern[str]
    also: re.Pattern[str]
    kinds: dict[str, Kind]

    @cached_property
    def behind_number(self) -> re.Pattern[str]:
        """What multiplies a number, and says that it is money, right behind it."""
        return re.compile(rf"\s?({'|'.join(self.scales)})?(?![^\W\d_]*[a-z])\s?({self.money})?")

    @cached_property
    def of_kin(self) -> re.Pattern[str]:
        """Who belongs to somebody, right behind the name."""
        return re.compile(rf"(?:['\u2019]s|\uc758|\u306e)?\s?{self.kin}")

    @cached_property
    def money_before(self) -> re.Pattern[str]:
        """What says that a number is money, right before it."""
        return re.compile(rf"(?:{self.money})\s?$")

    @cached_property
    def said(self) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
        """A pattern of all that tells what happened, and the kinds of each of its words."""
        return _compiled([(key, kind.said) for key, kind in self.kinds.items()])

    @cached_property
    def called(self) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
        """A pattern of what choices and boxes are called, and the kinds of each of its words."""
        return _compiled([(key, kind.called) for key, kind in self.kinds.items()])


@cache
def words() -> Words:
    """The words, read once."""
    text = _DATA.read_text("utf-8").replace("[PAST]", f"[{PAST_LETTERS}]")
    return Words.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))


def bare(text: str) -> str:
    """Words without their apostrophes, which many leave out."""
    return re.sub(_MARK, "", text) if "'" in text or "\u2019" in text else text


def _compiled(
    listed: list[tuple[str, dict[str, list[str]]]],
) -> tuple[re.Pattern[str], dict[str, tuple[str, ...]]]:
    """A pattern of all words, the longest first, and the kinds of each."""
    kinds: dict[str, tuple[str, ...]] = {}
    for kind, said in listed:
        for word in (bare(folded(one)) for each in said.values() for one in each):
            kinds[word] = tuple(dict.fromkeys((*kinds.get(word, ()), kind)))
    longest = sorted(kinds, key=len, reverse=True)
    parts = [word.partition(_GAP) for word in longest if word.isascii()]
    latin = "|".join(
        _MARK.join(map(re.escape, head)) + (rf"(?=\s[^.,;!?]{{1,40}}?\s{tail}\b)" if tail else "")
        for head, _, tail in parts
    )
    other = "|".join(re.escape(word) for word in longest if not word.isascii())
    heads = {word.partition(_GAP)[0]: found for word, found in kinds.items()}
    return re.compile(rf"\b(?:{latin})\b|{other}"), heads
