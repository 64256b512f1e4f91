"""What a page of HTML says. Pure, and in one pass: Python's own parser takes the square of what
somebody may send, and for twenty kilobytes of `<a x=` it takes minutes."""

import html
import re

_SILENT = frozenset({"head", "title"})
_RAW = {name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style")}
_BREAKS = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "blockquote"})
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)|<[!?]")
_END = re.compile(r"=\s*([\"'])|>")  # of a tag, unless a value in quotes comes first
_ENDLESS = re.compile(r"&#[0-9]{8,};?")  # no character; as a number too long for `html`


def said(page: str) -> str:
    """Its text, with a line for each block; without markup, styles and scripts."""
    return _Reader(page).read()


class _Reader:
    def __init__(self, page: str) -> None:
        self._page = page
        self._at = 0
        self._pieces: list[str] = []
        self._silent = 0  # elements that are open and show nothing
        self._last = {quote: page.rfind(quote) for quote in "\"'"}

    def read(self) -> str:
        while (begin := self._page.find("<", self._at)) >= 0:
            self._say(self._page[self._at : begin])
            self._pass(begin)
        self._say(self._page[self._at :])
        return "".join(self._pieces)

    def _say(self, text: str) -> None:
        if text and not self._silent:
            self._pieces.append(html.unescape(_ENDLESS.sub("\ufffd", text)))

    def _pass(self, begin: int) -> None:
        """Goes on behind what begins here: a comment, a tag, or no more than a sign."""
        if self._page.startswith("<!--", begin):
            self._skip_to("-->", begin + 4)
            return
        tag = _NAME.match(self._page, begin)
        if tag is None:
            self._say("<")
            self._at = begin + 1
            return
        self._at = self._end_of_tag(tag.end())
        self._heed((tag[1] or "").lower(), opens=self._page[begin + 1] != "/")

    def _heed(self, name: str, *, opens: bool) -> None:
        if opens and name in _RAW:
            end = _RAW[name].search(self._page, self._at)
            self._at = len(self._page) if end is None else end.start()
        elif name in _SILENT:
            self._silent = max(0, self._silent + (1 if opens else -1))
        elif opens and name in _BREAKS and not self._silent:
            self._pieces.append("\n")

    def _end_of_tag(self, at: int) -> int:
        while (found := _END.search(self._page, at)) is not None:
            quote = found[1]
            if quote is None:
                return found.end()
            at = found.end()
            if at <= self._last[quote]:  # one that nothing closes is a sign like others
                at = self._page.index(quote, at) + 1
        return len(self._page)

    def _skip_to(self, mark: str, at: int) -> None:
        end = self._page.find(mark, at)
        self._at = len(self._page) if end < 0 else end + len(mark)
