"""New parts as changes declare them, with what fits where nothing was said."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from agent.planner.brief import WantedProperty
from agent.planner.embedded.compose.money import currency_of
from agent.planner.embedded.compose.options import options_from
from agent.planner.embedded.compose.own import declared
from agent.planner.embedded.grammar.clauses.clause import NoRows, Refused
from agent.planner.embedded.grammar.text.names import CHOICES, DATES, World
from agent.planner.embedded.lexicon import concept_of
from tools.blueprint.base import Hue, Language
from tools.blueprint.properties import Option, Property
from tools.blueprint.views import DEFAULT_NAMES, View
from tools.workspace.actions.rows import DeleteRows, EditRows, RowEdit
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow, ExistingView

_VIEW: TypeAdapter[View] = TypeAdapter(View)
_PLAIN = frozenset({"rich_text", "number", "date", "checkbox", "url", "email", "phone_number"})
_GROUPS = (*CHOICES, "people", "relation", "checkbox", "rich_text")
_AXES = (*CHOICES, "date", "relation")  # what a chart goes along where nothing is said


def a_property(wanted: WantedProperty, language: Language) -> Property:
    """A property as a change declares it; what was not said follows from its name."""
    return declared(wanted, language, currency_of(language))


def alike(prop: ExistingProperty, wanted: WantedProperty) -> WantedProperty:
    """What comes of a property with its type, where nothing was said and no name tells of one."""
    if wanted.type or prop.type not in _PLAIN or concept_of(wanted.name) is not None:
        return wanted
    said = {"type": prop.type, "format": prop.config.get("format")}
    return WantedProperty.model_validate({"name": wanted.name, **said})


def an_option(prop: ExistingProperty, name: str, hue: Hue | None) -> Option:
    """An option with the place in a status that its name means."""
    if prop.type != "status":
        return Option(name=name, color=hue)
    known = [option.name for option in prop.options]
    around = [*known[:1], name, *known[-1:]]
    made = options_from(around, "status", prop.name)[1 if known else 0]
    return Option(name=name, color=hue or made.color, group=made.group)


def a_view(said: dict[str, Any]) -> View:
    """A view from its parts."""
    return _VIEW.validate_python(said)


def stands_on(
    database: ExistingDatabase, kind: str, named: Sequence[ExistingProperty], world: World
) -> dict[str, Any]:
    """The property that a view of a type needs: the one that was said, else the obvious one.

    Raises Refused where there is none.
    """
    match kind:
        case "board":
            return {"group_by": _needed(database, named, _GROUPS).name}
        case "calendar" | "timeline":
            said = next((p for p in named if p.type in DATES), None)
            prop = said or world.main_date(database) or _needed(database, named, DATES)
            return {"date_property": prop.name}
        case "chart":
            return _axes(database, named)
        case "gallery":
            pictures = [p for p in (*named, *database.properties) if p.type == "files"]
            return {"cover": pictures[0].name if pictures else "page_cover"}
        case _:
            return {}


def _axes(database: ExistingDatabase, named: Sequence[ExistingProperty]) -> dict[str, Any]:
    """A chart by what rows are put together by: how many, or the sum of the number that is said."""
    said = next((p for p in named if p.type in _GROUPS), None)
    prop = said or _needed(database, named, _AXES)
    figure = next((p for p in named if p.type == "number"), None)
    if figure is None:
        return {"chart_type": "line" if prop.type == "date" else "donut", "x_axis": prop.name}
    y_axis = {"aggregator": "sum", "property": figure.name}
    kind = "line" if prop.type == "date" else "column"
    return {"chart_type": kind, "x_axis": prop.name, "y_axis": y_axis}


def _needed(
    database: ExistingDatabase, named: Sequence[ExistingProperty], types: Sequence[str]
) -> ExistingProperty:
    if fit := next((p for p in named if p.type in types), None):
        return fit
    usual = types if types == _AXES else types[:3]
    ranked = sorted(
        (p for p in database.properties if p.type in usual), key=lambda p: types.index(p.type)
    )
    if not ranked:
        raise Refused
    return ranked[0]


def free_name(
    database: ExistingDatabase, kind: str, said: dict[str, Any], shown: str, world: World
) -> str:
    """The usual name of a view; what it shows, or what it stands on, where that name is taken."""
    taken = {view.name for view in database.views}
    usual = DEFAULT_NAMES[world.language][kind]
    prop = said.get("group_by") or said.get("date_property") or said.get("x_axis")
    names = [shown] if shown else []
    by = [] if prop is None else [world.called("view_by", prop, usual)]
    names += [*by, usual] if kind == "chart" else [usual, *by]  # there are many of that type
    names += [f"{usual} {n}" for n in range(2, len(taken) + 3)]
    return next(name for name in names if name not in taken)


def free_property(database: ExistingDatabase, name: str) -> str:
    """A name that no property of the database has."""
    taken = {prop.name for prop in database.properties}
    return next(n for n in (name, *(f"{name} {i}" for i in range(2, 99))) if n not in taken)


def present(database: ExistingDatabase, view: ExistingView) -> dict[str, Any]:
    """What a view of a type must say again, as it is."""
    said: dict[str, Any] = {"type": view.type}
    names = {prop.id: prop.name for prop in database.properties}
    group = str((view.configuration.get("group_by") or {}).get("property_id"))
    if view.type == "board":
        said["group_by"] = names.get(group, next(iter(names.values())))
    if view.type in ("calendar", "timeline"):
        said["date_property"] = names.get(view.configuration.get("date_property_id", ""), "")
    if view.type == "chart":
        said["chart_type"] = view.configuration.get("chart_type", "donut")
    return said


def row_names(database: ExistingDatabase, rows: Sequence[ExistingRow]) -> list[str]:
    """How changes name rows: by title where it is the only such one, else by id."""
    counts = Counter(row.title.casefold() for row in database.rows)
    return [
        row.title
        if row.title.strip() == row.title and counts[row.title.casefold()] == 1 and row.title
        else row.id
        for row in rows
    ]


def deleted_rows(database: ExistingDatabase, rows: Sequence[ExistingRow]) -> DeleteRows:
    """The deletion of rows. Raises NoRows for none."""
    if not rows:
        raise NoRows
    names = row_names(database, rows)
    return DeleteRows(action="delete_rows", database=database.title, rows=names)


def edited_rows(
    database: ExistingDatabase, edits: Sequence[tuple[ExistingRow, dict[str, Any]]]
) -> EditRows:
    """New values for rows. Raises NoRows for no rows, Refused for one without values."""
    if not edits:
        raise NoRows
    if not all(values for _, values in edits):
        raise Refused
    names = row_names(database, [row for row, _ in edits])
    told = [RowEdit(row=n, values=v) for n, (_, v) in zip(names, edits, strict=True)]
    return EditRows(action="edit_rows", database=database.title, rows=told)


def joined(changes: Sequence[Change]) -> list[Change]:
    """Deletions of rows of one database as one."""
    joined = list[Change]()
    for change in changes:
        match joined[-1] if joined else None, change:
            case DeleteRows() as before, DeleteRows() if before.database == change.database:
                rows = [*before.rows, *change.rows]
                joined[-1] = before.model_copy(update={"rows": rows})
            case _:
                joined.append(change)
    return joined
