"""Databases: which properties go into the creating call, and which have to follow.

A two-way relation is declared from the side that is made later, so it never costs a call of its
own; a rollup or formula waits for what it stands on. Only a self-relation, or a cycle, takes a
later patch: one for each database.
"""

from collections.abc import Iterable

from tools.blueprint.base import plain
from tools.blueprint.model import Database
from tools.blueprint.properties import FormulaProperty, RollupProperty, formula_properties
from tools.blueprint.values import Field
from tools.notion.compile.emission import Emission
from tools.notion.compile.reach import within_reach
from tools.notion.operations import Operation, Ref
from tools.notion.render.addresses import database_operation
from tools.notion.render.properties import relation, schema
from tools.notion.render.richtext import Json, cover, icon, rich_text


class SchemaWriter:
    """Emits databases and later patches; knows which properties exist at any moment."""

    def __init__(self, emission: Emission) -> None:
        self._emission = emission
        self.present: dict[str, set[str]] = {key: set() for key in emission.databases}
        self.makers: dict[str, list[str]] = {key: [] for key in emission.databases}

    def made(self, key: str) -> bool:
        return database_operation(key) in self._emission.done

    def complete(self, key: str) -> bool:
        """Whether a database has all its properties, reverse ones included."""
        return self.present[key] >= set(self._emission.schemas[key])

    def ready(self, key: str) -> bool:
        """Whether creating a database now leaves nothing to patch that waiting could save."""
        mine = self._emission.schemas[key]
        return self.possible(key) and all(
            self._worth_waiting(key, field) is None for field in mine.values()
        )

    def possible(self, key: str) -> bool:
        """Whether all that a database's description mentions exists."""
        text = rich_text(self._emission.databases[key].description, self._emission.addresses)
        return self._emission.ready(text)

    def _worth_waiting(self, key: str, field: Field) -> str | None:
        """The database that should come first for a field's sake."""
        target = self._depends_on(key, field)
        if target is None or target == key or self.made(target):
            return None
        return target

    def _depends_on(self, key: str, field: Field) -> str | None:
        origin = field.origin
        if isinstance(origin, RollupProperty):
            return self._emission.schemas[key][origin.relation].target
        if field.target is not None and not field.reverse and not _two_way(field):
            return field.target
        return None

    def create(self, key: str, lane: str, parent: Ref | str) -> None:
        """Emits the creation of a database with every property that can exist already."""
        database = self._emission.databases[key]
        fields = self._possible(key, self._missing(key))
        self._emission.emit(
            Operation(
                id=database_operation(key),
                kind="create_database",
                method="POST",
                path=("databases",),
                lane=lane,
                title=database.title,
                body=self._body(database, fields, parent),
                after=self._rolled_up_makers(key, fields),
            )
        )
        self._now_present(key, fields, database_operation(key))

    def patch(self, key: str, *, partly: bool = False) -> bool:
        """Emits one patch with all that a database still lacks, once that is possible.

        With `partly`, what is possible now goes out even though something stays behind.
        """
        missing = [f for f in self._missing(key) if not _made_elsewhere(f, key)]
        if not self.made(key) or not missing:
            return False
        fields = self._possible(key, missing, patching=True)
        if not fields or (len(fields) < len(missing) and not partly):
            return False
        number = sum(op.startswith(f"schema:{key}:") for op in self._emission.done)
        operation = Operation(
            id=f"schema:{key}:{number}",
            kind="update_schema",
            method="PATCH",
            path=("data_sources/", self._emission.addresses.data_source(key)),
            lane=database_operation(key),
            title=self._emission.databases[key].title,
            body={"properties": {f.name: self._configuration(f) for f in fields}},
            after=tuple(dict.fromkeys(self.makers[key] + [*self._rolled_up_makers(key, fields)])),
        )
        names = ", ".join(f.name for f in fields)
        self._emission.emit(operation, "schema_patch", properties=names)
        self._now_present(key, fields, operation.id)
        return True

    def _rolled_up_makers(self, key: str, fields: Iterable[Field]) -> tuple[str, ...]:
        """What rollups among the fields wait for: a patch may have made what they roll up."""
        rollups = [f.origin for f in fields if isinstance(f.origin, RollupProperty)]
        targets = [self._emission.schemas[key][rollup.relation].target for rollup in rollups]
        makers = [
            op for target in targets if target not in (None, key) for op in self.makers[target]
        ]
        return tuple(dict.fromkeys(makers))

    def _missing(self, key: str) -> list[Field]:
        have = self.present[key]
        return [f for f in self._emission.schemas[key].values() if f.name not in have]

    def _possible(self, key: str, wanted: list[Field], *, patching: bool = False) -> list[Field]:
        """Of the wanted fields those that one request can make now, each behind what it needs."""
        names = set(self.present[key])

        def takes(field: Field) -> bool:
            if not self._can_make(key, field, names, patching=patching):
                return False
            names.add(field.name)
            return True

        return within_reach(wanted, takes)

    def _can_make(self, key: str, field: Field, names: set[str], *, patching: bool) -> bool:
        origin = field.origin
        if field.target is not None:
            return self._can_relate(key, field, patching=patching)
        if isinstance(origin, RollupProperty):
            return origin.relation in names and self._can_roll_up(key, origin, names)
        if isinstance(origin, FormulaProperty):
            return all(name in names for name in formula_properties(origin.expression))
        return True

    def _can_roll_up(self, key: str, rollup: RollupProperty, names: set[str]) -> bool:
        target = self._emission.schemas[key][rollup.relation].target
        if target is None or rollup.property in self.present[target]:
            return target is not None
        # Of its own database it may be made by the same request; rollups come before formulas.
        is_formula = self._emission.schemas[target][rollup.property].type == "formula"
        return target == key and rollup.property in names and not is_formula

    def _can_relate(self, key: str, field: Field, *, patching: bool) -> bool:
        if field.target == key:  # the own id is unknown until the database exists
            return patching and not field.reverse
        if field.reverse and not _two_way(field):
            return False
        return self.made(field.target or "")

    def _body(self, database: Database, fields: Iterable[Field], parent: Ref | str) -> Json:
        addresses = self._emission.addresses
        described: Json = {}
        if plain(database.description):
            described = {"description": rich_text(database.description, addresses)}
        return {
            "parent": {"type": "page_id", "page_id": parent},
            "is_inline": database.inline,
            "title": rich_text(database.title, addresses),
            **described,
            **icon(database.icon),
            **cover(database.cover),
            "initial_data_source": {
                "properties": {field.name: self._configuration(field) for field in fields}
            },
        }

    def _configuration(self, field: Field) -> Json:
        if field.target is not None:
            return relation(field, self._emission.addresses)
        return schema(field.origin)

    def _now_present(self, key: str, fields: Iterable[Field], operation: str) -> None:
        self.makers[key].append(operation)
        for field in fields:
            self.present[key].add(field.name)
            if field.target is not None and _two_way(field):
                far = field.origin.name if field.reverse else _far_name(field)
                self.present[field.target].add(far)
                if operation not in self.makers[field.target]:
                    self.makers[field.target].append(operation)


def _two_way(field: Field) -> bool:
    return getattr(field.origin, "two_way", None) is not None


def _far_name(field: Field) -> str:
    name: str = getattr(field.origin, "two_way", "")
    return name


def _made_elsewhere(field: Field, key: str) -> bool:
    """A two-way relation with another database comes with the later one's creation."""
    return field.target is not None and field.target != key and _two_way(field)
