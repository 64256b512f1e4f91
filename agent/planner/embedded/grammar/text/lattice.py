"""All ways to cut a text, and the cheapest of them (Viterbi).

Few pieces cost least, few unknown letters, a particle only behind a noun that it fits. So words
without blanks between are cut where they begin, in time linear in the text.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

from agent.planner.embedded.grammar.text.lexis import Lexis, Particle, Word, folded
from agent.planner.embedded.grammar.text.shapes import SHAPES, turns
from agent.planner.embedded.grammar.text.trie import Trie

Kind = Literal[
    "name", "word", "quoted", "number", "date", "url", "email", "code", "emoji", "punct", "break",
    "unknown", "particle", "ending",
]  # fmt: skip

_SHUT = frozenset(")]}")

_BREAK, _NOUN, _STEM, ONE, MORE, _PARTICLE = range(6)  # what stands before a place
_LETTER = 0.001  # of two ways alike, that of the longer word and the shorter particle
_GLUED = {_NOUN: 0.1, ONE: 1.6, MORE: 0.3, _PARTICLE: 0.3}
_BEHIND = {_NOUN: 0.2, ONE: 0.5, MORE: 0.2}  # what a particle costs behind each
_UNKNOWN, _STEP, _GLUED_STEP, _LATIN = 2.2, 0.35, 0.65, 2.5
_MIXED = 1.0  # how much rather "21 myriads 5 thousands" is one amount than two
_TURNING = 1.0  # letters of another kind: a new word is likelier
_JOINING = 0.8  # how much rather a clause begins with "and" than with a name that does
_ENDED = 0.8  # how much rather a clause without blanks ends with a verb than within a name
_CLOSING = ("want.", "make.", "verb.", "filler.", "like.", "dealt.", "tells.")
_MARKED = 0.4  # how much rather a name ends where letters of particles begin
_SURE = 3  # letters that stand together by chance
_GOES_ON = frozenset({"plural", "role.honour"})  # other particles may follow these
_DOUBTFUL = frozenset({"role.being", "role.only"})  # names may end in such letters as well


class Edge(NamedTuple):
    """A piece of text that may come next."""

    end: int
    state: int
    kind: Kind
    items: tuple[Any, ...] = ()


_Costs = dict[int, tuple[float, int, int, Edge | None]]  # by state: cost, from where, by what
_Step = tuple[float, int, Edge]  # what it costs in all, the state before it, and the piece
_Before = tuple[float, int]  # the cost of a way so far, and the state that it leads to


class _Found(NamedTuple):
    """Names and words of one length, with what they cost as a noun and as the stem of a verb."""

    as_noun: float
    as_stem: float | None
    noun: Edge
    stem: Edge


class Lattice:
    """All ways to cut one text."""

    def __init__(self, text: str, lexis: Lexis, names: Trie) -> None:
        self.text, self.low = text, folded(text)
        self.lexis, self.names = lexis, names
        self.joins = [lexis.joins(letter) for letter in self.low]
        soft = {letter for letter in set(self.low) if lexis.is_soft(letter)}
        letters = zip(self.low, self.joins, strict=True)
        self.soft = [join == "unspaced" and letter in soft for letter, join in letters]
        self.hard = {found.start(): found for found in SHAPES.finditer(text)}

    def cheapest(self) -> list[tuple[int, Edge]]:
        """The edges of the cheapest way, each with where it begins."""
        size = len(self.low)
        best: list[_Costs] = [{} for _ in range(size + 1)]
        best[0][_BREAK] = (0.0, 0, _BREAK, None)
        for at in range(size):
            for total, state, edge in self._steps(at, best[at]) if best[at] else ():
                known = best[edge.end].get(edge.state)
                if known is None or total < known[0]:
                    best[edge.end][edge.state] = (total, at, state, edge)
        return self._way(best)

    @staticmethod
    def _way(best: list[_Costs]) -> list[tuple[int, Edge]]:
        at, way = len(best) - 1, list[tuple[int, Edge]]()
        state = min(best[at], key=lambda one: best[at][one][0], default=_BREAK)
        while at > 0:
            _, before, earlier, edge = best[at][state]
            if edge is not None:
                way.append((before, edge))
            at, state = before, earlier
        return way[::-1]

    def _steps(self, at: int, costs: _Costs) -> Iterator[_Step]:
        """All that may come next, each only behind the state from which it costs least."""
        before = [(one[0], state) for state, one in costs.items()]
        if self.low[at] == " ":  # nothing begins with a blank, and many texts have one a word
            yield (*min(before), Edge(at + 1, _BREAK, "break"))
            return
        hard = self.hard.get(at)
        if hard is not None:
            cost, state = min(before)
            quoted = hard.lastgroup == "quoted"
            cost += 0.5 if quoted else 1.0 if hard.lastgroup == "emoji" else 0.8
            yield cost, state, Edge(hard.end(), _NOUN, hard.lastgroup)  # type: ignore[arg-type]  # a group of SHAPES
            if hard.lastgroup == "number":
                end = self.lexis.mixed(self.low, hard.end())
                yield cost - _MIXED * (end > hard.end()), state, Edge(end, _NOUN, "number")
            if quoted:
                return
        elif (end := self.lexis.numeral(self.low, at)) > at:
            yield from self._numeral(at, end, costs)
        yield from self._known(at, before)
        yield from self._endings(at, costs)
        yield from self._particles(at, before)
        if hard is None or self.joins[at] is not None:
            yield from self._unknown(at, before)

    def _numeral(self, at: int, end: int, costs: _Costs) -> Iterator[_Step]:
        """A number in letters: one letter, or some among others without blanks, only of money."""
        paid, dense = self.lexis.is_money(self.low, end), self.joins[at] == "unspaced"
        figured = at > 0 and self.low[at - 1].isdigit()  # "15" and its myriads are one
        before = _NOUN if dense and _BREAK not in costs and not figured else _BREAK
        if (
            before not in costs
            or (not paid and (end == at + 1 or dense))
            or self.lexis.goes_on(self.low, end)
        ):
            return
        marks = end == at + 2 and any(
            e == end for e, _ in self.lexis.particles.at(self.low, end - 1)
        )
        cost = costs[before][0] + 0.9 - 2 * paid + 2 * (marks and not paid)
        yield cost, before, Edge(end, _NOUN, "number")

    def _known(self, at: int, before: Sequence[_Before]) -> Iterator[_Step]:
        cheapest: dict[bool, _Before] = {}  # by whether what follows is one letter
        for found in self._beginning(at):
            short = found.noun.end - at == 1
            if short not in cheapest:
                cheapest[short] = min((c + self._glue(at, s, short=short), s) for c, s in before)
            cost, state = cheapest[short]
            if found.as_stem is not None:
                yield cost + found.as_stem, state, found.stem
            yield cost + found.as_noun, state, found.noun

    def _beginning(self, at: int) -> Iterator[_Found]:
        """The names and words that begin at a place, whatever stands before it."""
        if not self._may_begin(at):
            return
        within = self.joins[at] == "agglutinated" and self.low[at - 1 : at].isalpha()  # a word
        ends: dict[int, list[Any]] = {}
        for end, items in (*self.names.at(self.low, at), *self.lexis.words.at(self.low, at)):
            ends.setdefault(end, []).extend(items)
        for end, items in ends.items():
            words = [item for item in items if isinstance(item, Word)]
            named, stem = len(words) < len(items), any(word.stem for word in words)
            torn = " " in self.low[at:end] and not (stem and not self.low[end : end + 1].isalpha())
            if not self._may_end(end) or self._is_hyphened(end, words) or (torn and within):
                continue
            plain = not named and all(word.sense[:6] == "plain." for word in words)
            cost = 0.4 if plain else 1.0
            long = end - at > 1 and self.joins[at] == "agglutinated"
            doubt = 0.2 if stem and len(items) == 1 else -0.05 * named
            as_stem = cost - 0.5 * long if stem else None
            if self.joins[at] == "unspaced" and end - at > _SURE:
                doubt -= 0.3 * (end - at - _SURE)  # so many letters are no chance
            placed = named and self.soft[end - 1 : end + 1] == [False, True]
            doubt -= _MARKED * (placed and self.lexis.marks_place(self.low, end))
            if any(word.sense.startswith(_CLOSING) for word in words):
                cost -= self._closing(at, end)
            begins = not at or self.joins[at - 1] is None
            if begins and any(word.sense == "also.also" for word in words):
                doubt -= _JOINING
            noun = Edge(end, _NOUN, "name" if named else "word", tuple(items))
            verb = noun if as_stem is None else Edge(end, _STEM, noun.kind, noun.items)
            yield _Found(cost + doubt, as_stem, noun, verb)

    def _may_begin(self, at: int) -> bool:
        if not at or self.joins[at] != "spaced" or self.joins[at - 1] != "spaced":
            return True
        return self.low[at - 1].isdigit() and not self.low[at].isdigit()  # "3pm", "15k"

    def _may_end(self, end: int) -> bool:
        if end >= len(self.low) or self.joins[end - 1] != "spaced":
            return True
        return self.joins[end] != "spaced"

    def _is_hyphened(self, at: int, words: Sequence[Word]) -> bool:
        """Whether a hyphen joins these words to what follows ("plus-one"); of days it is a span."""
        near, spaced = self.low[at - 1 : at + 2], self.joins[at - 1] == "spaced"
        joined = near[1:2] == "-" and spaced and near[0].isalpha() and near[2:].isalpha()
        return joined and not any(w.sense.startswith(("weekday.", "month_name.")) for w in words)

    def _glue(self, at: int, state: int, *, short: bool) -> float:
        """What it costs to begin a word, of one letter if `short`, where the script puts no gap."""
        if not at or state == _BREAK or self.joins[at] != self.joins[at - 1]:
            return 0.0
        if self.joins[at] == "agglutinated":
            return 1.5 * short + _GLUED.get(state, 1.5)
        if short and state in (ONE, MORE) and not self.soft[at - 1]:
            return 2.0
        return 0.6 if state in (ONE, MORE) else 0.1

    def _endings(self, at: int, costs: _Costs) -> Iterator[_Step]:
        """Endings behind the stem of a verb."""
        for end, items in self.lexis.endings.at(self.low, at) if _STEM in costs else ():
            early = at - any(item.sense == "ending.joins" for item in items)
            cost = costs[_STEM][0] + 0.1 - self._closing(early, end)
            yield cost, _STEM, Edge(end, _STEM, "ending", tuple(items))

    def _closing(self, at: int, end: int) -> float:
        """How much surer a verb is where it ends its clause: no blank would begin it."""
        closes = self.joins[at] == "unspaced" and (end == len(self.low) or self.joins[end] is None)
        return _ENDED if closes and end - at > 1 else 0.0

    def _particles(self, at: int, before: Sequence[_Before]) -> Iterator[_Step]:
        """Particles behind a noun, or by themselves behind a blank."""
        apart = at > 0 and self.low[at - 1] == " "
        nouns = [(cost + _BEHIND[s], s) for cost, s in before if s in _BEHIND]
        alone = [(cost + 1.2, s) for cost, s in before if s == _BREAK and apart]
        if not nouns and not alone:
            return
        for end, items in self.lexis.particles.at(self.low, at):
            fits = [item for item in items if self._fits(at, item)]
            ends = end >= len(self.low) or self.joins[end] != self.joins[end - 1]
            if not fits or not self._may_end(end):
                continue
            doubt = 0.5 if fits[0].sense in _DOUBTFUL else 0.0
            doubt *= 1 if ends or fits[0].sense != "role.being" else 3
            ways = [(cost + doubt * (s != _NOUN), s) for cost, s in nouns]
            apart = ends or self.soft[end - 1 : end + 1] == [True, False]
            if ways := [*ways, *(alone if apart else ())]:
                after = _NOUN if fits[0].sense in _GOES_ON else _PARTICLE
                cost, state = min(ways)
                yield cost + _LETTER * (end - at), state, Edge(end, after, "particle", tuple(fits))

    def _fits(self, at: int, particle: Particle) -> bool:
        """Whether a particle fits the last sound before it."""
        if not particle.fits:
            return True
        before = self.low[at - 1]
        if not 0xAC00 <= ord(before) <= 0xD7A3:  # composed syllables: 28 ends for each beginning
            return True
        end = (ord(before) - 0xAC00) % 28
        return bool(end) if particle.fits == "closed" else end in (0, 8) or not end

    def _unknown(self, at: int, before: Sequence[_Before]) -> Iterator[_Step]:
        """A sign, or letters that nobody knows; of a script with blanks the whole word."""
        join = self.joins[at]
        if join is None and next(self.lexis.words.at(self.low, at), None) is not None:
            return  # a sign with a sense ("$")
        if join in (None, "spaced"):
            cost, state = min(before)
            more, edge = self._sign(at) if join is None else self._latin(at)
            yield cost + more, state, edge
            return
        runs = [one for one in before if one[1] in (ONE, MORE) and self.joins[at - 1] == join]
        if runs:
            step = _GLUED_STEP if join == "agglutinated" else _STEP
            cost, state = min(runs)
            cost += step + self._crossing(at) + self._turning(at)
            yield cost, state, Edge(at + 1, MORE, "unknown")
        if firsts := [(c + self._first(at, s), s) for c, s in before if (c, s) not in runs]:
            cost, state = min(firsts)
            yield cost + _UNKNOWN, state, Edge(at + 1, ONE, "unknown")

    def _sign(self, at: int) -> tuple[float, Edge]:
        blank = self.low[at].isspace()
        after = _NOUN if self.low[at] in _SHUT else _BREAK
        return 0.0 if blank else 0.05, Edge(at + 1, after, "break" if blank else "punct")

    def _latin(self, at: int) -> tuple[float, Edge]:
        end = at + 1
        if self._may_begin(at):  # else it stands behind an address that ends within a word
            while end < len(self.low) and (self.joins[end] == "spaced" or self._inside(end)):
                end += 1
        return _LATIN, Edge(end, _NOUN, "unknown")

    def _first(self, at: int, state: int) -> float:
        """What it costs beside to begin a word that nobody knows, without a gap before it."""
        join = self.joins[at]
        glued = at and state != _BREAK and self.joins[at - 1] == join
        if glued and join == "unspaced":
            short = state == _NOUN and not self.soft[at] and not self.soft[at - 1]
            return 1.0 if short else 0.2
        if at and self.soft[at] and self.low[at - 1] in _SHUT:
            return 0.6  # rather a particle behind brackets than a word
        return 0.9 if glued else 0.0

    def _inside(self, at: int) -> bool:
        """Whether a mark stands inside a word: an apostrophe or a hyphen between letters."""
        if self.low[at] not in "'-&" or at + 1 >= len(self.low):
            return False
        genitive = self.low[at : at + 2] == "'s" and (
            at + 2 >= len(self.low) or self.joins[at + 2] != "spaced"
        )
        return self.joins[at + 1] == "spaced" and not genitive

    def _turning(self, at: int) -> float:
        """What it costs to go on where other letters begin: there words of such a script begin."""
        if self.joins[at] != "unspaced":
            return 0.0
        return _TURNING * ((self.soft[at - 1] and not self.soft[at]) or turns(self.low, at))

    def _crossing(self, at: int) -> float:
        """What it costs to go on over what may be a particle between two words without blanks."""
        return 2.5 * (self.soft[at] and not self.soft[at - 1] and self._ends_noun(at))

    def _ends_noun(self, at: int) -> bool:
        """Whether a particle ends a noun: a noun, or another particle, may follow it."""
        for end, items in self.lexis.particles.at(self.low, at):
            senses = {item.sense for item in items}  # no word has the mark of an object within
            ends = "role.object" in senses or not all(self.soft[end : end + 1] or [False])
            if ends or (senses & _GOES_ON and self._ends_noun(end)):
                return True
        return False
