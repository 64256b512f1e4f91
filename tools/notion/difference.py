"""The way from one workspace to another, as a plan. Pure: the one compiler of Notion's calls.

What is new is made (`compile/`); what stays is changed, and what goes is put into the trash
(`modify/diff/`). A creation is the way from nothing: all of it is new, and nothing stays.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.notion.compile.compiler import write_new
from tools.notion.compile.emission import Emission
from tools.notion.modify.diff.pages import PagesDiff
from tools.notion.modify.diff.rows import RowsDiff
from tools.notion.modify.diff.schemas import SchemaDiff
from tools.notion.modify.diff.views import ViewsDiff
from tools.notion.modify.diff.work import Work
from tools.notion.operations import Parent, Plan, Ref
from tools.notion.render.addresses import database_operation, page_operation, row_operation
from tools.workspace.model import Structure, is_new, key_of
from tools.workspace.to_blueprint import additions, without_links_out


@dataclass(frozen=True)
class Way:
    """A plan; `made` says where the real ids come from of what has ids that begin with `+`."""

    plan: Plan
    made: Mapping[str, Ref]


def from_nothing(then: Blueprint, parent: Parent) -> Plan:
    """The way to a valid workspace below a parent, or at the top.

    It is taken as its blueprint: of what is all new that says the same as its structure, and to
    open it and close it again would cost as much as all the rest.
    """
    return _way(Emission(then), parent, None)


def between(
    now: Structure,
    then: Structure,
    language: Language = "ko",
    *,
    made: Mapping[str, Ref] | None = None,
    prefix: str = "",
) -> Way:
    """The way from one state of a page to another; to nothing, where that is in the trash.

    `made` says where ids of `now` will come from, `language` names what has no name, and a
    `prefix` keeps the operations apart from those of another way.
    """
    alone = without_links_out(then, language)
    emission = Emission(additions(alone, language))
    refs = {**(made or {}), **dict(_brought(then))}
    staying = Work(now, then, emission, prefix, built=alone, refs=refs)
    return Way(_way(emission, then.page.id, staying), staying.refs)


def _way(emission: Emission, home: Parent | str, staying: Work | None) -> Plan:
    """Makes what is new, below a parent or on the page of an id, then turns what stays into what it
    is to be: links between the two are written with the second."""
    write_new(emission, home)
    if staying is not None:
        _turn(staying)
    return emission.plan()


def _turn(staying: Work) -> None:
    """Turns one state into the other. The order: back from the trash, schemas, rows, views, pages
    and blocks, into the trash."""
    pages, schemas = PagesDiff(staying), SchemaDiff(staying)
    pages.bring_back()
    schemas.write()
    RowsDiff(staying, schemas).write()
    ViewsDiff(staying, schemas).write()
    pages.change()
    pages.add_blocks()
    pages.trash()


def _brought(then: Structure) -> Iterator[tuple[str, Ref]]:
    """Where the ids of the new pages, databases and their rows come from."""
    for page in filter(lambda page: is_new(page.id), then.sub_pages):
        yield page.id, Ref(page_operation(key_of(page.id)))
    for database in filter(lambda database: is_new(database.id), then.databases):
        key = key_of(database.id)
        yield database.id, Ref(database_operation(key))
        yield f"{database.id}/source", Ref(database_operation(key), "/data_sources/0/id")
        for number, row in enumerate(database.rows):
            yield row.id, Ref(row_operation(key, number))


def below(plan: Plan, parent: Parent) -> Plan:
    """The same plan from nothing with its main page below another parent."""
    first, *rest = plan.operations
    moved = replace(first, body={**(first.body or {}), "parent": parent})
    return replace(plan, operations=(moved, *rest))
