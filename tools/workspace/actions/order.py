"""Another order of what a design holds; of what is there, of views."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from tools.blueprint.base import Name
from tools.blueprint.names import fail
from tools.blueprint.properties import CHOICES
from tools.workspace.change import InDatabase
from tools.workspace.draft import Edit, title_of, with_property
from tools.workspace.model import ExistingDatabase, ExistingView, Json, is_new
from tools.workspace.references import each_condition

T = TypeVar("T", bound=Any)
Parts = Literal["databases", "sub_pages", "properties", "options", "views", "rows"]

# Made anew these would come back without their rows and questions, which the API does not write.
_FIXED = frozenset({"dashboard", "form"})


class Reorder(InDatabase):
    """The named parts come first, in the order of their names, the others behind them as they were.

    Only of what is yet to be built: Notion's API moves nothing that is there. Views are made anew
    where they belong, as few of them as will do, and so change their addresses.
    """

    action: Literal["reorder"]
    parts: Parts
    property: Name | None = None
    names: Annotated[list[Name], Field(min_length=1)]

    def apply(self, edit: Edit) -> Json:
        if not edit.structure.is_design and self.parts != "views":
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
        anew = list[str]()
        if self.parts == "views":
            parts, anew = _made_anew(database, parts, edit.fresh)
        edit.put(database.model_copy(update={self.parts: parts}))
        return {"target": database.title, **told, **({"anew": anew} if anew else {})}

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


def _made_anew(
    database: ExistingDatabase, ordered: Sequence[ExistingView], fresh: Callable[[], str]
) -> tuple[list[ExistingView], list[str]]:
    """Views in another order, those that move under new ids, and what these are called.

    Raises ValidationFailed where one would have to move that cannot be made anew.
    """
    places = {view.id: place for place, view in enumerate(database.views)}
    stay = _staying([places[view.id] for view in ordered], [_weight(view) for view in ordered])
    moved = [v for at, v in enumerate(ordered) if at not in stay and not is_new(v.id)]
    if any(view.type in _FIXED for view in moved):
        fail("order_of_existing")
    new = {view.id: _new(database, view, fresh()) for view in moved}
    return [new.get(view.id, view) for view in ordered], [view.name for view in moved]


def _new(database: ExistingDatabase, view: ExistingView, name: str) -> ExistingView:
    """A view under a new id. A condition on an option that is gone, which Notion keeps in a view
    that is there, it refuses in a new one."""
    options = {prop.id: {option.name for option in prop.options} for prop in database.properties}

    def kept(part: Json) -> Json | None:
        kind = next((kind for kind in CHOICES if kind in part), None)
        asked = part[kind] if kind else {}
        named = [wanted for each in asked.values() for wanted in _listed(each)]
        return part if options.get(part["property"], set(named)).issuperset(named) else None

    left = view.filter and each_condition(view.filter, kept)
    return view.model_copy(update={"id": name, "filter": left})


def _listed(wanted: Any) -> list[str]:
    """The names in what a condition asks for, which may be a list of them, or no name at all."""
    return [name for name in (wanted if isinstance(wanted, list) else [wanted]) if name is not True]


def _weight(view: ExistingView) -> int:
    """How much speaks for leaving a view where it is: one to be made has no place to lose."""
    return 1 if is_new(view.id) else 100 if view.type not in _FIXED else 100_000


def _staying(places: Sequence[int], weights: Sequence[int]) -> set[int]:
    """Which of some things may stay, of those in rising order the heaviest in all."""
    best = list[tuple[int, tuple[int, ...]]]()  # up to each thing, with what stays before it
    for at, (place, weight) in enumerate(zip(places, weights, strict=True)):
        before = [best[i] for i in range(at) if places[i] < place]
        total, kept = max(before, default=(0, ()))
        best.append((total + weight, (*kept, at)))
    return set(max(best, default=(0, ()))[1])


def _in_their_places(parts: Sequence[T], ordered: Sequence[T]) -> list[T]:
    """The parts with those that are ordered in the places that these had before among them."""
    moved, after = {part.id for part in ordered}, iter(ordered)
    return [next(after) if part.id in moved else part for part in parts]
