"""Rich text: runs of text, mentions and equations, in the form of answers."""

from __future__ import annotations

from typing import Any

from sandbox.notion import checks
from sandbox.notion.checks import Place
from sandbox.notion.media import read_url
from sandbox.notion.times import read_date
from sandbox.notion.users import USERS, user

PLAIN: dict[str, Any] = {
    "bold": False,
    "italic": False,
    "strikethrough": False,
    "underline": False,
    "code": False,
    "color": "default",
}
HUES = ("gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red")
COLORS = ("default", *HUES, "default_background", *(f"{hue}_background" for hue in HUES))
MAX_EQUATION = 1000

_RUN_KINDS = ("text", "mention", "equation")
_RUN_KEYS = frozenset({*_RUN_KINDS, "type", "annotations", "plain_text", "href"})
_MENTIONS = ("user", "date", "page", "database", "template_mention", "custom_emoji")
_TEMPLATES = {
    "template_mention_date": checks.one_of("today", "now"),
    "template_mention_user": checks.one_of("me"),
}
_OBJECT_KEYS = frozenset({"id"})

read_color = checks.one_of(*COLORS)


def read_rich_text(value: Any, place: Place) -> list[dict[str, Any]]:
    """An array of runs; neighbours of equal format come back as one."""
    runs: list[dict[str, Any]] = []
    for index, item in enumerate(checks.array(value, place)):
        run = _read_run(item, (place, index))
        if runs and _alike(runs[-1], run):
            runs[-1] = _joined(runs[-1], run)
        # A run without text leaves no trace.
        elif run["type"] != "text" or run["plain_text"]:
            runs.append(run)
    return runs


def text_run(content: str) -> dict[str, Any]:
    """One run of plain text."""
    return {
        "type": "text",
        "text": {"content": content, "link": None},
        "annotations": PLAIN,
        "plain_text": content,
        "href": None,
    }


def plain(runs: list[dict[str, Any]]) -> str:
    """What rich text says."""
    return "".join(run["plain_text"] for run in runs)


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    both_text = one["type"] == other["type"] == "text"
    formats = [(run["annotations"], run["href"]) for run in (one, other)]
    return both_text and formats[0] == formats[1]


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    content = one["plain_text"] + other["plain_text"]
    return {**one, "text": {**one["text"], "content": content}, "plain_text": content}


def _read_run(value: Any, place: Place) -> dict[str, Any]:
    found = checks.mapping(value, place, _RUN_KEYS)
    kind = checks.chosen(found, _RUN_KINDS, place)
    given = found.get("annotations")
    annotations = PLAIN if given is None else _read_annotations(given, (place, "annotations"))
    body, words, href = _READERS[kind](found[kind], (place, kind))
    return {
        "type": kind,
        kind: body,
        "annotations": annotations,
        "plain_text": words,
        "href": href,
    }


def _read_annotations(value: Any, place: Place) -> dict[str, Any]:
    found = checks.mapping(value, place, PLAIN)
    for key, given in found.items():
        reader = read_color if key == "color" else checks.boolean
        reader(given, (place, key))
    return {**PLAIN, **found}


def _read_text(value: Any, place: Place) -> tuple[dict[str, Any], str, str | None]:
    found = checks.mapping(value, place, ("content", "link"))
    content = checks.text(*checks.member(found, "content", place))
    link = found.get("link")
    if link is None:
        return {"content": content, "link": None}, content, None
    at: Place = (place, "link")
    url = _read_link(*checks.member(checks.mapping(link, at, ("url", "type")), "url", at))
    return {"content": content, "link": {"url": url}}, content, url


def _read_link(value: Any, place: Place) -> str:
    # Links to pages of the workspace are relative.
    within_workspace = isinstance(value, str) and value.startswith(("/", "#"))
    if within_workspace:
        return checks.text(value, place, checks.MAX_URL)
    return read_url(value, place)


def _read_equation(value: Any, place: Place) -> tuple[dict[str, Any], str, str | None]:
    found = checks.mapping(value, place, ("expression",))
    expression = checks.text(*checks.member(found, "expression", place), MAX_EQUATION)
    return {"expression": expression}, expression, None


def _read_mention(value: Any, place: Place) -> tuple[dict[str, Any], str, str | None]:
    found = checks.mapping(value, place, {"type", *_MENTIONS})
    kind = checks.chosen(found, _MENTIONS, place)
    body, words = _read_mentioned(kind, found[kind], (place, kind))
    return {"type": kind, kind: body}, words, None


def _read_mentioned(kind: str, value: Any, place: Place) -> tuple[dict[str, Any], str]:
    if kind == "date":
        date = read_date(value, place)
        return date, " → ".join(filter(None, (date["start"], date["end"])))
    if kind == "template_mention":
        found = checks.mapping(value, place, {"type", *_TEMPLATES})
        which = checks.chosen(found, _TEMPLATES, place)
        body = _TEMPLATES[which](found[which], (place, which))
        return {"type": which, which: body}, f"@{body.title()}"
    if kind == "user":
        found = checks.mapping(value, place)
        name = checks.uuid(*checks.member(found, "id", place))
        return user(name), f"@{USERS[name]['name']}" if name in USERS else "@Anonymous"
    keys = _OBJECT_KEYS if kind != "custom_emoji" else {"id", "name", "url"}
    found = checks.mapping(value, place, keys)
    name = checks.uuid(*checks.member(found, "id", place))
    return {**found, "id": name}, found.get("name", "Untitled")


_READERS = {"text": _read_text, "equation": _read_equation, "mention": _read_mention}
