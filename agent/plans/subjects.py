"""What a plan is about: a workspace that is to be, or a page that is to change."""

import json
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from tools.blueprint.base import Language, Strict
from tools.blueprint.model import Blueprint
from tools.notion.compile import Parent
from tools.notion.modify import Change
from tools.notion.operations import Plan
from tools.notion.structure import ExistingDatabase, Structure


class Creation(Strict):
    """A workspace to be built below `parent`."""

    kind: Literal["create"] = "create"
    blueprint: Blueprint
    parent: Parent

    @property
    def title(self) -> str:
        return self.blueprint.title

    @property
    def places(self) -> frozenset[str]:
        """There is none yet that others may change."""
        return frozenset()


class Modification(Strict):
    """Changes to a page as it stood at `read_at` (Unix seconds).

    `answers` are the objects of Notion's API that `structure` was read from: what a rehearsal
    starts with.
    """

    kind: Literal["modify"] = "modify"
    page_id: str
    structure: Structure
    answers: list[dict[str, Any]]
    changes: list[Change]
    language: Language  # of what the changes leave unnamed
    read_at: float

    @property
    def title(self) -> str:
        return self.structure.page.title

    @property
    def places(self) -> frozenset[str]:
        """Where the changes are made."""
        return self.structure.places

    def place(self, plan: Plan) -> str | None:
        """The first database that a plan of these changes touches: where a preview opens."""
        for operation in plan.operations:
            touched = json.dumps([operation.path, operation.body], default=str)
            for database in self.structure.databases:
                if any(name in touched for name in _names(database)):
                    return database.id
        return None


Subject = Creation | Modification


def _names(database: ExistingDatabase) -> list[str]:
    """The ids by which operations name a database or what is in it."""
    rows, views = [row.id for row in database.rows], [view.id for view in database.views]
    return [name for name in (database.id, database.data_source_id, *rows, *views) if name]


_ADAPTER: TypeAdapter[Subject] = TypeAdapter(Annotated[Subject, Field(discriminator="kind")])


def to_json(subject: Subject) -> dict[str, Any]:
    """A subject as JSON-ready data without what is left open in it."""
    return {**subject.model_dump(mode="json", exclude_defaults=True), "kind": subject.kind}


def from_json(data: object) -> Subject:
    """The subject that `to_json` described."""
    return _ADAPTER.validate_python(data)
