"""The databases whose rows a change touches: rows found without a search, values set by name."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from tools.blueprint.names import fail
from tools.blueprint.properties import (
    CHOICES,
    ChoiceProperty,
    Option,
    PlainProperty,
    Property,
    RelationProperty,
)
from tools.blueprint.values import Field, misfit, read_text, read_upload, words
from tools.workspace.draft import Edit, title_of
from tools.workspace.model import (
    ExistingDatabase,
    ExistingProperty,
    ExistingRow,
    Json,
    is_new,
    key_of,
)
from tools.workspace.parts import Options, chosen, declared
from tools.workspace.values import UNWRITABLE, given_value, is_empty, kept_value


class Table:
    """One database while its rows change: they are found by id and title without a search."""

    def __init__(self, edit: Edit, database: ExistingDatabase) -> None:
        self.database = database
        self.rows = {row.id: row for row in database.rows}
        self.properties = {prop.id: prop for prop in database.properties}
        self._edit = edit
        self._options: dict[str, Options] = {}  # of the properties that values were set of
        self._titles: dict[str, dict[str, None]] = defaultdict(dict)
        for row in database.rows:
            self._titles[row.title.casefold()][row.id] = None

    @property
    def title(self) -> str:
        """The name of the title property."""
        return next((p.name for p in self.database.properties if p.type == "title"), "")

    def find(self, title: str) -> str:
        """The id of a row by id or title. Raises ValidationFailed."""
        name = self._edit.real(title)
        if name in self.rows:
            self._edit.named.add(name)
            return name
        alike = [self.rows[name] for name in self._titles.get(title.casefold(), ())]
        return self._edit.find("row", title, alike, title_of).id

    def property(self, name: str) -> ExistingProperty:
        """A property by name or id as it is by now. Raises ValidationFailed."""
        return self._edit.find("property", name, self.properties.values(), lambda p: p.name)

    def options(self, prop: ExistingProperty) -> Options:
        """The options of a property, to which values may add."""
        if prop.id not in self._options:
            self._options[prop.id] = Options(declared(prop), self._edit.fresh)
        return self._options[prop.id]

    def add(self, row: ExistingRow) -> str:
        """Adds a row; returns its id."""
        self.rows[row.id] = row
        self._titles[row.title.casefold()][row.id] = None
        return row.id

    def remove(self, name: str) -> ExistingRow:
        """Takes a row away; returns it."""
        gone = self.rows.pop(name)
        self._titles[gone.title.casefold()].pop(name)
        return gone

    def put(self, name: str, prop: ExistingProperty, given: Any, kept: Any) -> None:
        """Gives a row a value; None for `kept` empties it."""
        row = self.rows[name]
        values = {key: value for key, value in row.values.items() if key != prop.id}
        worded = {key: value for key, value in row.given.items() if key != prop.id}
        update: Json = {"values": values, "given": worded}
        if kept is not None:
            values[prop.id] = kept
            if is_new(name) and prop.type not in CHOICES and prop.type != "relation":
                worded[prop.id] = given
        if prop.type == "title":
            update["title"] = words(given)
            self._titles[row.title.casefold()].pop(name)
            self._titles[update["title"].casefold()][name] = None
        self.rows[name] = row.model_copy(update=update)

    @cached_property
    def new(self) -> set[str]:
        """The rows that were yet to be made before this change."""
        return {row.id for row in self.database.rows if is_new(row.id)}

    def done(self) -> ExistingDatabase:
        """The database with its rows and properties as they are by now."""
        grown = {name: declared(options.prop) for name, options in self._options.items()}
        properties = [grown.get(prop.id, prop) for prop in self.database.properties]
        parts = {"rows": list(self.rows.values()), "properties": properties}
        return self.database.model_copy(update=parts)


class Tables:
    """The databases whose rows one change touches or names."""

    def __init__(self, edit: Edit) -> None:
        self._edit = edit
        self._known: dict[str, Table] = {}

    def of(self, database: ExistingDatabase) -> Table:
        """The table of a database, one for all that the change does."""
        if database.id not in self._known:
            self._known[database.id] = Table(self._edit, database)
        return self._known[database.id]

    def put(self) -> None:
        """Puts all databases that were touched in their place."""
        for table in self._known.values():
            self._edit.put(table.done())

    def given(self, table: Table, name: str, wanted: Iterable[str]) -> Json:
        """What a row says of some properties, in a blueprint's words."""
        return {said: self._given(table, table.rows[name], said) for said in wanted}

    def _given(self, table: Table, row: ExistingRow, said: str) -> Any:
        prop = table.property(said)
        if prop.id not in row.values:
            return None
        held, titles = row.values[prop.id], dict[str, str]()
        if prop.type in CHOICES:
            prop = table.options(prop).prop
        elif prop.type == "relation" and (far := self._edit.far(prop)) is not None:
            there = self.of(far).rows
            titles = {one: there[one].title for one in held if one in there}
        return given_value(prop, held, titles, key_of)

    def set(self, table: Table, name: str, given: Json) -> None:
        """Gives a row values by the names of properties. Raises ValidationFailed."""
        for said, value in given.items():
            prop = table.property(said)
            self._check(prop, said, value)
            if is_empty(value):
                kept = None
            elif prop.type in CHOICES:
                kept = chosen(table.options(prop), value)
            elif prop.type == "relation":
                kept = self._linked(prop, name, value)
            else:
                kept = kept_value(prop.type, value)
            table.put(name, prop, value, kept)
            if prop.type == "relation" and kept is None:
                self._unlink(prop, name, ())

    def _check(self, prop: ExistingProperty, said: str, value: Any) -> None:
        rule = "value_computed" if prop.type in UNWRITABLE else misfit(_field(prop), value)
        if rule is not None:
            fail(rule, name=said, type=prop.type)
        if self._edit.structure.is_design:
            return  # the rules of blueprints see to it
        if prop.type in ("title", "rich_text"):
            _check_mentions(said, value)
        if prop.type == "files" and any(map(read_upload, value or ())):
            fail("upload_in_changes", said, name=said)

    def _linked(self, prop: ExistingProperty, name: str, titles: list[str]) -> list[str]:
        far = self._edit.far(prop)
        if far is None:
            fail("relation_elsewhere", name=prop.name)
        there = self.of(far)
        links = list(dict.fromkeys(there.find(title) for title in titles))
        self._unlink(prop, name, links)
        return links

    def _unlink(self, prop: ExistingProperty, name: str, links: Iterable[str]) -> None:
        """Takes a row out of what the new rows at the far side say of it."""
        far, back = self._edit.far(prop), prop.config.get("synced_id")
        if far is None or not back:
            return
        there = self.of(far)
        for other in there.new - set(links):
            held = there.rows[other].values.get(back, ()) if other in there.rows else ()
            if name in held:
                left = [one for one in held if one != name]
                there.put(other, there.properties[back], None, left)


def _check_mentions(said: str, value: Any) -> None:
    """Texts of rows mention days and users; pages that exist have no keys."""
    for run in read_text(value) or ():
        mention = None if isinstance(run, str) else run.mention
        if mention is not None and (mention.page or mention.database):
            fail("unknown_ref", said, key=mention.page or mention.database)


def _field(prop: ExistingProperty) -> Field:
    """A property as the rules of blueprints see it; Notion's own names are not checked."""
    origin: Property
    named: dict[str, Any] = {"name": prop.name, "type": prop.type}
    match prop.type:
        case kind if kind in CHOICES:
            options = [Option.model_construct(name=option.name) for option in prop.options]
            origin = ChoiceProperty.model_construct(**named, options=options)
        case "relation":
            two_way = prop.config.get("two_way")
            origin = RelationProperty.model_construct(**named, target="", two_way=two_way)
        case _:
            origin = PlainProperty.model_construct(**named)
    return Field(prop.name, prop.type, origin, "")
