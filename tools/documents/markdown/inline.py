"""The words of a paragraph of Markdown, with their formats; and the pictures between them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from tools.documents.addresses import Addresses, with_links
from tools.documents.emphasis import SEEN_AS
from tools.documents.paper import Json
from tools.documents.runs import FORMS, plain, text_of

_OPENS = {"em_open": "italic", "strong_open": "bold", "s_open": "strikethrough"}
_CLOSES = {name.replace("open", "close"): form for name, form in _OPENS.items()}
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^>]*)>")
_HREF = re.compile(r"""(?:href|src)\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_ALT = re.compile(r"""alt\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_WORDS_ONLY = frozenset({"sub", "sup", "span", "font", "small", "big", "a", "abbr", "cite", "wbr"})
_NO_BLANK = re.compile("[\u3041-\u30ff\u4e00-\u9fff\u3000-\u303f\uff01-\uff60]")
_WRAPPED = 50  # columns from which on the end of a line is one of the editor's, and no line break

Piece = list[Json] | Json  # runs, or the block of a picture


class Inline:
    """Reads what a paragraph, a heading or a cell holds. `place` is where it stands."""

    def __init__(self, addresses: Addresses, place: str) -> None:
        self._addresses = addresses
        self._place = place
        self._forms: list[tuple[str, Json]] = []
        self._links: list[tuple[str, int, int]] = []
        self._pieces: list[Piece] = [[]]

    def pieces(self, tokens: Sequence[Token], *, wrapped: bool) -> list[Piece]:
        """Runs and pictures in turn. `wrapped` says that lines end where the editor broke them."""
        for before, token, after in _with_neighbours(tokens):
            if token.type == "softbreak":
                self._say(_break(before, after) if wrapped else "\n")
            else:
                self._read(token)
        return [piece for piece in self._pieces if piece]

    def _read(self, token: Token) -> None:
        if token.type in _OPENS:
            form = _OPENS[token.type]
            self._forms.append((form, {form: True}))
        elif token.type in _CLOSES:
            self._close(_CLOSES[token.type])
        elif token.type in ("link_open", "link_close", "image", "html_inline"):
            self._read_link(token)
        else:
            self._runs.extend(self._words(token))

    def _words(self, token: Token) -> list[Json]:
        """The runs of what is no more than words in a format."""
        form = self._form
        match token.type:
            case "text" | "text_special":
                return with_links(token.content.replace(SEEN_AS, ""), form)
            case "code_inline":
                return [{"text": token.content, **form, "code": True}]
            case "math_inline" | "math_inline_double" if 0 < len(token.content) <= 1000:
                return [{"equation": token.content, **form}]
            case "hardbreak":
                return [{"text": "\n", **form}]
            case "footnote_ref":
                return [{"text": f"[{footnote_label(token)}]", **form}]
            case _:
                return [{"text": token.content, **form}] if token.content else []

    def _read_link(self, token: Token) -> None:
        match token.type:
            case "link_open":
                self._begin_link(str(token.attrs["href"]))
            case "link_close" if self._links:
                self._end_link()
            case "image":
                caption = "".join(child.content for child in token.children or [])
                self._picture(str(token.attrs["src"]), [{"text": caption}])
            case "html_inline":
                self._tag(token.content)
            case _:
                pass

    @property
    def _runs(self) -> list[Json]:
        last = self._pieces[-1]
        if isinstance(last, dict):
            last = []
            self._pieces.append(last)
        return last

    @property
    def _form(self) -> Json:
        return {key: value for _, form in self._forms for key, value in form.items()}

    def _say(self, text: str) -> None:
        if text:
            self._runs.append({"text": text, **self._form})

    def _close(self, name: str) -> None:
        for number in range(len(self._forms) - 1, -1, -1):
            if self._forms[number][0] == name:
                del self._forms[number]
                return

    def _begin_link(self, target: str) -> None:
        runs = len(self._runs)
        self._links.append((target, len(self._pieces) - 1, runs))

    def _end_link(self) -> None:
        """Links the words since it began; of a picture between them the caption leads there."""
        target, first, begin = self._links.pop()
        for number in range(first, len(self._pieces)):
            piece = self._pieces[number]
            if isinstance(piece, list):
                words = piece[begin:]
                piece[begin:] = self._addresses.linked(words, target, self._place) if words else []
            else:
                caption = piece.get("caption") or target
                runs = caption if isinstance(caption, list) else [{"text": caption}]
                said = text_of(self._addresses.linked(runs, target, self._place))
                self._pieces[number] = {**piece, "caption": said}
            begin = 0

    def _picture(self, target: str, caption: list[Json]) -> None:
        block = self._addresses.image(target, caption, self._place)
        if block is not None:
            self._pieces.append(block)
        else:
            self._runs.extend(caption)

    def _tag(self, tag: str) -> None:
        match = _TAG.fullmatch(tag)
        if match is None:
            return  # a comment
        closes, name, attributes = match[1], match[2].lower(), match[3]
        href = _HREF.search(attributes)
        if name == "br":
            self._say("\n")
        elif name == "img" and href:
            alt = _ALT.search(attributes)
            self._picture(href[1], [{"text": alt[1] if alt else ""}])
        elif name == "a" and (closes or href):
            self._anchor(href[1] if href and not closes else None)
        elif name in FORMS:
            self._close(name) if closes else self._forms.append((name, FORMS[name]))
        elif name not in _WORDS_ONLY:
            self._addresses.notes.add("tag_left_out", self._place, tag=name[:30])

    def _anchor(self, href: str | None) -> None:
        if href is not None:
            self._begin_link(href)
        elif self._links:
            self._end_link()


def footnote_label(token: Token) -> str:
    """What a footnote is called, in the text and below it."""
    return str(token.meta.get("label") or token.meta["id"] + 1)


def _with_neighbours(tokens: Sequence[Token]) -> Iterator[tuple[str, Token, str]]:
    """Each token with the last letter before it and the first behind it."""
    for number, token in enumerate(tokens):
        before = tokens[number - 1].content[-1:] if number else ""
        after = tokens[number + 1].content[:1] if number + 1 < len(tokens) else ""
        yield before, token, after


def _break(before: str, after: str) -> str:
    """What stands for the end of a line within a paragraph: a blank, which Japanese has none of."""
    return "" if _NO_BLANK.match(before) and _NO_BLANK.match(after) else " "


def is_wrapped(source: str) -> bool:
    """Whether all lines of a paragraph but the last are as long as an editor makes them."""
    lines = source.split("\n")[:-1]
    return bool(lines) and all(_columns(line) >= _WRAPPED for line in lines)


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def as_runs(pieces: Sequence[Piece]) -> list[Json]:
    """Pieces where only words can stand: a picture becomes its caption, with its address."""
    runs: list[Json] = []
    for piece in pieces:
        if isinstance(piece, list):
            runs += piece
            continue
        caption, url = piece.get("caption"), piece.get("url")
        words = caption if isinstance(caption, str) else plain(caption or [])
        if words or url:
            runs.append({"text": words or url, **({"link": url} if url else {})})
    return runs
