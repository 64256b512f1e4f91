"""Functions on lists, and the forms that evaluate an expression for each entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sandbox.notion.formula.functions import (
    BOOLEAN,
    NUMBER,
    contextual,
    element_of,
    element_of_first,
    list_of,
    pure,
    same_list,
)
from sandbox.notion.formula.values import (
    Context,
    Value,
    as_list,
    as_number,
    as_truth,
    equal,
    order_key,
)

Each = Callable[[Value, int], Value]
"""Evaluates a form's expression with an entry as `current` and its place as `index`."""


def _at(values: Value, index: Value) -> Value:
    """Negative places count from the end; a place outside the list is empty."""
    entries, place = as_list(values), int(as_number(index))
    return entries[place] if -len(entries) <= place < len(entries) else None


def _slice(values: Value, start: Value, end: Value = None) -> Value:
    last = None if end is None else int(as_number(end))
    return as_list(values)[int(as_number(start)) : last]


def _unique(context: Context, values: Value) -> Value:
    entries: dict[object, Value] = {}
    for value in as_list(values):
        entries.setdefault(order_key(value, context.now.tzinfo), value)
    return list(entries.values())


def _includes(context: Context, values: Value, wanted: Value) -> bool:
    return any(equal(value, wanted, context.now.tzinfo) for value in as_list(values))


def _flat(values: Value) -> Value:
    return [entry for value in as_list(values) for entry in as_list(value)]


def _flat_type(types: Sequence[str]) -> str:
    return list_of(element_of(element_of(types[0])))


FUNCTIONS = {
    "at": pure(_at, element_of_first, 2, 2),
    "first": pure(lambda values: _at(values, 0), element_of_first),
    "last": pure(lambda values: _at(values, -1), element_of_first),
    "slice": pure(_slice, same_list, 2, 3),
    "reverse": pure(lambda values: as_list(values)[::-1], same_list),
    "unique": contextual(_unique, same_list),
    "includes": contextual(_includes, BOOLEAN, 2, 2),
    "flat": pure(_flat, _flat_type),
    "count": pure(lambda values: len(as_list(values)), NUMBER),
}


@dataclass(frozen=True)
class ListForm:
    """A form over a list: `apply` gets the entries and what evaluates the expression for one.

    `result` is the type of the result by those of the list and of the expression.
    """

    apply: Callable[[Context, list[Value], Each], Value]
    result: Callable[[Sequence[str]], str]
    optional: bool = False


def _filter(_: Context, entries: list[Value], each: Each) -> Value:
    return [entry for index, entry in enumerate(entries) if as_truth(each(entry, index))]


def _map(_: Context, entries: list[Value], each: Each) -> Value:
    return [each(entry, index) for index, entry in enumerate(entries)]


def _find_index(_: Context, entries: list[Value], each: Each) -> int:
    found = (index for index, entry in enumerate(entries) if as_truth(each(entry, index)))
    return next(found, -1)


def _find(context: Context, entries: list[Value], each: Each) -> Value:
    index = _find_index(context, entries, each)
    return entries[index] if index >= 0 else None


def _some(context: Context, entries: list[Value], each: Each) -> bool:
    return _find_index(context, entries, each) >= 0


def _every(_: Context, entries: list[Value], each: Each) -> bool:
    return all(as_truth(each(entry, index)) for index, entry in enumerate(entries))


def _sort(context: Context, entries: list[Value], each: Each) -> Value:
    # Sorting places, not entries, gives each entry its index in the list as it was.
    places = sorted(
        range(len(entries)),
        key=lambda index: order_key(each(entries[index], index), context.now.tzinfo),
    )
    return [entries[index] for index in places]


LIST_FORMS: Mapping[str, ListForm] = {
    "map": ListForm(_map, lambda types: list_of(types[1])),
    "filter": ListForm(_filter, same_list),
    "find": ListForm(_find, element_of_first),
    "findIndex": ListForm(_find_index, lambda _: NUMBER),
    "some": ListForm(_some, lambda _: BOOLEAN),
    "every": ListForm(_every, lambda _: BOOLEAN),
    "sort": ListForm(_sort, same_list, optional=True),
}
