"""What was found in a wish so far, and the brief that it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.planner.brief import (
    MOST_DATABASES,
    MOST_ROWS,
    MOST_SUB_PAGES,
    Brief,
    PropertyList,
    Removal,
    WantedProperty,
    WantedRelation,
    WantedRollup,
    WantedRow,
    WantedView,
)
from agent.planner.embedded.creating.wish.instances import Instances, with_instances
from agent.planner.embedded.creating.wish.pieces import Group, Member
from agent.planner.embedded.creating.wish.titles import names_row, titled, untitled
from agent.planner.embedded.creating.wish.vocabulary import core, holds
from agent.planner.embedded.creating.wish.whose import given_to_owners
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import are_grades, singular
from tools.blueprint.base import Language

_NO_MONEY = (None, "number", "number_with_commas", "percent")


@dataclass
class Wish:
    """A wish as it was read: a brief, the words of its head, and the clauses that are changes to
    what the brief comes to."""

    brief: Brief
    head: str = ""
    rest: list[str] = field(default_factory=list)
    first_called: str | None = None  # the main database, under the name that it is to have
    inferred: frozenset[str] = frozenset()  # names, folded, that no noun and no quotes introduced
    language: Language = "en"
    remarks: list[str] = field(default_factory=list)  # what asks for nothing, and is told so
    homes: Mapping[str, str] = field(default_factory=dict)  # the databases some of it is said of
    setting: str = ""  # what it is told to be for, of the brief's particulars
    records: list[str] = field(default_factory=list)  # what gives rows, to be read of the design
    told: bool = False  # whether it says how things are before it asks for something
    story: str = ""  # what only tells of who asks, and is for nothing
    kept: str = ""  # … and what says what is to be kept


@dataclass
class Found:
    """What was found; `said` holds the plain fields of the brief."""

    language: Language
    known: Mapping[str, Sequence[str]] = field(default_factory=dict)  # what there is already
    sets: bool = False  # whether sentences about who asks are no head
    skipped: bool = False  # … and some were
    text: str = ""
    head: tuple[Token, ...] = ()
    head_text: str = ""
    place: tuple[str, int] = ("", 0)  # the line and the sentence that the head stands in
    sentence: list[Group] = field(default_factory=list)  # the groups of the present one so far
    home: tuple[str, int, str] = ("", 0, "")  # … and the database that is spoken of, where
    subject: str | None = None
    setting: str = ""  # what it is about by what was told before, where no head says it
    first_called: str | None = None
    inferred: set[str] = field(default_factory=set)
    instead: bool = False  # whether what was turned down right before is to be replaced
    follows: bool = False  # whether a list comes behind the present group
    here: str | None = None  # the database that was introduced last, with nothing said of it yet
    last: str = ""  # the property that was spoken of last
    said: dict[str, object] = field(default_factory=dict)
    databases: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    more_pages: list[str] = field(default_factory=list)
    lists: list[PropertyList] = field(default_factory=list)
    views: list[WantedView] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    relations: list[WantedRelation] = field(default_factory=list)
    parted: list[str] = field(default_factory=list)  # databases of which the same is said
    bound: set[str] = field(default_factory=set)  # what is linked, folded: databases
    rollups: list[WantedRollup] = field(default_factory=list)
    rows: list[WantedRow] = field(default_factory=list)
    alone: bool = False  # whether these are all that the page is to hold, if nothing else is named
    untitled: set[str | None] = field(default_factory=set)  # whose rows had names before columns
    instances: list[Instances] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    homes: dict[str, str] = field(default_factory=dict)  # what some of it is said of
    remarks: list[str] = field(default_factory=list)

    def heads(self, group: Group) -> bool:
        """Whether a group stands in the sentence of the head."""
        return (self.text, group.sentence) == self.place

    def home_of(self, group: Group) -> str | None:
        """The database that was spoken of before in the sentence of a group."""
        *place, name = self.home
        return name if name and place == [self.text, group.sentence] else None

    def columns(self) -> list[WantedProperty]:
        """The properties of all databases so far."""
        return [p for one in self.lists for p in one.properties]

    def options(self) -> list[str]:
        """The options of all properties so far."""
        return [option for p in self.columns() for option in p.options]

    def drop(self, name: str) -> None:
        """Takes back a property that was taken for one, of whatever database."""
        for place, listed in enumerate(self.lists):
            kept = [p for p in listed.properties if p.name.casefold() != name.casefold()]
            kept = [
                p.model_copy(update={"options": [o for o in p.options if o != name]}) for p in kept
            ]
            self.lists[place] = listed.model_copy(update={"properties": kept})
        self.lists = [listed for listed in self.lists if listed.properties]
        self.rest = [said for said in self.rest if said != name]

    def leave(self, group: Group) -> None:
        """Leaves a group to be read as a change to what results."""
        tokens = [t for t in group.tokens() if t.start >= 0]  # some stand for what was not said
        said = self.text[tokens[0].start : tokens[-1].end].strip(" ,;") if tokens else ""
        for one in self.rest:
            said = said.replace(one, "")  # what is left already
        if said and not holds(said, "complaint"):  # why it is wanted asks for nothing
            self.rest.append(said)

    def infer(self, members: Sequence[Member], names: Sequence[str]) -> None:
        """Notes names that only their place in a list made a part of the design."""
        quoted = all(any(t.kind == "quoted" for t in m.tokens) for m in members)
        self.inferred |= set() if quoted else {name.casefold() for name in names}

    def put(
        self,
        properties: Sequence[WantedProperty | None],
        database: str | None = None,
        *,
        exact: bool = False,
    ) -> None:
        """Adds properties of a database; those said of one name again take its place."""
        parts = [part for p in properties if p is not None for part in self._parts(p)]
        named = {p.name.casefold(): p for p in parts}
        database = database or self.here
        if not named:
            return
        for place, listed in enumerate(self.lists):
            if listed.database == database and (not exact or listed.exact):
                kept = [p for p in listed.properties if p.name.casefold() not in named]
                both = [*kept, *named.values()]
                self.lists[place] = listed.model_copy(update={"properties": both})
                return
        if any(row.database in (None, database) for row in self.rows):
            self.untitled.add(database)
        self.lists.append(
            PropertyList(database=database, exact=exact, properties=list(named.values()))
        )

    def put_type(self, name: str, wanted: WantedProperty) -> None:
        """Puts a property in the place of the one of that name."""
        for place, listed in enumerate(self.lists):
            both = [wanted if p.name == name else p for p in listed.properties]
            self.lists[place] = listed.model_copy(update={"properties": both})

    def _parts(self, wanted: WantedProperty) -> list[WantedProperty]:
        """A property; one for each part where it is measured in parts ("blood pressure (upper,
        lower)")."""
        if wanted.type == "status" and are_grades(wanted.options):
            return [wanted.model_copy(update={"type": "select"})]
        if wanted.type != "number" or not wanted.options:
            return [wanted]
        frame = lexis().names[self.language]["part"]
        names = [frame.format(wanted.name, part) for part in wanted.options]
        return [wanted.model_copy(update={"name": name, "options": []}) for name in names]

    def named(self) -> list[str]:
        """The databases that were named so far."""
        return [*self.databases, *self.more, *self.known]

    def names(self, name: str) -> str | None:
        """The database of the wish that a word means."""
        folded = singular(name)
        return next((one for one in self.named() if singular(one) == folded), None)

    def means(self, name: str) -> str | None:
        """The only database of the wish whose name says this word of what it holds ("와인": 와인
        재고; "고객": 고객 명단), else the one of this very name."""
        kept = core(name)
        alike = [one for one in self.named() if core(one) == kept]
        spaced = name.isascii()  # "visits" is not "pets have visits"
        alike = alike or [d for d in self.named() if not spaced and kept in core(d).split()]
        alike = alike or [d for d in self.named() if not spaced and d.startswith(f"{kept} ")]
        alike = alike or [d for d in self.named() if not d.isascii() and core(d)[:-1] == kept]
        return self.names(name) or (alike[0] if len(alike) == 1 and kept else None)

    def called(self, name: str) -> str:
        """The whole name of the one property that ends with a word and has no type yet ("과정":
        수강 과정), else the word."""
        longer = {
            p.name
            for p in self.columns()
            if p.name.endswith(f" {name}") and not (name.isascii() or p.type or p.options)
        }
        return longer.pop() if len(longer) == 1 and not self.has_property(name) else name

    def has_property(self, name: str) -> str | None:
        """The property of the wish that a word means."""
        folded = name.casefold()
        listed = [p.name for p in self.columns()]
        listed += [there for names in self.known.values() for there in names]
        return next((one for one in listed if one.casefold() == folded), None)

    def _gather_choices(self) -> None:
        """Puts what was said of a choice ahead of the database that has it where that is described
        ("반은 A, B가 있고 학생마다 이름, 반"); a database of nothing else is none."""
        own = [i for i, one in enumerate(self.lists) if one.database in (None, self.subject)]
        said = [(i, p) for i in own for p in self.lists[i].properties if p.options]
        for at, choice in said:
            homes = [i for i, one in enumerate(self.lists) if choice.name in _untyped(one)]
            if len(homes) == 1 and homes != [at]:
                self._settle(at, choice, homes[0])
        self.lists = [one for one in self.lists if one.properties]
        held = {one.database for one in self.lists}
        gone = self.subject if self.subject in self.databases and self.subject not in held else None
        if gone and len(self.databases) > 1:
            self.databases = [name for name in self.databases if name != gone]

    def _settle(self, at: int, choice: WantedProperty, home: int) -> None:
        """Moves a choice from the list at a place to the one that names it."""
        kept = [p for p in self.lists[at].properties if p is not choice]
        both = [choice if p.name == choice.name else p for p in self.lists[home].properties]
        self.lists[home] = self.lists[home].model_copy(update={"properties": both})
        self.lists[at] = self.lists[at].model_copy(update={"properties": kept})

    def _of_all(self, listed: PropertyList) -> list[PropertyList]:
        """A list; where databases were parted and it is said of none, one of each of them."""
        homes = self.parted if listed.database is None else []
        return [listed.model_copy(update={"database": home}) for home in homes] or [listed]

    def _titled(self, listed: PropertyList, heads: set[str]) -> PropertyList:
        """A list with the property first that its rows are called by: none of those that say more
        of rows that were named before."""
        more = listed.database in self.untitled and not names_row(listed, heads)
        return (untitled if more else titled)(listed, heads)

    def column_meant(self, name: str) -> WantedProperty | None:
        """The property that a word means by its own name, else the only one that begins or ends
        with it."""
        named = [p for p in self.columns() if p.name.casefold() == name.casefold()]
        low = name.casefold()
        ending = [
            p
            for p in self.columns()
            if p.name.casefold().endswith(low) or p.name.casefold().startswith(low)
        ]
        return next(iter(named or (ending if len(ending) == 1 and name else [])), None)

    def _seen(self, view: WantedView) -> WantedView:
        """A view by the property that it means, be that named before or behind it."""
        meant = self.column_meant(view.by) if view.by else None
        return view.model_copy(update={"by": meant.name}) if meant else view

    def wish(self) -> Wish:
        """What all that was found comes to."""
        self._gather_choices()
        self.lists = given_to_owners(self.lists, [] if self.known else self.databases)
        self.lists = with_instances(self.lists, self.instances, self.language)
        heads = {token.text.casefold() for token in self.head}
        self.lists = [each for one in self.lists for each in self._of_all(self._titled(one, heads))]
        if self.said.get("database_count") == 1 == len(self.databases) and not self.known:
            homeless = {"database": self.databases[0]}  # all is of the only one that is to be
            self.lists = [p if p.database else p.model_copy(update=homeless) for p in self.lists]
        formats = {p.format for p in self.columns() if p.format not in _NO_MONEY}
        if len(formats) == 1:  # who names one currency has all amounts in it
            self.said.setdefault("currency", formats.pop())
        several = len(self.databases) > 1
        fields = {
            "topic": (self.setting if several else self.subject) or self.subject or self.setting,
            "databases": once(self.databases)[:MOST_DATABASES],
            "more_databases": once(self.more)[:MOST_DATABASES],
            "sub_pages": once(self.pages)[:MOST_SUB_PAGES],
            "more_sub_pages": once(self.more_pages)[:MOST_SUB_PAGES],
            "properties": self.lists,
            "views": list({(v.type, v.database): self._seen(v) for v in self.views}.values()),
            "removals": self.removals,
            "relations": self.relations,
            "rollups": self.rollups,
            "rows": self.rows[:MOST_ROWS],
            "particulars": _particulars(self.head) or [self.setting] * bool(self.setting),
        }
        brief = Brief(**{k: v for k, v in fields.items() if v}, **self.said)  # type: ignore[arg-type]
        inferred = frozenset(self.inferred)
        called = self.first_called
        head, rest = self.head_text, list(dict.fromkeys(self.rest))
        homes = {said: home for said, of in self.homes.items() if (home := self.means(of))}
        of = self.setting if self.setting in brief.particulars else ""
        return Wish(brief, head, rest, called, inferred, self.language, self.remarks, homes, of)


def _untyped(listed: PropertyList) -> set[str]:
    return {p.name for p in listed.properties if not (p.type or p.options)}


def _particulars(head: Sequence[Token]) -> list[str]:
    """The words of a head that are no word of the language: names of places, people, things."""
    found = list[str]()
    for place, token in enumerate(head):
        counted = any(t.kind == "number" for t in head[max(0, place - 1) : place])
        latin = token.text.isascii()
        named = token.text[:1].isupper() if latin else len(token.text) > 1
        if token.kind == "unknown" and named and not counted and (place or not latin):
            found.append(token.text)
    return found


def once(names: Sequence[str]) -> list[str]:
    """Names, each once, however it is spelled."""
    return list({name.casefold(): name for name in names if name}.values())
