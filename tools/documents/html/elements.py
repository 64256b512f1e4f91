"""From HTML to the blocks of a page: of a saved page, of what a word processor says, of what stands
as HTML in Markdown."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tools.documents.addresses import Addresses
from tools.documents.bodies import apart, code_block, settled, table, text_blocks
from tools.documents.html.grid import Grid
from tools.documents.html.words import MOST_DEEP, SILENT, Words, as_runs, children
from tools.documents.languages import code_language
from tools.documents.paper import Json
from tools.documents.runs import plain

_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em"),
        *("font", "i", "img", "input", "ins", "kbd", "label", "mark", "q", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
    )
)
_NOTE = re.compile(r"(?:footnote|endnote|fn)[-:]?\d+$")
_LANGUAGE = re.compile(r"(?:language|lang|highlight-source)-([\w+#-]+)")
_DEEPEST_HEADING = 4
_LISTS = ("ul", "ol", "menu")


class Elements:
    """Reads the elements of one page. `addresses` resolves what they name, `place` is where the
    page stands."""

    def __init__(self, addresses: Addresses, place: str) -> None:
        self._addresses = addresses
        self._place = place
        self._words = Words(addresses, place)
        self._readers: Mapping[str, Callable[[LexborNode, int], Iterator[Json]]] = {
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
            **dict.fromkeys(_LISTS, self._list),
            **dict.fromkeys(("blockquote", "aside"), self._quote),
            "table": self._table,
            "pre": self._code,
            "hr": self._rule,
            "details": self._details,
            "dl": self._definitions,
            "figure": self._figure,
        }

    def page(self, html: str) -> tuple[str, list[Json]]:
        """The title of a page, as its head has it, and its blocks."""
        tree = LexborHTMLParser(html)
        head = tree.css_first("head > title")
        title = " ".join(head.text().split()) if head is not None else ""
        return title, self._body(tree)

    def blocks(self, html: str) -> list[Json]:
        """The blocks of a piece of HTML."""
        return self._body(LexborHTMLParser(html))

    def _body(self, tree: LexborHTMLParser) -> list[Json]:
        if tree.body is None:
            return []
        found = list(self._all(children(tree.body), 0))
        if any(node.text(strip=True) for node in tree.body.css("[hidden]")):
            self._addresses.notes.add("hidden_left_out", self._place)
        return settled(found, self._addresses.name, self._addresses.notes)

    def _all(self, nodes: Sequence[LexborNode], deep: int) -> Iterator[Json]:
        """The blocks of neighbours: words that follow each other are one paragraph."""
        words: list[LexborNode] = []
        last: list[Json] = []
        for node in nodes:
            if _is_inline(node):
                words.append(node)
                continue
            said = list(self._text("paragraph", words, deep))
            words, last = [], said or last
            found = list(self._block(node, deep + 1))
            between = apart(last, found[0]["type"]) if found and node.tag in _LISTS else []
            last = found or last
            yield from (*said, *between, *found)
        yield from self._text("paragraph", words, deep)

    def _text(self, kind: str, nodes: Sequence[LexborNode], deep: int) -> Iterator[Json]:
        for piece in self._words.pieces(nodes, deep):
            if isinstance(piece, dict):
                yield piece
            elif plain(piece).strip() or any("mention" in run for run in piece):
                yield from text_blocks(kind, piece)

    def _block(self, node: LexborNode, deep: int) -> Iterator[Json]:
        name = node.tag or ""
        if name in SILENT:
            return
        if deep > MOST_DEEP:
            yield from text_blocks("paragraph", [{"text": node.text(separator=" ", strip=True)}])
            return
        read = self._readers.get(name)
        if read is None:  # it only groups what is in it
            yield from self._all(children(node), deep)
        else:
            yield from read(node, deep)

    def _heading(self, node: LexborNode, deep: int) -> Iterator[Json]:
        runs = self._words.runs(children(node), deep)
        if runs:
            level = min(int((node.tag or "h1")[1]), _DEEPEST_HEADING)
            yield from text_blocks(f"heading_{level}", runs)

    def _rule(self, node: LexborNode, deep: int) -> Iterator[Json]:  # noqa: ARG002 - a reader
        yield {"type": "divider"}

    def _quote(self, node: LexborNode, deep: int) -> Iterator[Json]:
        kind = "quote" if node.tag == "blockquote" else "callout"
        yield _led(kind, list(self._all(children(node), deep)))

    def _list(self, node: LexborNode, deep: int) -> Iterator[Json]:
        """The items of a list; what stands in it beside them lies below the item before."""
        notes = [child for child in children(node) if _NOTE.match(child.attributes.get("id") or "")]
        if notes:
            yield from self._footnotes(notes, deep)
            return
        kind = "numbered_list_item" if node.tag == "ol" else "bulleted_list_item"
        start = node.attributes.get("start") or "1"
        if kind == "numbered_list_item" and start != "1":
            self._addresses.notes.add("list_from_one", self._place, start=start[:9])
        last: Json | None = None
        for child in children(node):
            if child.tag == "li":
                if last is not None:
                    yield last
                last = self._item(kind, child, deep)
            elif last is not None:
                inner = list(self._all([child], deep))
                last = {**last, "children": [*last.get("children", []), *inner]} if inner else last
        if last is not None:
            yield last

    def _footnotes(self, items: Sequence[LexborNode], deep: int) -> Iterator[Json]:
        """Notes below a text, each behind the mark that stands for it there."""
        for number, item in enumerate(items, 1):
            blocks = list(self._all(children(item), deep))
            said = blocks[0].get("text", "") if blocks else ""
            runs = said if isinstance(said, list) else [{"text": said}]
            yield from text_blocks("paragraph", [{"text": f"[{number}] "}, *runs])
            yield from blocks[1:]

    def _item(self, kind: str, node: LexborNode, deep: int) -> Json:
        box = node.css_first("input[type=checkbox]")
        inner = list(self._all(children(node), deep))
        block = _led(kind, inner)
        if box is not None:
            block = {**block, "type": "to_do", "checked": "checked" in box.attributes}
        return block

    def _table(self, node: LexborNode, deep: int) -> Iterator[Json]:
        caption = node.css_first("caption")
        if caption is not None:
            yield from self._text("paragraph", children(caption), deep)
        grid = Grid(lambda cell: self._cell(cell, deep))
        rows = [row for row in node.css("tr") if _table_of(row) == node.mem_id]
        for row in rows:
            grid.add([cell for cell in children(row) if cell.tag in ("td", "th")])
        if grid.merged:
            self._addresses.notes.add("cells_merged", self._place, count=grid.merged)
        header = bool(rows) and any(cell.tag == "th" for cell in children(rows[0]))
        yield from table(grid.rows, header=header)

    def _cell(self, node: LexborNode, deep: int) -> list[Json]:
        """All that a cell holds, in lines, as only words can stand in one."""
        runs: list[Json] = []
        for block in self._all(children(node), deep + 1):
            runs += [*([{"text": "\n"}] if runs else []), *as_runs(block)]
        return runs

    def _code(self, node: LexborNode, deep: int) -> Iterator[Json]:  # noqa: ARG002 - a reader
        inner = node.css_first("code") or node
        classes = " ".join(
            each.attributes.get("class") or "" for each in (node, inner, node.parent or node)
        )
        named = _LANGUAGE.search(classes)
        language = code_language(named[1]) if named else "plain text"
        if language is None and named:
            self._addresses.notes.add("language_unknown", self._place, name=named[1])
        yield code_block(node.text().removesuffix("\n").lstrip("\n"), language or "plain text")

    def _details(self, node: LexborNode, deep: int) -> Iterator[Json]:
        summary = next((child for child in children(node) if child.tag == "summary"), None)
        runs = self._words.runs(children(summary), deep) if summary is not None else []
        rest = [child for child in children(node) if child.tag != "summary"]
        yield from text_blocks("toggle", runs, children=list(self._all(rest, deep)))

    def _definitions(self, node: LexborNode, deep: int) -> Iterator[Json]:
        for child in children(node):
            runs = self._words.runs(children(child), deep)
            if child.tag == "dt":
                yield from text_blocks("paragraph", [{**run, "bold": True} for run in runs])
            elif runs:
                yield from text_blocks("paragraph", runs)

    def _figure(self, node: LexborNode, deep: int) -> Iterator[Json]:
        """A picture with its caption."""
        said = node.css_first("figcaption")
        caption = self._words.runs(children(said), deep) if said is not None else []
        rest = [child for child in children(node) if child.tag != "figcaption"]
        blocks = list(self._all(rest, deep))
        if caption and len(blocks) == 1 and blocks[0]["type"] == "image":
            blocks[0] = {**blocks[0], "caption": plain(caption)}
            caption = []
        yield from blocks
        yield from text_blocks("paragraph", caption) if caption else ()


def _is_inline(node: LexborNode) -> bool:
    """Whether a node is part of a paragraph: words, and elements of words in which no block is."""
    name = node.tag or ""
    if name.startswith("-"):
        return True
    return name in _INLINE and not node.css_matches(_BLOCKS)


_BLOCKS = "p, div, ul, ol, table, pre, blockquote, h1, h2, h3, h4, h5, h6, hr, section, article"


def _table_of(row: LexborNode) -> int | None:
    node = row.parent
    while node is not None and node.tag != "table":
        node = node.parent
    return None if node is None else node.mem_id


def _led(kind: str, inner: Sequence[Json]) -> Json:
    if inner and inner[0]["type"] == "paragraph":
        block = {"type": kind, "text": inner[0]["text"]}
        inner = inner[1:]
    else:
        block = {"type": kind, "text": ""}
    return {**block, "children": list(inner)} if inner else block
