"""A text as tokens: names that exist, words with senses, numbers, quotes, what nobody knows.

The cheapest way to cover the text is taken (Viterbi): few tokens, few unknown letters, a particle
only behind a noun that it fits. So words without blanks between are cut where they begin, in time
linear in the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from agent.planner.embedded.grammar.lexis import Lexis, Particle, Trie, Word, folded

Kind = Literal[
    "name", "word", "quoted", "number", "date", "url", "email", "code", "emoji", "punct", "break",
    "unknown", "particle", "ending",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of text. `names` are the entities of that name, `value` a number, or quoted words."""

    kind: Kind
    start: int
    end: int
    text: str
    senses: frozenset[str] = frozenset()
    names: tuple[Any, ...] = ()
    value: Any = None

    def has(self, *senses: str) -> bool:
        """Whether it has one of these senses; `verb.` stands for all of the group."""
        return any(s in self.senses or (s[-1] == "." and self.group(s)) for s in senses)

    def group(self, group: str) -> str:
        """Its sense within a group (`hue.`), without the group's name; empty for none."""
        if not self.senses:
            return ""
        found = (sense for sense in self.senses if sense.startswith(group))
        return next((sense[len(group) :] for sense in found), "")


_HARD = re.compile(
    r"(?P<quoted>[\"“”„＂][^\"“”„＂\n]{1,200}[\"“”„＂]|「[^「」\n]{1,200}」|『[^『』\n]{1,200}』"
    r"|《[^《》\n]{1,200}》|〈[^〈〉\n]{1,200}〉|`[^`\n]{1,200}`"
    r"|(?<![A-Za-z0-9])['‘’](?:[^'‘’\n]|['’](?=[A-Za-z])){1,200}['‘’](?![A-Za-z0-9]))"
    r"|(?P<url>https?://[^\s<>\"'、。」』]+)"
    r"|(?P<email>(?<![\w.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24})"
    r"|(?P<date>(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|(?<![\d/])\d{1,2}/\d{1,2}(?![\d/]))"
    r"|(?P<code>(?<![\w-])\d{2,4}(?:-\d{3,4}){1,3}(?![\w-])|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12})"
    r"|(?P<number>(?<![A-Za-z\d])[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?<![A-Za-z\d.])[-+]?\d{1,15}(?:\.\d{1,9})?)"
    r"|(?P<emoji>[\u2600-\u27bf\u2b50\u2b55\U0001f1e6-\U0001faff][\ufe0f\u200d\u2640\u2642\U0001f1e6-\U0001faff]{0,12})"
)
_SHUT = frozenset(")]}")

_BREAK, _NOUN, _STEM, _ONE, _MORE, _PARTICLE = range(6)  # what stands before a place
_UNKNOWN, _STEP, _GLUED_STEP, _LATIN = 2.2, 0.35, 0.65, 2.5
_SURE = 4  # letters that stand together by chance
_DOUBTFUL = frozenset({"role.being", "role.only"})  # names may end in such letters as well


class _Edge(NamedTuple):
    """A piece of text that may come next; a tuple, as thousands are made for each text."""

    end: int
    state: int
    cost: float
    kind: Kind
    items: tuple[Any, ...] = ()


class _Found(NamedTuple):
    """Names and words of one length, with what they cost as a noun and as the stem of a verb."""

    end: int
    as_noun: float
    as_stem: float | None
    kind: Kind
    items: tuple[Any, ...]


class _Lattice:
    """All ways to cut a text, and the cheapest of them."""

    def __init__(self, text: str, lexis: Lexis, names: Trie) -> None:
        self.text, self.low = text, folded(text)
        self.lexis, self.names = lexis, names
        self.joins = [lexis.joins(letter) for letter in self.low]
        self.soft = [
            join == "unspaced" and lexis.is_soft(c)
            for c, join in zip(self.low, self.joins, strict=True)
        ]
        self.hard = {found.start(): found for found in _HARD.finditer(text)}
        self._begun: tuple[int, list[_Found]] = (-1, [])  # what begins at the present place

    def cheapest(self) -> list[tuple[int, _Edge]]:
        """The edges of the cheapest way, each with where it begins."""
        size = len(self.low)
        best: list[dict[int, tuple[float, int, int, _Edge | None]]] = [{} for _ in range(size + 1)]
        best[0][_BREAK] = (0.0, 0, _BREAK, None)
        for at in range(size):
            for state, (cost, *_) in list(best[at].items()):
                for edge in self._edges(at, state):
                    known = best[edge.end].get(edge.state)
                    total = cost + edge.cost
                    if known is None or total < known[0]:
                        best[edge.end][edge.state] = (total, at, state, edge)
        return self._way(best)

    @staticmethod
    def _way(
        best: list[dict[int, tuple[float, int, int, _Edge | None]]],
    ) -> list[tuple[int, _Edge]]:
        at, way = len(best) - 1, list[tuple[int, _Edge]]()
        state = min(best[at], key=lambda one: best[at][one][0], default=_BREAK)
        while at > 0:
            _, before, earlier, edge = best[at][state]
            if edge is not None:
                way.append((before, edge))
            at, state = before, earlier
        return way[::-1]

    def _edges(self, at: int, state: int) -> Iterator[_Edge]:
        hard = self.hard.get(at)
        if hard is not None and hard.lastgroup == "quoted":
            yield _Edge(hard.end(), _NOUN, 0.5, "quoted")
            return
        if hard is not None:
            cost = 1.0 if hard.lastgroup == "emoji" else 0.8
            yield _Edge(hard.end(), _NOUN, cost, hard.lastgroup)  # type: ignore[arg-type]  # a group of _HARD
        elif state == _BREAK and (end := self.lexis.numeral(self.low, at)) > at + 1:
            yield _Edge(end, _NOUN, 0.9, "number")
        yield from self._known(at, state)
        yield from self._attached(at, state)
        if hard is None or self.joins[at] is not None:
            yield from self._unknown(at, state)

    def _known(self, at: int, state: int) -> Iterator[_Edge]:
        if self._begun[0] != at:
            self._begun = at, list(self._beginning(at))
        for found in self._begun[1]:
            glue = self._glue(at, state, found.end)
            if found.as_stem is not None:
                cost = found.as_stem + glue
                yield _Edge(found.end, _STEM, cost, found.kind, found.items)
            yield _Edge(found.end, _NOUN, found.as_noun + glue, found.kind, found.items)

    def _beginning(self, at: int) -> Iterator["_Found"]:
        """The names and words that begin at a place, whatever stands before it."""
        if not self._may_begin(at):
            return
        ends: dict[int, list[Any]] = {}
        for end, items in (*self.names.at(self.low, at), *self.lexis.words.at(self.low, at)):
            ends.setdefault(end, []).extend(items)
        for end, items in ends.items():
            if not self._may_end(end):
                continue
            words = [item for item in items if isinstance(item, Word)]
            named = len(words) < len(items)
            stem = any(word.stem for word in words)
            plain = not named and all(word.sense[:6] == "plain." for word in words)
            cost = 0.4 if plain else 1.0
            long = end - at > 1 and self.joins[at] == "agglutinated"
            doubt = 0.2 if stem and len(items) == 1 else -0.05 * named
            as_stem = cost - 0.5 * long if stem else None
            if self.joins[at] == "unspaced" and end - at > _SURE:
                doubt -= 0.3 * (end - at - _SURE)  # so many letters are no chance
            yield _Found(end, cost + doubt, as_stem, "name" if named else "word", tuple(items))

    def _may_begin(self, at: int) -> bool:
        if not at or self.joins[at] != "spaced" or self.joins[at - 1] != "spaced":
            return True
        return self.low[at - 1].isdigit() and not self.low[at].isdigit()  # "3pm", "15k"

    def _may_end(self, end: int) -> bool:
        if end >= len(self.low) or self.joins[end - 1] != "spaced":
            return True
        return self.joins[end] != "spaced"

    def _glue(self, at: int, state: int, end: int) -> float:
        """What it costs to begin a word where the script puts no gap."""
        if not at or state == _BREAK or self.joins[at] != self.joins[at - 1]:
            return 0.0
        if self.joins[at] == "agglutinated":
            short = 1.5 if end - at == 1 else 0.0
            return short + {_NOUN: 0.1, _ONE: 1.6, _MORE: 0.3, _PARTICLE: 0.3}.get(state, 1.5)
        if state in (_ONE, _MORE) and end - at == 1 and not self.soft[at - 1]:
            return 2.0
        return 0.6 if state in (_ONE, _MORE) else 0.1

    def _attached(self, at: int, state: int) -> Iterator[_Edge]:
        """Particles behind a noun, and endings behind a stem."""
        if state == _STEM:
            for end, items in self.lexis.endings.at(self.low, at):
                yield _Edge(end, _STEM, 0.1, "ending", tuple(items))
        alone = state == _BREAK and at > 0 and self.low[at - 1] == " "
        if state not in (_NOUN, _ONE, _MORE) and not alone:
            return
        for end, items in self.lexis.particles.at(self.low, at):
            fitting = [item for item in items if self._fits(at, item)]
            ends = end >= len(self.low) or self.joins[end] != self.joins[end - 1]
            if fitting and (ends or not alone) and self._may_end(end):
                plural = fitting[0].sense == "plural"
                state_after = _NOUN if plural else _PARTICLE
                cost = 1.2 if alone else 0.2 + 0.3 * (state == _ONE)
                doubtful = state in (_ONE, _MORE) and fitting[0].sense in _DOUBTFUL
                yield _Edge(end, state_after, cost + 0.5 * doubtful, "particle", tuple(fitting))

    def _fits(self, at: int, particle: Particle) -> bool:
        """Whether a particle fits the last sound before it."""
        if not particle.fits:
            return True
        before = self.low[at - 1]
        if not 0xAC00 <= ord(before) <= 0xD7A3:  # composed syllables: 28 ends for each beginning
            return True
        end = (ord(before) - 0xAC00) % 28
        return bool(end) if particle.fits == "closed" else end in (0, 8) or not end

    def _unknown(self, at: int, state: int) -> Iterator[_Edge]:
        join = self.joins[at]
        if join is None and next(self.lexis.words.at(self.low, at), None) is not None:
            return  # a sign with a sense ("$")
        if join is None:
            blank = self.low[at].isspace()
            kind: Kind = "break" if blank else "punct"
            after = _NOUN if self.low[at] in _SHUT else _BREAK
            yield _Edge(at + 1, after, 0.0 if blank else 0.05, kind)
        elif join == "spaced":
            if self._may_begin(at):
                end = at + 1
                while end < len(self.low) and (self.joins[end] == "spaced" or self._inside(end)):
                    end += 1
                yield _Edge(end, _NOUN, _LATIN, "unknown")
            else:  # behind an address that ends within a word
                yield _Edge(at + 1, _NOUN, _LATIN, "unknown")
        elif state in (_ONE, _MORE) and self.joins[at - 1] == join:
            step = _GLUED_STEP if join == "agglutinated" else _STEP
            yield _Edge(at + 1, _MORE, step + self._crossing(at), "unknown")
        else:
            glued = at and state != _BREAK and self.joins[at - 1] == join
            cost = 0.0 if not glued else 0.9
            if at and self.soft[at] and self.low[at - 1] in _SHUT:
                cost = 0.6  # rather a particle behind brackets than a word
            if glued and join == "unspaced":
                short = state == _NOUN and not self.soft[at] and not self.soft[at - 1]
                cost = 1.0 if short else 0.2
            yield _Edge(at + 1, _ONE, _UNKNOWN + cost, "unknown")

    def _inside(self, at: int) -> bool:
        """Whether a mark stands inside a word: an apostrophe or a hyphen between letters."""
        if self.low[at] not in "'-&" or at + 1 >= len(self.low):
            return False
        genitive = self.low[at : at + 2] == "'s" and (
            at + 2 >= len(self.low) or self.joins[at + 2] != "spaced"
        )
        return self.joins[at + 1] == "spaced" and not genitive

    def _crossing(self, at: int) -> float:
        """What it costs to go on over what may be a particle between two words without blanks."""
        if not self.soft[at] or self.soft[at - 1]:
            return 0.0
        for end, _ in self.lexis.particles.at(self.low, at):
            if end >= len(self.low) or not self.soft[end]:
                return 2.5
        return 0.0


def tokens_of(text: str, lexis: Lexis, names: Trie) -> list[Token]:
    """The tokens of a text; blanks are none, an end of line is a `break`."""
    tokens, unknown = list[Token](), -1  # where a run of unknown letters began
    for start, edge in _Lattice(text, lexis, names).cheapest():
        if edge.kind == "unknown" and edge.state in (_ONE, _MORE):
            if unknown < 0 or edge.state == _ONE:
                tokens += _unknown_run(text, unknown, start)
                unknown = start
            continue
        if unknown >= 0:
            tokens += _unknown_run(text, unknown, start)
            unknown = -1
        surface = text[start : edge.end]
        if surface == "A" and start and not text[edge.end : edge.end + 2].strip().isalpha():
            tokens.append(Token("unknown", start, edge.end, surface))  # "A, B, C": no article
            continue
        if edge.kind != "break" or "\n" in surface:
            tokens.append(_token(start, edge, surface, lexis))
    return list(_with_ends(tokens + _unknown_run(text, unknown, len(text))))


def _with_ends(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens with what looks like "and" but joins nothing as the end of its short word."""
    at = 0
    while at < len(tokens):
        token, behind = tokens[at], tokens[at + 1 : at + 3]
        short = token.kind == "unknown" and token.end - token.start == 1
        joins = bool(behind) and behind[0].kind == "particle" and behind[0].has("role.and")
        alone = len(behind) < 2 or behind[1].kind == "punct" or behind[1].has("verb.")
        ends = short and joins and alone and behind[0].start == token.end
        if ends:
            token = Token("unknown", token.start, behind[0].end, token.text + behind[0].text)
        yield token
        at += 1 + ends


def _unknown_run(text: str, start: int, end: int) -> list[Token]:
    return [Token("unknown", start, end, text[start:end])] if start >= 0 else []


def _token(start: int, edge: _Edge, surface: str, lexis: Lexis) -> Token:
    senses = frozenset(i.sense for i in edge.items if isinstance(i, Word | Particle))
    names = tuple(i for i in edge.items if not isinstance(i, Word | Particle))
    value: Any = None
    if edge.kind == "quoted":
        value = surface[1:-1].strip()
    elif edge.kind == "number":
        value = lexis.counted(folded(surface))
    elif edge.kind == "punct":
        surface = folded(surface)
    return Token(edge.kind, start, edge.end, surface, senses, names, value)
