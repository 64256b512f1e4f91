"""What a sentence about rows is put together of, in any order: rows, properties, values, words.

Prepositions and particles become the roles of the part that they mark, and joints become cuts; so
the readers of such sentences (`records`) know no language.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.conditions.numbers import UNITS
from agent.planner.embedded.grammar.rows.record_part import Part, PartKind
from agent.planner.embedded.grammar.rows.record_states import led_day, reached, state_of
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import WRITTEN, Entity
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase

_CUTS = frozenset(",.;:/+\n()")
_JOINTS = ("role.and", "role.or")  # particles
_TIMES = re.compile(r"[x×](\d{1,6})")  # how many, behind what is counted
_COUNTER = 2  # letters of the longest one behind a number that no list has
_FIGURES = ("number", "date", "quoted", "email", "code", "url")
_PLAIN = ("unknown", "word", "name", "quoted", "emoji")
_READ_ONLY = ("formula", "rollup", "created_time", "last_edited_time")
_MEANT = ("noun.view", "noun.property", "noun.option", "noun.filter", "compare.", "range.", "ask.",
          "math.", "noun.formula", "noun.relation", "hue.", "cannot.", "never.")  # fmt: skip
_OPEN = {"to", "with", "of", "by"}  # what leads to more, and is no part of a verb ("tick it off")
_SILENT = ("tells.", "plus.", "dealt.", "measure.", "counter.", "noun.status", "roll.", "example.",
           "among.", "only.", "unit.", "format.", "count.", "apart.")  # fmt: skip


def read_parts(
    clause: Clause, home: ExistingDatabase, named: Sequence[tuple[Token, Entity]] = ()
) -> list[Part]:
    """The parts of a clause about rows of a database, its payload and brackets too; `named` are
    rows that are known to be meant.

    Raises Refused where words speak of something else than rows.
    """
    groups = [g for g in clause.said.groups if g]
    marks = [Token("punct", g[0].start - 1, g[0].start, "(") for g in groups]
    marks += [Token("punct", g[-1].end, g[-1].end, ")") for g in groups]
    marks += [Token("punct", t.start - 1, t.start, ":") for t in clause.said.payload[:1]]
    said = {(t.start, t.end): t for t in (*clause.said.tokens, *clause.everything)}
    tokens = sorted([*said.values(), *marks], key=lambda t: (t.start, t.end))
    return _Parts(clause, home, tokens, {token.start: row.id for token, row in named}).read()


class _Parts:
    """The parts while they are read, token by token."""

    def __init__(
        self,
        clause: Clause,
        home: ExistingDatabase,
        tokens: Sequence[Token],
        rows: Mapping[int, str],
    ) -> None:
        self.clause, self.home, self.tokens, self.rows = clause, home, tokens, rows
        self.listed = {t.start for t in clause.said.payload}  # behind a colon nothing is asked for
        self.found: list[Part] = []
        self.lead: set[str] = set()  # what the prepositions before the next part say
        self.denied: Token | None = None  # what says that something is not so
        self.is_aside = False

    def read(self) -> list[Part]:
        for place, token in enumerate(self.tokens):
            if token.start in self.rows:
                self._add(Part("row", [token], value=self.rows[token.start]))
                continue
            if token.start in self.clause.used and not token.names:
                self.found += [Part("verb", [token])] if token is self.clause.said.verb else []
                continue  # the verb said twice over, or a unit that its number took
            told = token.has("teller.") and self.found and self.found[-1].kind == "cut"
            self.is_aside = told or (self.is_aside and token.kind not in ("punct", "break"))
            if not self.is_aside:
                self._take(place, token)
            elif token.names or token.kind in _FIGURES or token.has("verb."):
                raise Refused  # "she has passed away" asks for nothing, but that may
        if self.lead & _OPEN:
            raise Refused
        return self.found + ([Part("meant", [self.denied])] if self.denied else [])

    def _take(self, place: int, token: Token) -> None:
        if token.kind in ("punct", "break", "particle", "ending") or token.has("also.", "or.or"):
            self._mark(token)
        elif token.has("role.") and token.has("value.") and not self.lead:
            pass  # part of a verb ("tick it off")
        elif self.denied and any(p.tokens[0].kind == token.kind in _FIGURES for p in self.found):
            self.clause.use(*(self._units(place) if token.kind == "number" else ()))
            self.denied = None  # what it was until now ("85, not 80")
        elif token.has("value.yes", "value.no") and not token.names and self._is_of_box(token):
            pass
        elif token.has("value.empty") and not token.names:
            self._add(Part("value", [token]))
        elif self._ends_name(token):
            self.found[-1].tokens.append(token)
        elif part := self._named(token) or self._valued(place, token):
            self._add(part)
        elif token.has("role.") and token.kind == "word" and not token.names:
            self.lead |= {s[5:] for s in token.senses if s.startswith("role.")}
        elif token.has("not.not"):
            self._deny(token)
        else:
            self._word(place, token)

    def _ends_name(self, token: Token) -> bool:
        """Whether a name ends in what rows are called, without a blank between."""
        last = self.found[-1] if self.found else None
        glued = last is not None and last.kind == "text" and last.tokens[-1].end == token.start
        titles = {p.id for p in self.home.properties if p.type == "title"}
        return glued and bool(titles & {e.id for e in self.clause.entities(token, "property")})

    def _mark(self, token: Token) -> None:
        """A joint, or a particle that says what stands before it is for."""
        last = self.found[-1] if self.found else None
        named = token.start in self.listed and last is not None and last.kind == "text"
        if named and last and (token.kind == "ending" or token.text == "&"):
            last.tokens.append(token)  # of a name ("Fjord & Sons")
            return
        led = [part.prop for part in self.found[-2:-1] if part.kind == "property" and part.prop]
        if led and led[0].type == "rich_text" and last and _is_of_name(last, token):
            last.tokens.append(replace(token, text=token.text[0], end=token.start + 1))
            return
        joins = token.kind == "particle" and token.has(*_JOINTS)
        if joins or token.text in _CUTS or token.kind == "break" or token.has("also.", "or.or"):
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
        for prop in self.home.properties:
            if far := reached(self.clause, prop, token):
                return Part("value", [token], prop=prop, value=[far.name])
        if "row" in kinds:
            row = self.clause.one([entity for entity in mine if entity.kind == "row"])
            return Part("row", [token], value=row.id)
        titled = "property" in kinds or token.kind not in ("unknown", "word", "name")
        if not titled and (day := led_day(self.clause, self.home, token)):
            return Part("property", [token], prop=day, value=True)
        owned = {part.prop.id for part in self.found if part.kind == "property" and part.prop}
        if "option" in kinds and (token.kind != "quoted" or kinds["option"].property in owned):
            prop = self.clause.world.property(kinds["option"])
            return Part("value", [token], prop=prop, value=kinds["option"].name)
        if state := state_of(self.clause, self.home, token, denied=self.denied is not None):
            self.denied = None if isinstance(state.value, bool) else self.denied
            return state
        if "database" in kinds:
            return Part("thing", [token])  # what rows are called
        if token.kind != "quoted" and (entity := self.clause.prop(token, [self.home])):
            prop = self.clause.world.property(entity)
            named = any(e.kind == "property" for e in mine)
            prop_or_none = None if prop.type in _READ_ONLY else prop
            return Part("property", [token], prop=prop_or_none, value=named)
        return None

    def _valued(self, place: int, token: Token) -> Part | None:
        """A number with its unit, a day, an address."""
        times = _TIMES.fullmatch(token.text) if token.kind == "unknown" else None
        number = float(times[1]) if times else self._counted(token)
        if number is not None:
            units = [] if times else self._units(place)
            self.clause.use(*units)
            said = token if token.kind == "number" else replace(token, kind="number", value=number)
            return Part("value", [token, *units], number=said)
        if token.kind == "date" and token.value is not None:
            return Part("value", [token], value=token.value)
        kind = WRITTEN.get(token.kind)
        fits = [p for p in self.home.properties if p.type == kind]
        return Part("value", [token], prop=fits[0], value=token.text) if len(fits) == 1 else None

    def _counted(self, token: Token) -> float | None:
        """What a number says, or a word for one behind its property ("the rating: two")."""
        led = [part.prop for part in self.found[-1:] if part.kind == "property" and part.prop]
        counts = any(p.type != "title" for p in led) and not (token.has("new.") or token.names)
        if token.kind == "word" and counts and (count := count_of(token)) is not None:
            return float(count)
        return float(token.value) if token.kind == "number" else None

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
        number = self.tokens[place]
        behind = self.tokens[place + 1 : place + 2]
        glued = [t for t in behind if t.kind == "unknown" and t.start == number.end]
        glued = [t for t in glued if len(t.text) <= _COUNTER]  # one that no list has
        if [t.has("role.of") for t in self.tokens[place + 2 : place + 3]] == [True] and not glued:
            behind = [t for t in behind if t.kind == "unknown"] or behind  # "4 cans of tuna"
            glued = [*behind, self.tokens[place + 2]] if behind[0].kind == "unknown" else []
        behind = glued or [t for t in behind if t.has(*UNITS, "scale.", "unit.") and not t.names]
        before = self.tokens[max(place - 1, 0) : place]
        return [*(t for t in before if t.has("format.", "star.") and not t.names), *behind]

    def _deny(self, token: Token) -> None:
        """A denial stands before what it denies, or right behind it."""
        last = self.found[-1] if self.found else None
        if last is not None and isinstance(last.value, bool):
            last.value = False
        else:
            self.denied = token

    def _word(self, place: int, token: Token) -> None:
        listed = token.start in self.listed
        if token.has("both.") and not token.names and any(p.kind == "text" for p in self.found):
            self._add(Part("every", [token]))  # "…, both in the bedroom"
            return
        if token.has("window.ahead") and [t.kind for t in self.tokens[place + 1 :][:1]] == [
            "number"
        ]:
            return  # "4 are left"
        if token.has(*_MEANT, "state.") and not (token.names or listed):
            self._add(Part("meant", [token]))
            return
        told = any(p.kind in ("row", "text") for p in self.found)
        if token.has("it.it") and not (token.names or told):
            self._add(Part("it", [token]))  # that is spoken of before
            return
        last = self.found[-1] if self.found else None
        leads = token.has("new.new") and last is not None and last.kind == "cut"
        if (is_small(token) and not leads) or token.has("filler.", "it.it"):
            return  # but "new" may begin a name of a list
        if last is not None and self._goes_on(last, token):
            last.tokens.append(token)
        elif kind := self._kind(token):
            self._add(Part(kind, [token]))

    def _goes_on(self, last: Part, token: Token) -> bool:
        """Whether a word belongs to the words before it: no mark stands between them."""
        if token.has("ending.told") and token is self.tokens[-1]:
            return False  # the verb of what is told
        between = (t for t in self.tokens if last.tokens[-1].end <= t.start < token.start)
        if any(t.has("copula.") for t in between):
            return False  # "Priya is doing …"
        before = last.roles if "before" in last.roles else set()
        owned = last.kind == "text" and last.roles == {"of"} and token.kind == "unknown"
        if owned and not self.lead:
            last.roles.clear()  # a name of several words ("the window's screen")
            return True
        if last.kind != "text" or last.roles - before or self.lead:
            return False
        if "quoted" in (token.kind, last.tokens[-1].kind):
            return False
        spaced = self.clause.world.lexis.joins(token.text[:1].lower()) == "spaced"
        return spaced or token.start in self.listed or _is_plain(token)

    def _kind(self, token: Token) -> PartKind | None:
        """What a word is by itself; None for one that says nothing."""
        if token.has("all."):
            return "every"
        if token.has("ending.told", "ending.because", "grow.", "dealt.") and not token.names:
            return "remark"
        if token.start not in self.listed and self._calls_rows(token):
            return "thing"
        listed = token.start in self.listed
        if token.has("verb.") and not (token.names or listed):
            raise Refused  # asks for something else as well
        first = not self.found and token.has("counter.")  # nothing stands there that it counts
        begins = token.start == min(self.listed, default=-1)  # "note: pays late"
        return "text" if token.names or first or begins or not token.has(*_SILENT) else None

    def _calls_rows(self, token: Token) -> bool:
        """Whether a word only says that rows are meant: what any are called, or these are."""
        ends = folded(token.text) in folded(self.home.title).split()
        nouns = ("noun.thing", "noun.row", "noun.database", "entry.", "view.list", "view.table")
        return not token.names and (token.has(*nouns) or (ends and token.kind == "unknown"))

    def _add(self, part: Part) -> None:
        part.roles |= self.lead | ({"before"} if self.lead else set())
        self.lead = set()
        self.found.append(part)


def _is_of_name(part: Part, token: Token) -> bool:
    """Whether what looks like "by each" only ends a name that is told ("Choi Eun-byeol", in the
    letters of Korean)."""
    glued = part.kind == "text" and part.tokens[-1].end == token.start
    return glued and token.kind == "particle" and token.has("role.by")


def _is_plain(token: Token) -> bool:
    """Whether a word may go on with a name, in a script where little else stands behind one."""
    return token.kind in _PLAIN and not token.has(*_SILENT, "all.", "noun.", "verb.", "entry.")
