"""Another order of what a design holds."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from tools.blueprint.base import Name
from tools.blueprint.names import fail
from tools.workspace.change import InDatabase
from tools.workspace.draft import Edit, title_of, with_property
from tools.workspace.model import Json

T = TypeVar("T", bound=Any)
Parts = Literal["databases", "sub_pages", "properties", "options", "views", "rows"]


class Reorder(InDatabase):
    """The named parts come first, in the order of their names, the others behind them as they were.

    Only of what is yet to be built: Notion's API moves nothing that is there.
    """

    action: Literal["reorder"]
    parts: Parts
    property: Name | None = None
    names: Annotated[list[Name], Field(min_length=1)]

    def apply(self, edit: Edit) -> Json:
        if not edit.structure.is_design:
            fail("order_of_existing")
        told = {"object": self.parts, "to": ", ".join(self.names)}
        match self.parts:
            case "databases" | "sub_pages":
                return self._on_the_page(edit, told)
            case "options":
                return self._options(edit, told)
            case _:
                return self._in_the_database(edit, told)

    def _on_the_page(self, edit: Edit, told: Json) -> Json:
        near: list[Any] = [*(edit.databases if self.parts == "databases" else edit.sub_pages)]
        kind = self.parts.removesuffix("s")
        named = [edit.find(kind, name, near, title_of) for name in self.names]
        ordered = _ordered(near, named)
        body = edit.structure.blocks
        standing = {block.id: block for block in body}
        blocks = [standing[part.id] for part in ordered if part.id in standing]
        parts = _in_their_places(getattr(edit.structure, self.parts), ordered)
        edit.update(**{self.parts: parts}, blocks=_in_their_places(body, blocks))
        return told

    def _in_the_database(self, edit: Edit, told: Json) -> Json:
        database = edit.database(self.database)
        finders = {"properties": edit.property, "views": edit.view, "rows": edit.row}
        named = [finders[self.parts](database, name) for name in self.names]
        parts = _ordered(getattr(database, self.parts), named)
        edit.put(database.model_copy(update={self.parts: parts}))
        return {"target": database.title, **told}

    def _options(self, edit: Edit, told: Json) -> Json:
        """Within their groups, as Notion shows those of a status one group after the other."""
        database = edit.database(self.database)
        prop = edit.choice(database, self.property or "")
        named = [edit.option(prop, name) for name in self.names]
        groups = list(dict.fromkeys(option.group for option in prop.options))
        options = sorted(_ordered(prop.options, named), key=lambda each: groups.index(each.group))
        edit.put(with_property(database, prop.model_copy(update={"options": options})))
        return {"target": database.title, "property": prop.name, **told}


def _ordered(parts: Sequence[T], first: Sequence[T]) -> list[T]:
    named = list({part.id: part for part in first}.values())
    return [*named, *(part for part in parts if all(part.id != one.id for one in named))]


def _in_their_places(parts: Sequence[T], ordered: Sequence[T]) -> list[T]:
    """The parts with those that are ordered in the places that these had before among them."""
    moved, after = {part.id for part in ordered}, iter(ordered)
    return [next(after) if part.id in moved else part for part in parts]
