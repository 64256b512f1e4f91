"""The options of select, multi-select and status properties, on the draft."""

from tools.blueprint.changes import AddOption, DeleteOption, RecolorOption, RenameOption
from tools.blueprint.names import fail
from tools.blueprint.properties import CHOICES, Option, free_hue
from tools.notion.modify.draft import Draft, find_option, find_property, is_new, with_property
from tools.notion.structure.model import (
    ExistingDatabase,
    ExistingOption,
    ExistingProperty,
    ExistingRow,
)

_GROUPS = {"to_do": "To-do", "in_progress": "In progress", "complete": "Complete"}

ForOptions = AddOption | RenameOption | RecolorOption | DeleteOption


def need_unique(options: list[Option]) -> None:
    """Raises ValidationFailed where two options differ in case at most."""
    seen: set[str] = set()
    for option in options:
        if option.name.casefold() in seen:
            fail("duplicate_option", name=option.name)
        seen.add(option.name.casefold())


def make_options(draft: Draft, wanted: list[Option]) -> tuple[Draft, list[ExistingOption]]:
    """New options in the draft, each with a colour."""
    made: list[ExistingOption] = []
    for option in wanted:
        draft, name = draft.fresh()
        made.append(_option(name, option, len(made)))
    return draft, made


def _option(option_id: str, option: Option, count: int) -> ExistingOption:
    return ExistingOption(
        id=option_id,
        name=option.name,
        color=option.color or free_hue(count),
        description=option.description,
        group=_GROUPS.get(option.group or ""),
    )


def chosen(draft: Draft, prop: ExistingProperty, name: str) -> tuple[Draft, ExistingProperty, str]:
    """The id of the option of that name, and the property with it: one that lacks is added."""
    known = next((o.id for o in prop.options if o.name.casefold() == name.casefold()), None)
    if known is not None:
        return draft, prop, known
    draft, option_id = draft.fresh()
    color = free_hue(len(prop.options))
    options = [*prop.options, ExistingOption(id=option_id, name=name, color=color)]
    return draft, prop.model_copy(update={"options": options}), option_id


def change_option(
    draft: Draft,
    database: ExistingDatabase,
    change: ForOptions,
) -> Draft:
    """The draft after a change of a property's options. Raises ValidationFailed."""
    prop = find_property(database, change.property)
    if isinstance(change, AddOption):
        return _add_option(draft, database, prop, change.option)
    option = find_option(prop, change.option)
    match change:
        case RenameOption(to=name):
            _need_free_option(prop, name, besides=option.id)
            changed = option.model_copy(update={"name": name})
            return _put_option(draft, database, prop, option, changed)
        case RecolorOption(color=color):
            return _recolor(draft, database, prop, option, color)
        case DeleteOption():
            if prop.type == "status" and len(prop.options) == 1:
                fail("last_option", name=prop.name)
            return _put_option(draft, database, prop, option, None)


def _add_option(
    draft: Draft, database: ExistingDatabase, prop: ExistingProperty, wanted: Option
) -> Draft:
    if prop.type not in CHOICES:
        fail("not_a_choice", name=prop.name)
    _need_free_option(prop, wanted.name)
    draft, name = draft.fresh()
    options = [*prop.options, _option(name, wanted, len(prop.options))]
    return draft.put(with_property(database, prop.model_copy(update={"options": options})))


def _need_free_option(prop: ExistingProperty, name: str, besides: str | None = None) -> None:
    taken = [o.name.casefold() for o in prop.options if o.id != besides]
    if name.casefold() in taken:
        fail("duplicate_option", name=name)


def _recolor(
    draft: Draft,
    database: ExistingDatabase,
    prop: ExistingProperty,
    option: ExistingOption,
    color: str,
) -> Draft:
    """Only a status' option can change its colour; any other is made anew in its place."""
    if color == option.color:
        return draft
    name = option.id
    if prop.type != "status" and not is_new(option.id):
        draft, name = draft.fresh()
    changed = option.model_copy(update={"id": name, "color": color})
    return _put_option(draft, database, prop, option, changed)


def _put_option(
    draft: Draft,
    database: ExistingDatabase,
    prop: ExistingProperty,
    old: ExistingOption,
    new: ExistingOption | None,
) -> Draft:
    """Replaces an option (by nothing: removes it), in the schema and in the rows that hold it."""
    kept = [new if o.id == old.id else o for o in prop.options]
    options = [option for option in kept if option is not None]
    changed = with_property(database, prop.model_copy(update={"options": options}))
    new_id = None if new is None else new.id
    rows = [_with_option(row, prop.id, old.id, new_id) for row in changed.rows]
    return draft.put(changed.model_copy(update={"rows": rows}))


def _with_option(row: ExistingRow, prop_id: str, old: str, new: str | None) -> ExistingRow:
    held = row.values.get(prop_id)
    if held is None or old == new or (held != old and old not in held):
        return row
    values = {name: value for name, value in row.values.items() if name != prop_id}
    if isinstance(held, list):
        exchanged = [new if item == old else item for item in held]
        held = [item for item in exchanged if item is not None]
    else:
        held = new
    return row.model_copy(update={"values": {**values, **({prop_id: held} if held else {})}})
