"""What the parts of the compiler share: the growing plan."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.blueprint.model import Blueprint, Database, databases
from tools.blueprint.schema import Schema, schemas
from tools.notion.operations import Counts, Note, Operation, Plan, refs
from tools.notion.render.addresses import Addresses


@dataclass
class Emission:
    """Operations in the order in which they were emitted: each refers to earlier ones only.

    That order, with lanes run first come first served, can never lock up.
    """

    blueprint: Blueprint
    operations: list[Operation] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    views: int = 0

    def __post_init__(self) -> None:
        self.addresses = Addresses.of(self.blueprint)
        self.schemas: Mapping[str, Schema] = schemas(self.blueprint)
        self.databases: Mapping[str, Database] = {
            database.key: database for _, _, database in databases(self.blueprint)
        }

    def emit(self, operation: Operation, note: str | None = None, **params: Any) -> None:
        """Adds an operation; a note says why it goes beyond the bound."""
        self.operations.append(operation)
        self.done.add(operation.id)
        if note is not None:
            self.say(note, operation.id, **params)

    def say(self, rule: str, operation: str, **params: Any) -> None:
        """Adds a note about an operation."""
        self.notes.append(Note(rule, operation, params))

    def ready(self, value: Any) -> bool:
        """Whether everything that a body refers to has been emitted."""
        return all(ref.operation in self.done for ref in refs(value))

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
        return Plan(tuple(self.operations), counts, tuple(self.notes))
