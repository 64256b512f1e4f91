"""A further row: what it is called, of the words that say nothing else, and its values."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.cells import cells_of
from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from agent.planner.embedded.grammar.told.found import Told
from agent.planner.embedded.grammar.told.happenings import is_kin
from agent.planner.embedded.grammar.told.phrases import TEXTS, Phrase, phrases_of
from agent.planner.embedded.grammar.told.several import news_of_each
from agent.planner.embedded.grammar.told.suiting import (
    firm_ends,
    is_name,
    is_of_firms,
    is_of_people,
    is_person,
    is_plain,
    is_somebody,
    key_of,
    suited,
    who_begins,
)
from agent.planner.embedded.grammar.told.words import words
from tools.workspace.model import ExistingProperty

_AMOUNTS = ("money", "quantity")


class Row:
    """What a text says of one row that is to come to a database."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, self.pieces = evidence, list[Piece]()
        self.title = next(p for p in evidence.home.properties if p.type == "title")
        self.values = cells_of(evidence, self.pieces, evidence.start, evidence.end)
        self.told = sum(p.end - p.start for p in self.pieces if p.kind == "value")  # … of the row
        self.names = list[Piece]()
        self.phrases = phrases_of(evidence, self.pieces)
        open_ = self._placed()
        self._called(open_)
        for phrase in open_ if self.names else ():
            if evidence.of_new or phrase.is_torn:
                self._place(phrase)

    def _free(self) -> list[ExistingProperty]:
        props = [p for p in self.evidence.home.properties if p.type in TEXTS and not p.options]
        return [p for p in props if p.name not in self.values]

    def _give(self, prop: ExistingProperty, phrase: Phrase) -> None:
        value: Any = [phrase.text] if prop.type == "multi_select" else phrase.text
        self.values[prop.name] = value
        self.pieces.append(Piece("value", phrase.start, phrase.end, prop, value))

    def _placed(self) -> list[Phrase]:
        """Gives each phrase the property that is named, or that of people or places; the others,
        but for those behind what there is no property for."""
        open_, apart = list[Phrase](), False
        for phrase, behind in zip(self.phrases, (*self.phrases[1:], None), strict=False):
            prop = phrase.lead or self._amount(phrase, behind)
            prop = prop or suited(
                self.evidence, phrase, self._free(), is_open=not self._is_called()
            )
            if prop is not None and prop.type in (*TEXTS, "title") and prop.name not in self.values:
                self._give(prop, phrase)
                self.told += len(phrase.text) * (prop is not self.title)
            elif self.evidence.of_new and phrase.is_topic:
                apart = True
            elif not apart and phrase.lead is None:
                open_ += self._split(phrase)
        return open_

    def _place(self, phrase: Phrase) -> None:
        """Gives words that nothing is said of the only text that is left for such: for who, where
        they are somebody's name, else for what is neither somebody nor a place."""
        free = [p for p in self._free() if is_plain(p) and self._is_apart(phrase)]
        if who := self._who() if is_somebody(phrase) else None:
            self._give(who, phrase)
        elif len(free) == 1 and not phrase.roles - {"object"}:
            self._give(free[0], phrase)

    def _is_apart(self, phrase: Phrase) -> bool:
        """Whether marks, or a part of the row, stand around words, and no other words."""
        near = [t for t in self.evidence.tokens if t.kind in ("unknown", "name") and (
                0 <= phrase.start - t.end <= 1 or 0 <= t.start - phrase.end <= 1)]  # fmt: skip
        return phrase.is_torn or not near

    def _who(self) -> ExistingProperty | None:
        """The only text for who, where rows are called otherwise."""
        who = [p for p in self._free() if is_person(p)] if not is_of_people(self.title) else []
        return who[0] if len(who) == 1 and self.evidence.of_new else None

    def _is_called(self) -> bool:
        return self.title.name in self.values

    def _amount(self, phrase: Phrase, behind: Phrase | None) -> ExistingProperty | None:
        """The text for how much there is of what comes next ("2 gallons of milk")."""
        if phrase.tokens[0].kind != "number" or behind is None or "of" not in behind.roles:
            return None
        behind.roles.discard("of")
        behind.near = True
        texts = [p for p in self._free() if key_of(p) in _AMOUNTS]
        return texts[0] if len(texts) == 1 else None

    def _split(self, phrase: Phrase) -> list[Phrase]:
        """A phrase without who made what it names, or whom it begins with."""
        first, last, marks = phrase.tokens[0], phrase.tokens[-1], words().surname
        makers = [p for p in self._free() if key_of(p) == "author"] if self.evidence.of_new else []
        quoted = bool(self.phrases) and self.phrases[0].tokens[0].kind == "quoted"
        if makers and quoted and phrase is not self.phrases[0] and phrase.roles <= {"object"}:
            self._give(makers[0], phrase)
            return []
        firm, free = is_of_firms(self.title), [p for p in self._free() if is_plain(p)]
        if first is last or not (self.evidence.of_new or firm):
            return [phrase]
        cut = self.evidence.clause.raw
        if makers and marks.fullmatch(last.text):
            self._give(makers[0], Phrase(last.text, [last]))
            rest = phrase.tokens[:-1]
            return [replace(phrase, tokens=rest, text=cut(rest))]
        begins = is_of_people(self.title) and is_name(first.text) and not firm
        begins = begins and not any("honour" in p.roles for p in self.phrases)
        who = self._who()
        begins |= key_of(who) == "borrower" and is_name(first.text) if who else False
        at = 1 if begins else who_begins(phrase) if who else 0
        if firm and len(free) == 1 and phrase is self.phrases[0]:
            at = firm_ends(phrase)
        parts = [part for part in (phrase.tokens[:at], phrase.tokens[at:]) if part]
        torn = len(parts) > 1
        roles = [phrase.roles if one[-1] is last else set[str]() for one in parts]
        return [replace(phrase, tokens=one, text=cut(one), roles=said, is_torn=torn)
                for one, said in zip(parts, roles, strict=True)]  # fmt: skip

    def _called(self, open_: list[Phrase]) -> None:
        """What the row is called: the best of the phrases, with what is joined to it; else whose it
        is, or its kind and day."""
        evidence = self.evidence
        if self._is_called():
            self.names = [p for p in self.pieces if p.prop is self.title and p.kind == "value"]
            return
        told = [p for p in open_ if not is_kin(p.text) and self._is_told_of(p)]
        best = max(told, key=self._rank, default=None)
        if best is not None:
            open_.remove(best)
            self.names = list(_parts(evidence, best))
            self._widen()
        elif evidence.of_new:
            who = [p for p in self.pieces if isinstance(p.value, str) and is_person(p.prop)]
            who = who or _linked(self.pieces)
            days = [p for p in self.pieces if p.prop is not None and p.prop.type == "date"]
            near = [t for t in evidence.kinds for p in days if 0 <= t.start - p.end <= 1]
            self.names = [Piece("name", p.start, p.end, value=p.value) for p in who[:1]]
            for kind in near[:1] if not who else ():  # "the meeting on 20 December"
                text = evidence.text[days[0].start : kind.end]
                self.names = [Piece("name", days[0].start, kind.end, value=text)]

    def _widen(self) -> None:
        """Takes a value between the name and the kind of what is added for both: "a phone call
        activity" is a phone call, by that channel."""
        name, kinds = self.names[-1], {t.start for t in self.evidence.kinds}
        inner = [p for p in self.pieces if p.kind == "value" and p.start - name.end == 1]
        if self.evidence.of_new and len(self.names) == 1 and inner and inner[0].end + 1 in kinds:
            text = self.evidence.text[name.start : inner[0].end]
            self.names = [Piece("name", name.start, inner[0].end, name.prop, text)]

    def _is_told_of(self, phrase: Phrase) -> bool:
        """Whether a phrase may be a name: of what is told in its own sentence, or the first; in an
        order not behind what else is told, where words have blanks."""
        stop, values = self.evidence.stop, [p for p in self.pieces if p.kind == "value"]
        if not self.evidence.of_new:
            end = stop(phrase.end - 1)
            return end == stop(self.evidence.start) or any(stop(p.end - 1) == end for p in values)
        first = min((p.start for p in values), default=phrase.start)
        led = phrase.near or phrase.tokens[0].kind == "quoted" or not phrase.text.isascii()
        number = phrase.tokens[0].kind == "number" and len(phrase.tokens) == 1
        return not number and (led or phrase.start <= first or phrase is self.phrases[0])

    def _rank(self, phrase: Phrase) -> tuple[int, int]:
        """How likely words are what a row is called, of several the first."""
        roles, people = phrase.roles, is_of_people(self.title)
        rank = 3 * ("object" in roles) + ("also" in roles) + 2 * ("honour" in roles)
        rank += ("subject" in roles) + 4 * (phrase.tokens[0].kind == "quoted")
        rank += 2 * people * (phrase.near + bool(roles & {"from", "by", "suits"}))
        rank += 4 * is_person(self.title) * ("honour" in roles) - 2 * ("to" in roles)
        rank -= 4 * (self._who() is not None and is_somebody(phrase))
        rank -= 4 * bool(roles & ({"at", "with", "by"} | (set() if people else {"from"})))
        rank += 2 * any(word.istitle() for word in phrase.text.split())
        rank += (not people) * (len(phrase.tokens) > 1) * self.evidence.of_new
        first = phrase.start == self.evidence.start and not self.evidence.of_new
        led = first and roles <= {"subject"} and not phrase.is_torn
        return rank - led, -phrase.start

    def made(self) -> list[dict[str, Any]]:
        """The rows."""
        names = [name for name in self.names if name.prop is None]
        return [{self.title.name: name.value, **self.values} for name in names] or [self.values]


def further(evidence: Evidence, *, is_listed: bool = False) -> Iterator[Told]:
    """The row that a text tells of, if it says enough of one; of a list of rows less is enough."""
    if news_of_each(evidence.tokens, evidence.text):
        return  # no one row
    row = Row(evidence)
    of_more = bool(evidence.rows()) and is_of_more(evidence)
    names = [_situation(evidence, row.pieces)] if of_more else row.names
    stands = _stands_in(evidence, row.pieces)
    names = names or ([stands] if stands else []) or (_linked(row.pieces) if is_listed else [])
    listed = ":" in folded(evidence.text[evidence.start :])
    several = any(t.has("all.every") and not t.names for t in evidence.tokens)
    if not names or listed or several:
        return
    if not _is_enough(evidence, row.pieces, names[0], is_listed=is_listed or of_more):
        return
    row.names = names
    due = any(t.has("role.until") for t in evidence.tokens)
    due = due and any(p.prop is not None and evidence.world.is_due(p.prop) for p in row.pieces)
    yield Told(evidence.home, [], row.made(), [*row.pieces, *names], due)


def _parts(evidence: Evidence, phrase: Phrase) -> Iterator[Piece]:
    """The names that a phrase joins."""
    now = list[Token]()
    for token in (*phrase.tokens, None):
        joint = token is not None and token.has("role.and", "also.also")
        if now and (token is None or (joint and not phrase.text.isascii())):
            whole = now[0] is phrase.tokens[0] and token is None
            text = phrase.text if whole else evidence.clause.raw(now)
            yield Piece("name", now[0].start, now[0].start + len(text), value=text)
            now = []
        elif token is not None:
            now.append(token)


def is_of_more(evidence: Evidence) -> bool:
    """Whether most of what is told how something is, is of no row that there is: only a word or two
    are of a name ("the tap in the kitchen is leaking", of the tap in the bathroom)."""
    rows = evidence.rows()
    is_so = any(t.has("states.") and not t.names for t in evidence.tokens)
    if not is_so or any(p.sure for p in rows):
        return False
    left = sum(len(run.text) for run in phrases_of(evidence, evidence.pieces))
    return left > 2 * sum(p.end - p.start for p in rows)


def _situation(evidence: Evidence, pieces: Sequence[Piece]) -> Piece:
    """All that is said of how something is, up to a mark or what is kept of it otherwise."""
    kept = list[Token]()
    for token in evidence.tokens:
        stops = token.kind in ("punct", "break") or any(
            p.kind != "row" and p.meets(token.start, token.end) for p in pieces
        )
        if kept and stops:
            break
        if kept or not is_small(token):
            kept.append(token)
    while kept and kept[-1].has("role."):
        kept.pop()
    start, end = kept[0].start, kept[-1].end
    return Piece("name", start, end, value=evidence.text[start:end])


def _is_enough(
    evidence: Evidence, pieces: Sequence[Piece], name: Piece, *, is_listed: bool
) -> bool:
    """Whether so much is told that nothing else can be meant: more than a day, and whose, and than
    a choice that may be part of the name."""
    told = [p for p in pieces if p.kind == "value" and evidence.text[p.end : name.start].strip()]
    told += [p for p in pieces if p.kind == "value" and p.start >= name.end]
    kinds = {
        p.prop.id: p.prop.type
        for p in told
        if p.prop is not None and p.prop.type != "title" and not p.meets(name.start, name.end)
    }
    said = (
        is_listed
        or evidence.clause.does("add")
        or any(t.has("entry.", "new.") for t in evidence.tokens)
    )
    said = said or evidence.home.id in {e.id for t in evidence.tokens for e in t.names}
    when = {"date"} if said else {"date", "relation"}
    enough = len(kinds) >= (1 if said else 2) and not set(kinds.values()) <= when
    return enough or evidence.filled is not None


def _stands_in(evidence: Evidence, pieces: Sequence[Piece]) -> Piece | None:
    """What a row is called where nothing else names it: the row that is named, or a choice."""
    named = [p for p in evidence.rows() if p.sure]
    chosen = [p for p in pieces if p.prop is not None and p.prop.type == "select"]
    for piece in (*named, *chosen):
        said = evidence.text[piece.start : piece.end]
        return Piece("name", piece.start, piece.end, value=said)
    return None


def _linked(pieces: Sequence[Piece]) -> list[Piece]:
    """What a row is linked to, as what it is called."""
    links = [p for p in pieces if p.prop is not None and p.prop.type == "relation" and p.value]
    return [Piece("name", p.start, p.start, value=p.value[0]) for p in links[:1]]
