"""Relations between databases, and the figures that work over them."""

from agent.planner.brief import Brief, WantedProperty, WantedRollup
from agent.planner.embedded.compose.bench import Bench
from agent.planner.embedded.compose.listed import added
from agent.planner.embedded.lexicon import singular
from tools.blueprint.fitting import groups
from tools.workspace.model import ExistingDatabase, ExistingProperty


def with_links(bench: Bench, brief: Brief) -> None:
    """Makes the relations and figures that were asked for, and connects what was made beside."""
    for pair in brief.relations:
        near, far = bench.database(pair.target), bench.database(pair.source)
        if near is not None and far is not None and near.id != far.id:
            _without_text(bench, far, near.title)
            linked(bench, bench.keyed(near.id), bench.keyed(far.id))
    for rollup in brief.rollups:
        _rolled_up(bench, rollup)
    if not brief.unlinked:
        _connect(bench)


def _connect(bench: Bench) -> None:
    """Links each database of its own to the first one, unless a way leads there already or both
    hold the same kind of rows ("income and expenses, each with …")."""
    if not bench.databases:
        return
    main = bench.databases[0]
    for database in bench.databases[1:]:
        alike = {p.name for p in database.properties} == {p.name for p in main.properties}
        if database.id in bench.own and database.id not in _reached(bench, main.id) and not alike:
            _without_text(bench, database, main.title)
            bench.link(bench.keyed(database.id), bench.keyed(main.id), main.title)


def _without_text(bench: Bench, database: ExistingDatabase, far: str) -> None:
    """Takes out the text that is called as what rows are linked to: the relation says it."""
    called = (p for p in database.properties if singular(p.name) == singular(far))
    told = next(called, None) or bench.property(database, far)
    if told is not None and told.type == "rich_text":
        bench.delete(database, told)


def _reached(bench: Bench, start: str) -> set[str]:
    """The databases that relations lead to from one, in either direction."""
    homes = {d.data_source_id: d.id for d in bench.databases}
    pairs = [
        (d.id, homes[p.config["data_source_id"]])
        for d in bench.databases
        for p in d.properties
        if p.type == "relation" and p.config.get("data_source_id") in homes
    ]
    found = {start}
    while more := {b for a, b in pairs if a in found} | {a for a, b in pairs if b in found}:
        if more <= found:
            break
        found |= more
    return found


def linked(bench: Bench, near: ExistingDatabase, far: ExistingDatabase) -> ExistingProperty:
    """The property by which `near` sees `far`, made with its other side where there is none."""
    for prop in near.properties:
        if prop.config.get("data_source_id") == far.data_source_id:
            return prop
    back = bench.link(far, near, near.title)
    return next(p for p in bench.keyed(near.id).properties if p.id == back.config["synced_id"])


def _rolled_up(bench: Bench, wanted: WantedRollup) -> None:
    per = bench.database(wanted.per)
    if per is None:
        _charted(bench, wanted)
        return
    found = _measured(bench, per, wanted)
    if found is None:
        return
    other, name = found
    figure = _figure(bench, other, name, wanted)
    relation = linked(bench, bench.keyed(per.id), bench.keyed(other.id))
    same = next((p for p in bench.keyed(per.id).properties if wanted.name in p.name), None)
    if same is not None and same.type == "rollup":
        bench.delete(per, same)
    bench.do(
        "add_rollup",
        database=per.id,
        name=bench.free_name(bench.keyed(per.id), wanted.name),
        relation=relation.id,
        property=figure.id,
        function=wanted.function,
    )


def _measured(
    bench: Bench, per: ExistingDatabase, wanted: WantedRollup
) -> tuple[ExistingDatabase, str] | None:
    """The database whose rows are added up, and the figure without that database's name."""
    others = [d for d in bench.databases if d.id != per.id]
    first, _, rest = wanted.property.partition(" ")
    for database in others:
        if rest and bench.is_called(database, first):
            return database, rest
    having = [
        d
        for d in others
        if (p := bench.property(d, wanted.property)) is not None and p.type == "number"
    ]
    called = [d for d in others if bench.is_called(d, wanted.property)]
    near = [d for d in others if any(_leads(p, per) for p in d.properties)]
    found = next(iter([*having, *called, *near, *others]), None)
    return (found, wanted.property) if found else None


def _leads(prop: ExistingProperty, to: ExistingDatabase) -> bool:
    return prop.type == "relation" and prop.config.get("data_source_id") == to.data_source_id


def _figure(
    bench: Bench, database: ExistingDatabase, name: str, wanted: WantedRollup
) -> ExistingProperty:
    """The property to add up, made where the database has none of that name."""
    found = bench.property(database, name)
    if found is not None and found.type != "rollup":
        return found
    if wanted.function == "count":
        return next(p for p in database.properties if p.type == "title")
    return added(bench, database, WantedProperty(name=name, type="number"))


def _ending(database: ExistingDatabase, name: str) -> ExistingProperty | None:
    """The last number whose name ends with a word ("cost": the actual cost, not the estimated)."""
    end = f" {name.casefold()}"
    fits = [p for p in database.properties if p.type == "number"]
    return next((p for p in reversed(fits) if p.name.casefold().endswith(end)), None)


def _charted(bench: Bench, wanted: WantedRollup) -> None:
    """A figure per value of a property ("amount by category") is a chart over it."""
    for database in bench.databases:
        axis = bench.property(database, wanted.per)
        figure = bench.property(database, wanted.property) or _ending(database, wanted.property)
        if axis is None or not groups("chart", axis.type) or axis.type == "title":
            continue
        measured = figure is not None and figure.type == "number"
        y_axis: dict[str, str] = {"aggregator": wanted.function if measured else "count"}
        kind = wanted.chart or "column"
        view = {"type": "chart", "name": wanted.name, "chart_type": kind, "x_axis": axis.name}
        if figure is not None and measured:
            y_axis["property"] = figure.name
        bench.do("add_view", database=database.id, view={**view, "y_axis": y_axis})
        return
