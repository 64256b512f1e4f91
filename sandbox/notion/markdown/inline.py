"""Rich text within a line of markdown: marks, links, equations, colours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sandbox.notion.ids import as_uuid, bare
from sandbox.notion.records import Json, RichText
from sandbox.notion.richtext import COLORS, PLAIN, read_rich_text

_RICH = (None, "markdown")
_TOKEN = re.compile(
    r"(?P<escape>\\[\\`*_~\[\]$<>{}|])"
    r"|(?P<code>`[^`]+`)"
    r"|\$`(?P<equation>[^`]+)`\$"
    r"|\*\*(?P<bold>.+?)\*\*"
    r"|~~(?P<strikethrough>.+?)~~"
    r"|\*(?P<italic>[^*]+?)\*"
    r"|\[(?P<label>[^\]]*)\]\((?P<url>[^)\s]+)\)"
    r'|<span (?P<style>color|underline)="(?P<value>\w+)">(?P<styled>.*?)</span>'
    r'|<mention-page url="(?P<page>[^"]+)"\s*(?:/>|>.*?</mention-page>)'
    r'|<mention-date start="(?P<date>[^"]+)"\s*/>'
    r"|(?P<br><br\s*/?>)"
)
_SPECIAL = re.compile(r"([\\`*~\[\]$<>{}])")
_UUID_AT_END = re.compile(r"([0-9a-f]{32}|[0-9a-f-]{36})/?$", re.IGNORECASE)
_MARKS = (("bold", "**"), ("italic", "*"), ("strikethrough", "~~"))


def inline(line: str) -> RichText:
    """Rich text for a line of markdown."""
    # Through the reader of requests, so that markdown makes what blocks could have made.
    runs = list(_runs(line, PLAIN, None))
    return read_rich_text(_shortened(runs), _RICH)


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


def _alike(one: Json, other: Json) -> bool:
    if "text" not in one or "text" not in other:
        return False
    formats = [(run["annotations"], run["text"].get("link")) for run in (one, other)]
    return formats[0] == formats[1]


def _runs(line: str, marks: Json, link: str | None) -> Iterator[Json]:
    done = 0
    for match in _TOKEN.finditer(line):
        if match.start() > done:
            yield _text(line[done : match.start()], marks, link)
        yield from _matched(match, marks, link)
        done = match.end()
    if done < len(line):
        yield _text(line[done:], marks, link)


def _matched(match: re.Match[str], marks: Json, link: str | None) -> Iterator[Json]:
    kind = match.lastgroup
    for mark in ("bold", "italic", "strikethrough"):
        if match[mark] is not None:
            yield from _runs(match[mark], {**marks, mark: True}, link)
            return
    if match["escape"]:
        yield _text(match["escape"][1:], marks, link)
    elif match["code"]:
        yield _text(match["code"][1:-1], {**marks, "code": True}, link)
    elif match["equation"]:
        yield {"equation": {"expression": match["equation"]}, "annotations": marks}
    elif match["url"]:
        yield from _runs(match["label"], marks, match["url"])
    elif match["style"]:
        yield from _runs(match["styled"], _styled(match, marks), link)
    elif match["date"]:
        yield {"mention": {"date": {"start": match["date"]}}, "annotations": marks}
    elif match["page"] and (name := id_in(match["page"])):
        yield {"mention": {"page": {"id": name}}, "annotations": marks}
    else:
        yield _text("\n" if kind == "br" else match[0], marks, link)


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
