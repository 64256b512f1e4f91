"""Every change to an existing workspace, named as a person would: by titles and names.

A database, page, row or view may also be named by its id; a database may be left out where there
is only one. What is new is described as in a blueprint.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from tools.blueprint.base import Hue, Name, SelectColor, Strict, Url
from tools.blueprint.blocks import Block
from tools.blueprint.model import Database, Row, SubPage
from tools.blueprint.properties import (
    NumberFormat,
    Option,
    OptionName,
    Property,
    PropertyName,
    RollupFunction,
)
from tools.blueprint.views import View

RetypeType = Literal[
    "rich_text",
    "number",
    "select",
    "multi_select",
    "status",
    "date",
    "people",
    "files",
    "checkbox",
    "url",
    "email",
    "phone_number",
]


class _InDatabase(Strict):
    database: Name | None = None


class AddProperty(_InDatabase):
    """Relations are added by `add_relation`."""

    action: Literal["add_property"]
    property: Property


class RenameProperty(_InDatabase):
    action: Literal["rename_property"]
    property: Name
    to: PropertyName


class RetypeProperty(_InDatabase):
    """Another type for a property; values are carried over where they make sense in it."""

    action: Literal["retype_property"]
    property: Name
    to: RetypeType
    options: list[Option] = Field(default_factory=list, max_length=100)
    format: NumberFormat = "number"


class DeleteProperty(_InDatabase):
    action: Literal["delete_property"]
    property: Name


class AddOption(_InDatabase):
    action: Literal["add_option"]
    property: Name
    option: Option


class RenameOption(_InDatabase):
    action: Literal["rename_option"]
    property: Name
    option: Name
    to: OptionName


class RecolorOption(_InDatabase):
    action: Literal["recolor_option"]
    property: Name
    option: Name
    color: SelectColor


class DeleteOption(_InDatabase):
    action: Literal["delete_option"]
    property: Name
    option: Name


class AddView(_InDatabase):
    """A further view, behind the one that `after` names, else the last."""

    action: Literal["add_view"]
    view: View
    after: Name | None = None


class UpdateView(_InDatabase):
    """What `to` gives replaces what the view has; its type cannot change."""

    action: Literal["update_view"]
    view: Name
    to: View


class DeleteView(_InDatabase):
    action: Literal["delete_view"]
    view: Name


class AddDatabase(Strict):
    """Its relations reach the databases that are added with it; others take `add_relation`."""

    action: Literal["add_database"]
    database: Database


class DeleteDatabase(Strict):
    action: Literal["delete_database"]
    database: Name


class AddRelation(_InDatabase):
    """A link to rows of the database `target`; `two_way` names the property that appears there."""

    action: Literal["add_relation"]
    name: PropertyName
    target: Name
    two_way: PropertyName | None = None


class AddRollup(_InDatabase):
    action: Literal["add_rollup"]
    name: PropertyName
    relation: Name
    property: Name
    function: RollupFunction


class AddFormula(_InDatabase):
    action: Literal["add_formula"]
    name: PropertyName
    expression: str = Field(min_length=1, max_length=2000)


class AddSubPage(Strict):
    action: Literal["add_sub_page"]
    page: SubPage


class AddBlocks(Strict):
    """Blocks for the page's end, its start (`first`), or behind the top-level block that `after`
    names by its text."""

    action: Literal["add_blocks"]
    blocks: Annotated[list[Block], Field(min_length=1)]
    after: Name | None = None
    first: bool = False


class DeleteBlocks(Strict):
    """Blocks by their text or id."""

    action: Literal["delete_blocks"]
    blocks: Annotated[list[Name], Field(min_length=1)]


class AddRows(_InDatabase):
    action: Literal["add_rows"]
    rows: Annotated[list[Row], Field(min_length=1)]


class RowEdit(Strict):
    """New values of one row by property name; null empties."""

    row: Name
    values: dict[str, Any]


class EditRows(_InDatabase):
    action: Literal["edit_rows"]
    rows: Annotated[list[RowEdit], Field(min_length=1)]


class DeleteRows(_InDatabase):
    action: Literal["delete_rows"]
    rows: Annotated[list[Name], Field(min_length=1)]


class _OfPage(Strict):
    """The page itself where no `target` (a sub-page or database) is named."""

    target: Name | None = None


class Rename(_OfPage):
    action: Literal["rename"]
    to: Name


class Recolor(Strict):
    """Another colour for every block of the page that is coloured; backgrounds stay such."""

    action: Literal["recolor"]
    color: Hue


class SetIcon(_OfPage):
    """An emoji or an image's address; null takes the icon away. Rows can be targets too."""

    action: Literal["set_icon"]
    icon: str | None


class SetCover(_OfPage):
    """An image's address; null takes the cover away. Rows can be targets too."""

    action: Literal["set_cover"]
    cover: Url | None


class Move(_OfPage):
    """To below another page: a sub-page's title, or any page's id."""

    action: Literal["move"]
    to: Name


class Archive(_OfPage):
    """To the trash."""

    action: Literal["archive"]


Change = Annotated[
    AddProperty
    | RenameProperty
    | RetypeProperty
    | DeleteProperty
    | AddOption
    | RenameOption
    | RecolorOption
    | DeleteOption
    | AddView
    | UpdateView
    | DeleteView
    | AddDatabase
    | DeleteDatabase
    | AddRelation
    | AddRollup
    | AddFormula
    | AddSubPage
    | AddBlocks
    | DeleteBlocks
    | AddRows
    | EditRows
    | DeleteRows
    | Rename
    | Recolor
    | SetIcon
    | SetCover
    | Move
    | Archive,
    Field(discriminator="action"),
]

CHANGES: TypeAdapter[list[Change]] = TypeAdapter(list[Change])
