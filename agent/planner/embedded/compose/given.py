"""The rows that a person gave, in the place of all samples of their database.

Values come as they were written ("$4,500", "May 3", "done") and become what their property
holds; a property that only rows name is made, of the type that all of its values can be.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from agent.planner.brief import Brief, PropertyList, WantedProperty, WantedRow
from agent.planner.embedded.compose.bench import Bench
from agent.planner.embedded.compose.listed import added
from agent.planner.embedded.compose.written import kind_of, read
from agent.planner.embedded.lexicon import concept, concept_of, word_for
from tools.workspace.model import ExistingDatabase, ExistingProperty

_LONGEST_TITLE = 2000  # characters of a text in Notion


def with_row_names(brief: Brief, today: date) -> Brief:
    """The brief with what its rows name among its properties, where it is not yet."""
    said = {(one.database, p.name.casefold()) for one in brief.properties for p in one.properties}
    further: dict[str | None, dict[str, list[str]]] = {}
    for row in brief.rows:
        for name, value in row.values.items():
            if {(row.database, name.casefold()), (None, name.casefold())}.isdisjoint(said):
                further.setdefault(row.database, {}).setdefault(name, []).append(value)
    lists = [
        PropertyList(database=home, properties=[_wanted(n, v, today) for n, v in named.items()])
        for home, named in further.items()
    ]
    return brief.model_copy(update={"properties": [*brief.properties, *lists]})


def _wanted(name: str, values: Sequence[str], today: date) -> WantedProperty:
    """A property that only rows name: what all its values can be, unless its name says another
    thing than a number."""
    kind, format_ = kind_of(values, today)
    known = concept_of(name)
    if known is None or (kind == "number" and known.type != "number"):
        return WantedProperty(name=name, type=kind, format=format_)
    return WantedProperty(name=name, format=format_ if known.type == "number" else None)


def with_given(bench: Bench, brief: Brief) -> None:
    """Gives each database the rows that were given for it, and no others."""
    homes: dict[str, list[WantedRow]] = {}
    for row in brief.rows:
        home = _home(bench, row)
        if home is not None:
            homes.setdefault(home.id, []).append(row)
    for name, rows in homes.items():
        bench.put(bench.keyed(name).model_copy(update={"rows": []}))
        _fill(bench, name, rows)


def _home(bench: Bench, row: WantedRow) -> ExistingDatabase | None:
    """The database that a row names, else the one that knows most of its values' names."""
    named = bench.database(row.database)
    return named or max(
        bench.databases,
        key=lambda d: sum(bench.property(d, name) is not None for name in row.values),
        default=None,
    )


def _fill(bench: Bench, home: str, rows: Sequence[WantedRow]) -> None:
    if any(row.done is not None for row in rows):
        _done(bench, home)
    made = [_row(bench, bench.keyed(home), row) for row in rows]
    bench.do("add_rows", database=home, rows=made)


def _done(bench: Bench, home: str) -> ExistingProperty:
    """What says that a row is done: a check box, else a status, else a box that is made."""
    database = bench.keyed(home)
    found = (p for kind in ("checkbox", "status") for p in database.properties if p.type == kind)
    box = next(found, None)
    if box is not None:
        return box
    wanted = WantedProperty(name=word_for(concept("done"), bench.language), type="checkbox")
    return added(bench, database, wanted)


def _row(bench: Bench, database: ExistingDatabase, row: WantedRow) -> dict[str, Any]:
    title = next(p for p in database.properties if p.type == "title")
    values: dict[str, Any] = {}
    for name, text in row.values.items():
        prop = bench.property(database, name)
        if prop is not None:
            values[prop.name] = read(prop, text, bench.today)
    if row.done is not None:
        box = _done(bench, database.id)
        values[box.name] = row.done if box.type == "checkbox" else _step(box, done=row.done)
    values[title.name] = row.title[:_LONGEST_TITLE]
    return {"values": {name: value for name, value in values.items() if value is not None}}


def _step(status: ExistingProperty, *, done: bool) -> str | None:
    """The step of a status that is done, or the first one."""
    if not status.options:
        return None
    finished = [o.name for o in status.options if o.group == "Complete"]
    return next(iter(finished), status.options[-1].name) if done else status.options[0].name
