"""Databases and sub-pages that are added: a blueprint of their own, built onto the page.

The blueprint's main page stands for the page that exists already.
"""

from collections.abc import Iterator
from dataclasses import replace

from tools.blueprint.base import Language
from tools.notion.compile.compiler import compile_blueprint
from tools.notion.operations import MAIN_PAGE, Operation, Plan, Ref, page_parent, substitute
from tools.notion.render.addresses import database_operation, page_operation, row_operation
from tools.workspace.model import Structure, is_new, key_of
from tools.workspace.to_blueprint import additions


def compile_added(after: Structure, language: Language) -> tuple[Plan, dict[str, Ref]]:
    """The plan that builds what is added, and where the ids of it will come from."""
    whole = additions(after, language).model_copy(update={"blocks": []})
    plan = compile_blueprint(whole, page_parent(after.page.id))
    operations = tuple(_onto(after.page.id, operation) for operation in plan.operations[1:])
    notes = tuple(note for note in plan.notes if note.operation != MAIN_PAGE)
    return replace(plan, operations=operations, notes=notes), dict(_refs(after))


def _refs(after: Structure) -> Iterator[tuple[str, Ref]]:
    for page in filter(lambda page: is_new(page.id), after.sub_pages):
        yield page.id, Ref(page_operation(key_of(page.id)))
    for database in filter(lambda database: is_new(database.id), after.databases):
        key = key_of(database.id)
        yield database.id, Ref(database_operation(key))
        yield f"{database.id}/source", Ref(database_operation(key), "/data_sources/0/id")
        for number, row in enumerate(database.rows):
            yield row.id, Ref(row_operation(key, number))


def _onto(page_id: str, operation: Operation) -> Operation:
    """The operation with the page that exists in the place of the blueprint's main page."""

    def look_up(ref: Ref) -> Ref | str:
        return page_id if ref == Ref(MAIN_PAGE) else ref

    lane = f"page:{page_id}" if operation.lane == MAIN_PAGE else operation.lane
    return replace(
        operation,
        path=tuple(substitute(operation.path, look_up)),
        body=substitute(operation.body, look_up),
        lane=lane,
    )
