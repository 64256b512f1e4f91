"""A row's values as a model gives them, in the form that their properties take. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from agent.planner.model.words import meaning, nearest, truth
from tools.blueprint.base import is_date
from tools.blueprint.properties import COMPUTED
from tools.workspace.model import ExistingDatabase, ExistingProperty

Json = dict[str, Any]
Note = Callable[[str], None]

_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")
_DAY = re.compile(r"(\d{4})\s?[./年년-]\s?(\d{1,2})\s?[./月월-]\s?(\d{1,2})\s?[日일]?\.?$")
_PARTED = re.compile("[,、;，]")
_GROUPS = {"To-do": "to_do", "In progress": "in_progress", "Complete": "complete"}


def values_of(given: Any, database: ExistingDatabase, titles: "Titles", note: Note) -> Json:
    """What a row says, by the names of its properties. `given` is a list of `{name, value}`, or the
    map that some models insist on."""
    known = {prop.name: prop for prop in database.properties}
    found: Json = {}
    for name, value in _pairs(given):
        prop = known.get(nearest(name, known))
        if prop is None:
            found[name] = value  # no such property: the rules say so, with its place
        elif prop.type in COMPUTED or prop.type == "people":
            # Notion fills in the one; of the other it takes ids, which no words can name.
            note(f"{prop.name} ✗")
        else:
            found[prop.name] = _fit(prop, value, titles, note)
    return found


def _pairs(given: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(given, dict):
        return [(str(name), value) for name, value in given.items()]
    items = given if isinstance(given, list) else ()
    return [
        (item["name"], item.get("value"))
        for item in items
        if isinstance(item, dict) and isinstance(item.get("name"), str)
    ]


Titles = Callable[[ExistingProperty], list[str]]  # the rows that a relation can lead to


def _fit(prop: ExistingProperty, value: Any, titles: Titles, note: Note) -> Any:
    if value is None or value == "":
        return None
    match prop.type:
        case "select" | "status":
            return _option(prop, value, note)
        case "multi_select":
            return [_option(prop, one, note) for one in _several(value)]
        case "relation":
            return _links(prop, value, titles, note)
        case kind:
            return _PLAIN.get(kind, _text)(value)


def _option(prop: ExistingProperty, value: Any, note: Note) -> Any:
    """The option that is called so, else the one that means the same (m3), else a new one."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        return value if value is None else str(value)
    names = [option.name for option in prop.options]
    found = nearest(value, names)
    if found in names:
        return found
    alike = _alike(prop, meaning(value))
    if alike is not None:
        note(f"{value} → {alike}")
        return alike
    return value.replace(",", " ·").strip()


def _alike(prop: ExistingProperty, wanted: str | None) -> str | None:
    """The first option of a status' group, or one whose name tells of the same."""
    if wanted is None:
        return None
    by_group = (o.name for o in prop.options if _GROUPS.get(o.group or "") == wanted)
    by_name = (o.name for o in prop.options if meaning(o.name) == wanted)
    return next(by_name, None) or next(by_group, None)


def _links(prop: ExistingProperty, value: Any, titles: Titles, note: Note) -> list[str]:
    """Titles of rows that are there; others would be links to nothing, and are named."""
    there = titles(prop)
    found: list[str] = []
    for one in map(str, value if isinstance(value, list) else [value]):
        title = nearest(one, there)
        whole = [title] if title in there else [nearest(part, there) for part in _several(one)]
        for each in whole:
            if each in there:
                found.append(each)
            else:
                note(f"{prop.name}: {each} ✗")
    return list(dict.fromkeys(found))


def _several(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    parts = (part.strip() for part in _PARTED.split(str(value)))
    return [part for part in parts if part]


def _number(value: Any) -> Any:
    """`1,200원` is 1200, and `15 %` is 0.15."""
    if not isinstance(value, str) or not (found := _NUMBER.search(value)):
        return value
    number = float(found[0].replace(",", ""))
    if value[found.end() :].strip().startswith("%"):
        number /= 100
    return int(number) if number.is_integer() else number


def _date(value: Any) -> Any:
    if isinstance(value, dict):
        ends = {name: _date(value[name]) for name in ("start", "end") if value.get(name)}
        return ends or None
    if isinstance(value, list) and len(value) == 2:
        return {"start": _date(value[0]), "end": _date(value[1])}
    if not isinstance(value, str) or is_date(value):
        return value
    if found := _DAY.match(value.strip()):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    return value


def _checked(value: Any) -> Any:
    found = truth(value) if isinstance(value, str) else None
    return value if found is None else found


def _text(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return ", ".join(value)
    return value if isinstance(value, str | list | dict) else str(value)


_PLAIN: Mapping[str, Callable[[Any], Any]] = {
    "number": _number,
    "date": _date,
    "checkbox": _checked,
    "files": _several,
    "place": lambda value: value,
}
