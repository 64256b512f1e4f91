"""Values, texts and pictures between three forms: Notion's answers, what a workspace keeps, what a
blueprint says (`given`). What a request says of them is `tools/notion/render/rows.py`.

A kept form loses nothing of an answer; of what a blueprint gives it loses the wording only (a day
is kept as a span, a text as runs)."""

from collections.abc import Callable, Mapping
from typing import Any

from tools.blueprint.base import DateSpan, Mention, Run, Text
from tools.blueprint.properties import COMPUTED
from tools.blueprint.uploads import Icon, Upload, Uploaded
from tools.blueprint.values import read_text, read_upload
from tools.notion.render.richtext import icon, pieces, rich_text
from tools.notion.render.rows import listed_file, span
from tools.workspace.model import ExistingProperty, Json

_NAMED = frozenset({"select", "status"})
_LISTED = frozenset({"multi_select", "people", "relation"})
_TEXTS = frozenset({"title", "rich_text"})
UNWRITABLE = COMPUTED | {"button", "verification"}


def words(runs: list[Json]) -> str:
    """What rich text says, answered or kept."""
    return "".join(run.get("plain_text", "") for run in runs)


def kept(value: Mapping[str, Any]) -> Any:
    """A property value of an answer as structures keep it; None if it is empty."""
    kind = value["type"]
    held = value[kind]
    if kind in _TEXTS:
        held = [kept_run(run) for run in held]
    elif kind in _NAMED:
        held = held and held["id"]
    elif kind in _LISTED:
        held = [item["id"] for item in held]
    return None if is_empty(held) else steady(held)


def steady(value: Any) -> Any:
    """Part of an answer without what every answer says anew: the signatures of uploaded files.

    Of a file that Notion keeps the address stays, but for its query (Notion: it is good for an
    hour).
    """
    if isinstance(value, list):
        return [steady(item) for item in value]
    if not isinstance(value, dict):
        return value
    if is_uploaded(value):
        return {**value, "file": {"url": value["file"]["url"].partition("?")[0]}}
    return {key: steady(inner) for key, inner in value.items()}


def is_uploaded(value: Any) -> bool:
    """Whether an icon, cover or file is one that Notion keeps."""
    return isinstance(value, dict) and value.get("type") == "file"


def uploaded(value: Any) -> list[Json]:
    """Of a kept value the files that Notion keeps."""
    return [item for item in value if is_uploaded(item)] if isinstance(value, list) else []


def is_empty(value: Any) -> bool:
    """Whether a value is what a row that says nothing holds (0 is not)."""
    return value is None or value is False or value in ("", [])


def kept_run(run: Json) -> Json:
    """A run of rich text without what only answers carry."""
    kind = run["type"]
    body = run[kind]
    if kind == "mention" and body["type"] == "user":
        body = {"type": "user", "user": {"id": body["user"]["id"]}}
    kept_keys = {"annotations": run["annotations"], "plain_text": run["plain_text"]}
    return {"type": kind, kind: body, **kept_keys}


def spoken(runs: list[Json]) -> list[tuple[Json, str]]:
    """What kept runs say, each as its look and its words: the same of what a change gives and of
    what Notion answers to it, with defaults filled in and neighbours of one look merged."""
    said: list[tuple[Json, str]] = []
    for run in runs:
        look, text = _looks_and_words(run)
        if said and run["type"] == "text" and said[-1][0] == look:
            said[-1] = (look, said[-1][1] + text)
        else:
            said.append((look, text))
    return said


def _looks_and_words(run: Json) -> tuple[Json, str]:
    """Words of a mention are Notion's own, and no part of what it says."""
    kind = run["type"]
    format_ = {k: v for k, v in (run.get("annotations") or {}).items() if v and v != "default"}
    if kind != "text":
        return {**format_, kind: _without_nulls(run[kind])}, ""
    return {**format_, "link": (run["text"].get("link") or {}).get("url")}, run["text"]["content"]


def _without_nulls(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: _without_nulls(held) for key, held in value.items() if held is not None}


def text_run(text: str) -> Json:
    """One kept run of plain text."""
    return {"type": "text", "text": {"content": text}, "plain_text": text}


def sent_runs(runs: list[Json]) -> list[Json]:
    """Rich text as a request takes it: neighbours that came back merged are cut again."""
    return [piece for run in runs for piece in _pieces(run)]


def _pieces(run: Json) -> list[Json]:
    bare = {key: value for key, value in run.items() if key != "plain_text"}
    if run["type"] != "text":
        return [bare]
    text = bare["text"]
    link = {"link": text["link"]} if text.get("link") else {}
    cut = pieces(text["content"])
    return [{**bare, "text": {"content": piece, **link}} for piece in cut]


class _Keys:
    """Where a text that is yet to be written mentions what is yet to be made."""

    def page(self, key: str) -> str:
        return f"+{key}"

    database = page


def runs_of(text: Text) -> list[Json]:
    """A text as kept runs."""
    return [_said_run(run) for run in rich_text(text, _Keys())]


def _said_run(run: Json) -> Json:
    said = run.get("text", {}).get("content") or run.get("equation", {}).get("expression", "")
    return {**run, "plain_text": said}


KeyOf = Callable[[str], str | None]  # the key of a page or database by its id, where it has one


def text_of(runs: list[Json], key: KeyOf) -> Text:
    """Kept runs as a text; what is mentioned under no key is named by its words."""
    found = [_run_of(run, key) for run in runs]
    if all(run == Run(text=run.text) for run in found):
        return "".join(run.text for run in found)
    return found


def _run_of(run: Json, key: KeyOf) -> Run:
    format_ = {k: v for k, v in (run.get("annotations") or {}).items() if v and v != "default"}
    body = run[run["type"]]
    match run["type"]:
        case "equation":
            return Run(equation=body["expression"], **format_)
        case "mention" if (mention := _mention_of(body, key)) is not None:
            return Run(mention=mention, **format_)
        case "text":
            return Run(text=body["content"], link=(body.get("link") or {}).get("url"), **format_)
        case _:
            return Run(text=run["plain_text"], **format_)


def _mention_of(body: Json, key: KeyOf) -> Mention | None:
    kind = body["type"]
    match kind:
        case "page" | "database":
            named = key(body[kind]["id"])
            return Mention.model_validate({kind: named}) if named else None
        case "date":
            return Mention(date=DateSpan.model_validate(body["date"]))
        case "user":
            return Mention(user=body["user"]["id"])
        case _:
            return None


def kept_picture(value: Icon | None) -> Json | None:
    """An icon or cover as it is kept; an upload as itself."""
    if isinstance(value, Uploaded):
        return {"type": "file_upload", "upload": value.upload.model_dump(exclude_none=True)}
    picture: Json | None = icon(value).get("icon")
    return picture


def picture_of(shown: Json | None) -> Icon | None:
    """A kept icon or cover as a blueprint says it; None where it cannot."""
    kind = shown["type"] if shown else None
    match kind, shown:
        case "emoji", {"emoji": str(emoji)}:
            return emoji
        case "external", {"external": {"url": str(url)}}:
            return url
        case "file_upload", {"upload": upload}:
            return Uploaded(upload=Upload.model_validate(upload))
        case _:
            return None


def kept_value(kind: str, given: Any) -> Any:
    """A row's given value as it is kept; None if it is empty. Options and rows have ids: they are
    not kept here."""
    if is_empty(given):
        return None
    match kind:
        case "title" | "rich_text":
            return runs_of(read_text(given) or "") or None
        case "date":
            return {"end": None, "time_zone": None, **span(given)}
        case "files":
            return [_kept_file(item) for item in given]
        case "people":
            return list(given)
        case _:
            return given


def _kept_file(item: Any) -> Json:
    upload = read_upload(item)
    if upload is None:
        return listed_file(item)
    return {"name": item.get("name"), "type": "file_upload", "upload": item["upload"]}


def given_value(prop: ExistingProperty, held: Any, titles: Mapping[str, str], key: KeyOf) -> Any:
    """A kept value as a blueprint gives it; None where nothing of it can be said."""
    match prop.type:
        case "title" | "rich_text":
            text = text_of(held, key)
            said = [run.model_dump(exclude_defaults=True) for run in text if isinstance(run, Run)]
            return said or text
        case "select" | "status":
            option = prop.option(held)
            return option and option.name
        case "multi_select":
            return [option.name for name in held if (option := prop.option(name))] or None
        case "relation":
            return [titles[name] for name in held if name in titles]
        case "date":
            spoken = {name: part for name, part in held.items() if part is not None}
            return spoken if len(spoken) > 1 else held["start"]
        case "files":
            return [file for item in held if (file := _file_of(item)) is not None] or None
        case _:
            return held


def _file_of(item: Json) -> Any:
    if "upload" in item:
        named = {"name": item["name"]} if item["name"] else {}
        return {**named, "upload": item["upload"]}
    url = item.get("external", {}).get("url")
    return url and {"name": item["name"], "url": url}


def without_mentions(runs: list[Json], gone: Mapping[str, str]) -> list[Json]:
    """Kept runs in which what is gone is named by its title and mentioned no more."""
    return [_unmentioned(run, gone) for run in runs]


def _unmentioned(run: Json, gone: Mapping[str, str]) -> Json:
    body = run.get("mention") or {}
    name: str = (body.get("page") or body.get("database") or {}).get("id", "")
    if name not in gone:
        return run
    format_ = {"annotations": run["annotations"]} if "annotations" in run else {}
    return {**text_run(gone[name]), **format_}
