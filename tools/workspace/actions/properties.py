"""Changes to the properties that a database has."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from tools.blueprint.base import Name
from tools.blueprint.names import fail
from tools.blueprint.properties import (
    CHOICES,
    STANDARD_STATUSES,
    NumberFormat,
    Option,
    PropertyName,
    rolls_up,
)
from tools.workspace.actions.convert import Conversion
from tools.workspace.actions.new_properties import need_free, told_options
from tools.workspace.actions.removal import Place, without_properties
from tools.workspace.actions.views import change_new_views
from tools.workspace.change import InDatabase
from tools.workspace.draft import Edit, with_property, without_value
from tools.workspace.model import (
    ExistingDatabase,
    ExistingProperty,
    ExistingRow,
    ExistingView,
    Json,
    is_new,
)
from tools.workspace.parts import colored, kept_option, need_unique
from tools.workspace.references import each_condition
from tools.workspace.views import is_misplaced

_FIXED = frozenset({"title", "relation", "button", "verification"})  # types that stay what they are

RetypeType = Literal[
    "rich_text",
    "number",
    "select",
    "multi_select",
    "status",
    "date",
    "people",
    "files",
    "checkbox",
    "url",
    "email",
    "phone_number",
]


class RenameProperty(InDatabase):
    """Another name; whatever refers to it goes by its id."""

    action: Literal["rename_property"]
    property: Name
    to: PropertyName

    def apply(self, edit: Edit) -> Json:
        database = edit.database(self.database)
        prop = edit.property(database, self.property)
        need_free(database, self.to, besides=prop.id)
        edit.put(with_property(database, prop.model_copy(update={"name": self.to})))
        return {"target": database.title, "property": prop.name, "from": prop.name, "to": self.to}


class DeleteProperty(InDatabase):
    """Both sides of a relation, and what is yet to be made and stands on it."""

    action: Literal["delete_property"]
    property: Name

    def went_already(self, edit: Edit) -> bool:
        return edit.has_lost("property", self.database, self.property, "properties")

    def apply(self, edit: Edit) -> Json:
        database = edit.database(self.database)
        prop = edit.property(database, self.property)
        if prop.type == "title":
            fail("delete_title", name=prop.name)
        without_properties(edit, {(database.id, prop.id)})
        edit.lost.discard(("property", database.id, prop.name))
        return {"target": database.title, "property": prop.name, "type": prop.type}


class RetypeProperty(InDatabase):
    """Another type for a property; values are carried over where they make sense in it."""

    action: Literal["retype_property"]
    property: Name
    to: RetypeType
    options: list[Option] = Field(default_factory=list, max_length=100)
    format: NumberFormat = "number"

    def apply(self, edit: Edit) -> Json:
        """Another type for a property, with its values as far as they make sense in it."""
        database = edit.database(self.database)
        old = edit.property(database, self.property)
        if old.type == self.to == "number" and old.config.get("format") != self.format:
            return _reformat(edit, database, old, self.format)
        if old.type in _FIXED or old.type == self.to:
            fail("retype_impossible", name=old.name, type=old.type, to=self.to)
        options = [kept_option(option, edit.fresh) for option in _options_after(old, self)]
        need_unique(options)
        config = {"format": self.format} if self.to == "number" else {}
        update: Json = {"type": self.to, "options": colored(options), "config": config}
        conversion = Conversion(old, old.model_copy(update=update), edit.fresh)
        rows = [_with_value(row, old.id, conversion.value(row)) for row in database.rows]
        new = conversion.prop
        edit.put(with_property(database, new).model_copy(update={"rows": rows}))
        _fit_views(edit, edit.keyed(database.id), new)
        without_properties(edit, set(_misfits(edit, database, new)))
        told = {"property": old.name, "from": old.type, "to": self.to, **config}
        return {"target": database.title, **told, **(told_options(new) if self.options else {})}


def _reformat(
    edit: Edit, database: ExistingDatabase, prop: ExistingProperty, format_: NumberFormat
) -> Json:
    """Another format alone; the numbers stay."""
    edit.put(with_property(database, prop.model_copy(update={"config": {"format": format_}})))
    told = {"property": prop.name, "type": "number", "from": prop.config.get("format")}
    return {"target": database.title, **told, "to": format_}


def _options_after(prop: ExistingProperty, change: RetypeProperty) -> list[Option]:
    """The options of the new type: those that are given, else those that the property has."""
    if change.to not in CHOICES:
        return []
    # Unchecked: Notion's own names may be longer than those a blueprint may give.
    given: list[Json] = [{"name": option.name, "color": option.color} for option in prop.options]
    known = [Option.model_construct(**option) for option in given]
    return change.options or known or (list(STANDARD_STATUSES) if change.to == "status" else [])


def _with_value(row: ExistingRow, prop_id: str, value: object) -> ExistingRow:
    bare = without_value(row, {prop_id})
    if value is None:
        return bare
    return bare.model_copy(update={"values": {**bare.values, prop_id: value}})


def _misfits(edit: Edit, database: ExistingDatabase, prop: ExistingProperty) -> Iterator[Place]:
    """The rollups yet to be made over a property that cannot have their function over its type."""
    for home in edit.structure.databases:
        for rolling in home.properties:
            if rolling.type != "rollup" or not is_new(rolling.id):
                continue
            relation = home.property(rolling.config["relation"])
            far = relation and edit.far(relation)
            rolled = far and (far.id, rolling.config["property"])
            fits = rolls_up(rolling.config["function"], prop.type)
            if rolled == (database.id, prop.id) and not fits:
                yield home.id, rolling.id


def _fit_views(edit: Edit, database: ExistingDatabase, prop: ExistingProperty) -> None:
    """Takes from new views of a database what cannot be on a property that has another type."""

    def fit(home: ExistingDatabase, view: ExistingView) -> ExistingView | None:
        if home.id != database.id:
            return view
        if is_misplaced(view, prop):
            return None
        left = each_condition(
            view.filter, lambda part: None if part["property"] == prop.id else part
        )
        return view.model_copy(update={"filter": left})

    change_new_views(edit, fit)
