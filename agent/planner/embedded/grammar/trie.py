"""Words by their letters."""

from collections.abc import Iterator
from typing import Any

_ITEMS = ""  # the key of a node under which the words that end there are
_GAP = " "  # … and of the mark that a blank may follow


class Trie:
    """Words by their letters, so that all that begin at a place are found in one walk.

    A blank inside a word may be left out in the text.
    """

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, word: str, item: object) -> None:
        """Keeps a word; it is compared folded."""
        node = self._root
        for letter in word:
            if letter == " ":
                node[_GAP] = True
            else:
                node = node.setdefault(letter, {})
        node.setdefault(_ITEMS, []).append(item)

    def at(self, text: str, start: int) -> Iterator[tuple[int, list[Any]]]:
        """The ends of the words that begin at a place, the shortest first, with their items."""
        node, at, size = self._root, start, len(text)
        while at < size:
            letter = text[at]
            at += 1
            if letter == " " and _GAP in node and at > start + 1:
                continue
            if letter not in node or letter == " ":
                return
            node = node[letter]
            if _ITEMS in node:
                yield at, node[_ITEMS]
