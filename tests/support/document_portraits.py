"""A blueprint as a text that can be read beside the document: a line for each block and row."""

from collections.abc import Iterable, Iterator
from typing import Any

Json = dict[str, Any]

_SIGNS = {
    "paragraph": "",
    "heading_1": "# ",
    "heading_2": "## ",
    "heading_3": "### ",
    "heading_4": "#### ",
    "bulleted_list_item": "- ",
    "numbered_list_item": "1. ",
    "quote": "> ",
    "toggle": "▸ ",
}
_MARKS = (
    ("bold", "**"),
    ("italic", "*"),
    ("strikethrough", "~~"),
    ("underline", "__"),
    ("code", "`"),
)


def portrait(blueprint: Json, notes: Iterable[Any]) -> str:
    """The workspace, and below it what was not carried over."""
    names = dict(_names(blueprint))
    lines = [*_page(blueprint, "", names), *(_note(note) for note in notes)]
    return "\n".join(lines) + "\n"


def _names(page: Json) -> Iterator[tuple[str, str]]:
    for part in (*page["databases"], *page["sub_pages"]):
        yield part["key"], part["title"]
    for sub in page["sub_pages"]:
        yield from _names(sub)


def _note(note: Any) -> str:
    said = ", ".join(f"{key}={value}" for key, value in note.params.items())
    return f"! {note.place} {note.rule}{f' ({said})' if said else ''}"


def _page(page: Json, indent: str, names: dict[str, str]) -> Iterator[str]:
    yield f"{indent}[[{page['title']}]]"
    for block in page["blocks"]:
        yield from _block(block, f"{indent}  ", names)
    for database in page["databases"]:
        yield from _database(database, f"{indent}  ", names)
    for sub in page["sub_pages"]:
        yield from _page(sub, f"{indent}  ", names)


def _database(database: Json, indent: str, names: dict[str, str]) -> Iterator[str]:
    yield f"{indent}{{{database['title']}}}"
    yield f"{indent}  " + " | ".join(_property(each, names) for each in database["properties"])
    for row in database["rows"]:
        values = (row["values"].get(each["name"]) for each in database["properties"])
        yield f"{indent}  = " + " | ".join(_value(value) for value in values)
        for block in row.get("blocks", ()):
            yield from _block(block, f"{indent}      ", names)


def _property(each: Json, names: dict[str, str]) -> str:
    form = each.get("format") or names.get(each.get("target", ""), "")
    choices = "/".join(option["name"] for option in each.get("options", ()))
    return f"{each['name']}: {each['type']}" + (f" {form}{choices}" if form or choices else "")


def _value(value: Any) -> str:
    if value is None:
        return "·"
    return str(value).replace("\n", "⏎")


def _block(block: Json, indent: str, names: dict[str, str]) -> Iterator[str]:
    yield f"{indent}{_said(block, names)}"
    for row in block.get("rows", ()):
        yield f"{indent}  | " + " | ".join(_text(cell, names) for cell in row)
    for child in block.get("children", ()):
        yield from _block(child, f"{indent}  ", names)


def _said(block: Json, names: dict[str, str]) -> str:
    kind, text = block["type"], _text(block.get("text", ""), names)
    match kind:
        case "to_do":
            return f"[{'x' if block['checked'] else ' '}] {text}"
        case "callout":
            return f"({block.get('icon', '')}) {text}"
        case "code":
            return f"```{block['language']} {text}"
        case "image":
            source = block.get("url") or f"file {block['upload']['filename']}"
            return f"image {source} {_text(block.get('caption', ''), names)}".rstrip()
        case "equation":
            return f"$$ {block['expression']}"
        case "database":
            return f"→ {{{names[block['ref']]}}}"
        case "table":
            return "table" if block["header"] else "table without header"
        case _:
            return _SIGNS.get(kind, kind) + text


def _text(text: str | list[Json], names: dict[str, str]) -> str:
    runs = [{"text": text}] if isinstance(text, str) else text
    return "".join(_run(run, names) for run in runs).replace("\n", "⏎")


def _run(run: Json, names: dict[str, str]) -> str:
    if "mention" in run:
        return f"@{{{names[next(iter(run['mention'].values()))]}}}"
    said = f"${run['equation']}$" if "equation" in run else run["text"]
    for form, mark in _MARKS:
        if run.get(form):
            said = f"{mark}{said}{mark}"
    if "color" in run:
        said = f"<{run['color']}>{said}</>"
    return f"[{said}]({run['link']})" if "link" in run else said
