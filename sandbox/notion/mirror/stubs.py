"""Stubs of what was named but not read: data sources, databases, rows, pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sandbox.notion.ids import WORKSPACE_ID, decoded, new_id
from sandbox.notion.mirror import objects, schemas
from sandbox.notion.mirror.named import Named
from sandbox.notion.records import Database, DataSource, Json, Page, Parent, Record
from sandbox.notion.richtext import text_run

_TOP = Parent("workspace", WORKSPACE_ID)


class Stubs:
    """What the records of a reading lead to and miss. `with_rows` are the data sources whose rows
    were read: another row of such a one is archived, as queries leave those out."""

    def __init__(
        self,
        read: Mapping[str, Record],
        answers: Sequence[Json],
        named: Named,
        with_rows: frozenset[str],
    ) -> None:
        self._read = read
        self._answers = answers
        self._named = named
        self._with_rows = with_rows
        self._stamp: dict[str, Any] = objects.stamps(answers[0])

    def records(self) -> list[Record]:
        """The stubs, those first in which others live."""
        sources = {source.id: source for source in self._sources()}
        found = dict[str, Record](sources)
        for record in (*self._databases(sources), *self._rows(), *self._pages()):
            found.setdefault(record.id, record)
        return list(found.values())

    def _sources(self) -> Iterator[DataSource]:
        read = (record for record in self._read.values() if isinstance(record, DataSource))
        told = {source.id: source.schema for source in read}
        asked = self._answers[0]
        row_of = objects.parent_of(asked).id if asked["object"] == "page" else ""
        titles = {
            source["id"]: (source["name"], answer["id"])
            for answer in self._answers
            if answer["object"] == "database"
            for source in answer["data_sources"]
        }
        homes = {**self._named.homes, **{name: home for name, (_, home) in titles.items()}}
        for name, home in homes.items():
            if name and name not in self._read:
                own = schemas.row_schema(asked["properties"]) if name == row_of else {}
                yield DataSource(
                    id=name,
                    parent=Parent("database_id", home or new_id()),
                    title=[text_run(titles[name][0])] if name in titles else [],
                    schema=own or schemas.far_schema(name, told),
                    **self._stamp,
                )

    def _databases(self, sources: Mapping[str, DataSource]) -> Iterator[Database]:
        """Databases of sources, those that are a block only, and those that are only named."""
        for answer in self._answers:
            if answer["object"] == "data_source":
                yield from self._home(answer)
            elif answer.get("type") == "child_database" and answer["id"] not in self._read:
                yield self._hidden(answer)
        names = dict.fromkeys(source.parent.id for source in sources.values())
        for name in (*names, *filter(None, self._named.databases)):
            if name not in self._read:
                own = tuple(s.id for s in sources.values() if s.parent.id == name)
                title = self._named.databases.get(name)
                yield Database(
                    id=name,
                    parent=_TOP,
                    title=[text_run(title)] if title else [],
                    description=[],
                    sources=own,
                    **self._stamp,
                )

    def _home(self, source: Json) -> Iterator[Database]:
        """The database of a source that was read for a linked view of it."""
        home = objects.parent_of(source).id
        if home not in self._read:
            place = source.get("database_parent") or {"type": "workspace"}
            shown = {**source, "id": home, "parent": place, "data_sources": [source]}
            yield replace(objects.database(shown, ()), in_trash=source["in_trash"])

    def _hidden(self, block: Json) -> Database:
        """A database that is not shared with who read the page: its block has the title."""
        return Database(
            id=block["id"],
            parent=objects.parent_of(block),
            title=[text_run(block["child_database"]["title"])],
            description=[],
            **objects.stamps(block),
        )

    def _rows(self) -> Iterator[Page]:
        for page in self._read.values():
            source = self._read.get(page.parent.id)
            if isinstance(page, Page) and isinstance(source, DataSource):
                for prop_id, target in schemas.targets(source.schema).items():
                    yield from self._linked(page, prop_id, target)

    def _linked(self, page: Page, prop_id: str, target: str) -> Iterator[Page]:
        held = (names for name, names in page.values.items() if decoded(name) == prop_id)
        for name in next(held, ()):
            if name not in self._read:
                place = Parent("data_source_id", target)
                yield self._page(name, place, is_archived=target in self._with_rows)

    def _pages(self) -> Iterator[Page]:
        for name in (*self._named.pages, *self._linked_by_asked()):
            if name not in self._read:
                yield self._page(name, _TOP)

    def _linked_by_asked(self) -> Iterator[str]:
        """What the row that was asked for links to; where that lives was not read."""
        for value in self._answers[0].get("properties", {}).values():
            if value["type"] == "relation":
                yield from (item["id"] for item in value["relation"])

    def _page(self, name: str, place: Parent, *, is_archived: bool = False) -> Page:
        title = self._named.pages.get(name)
        values = {"title": [text_run(title)]} if title else {}
        return Page(id=name, parent=place, values=values, is_archived=is_archived, **self._stamp)
