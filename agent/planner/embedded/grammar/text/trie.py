"""Words by their letters."""

from collections.abc import Iterator
from typing import Any

_ITEMS = ""  # the key of a node under which the words that end there are
_GAP = " "  # … and of the mark that a blank may follow
_GAPS = "  "  # … and of the places where blanks may stand in each of these words
_WAITING = "   "  # … and of the words that no further nodes were made of yet


class Trie:
    """Words by their letters, so that all that begin at a place are found in one walk.

    A blank inside a word may be left out in the text. A Latin word has no others there than its
    own: "we rent" is no "werent", though "we" may have a blank behind it in other words.

    It is filled before it is asked: its nodes are made where a text first leads, as few of the
    thousand names of a workspace begin like the words of one text.
    """

    def __init__(self) -> None:
        self._root: dict[str, dict[str, Any]] = {}

    def add(self, word: str, item: object) -> None:
        """Keeps a word; it is compared folded."""
        first = word[:1]
        if first not in self._root:
            self._root[first] = {_WAITING: []}
        self._root[first][_WAITING].append((word, item))

    def at(self, text: str, start: int) -> Iterator[tuple[int, list[Any]]]:
        """The ends of the words that begin at a place, the shortest first, with their items."""
        node: dict[str, Any] = self._root
        at, size = start, len(text)
        letters, blanks = 0, set[int]()
        while at < size:
            letter = text[at]
            at += 1
            if letter == " " and _GAP in node and at > start + 1:
                blanks.add(letters)
                continue
            if letter not in node or letter == " ":
                return
            node, letters = node[letter], letters + 1
            if _WAITING in node:
                _open(node, letters)
            fit = _spaced(node, blanks) if blanks else node.get(_ITEMS)
            if fit:
                yield at, fit


def _open(node: dict[str, Any], depth: int) -> None:
    """Makes of the words that wait at a node, behind so many letters, what it has.

    Whoever does it beside somebody else makes the same.
    """
    made: dict[str, Any] = {}
    for word, item in node.get(_WAITING, ()):
        letters = word.replace(" ", "")
        gaps = _gaps(word) if len(letters) < len(word) else frozenset[int]()
        if depth in gaps:
            made[_GAP] = True
        if depth == len(letters):
            made.setdefault(_ITEMS, []).append(item)
            made.setdefault(_GAPS, []).append(gaps if word.isascii() else None)
        else:
            made.setdefault(letters[depth], {_WAITING: []})[_WAITING].append((word, item))
    node.update(made)
    node.pop(_WAITING, None)


def _gaps(word: str) -> frozenset[int]:
    """Behind how many letters of a word its blanks stand."""
    blanks = [place for place, letter in enumerate(word) if letter == " "]
    return frozenset(place - before for before, place in enumerate(blanks))


def _spaced(node: dict[str, Any], blanks: set[int]) -> list[Any]:
    """The items of words that end at a node and may have blanks within, behind so many letters."""
    gaps = zip(node.get(_ITEMS, ()), node.get(_GAPS, ()), strict=True)
    return [item for item, own in gaps if own is None or blanks <= own]
