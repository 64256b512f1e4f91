"""What a text calls by a part of its name: a person by the first name, a thing by its noun."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from agent.planner.embedded.grammar.text.lexis import Lexis, folded
from agent.planner.embedded.grammar.text.names import World
from agent.planner.embedded.grammar.told.words import words
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow

Values = dict[str, tuple[ExistingProperty, Any]]

_KNOWN: WeakKeyDictionary[World, dict[str, tuple[Values, "Parts"]]] = WeakKeyDictionary()
CHOICES = ("status", "select", "multi_select")
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_LEAST = 3  # letters of a word of a script with blanks
_SHORTEST = 2  # letters of a part of a name in the others
_MOST = 60  # letters of a name that anybody says a part of


@dataclass(frozen=True)
class Alike:
    """A piece of a text, and the keys of all that it may be a part of the name of."""

    start: int
    end: int
    keys: frozenset[str]


class Parts:
    """The parts by which names may be called; `names` are the names by their keys."""

    def __init__(self, names: Mapping[str, str], lexis: Lexis) -> None:
        self.lexis, self.names = lexis, names
        self.whole: dict[str, set[str]] = {}  # words, of a script with blanks
        self.begun: dict[str, set[str]] = {}  # of the others: how their words begin
        self.ended: dict[str, set[str]] = {}  # … and end
        for key, name in names.items():
            for word in _WORD.findall(folded(name)[:_MOST]):
                self._add(word, key)
        self.exact: dict[str, set[str]] = {}  # … and names as a whole
        for key, name in names.items():
            self.exact.setdefault(folded(name), set()).add(key)
        self.longest = max(map(len, (*self.begun, *self.ended)), default=0)

    def _add(self, word: str, key: str) -> None:
        if self.lexis.joins(word[0]) == "spaced":
            if len(word) >= _LEAST or (word[0].isdigit() and not word.isdigit()):  # "2B"
                self.whole.setdefault(_stem(word), set()).add(key)
            return
        for size in range(_SHORTEST, len(word) + 1):
            self.begun.setdefault(word[:size], set()).add(key)
            self.ended.setdefault(word[-size:], set()).add(key)

    def of(self, text: str) -> Iterator[Alike]:
        """The pieces of a text that are parts of names, the longest at each place; a number
        beside one is that of the name, where it has any."""
        numbers = set(_NUMBER.findall(text))
        for one in self._pieces(folded(text)):
            keys = {k for k in one.keys if set(_NUMBER.findall(self.names[k])) <= numbers}
            if keys:
                yield Alike(one.start, one.end, frozenset(keys))

    def _pieces(self, text: str) -> Iterator[Alike]:
        for word in _WORD.finditer(text):
            if self.lexis.joins(word[0][0]) == "unspaced":
                yield from self._within(word[0], word.start())
            elif keys := self.whole.get(_stem(word[0])):
                yield Alike(word.start(), word.end(), frozenset(keys))
            else:
                yield from self._leading(word[0], word.start())

    def _leading(self, word: str, start: int) -> Iterator[Alike]:
        """The longest beginning of a word that is a part: what may stand behind it are particles,
        and no more of another word."""
        for end in range(len(word), 1, -1):
            keys = self.begun.get(word[:end], set()) | self.ended.get(word[:end], set())
            if keys and self._is_marked(word, end):
                yield Alike(start, start + end, frozenset(keys))
                return

    def _is_marked(self, word: str, at: int) -> bool:
        marks = words().honour.match(word, at) or words().tails.match(word, at)
        return at == len(word) or marks is not None or any(self.lexis.particles.at(word, at))

    def _within(self, run: str, start: int) -> Iterator[Alike]:
        """The parts within letters that stand without blanks. One that ends names begins where
        the letters change, one that begins them ends so: others are parts of longer words."""
        at = 0
        while at < len(run):
            ends = range(min(len(run), at + self.longest), at + 1, -1)
            end, keys = next(
                ((e, k) for e in ends if (k := self._keys(run, at, e))), (0, set[str]())
            )
            if not end and words().honour.match(run, at + 1):
                end, keys = at + 1, self.exact.get(run[at], set())  # "father", as a child says it
            if keys:
                yield Alike(start + at, start + end, frozenset(keys))
            at = end or at + 1

    def _keys(self, run: str, at: int, end: int) -> set[str]:
        piece = run[at:end]
        soft = all(map(self.lexis.is_soft, piece)) and end - at < _LEAST
        if soft and not words().honour.match(run, end):
            return set()
        if whole := self.exact.get(piece):
            return whole
        keys = set(self.begun.get(piece, ())) if self._changes(run, end) else set[str]()
        return keys | (self.ended.get(piece, set()) if self._changes(run, at) else set())

    def _changes(self, run: str, at: int) -> bool:
        """Whether a word may begin or end at a place: behind a joint, before other letters
        or a tail."""
        if at in (0, len(run)):
            return True
        tail = words().honour.match(run, at) or words().tails.match(run, at)
        return run[at - 1] in words().joints or self.lexis.is_soft(run[at]) or tail is not None


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > _LEAST else word


def far_rows(
    world: World, home: ExistingDatabase
) -> Iterator[tuple[ExistingProperty, ExistingRow]]:
    """The rows that relations of a database lead to."""
    for prop in home.properties:
        far = world.structure.source(prop.config.get("data_source_id"))
        if prop.type == "relation" and far is not None and far.id != home.id:
            yield from ((prop, row) for row in far.rows if row.title)


def parts_called(world: World, home: ExistingDatabase) -> tuple[Values, Parts]:
    """The links and options of a database by keys, and the parts that these and its rows may be
    called by; made once as long as nothing changes."""
    known = _KNOWN.setdefault(world, {})
    if home.id not in known:
        far = {f"far {p.id} {row.id}": (p, [row.title]) for p, row in far_rows(world, home)}
        options = {f"option {p.id} {o.id}": (p, o.name) for p in home.properties
                   if p.type in CHOICES for o in p.options}  # fmt: skip
        names = {f"row {row.id}": row.title for row in home.rows if row.title}
        names |= {key: value[0] for key, (_, value) in far.items()}
        names |= {key: name for key, (_, name) in options.items()}
        known[home.id] = {**far, **options}, Parts(names, world.lexis)
    return known[home.id]
