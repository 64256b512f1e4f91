"""One change applied to a draft."""

from tools.blueprint.changes import (
    AddRows,
    AddView,
    Change,
    DeleteRows,
    DeleteView,
    EditRows,
    UpdateView,
)
from tools.notion.modify.draft import Draft
from tools.notion.modify.pages import ForPages, change_pages
from tools.notion.modify.rows import change_rows
from tools.notion.modify.schema import change_schema
from tools.notion.modify.views import change_views


def apply(draft: Draft, change: Change) -> Draft:
    """The draft after a change. Raises ValidationFailed where the change cannot be meant."""
    if isinstance(change, AddRows | EditRows | DeleteRows):
        return change_rows(draft, change)
    if isinstance(change, AddView | UpdateView | DeleteView):
        return change_views(draft, change)
    if isinstance(change, ForPages):
        return change_pages(draft, change)
    return change_schema(draft, change)
