"""One wish while it is read: its words, what exists, and what was spoken of before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from agent.planner.embedded.changing.clauses import Clause
from agent.planner.embedded.changing.marks import ATOM, Entity, Index, Kind, Marks, atoms, key
from agent.planner.embedded.changing.nouns import DATABASE, OPTION, PROPERTY, ROW, VIEW
from agent.planner.embedded.changing.verbs import Action
from agent.planner.embedded.korean import without_particle
from agent.planner.embedded.led import Led
from agent.planner.embedded.lexicon import concept_of, thing_of
from agent.planner.embedded.text import BLANKS
from tools.blueprint.base import Language
from tools.workspace.draft import Draft
from tools.workspace.model import ExistingDatabase, ExistingProperty, Structure

_POST = r"(?:에서는?|에다가?|에는|에도|에|의|안에|쪽에|(?<=.)'s|には|に|の(?:中に)?|へ|から|で)"
_PRE = (
    r"(?:(?<![A-Za-z])(?:to|in|into|on|onto|from|of|for|inside|within|under)\s+)?"
    r"(?:(?<![A-Za-z])(?:the|my|our|your|this)\s+)?"
)
_PLACE = re.compile(
    rf"(?P<pre>{_PRE})(?P<atom>{ATOM})(?P<noun>\s*(?:の)?{DATABASE})?(?P<post>\s*{_POST})?"
    r"(?P<object>\s*(?:을|를|은|는|이|가|도|を|は|が|も)(?=\s|$))?",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\s*+(?:[の의]\s*+)?(?:{PROPERTY}|{OPTION}|{VIEW})(?!\s*(?:에(?!서)|に))", re.IGNORECASE
)
_ALIAS = Led(
    re.compile(rf"(?P<name>[^\s,.:;{ATOM[1:-1]}]{{1,30}})\Z"),
    re.compile(
        rf"{BLANKS}(?P<noun>{DATABASE})(?P<post>\s*{_POST})?",
        re.IGNORECASE,
    ),
)

_TOGETHER = re.compile(
    rf"{_PRE}(?P<list>{ATOM}(?:\s*(?:{DATABASE})?\s*(?:이랑|랑|와|과|하고|및|,|、|と|and|&)\s*(?:the\s+)?{ATOM})+)"
    rf"(?:\s*(?:둘\s?다|모두|both))?(?:\s*(?:の)?{DATABASE})?(?:\s*(?:둘\s?다|모두|の?(?:両方|どちらも)))?"
    rf"(?:\s*{_POST})?",
    re.IGNORECASE,
)
_EVERY = re.compile(
    rf"(?:모든|전체|각)\s*{DATABASE}(?:에|마다)?"
    rf"|(?:to|in)\s+(?:all|every|each)(?: of)?(?: the)? {DATABASE}"
    rf"|(?:すべて|全て)の{DATABASE}に",
    re.IGNORECASE,
)

Missing = Literal["database", "property", "option", "view", "row", "page", "relation"]


class Unread(Exception):
    """A clause that asks for something that could not be understood, or cannot be done."""


class OnlyInNotion(Unread):
    """A clause that sets people, which can be set in Notion alone."""


class Ask(Exception):
    """Something that is needed is unknown, or may be one of several `candidates`."""

    def __init__(self, missing: Missing, candidates: Sequence[str], name: str = "") -> None:
        super().__init__(f"which {missing}?")
        self.missing = missing
        self.candidates = list(dict.fromkeys(candidates))
        self.name = name


@dataclass
class Memory:
    """What was spoken of so far: later clauses may leave it out."""

    database: str | None = None  # ids
    last: Entity | None = None
    rows: list[str] = field(default_factory=list)
    rows_database: str | None = None

    def within(self, structure: Structure) -> "Memory":
        """A copy without the databases that are gone, and without what was in them."""
        there = {None, *(database.id for database in structure.databases)}
        last = self.last
        home = last.id if last and last.kind == "database" else last and last.database
        return Memory(
            database=self.database if self.database in there else None,
            last=last if home in there else None,
            rows=list(self.rows),
            rows_database=self.rows_database if self.rows_database in there else None,
        )


@dataclass
class Wish:
    """The clause, with helpers that take out of its body what they understood."""

    clause: Clause  # its names known
    marks: Marks
    draft: Draft
    index: Index  # of the draft
    memory: Memory
    hints: list[str]
    today: date
    body: str = ""

    def __post_init__(self) -> None:
        self.body, self.details = self.clause.body, list(self.clause.details)

    @property
    def language(self) -> Language:
        """The language of what is new."""
        return self.draft.language

    @property
    def action(self) -> Action:
        return self.clause.action

    @property
    def databases(self) -> list[ExistingDatabase]:
        return [d for d in self.draft.structure.databases if not d.linked]

    @property
    def text(self) -> str:
        """Everything that was said, names put back."""
        return self.plain("\n".join([self.body, *self.details]))

    def plain(self, text: str) -> str:
        return self.marks.plain(text)

    def of(self, atom: str, *kinds: Kind) -> list[Entity]:
        """What an atom names, of these kinds."""
        return self.index.find(self.marks.surface(atom), *kinds)

    def named(self, text: str, *kinds: Kind) -> list[Entity]:
        """What the atoms of a text name, in order; a text without atoms may be a name itself."""
        found = [e for atom in atoms(text) for e in self.of(atom, *kinds)]
        whole = self.plain(text)
        return found or self.index.find(whole, *kinds) or self.index.find(bare(whole), *kinds)

    def database(self, database_id: str | None) -> ExistingDatabase:
        """A database by id. Raises StopIteration for one that is not there."""
        return next(d for d in self.databases if d.id == database_id)

    def property(self, entity: Entity) -> ExistingProperty:
        """The property of an entity of that kind, or the one that an option belongs to."""
        database = self.database(entity.database)
        name = entity.property if entity.kind == "option" else entity.id
        return next(p for p in database.properties if p.id == name)

    def take_database(self) -> ExistingDatabase | None:
        """The database that the body names as the place of the change; its words are taken."""
        ranked = sorted(self._places(), key=lambda place: -place[0])
        if ranked:
            _, found, database = ranked[0]
            self.cut(found.start(), found.end())
            self.memory.database = database.id
            return database
        return self._take_alias()

    def take_databases(self) -> list[ExistingDatabase]:
        """The databases that the body names as the places of the change, taken like one."""
        if found := _EVERY.search(self.body):
            self.cut(found.start(), found.end())
            return self.databases
        together = _TOGETHER.search(self.body)
        if together is not None:
            titled = [self.of(atom, "database") for atom in atoms(together["list"])]
            if all(len(one) == 1 for one in titled):
                self.cut(together.start(), together.end())
                return [self.database(one[0].id) for one in titled]
        one = self.take_database()
        return [one] if one else []

    def _places(self) -> list[tuple[int, re.Match[str], ExistingDatabase]]:
        places = []
        for found in _PLACE.finditer(self.body):
            titled = self.of(found["atom"], "database")
            if len(titled) != 1:
                continue
            strength = 2 if found["noun"] or found["post"] or found["pre"].strip() else 1
            owned = self.of(found["atom"], "property", "view", "option", "row")
            part = owned and not found["noun"] and _PART.match(self.body, found.end())
            if part or (self.marks.is_quoted(found["atom"]) and strength < 2):
                continue
            places.append((strength, found, self.database(titled[0].id)))
        return places

    def _take_alias(self) -> ExistingDatabase | None:
        for found in _ALIAS.finditer(self.body):
            thing = thing_of(bare(found["name"]))
            same = [d for d in self.databases if thing and thing_of(d.title) == thing]
            if len(same) == 1:
                self.cut(found.start(), found.end())
                self.memory.database = same[0].id
                return same[0]
        return None

    def cut(self, start: int, end: int) -> None:
        """Takes a stretch out of the body."""
        self.body = f"{self.body[:start]} {self.body[end:]}".strip()

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Finds a pattern in the body and takes it out."""
        found = pattern.search(self.body)
        if found:
            self.cut(found.start(), found.end())
        return found

    def take_anywhere(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Finds a pattern in the body, else in the details, and takes it out."""
        if found := self.take(pattern):
            return found
        for i, detail in enumerate(self.details):
            if found := pattern.search(detail):
                rest = f"{detail[: found.start()]} {detail[found.end() :]}".strip(" ,、")
                self.details[i] = rest
                return found
        return None

    def hinted(self, *kinds: Kind) -> list[Entity]:
        """What the answers to earlier questions name."""
        return [entity for hint in self.hints for entity in self.index.find(hint, *kinds)]

    def the_database(self, among: Sequence[str] | None = None) -> ExistingDatabase:
        """The database that is meant where none was named. Raises Ask."""
        databases = [d for d in self.databases if among is None or d.id in among]
        ids = [d.id for d in databases]
        for hint in self.hinted("database"):
            if hint.id in ids:
                return self.database(hint.id)
        if self.memory.database in ids:
            return self.database(self.memory.database)
        if len(databases) == 1:
            return databases[0]
        raise Ask("database", [d.title for d in databases])

    def one(self, entities: Sequence[Entity]) -> Entity:
        """The entity that is meant among those of one name. Raises Ask where that is open."""
        distinct = list(dict.fromkeys(entities))
        if len(distinct) == 1:
            return distinct[0]
        homes = list(dict.fromkeys(e.database for e in distinct if e.database))
        if len(homes) > 1:
            home = self.the_database([home for home in homes if home]).id
            distinct = [entity for entity in distinct if entity.database == home]
        return distinct[0]

    def remember(self, entity: Entity) -> None:
        """Keeps what was spoken of for the clauses to come."""
        self.memory.last = entity
        if entity.kind == "database":
            self.memory.database = entity.id
        elif entity.database:
            self.memory.database = entity.database

    def _with_option(self, text: str, entities: list[Entity]) -> list[Entity]:
        """Those of some properties that an option which is named as well belongs to, if any do."""
        options = [e for atom in atoms(text) for e in self.of(atom, "option")]
        homes = {(option.database, option.property) for option in options}
        return [e for e in entities if (e.database, e.id) in homes] or entities

    def property_said(self, text: str, database: ExistingDatabase | None = None) -> Entity | None:
        """The property that a text names: by its name, else by what such a name means."""
        homes = [database] if database else self.databases
        ids = {d.id for d in homes}
        exact = [e for e in self.named(text, "property") if e.database in ids]
        if exact:
            return self.one(self._with_option(text, exact))
        return self._by_meaning(bare(self.plain(text)), homes)

    def _by_meaning(self, said: str, homes: list[ExistingDatabase]) -> Entity | None:
        wanted = concept_of(said) if said else None
        if wanted is None:
            return None
        close = [
            Entity("property", prop.name, prop.id, home.id)
            for home in homes
            for prop in home.properties
            if _means(prop, wanted.key)
        ]
        alike = [e for e in close if key(said) in key(e.name) or key(e.name) in key(said)]
        close = close if len({entity.name for entity in close}) == 1 else alike
        return self.one(close) if len({entity.name for entity in close}) == 1 else None


def _means(prop: ExistingProperty, concept_key: str) -> bool:
    if concept_key == "name":
        return prop.type == "title"
    known = concept_of(prop.name)
    return known is not None and known.key == concept_key and prop.type != "title"


def bare(text: str) -> str:
    """A phrase without articles, particles and nouns that only say what it is."""
    text = re.sub(
        r"^(?:the|my|our|a|an|그|이|저|その|この)\s+", "", text.strip(), flags=re.IGNORECASE
    )
    text = re.sub(rf"{BLANKS}(?:{PROPERTY}|{OPTION}|{VIEW}|{ROW})$", "", text, flags=re.IGNORECASE)
    return without_particle(re.sub(r"[をはがもにの]$", "", text.strip(" '\",."))).strip()
