"""Rich text within a line of markdown: marks, links, equations, colours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

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
    r'|<mention-page url="(?P<page>[^"]+)"\s*(?:/>|>.*?</mention-page>)'
    r'|<mention-date start="(?P<date>[^"]+)"(?:\s+end="(?P<end>[^"]+)")?\s*/>'
    r"|(?P<br><br\s*/?>)"
)
_BRACKETS = re.compile(_ATOMS + r"|(?P<opening>\[)|(?P<closing>\])")
_SPANS = re.compile(_ATOMS + r"|(?P<opening><span )|(?P<closing></span>)")
_ADDRESS = re.compile(r"\(([^)\s]+)\)")
_SPECIAL = re.compile(r"([\\`*~\[\]$<>{}])")
_UUID_AT_END = re.compile(r"([0-9a-f]{32}|[0-9a-f-]{36})/?$", re.IGNORECASE)
_MARKS = (("bold", "**"), ("italic", "*"), ("strikethrough", "~~"))


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
    joined: list[Json] = []
    for run in runs:
        last = joined[-1] if joined else None
        if last and _alike(last, run):
            last["text"]["content"] += run["text"]["content"]
        else:
            joined.append(run)
    return joined


def _cut(run: Json) -> list[Json]:
    """A run in as many as a request needs for it: only requests limit their length."""
    content = run["text"]["content"] if "text" in run else ""
    starts = range(0, max(len(content), 1), MAX_TEXT)
    if len(starts) == 1:
        return [run]
    cut = (content[start : start + MAX_TEXT] for start in starts)
    return [{**run, "text": {**run["text"], "content": piece}} for piece in cut]


def _alike(one: Json, other: Json) -> bool:
    if "text" not in one or "text" not in other:
        return False
    formats = [(run["annotations"], run["text"].get("link")) for run in (one, other)]
    return formats[0] == formats[1]


def _runs(line: str, marks: Json, link: str | None) -> list[Json]:
    pieces = list(_pieces(line, marks, link))
    emphasise(pieces)
    return [run for piece in pieces for run in _shown(piece, marks, link)]


def _shown(piece: Piece, marks: Json, link: str | None) -> list[Json]:
    return [_text(piece.sign * piece.count, marks, link)] if piece.count else piece.runs


def _pieces(line: str, marks: Json, link: str | None) -> Iterator[Piece]:
    ends = _closings(_SPANS, line) | ({} if link else _closings(_BRACKETS, line))
    at = 0
    while match := _TOKEN.search(line, at):
        if match.start() > at:
            yield Piece([_text(line[at : match.start()], marks, link)])
        piece, at = _matched(match, ends.get(match.start()), marks, link)
        yield piece
    if at < len(line):
        yield Piece([_text(line[at:], marks, link)])


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
    match: re.Match[str], end: re.Match[str] | None, marks: Json, link: str | None
) -> tuple[Piece, int]:
    """What a token stands for, and where it ends: brackets and spans reach to their `end`."""
    if match["signs"]:
        return _signs(match), match.end()
    words = match.string[match.end() : end.start()] if end else ""
    if end and match["style"]:
        return Piece(_runs(words, _styled(match, marks), link)), end.end()
    address = _ADDRESS.match(match.string, end.end()) if end and match["bracket"] else None
    if address:
        return Piece(_runs(words, marks, address[1])), address.end()
    return Piece([_atom(match, marks, link)]), match.end()


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
