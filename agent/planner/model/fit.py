"""One change of a model made to fit the workspace that it is for: its names are those that are
there, its views and values have the form that they take. Pure."""

from typing import Any

from agent.planner.model.values import Note, values_of
from agent.planner.model.views import view_of
from agent.planner.model.words import nearest, proper
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, Structure

Json = dict[str, Any]

_OWN = {"relation": "add_relation", "rollup": "add_rollup", "formula": "add_formula"}
_OPTIONAL = ("database", "target", "after", "two_way")


def fitted(change: Json, structure: Structure, note: Note) -> Json:
    """The change in the words of `tools.workspace.changes`. What cannot be read stays as it is."""
    found = {
        key: value
        for key, value in _as_own_action(change).items()
        if not (key in _OPTIONAL and value in ("", None))
    }
    database = _database(found, structure)
    if database is not None:
        found["database"] = database.title
        found |= _named(found, database)
        found |= _of_database(found, database, structure, note)
    if isinstance(target := found.get("target"), str):
        titles = [*_titles_of(structure)]
        found["target"] = nearest(target, titles)
        if _is_page(found, structure):
            del found["target"]
    model = Change.kinds.get(str(found.get("action")))
    return found if model is None else {k: v for k, v in found.items() if k in model.model_fields}


def is_there(change: Json, structure: Structure) -> bool:
    """Whether what a change would add is there, and the same."""
    titles = {database.title: database for database in structure.databases}
    database = titles.get(str(change.get("database")))
    if database is None:
        return False
    match change.get("action"), change:
        case "add_property", {"property": {"name": name, "type": kind}}:
            return any((p.name, p.type) == (name, kind) for p in database.properties)
        case ("add_relation" | "add_rollup" | "add_formula") as action, {"name": name}:
            kind = action.removeprefix("add_")
            return any((p.name, p.type) == (name, kind) for p in database.properties)
        case "add_option", {"property": prop, "option": {"name": name}}:
            options = [o.name for p in database.properties if p.name == prop for o in p.options]
            return name in options
        case "add_view", {"view": {"name": name, "type": kind}}:
            return any((v.name, v.type) == (name, kind) for v in database.views)
        case _:
            return False


def _as_own_action(change: Json) -> Json:
    """A property that is made by an action of its own, as that."""
    declared = change.get("property")
    if change.get("action") != "add_property" or not isinstance(declared, dict):
        return change
    action = _OWN.get(str(declared.get("type")))
    if action is None:
        return change
    told = {key: value for key, value in declared.items() if key not in ("type", "options")}
    return {**told, "action": action, "database": change.get("database")}


def _database(found: Json, structure: Structure) -> ExistingDatabase | None:
    """The database that a change names, or the only one."""
    here = [database for database in structure.databases if not database.linked]
    name = found.get("database")
    if isinstance(name, str):
        titles = {database.title: database for database in reversed(here)}
        return titles.get(nearest(name, titles)) or next((d for d in here if d.id == name), None)
    fields = getattr(Change.kinds.get(str(found.get("action"))), "model_fields", {})
    only = len(here) == 1 and name is None and "database" in fields
    return here[0] if only and found.get("action") != "add_database" else None


def _named(found: Json, database: ExistingDatabase) -> Json:
    """Names of parts of a database, as these are called."""
    names = [prop.name for prop in database.properties]
    told: Json = {}
    if isinstance(prop := found.get("property"), str) and found["action"] != "add_rollup":
        told["property"] = nearest(prop, names)
        options = [
            o.name for p in database.properties if p.name == told["property"] for o in p.options
        ]
        if isinstance(option := found.get("option"), str):
            told["option"] = nearest(option, options)
    if isinstance(relation := found.get("relation"), str):
        told["relation"] = nearest(relation, names)
    if isinstance(view := found.get("view"), str):
        told["view"] = nearest(view, [each.name for each in database.views])
    return told


def _of_database(found: Json, database: ExistingDatabase, structure: Structure, note: Note) -> Json:
    """What an action says of a database's views, options and rows, in the form that it takes."""
    match found["action"]:
        case "add_view" if isinstance(found.get("view"), dict):
            return {"view": view_of(found["view"], database, note)}
        case "update_view" if isinstance(found.get("to"), dict):
            kind = next((v.type for v in database.views if v.name == found.get("view")), None)
            return {
                "to": view_of({**found["to"], **({"type": kind} if kind else {})}, database, note)
            }
        case "add_option" if isinstance(found.get("option"), str):
            return {"option": {"name": found["option"]}}
        case "retype_property" if isinstance(found.get("to"), str):
            return {"to": proper("property_types", found["to"]) or found["to"]}
        case "add_relation" if isinstance(found.get("target"), str):
            titles = [each.title for each in structure.databases]
            return {"target": nearest(found["target"], titles)}
        case "add_rollup":
            return _rollup(found, database, structure)
        case "add_rows":
            return {"rows": [_row(row, database, structure, note) for row in _list(found, "rows")]}
        case "edit_rows":
            return {"rows": [_edit(row, database, structure, note) for row in _list(found, "rows")]}
        case _:
            return {}


def _list(found: Json, name: str) -> list[Any]:
    held = found.get(name)
    return held if isinstance(held, list) else [held]


def _rollup(found: Json, database: ExistingDatabase, structure: Structure) -> Json:
    """What is rolled up, by its name in the database that the relation leads to."""
    relation = next((p for p in database.properties if p.name == found.get("relation")), None)
    far = structure.source(relation.config.get("data_source_id")) if relation else None
    if far is None or not isinstance(found.get("property"), str):
        return {}
    return {"property": nearest(found["property"], [prop.name for prop in far.properties])}


def _row(row: Any, database: ExistingDatabase, structure: Structure, note: Note) -> Any:
    if not isinstance(row, dict):
        return row
    told = row["values"] if "values" in row else {k: v for k, v in row.items() if k != "icon"}
    found: Json = {"values": values_of(told, database, _titles(structure), note)}
    if row.get("icon"):
        found["icon"] = row["icon"]
    return found


def _edit(row: Any, database: ExistingDatabase, structure: Structure, note: Note) -> Any:
    if not isinstance(row, dict):
        return row
    title = nearest(str(row.get("row", "")), [each.title for each in database.rows])
    return {
        "row": title,
        "values": values_of(row.get("values"), database, _titles(structure), note),
    }


def _titles(structure: Structure) -> Any:
    def there(relation: ExistingProperty) -> list[str]:
        far = structure.source(relation.config.get("data_source_id"))
        return [] if far is None else [row.title for row in far.rows]

    return there


def _is_page(found: Json, structure: Structure) -> bool:
    """Whether the page itself is named, which has no name as a target."""
    return found["target"] == structure.page.title and found["target"] not in _titles_of(structure)


def _titles_of(structure: Structure) -> set[str]:
    """What the databases and sub-pages are called."""
    databases = {database.title for database in structure.databases}
    return databases | {page.title for page in structure.sub_pages}
