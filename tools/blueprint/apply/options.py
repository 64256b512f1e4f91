"""The options of select, multi-select and status properties."""

from typing import Any

from tools.blueprint.apply.draft import Draft
from tools.blueprint.apply.references import Json, filtered_anew
from tools.blueprint.apply.tree import replaced, updated
from tools.blueprint.changes import AddOption, DeleteOption, RecolorOption, RenameOption
from tools.blueprint.model import Database, Row
from tools.blueprint.names import fail
from tools.blueprint.properties import (
    CHOICES,
    STANDARD_STATUSES,
    ChoiceProperty,
    Option,
    free_hue,
)

_GROUPS = ("to_do", "in_progress", "complete")

ForOptions = AddOption | RenameOption | RecolorOption | DeleteOption


def need_unique(options: list[Option]) -> None:
    """Raises ValidationFailed where two options differ in case at most."""
    seen: set[str] = set()
    for option in options:
        if option.name.casefold() in seen:
            fail("duplicate_option", name=option.name)
        seen.add(option.name.casefold())


def colored(options: list[Option], others: int = 0) -> list[Option]:
    """New options, each with a colour, beside so many others."""
    return [
        updated(option, color=option.color or free_hue(others + i))
        for i, option in enumerate(options)
    ]


def choice(draft: Draft, database: Database, name: str) -> ChoiceProperty:
    """A property with all its options: those of a new status, and those that only rows name.

    Raises ValidationFailed for what has no options.
    """
    field = draft.field(database, name)
    if field.type not in CHOICES or not isinstance(field.origin, ChoiceProperty):
        fail("not_a_choice", name=field.name)
    declared = field.origin
    options = list(declared.options)
    if declared.type == "status" and not options:
        options = list(STANDARD_STATUSES)
    for row in database.rows:
        options = with_options(options, names(row.values.get(field.name)))
    return updated(declared, options=options)


def names(value: Any) -> list[str]:
    """The options that a row's value names."""
    listed = value if isinstance(value, list) else [value]
    return [name.strip() for name in listed if isinstance(name, str)]


def with_options(options: list[Option], wanted: list[str]) -> list[Option]:
    """The options with those of other names behind them."""
    for name in wanted:
        if all(option.name.casefold() != name.casefold() for option in options):
            options = [*options, Option(name=name, color=free_hue(len(options)))]
    return options


def put_choice(draft: Draft, database: Database, prop: ChoiceProperty) -> Draft:
    """The draft with another state of a property that has options."""
    properties = [prop if p.name == prop.name else p for p in database.properties]
    return draft.put(updated(database, properties=properties))


def change_option(draft: Draft, change: ForOptions) -> Draft:
    """The draft after a change of a property's options. Raises ValidationFailed."""
    database = draft.database(change.database)
    prop = choice(draft, database, change.property)
    if isinstance(change, AddOption):
        return _add(draft, database, prop, change.option)
    option = draft.find("option", change.option, prop.options, lambda o: o.name)
    match change:
        case RenameOption(to=name):
            if name.casefold() != option.name.casefold():
                _need_free(prop, name)
            return _put(draft, database, prop, option, updated(option, name=name))
        case RecolorOption(color=color):
            return _put(draft, database, prop, option, updated(option, color=color))
        case DeleteOption():
            if prop.type == "status" and len(prop.options) == 1:
                fail("last_option", name=prop.name)
            return _put(draft, database, prop, option, None)


def _add(draft: Draft, database: Database, prop: ChoiceProperty, wanted: Option) -> Draft:
    _need_free(prop, wanted.name)
    new = colored([wanted], len(prop.options))
    at = _behind_its_group(prop, wanted)
    options = [*prop.options[:at], *new, *prop.options[at:]]
    return put_choice(draft, database, updated(prop, options=options))


def _behind_its_group(prop: ChoiceProperty, wanted: Option) -> int:
    """A status stands before those of later groups, as Notion shows them; any other is the last."""
    later = _GROUPS[_GROUPS.index(wanted.group) + 1 :] if wanted.group else ()
    groups = [option.group for option in prop.options]
    return next((i for i, group in enumerate(groups) if group in later), len(groups))


def _need_free(prop: ChoiceProperty, name: str) -> None:
    if any(option.name.casefold() == name.casefold() for option in prop.options):
        fail("duplicate_option", name=name)


def _put(
    draft: Draft, database: Database, prop: ChoiceProperty, old: Option, new: Option | None
) -> Draft:
    """Replaces an option (by nothing: removes it) in the schema, in rows and in filters."""
    draft = put_choice(draft, database, updated(prop, options=replaced(prop.options, old, new)))
    if new is not None and new.name == old.name:
        return draft
    name = None if new is None else new.name
    database = draft.keyed(database.key)
    rows = [_in_row(row, prop.name, old.name, name) for row in database.rows]
    draft = draft.put(updated(database, rows=rows))
    return draft.to(
        filtered_anew(
            draft.blueprint, database.key, lambda part: _in_condition(part, prop, old.name, name)
        )
    )


def _in_row(row: Row, prop: str, old: str, new: str | None) -> Row:
    held = row.values.get(prop)
    if all(name.casefold() != old.casefold() for name in names(held)):
        return row
    left = [new if name.casefold() == old.casefold() else name for name in names(held)]
    chosen = [name for name in left if name is not None]
    values = {name: value for name, value in row.values.items() if name != prop}
    if chosen:
        values[prop] = chosen if isinstance(held, list) else chosen[0]
    return updated(row, values=values)


def _in_condition(part: Json, prop: ChoiceProperty, old: str, new: str | None) -> Json | None:
    """A condition on the property with the option named anew; without it, none."""
    asked = part.get(prop.type)
    if part["property"] != prop.name or not isinstance(asked, dict):
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
