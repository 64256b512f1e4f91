"""The registry of changes: an action is a class in `actions/` and a line here."""

from functools import reduce
from operator import or_
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from tools.workspace.actions.blocks import AddBlocks, DeleteBlocks, Recolor
from tools.workspace.actions.new_parts import AddDatabase, AddSubPage
from tools.workspace.actions.new_properties import AddFormula, AddProperty, AddRelation, AddRollup
from tools.workspace.actions.options import AddOption, DeleteOption, RecolorOption, RenameOption
from tools.workspace.actions.order import Reorder
from tools.workspace.actions.pages import Archive, DeleteDatabase, Move, Rename, SetCover, SetIcon
from tools.workspace.actions.properties import DeleteProperty, RenameProperty, RetypeProperty
from tools.workspace.actions.rows import AddRows, DeleteRows, EditRows
from tools.workspace.actions.views import AddView, DeleteView, UpdateView
from tools.workspace.change import Change

ACTIONS: tuple[type[Change], ...] = (
    AddProperty, RenameProperty, RetypeProperty, DeleteProperty,
    AddRelation, AddRollup, AddFormula,
    AddOption, RenameOption, RecolorOption, DeleteOption,
    AddView, UpdateView, DeleteView,
    AddRows, EditRows, DeleteRows,
    AddBlocks, DeleteBlocks,
    AddDatabase, DeleteDatabase, AddSubPage,
    Rename, Recolor, SetIcon, SetCover, Move, Archive, Reorder,
)  # fmt: skip

_ANY: Any = Annotated[reduce(or_, ACTIONS), Field(discriminator="action")]  # as it is sent

CHANGE: TypeAdapter[Change] = TypeAdapter(_ANY)
CHANGES: TypeAdapter[list[Change]] = TypeAdapter(list[_ANY])
