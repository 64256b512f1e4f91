"""What of a JSON value a schema has not judged yet, so that the same is not validated again."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator
from typing import Any

# Where a size lies among the limits of Notion's schemas is all that they see of it.
_LENGTHS = (0, 100, 280, 2000)
_COUNTS = (0, 1, 2, 3, 100)
_NUMBERS = (0, 1, 100, 10_000)
_SCALARS = (str, int, float, type(None))

Key = str | int


class Novelty:
    """Tells values that look new from those which look like what was valid before.

    Values look alike where they agree in the keys, words and numbers that the schemas name, and in
    where other lengths and numbers lie among the limits. Elements of arrays, and values under keys
    that no schema names, are judged one by one; their place is the keys and types above them.
    """

    def __init__(self, *documents: Any) -> None:
        self._words: set[Any] = set()
        self._keys: set[str] = set()
        self._known: set[int] = set()
        for part in (part for document in documents for part in _objects(document)):
            choices = part.get("enum")
            named = [part.get("const"), *(choices if isinstance(choices, list) else ())]
            self._words |= {word for word in named if isinstance(word, _SCALARS)}
            for names in (part.get("properties"), part.get("required")):
                self._keys |= set(names) if isinstance(names, (dict, list)) else set()

    def of(self, value: Any, schema: Hashable) -> tuple[Any, set[int]]:
        """A value without its elements that look known, and what is new of it; empty if nothing."""
        place = hash(schema)
        new = self._new(value, place)
        return self._pruned(value, place) if new else None, new

    def learn(self, new: set[int]) -> None:
        """Takes as valid what `of` found to be new."""
        self._known |= new

    def _new(self, value: Any, place: int) -> set[int]:
        """The looks of a value and of all elements within it that are not known."""
        looks, elements = set(), [(value, place)]
        while elements:
            element, inside = elements.pop()
            looks.add(hash((inside, self._look(element, inside, elements))))
        return looks - self._known

    def _look(self, value: Any, place: int, elements: list[tuple[Any, int]]) -> Hashable:
        """A value without its elements, which are added to those that were found."""
        if isinstance(value, str):
            return value if value in self._words else bisect_left(_LENGTHS, len(value))
        if isinstance(value, dict):
            inside, looks = _inside(value, place), []
            for key, item in value.items():
                if key in self._keys:
                    looks.append((key, self._look(item, hash((inside, key)), elements)))
                else:
                    elements.append((item, inside))
            return frozenset(looks), len(looks) == len(value)
        if isinstance(value, list):
            elements.extend((item, place) for item in value)
            return list, bisect_left(_COUNTS, len(value))
        if value is None or value in self._words:
            return type(value), value
        return type(value), bisect_left(_NUMBERS, value), bisect_right(_NUMBERS, value)

    def _pruned(self, value: Any, place: int) -> Any:
        if isinstance(value, list):
            return [self._pruned(item, place) for item in value if self._new(item, place)]
        if not isinstance(value, dict):
            return value
        inside = _inside(value, place)
        return {
            key: self._pruned(item, hash((inside, key)) if key in self._keys else inside)
            for key, item in value.items()
            if key in self._keys or self._new(item, inside)
        }


def _inside(value: dict[str, Any], place: int) -> int:
    """Where the elements of an object stand: which schema they have to meet is decided there."""
    return hash((place, value.get("object"), str(value.get("type"))))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a JSON value."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    for item in value if isinstance(value, list) else ():
        yield from _objects(item)
