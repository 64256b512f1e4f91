"""One change applied to a workspace that was read or is yet to be built.

What a property, an option or a database is called, every reference follows, since nothing is
referred to by its name. One function for each action, in `actions/`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from tools.blueprint.changes import Change, DeleteProperty, DeleteView
from tools.blueprint.check import problems
from tools.blueprint.parse import shape_problems
from tools.errors import ValidationFailed
from tools.workspace.actions import blocks, options, pages, rows, schema, views
from tools.workspace.draft import Draft, Edit
from tools.workspace.model import Json
from tools.workspace.to_blueprint import additions

_ACTIONS: Mapping[str, Callable[[Edit, Any], Json]] = {
    "add_property": schema.add_property,
    "rename_property": schema.rename_property,
    "retype_property": schema.retype_property,
    "delete_property": schema.delete_property,
    "add_relation": schema.add_relation,
    "add_rollup": schema.add_rollup,
    "add_formula": schema.add_formula,
    "add_option": options.add_option,
    "rename_option": options.rename_option,
    "recolor_option": options.recolor_option,
    "delete_option": options.delete_option,
    "add_view": views.add_view,
    "update_view": views.update_view,
    "delete_view": views.delete_view,
    "add_rows": rows.add_rows,
    "edit_rows": rows.edit_rows,
    "delete_rows": rows.delete_rows,
    "add_database": pages.add_database,
    "delete_database": pages.delete_database,
    "add_sub_page": pages.add_sub_page,
    "rename": pages.rename,
    "set_icon": pages.set_icon,
    "set_cover": pages.set_cover,
    "move": pages.move,
    "archive": pages.archive,
    "add_blocks": blocks.add_blocks,
    "delete_blocks": blocks.delete_blocks,
    "recolor": blocks.recolor,
}


def apply(draft: Draft, change: Change) -> Draft:
    """The draft after a change, `told` included.

    Raises ValidationFailed where the change cannot be meant.
    """
    edit = Edit(draft)
    if _is_done(edit, change):
        return edit.draft({"action": change.action, "target": edit.structure.page.title})
    told = _ACTIONS[change.action](edit, change)
    after = edit.draft({"action": change.action, **told})
    _check(after)
    return after


def _check(after: Draft) -> None:
    """Raises ValidationFailed where what is yet to be made breaks a rule of blueprints."""
    try:
        found = problems(additions(after.structure, after.language))
    except ValidationError as error:  # more options than Notion takes, say
        found = list(shape_problems(error))
    if found:
        raise ValidationFailed(f"the change breaks the rule {found[0].rule}", found)


def _is_done(edit: Edit, change: Change) -> bool:
    """Whether a change would take away what went with something else already."""
    match change:
        case DeleteProperty(property=name):
            kind = "property"
        case DeleteView(view=name):
            kind = "view"
        case _:
            return False
    if not edit.lost:
        return False
    database = edit.database(change.database)
    left = database.properties if kind == "property" else database.views
    gone = (kind, database.id, name) in edit.lost
    return gone and all(name not in (item.name, item.id) for item in left)
