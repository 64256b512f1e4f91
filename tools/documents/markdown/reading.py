"""From Markdown to the blocks of a page."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import yaml
from markdown_it.token import Token

from tools.documents.addresses import Addresses, Neighbours
from tools.documents.bodies import apart, code_block, settled, table, text_blocks
from tools.documents.languages import code_language
from tools.documents.markdown.containers import Spread, alert, callout, spread
from tools.documents.markdown.inline import Inline, as_runs, footnote_label, is_wrapped
from tools.documents.markdown.parser import BEYOND, parser
from tools.documents.notes import Notes
from tools.documents.paper import Json, Paper
from tools.documents.runs import plain

_TASK = re.compile(r"\[([ xX])\]\s+")
_DEEPEST_HEADING = 4

FromHtml = Callable[[str, str], list[Json]]


@dataclass(frozen=True)
class Reading:
    """What reading Markdown needs beside the text: where the file is, what came with it, how HTML
    within it is read (with the place)."""

    name: str
    neighbours: Neighbours
    notes: Notes
    from_html: FromHtml


def page(text: str, title: str, reading: Reading) -> Paper:
    """A page: its title is that of the front matter, else the first heading, else `title`."""
    blocks, front = _Body(text, reading).read()
    paper = Paper(title, reading.name, blocks)
    if isinstance(front.get("title"), str) and front["title"].strip():
        paper.title = front.pop("title").strip()
    elif blocks and blocks[0]["type"] == "heading_1":
        heading = blocks[0]["text"]
        said = heading if isinstance(heading, str) else plain(heading)
        if said.strip() and not blocks[0].get("children"):
            paper.title, paper.blocks = said.strip()[:2000], blocks[1:]
    if front:
        kept = yaml.safe_dump(front, allow_unicode=True, sort_keys=False).strip()
        paper.blocks = [code_block(kept, "yaml"), *paper.blocks]
    return paper


def body(text: str, reading: Reading) -> list[Json]:
    """The blocks alone."""
    return _Body(text, reading).read()[0]


class _Body:
    """Walks the parser's tokens, which open and close; each method takes what it began with."""

    def __init__(self, text: str, reading: Reading) -> None:
        self._reading = reading
        self._addresses = Addresses(reading.name, reading.neighbours, reading.notes)
        self._spread: Spread = spread(text)
        env = {"paths": reading.neighbours.paths}
        self._tokens = parser().parse(self._spread.text, env)
        self._at = 0
        self._front: Json = {}
        self._readers: Mapping[str, Callable[[Token], list[Json]]] = {
            "paragraph_open": self._paragraph,
            "heading_open": self._heading,
            "bullet_list_open": self._list,
            "ordered_list_open": self._list,
            "blockquote_open": self._quote,
            "fence": self._code,
            "code_block": self._code,
            "table_open": self._table,
            "hr": lambda _: [{"type": "divider"}],
            "math_block": self._equation,
            "html_block": self._html,
            "front_matter": self._matter,
            "footnote_open": self._footnote,
        }

    def read(self) -> tuple[list[Json], Json]:
        """The blocks, and what the front matter says."""
        found: list[Json] = []
        while self._at < len(self._tokens):
            found += self._blocks("")
            self._at += 1  # what closes nothing that is open
        return settled(found, self._reading.name, self._reading.notes), self._front

    def _blocks(self, closing: str) -> list[Json]:
        """The blocks up to a token of that type, or a tag of that name, which is taken too."""
        found: list[Json] = []
        while self._at < len(self._tokens):
            token = self._tokens[self._at]
            if closing and (token.type == closing or _closes(token, closing)):
                self._at += 1
                break
            if token.nesting < 0:  # of something around it: a tag that is never closed ends here
                break
            self._at += 1
            fresh = self._block(token)
            if fresh:
                found += apart(found, fresh[0]["type"]) if token.type.endswith("list_open") else []
                found += fresh
        return found

    def _block(self, token: Token) -> list[Json]:
        read = self._readers.get(token.type)
        return [] if read is None else read(token)

    def _place(self, token: Token) -> str:
        line = self._spread.line(token.map[0]) if token.map else 0
        return f"{self._reading.name}:{line}" if line else self._reading.name

    def _inline(self) -> tuple[list[list[Json] | Json], Token]:
        """What stands in the block that just opened, up to behind its end."""
        token = self._tokens[self._at]
        self._at += 2
        found = Inline(self._addresses, self._place(token))
        wrapped = is_wrapped(token.content)
        return found.pieces(token.children or [], wrapped=wrapped), token

    def _paragraph(self, _: Token) -> list[Json]:
        found: list[Json] = []
        for piece in self._inline()[0]:
            if isinstance(piece, dict):
                found.append(piece)
            elif plain(piece).strip() or any("mention" in run for run in piece):
                found += text_blocks("paragraph", piece)
        return found

    def _heading(self, token: Token) -> list[Json]:
        level = int(token.tag[1])
        if level > _DEEPEST_HEADING:
            note = {"level": level, "most": _DEEPEST_HEADING}
            self._reading.notes.add("heading_raised", self._place(token), **note)
        runs = as_runs(self._inline()[0])
        return text_blocks(f"heading_{min(level, _DEEPEST_HEADING)}", runs)

    def _list(self, opening: Token) -> list[Json]:
        kind = "numbered_list_item" if opening.tag == "ol" else "bulleted_list_item"
        start = int(opening.attrs.get("start", 1))
        if start != 1:
            self._reading.notes.add("list_from_one", self._place(opening), start=start)
        found: list[Json] = []
        while self._tokens[self._at].type == "list_item_open":
            self._at += 1
            found += _item(kind, self._blocks("list_item_close"))
        self._at += 1
        return found

    def _quote(self, _: Token) -> list[Json]:
        inner = self._blocks("blockquote_close")
        return alert(inner) or _led("quote", inner)

    def _code(self, token: Token) -> list[Json]:
        named = token.info.split()[0] if token.info.strip() else ""
        language = code_language(named.split(":")[0].split("{")[0])
        if language is None:
            self._reading.notes.add("language_unknown", self._place(token), name=named[:40])
        return [code_block(token.content.removesuffix("\n"), language or "plain text")]

    def _equation(self, token: Token) -> list[Json]:
        expression = token.content.strip()
        if 0 < len(expression) <= 1000:
            return [{"type": "equation", "expression": expression}]
        return [code_block(expression, "latex")] if expression else []

    def _table(self, opening: Token) -> list[Json]:
        rows, row = list[list[list[Json]]](), opening
        while (token := self._tokens[self._at]).type != "table_close":
            self._at += 1
            if token.type == "tr_open":
                rows.append([])
                row = token
            elif token.type in ("th_open", "td_open"):
                rows[-1].append(as_runs(self._inline()[0]))
            elif token.type == "tr_close":
                rows[-1] += [self._words(cell, row) for cell in row.meta.get(BEYOND, ())]
        self._at += 1
        return table(rows)

    def _words(self, text: str, token: Token) -> list[Json]:
        """What a line of text says that stands where a token does."""
        (inner,) = parser().parseInline(text, {"paths": self._reading.neighbours.paths})
        found = Inline(self._addresses, self._place(token))
        return as_runs(found.pieces(inner.children or [], wrapped=False))

    def _matter(self, token: Token) -> list[Json]:
        try:
            front = yaml.safe_load(token.content)
        except yaml.YAMLError:
            return [code_block(token.content, "yaml")]
        if isinstance(front, dict):
            self._front = front
            return []
        return [code_block(token.content, "yaml")]

    def _footnote(self, token: Token) -> list[Json]:
        first, *further = _led("paragraph", self._blocks("footnote_close")) or [_EMPTY]
        mark: Json = {"text": f"[{footnote_label(token)}] "}
        said = first["text"]
        runs = [mark, *(said if isinstance(said, list) else [{"text": said}])]
        return [*text_blocks("paragraph", runs, children=first.get("children", [])), *further]

    def _html(self, token: Token) -> list[Json]:
        """A callout of Notion's, something to fold, or else HTML as it is."""
        tag = self._spread.tag(token.content)
        match tag:
            case ("aside", False):
                return callout(self._blocks("aside"))
            case ("details", False):
                return self._details()
            case (_, True):
                return []
            case _:
                return self._reading.from_html(token.content, self._place(token))

    def _details(self) -> list[Json]:
        summary: list[Json] = []
        following = self._tokens[self._at] if self._at < len(self._tokens) else None
        if following is not None and (said := self._spread.summary(following.content)) is not None:
            self._at += 1
            summary = self._words(said, following)
        children = self._blocks("details")
        return text_blocks("toggle", summary, children=children)


_EMPTY: Json = {"type": "paragraph", "text": ""}


def _closes(token: Token, closing: str) -> bool:
    return token.type == "html_block" and token.content.strip().lower() == f"</{closing}>"


def _led(kind: str, inner: Sequence[Json], **more: object) -> list[Json]:
    """A block whose text is that of the first paragraph in it; what follows lies below it."""
    if inner and inner[0]["type"] == "paragraph" and not inner[0].get("children"):
        first, children = inner[0]["text"], list(inner[1:])
    else:
        first, children = "", list(inner)
    return [{"type": kind, "text": first, **({"children": children} if children else {}), **more}]


def _item(kind: str, inner: Sequence[Json]) -> list[Json]:
    """An item of a list; one that begins with a box is something to do."""
    (item,) = _led(kind, inner)
    said = item["text"]
    runs: list[Json] = said if isinstance(said, list) else [{"text": said}]
    task = _TASK.match(runs[0].get("text", "")) if runs and len(runs[0]) == 1 else None
    if task is None:
        return [item]
    runs = [{**runs[0], "text": runs[0]["text"][task.end() :]}, *runs[1:]]
    (done,) = text_blocks("to_do", runs, checked=task[1] != " ")[:1]
    return [{**done, **({"children": item["children"]} if "children" in item else {})}]
