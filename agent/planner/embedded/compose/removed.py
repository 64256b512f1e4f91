"""What the person left out."""

from collections.abc import Sequence

from agent.planner.brief import Removal
from agent.planner.embedded.compose.bench import Bench
from tools.blueprint.properties import CHOICES
from tools.workspace.draft import Edit
from tools.workspace.model import ExistingBlock, ExistingDatabase, ExistingView


def without_removed(bench: Bench, removals: Sequence[Removal]) -> None:
    """Takes away views, options and properties; databases and pages were not picked at all."""
    for removal in removals:
        if removal.kind in ("any", "view"):
            _views(bench, removal)
        for database in bench.databases:
            if removal.kind in ("any", "option"):
                _option(bench, database, removal.name)
            if removal.kind in ("any", "property"):
                _property(bench, database, removal.name)


def _views(bench: Bench, removal: Removal) -> None:
    def goes(view: ExistingView) -> bool:
        if view.type == removal.name:
            return removal.kind == "view"
        return not view.unnamed and bench.is_called(view, removal.name)

    def left(block: ExistingBlock) -> ExistingBlock | None:
        return None if block.view is not None and goes(block.view) else block

    for database in bench.databases:
        views = [
            view.model_copy(update={"widgets": [w for w in view.widgets if not goes(w)]})
            for view in database.views
            if not goes(view)
        ]
        bench.keep_views(database, views)
    edit = Edit(bench.draft)
    edit.each_block(left)
    bench.draft = edit.draft()


def _option(bench: Bench, database: ExistingDatabase, name: str) -> None:
    """A choice keeps at least one option."""
    for prop in database.properties:
        for option in prop.options if prop.type in CHOICES else ():
            if bench.is_called(option, name) and len(prop.options) > 1:
                where = {"database": database.id, "property": prop.id}
                bench.do("delete_option", **where, option=option.id)


def _property(bench: Bench, database: ExistingDatabase, name: str) -> None:
    found = bench.property(bench.keyed(database.id), name)
    if found is not None and found.type != "title":
        bench.delete(database, found)
