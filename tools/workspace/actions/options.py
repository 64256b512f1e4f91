"""Changes to the options of select, multi-select and status properties."""

from typing import Literal

from tools.blueprint.base import Name, SelectColor
from tools.blueprint.names import fail
from tools.blueprint.properties import Option, OptionName
from tools.workspace.actions.views import change_new_views
from tools.workspace.change import InDatabase
from tools.workspace.draft import Edit, with_property
from tools.workspace.model import (
    ExistingDatabase,
    ExistingOption,
    ExistingProperty,
    ExistingRow,
    ExistingView,
    Json,
    is_new,
)
from tools.workspace.parts import GROUPS, colored, declared, kept_option
from tools.workspace.references import each_condition

_ORDER = tuple(GROUPS.values())


class AddOption(InDatabase):
    """A further option, in front of the one `before` which it is to stand; a status stands with its
    group."""

    action: Literal["add_option"]
    property: Name
    option: Option
    before: Name | None = None

    def apply(self, edit: Edit) -> Json:
        database = edit.database(self.database)
        prop = declared(edit.choice(database, self.property))
        _need_free(prop, self.option.name)
        [new] = colored([kept_option(self.option, edit.fresh)], len(prop.options))
        at = _place_of(new, prop)
        if self.before is not None:
            behind = edit.option(prop, self.before)
            at = prop.options.index(behind)
            new = new.model_copy(update={"group": behind.group})
        options = [*prop.options[:at], new, *prop.options[at:]]
        edit.put(with_property(database, prop.model_copy(update={"options": options})))
        return {
            "target": database.title,
            "property": prop.name,
            "options": [new.name],
            "color": new.color,
        }


def _place_of(new: ExistingOption, prop: ExistingProperty) -> int:
    """A status stands before those of later groups, as Notion shows them; any other is the last."""
    later = _ORDER[_ORDER.index(new.group) + 1 :] if new.group in _ORDER else ()
    places = [i for i, option in enumerate(prop.options) if option.group in later]
    return min(places, default=len(prop.options))


def _need_free(prop: ExistingProperty, name: str, besides: str | None = None) -> None:
    if name.casefold() in (o.name.casefold() for o in prop.options if o.id != besides):
        fail("duplicate_option", name=name)


class RenameOption(InDatabase):
    """Another name, in the filters of new views too; those that exist keep what Notion has."""

    action: Literal["rename_option"]
    property: Name
    option: Name
    to: OptionName

    def apply(self, edit: Edit) -> Json:
        database = edit.database(self.database)
        prop = declared(edit.choice(database, self.property))
        option = edit.option(prop, self.option)
        _need_free(prop, self.to, besides=option.id)
        _exchange(edit, database, prop, option, option.model_copy(update={"name": self.to}))
        return {**_told(database, prop, option), "from": option.name, "to": self.to}


class RecolorOption(InDatabase):
    """Only a status' option can change its colour in Notion; any other is made anew in its place,
    under an id of its own."""

    action: Literal["recolor_option"]
    property: Name
    option: Name
    color: SelectColor

    def apply(self, edit: Edit) -> Json:
        database = edit.database(self.database)
        prop = declared(edit.choice(database, self.property))
        option = edit.option(prop, self.option)
        keeps = prop.type == "status" or is_new(option.id) or self.color == option.color
        name = option.id if keeps else edit.fresh()
        update = {"id": name, "color": self.color}
        _exchange(edit, database, prop, option, option.model_copy(update=update))
        return {**_told(database, prop, option), "from": option.color, "to": self.color}


class DeleteOption(InDatabase):
    """Rows lose it; of a status one has to stay."""

    action: Literal["delete_option"]
    property: Name
    option: Name

    def apply(self, edit: Edit) -> Json:
        database = edit.database(self.database)
        prop = declared(edit.choice(database, self.property))
        option = edit.option(prop, self.option)
        if prop.type == "status" and len(prop.options) == 1:
            fail("last_option", name=prop.name)
        _exchange(edit, database, prop, option, None)
        return {**_told(database, prop, option), "color": option.color}


def _told(database: ExistingDatabase, prop: ExistingProperty, option: ExistingOption) -> Json:
    return {"target": database.title, "property": prop.name, "options": [option.name]}


def _exchange(
    edit: Edit,
    database: ExistingDatabase,
    prop: ExistingProperty,
    old: ExistingOption,
    new: ExistingOption | None,
) -> None:
    """Puts an option in the place of another (or none), in the schema, in rows and in filters."""
    kept = [new if option.id == old.id else option for option in prop.options]
    options = [option for option in kept if option is not None]
    changed = with_property(database, prop.model_copy(update={"options": options}))
    name, new_id = (None, None) if new is None else (new.name, new.id)
    if new_id != old.id:
        rows = [_with_option(row, prop.id, old.id, new_id) for row in changed.rows]
        changed = changed.model_copy(update={"rows": rows})
    edit.put(changed)
    if name == old.name:
        return

    def in_view(home: ExistingDatabase, view: ExistingView) -> ExistingView:
        if home.id != database.id or view.filter is None:
            return view
        left = each_condition(view.filter, lambda part: _condition(part, prop, old.name, name))
        return view.model_copy(update={"filter": left})

    change_new_views(edit, in_view)


def _with_option(row: ExistingRow, prop_id: str, old: str, new: str | None) -> ExistingRow:
    held = row.values.get(prop_id)
    if held is None or (held != old and old not in held):
        return row
    if isinstance(held, list):
        exchanged = [new if item == old else item for item in held]
        held = [item for item in exchanged if item is not None]
    else:
        held = new
    values = {name: value for name, value in row.values.items() if name != prop_id}
    return row.model_copy(update={"values": {**values, **({prop_id: held} if held else {})}})


def _condition(part: Json, prop: ExistingProperty, old: str, new: str | None) -> Json | None:
    """A condition on the property with the option named anew; without it, none."""
    asked = part.get(prop.type)
    if part["property"] != prop.id or not isinstance(asked, dict):
        return part
    changed: Json = {}
    for operator, wanted in asked.items():
        if isinstance(wanted, list):
            left = [new if name == old else name for name in wanted]
            changed[operator] = [name for name in left if name is not None]
        else:
            changed[operator] = new if wanted == old else wanted
        if changed[operator] in (None, []):
            return None
    return {**part, prop.type: changed}
