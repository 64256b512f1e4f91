"""One property as words say it: its name, and around it its type, its format and its options."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.planner.brief import WantedProperty
from agent.planner.embedded.creating.wish.naming import details
from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_first, is_padding, is_small
from agent.planner.embedded.grammar.new.members import member
from agent.planner.embedded.grammar.new.naming import cased, is_tail
from agent.planner.embedded.grammar.new.types_said import NATURAL
from agent.planner.embedded.grammar.properties.wished import asked_of
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of

CHOICES = ("type.select", "type.multi_select")
_MARKS = ("noun.property", "noun.type", "noun.format")
_FEWEST = 2  # words that may lead to options
_SHORT = 2  # letters of a type that may as well end a longer word


@dataclass
class Said:
    """One property as far as words say it."""

    name: list[Token] = field(default_factory=list)
    kind: str = ""  # its type, where one is said
    format: str = ""
    options: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)  # what stands in brackets behind it
    marked: bool = False  # whether a word says that it is a property
    of_type: bool = False  # whether a word says that its type stands before that
    is_open: bool = False  # whether options go on behind it
    is_pending: bool = False  # whether options were begun that a word is to end
    is_all: bool = False  # whether it is said of all that was spoken of
    is_apart: bool = False  # whether its type is said apart from its name

    @property
    def is_typed(self) -> bool:
        """Whether anything is said of what it holds."""
        return bool(self.kind or self.format or self.options or self.more)

    @property
    def is_bare(self) -> bool:
        """Whether it is nothing but words that may be an option as well."""
        quoted = any(t.kind == "quoted" for t in self.name)
        return not (self.is_typed or self.marked or quoted)

    def wanted(self, clause: Clause, name: str = "", chosen: str = "select") -> WantedProperty:
        """The property as a brief says it, called otherwise where it has a `name`; options are of
        a choice, of the kind that is `chosen` where none is said."""
        asks = name == "" and self.name[0].has("whether.") and not self.name[-1].has("whether.")
        kind = "checkbox" if asks and not self.is_typed else self.kind or None
        said: dict[str, Any] = {"name": name or self._called(clause), "type": kind}
        if self.format:
            said |= {"type": "number", "format": self.format}
        if self.options:
            said |= {"type": self.kind or chosen, "options": self.options}
        return WantedProperty.model_validate(said | self.more)

    def _called(self, clause: Clause) -> str:
        ends = self.name[-1].has("role.")  # "Paid on"
        return clause.raw(self.name) if ends else cased(clause, asked_of(self.name))


@dataclass
class Member:
    """What stands between two joints: its words, what is in brackets behind them, and whether a
    colon leads to it."""

    tokens: list[Token] = field(default_factory=list)
    group: list[Token] = field(default_factory=list)
    led: bool = False
    behind: bool = False  # whether it stands behind the verb of what there is before it
    joined: bool = False  # whether a word joins it to what stands before, and no comma alone


def is_type(token: Token) -> bool:
    return token.kind == "word" and token.has("type.") and not token.names


def is_mark(token: Token) -> bool:
    return token.has(*_MARKS) and not token.names


def _counts(token: Token) -> bool:
    """Whether a token only says how many a list has."""
    return is_tail(token) or token.has("measure.", "noun.thing")


def is_marking(token: Token) -> bool:
    """Whether a particle marks what words speak of."""
    return token.kind == "particle" and token.has("role.topic", "role.object", "role.subject")


def trimmed(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without the small words around them."""
    kept = list(tokens)
    while kept and is_padding(kept[0]) and kept[0].kind != "quoted":
        kept.pop(0)
    while kept and is_padding(kept[-1]) and not kept[-1].has("phrasal."):
        kept.pop()
    return kept


def without_former(tokens: Sequence[Token]) -> list[Token]:
    """Tokens without the type or format that something had, or is not to have ("from text to a
    select", "in pounds, not dollars")."""
    kinds = [i for i, t in enumerate(tokens) if is_type(t) or (t.has("format.") and not t.names)]
    former = {i for i in kinds if _is_former(tokens, i)} if len(kinds) > 1 else set()
    marks = {i - 1 for i in former if tokens[i - 1].has("not.", "instead.")}
    marks |= {i + 1 for i in former if tokens[i + 1 : i + 2] and tokens[i + 1].kind == "particle"}
    return [t for i, t in enumerate(tokens) if i not in former | marks]


def _is_former(tokens: Sequence[Token], at: int) -> bool:
    """Whether a type is led, or followed by its particle, as the one that was."""
    before = [t for t in tokens[:at] if not t.has("new.new")][-1:]
    led = any(t.kind == "word" and t.has("role.from", "not.", "instead.") for t in before)
    return led or any(t.kind == "particle" and t.has("role.from") for t in tokens[at + 1 : at + 2])


class Described:
    """Reads members of a list one by one; of properties that are `there`, a type behind a name is
    never part of it."""

    def __init__(self, clause: Clause, *, there: bool) -> None:
        self.clause, self.there = clause, there

    def said(self, one: Member) -> Said:
        """A member by itself."""
        said, tokens = Said(), list(one.tokens)
        tokens = self._options_behind(tokens, said)
        tokens = self._formatted(tokens, said)
        quoted = [t for t in tokens if t.kind == "quoted"]
        if len(quoted) == 1:
            self._around(quoted, [t for t in tokens if t is not quoted[0]], said)
        elif (parts := self._called(tokens)) is not None:
            self._around(*parts, said)
        elif quoted:
            raise Refused
        else:
            self._plain(tokens, said)
        if one.group:
            self._bracketed(one.group, said)
        return said

    def _around(self, name: list[Token], others: Sequence[Token], said: Said) -> None:
        """A name that is marked as one: the words around it say what it is."""
        said.name = trimmed(name)
        # A type beside a name is one, whatever else is called so.
        kinds = [t for t in others if t.kind in ("word", "name") and t.has("type.")]
        said.marked = any(map(is_mark, others))
        left = [t for t in others if not (t in kinds or is_mark(t) or is_small(t))]
        left = [t for t in left if not t.has("role.", "all.", "count.", "counter.")]
        if left or len({t.group("type.") for t in kinds}) > 1 or not said.name:
            raise Refused
        if kinds:
            said.kind, said.is_apart = kinds[0].group("type."), True

    def _called(self, tokens: list[Token]) -> tuple[list[Token], list[Token]] | None:
        """A name that words say is one, and the words around it; None where none say so."""
        at = next((i for i, t in enumerate(tokens) if i and t.has("role.called", "role.quote")
                   and not t.names), 0)  # fmt: skip
        if not at:
            return None
        before, behind = tokens[:at], tokens[at + 1 :]
        if all(map(is_small, behind)):
            return None
        return (before, behind) if tokens[at].kind == "particle" else (behind, before)

    def _plain(self, tokens: list[Token], said: Said) -> None:
        """A name, and its type at either end of it."""
        kept = self._stated(trimmed(tokens), said)
        while len(kept) > 1 and kept[0].has("noun.property") and not kept[0].names:
            said.marked, kept = True, trimmed(kept[1:])
        while kept and is_mark(kept[-1]):
            said.marked, said.of_type = True, said.of_type or kept[-1].has("noun.type")
            kept = trimmed(kept[:-1])
        while len(kept) > 1 and kept[-1].has("all.") and not kept[-1].names:
            kept = trimmed(kept[:-1])
        if kept and is_type(kept[-1]):
            kept = self._typed_behind(kept, said)
        elif len(kept) > 1 and is_type(kept[0]):
            kept = self._typed_before(kept, said)
        while kept and is_mark(kept[-1]):
            said.marked = True
            kept = trimmed(kept[:-1])
        if any(map(is_mark, kept)) or any(map(is_type, kept[:-1])):
            raise Refused
        said.name = [] if all(t.has("all.") for t in kept) else kept

    def _stated(self, tokens: list[Token], said: Said) -> list[Token]:
        """What a sentence says of a name ("the size is a number"): the name, its type read, or
        the first of what it is one of."""
        marks = (i for i, t in enumerate(tokens) if i and (is_marking(t) or t.has("be.")))
        articles = (i for i, t in enumerate(tokens) if i and t.has("new.new") and self.there)
        at = next(marks, 0) or next(articles, 0)
        rest = trimmed(tokens[at + 1 :]) if at else []
        kinds = [t for t in rest if is_type(t)]
        if kinds and len(kinds) == 1 and all(is_mark(t) or is_type(t) for t in rest):
            said.kind, said.is_apart = kinds[0].group("type."), True
            return trimmed(tokens[:at])
        if rest and not kinds and self.agglutinates(rest[0]) and tokens[at].kind == "particle":
            said.options, said.is_pending = [self.option(rest)], True
            return trimmed(tokens[:at])
        return tokens

    def _typed_behind(self, kept: list[Token], said: Said) -> list[Token]:
        """A name without the type that ends it, unless that is part of it ("arrival date")."""
        kind, before = kept[-1], kept[:-1]
        name = trimmed([t for t in before if not (is_mark(t) and t is before[-1])])
        glued = bool(name) and name[-1].end == kind.start and len(kind.text) <= _SHORT
        if glued and name[-1].kind != "quoted":
            return kept
        said.kind = kind.group("type.")
        if not name:
            return []
        led = before[-1].kind == "word" and before[-1].has("role.to") and not before[-1].names
        ended = before[-1].has("role.", "phrasal.") and before[-1].kind == "word" and not led
        marked = any(map(is_mark, before))
        joined = before[-1].kind == "particle" and before[-1].has("role.of")
        latin = kind.text.isascii() and kind.text.isalpha()
        counted = latin and said.kind in ("number", "rich_text") and not said.marked
        whole = concept_of(self.clause.words(kept))
        counted |= latin and whole is not None and whole.type not in ("number", said.kind)
        known = concept_of(self.clause.words(name)) if joined else None
        same = known is not None and known.type == said.kind
        if (said.kind in NATURAL and not same) or (counted and not joined):
            said.is_apart = ended or led or marked or said.of_type or self.there
        else:
            said.is_apart = True
        if not said.is_apart and said.kind not in NATURAL:
            said.kind = ""  # "room number": what that is follows from its name
        said.marked |= marked
        return before if said.is_apart and ended else name if said.is_apart else kept

    def _typed_before(self, kept: list[Token], said: Said) -> list[Token]:
        """A name without the type that leads it ("number field Points", "a checkbox for Vegan")."""
        kind, behind = kept[0], kept[1:]
        led = is_mark(behind[0]) or behind[0].has("role.suits")
        titled = kind.text.islower() and behind[0].text.istitle()
        if not (led or titled) or (kind.group("type.") in NATURAL and not is_mark(behind[0])):
            raise Refused
        said.kind, said.is_apart = kind.group("type."), True
        said.marked = any(map(is_mark, behind))
        return trimmed(behind[led:])

    def _options_behind(self, tokens: list[Token], said: Said) -> list[Token]:
        """The tokens before what leads to the options of a choice; the first of them is read."""
        kinds = [i for i, t in enumerate(tokens) if is_type(t) and t.has(*CHOICES)]
        nouns = [i for i, t in enumerate(tokens) if not t.names
                 and (t.has("noun.option", "choose.") or (i and t.has("aim.able")))]  # fmt: skip
        at = kinds[0] if kinds else nouns[0] if nouns else len(tokens)
        leads = ("role.with", "role.from", "role.of", "noun.option", "choose.", "among.", "role.to")
        led = [i for i in range(at + bool(kinds), len(tokens)) if tokens[i].has(*leads)]
        if not led or self.agglutinates(tokens[led[0]]):
            return tokens
        rest = tokens[led[0] + 1 :]
        more = [i for i, t in enumerate(rest[:_FEWEST], 1) if t.has(*leads)]
        rest = rest[more[-1] :] if more and all(map(is_small, rest[: more[-1] - 1])) else rest
        if not rest and not kinds:
            raise Refused  # "with A and B to choose from"
        said.is_open, said.is_apart = True, True
        said.kind = tokens[kinds[0]].group("type.") if kinds else "select"
        said.options += [self.option(rest)] if rest else []
        before = tokens[: led[0]]
        while before and (is_padding(before[-1]) or before[-1].has("apart.")):
            before.pop()
        return before

    def _formatted(self, tokens: list[Token], said: Said) -> list[Token]:
        """The tokens without the format that is said behind them ("the fee in euros")."""
        at = next((i for i, t in enumerate(tokens) if t.has("noun.format") and i), 0)
        if at and tokens[at - 1].has("state.empty", "value.no", "without."):
            said.format, said.is_apart = "number", True  # "a number without a currency"
            kept = trimmed(tokens[: at - 1])
            return kept[:-1] if kept and kept[-1].has("type.number") else kept
        at = next((i for i, t in enumerate(tokens) if i and t.has("format.")
                   and not t.names), 0)  # fmt: skip
        if not at or not tokens[at - 1].has("role.at", "role.to"):
            return tokens
        rest = [t for t in tokens[at + 1 :] if not (is_small(t) or is_mark(t))]
        if rest:
            raise Refused
        said.format, said.is_apart = tokens[at].group("format."), True
        kept = trimmed(tokens[: at - 1])
        number = len(kept) > 1 and is_type(kept[-1]) and kept[-1].has("type.number")
        return kept[:-1] if number else kept

    def _bracketed(self, group: Sequence[Token], said: Said) -> None:
        """What brackets say of a property."""
        text, name = self.clause.said.text, self.clause.words(said.name)
        said.more = details(name, tuple(group), text)
        kind, ahead = said.more.get("type"), bool(said.name) and said.name[0].start > group[0].start
        unit = kind == "number" and not any(t.has("type.", "format.") for t in group)
        if not said.more or kind in ("relation", "title") or not said.name or ahead or unit:
            raise Refused
        said.is_apart, said.is_open = True, False

    def option(self, tokens: Sequence[Token]) -> str:
        """An option, without how many of them there are ("S, M, L: the three")."""
        kept = list(tokens)
        counted = len(kept) > 1 and any(t.kind == "number" for t in kept[-2:])
        while counted and len(kept) > 1 and (_counts(kept[-1]) or kept[-1].kind == "particle"):
            kept.pop()
        return member(self.clause, kept)

    def agglutinates(self, token: Token) -> bool:
        """Whether words stand behind what they are said of, as the language of a token has it."""
        return not is_first(token, self.clause.world.lexis)
