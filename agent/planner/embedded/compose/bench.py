"""A design at work: a pattern opened whole as a workspace, and changed until it is what was wanted.

From here on everything is a change as it would be after the build (`tools.workspace.apply`): what a
property, an option or a database is called, every view, formula and rollup follows.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from agent.planner.embedded.compose.draft import free_name, in_tier, is_called, words_for
from agent.planner.embedded.compose.picked import Picked
from agent.planner.embedded.compose.render import far_name, render
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.patterns import DatabasePattern, LocalText, Words
from tools.blueprint.base import Complexity, Language
from tools.blueprint.properties import NumberFormat, Property
from tools.blueprint.views import filter_properties
from tools.workspace.actions.mentions import block_without
from tools.workspace.actions.removal import without_properties
from tools.workspace.apply import carried_out
from tools.workspace.changes import CHANGE
from tools.workspace.draft import Edit, with_property
from tools.workspace.from_blueprint import opened
from tools.workspace.model import (
    ExistingDatabase,
    ExistingPage,
    ExistingProperty,
    ExistingRow,
    ExistingView,
    Structure,
)

_STEM = 95  # characters of a property's name that leave room for a number behind it


class Bench:
    """The workspace as it is by now, and the pattern that it was opened from."""

    def __init__(
        self, picked: Picked, language: Language, today: date, currency: NumberFormat
    ) -> None:
        self.language = language
        self.currency = currency
        self.today = today
        self.draft = opened(render(picked.pattern, language, today))
        self._titles: dict[str, tuple[LocalText, Words | None]] = {}
        self.pattern = picked.pattern
        self.own = frozenset(f"+{key}" for key in picked.own)
        for page in picked.pattern.sub_pages:
            self._titles[f"+{page.key}"] = page.title, page.nouns
        for database in picked.pattern.databases:
            self._learn(database)
        self._learn_far_sides(picked.pattern.databases)

    def _learn(self, database: DatabasePattern) -> None:
        found = self.keyed(f"+{database.key}")
        self._titles[found.id] = database.title, database.nouns
        # A far side stands behind those that the database declares itself.
        for prop, pattern in zip(found.properties, database.properties, strict=False):
            self._titles[prop.id] = pattern.name, None
            for option, said in zip(prop.options, pattern.options, strict=False):
                self._titles[option.id] = said.name, None
        for view, shown in zip(found.views, database.views, strict=True):
            if shown.name is not None:
                self._titles[view.id] = shown.name, None

    def _learn_far_sides(self, databases: Iterable[DatabasePattern]) -> None:
        for database in databases:
            for near, prop in zip(
                self.keyed(f"+{database.key}").properties, database.properties, strict=False
            ):
                if prop.two_way is not None:
                    self._titles[near.config["synced_id"]] = far_name(prop), None

    @property
    def structure(self) -> Structure:
        """The workspace."""
        return self.draft.structure

    @property
    def databases(self) -> list[ExistingDatabase]:
        """The databases, in order."""
        return self.structure.databases

    def do(self, action: str, **said: Any) -> None:
        """Carries out one change. Raises ValidationFailed for what is not there."""
        change = CHANGE.validate_python({"action": action, **said})
        self.draft = carried_out(self.draft, change)

    def put(self, database: ExistingDatabase) -> None:
        """Puts another state of a database in its place."""
        databases = [database if d.id == database.id else d for d in self.databases]
        self.restructure(databases=databases)

    def restructure(self, **parts: Any) -> None:
        """Puts other parts in the place of those of the workspace."""
        self.draft = replace(self.draft, structure=self.structure.model_copy(update=parts))

    def keyed(self, name: str) -> ExistingDatabase:
        """The database of an id."""
        return next(d for d in self.databases if d.id == name)

    # By a person's words

    def is_called(self, item: Any, name: str) -> bool:
        """Whether a person's word names a part, be it by another word for when it is due."""
        now = str(getattr(item, "name", None) or item.title).casefold()
        known, due = {now, *self.words(item.id)}, lexis().said("noun.due")
        return is_called(name, known) or (name.casefold() in due and not due.isdisjoint(known))

    def words(self, part: str) -> frozenset[str]:
        """What the pattern calls a part of an id, folded, in all languages: people mix them."""
        return words_for(*self._titles[part]) if part in self._titles else frozenset()

    def database(self, name: str | None) -> ExistingDatabase | None:
        """The database that a person's word means."""
        return next((d for d in self.databases if name and self.is_called(d, name)), None)

    def property(self, database: ExistingDatabase, name: str) -> ExistingProperty | None:
        """The property that a person's word means: the one that is called so now comes first."""
        folded = name.casefold()
        exact = (p for p in database.properties if p.name.casefold() == folded)
        alike = (p for p in database.properties if self.is_called(p, name))
        return next(exact, None) or next(alike, None)

    def free_name(self, database: ExistingDatabase, name: str) -> str:
        """The name, with a number behind it where the database has such a property already."""
        taken = {p.name.casefold() for p in database.properties}
        return free_name(name[:_STEM] if name.casefold() in taken else name, taken)

    # Making parts

    def add(self, database: ExistingDatabase, said: Property) -> ExistingProperty:
        """Adds a property; returns it."""
        self.do("add_property", database=database.id, property=said)
        return self.keyed(database.id).properties[-1]

    def link(self, near: ExistingDatabase, far: ExistingDatabase, name: str) -> ExistingProperty:
        """Links two databases both ways, and their samples in turn; returns the nearer side."""
        back = self.free_name(far, near.title) if near.id != far.id else None
        self.do(
            "add_relation",
            database=near.id,
            name=self.free_name(near, name),
            target=far.id,
            two_way=back,
        )
        near, far = self.keyed(near.id), self.keyed(far.id)
        added = next(p for p in reversed(near.properties) if p.type == "relation" and not p.reverse)
        if far.rows and near.id != far.id:
            titles = [[far.rows[i % len(far.rows)].id] for i in range(len(near.rows))]
            self.fill(near, added, titles)
        return added

    def fill(self, database: ExistingDatabase, prop: ExistingProperty, held: list[Any]) -> None:
        """Gives the rows the values of a property, as they are kept; None for none."""
        rows = [
            row if value is None else _with_value(row, prop.id, value)
            for row, value in zip(self.keyed(database.id).rows, held, strict=True)
        ]
        self.put(self.keyed(database.id).model_copy(update={"rows": rows}))

    def keep_views(self, database: ExistingDatabase, views: list[ExistingView]) -> None:
        """Leaves a database these views."""
        self.put(self.keyed(database.id).model_copy(update={"views": views}))

    def put_property(self, database: ExistingDatabase, prop: ExistingProperty) -> None:
        """Puts another state of a property in its place."""
        self.put(with_property(self.keyed(database.id), prop))

    def clear_samples(self) -> None:
        """Takes all rows away: they speak of other things than the person does."""
        self.restructure(databases=[d.model_copy(update={"rows": []}) for d in self.databases])

    def strip(self, picked: Picked, complexity: Complexity) -> None:
        """Takes away what was not picked, and what is above the complexity: all at once, since
        one change after another would look at everything as often as there are parts."""
        wanted = {f"+{key}" for key in (*picked.databases, *picked.sub_pages)}
        parts: list[ExistingDatabase | ExistingPage] = [
            *self.databases,
            *self.structure.sub_pages,
        ]
        gone = {part.id: part.title for part in parts if part.id not in wanted}
        edit = Edit(self.draft)
        without_properties(edit, set(self._unwanted(picked, complexity, gone)))
        edit.each_block(lambda block: block_without(block, gone))
        hidden = set(self._hidden_views(picked, complexity))
        edit.update(
            databases=[
                d.model_copy(update={"views": [v for v in d.views if v.id not in hidden]})
                for d in edit.structure.databases
                if d.id not in gone
            ],
            sub_pages=[page for page in edit.structure.sub_pages if page.id not in gone],
        )
        self.draft = edit.draft()

    def _unwanted(
        self, picked: Picked, complexity: Complexity, gone: Collection[str]
    ) -> Iterator[tuple[str, str]]:
        """The properties that are above the complexity, or lead to what is gone."""
        left = {d.data_source_id for d in self.databases if d.id not in gone}
        for pattern in picked.pattern.databases:
            database = self.keyed(f"+{pattern.key}")
            for prop in database.properties:
                if prop.type == "relation" and prop.config["data_source_id"] not in left:
                    yield database.id, prop.id
            for prop, said in zip(database.properties, pattern.properties, strict=False):
                if not in_tier(said.tier, complexity):
                    yield database.id, prop.id

    def _hidden_views(self, picked: Picked, complexity: Complexity) -> Iterator[str]:
        for pattern in picked.pattern.databases:
            views = self.keyed(f"+{pattern.key}").views
            for view, said in zip(views, pattern.views, strict=True):
                if not in_tier(said.tier, complexity):
                    yield view.id

    def delete(self, database: ExistingDatabase, prop: ExistingProperty) -> None:
        """Takes a property away, if it did not go with another that it stood on, and what shows
        only some rows by it: without that it would show others than its name says."""
        now = self.keyed(database.id)
        if now.property(prop.id) is not None:
            views = [v for v in now.views if v.unnamed or not _filters_by(v, prop)]
            kept = [[w for w in v.widgets if not _filters_by(w, prop)] for v in views]
            pairs = zip(views, kept, strict=True)
            self.keep_views(now, [v.model_copy(update={"widgets": w}) for v, w in pairs])
            self.do("delete_property", database=database.id, property=prop.id)


def _filters_by(view: ExistingView, prop: ExistingProperty) -> bool:
    """Whether a view shows only some rows, by what they are in a property."""
    return prop.id in filter_properties(view.filter)


def _with_value(row: ExistingRow, prop_id: str, value: Any) -> ExistingRow:
    return row.model_copy(update={"values": {**row.values, prop_id: value}})
