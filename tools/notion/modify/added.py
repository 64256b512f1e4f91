"""Databases and sub-pages that are added: a blueprint of their own, built onto the page.

The blueprint's main page stands for the page that exists already.
"""

from dataclasses import replace

from tools.blueprint.check import problems
from tools.blueprint.model import Blueprint, Database, Row, SubPage
from tools.blueprint.parse import with_keys
from tools.errors import ValidationFailed
from tools.notion.compile import compile_blueprint, page_parent
from tools.notion.modify.draft import Draft, NewBlocks
from tools.notion.operations import MAIN_PAGE, Note, Operation, Ref, substitute
from tools.notion.render.addresses import database_operation, page_operation
from tools.notion.structure.model import ExistingDatabase, ExistingProperty


def placeholder(name: str, database: Database) -> ExistingDatabase:
    """What the draft says of a database that is yet to be made."""
    properties = [
        ExistingProperty(id=f"{name}/{p.name}", name=p.name, type=p.type)
        for p in database.properties
    ]
    return ExistingDatabase(
        id=name,
        title=database.title,
        data_source_id=f"{name}/source",
        properties=properties,
    )


def check_added(draft: Draft) -> None:
    """Raises ValidationFailed where what is added breaks a rule of blueprints."""
    if found := problems(blueprint(draft)):
        raise ValidationFailed(f"what is added breaks the rule {found[0].rule}", found)


def blueprint(draft: Draft) -> Blueprint:
    """All databases, sub-pages and blocks (those of rows too) that are added, as one blueprint."""
    data = {
        "title": draft.structure.page.title or "page",
        "language": draft.language,
        "databases": [d.model_dump(mode="json") for _, d in _databases(draft)],
        "sub_pages": [p.model_dump(mode="json") for _, p in _pages(draft)],
        "blocks": [
            block.model_dump(mode="json")
            for new in draft.new.values()
            if isinstance(new, NewBlocks | Row)
            for block in new.blocks
        ],
    }
    return Blueprint.model_validate(with_keys(data))


def _databases(draft: Draft) -> list[tuple[str, Database]]:
    present = {d.id for d in draft.structure.databases}
    new = draft.new.items()
    return [(name, d) for name, d in new if name in present and isinstance(d, Database)]


def _pages(draft: Draft) -> list[tuple[str, SubPage]]:
    present = {page.id for page in draft.structure.sub_pages}
    new = draft.new.items()
    return [(name, p) for name, p in new if name in present and isinstance(p, SubPage)]


def compile_added(draft: Draft) -> tuple[list[Operation], list[Note], dict[str, Ref]]:
    """The operations that build what is added, and where the ids of it will come from."""
    whole = blueprint(draft).model_copy(update={"blocks": []})
    page_id = draft.structure.page.id
    plan = compile_blueprint(whole, page_parent(page_id))
    refs = {
        name: Ref(database_operation(made.key))
        for (name, _), made in zip(_databases(draft), whole.databases, strict=True)
    }
    sources = {
        f"{name}/source": Ref(ref.operation, "/data_sources/0/id") for name, ref in refs.items()
    }
    pages = {
        name: Ref(page_operation(made.key))
        for (name, _), made in zip(_pages(draft), whole.sub_pages, strict=True)
    }
    rest = [_onto(page_id, operation) for operation in plan.operations[1:]]
    notes = [note for note in plan.notes if note.operation != MAIN_PAGE]
    return rest, notes, {**refs, **sources, **pages}


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
