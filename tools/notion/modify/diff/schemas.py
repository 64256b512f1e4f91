"""Schema edits: all of one data source in one call, unless something has to be made elsewhere
first, or a name has to become free.

A two-way relation is declared from one of its sides; removing one side removes both.
"""

from collections.abc import Container, Iterator

from tools.blueprint.properties import CHOICES
from tools.notion.compile.reach import within_reach
from tools.notion.modify.diff.work import Work, by_id
from tools.notion.operations import Ref, escape
from tools.notion.render.properties import definition, link, option
from tools.workspace.model import ExistingDatabase, ExistingOption, ExistingProperty, Json, is_new
from tools.workspace.references import in_expression, mentioned

Place = tuple[str, str]  # data source id, property id


class SchemaDiff:
    """Emits what turns the schemas of now into those of then; knows how to address properties."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._pairs = {now.id: (now, then) for now, then in work.pairs() if not now.linked}
        self._made: dict[Place, str] = {}  # what this diff makes, and the operation that does
        self.far: set[Place] = set()  # made by the other side of their relation
        self.last: dict[str, tuple[str, ...]] = {}  # database → operations that changed its schema
        self._making = {
            (now.data_source_id or "", prop.id)
            for now, then in self._pairs.values()
            for prop in then.properties
            if prop.id not in by_id(now)
        }
        self._choose_sides()

    def _choose_sides(self) -> None:
        for _, then in self._pairs.values():
            for prop in then.properties:
                far = self._far_side(prop)
                near = (then.data_source_id or "", prop.id)
                if near in self._making and far in self._making and near not in self.far:
                    self.far.add(far)

    def _far_side(self, prop: ExistingProperty) -> Place | None:
        synced = prop.config.get("synced_id") if prop.type == "relation" else None
        return (prop.config["data_source_id"], synced) if synced else None

    def write(self) -> None:
        """Emits the patches, sources that wait for others last."""
        waiting = {name: list(self._wanted(*pair)) for name, pair in self._pairs.items()}
        dropped: set[Place] = set()
        first = {name: self._removals(*pair, dropped) for name, pair in self._pairs.items()}
        waiting = {name: wanted for name, wanted in waiting.items() if wanted or first[name]}
        while waiting:
            possible = {n: self._possible(n, wanted, waiting) for n, wanted in waiting.items()}
            if not any(found or not waiting[n] for n, found in possible.items()):
                # No order frees the names that are waited for: Notion has the last word.
                possible = {n: self._possible(n, wanted, ()) for n, wanted in waiting.items()}
            full = [name for name in waiting if len(possible[name]) == len(waiting[name])]
            name = full[0] if full else max(waiting, key=lambda n: len(possible[n]))
            self._patch(name, first.pop(name, {}), possible[name])
            rest = [prop for prop in waiting.pop(name) if prop not in possible[name]]
            if rest:
                waiting[name] = rest

    def _wanted(self, now: ExistingDatabase, then: ExistingDatabase) -> Iterator[ExistingProperty]:
        """What has to be defined, renamed or defined again, because what it names is made anew."""
        present, source = by_id(now), now.data_source_id or ""
        for prop in then.properties:
            old = present.get(prop.id)
            if old is None:
                if (source, prop.id) not in self.far:
                    yield prop
            elif _differs(old, prop) or self._needs(then, prop) & self._making:
                yield prop

    def _needs(self, then: ExistingDatabase, prop: ExistingProperty) -> set[Place]:
        source = then.data_source_id or ""
        if prop.type == "formula":
            return {(source, name) for name in mentioned(prop.config["expression"])}
        if prop.type != "rollup":
            return set()
        relation = by_id(then).get(prop.config["relation"])
        far = relation.config["data_source_id"] if relation else ""
        return {(source, prop.config["relation"]), (far, prop.config["property"])}

    def _possible(
        self, name: str, wanted: list[ExistingProperty], waiting: Container[str]
    ) -> list[ExistingProperty]:
        """Of the wanted properties those that one request can define, each behind its needs, while
        some databases wait for their own."""
        then = self._pairs[name][1]
        source = then.data_source_id or ""
        own: set[Place] = set()

        def takes(prop: ExistingProperty) -> bool:
            lacking = (self._needs(then, prop) & self._making) - self._made.keys() - own
            if lacking - {(source, prop.id)} or self._is_taken(source, prop, waiting):
                return False
            own.update({(source, prop.id), self._far_side(prop) or (source, prop.id)})
            return True

        return within_reach(wanted, takes)

    def _is_taken(self, source: str, prop: ExistingProperty, waiting: Container[str]) -> bool:
        """Whether the other side of a relation, which comes with it, is called as something is
        that stands there until that database has its turn."""
        far = self._far_side(prop)
        if far is None or far not in self._making or far[0] == source:
            return False
        home = self._work.then.source(far[0])
        if home is None or home.id not in waiting:
            return False
        return self._far_title(prop) in {p.name for p in self._pairs[home.id][0].properties}

    def _removals(self, now: ExistingDatabase, then: ExistingDatabase, dropped: set[Place]) -> Json:
        """Nulls for what goes; a two-way relation is named once."""
        body: Json = {}
        for prop in now.properties:
            place = (now.data_source_id or "", prop.id)
            if prop.id in by_id(then) or place in dropped:
                continue
            body[_key(prop)] = None
            dropped.add(self._far_side(prop) or place)
        return body

    def _patch(self, name: str, removals: Json, wanted: list[ExistingProperty]) -> None:
        now, then = self._pairs[name]
        present = by_id(now)
        clearing, renames = _clearing(now, wanted), _renames(now, wanted)
        if renames.cycle:
            clearing |= renames.cycle
        if clearing:
            self._emit(name, removals | clearing, "names_freed")
            removals = {}
        body = dict(removals)
        for prop in renames.order + [p for p in wanted if p not in renames.order]:
            old = present.get(prop.id)
            body[prop.name if old is None else _key(old)] = self._definition(then, old, prop)
        op_id = self._emit(name, body, None)
        for prop in wanted:
            for place in ((now.data_source_id or "", prop.id), self._far_side(prop)):
                if place in self._making:
                    self._made.setdefault(place, op_id)

    def _emit(self, name: str, body: Json, note: str | None) -> str:
        now, _ = self._pairs[name]
        before = [op for ops in self.last.values() for op in ops]
        number = len(self.last.get(name, ()))
        op_id = self._work.emit(
            f"schema:{now.data_source_id}:{number}",
            "update_schema",
            "PATCH",
            ("data_sources/", self._work.address(now.data_source_id or "")),
            {"properties": body},
            now.title,
            lane="schemas",
            after=(*self._work.restored, *before[-1:]),
            note=note,
        )
        self.last[name] = (*self.last.get(name, ()), op_id)
        return op_id

    def _definition(
        self, then: ExistingDatabase, old: ExistingProperty | None, prop: ExistingProperty
    ) -> Json:
        """A property as a request defines it; only its name if nothing else is new."""
        named: Json = {"name": prop.name} if old and old.name != prop.name else {}
        if old and not _redefined(old, prop) and not self._needs(then, prop) & self._making:
            return named
        described = {"description": prop.description} if prop.description and not old else {}
        options = _options(old.options if old and old.type == prop.type else [], prop)
        return {**named, **definition(prop.type, self._config(then, prop), options), **described}

    def _config(self, then: ExistingDatabase, prop: ExistingProperty) -> Json:
        match prop.type:
            case "relation":
                return self._relation(prop)
            case "rollup":
                return self._rollup(then, prop)
            case "formula":
                names = {p.id: p.name for p in then.properties}
                return {"expression": in_expression(prop.config["expression"], names.get)}
            case _:
                return prop.config

    def _relation(self, prop: ExistingProperty) -> Json:
        return link(self._work.address(prop.config["data_source_id"]), self._far_title(prop))

    def _far_title(self, prop: ExistingProperty) -> str | None:
        """What the other side of a relation is called; None of one that has none."""
        source = self._work.then.source(prop.config["data_source_id"])
        far = source and source.property(prop.config["synced_id"] or "")
        return far.name if far else prop.config["two_way"]

    def _rollup(self, then: ExistingDatabase, prop: ExistingProperty) -> Json:
        """By id where a property has kept it, else by name."""
        config, body = prop.config, {"function": prop.config["function"]}
        relation = by_id(then)[config["relation"]]
        far_source = relation.config["data_source_id"]
        for place, name, word in (
            ((then.data_source_id or "", relation.id), relation.name, "relation"),
            ((far_source, config["property"]), self._far_name(far_source, config), "rollup"),
        ):
            made = place in self._making or is_new(place[1])
            body[f"{word}_property_{'name' if made else 'id'}"] = name if made else place[1]
        return body

    def _far_name(self, source: str, config: Json) -> str:
        far = self._work.then.source(source)
        rolled = far and far.property(config["property"])
        return rolled.name if rolled else str(config["property_name"])

    def property_id(self, then: ExistingDatabase, prop_id: str) -> str | Ref | None:
        """The id by which a view names a property; None if there is none any more."""
        prop = by_id(then).get(prop_id)
        if prop is None:
            return None
        place = (then.data_source_id or "", prop_id)
        if place not in self._making and not is_new(prop_id):
            return prop_id
        op_id = self._made.get(place)
        if op_id is None or op_id not in self.last.get(then.id, ()):
            op_id = self._read(then, op_id)
        return Ref(op_id, f"/properties/{escape(prop.name)}/id")

    def _read(self, then: ExistingDatabase, maker: str | None) -> str:
        """The far side of a two-way relation is not in the answer to its making; what was made with
        its database has no `maker` here."""
        name = f"read_schema:{then.data_source_id}"
        op_id = f"{self._work.prefix}{name}"
        if op_id not in self._work.emission.done:
            path = ("data_sources/", self._work.address(then.data_source_id or ""))
            after = tuple(op for ops in self.last.values() for op in ops)
            self._work.emit(
                name, "read_schema", "GET", path, None, then.title,
                after=(*((maker,) if maker else ()), *after), note="ids_of_far_side",
            )  # fmt: skip
        return op_id

    def value_key(self, then: ExistingDatabase, prop: ExistingProperty) -> str:
        """The key under which a row's value names a property once the schemas are patched."""
        made = (then.data_source_id or "", prop.id) in self._making
        return prop.name if made or is_new(prop.id) else prop.id


def _key(prop: ExistingProperty) -> str:
    """How a request names a property that is there; one that a plan made goes by name."""
    return prop.name if is_new(prop.id) else prop.id


def _differs(old: ExistingProperty, new: ExistingProperty) -> bool:
    return old.name != new.name or _redefined(old, new)


def _redefined(old: ExistingProperty, new: ExistingProperty) -> bool:
    """Whether more than the name is new; what a relation's far side is called is not its own."""
    if (old.type, old.options) != (new.type, new.options):
        return True
    own = ("data_source_id",) if new.type == "relation" else tuple(new.config)
    own = tuple(key for key in own if key != "property_name")
    return any(old.config.get(key) != new.config[key] for key in own)


def _options(known: list[ExistingOption], prop: ExistingProperty) -> list[Json]:
    ids = {option.id for option in known}
    return [_option(option, prop.type, known=option.id in ids) for option in prop.options]


def _option(given: ExistingOption, kind: str, *, known: bool) -> Json:
    """An option that is there is named by its id, and stays in its group."""
    if not known:
        return option(given, kind)
    return {"id": given.id, **option(given, "select")}


def _clearing(now: ExistingDatabase, wanted: list[ExistingProperty]) -> Json:
    """Option lists without those whose names a new option takes: Notion would see the old one."""
    body: Json = {}
    for prop in wanted:
        old = by_id(now).get(prop.id)
        if old is None or old.type != prop.type or prop.type not in CHOICES:
            continue
        ids = {option.id for option in old.options}
        taken = {option.name.casefold() for option in old.options}
        fresh = {o.name.casefold() for o in prop.options if o.id not in ids}
        kept = prop.model_copy(update={"options": [o for o in prop.options if o.id in ids]})
        if fresh & taken and (kept.options or prop.type != "status"):
            body[_key(old)] = {prop.type: {"options": _options(old.options, kept)}}
    return body


class _Renames:
    """Renamed properties in an order in which each new name is free; `cycle` frees the rest."""

    def __init__(self, order: list[ExistingProperty], cycle: Json) -> None:
        self.order = order
        self.cycle = cycle


def _renames(now: ExistingDatabase, wanted: list[ExistingProperty]) -> _Renames:
    present = by_id(now)
    waiting = [p for p in wanted if p.id in present and present[p.id].name != p.name]
    order: list[ExistingProperty] = []
    cycle: Json = {}
    while waiting:
        held = {present[p.id].name for p in waiting if _key(present[p.id]) not in cycle}
        free = [p for p in waiting if p.name not in held]
        if not free:  # two names change places: one steps aside first
            old = next(present[p.id] for p in waiting if _key(present[p.id]) not in cycle)
            cycle[_key(old)] = {"name": f"{old.name} ({old.id})"}
        order += free
        waiting = [p for p in waiting if p not in free]
    return _Renames(order, cycle)
