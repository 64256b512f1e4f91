"""The records of what was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sandbox.notion.mirror import objects, schemas
from sandbox.notion.mirror.bodies import Bodies
from sandbox.notion.mirror.values import number, values
from sandbox.notion.records import Database, DataSource, Json, Page, Record


class Read:
    """Answers, and the records that answer them. `with_rows` are the data sources whose rows are
    among the answers: those that a database shows which is their own."""

    def __init__(self, answers: Sequence[Json]) -> None:
        self._asked = answers[0]
        self._bodies = Bodies(answers)
        self._kinds: dict[str, list[Json]] = {}
        for answer in answers:
            self._kinds.setdefault(answer["object"], []).append(answer)
        sources = self._of("data_source")
        homes = {(s["id"], objects.parent_of(s).id) for s in sources}
        shown = {(s["id"], d["id"]) for d in self._of("database") for s in d["data_sources"]}
        self.with_rows = frozenset(source_id for source_id, _ in homes & shown)
        self._schemas = {source["id"]: self._schema(source) for source in sources}
        self._numbers = self._numbered()

    def records(self) -> Iterator[Record]:
        """Every record; of what was listed nothing is in the trash, whatever is above it."""
        for record in self._all():
            asked = record.id == self._asked["id"]
            yield replace(record, in_trash=self._asked["in_trash"]) if asked else record

    def _all(self) -> Iterator[Record]:
        yield from self._bodies.blocks
        yield from map(self._database, self._of("database"))
        yield from map(self._data_source, self._of("data_source"))
        yield from map(objects.view, self._of("view"))
        frozen = {
            name: schemas.uncomputable(schema, self.with_rows)
            for name, schema in self._schemas.items()
        }
        for answer in self._of("page"):
            yield self._page(answer, frozen.get(objects.parent_of(answer).id))

    def _of(self, kind: str) -> list[Json]:
        return self._kinds.get(kind, [])

    def _schema(self, source: Json) -> schemas.Schema:
        views = [view for view in self._of("view") if view.get("data_source_id") == source["id"]]
        return schemas.read_schema(source["properties"], views)

    def _numbered(self) -> dict[str, tuple[str, int]]:
        """Where each page lives, and its unique id there; its place if there are no such."""
        places: Counter[str] = Counter()
        numbered = {}
        for answer in self._of("page"):
            home = objects.parent_of(answer).id
            places[home] += 1
            numbered[answer["id"]] = home, number(answer["properties"]) or places[home]
        return numbered

    def _database(self, answer: Json) -> Database:
        tabs = (
            view["id"]
            for view in self._of("view")
            if objects.parent_of(view).id == answer["id"] and not view.get("dashboard_view_id")
        )
        # Only the block that stands for a database says who made it.
        block = next((b for b in self._of("block") if b["id"] == answer["id"]), {})
        return objects.database({**block, **answer}, tuple(tabs))

    def _data_source(self, answer: Json) -> DataSource:
        name = answer["id"]
        given = (number for home, number in self._numbers.values() if home == name)
        return objects.data_source(answer, self._schemas[name], max(given, default=0))

    def _page(self, answer: Json, frozen: frozenset[str] | None) -> Page:
        return objects.page(
            answer,
            values=values(answer["properties"], frozen),
            number=self._numbers[answer["id"]][1],
            children=self._bodies.children.get(answer["id"], ()),
        )
