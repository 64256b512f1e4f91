"""What only a build can tell: calls, formulas that came to nothing, views in which nothing is."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from tools.blueprint.model import Blueprint
from tools.notion.journal import Rehearsal
from tools.notion.rehearse import rehearse
from tools.notion.transport import LocalWorkspace, Stage

Json = dict[str, Any]

_NOTHING: tuple[Any, ...] = (None, "", [], 0)


async def built_faults(blueprint: Blueprint, stage: Stage) -> list[str]:
    """Builds a design in an empty workspace and says what is wrong with what stands there.

    Raises NotionError for what Notion would refuse.
    """
    rehearsal = await rehearse(blueprint, stage)
    faults, databases = [*_calls(rehearsal)], await _databases(rehearsal)
    if blueprint.complexity != "simple":
        faults += _first(databases)
    for database_id, found in databases.items():
        title = "".join(part["plain_text"] for part in found["database"]["title"])
        faults += [f"{title}: {fault}" for fault in _formulas(found)]
        for view in (*found["views"], *found["widgets"]):
            if fault := await _empty(view, database_id, found, rehearsal.embedded):
                faults.append(f"{title}: {fault}")
    return faults


def _calls(rehearsal: Rehearsal) -> Iterator[str]:
    """One call for each thing: no appended bodies, no patched schemas."""
    counts = rehearsal.plan.counts
    if counts.api_calls > counts.bound:
        yield f"is built with {counts.api_calls} calls where {counts.bound} would do"


def _first(databases: dict[str, Json]) -> Iterator[str]:
    """What is seen first is what comes first on the page, where tables stand in the order in which
    they can be made: one that rolls up others behind these."""
    views = [view for found in islice(databases.values(), 1) for view in found["views"]]
    if views and views[0]["type"] == "table":
        yield "the page opens on a table; give what is made first a dashboard"


async def _databases(rehearsal: Rehearsal) -> dict[str, Json]:
    """What the viewer is given of each database, those on sub-pages and linked ones too."""
    found: dict[str, Json] = {}
    waiting = [rehearsal.page_id]
    while waiting:
        page = json.loads(await rehearsal.embedded.page(waiting.pop(), ""))
        found |= page["databases"]
        waiting += [block["id"] for block in page["blocks"] if block["type"] == "child_page"]
    return found


def _formulas(found: Json) -> Iterator[str]:
    """A formula whose values do not fit it has no result, in Notion as here."""
    for name, prop in found["data_source"]["properties"].items():
        if prop["type"] != "formula":
            continue
        results = [_held(row, name) for row in found["rows"]]
        if None in results:
            yield f"the formula {name} has no result for {results.count(None)} rows"
        elif results and all(result == "" for result in results):
            yield f"the formula {name} is blank for every row"


async def _empty(view: Json, database: str, found: Json, embedded: LocalWorkspace) -> str | None:
    """Says so where a view shows nothing of a table that has rows."""
    if view["type"] in ("form", "dashboard") or not found["rows"]:
        return None
    rows = found["rows"]
    if view["filter"]:
        rows = json.loads(await embedded.rows(database, view["id"], None, ""))["rows"]
    needed = [name for name in _places(view["configuration"] or {}) if name is not None]
    if any(all(_held(row, name) not in _NOTHING for name in needed) for row in rows):
        return None
    return f"the {view['type']} {view['name']!r} shows nothing"


def _places(configuration: Json) -> tuple[str | None, ...]:
    """The properties without which a row has no place in a view."""
    x_axis, y_axis = configuration.get("x_axis") or {}, configuration.get("y_axis") or {}
    return (
        configuration.get("date_property_name"),
        x_axis.get("property_name"),
        y_axis.get("property_name"),
    )


def _held(row: Json, name: str) -> Any:
    """What a row holds there, the result where it is computed; a blank text as ''."""
    prop = row["properties"][name]
    while isinstance(prop, dict) and "type" in prop and prop["type"] in prop:
        prop = prop[prop["type"]]
    return prop
