"""What exists and can be named: a read-only view of a structure, where names are resolved."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from agent.planner.embedded.grammar.text.language import Joins
from agent.planner.embedded.grammar.text.lexis import Lexis, Word, composed, folded, lexis
from agent.planner.embedded.grammar.text.spellings import spellings
from agent.planner.embedded.grammar.text.trie import Trie
from agent.planner.embedded.grammar.text.weekdays import means
from agent.planner.embedded.lexicon import concept_led, concept_worded, is_box
from tools.blueprint.base import Language
from tools.workspace.model import (
    ExistingDatabase,
    ExistingOption,
    ExistingProperty,
    ExistingRow,
    Structure,
    all_blocks,
)
from tools.workspace.values import words

Kind = Literal["database", "property", "option", "view", "row", "sub_page", "block"]
DATES = ("date", "created_time", "last_edited_time")
CHOICES = ("status", "select", "multi_select")
WRITTEN = {"email": "email", "code": "phone_number", "url": "url"}  # kinds of tokens, by type
TEXTS = ("title", "rich_text", "url", "email", "phone_number")
# What nouns say that something is.
NOUNS: dict[str, Kind] = {
    "noun.property": "property", "noun.option": "option", "noun.view": "view",
    "noun.database": "database", "noun.page": "sub_page", "noun.sub_page": "sub_page",
}  # fmt: skip
# What a form of the verb that a property is called by says of it: not so, so.
STATES = {
    "checkbox": ("state.unchecked", "state.checked"),
    "date": ("state.empty", "state.filled"),
}
_PLAIN = frozenset({"number", "number_with_commas", "percent"})  # formats that are no money
_SHORTEST_BLOCK, _LONGEST_BLOCK, _LONGEST_HELD = 2, 80, 20


@dataclass(frozen=True)
class Entity:
    """Something that exists, by name; `database` and `property` are the ids that it belongs to."""

    kind: Kind
    name: str
    id: str
    database: str | None = None
    property: str | None = None


def is_narrow(entity: Entity) -> bool:
    """Whether it is a part of what else is named with it: what "it" stands for then."""
    return entity.kind not in ("database", "property")


def is_money(prop: ExistingProperty) -> bool:
    """Whether a number is an amount of some currency."""
    return prop.type == "number" and prop.config.get("format", "number") not in _PLAIN


@lru_cache(8192)  # the names of a page are compared again and again
def key(name: str) -> str:
    """A name as it is compared: blanks and case make no difference."""
    return "".join(folded(composed(name)).split())


class World:
    """A structure by names, as of one moment; `language` is that of what is new, `twins` are what
    rows of one name are told apart by, by their ids."""

    def __init__(
        self, structure: Structure, language: Language, words: Lexis, twins: Mapping[str, str]
    ) -> None:
        self.structure, self.language, self.lexis, self.twins = structure, language, words, twins
        self.databases = [d for d in structure.databases if not d.linked]
        self._ids = {d.id: d for d in self.databases}

    @cached_property
    def names(self) -> Trie:
        """All names, for the tokens."""
        trie = Trie()
        taken = {folded(composed(e.name)) for e in self.present if e.kind == "option"}
        for entity, forms in self._called:
            for form in forms:
                trie.add(form, entity)
            for form, sense in self._inflected(entity):
                if form not in taken:  # what an option is called by itself denies no other
                    trie.add(form, entity)
                    trie.add(form, Word(sense, "unspaced"))
        for said, joins in self._held():
            trie.add(said, Word("plain.held", joins))
        return trie

    def _held(self) -> Iterator[tuple[str, Joins]]:
        """The texts that rows hold, where words have no blanks: each stays one word."""
        for home in self.databases:
            texts = [p.id for p in home.properties if p.type == "rich_text"]
            held = (words(row.values.get(key) or []) for row in home.rows for key in texts)
            for said in {folded(composed(one)) for one in held if 1 < len(one) <= _LONGEST_HELD}:
                if (joins := self.lexis.joins(said[-1])) in ("unspaced", "agglutinated"):
                    yield said, joins

    @cached_property
    def _called(self) -> list[tuple[Entity, tuple[str, ...]]]:
        """Everything that exists, with all that it is called by."""
        return [(entity, tuple(self._forms(entity))) for entity in self._entities()]

    @cached_property
    def present(self) -> frozenset[Entity]:
        """Everything that exists, by the name that it has now."""
        return frozenset(entity for entity, _ in self._called)

    @cached_property
    def _by_key(self) -> dict[str, list[Entity]]:
        found: dict[str, list[Entity]] = {}
        for entity, forms in self._called:
            for form in dict.fromkeys(map(key, forms)):
                found.setdefault(form, []).append(entity)
        return found

    def find(self, said: str, *kinds: Kind) -> list[Entity]:
        """The entities of a name, of these kinds."""
        return [e for e in self._by_key.get(key(said), []) if not kinds or e.kind in kinds]

    def _entities(self) -> Iterator[Entity]:
        for database in self.databases:
            yield Entity("database", database.title, database.id)
            for prop in database.properties:
                yield Entity("property", prop.name, prop.id, database.id)
                for option in prop.options:
                    yield Entity("option", option.name, option.id, database.id, prop.id)
            yield from (Entity("view", v.name, v.id, database.id) for v in database.views)
            yield from (Entity("row", r.title, r.id, database.id) for r in database.rows if r.title)
        yield from (Entity("sub_page", page.title, page.id) for page in self.structure.sub_pages)
        for block in all_blocks(self.structure.blocks):
            fit = _SHORTEST_BLOCK <= len(block.text) <= _LONGEST_BLOCK
            if fit and not block.type.startswith("child_"):
                yield Entity("block", block.text, block.id)

    @cached_property
    def _tails(self) -> dict[str, list[str]]:
        """The last word of a database's title, by its id, where that says which one is meant and
        nothing else ("students" of "Piano school students")."""
        words = {d.id: folded(composed(d.title)).split() for d in self.databases}
        last = Counter(said[-1] for said in words.values() if said)
        taken = {folded(e.name) for e in self._entities()}
        return {
            home: [said[-1]]
            for home, said in words.items()
            if len(said) > 1 and last[said[-1]] == 1 and self._is_telling(said[-1], taken)
        }

    def _is_telling(self, word: str, taken: Collection[str]) -> bool:
        """Whether a word is no name of something else, and none that says anything by itself."""
        known = [found for end, found in self.lexis.words.at(word, 0) if end == len(word)]
        return len(word) > 1 and word not in taken and not known

    def begun_by(self, word: str) -> ExistingDatabase | None:
        """The only database whose title goes on behind a word, or before it, which names nothing
        else, if not the titles of its rows."""
        start, tail, others = key(word), f" {folded(word)}", self.find(word)
        end = " " if self.lexis.joins(start[-1:]) == "spaced" else ""
        titles = ((home, folded(composed(home.title))) for home in self.databases)
        found = [d for d, t in titles if t.startswith(start + end) or t.endswith(tail)]
        plain = len(start) >= _SHORTEST_BLOCK and len(found) == 1 and all(
            e.kind == "property" and e.database == found[0].id and self.property(e).type == "title"
            for e in others
        )  # fmt: skip
        return found[0] if plain else None

    def _forms(self, entity: Entity) -> Iterator[str]:
        name = " ".join(folded(composed(entity.name)).split())
        if not name:
            return
        yield name
        if entity.id in self.twins:
            yield folded(composed(self.twins[entity.id]))
        if any(d.views[0].id == entity.id for d in self.databases if d.views):
            yield from self.lexis.ends("opening")
        if entity.kind == "database":
            yield from self._tails.get(entity.id, ())
            yield from self._ids[entity.id].also
        others = spellings(self.lexis, entity.kind, name)
        if entity.kind == "property":
            home = self._ids[entity.database or ""]
            own = {folded(p.name) for p in home.properties}
            others = tuple(one for one in others if one not in own)
            dated = name.isascii() and self.property(entity).type == "date"
            yield from (f"{name} date",) if dated and not name.endswith((" date", " on")) else ()
        yield from others

    def _inflected(self, entity: Entity) -> Iterator[tuple[str, str]]:
        """What people say of what is called by what is done, with what that says of it."""
        kind = self.property(entity).type if entity.kind in ("property", "option") else ""
        senses = ("not.not", "") if entity.kind == "option" else STATES.get(kind)
        if senses is None or (kind == "date" and self.is_due(self.property(entity))):
            return
        ends = self.lexis.ends("day") if kind == "date" else self.lexis.boxes
        name = folded(composed(entity.name))
        ends = tuple(end for end in sorted(ends, key=len, reverse=True) if name.endswith(end))
        if kind == "date" and not ends:
            return
        noun = name.removesuffix(ends[0] if ends else "")
        if entity.kind == "property" and noun in self.lexis.said("state.done"):
            return  # a status says so, and no day of it
        for called in dict.fromkeys((name, noun)):  # a past is one as a whole
            yield from ((form, senses[done]) for form, done in self.lexis.inflected(called))

    def has(self, entity: Entity) -> bool:
        """Whether what was spoken of is there still; of an option its property is enough."""
        if entity.kind == "database" or entity.database is None:
            return entity.kind != "database" or entity.id in self._ids
        home = self._ids.get(entity.database)
        if home is None:
            return False
        ids = {p.id for p in home.properties} | {v.id for v in home.views}
        return (entity.property or entity.id) in ids | {row.id for row in home.rows}

    def database(self, entity: Entity | str | None) -> ExistingDatabase:
        """The database by id, or the one that an entity is or belongs to."""
        if isinstance(entity, Entity):
            entity = entity.id if entity.kind == "database" else entity.database
        return self._ids[entity or ""]

    def property(self, entity: Entity) -> ExistingProperty:
        """The property that an entity is, or that an option belongs to."""
        wanted = entity.property if entity.kind == "option" else entity.id
        return next(p for p in self.database(entity).properties if p.id == wanted)

    def row(self, entity: Entity) -> ExistingRow:
        """The row that an entity is."""
        return next(r for r in self.database(entity).rows if r.id == entity.id)

    def meant(self, word: str, among: Iterable[ExistingDatabase]) -> list[Entity]:
        """Properties with other names that mean the same ("deadline" where there is Due)."""
        wanted = concept_worded(word)
        if wanted is None or (is_box(word) and concept_led(word)):  # "could you" asks for no box
            return _begun_by(word, among)
        close = [
            Entity("property", prop.name, prop.id, home.id)
            for home in among
            for prop in home.properties
            if means(prop, wanted.key)
            or (prop.type == wanted.type and key(prop.name).endswith(key(word)))  # "expiry date"
        ]
        if wanted.key == "date" and folded(word) not in self.lexis.said("type.date"):
            close = [e for e in close if self._is_day(folded(word), self.property(e))]
        names = {entity.name for entity in close}
        alike = [e for e in close if key(word) in key(e.name) or key(e.name) in key(word)]
        close = close if len(names) == 1 else alike if len({e.name for e in alike}) == 1 else []
        return close or _begun_by(word, among)

    def _is_day(self, word: str, prop: ExistingProperty) -> bool:
        """Whether a word for a day ("birthday", "deadline") may mean a date, by its name."""
        name, due = folded(prop.name), word in self.lexis.said("noun.due")
        return word in name or name in word or (due and self.is_due(prop))

    def called(self, what: str, *parts: str) -> str:
        """How something new is called in the language of the workspace (`names` of its words)."""
        return self.lexis.names[self.language][what].format(*parts)

    def main_date(self, database: ExistingDatabase) -> ExistingProperty | None:
        """The date that a day is meant for: when due, or its calendar's, or on which it begins."""
        dates, ends = [p for p in database.properties if p.type == "date"], self.lexis.ends_on
        shown = [v.configuration.get("date_property_id") for v in database.views]
        births = self.lexis.ends("birth")  # which nothing that comes about moves

        def rank(prop: ExistingProperty) -> tuple[bool, ...]:
            late = folded(prop.name).endswith(births), ends(prop.name)
            return late[0], not self.is_due(prop), prop.id not in shown, late[1]

        return min(dates, key=rank, default=None)

    def is_due(self, prop: ExistingProperty) -> bool:
        """Whether a date is, by its name, one by which something has to be done."""
        due = self.lexis.said("noun.due")
        return prop.type == "date" and any(word in folded(prop.name) for word in due)

    def done(self, prop: ExistingProperty) -> ExistingOption | None:
        """The option that says that something is done."""
        said = self.lexis.said("state.done")
        named = [o for o in prop.options if folded(o.name) in said]
        complete = [o for o in prop.options if o.group == "Complete"]  # of "won" and "lost" neither
        return next(iter([*named, *(complete if len(complete) == 1 else [])]), None)

    def done_property(self, home: ExistingDatabase) -> ExistingProperty | None:
        """What says in a database that a row is done: a choice with such an option, else a box."""
        choices = [p for p in home.properties if p.type in ("status", "select") and self.done(p)]
        boxes = [p for p in home.properties if p.type == "checkbox"]
        return next(iter([*sorted(choices, key=lambda p: p.type != "status"), *boxes]), None)

    def starred(self, prop: ExistingProperty, count: int) -> ExistingOption | None:
        """The option of so many stars."""
        return next((o for o in prop.options if o.name in ("⭐" * count, "★" * count)), None)


def _begun_by(word: str, among: Iterable[ExistingDatabase]) -> list[Entity]:
    """The only property whose name goes on before or behind this word ("paid" where it is Paid
    dues, "visit" where it is Last visit)."""
    start = folded(composed(word))
    ends = {f"{start}{end}" for end in lexis().ends("kind")}  # "birth" where it is "birthday"
    found = [
        Entity("property", prop.name, prop.id, home.id)
        for home in among
        for prop in home.properties
        if (name := folded(composed(prop.name))).startswith(f"{start} ")
        or name.endswith(f" {start}")
        or name in ends
    ]
    return found if len({entity.name for entity in found}) == 1 else []
