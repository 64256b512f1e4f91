"""What sentences say of several tables, taken into what is found of a wish.

One reader for all of them: what it takes, no other reads again; what is left is read as any wish.
"""

import re
from dataclasses import dataclass, field

from agent.planner.brief import MOST_DATABASES, WantedProperty, WantedRow
from agent.planner.embedded.creating.described import (
    SENTENCE,
    Column,
    Described,
    group_of,
    sentences_in,
)
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.introduced import status_name
from agent.planner.embedded.creating.listing import took_view
from agent.planner.embedded.creating.related import read_section, relate
from agent.planner.embedded.creating.sections import (
    is_section,
    is_usual,
    members_in,
    several,
    table_name,
)
from agent.planner.embedded.creating.views.looks import hue_of
from agent.planner.embedded.creating.wish.groups import groups_of
from agent.planner.embedded.creating.wish.naming import property_of, tidy
from agent.planner.embedded.creating.wish.pieces import (
    Group,
    Member,
    only_counts,
    uncounted,
)
from agent.planner.embedded.creating.wish.trimmed import without_kind
from agent.planner.embedded.creating.wish.vocabulary import are_many, core, tokens
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.lexicon import concept_of, is_choice, singular
from agent.planner.embedded.nouns import is_attribute
from agent.planner.embedded.text import spoken

_FEWEST = 2  # tables; what is said of one alone is read as any wish
_OPENING = 4  # words, among which "each" says that a table is spoken of
_BRACKETS = re.compile(r"[(（]")
_SEEN = ("view.", "verb.show", "verb.sort", "verb.group")
_FORMAL = ("noun.database", "noun.property", "noun.option", "noun.formula")
_PEOPLE = ("entry.", "concept.person", "thing.member", "thing.person")
_MARK = spoken("marks_table")
_WHICH = spoken("which_of_table")
_WHO = spoken("who_of_table")
_BACK = spoken("points_back", "(?:{})$")
_ONE = spoken("one_of_table", "(?:{}).*")


@dataclass
class Table:
    """A table as several sentences describe it."""

    name: str
    columns: list[Column] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)


@dataclass
class Told:
    """A text by what its sentences do: who asks, the tables, and what is asked of these."""

    opening: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    spoken: bool = False  # whether one at least is described by more than a sign
    choices: list[Described] = field(default_factory=list)  # what may be of columns
    announced: list[str] = field(default_factory=list)  # tables that a sentence only names
    bound: bool = False  # whether tables are linked, which says that they are some

    def hear(self, said: Described | str) -> None:
        """Takes one clause for what it does."""
        table = self._meant(said) if isinstance(said, Described) else None
        if isinstance(said, Described) and table:
            self.spoken |= not said.marked
            table.columns += said.columns
            table.rows += said.rows
            return
        if isinstance(said, Described):
            self.choices.append(said)
            said = said.text
        named = [] if self.tables or self.announced else announced(said)
        self.announced += named
        if not named:
            begun = self.tables or (self.bound and self.announced)
            (self.left if begun else self.opening).append(said)

    def _meant(self, said: Described) -> Table | None:
        """The table that a clause describes, perhaps a new one."""
        if _BACK.match(said.name):
            return self.tables[-1] if self.tables else None  # "each", "they"
        name = _called(said)
        meant = next((one for one in self.announced if _means(said.name, one)), None)
        if meant and all(one.name != meant for one in self.tables):
            self.tables.append(Table(meant))
        name = meant or name
        known = next((one for one in self.tables if _same(one.name, name)), None)
        if any(_is_seen(one) for one in said.columns):
            return None
        few = name and len(self.tables) < MOST_DATABASES
        if known is None and few and _is_table(said, first=not self.tables):
            known = Table(name)
            self.tables.append(known)
        return known

    def settle(self) -> None:
        """Makes tables of all that were announced, once one of them is described, and gives what is
        said of a column to the table that has it ("Role is guide or cook")."""
        named = {one.name: one for one in self.tables}
        if any(one in named or self.bound for one in self.announced):
            others = (one for one in self.tables if one.name not in self.announced)
            self.tables = [*(named.get(a) or Table(a) for a in self.announced), *others]
        homes = {c.text: (t, at) for t in self.tables for at, c in enumerate(t.columns)}
        told = [(said, *homes[said.name]) for said in self.choices if said.name in homes]
        for said, table, at in told:
            options = [o for one in said.columns for o in (*one.options, one.text) if o]
            if len(options) > 1:
                table.columns[at] = Column(said.name, tuple(options))
                self.left = [one for one in self.left if one != said.text]
                self.opening = [one for one in self.opening if one != said.text]


def announced(said: str) -> list[str]:
    """The tables that a sentence names and counts, with nothing said of them ("名簿と予定と会費の
    3つの表"); none for any other."""
    groups = groups_of(tokens(said), said)
    listed = [m for g in groups if not g.lead for m in g.members if m.tokens and not m.acted]
    own = [m for m in listed if not only_counts(m.tokens)]
    numbers = [uncounted(m.tokens)[1] for m in listed[-1:]]
    numbers += [count_of(t) for m in listed if m not in own for t in m.tokens]
    names = [table_name(without_kind(m.tokens), said) for m in own]
    plain = not any(m.groups or m.choices for m in own)
    return names if plain and len(names) >= _FEWEST and len(names) in numbers else []


def _means(name: str, table: str) -> bool:
    """Whether a name is a table's, or says what that holds ("選手": 選手の名簿)."""
    inner = not name.isascii() and name in core(table)
    return bool(name) and (_same(name, table) or inner or singular(table).startswith(f"{name} "))


def _apart(text: str) -> str:
    """A text with a stop before each table that was announced and is described behind a comma."""
    names = next(filter(None, (announced(m[0]) for m in SENTENCE.finditer(text))), [])
    begins = "|".join(re.escape(name.split()[0] if name.isascii() else name[:2]) for name in names)
    comma = rf"[,、]\s*(?=(?:{begins})\w{{0,8}}(?:{_MARK.pattern}))"
    return re.sub(comma, ". ", text) if names else text


def _called(said: Described) -> str:
    """What a table is called: a Latin name of one of its rows, in the plural."""
    kept = tokens(said.name)
    while len(kept) > 1 and kept[-1].kind == "particle":
        kept.pop()
    name = table_name(kept, said.name)
    return several(name) if _ONE.match(said.text) else name


def _same(one: str, other: str) -> bool:
    return singular(core(one)) == singular(core(other))


def _is_seen(column: Column) -> bool:
    """Whether words say how something is to be seen, be it in which colour, and name no column."""
    said = tokens(column.text)
    return bool(hue_of(said)) or (len(said) > 1 and any(t.has(*_SEEN) for t in said))


def _is_table(said: Described, *, first: bool) -> bool:
    """Whether what is said of a name is what rows have, and no options of a choice; before there
    is any table, who asks may be told just so ("a small farm with 40 cows")."""
    if any(t.has("noun.view", "noun.status", "sample.") for t in tokens(said.name)):
        return False
    if any(uncounted(tokens(one.text))[1] is not None for one in said.columns):
        return False  # "スタッフは看護師5名と受付2名です"
    usual = [is_usual(m, one.text) for one in said.columns for m in _members(one.text)]
    usual += [True for one in said.columns if _WHICH.match(one.text) or _WHO.match(one.text)]
    many = sum(usual) * 2 >= len(said.columns) > 0
    told = first and said.name.isascii() and not (are_many(said.name) or said.rows)
    if told and not any(t.has("each.") for t in tokens(said.text)[:_OPENING]):
        return many
    if is_choice(said.name) or is_attribute(said.name):
        return many
    return said.sure or (len(said.columns) > 1 and any(usual))


def _members(text: str) -> list[Member]:
    """The words of one column, or of several that blanks part."""
    members = members_in(tokens(text), text)
    several = len(members) > 1 and all(is_usual(one, text) for one in members)
    single = len(members) == 1 and property_of(members[0], text) is not None
    if several or single:
        return members
    said = tokens(text)
    at = next((i for i, t in enumerate(said) if t.text == "("), len(said))
    inside = tuple(said[at + 1 : -1])
    return [Member(tuple(said[:at]), (inside,) if inside else ())]


def _is_formal(said: Described | str) -> bool:
    """Whether a clause calls tables and columns so, or lists these in brackets: no prose of
    everyday words."""
    typed = said if isinstance(said, str) else said.text
    texts = [typed] if isinstance(said, str) else [one.text for one in said.columns]
    held = [text for text in texts if _BRACKETS.search(text)]
    listed = any(is_section(m, text) for text in held for m in members_in(tokens(text), text))
    return listed or any(t.has(*_FORMAL) and not t.has("concept.") for t in tokens(typed))


def take_described(found: Found, text: str, *, bound: bool = False) -> tuple[str, str] | None:
    """Takes the tables that sentences describe, where these are several, or only name where `bound`
    to each other; what stands before them, and what is left to be read."""
    told = Told(bound=bound)
    clauses = [one for sentence in sentences_in(_apart(text)) for one in sentence]
    for one in clauses:
        told.hear(one)
    told.settle()
    described = len(told.tables) >= _FEWEST
    described = described and (bound or any(one.columns for one in told.tables))
    formal = any(_is_formal(one) for one in clauses if not told.announced)
    if not (described and (told.spoken or bound)) or formal:
        return None
    found.databases += [table.name for table in told.tables]
    for table in told.tables:
        wanted = [p for one in table.columns for p in _properties(one, found, table.name)]
        read_section(found, table.name, wanted)
        found.rows += [WantedRow(database=table.name, title=row[:200]) for row in table.rows]
    for table in told.tables:
        relate(found, table.name)
    found.here = told.tables[-1].name  # of which more may be said
    return "".join(told.opening), "".join(told.left)


def _properties(column: Column, found: Found, home: str) -> list[WantedProperty | None]:
    """A column as a property: what it may be, what it leads to, or what its words say of it; none
    where it is a view."""
    name, text = tidy(tokens(column.text), column.text), column.text
    if column.options:
        return [_choice(column, name or status_name("", found.language))]
    if target := _leads_to(found, text, home):
        which = _WHICH.match(text)
        name = tidy(tokens(group_of(which)), group_of(which)) if which else name
        return [WantedProperty(name=name, type="relation", target=target)]
    found.text = text
    members = [m for m in _members(text) if not took_view(found, m, Group(), home)]
    box = any(t.has("inquiry.checkbox") for t in tokens(text)[:1])
    plain = WantedProperty(name=name or text[:60], type="checkbox" if box else None)
    return [property_of(m, text) or plain for m in members]


def _choice(column: Column, name: str) -> WantedProperty:
    known = concept_of(name) if is_choice(name) else None
    kind = known.type if known else "select"
    said = {"name": name, "type": kind, "options": list(column.options)}
    return WantedProperty.model_validate(said)


def _leads_to(found: Found, text: str, home: str = "") -> str | None:
    """The table that words for one of its rows lead to ("which product", "who came")."""
    if which := _WHICH.match(text):
        return _of_row(found, group_of(which))
    named = next((one for one in found.databases if one != home and _same(one, text)), None)
    return named or (_people(found) if _WHO.match(text) else None)


def _of_row(found: Found, name: str) -> str | None:
    alike = [one for one in found.databases if _same(one, name)]
    alike = alike or [one for one in found.databases if one.startswith(name)]
    return alike[0] if len(alike) == 1 else None


def _people(found: Found) -> str | None:
    """The table whose rows are people."""
    named = (one for one in found.databases if any(t.has(*_PEOPLE) for t in tokens(one)[-1:]))
    return next(named, None)
