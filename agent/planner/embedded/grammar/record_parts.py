"""What a sentence about rows is put together of, in any order: rows, properties, values, words.

Prepositions and particles become the roles of the part that they mark, and joints become cuts; so
the readers of such sentences (`records`) know no language.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product, zip_longest
from typing import Any, Literal

from agent.planner.embedded.grammar.clause import Clause, Refused
from agent.planner.embedded.grammar.lexis import Lexis
from agent.planner.embedded.grammar.names import Entity
from agent.planner.embedded.grammar.numbers import UNITS
from agent.planner.embedded.grammar.phrases import ARROW, is_small
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.grammar.values import WRITTEN
from tools.workspace.model import ExistingDatabase, ExistingProperty
from tools.workspace.values import words

PartKind = Literal["verb", "cut", "property", "value", "row", "text", "every", "thing"]
_CUTS = frozenset(",.;:/+\n()")
_JOINTS = ("role.and", "role.or")  # particles
# What nouns may stand before a value, by its kind, and say no more than it does ("the day: 3 May").
_HINTS = {
    "date": ("concept.date", "type.date"), "email": ("concept.email", "type.email"),
    "code": ("concept.phone", "concept.identifier", "concept.contact", "type.phone_number"),
    "number": ("concept.money", "concept.quantity"),
}  # fmt: skip
_PLAIN = ("unknown", "word", "name", "quoted", "emoji")
_READ_ONLY = ("formula", "rollup", "created_time", "last_edited_time")
_MEANT = ("noun.view", "noun.property", "noun.option", "noun.filter", "compare.", "range.", "ask.",
          "math.", "noun.formula", "noun.relation", "hue.", "cannot.", "never.")  # fmt: skip
_OPEN = {"to", "with", "of", "by"}  # what leads to more, and is no part of a verb ("tick it off")
_SILENT = ("tells.", "plus.", "dealt.", "measure.", "counter.", "noun.status", "roll.", "example.",
           "among.", "only.", "unit.")  # fmt: skip


@dataclass(eq=False)
class Part:
    """One part; a cut has the text of its mark. `prop` is what a value is known to belong to, and
    `value` what it says, of a property whether it was named as it is called, and not only meant; a
    number's depends on the property (`number`)."""

    kind: PartKind
    tokens: list[Token]
    roles: set[str] = field(default_factory=set)
    prop: ExistingProperty | None = None
    value: Any = None
    number: Token | None = None

    def plays(self, *roles: str) -> bool:
        """Whether a mark beside it says one of these parts."""
        return bool(self.roles & set(roles))


def parts_of(clause: Clause, home: ExistingDatabase) -> list[Part]:
    """The parts of a clause about rows of a database, its payload and brackets too.

    Raises Refused where words speak of something else than rows.
    """
    groups = [g for g in clause.said.groups if g]
    marks = [Token("punct", g[0].start - 1, g[0].start, "(") for g in groups]
    marks += [Token("punct", g[-1].end, g[-1].end, ")") for g in groups]
    marks += [Token("punct", t.start - 1, t.start, ":") for t in clause.said.payload[:1]]
    said = {(t.start, t.end): t for t in (*clause.said.tokens, *clause.everything)}
    tokens = sorted([*said.values(), *marks], key=lambda t: (t.start, t.end))
    return list(_Parts(clause, home, tokens).read())


class _Parts:
    """The parts while they are read, token by token."""

    def __init__(self, clause: Clause, home: ExistingDatabase, tokens: Sequence[Token]) -> None:
        self.clause, self.home, self.tokens = clause, home, tokens
        self.found: list[Part] = []
        self.lead: set[str] = set()  # what the prepositions before the next part say
        self.denied = False

    def read(self) -> Iterator[Part]:
        for place, token in enumerate(self.tokens):
            if token.start in self.clause.used and not token.names:
                kind: PartKind = "verb" if token is self.clause.said.verb else "cut"
                self.found += [Part(kind, [token])] if token.has("verb.") else []
                continue  # the verb said twice over, or a unit that its number took
            self._take(place, token)
        if self.denied or self.lead & _OPEN:
            raise Refused
        held = _held(self.home)
        for part, after in zip_longest(self.found, self.found[1:]):
            hints = _HINTS.get(after.tokens[0].kind, ()) if after else ()
            if hints and part.kind == "text" and all(t.has(*hints) for t in part.tokens):
                continue
            yield from _with_held(part, held, self.clause.world.lexis)

    def _take(self, place: int, token: Token) -> None:
        if token.kind in ("punct", "break", "particle", "ending") or token.has("also.", "or.or"):
            self._mark(token)
        elif token.has("role.") and token.has("value.") and not self.lead:
            pass  # part of a verb ("tick it off")
        elif token.has("value.yes", "value.no") and not token.names and self._is_of_box(token):
            pass
        elif part := self._named(token) or self._valued(place, token):
            self._add(part)
        elif token.has("role.") and token.kind == "word" and not token.names:
            self.lead |= {s[5:] for s in token.senses if s.startswith("role.")}
        elif token.has("not.not"):
            self._deny()
        else:
            self._word(token)

    def _mark(self, token: Token) -> None:
        """A joint, or a particle that says what stands before it is for."""
        joins = token.kind == "particle" and token.has(*_JOINTS) and not token.has("role.quote")
        joins = joins or (token.has("role.and") and token.has("role.quote"))
        if token.text == ARROW:
            self.lead.add("to")
        elif joins or token.text in _CUTS or token.kind == "break" or token.has("also.", "or.or"):
            self._cut(token)
        elif token.kind == "particle" and self.found:
            self.found[-1].roles |= {s[5:] for s in token.senses if s.startswith("role.")}
            self.found[-1].roles |= {"plural"} if token.has("plural") else set()

    def _cut(self, token: Token) -> None:
        """A joint; what leads to nothing before it is part of a verb ("tick it off")."""
        if self.lead & _OPEN:
            raise Refused
        self.lead = set()
        self.found.append(Part("cut", [token]))

    def _named(self, token: Token) -> Part | None:
        """A row, an option or a property that a token names."""
        mine = [e for e in self.clause.entities(token) if e.database == self.home.id]
        mine += [e for e in self.clause.entities(token, "database") if e.id == self.home.id]
        kinds: dict[str, Entity] = {entity.kind: entity for entity in reversed(mine)}
        if "row" in kinds:
            return Part("row", [token], value=kinds["row"].id)
        if "option" in kinds and token.kind != "quoted":
            prop = self.clause.world.property(kinds["option"])
            return Part("value", [token], prop=prop, value=kinds["option"].name)
        if state := self._state(token):
            return state
        if token.kind != "quoted" and (entity := self.clause.prop(token, [self.home])):
            prop = self.clause.world.property(entity)
            named = any(e.kind == "property" for e in mine)
            prop_or_none = None if prop.type in _READ_ONLY else prop
            return Part("property", [token], prop=prop_or_none, value=named)
        return Part("thing", [token]) if "database" in kinds else None

    def _state(self, token: Token) -> Part | None:
        """A box that is ticked or not, or a choice that says that something is done."""
        named = [self.clause.world.property(e) for e in self.clause.entities(token, "property")]
        boxes = [p for p in named if p.type == "checkbox" and p in self.home.properties]
        if not boxes and not token.has("state.checked", "state.unchecked", "state.done"):
            return None
        boxes = boxes or [p for p in self.home.properties if p.type == "checkbox"]
        if len(boxes) == 1 and (token.names or token.has("state.checked", "state.unchecked")):
            is_so = not token.has("state.unchecked") and not self.denied
            self.denied = False
            return Part("value", [token], prop=boxes[0], value=is_so)
        prop = self.clause.world.done_property(self.home) if token.has("state.done") else None
        done = self.clause.world.done(prop) if prop else None
        return Part("value", [token], prop=prop, value=done.name) if done else None

    def _valued(self, place: int, token: Token) -> Part | None:
        """A number with its unit, a day, an address."""
        if token.kind == "number":
            units = self._units(place)
            self.clause.use(*units)
            return Part("value", [token, *units], number=token)
        if token.kind == "date" and token.value is not None:
            return Part("value", [token], value=token.value)
        if token.has("value.yes", "value.no") and not token.names:
            return Part("value", [token], value=token.has("value.yes"))
        if token.has("value.empty") and not token.names:
            return Part("value", [token])
        kind = WRITTEN.get(token.kind)
        fits = [p for p in self.home.properties if p.type == kind]
        return Part("value", [token], prop=fits[0], value=token.text) if len(fits) == 1 else None

    def _is_of_box(self, token: Token) -> bool:
        """Whether a yes or no is of the box that was named right before: it says so from now on."""
        last = self.found[-1] if self.found else None
        if last is None or not isinstance(last.value, bool) or last.kind != "value":
            return False
        last.value, last.roles = token.has("value.yes"), last.roles | self.lead
        self.lead = set()
        return True

    def _units(self, place: int) -> list[Token]:
        """What stands right beside a number and says what it counts."""
        behind = self.tokens[place + 1 : place + 2]
        behind = [t for t in behind if t.has(*UNITS, "scale.", "unit.") and not t.names]
        if behind and behind[0].has("scale."):
            behind += [t for t in self.tokens[place + 2 : place + 3] if t.has("format.")]
        before = [
            t for t in self.tokens[max(place - 1, 0) : place] if t.has("format.") and not t.names
        ]
        return [*before, *behind]

    def _deny(self) -> None:
        """A denial stands before what it denies, or right behind it."""
        last = self.found[-1] if self.found else None
        if last is not None and isinstance(last.value, bool):
            last.value = False
        else:
            self.denied = True

    def _word(self, token: Token) -> None:
        last = self.found[-1] if self.found else None
        goes_on = last is not None and last.kind == "text" and not (last.roles - self._before(last))
        spaced = self.clause.world.lexis.joins(token.text[:1].lower()) == "spaced"
        if token.has(*_MEANT, "state.") and not token.names:
            relative = token.has("ask.which") and self.found  # "everyone who is waiting"
            if not relative:
                raise Refused
            return
        if token.has("it.it") and not token.names and not any(p.kind == "row" for p in self.found):
            raise Refused  # that is spoken of before
        leads = token.has("new.new") and last is not None and last.kind == "cut"
        if (is_small(token) and not leads) or token.has("filler.", "it.it"):
            return  # but "new" may begin a name of a list
        if goes_on and last is not None and not self.lead and (spaced or _is_plain(token)):
            last.tokens.append(token)
        elif token.has("all."):
            self._add(Part("every", [token]))
        elif token.has("noun.thing", "noun.row", "noun.database") and not token.names:
            self._add(Part("thing", [token]))
        elif token.has("verb.") and not token.names:
            raise Refused  # asks for something else as well
        elif not token.has(*_SILENT) or token.names:
            self._add(Part("text", [token]))

    @staticmethod
    def _before(part: Part) -> set[str]:
        """The roles that stood before a part: words may still follow it."""
        return {"before", *part.roles} if "before" in part.roles else set()

    def _add(self, part: Part) -> None:
        part.roles |= self.lead | ({"before"} if self.lead else set())
        self.lead = set()
        self.found.append(part)


def _is_plain(token: Token) -> bool:
    """Whether a word may go on with a name, in a script where little else stands behind one."""
    return token.kind in _PLAIN and not token.has(*_SILENT, "all.", "noun.", "verb.")


def _held(home: ExistingDatabase) -> dict[str, ExistingProperty]:
    """The texts that rows hold, each with its property: who knows them need not be told whose."""
    texts = [p for p in home.properties if p.type == "rich_text"]
    return {
        said: prop
        for prop in texts
        for row in home.rows
        if (said := words(row.values.get(prop.id) or []).casefold())
    }


def _with_held(part: Part, held: Mapping[str, ExistingProperty], lexis: Lexis) -> Iterator[Part]:
    """Words that some row holds as its text, as a value; without blanks they may end others."""
    if part.kind != "text" or part.tokens[0].kind == "quoted":
        yield part
        return
    said = " ".join(t.text for t in part.tokens).casefold()
    if said in held:
        yield Part("value", part.tokens, part.roles, held[said])
        return
    topics = [mark for one in lexis.languages for mark in one.particles.get("topic", ())]
    token = part.tokens[-1]
    for end, mark in product(held, topics if len(part.tokens) == 1 else ()):
        name = said.removesuffix(mark + end)
        if name and name != said and lexis.joins(said[-1]) == "unspaced":
            cut = token.start + len(name)
            first = replace(token, end=cut, text=token.text[: len(name)])
            last = replace(token, start=cut + len(mark), text=token.text[-len(end) :])
            yield Part("text", [first], {"topic"})
            yield Part("value", [last], part.roles, held[end])
            return
    yield part
