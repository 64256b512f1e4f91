"""From the answers of one reading to the structure that they describe. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from tools.notion.structure import answers as shown
from tools.workspace.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingPage,
    ExistingView,
    Json,
    Structure,
    all_blocks,
)
from tools.workspace.references import Naming, same_id
from tools.workspace.values import kept_run, steady, text_of, words

_FAR_KEYS = ("property", "synced_id")


def assembled(answers: Sequence[Json]) -> Structure:
    """The structure of a page's answers: objects of Notion's API, the page or database first.

    Siblings (blocks, tabs, rows) stand in their order.
    """
    return _with_far_ids(_Assembly(answers).structure())


class _Assembly:
    """The answers, found by what they are and where they belong."""

    def __init__(self, answers: Sequence[Json]) -> None:
        self._asked = answers[0]
        self._known = {(answer["object"], answer["id"]): answer for answer in answers}
        self._below: dict[tuple[str, str], list[Json]] = {}
        for answer in answers[1:]:
            kind = answer["parent"]["type"]
            key = answer["object"], str(answer["parent"].get(kind))
            self._below.setdefault(key, []).append(answer)

    def structure(self) -> Structure:
        page = shown.page(self._asked)
        if page.object == "database":
            return Structure(page=page, databases=[self._database(self._asked)])
        blocks = self._blocks(page.id)
        below = list(all_blocks(blocks))
        return Structure(
            page=page,
            sub_pages=[self._page(block.id) for block in below if block.type == "child_page"],
            blocks=blocks,
            databases=[
                self._database(self._known["database", block.id])
                for block in below
                if ("database", block.id) in self._known
            ],
        )

    def _page(self, name: str) -> ExistingPage:
        return shown.page(self._known["page", name])

    def _blocks(self, holder: str) -> list[ExistingBlock]:
        found = self._below.get(("block", holder), ())
        return [shown.block(answer, self._children(answer)) for answer in found]

    def _children(self, answer: Json) -> list[ExistingBlock]:
        if not answer["has_children"] or answer["type"] in shown.ELSEWHERE:
            return []
        # The children of a synced copy are those of its original, and say so.
        origin = answer.get("synced_block", {}).get("synced_from")
        return self._blocks(answer["id"]) or (self._blocks(origin["block_id"]) if origin else [])

    def _database(self, answer: Json) -> ExistingDatabase:
        source_id = answer["data_sources"][0]["id"] if answer["data_sources"] else None
        schema = self._known.get(("data_source", source_id or ""), {"properties": {}, "parent": {}})
        linked = schema["parent"].get("database_id") != answer["id"]
        rows = () if linked else self._below.get(("page", source_id or ""), ())
        return ExistingDatabase(
            id=answer["id"],
            title=words(answer["title"]),
            icon=steady(answer["icon"]),
            cover=steady(answer["cover"]),
            url=answer["url"],
            parent=answer["parent"],
            inline=answer["is_inline"],
            linked=linked,
            data_source_id=source_id,
            properties=shown.properties(schema["properties"]),
            views=list(self._views(answer["id"], shown.key_of(schema["properties"]))),
            description=text_of([kept_run(run) for run in answer["description"]], lambda _: None),
            rows=[shown.row(row) for row in rows],
        )

    def _views(self, database_id: str, key: Naming) -> Iterator[ExistingView]:
        for answer in self._below.get(("view", database_id), ()):
            if not answer.get("dashboard_view_id"):
                yield self._view(answer, key)

    def _view(self, answer: Json, key: Naming) -> ExistingView:
        inner = [
            self._view(self._known["view", widget["view_id"]], key).model_copy(
                update={"row_index": widget["row_index"]}
            )
            for widget in shown.widgets(answer)
        ]
        return shown.view(answer, key, inner)


def _with_far_ids(structure: Structure) -> Structure:
    """The same structure with the ids of other databases' properties as their schemas spell them.

    Notion writes them raw where a rollup or a two-way relation names them, else URL-encoded.
    """
    spelled = [p.id for database in structure.databases for p in database.properties]

    def spell(config: Json) -> Json:
        far = {key: _spelled(config[key], spelled) for key in _FAR_KEYS if config.get(key)}
        return {**config, **far}

    databases = [
        database.model_copy(
            update={
                "properties": [
                    p.model_copy(update={"config": spell(p.config)}) for p in database.properties
                ]
            }
        )
        for database in structure.databases
    ]
    return structure.model_copy(update={"databases": databases})


def _spelled(found: Any, known: list[str]) -> Any:
    return next((name for name in known if same_id(name, found)), found)
