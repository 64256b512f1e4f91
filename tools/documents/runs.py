"""Rich text in pieces: gathered with their formats, joined, and cut to what a block may hold."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

Json = dict[str, Any]
Text = str | list[Json]  # as in a blueprint: a plain text, or runs

# The format of the words within a tag of HTML.
FORMS: dict[str, Json] = {
    "b": {"bold": True},
    "strong": {"bold": True},
    "i": {"italic": True},
    "em": {"italic": True},
    "s": {"strikethrough": True},
    "del": {"strikethrough": True},
    "strike": {"strikethrough": True},
    "u": {"underline": True},
    "ins": {"underline": True},
    "code": {"code": True},
    "kbd": {"code": True},
    "samp": {"code": True},
    "tt": {"code": True},
    "mark": {"color": "yellow_background"},
}
_MOST_RUNS = 90  # Notion takes 100 items in one text; what is longer than 1,800 is several
_ITEM = 1800
_MOST_CHARACTERS = 80_000


def text_of(runs: Iterable[Json]) -> Text:
    """Runs as a blueprint's text: neighbours of one format are one, what has no format is plain."""
    joined = list(_joined(runs))
    if not joined:
        return ""
    if all(set(run) == {"text"} for run in joined):
        return "".join(run["text"] for run in joined)
    return joined


def _joined(runs: Iterable[Json]) -> Iterator[Json]:
    for form, group in groupby(runs, key=_form):
        if form is None:
            yield from group
        elif text := "".join(run["text"] for run in group):
            yield {"text": text, **dict(form)}


def _form(run: Json) -> tuple[tuple[str, Any], ...] | None:
    """What tells runs of words apart; None for a mention and an equation, which stay alone."""
    if "mention" in run or "equation" in run:
        return None
    return tuple(sorted((key, value) for key, value in run.items() if key != "text"))


def plain(runs: Iterable[Json]) -> str:
    """The words alone."""
    return "".join(run.get("text") or run.get("equation") or "" for run in runs)


def stripped(runs: Iterable[Json]) -> list[Json]:
    """Without the blanks at both ends."""
    found = [dict(run) for run in runs]
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while found and _form(found[end]) is not None:
            found[end]["text"] = strip(found[end]["text"])
            if found[end]["text"]:
                break
            found.pop(end)
    return found


def portions(runs: Iterable[Json]) -> list[list[Json]]:
    """Runs in as many portions as they need for each to fit one block; at least one."""
    found: list[list[Json]] = [[]]
    items = characters = 0
    for run in _short(_joined(runs)):
        need, length = -(-len(run.get("text", "")) // _ITEM) or 1, len(run.get("text", ""))
        if items + need > _MOST_RUNS or characters + length > _MOST_CHARACTERS:
            found.append([])
            items = characters = 0
        found[-1].append(run)
        items, characters = items + need, characters + length
    return found


def _short(runs: Iterable[Json]) -> Iterator[Json]:
    for run in runs:
        text = run.get("text", "")
        if len(text) <= _MOST_CHARACTERS:
            yield run
            continue
        for begin in range(0, len(text), _MOST_CHARACTERS):
            yield {**run, "text": text[begin : begin + _MOST_CHARACTERS]}
