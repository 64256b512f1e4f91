"""Rich text within a line of markdown: marks, links, equations, colours."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sandbox.notion.checks import MAX_TEXT
from sandbox.notion.ids import as_uuid, bare
from sandbox.notion.markdown.emphasis import Piece, emphasise
from sandbox.notion.records import Json, RichText
from sandbox.notion.richtext import COLORS, PLAIN, read_rich_text

_RICH = (None, "markdown")
_ATOMS = (
    r"(?P<escape>\\[!-/:-@\[-`{-~])"  # any ASCII punctuation
    r"|(?P<code>`[^`]+`)"
    r"|\$`(?P<equation>[^`]+)`\$"
)
_TOKEN = re.compile(
    _ATOMS + r"|(?P<signs>\*+|~~)"
    r"|(?P<bracket>\[)"
    r'|<span (?P<style>color|underline)="(?P<value>\w+)">'
    r'|<mention-page url="(?P<page>[^"]+)"\s*(?:/>|>[^<]*</mention-page>)'
    r'|<mention-date start="(?P<date>[^"]+)"(?:\s+end="(?P<end>[^"]+)")?\s*/>'
    r"|(?P<br><br\s*/?>)"
)
_BRACKETS = re.compile(_ATOMS + r"|(?P<opening>\[)|(?P<closing>\])")
_SPANS = re.compile(_ATOMS + r"|(?P<opening><span )|(?P<closing></span>)")
_STOP = re.compile(r"[)\s]")
_SPECIAL = re.compile(r"([\\`*~\[\]$<>{}])")
_UUID_AT_END = re.compile(r"([0-9a-f]{32}|[0-9a-f-]{36})/?$", re.IGNORECASE)
_MAX_SPANS = 20  # inside each other; the tags of further ones are text
_MARKS = (("bold", "**"), ("italic", "*"), ("strikethrough", "~~"))


class Reach(NamedTuple):
    """Where the words of a span or link end, its address begins, and all of it ends."""

    words_end: int
    address: int
    end: int


def inline(line: str) -> RichText:
    """Rich text for a line of markdown."""
    # Through the reader of requests, so that markdown makes what blocks could have made.
    joined = _shortened(_runs(line, PLAIN, None))
    return read_rich_text([piece for run in joined for piece in _cut(run)], _RICH)


def written_inline(runs: Sequence[Json]) -> str:
    """A line of markdown for rich text."""
    return "".join(_written(run) for run in runs)


def id_in(url: str) -> str | None:
    """The id at the end of a url of a page or database."""
    found = _UUID_AT_END.search(url)
    return as_uuid(found[1]) if found else None


def _shortened(runs: list[Json]) -> list[Json]:
    """Joins neighbours, as an array of a request holds at most a hundred."""
    return [_joined(list(alike)) for _, alike in groupby(runs, key=_format)]


def _joined(runs: list[Json]) -> Json:
    if len(runs) == 1:
        return runs[0]
    content = "".join(run["text"]["content"] for run in runs)
    return {**runs[0], "text": {**runs[0]["text"], "content": content}}


def _cut(run: Json) -> list[Json]:
    """A run in as many as a request needs for it: only requests limit their length."""
    content = run["text"]["content"] if "text" in run else ""
    starts = range(0, max(len(content), 1), MAX_TEXT)
    if len(starts) == 1:
        return [run]
    cut = (content[start : start + MAX_TEXT] for start in starts)
    return [{**run, "text": {**run["text"], "content": piece}} for piece in cut]


def _format(run: Json) -> object:
    """What neighbouring texts must have in common to be one; nothing else is ever joined."""
    return (run["annotations"], run["text"].get("link")) if "text" in run else object()


def _runs(line: str, marks: Json, link: str | None, level: int = 0) -> list[Json]:
    pieces = list(_pieces(line, marks, link, level))
    emphasise(pieces)
    return [run for piece in pieces for run in _shown(piece, marks, link)]


def _shown(piece: Piece, marks: Json, link: str | None) -> list[Json]:
    return [_text(piece.sign * piece.count, marks, link)] if piece.count else piece.runs


def _pieces(line: str, marks: Json, link: str | None, level: int) -> Iterator[Piece]:
    ends = {} if level == _MAX_SPANS else _spans(line)
    ends |= {} if link else _links(line)
    at = 0
    while match := _TOKEN.search(line, at):
        if match.start() > at:
            yield Piece([_text(line[at : match.start()], marks, link)])
        piece, at = _matched(match, ends.get(match.start()), marks, link, level)
        yield piece
    if at < len(line):
        yield Piece([_text(line[at:], marks, link)])


def _spans(line: str) -> dict[int, Reach]:
    closings = _closings(_SPANS, line)
    return {start: Reach(end.start(), end.end(), end.end()) for start, end in closings.items()}


def _links(line: str) -> dict[int, Reach]:
    """Brackets that an address in round ones follows, which ends before the next blank."""
    stops = [stop.start() for stop in _STOP.finditer(line)]
    found: dict[int, Reach] = {}
    for start, closing in _closings(_BRACKETS, line).items():
        address = closing.end() + 1
        index = bisect_left(stops, address)
        if line[address - 1 : address] == "(" and index < len(stops):
            stop = stops[index]
            if line[stop] == ")" and stop > address:
                found[start] = Reach(closing.start(), address, stop + 1)
    return found


def _closings(pattern: re.Pattern[str], line: str) -> dict[int, re.Match[str]]:
    """Where each bracket or span ends, by where it begins."""
    found: dict[int, re.Match[str]] = {}
    waiting: list[int] = []
    for match in pattern.finditer(line):
        if match["opening"]:
            waiting.append(match.start())
        elif match["closing"] and waiting:
            found[waiting.pop()] = match
    return found


def _matched(
    match: re.Match[str], reach: Reach | None, marks: Json, link: str | None, level: int
) -> tuple[Piece, int]:
    """What a token stands for, and where it ends."""
    if match["signs"]:
        return _signs(match), match.end()
    if reach is None:
        return Piece([_atom(match, marks, link)]), match.end()
    words = match.string[match.end() : reach.words_end]
    if match["style"]:
        return Piece(_runs(words, _styled(match, marks), link, level + 1)), reach.end
    address = match.string[reach.address : reach.end - 1]
    return Piece(_runs(words, marks, address, level)), reach.end


def _signs(match: re.Match[str]) -> Piece:
    line, start, end = match.string, match.start(), match.end()
    opens = not (line[end : end + 1] or " ").isspace()
    closes = not (line[start - 1 : start] or " ").isspace()
    return Piece([], line[start], end - start, opens, closes)


def _atom(match: re.Match[str], marks: Json, link: str | None) -> Json:
    if match["escape"]:
        return _text(match["escape"][1:], marks, link)
    if match["code"]:
        return _text(match["code"][1:-1], {**marks, "code": True}, link)
    if match["equation"]:
        return {"equation": {"expression": match["equation"]}, "annotations": dict(marks)}
    if match["date"]:
        span = {"start": match["date"], **({"end": match["end"]} if match["end"] else {})}
        return {"mention": {"date": span}, "annotations": dict(marks)}
    if match["page"] and (name := id_in(match["page"])):
        return {"mention": {"page": {"id": name}}, "annotations": dict(marks)}
    return _text("\n" if match["br"] else match[0], marks, link)


def _styled(match: re.Match[str], marks: Json) -> Json:
    if match["style"] == "underline":
        return {**marks, "underline": match["value"] == "true"}
    color = match["value"].replace("_bg", "_background")
    return {**marks, "color": color} if color in COLORS else marks


def _text(content: str, marks: Json, link: str | None) -> Json:
    text: dict[str, Any] = {"content": content}
    if link:
        text["link"] = {"url": link}
    return {"text": text, "annotations": dict(marks)}


def _written(run: Json) -> str:
    if run["type"] == "equation":
        return f"$`{run['equation']['expression']}`$"
    if run["type"] == "mention":
        return _written_mention(run)
    marks = run["annotations"]
    words = run["plain_text"].replace("\n", "<br>")
    if marks["code"]:
        words = f"`{words}`"
    else:
        parts = (part if part == "<br>" else _escaped(part) for part in words.split("<br>"))
        words = "<br>".join(parts)
    for mark, sign in _MARKS:
        words = f"{sign}{words}{sign}" if marks[mark] else words
    if marks["underline"]:
        words = f'<span underline="true">{words}</span>'
    if marks["color"] != "default":
        words = f'<span color="{short_color(marks["color"])}">{words}</span>'
    return f"[{words}]({run['href']})" if run["href"] else words


def _written_mention(run: Json) -> str:
    mention = run["mention"]
    if mention["type"] == "page":
        url = f"https://app.notion.com/p/{bare(mention['page']['id'])}"
        return f'<mention-page url="{url}"/>'
    if mention["type"] == "date":
        return f'<mention-date start="{mention["date"]["start"]}"/>'
    return str(run["plain_text"])


def short_color(color: str) -> str:
    """A colour in the words of markdown."""
    return color.replace("_background", "_bg")


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)
