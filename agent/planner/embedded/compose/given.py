"""The rows that a person gave, in the place of all samples of their database.

Values come as they were written ("$4,500", "May 3", "done") and become what their property
holds; a property that only rows name is made, of the type that all of its values can be.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from agent.planner.brief import Brief, PropertyList, WantedProperty, WantedRow
from agent.planner.embedded.compose.bench import Bench
from agent.planner.embedded.compose.listed import added
from agent.planner.embedded.compose.options import options_from
from agent.planner.embedded.compose.written import kind_of, read, titles_in
from agent.planner.embedded.lexicon import concept, concept_worded, meaning_of, word_for
from tools.blueprint.properties import CHOICES
from tools.workspace.model import ExistingDatabase, ExistingProperty

_LONGEST_TITLE = 2000  # characters of a text in Notion
_WRITTEN = ("url", "email", "phone_number", "rich_text")  # types that take words as they are
_HELD = frozenset({"number", "date", "people", "files", "place", "status"})


def with_row_names(brief: Brief, today: date) -> Brief:
    """The brief with what its rows name among its properties, where it is not yet."""
    said = {(one.database, p.name.casefold()) for one in brief.properties for p in one.properties}
    further: dict[str | None, dict[str, list[str]]] = {}
    for row in brief.rows:
        for name, value in row.values.items():
            if name and {(row.database, name.casefold()), (None, name.casefold())}.isdisjoint(said):
                further.setdefault(row.database, {}).setdefault(name, []).append(value)
    lists = [
        PropertyList(database=home, properties=[_wanted(n, v, today) for n, v in named.items()])
        for home, named in further.items()
    ]
    return brief.model_copy(update={"properties": [*brief.properties, *lists]})


def _wanted(name: str, values: Sequence[str], today: date) -> WantedProperty:
    """A property that only rows name: as its name says, where all its values can be that, else as
    they are written."""
    kind, format_ = kind_of(values, today)
    known = concept_worded(name)
    if known is not None and known.type in CHOICES:
        return WantedProperty(name=name, options=list(dict.fromkeys(values)))
    by_name = known is not None and known.type in (kind, "checkbox", *_WRITTEN)
    return WantedProperty(name=name, type=None if by_name else kind, format=format_)


def with_given(bench: Bench, brief: Brief) -> None:
    """Gives each database the rows that were given for it, and no others; what they link to is a
    row of the other database."""
    homes: dict[str, list[WantedRow]] = {}
    for row in brief.rows:
        if (home := _home(bench, row)) is not None:
            homes.setdefault(home.id, []).append(row)
    for far, titles in _linked(bench, homes).items():
        known = {row.title for row in homes.get(far, ())}
        rows = [WantedRow(title=title) for title in titles if title not in known]
        homes.setdefault(far, []).extend(rows)
    for name, rows in homes.items():
        bench.put(bench.keyed(name).model_copy(update={"rows": []}))
        _make_room(bench, name, rows)
        made = [_row(bench, bench.keyed(name), row) for row in rows]
        bench.do("add_rows", database=name, rows=made)
    for name, rows in homes.items():
        _link(bench, name, rows)


def _home(bench: Bench, row: WantedRow) -> ExistingDatabase | None:
    """The database that a row names, else the one that knows most of its values' names."""
    named = bench.database(row.database)
    return named or max(
        bench.databases,
        key=lambda d: sum(bench.property(d, name) is not None for name in row.values),
        default=None,
    )


def _linked(bench: Bench, homes: dict[str, list[WantedRow]]) -> dict[str, list[str]]:
    """The titles that rows name in relations, by the database that these lead to."""
    found: dict[str, list[str]] = {}
    for home, rows in homes.items():
        for row in rows:
            for prop, text in _values(bench, bench.keyed(home), row):
                far = bench.structure.source(prop.config.get("data_source_id"))
                if prop.type == "relation" and far is not None:
                    known = found.setdefault(far.id, [])
                    known += [title for title in titles_in(text) if title not in known]
    return found


def _values(
    bench: Bench, database: ExistingDatabase, row: WantedRow
) -> Iterator[tuple[ExistingProperty, str]]:
    """What a row says of its properties, in so many words."""
    for name, text in row.values.items():
        prop = bench.property(database, name) if name else None
        if prop is not None and text.strip():
            yield prop, text


def _make_room(bench: Bench, home: str, rows: Sequence[WantedRow]) -> None:
    """Makes the properties hold what was written: further steps of a status, else plain text."""
    if any(row.done is not None for row in rows):
        _done(bench, home)
    for row in rows:
        for prop, text in _values(bench, bench.keyed(home), row):
            if prop.type not in _HELD or read(prop, text, bench.today) is not None:
                continue
            where = {"database": home, "property": prop.id}
            if prop.type == "status" and (option := options_from([text.strip()], "status", "")):
                group = (meaning := meaning_of(text)) and meaning.group
                said = option[0].model_copy(update={"group": group or "in_progress"})
                bench.do("add_option", **where, option=said)
            else:
                bench.do("retype_property", **where, to="rich_text")


def _link(bench: Bench, home: str, rows: Sequence[WantedRow]) -> None:
    """Links the rows, which stand in the order that they were given in."""
    database = bench.keyed(home)
    for made, row in zip(database.rows, rows, strict=True):
        links = {
            prop.name: titles_in(text)
            for prop, text in _values(bench, database, row)
            if prop.type == "relation"
        }
        if links:
            bench.do("edit_rows", database=home, rows=[{"row": made.id, "values": links}])


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
    values = {p.name: read(p, text, bench.today) for p, text in _values(bench, database, row)}
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
