"""What the parts of the compiler share: the growing plan."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tools.blueprint.files import uploads
from tools.blueprint.model import Blueprint, Database, SubPage, databases, pages, schemas
from tools.blueprint.values import Schema
from tools.notion.operations import MAIN_PAGE, Counts, Note, Operation, Plan, Ref, refs
from tools.notion.render.addresses import (
    Addresses,
    database_operation,
    page_operation,
    upload_operation,
)


@dataclass
class Emission:
    """Operations in the order in which they were emitted: each refers to earlier ones only.

    That order, with lanes run first come first served, can never lock up. A file is uploaded right
    before what shows it first, in a lane of its own; all others show the same upload.
    """

    blueprint: Blueprint
    operations: list[Operation] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    views: int = 0

    def __post_init__(self) -> None:
        self.addresses = _addresses(self.blueprint)
        self.schemas: Mapping[str, Schema] = schemas(self.blueprint)
        self.databases: Mapping[str, Database] = {
            database.key: database for _, _, database in databases(self.blueprint)
        }

    def emit(self, operation: Operation, note: str | None = None, **params: Any) -> None:
        """Adds an operation; a note says why it goes beyond the bound."""
        for ref in operation.refs:
            if ref.operation in self.addresses.uploads and ref.operation not in self.done:
                self._upload(ref.operation)
        self.operations.append(operation)
        self.done.add(operation.id)
        if note is not None:
            self.say(note, operation.id, **params)

    def _upload(self, name: str) -> None:
        """Adds the two calls that a file of its own takes."""
        upload, begun = self.addresses.uploads[name], f"create_{name}"
        kept = {"filename": upload.filename, "content_type": upload.type}
        create = Operation(
            id=begun,
            kind="create_upload",
            method="POST",
            path=("file_uploads",),
            lane=name,
            title=upload.filename,
            body={"mode": "single_part", **kept},
        )
        send = replace(
            create,
            id=name,
            kind="send_upload",
            path=("file_uploads/", Ref(begun), "/send"),
            body={**kept, "content": upload.content},
        )
        for operation in (create, send):
            self.emit(operation, "upload", filename=upload.filename)

    def say(self, rule: str, operation: str, **params: Any) -> None:
        """Adds a note about an operation."""
        self.notes.append(Note(rule, operation, params))

    def ready(self, value: Any, coming: Collection[str] = ()) -> bool:
        """Whether everything that a body refers to has been emitted, or can be at any time; the
        operations that are `coming` go with it."""
        needed = {ref.operation for ref in refs(value)} - self.done
        return needed.difference(coming) <= self.addresses.uploads.keys()

    def plan(self) -> Plan:
        def number(kind: str) -> int:
            return sum(operation.kind == kind for operation in self.operations)

        counts = Counts(
            pages=number("create_page"),
            databases=number("create_database"),
            rows=number("create_row"),
            views=self.views,
            blocks=sum(operation.blocks for operation in self.operations),
            api_calls=len(self.operations),
        )
        main_first = sorted(self.operations, key=lambda operation: operation.id != MAIN_PAGE)
        return Plan(tuple(main_first), counts, tuple(self.notes))


def _addresses(blueprint: Blueprint) -> Addresses:
    subs = [page.key for _, page in pages(blueprint) if isinstance(page, SubPage)]
    return Addresses(
        {key: page_operation(key) for key in subs},
        {d.key: database_operation(d.key) for _, _, d in databases(blueprint)},
        {upload_operation(upload): upload for _, _, upload in uploads(blueprint)},
    )
