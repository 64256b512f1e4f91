"""Words by their letters."""

from collections.abc import Iterator
from typing import Any

_ITEMS = ""  # the key of a node under which the words that end there are
_GAP = " "  # … and of the mark that a blank may follow
_GAPS = "  "  # … and of the places where blanks may stand in each of these words


class Trie:
    """Words by their letters, so that all that begin at a place are found in one walk.

    A blank inside a word may be left out in the text. A Latin word has no others there than its
    own: "we rent" is no "werent", though "we" may have a blank behind it in other words.
    """

    def __init__(self) -> None:
        self._root: dict[str, Any] = {}

    def add(self, word: str, item: object) -> None:
        """Keeps a word; it is compared folded."""
        node, size, gaps = self._root, 0, set[int]()
        for letter in word:
            if letter == " ":
                node[_GAP] = True
                gaps.add(size)
            else:
                node, size = node.setdefault(letter, {}), size + 1
        node.setdefault(_ITEMS, []).append(item)
        node.setdefault(_GAPS, []).append(gaps if word.isascii() else None)

    def at(self, text: str, start: int) -> Iterator[tuple[int, list[Any]]]:
        """The ends of the words that begin at a place, the shortest first, with their items."""
        node, at, size = self._root, start, len(text)
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
            fit = _spaced(node, blanks) if blanks else node.get(_ITEMS)
            if fit:
                yield at, fit


def _spaced(node: dict[str, Any], blanks: set[int]) -> list[Any]:
    """The items of words that end at a node and may have blanks within, behind so many letters."""
    gaps = zip(node.get(_ITEMS, ()), node.get(_GAPS, ()), strict=True)
    return [item for item, own in gaps if own is None or blanks <= own]
