"""How a change finds what it names, and how it says that it cannot."""

from collections.abc import Callable, Iterable
from typing import Any, NoReturn, TypeVar

from tools.errors import Problem, ValidationFailed

T = TypeVar("T")


def fail(rule: str, place: str = "", **params: Any) -> NoReturn:
    """Raises ValidationFailed with one problem."""
    raise ValidationFailed(f"the change breaks the rule {rule}", [Problem(place, rule, params)])


def one(
    kind: str,
    name: str,
    items: Iterable[T],
    called: Callable[[T], str],
    has_id: Callable[[T], bool],
) -> T:
    """The thing of that id, else of that name; names differ in case only where none is equal.

    Raises ValidationFailed for none or several.
    """
    known = list(items)
    for same in (
        [item for item in known if has_id(item)],
        [item for item in known if called(item) == name],
        [item for item in known if called(item).casefold() == name.casefold()],
    ):
        if len(same) == 1:
            return same[0]
        if same:
            fail(f"ambiguous_{kind}", name=name, count=len(same))
    return fail(f"unknown_{kind}", **{"title" if kind == "row" else "name": name})
