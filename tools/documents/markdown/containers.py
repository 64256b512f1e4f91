"""What stands between tags in Markdown and is Markdown itself: callouts, and what can be folded.

CommonMark takes lines right behind a tag for HTML. So the tags are set apart by empty lines first,
outside of code; what is told of a line counts the lines as they were.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tools.documents.paper import Json

_FENCE = re.compile(r"\s*(?:>\s*|[-*+]\s+|\d+[.)]\s+)*(`{3,}|~{3,})")
_CUT = re.compile(
    r"(</?(?:aside|details)(?:\s[^>]*)?>|<summary(?:\s[^>]*)?>.*?</summary>)", re.IGNORECASE
)
_TAG = re.compile(r"\s*<(/?)(aside|details)(?:\s[^>]*)?>\s*$", re.IGNORECASE)
_SUMMARY = re.compile(r"\s*<summary(?:\s[^>]*)?>(.*?)</summary>\s*$", re.IGNORECASE | re.DOTALL)
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*", re.IGNORECASE)
_ALERTS = {"note": "📘", "tip": "💡", "important": "❗", "warning": "⚠️", "caution": "🛑"}
_EMOJI = re.compile(
    "(?:[\u203c-\u3299\U0001f000-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*)+(?=\\s|$)"
)


@dataclass(frozen=True)
class Spread:
    """A text with its tags set apart, and for each of its lines the number that it had."""

    text: str
    numbers: Sequence[int]

    def line(self, at: int) -> int:
        return self.numbers[at] if at < len(self.numbers) else 0

    @staticmethod
    def tag(content: str) -> tuple[str, bool] | None:
        """The tag that an HTML block is, and whether it closes."""
        match = _TAG.match(content)
        return (match[2].lower(), bool(match[1])) if match else None

    @staticmethod
    def summary(content: str) -> str | None:
        match = _SUMMARY.match(content)
        return " ".join(match[1].split()) if match else None


def spread(text: str) -> Spread:
    lines = list(_lines(text))
    return Spread("\n".join(line for _, line in lines), [number for number, _ in lines])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(text.splitlines(), 1):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and line.strip() == mark[1]:
            fence = ""
        if fence or "<" not in line or not _CUT.search(line):
            yield number, line
            continue
        indent = line[: len(line) - len(line.lstrip())]
        for part in filter(str.strip, _CUT.split(line)):
            yield number, ""
            yield number, indent + part.strip()
            yield number, ""


def callout(inner: Sequence[Json]) -> list[Json]:
    """What Notion writes as `<aside>`: an icon, then words, then what lies in it."""
    text, children = _first(inner)
    words = text[0].get("text", "").lstrip() if text else ""
    icon = _EMOJI.match(words)
    block: Json = {"type": "callout", "text": text}
    if icon:
        text = [{**text[0], "text": words[icon.end() :].lstrip()}, *text[1:]]
        block["icon"] = icon[0]
    block["text"] = _simple([run for run in text if run.get("text") != ""])
    return [{**block, **({"children": children} if children else {})}]


def alert(inner: Sequence[Json]) -> list[Json]:
    """A quote that GitHub shows as a remark of some kind; nothing for others."""
    text, children = _first(inner)
    match = _ALERT.match(text[0].get("text", "")) if text else None
    if match is None:
        return []
    text = [{**text[0], "text": text[0]["text"][match.end() :]}, *text[1:]]
    runs = [run for run in text if run.get("text") != ""]
    block: Json = {"type": "callout", "text": _simple(runs), "icon": _ALERTS[match[1].lower()]}
    return [{**block, **({"children": children} if children else {})}]


def _first(inner: Sequence[Json]) -> tuple[list[Json], list[Json]]:
    """The runs of the first paragraph, and what follows it."""
    if not inner or inner[0]["type"] != "paragraph" or inner[0].get("children"):
        return [], list(inner)
    text = inner[0]["text"]
    return (text if isinstance(text, list) else [{"text": text}]), list(inner[1:])


def _simple(runs: list[Json]) -> str | list[Json]:
    bare = all(set(run) == {"text"} for run in runs)
    return "".join(run["text"] for run in runs) if bare else runs
