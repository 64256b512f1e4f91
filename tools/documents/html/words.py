"""The words of HTML with their formats, and the pictures between them."""

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from tools.documents.addresses import Addresses, with_links
from tools.documents.paper import Json
from tools.documents.runs import FORMS, plain

SILENT = frozenset(
    (
        *("script", "style", "head", "title", "meta", "link", "template", "noscript", "svg"),
        *("iframe", "object", "button", "select", "nav"),
    )
)
MOST_DEEP = 80  # elements in each other that are walked one by one; further in only words count
_BLANKS = re.compile(r"[ \t\r\n\f]+")

_BACK = re.compile(r"#(?:footnote|endnote|fn)-?ref")  # from a note back to its mark

Piece = list[Json] | Json  # runs, or the block of a picture


class Words:
    """Reads what stands in a line. `addresses` resolves what is linked, `place` is where the page
    stands."""

    def __init__(self, addresses: Addresses, place: str) -> None:
        self._addresses = addresses
        self._place = place

    def runs(self, nodes: Sequence[LexborNode], deep: int) -> list[Json]:
        """Where only words can stand."""
        runs: list[Json] = []
        for piece in self.pieces(nodes, deep):
            runs += piece if isinstance(piece, list) else as_runs(piece)
        return runs

    def pieces(self, nodes: Sequence[LexborNode], deep: int) -> list[Piece]:
        pieces: list[Piece] = [[]]
        for node in nodes:
            for piece in self._inline(node, {}, deep):
                if "type" in piece:
                    pieces += [piece, []]
                else:
                    last = pieces[-1]
                    assert isinstance(last, list)  # noqa: S101 - runs stand behind every block
                    last.append(piece)
        return [
            _collapsed(piece) if isinstance(piece, list) else piece for piece in pieces if piece
        ]

    def _inline(self, node: LexborNode, form: Json, deep: int) -> Iterator[Json]:
        """Runs, and the blocks of pictures."""
        name = node.tag or ""
        if name == "-text":
            yield from with_links(_BLANKS.sub(" ", node.text_content or ""), form)
        elif name == "br":
            yield {"text": "\n", **form}
        elif name == "img":
            yield from self._image(node)
        elif name == "a":
            yield from self._link(node, form, deep)
        elif name in SILENT or name.startswith("-") or name == "input":
            return
        elif deep > MOST_DEEP:
            yield {"text": node.text(separator=" ", strip=True), **form}
        else:
            inner = {**form, **FORMS.get(name, {})}
            for child in children(node):
                yield from self._inline(child, inner, deep + 1)

    def _image(self, node: LexborNode) -> Iterator[Json]:
        alt = node.attributes.get("alt") or ""
        target = node.attributes.get("src") or ""
        caption = [{"text": alt}] if alt else []
        block = self._addresses.image(target, caption, self._place) if target else None
        if block is not None:
            yield block
        else:
            yield from caption

    def _link(self, node: LexborNode, form: Json, deep: int) -> Iterator[Json]:
        found = [run for child in children(node) for run in self._inline(child, form, deep + 1)]
        runs = [run for run in found if "type" not in run]
        target = node.attributes.get("href") or ""
        if _BACK.match(target):
            return
        if target and not target.startswith("#"):
            runs = self._addresses.linked(runs, target, self._place)
        yield from runs
        yield from (block for block in found if "type" in block)


def children(node: LexborNode) -> list[LexborNode]:
    """What is in an element, but for what its page hides."""
    return [child for child in node.iter(include_text=True) if not is_hidden(child)]


def is_hidden(node: LexborNode) -> bool:
    return "hidden" in node.attributes


def _collapsed(runs: Sequence[Json]) -> list[Json]:
    """Runs as a browser shows them: no blank follows another, or begins a line."""
    found: list[Json] = []
    blank = True
    for run in runs:
        text = run.get("text")
        if text is None:
            found.append(run)
            blank = False
            continue
        if blank:
            text = text.lstrip(" ")
        if text:
            found.append({**run, "text": text})
            blank = text[-1] in " \n"
    return found


def as_runs(block: Json) -> list[Json]:
    """A block in a cell: its words, and those of what lies in it, a line each."""
    if block["type"] == "image":
        words, url = block.get("caption", ""), block.get("url")
        said = words if isinstance(words, str) else plain(words)
        return [{"text": said or url, **({"link": url} if url else {})}] if said or url else []
    text = block.get("text", "")
    runs = list(text) if isinstance(text, list) else [{"text": text}] if text else []
    if block["type"] in ("bulleted_list_item", "numbered_list_item"):
        runs = [{"text": "• "}, *runs]
    for row in block.get("rows", ()):
        cells = [cell if isinstance(cell, str) else plain(cell) for cell in row]
        runs += [*([{"text": "\n"}] if runs else []), {"text": " | ".join(cells)}]
    for child in block.get("children", ()):
        runs += [{"text": "\n"}, *as_runs(child)]
    return runs
