"""Changes applied to a blueprint: the same words, and the same rules, as for what was built.

What a property, an option or a database is called, every reference follows. Where a part goes, so
does what cannot be without it: Notion would keep it, broken.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tools.blueprint.apply.blocks import change_blocks
from tools.blueprint.apply.draft import Draft
from tools.blueprint.apply.options import change_option
from tools.blueprint.apply.pages import change_pages
from tools.blueprint.apply.retype import retype
from tools.blueprint.apply.rows import change_rows
from tools.blueprint.apply.schema import change_schema
from tools.blueprint.apply.views import change_views
from tools.blueprint.changes import Change, DeleteProperty, DeleteView, RenameProperty, UpdateView
from tools.blueprint.check import problems
from tools.blueprint.model import Blueprint
from tools.errors import ValidationFailed

__all__ = ["Draft", "apply", "changed"]

_THEMES: list[tuple[Callable[[Draft, Any], Draft], str]] = [
    (retype, "retype_property"),
    (change_option, "add_option rename_option recolor_option delete_option"),
    (change_views, "add_view update_view delete_view"),
    (change_rows, "add_rows edit_rows delete_rows"),
    (change_blocks, "add_blocks delete_blocks recolor"),
    (
        change_schema,
        "add_property rename_property delete_property add_relation add_rollup add_formula",
    ),
    (
        change_pages,
        "add_database delete_database add_sub_page rename set_icon set_cover move archive",
    ),
]
_OF = {action: theme for theme, actions in _THEMES for action in actions.split()}


def apply(blueprint: Blueprint, change: Change) -> Blueprint:
    """A valid blueprint after a change. Raises ValidationFailed where it cannot be meant."""
    return changed(Draft(blueprint), change).blueprint


def changed(draft: Draft, change: Change) -> Draft:
    """The same for a draft, in which ids of what was built name its parts as well."""
    if _is_done(draft, change):
        return draft
    after = _OF[change.action](draft, change)
    if found := problems(after.blueprint):
        raise ValidationFailed(f"the change breaks the rule {found[0].rule}", found)
    if isinstance(change, RenameProperty | UpdateView):
        return after
    return replace(after, lost=draft.lost | (draft.named() - after.named()))


def _is_done(draft: Draft, change: Change) -> bool:
    """Whether a change would take away what went with something else already."""
    match change:
        case DeleteProperty(property=name):
            kind = "property"
        case DeleteView(view=name):
            kind = "view"
        case _:
            return False
    gone = draft.lost - draft.named()
    return bool(gone) and (kind, draft.database(change.database).key, name) in gone
