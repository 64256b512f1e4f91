"""Texts, icons and covers in Notion's words."""

from collections.abc import Iterator
from typing import Any, Protocol

from tools.blueprint.base import Mention, Run, Text
from tools.blueprint.uploads import Icon, Upload, Uploaded
from tools.notion.operations import Ref
from tools.notion.render.addresses import upload_operation

MOST_CHARACTERS = 2000  # of one rich-text item (Notion's size limits)

Json = dict[str, Any]


class Places(Protocol):
    """Where pages and databases are, by the keys that texts mention: ids, or what brings them."""

    def page(self, key: str) -> Any: ...
    def database(self, key: str) -> Any: ...


def rich_text(text: Text, addresses: Places) -> list[Json]:
    """A text as rich-text items, each at most 2,000 characters long."""
    if isinstance(text, str):
        return [_words(piece) for piece in pieces(text)]
    return [item for run in text for item in _items(run, addresses)]


def _items(run: Run, addresses: Places) -> Iterator[Json]:
    annotations = _annotations(run)
    extra: Json = {"annotations": annotations} if annotations else {}
    if run.mention is not None:
        yield {"type": "mention", "mention": _mention(run.mention, addresses), **extra}
    elif run.equation is not None:
        yield {"type": "equation", "equation": {"expression": run.equation}, **extra}
    else:
        link: Json = {"link": {"url": run.link}} if run.link else {}
        for piece in pieces(run.text):
            yield {**_words(piece, **link), **extra}


def _words(content: str, **link: Any) -> Json:
    return {"type": "text", "text": {"content": content, **link}}


def pieces(text: str) -> list[str]:
    """A text cut to Notion's limit, at a space where one is near."""
    cut: list[str] = []
    while len(text) > MOST_CHARACTERS:
        space = text.rfind(" ", MOST_CHARACTERS - 200, MOST_CHARACTERS)
        at = space + 1 if space > 0 else MOST_CHARACTERS
        cut.append(text[:at])
        text = text[at:]
    return [*cut, text] if text else cut


def _annotations(run: Run) -> Json:
    flags = ("bold", "italic", "strikethrough", "underline", "code")
    found: Json = {flag: True for flag in flags if getattr(run, flag)}
    return found if run.color == "default" else {**found, "color": run.color}


def _mention(mention: Mention, addresses: Places) -> Json:
    if mention.page is not None:
        return {"type": "page", "page": {"id": addresses.page(mention.page)}}
    if mention.database is not None:
        return {"type": "database", "database": {"id": addresses.database(mention.database)}}
    if mention.date is not None:
        return {"type": "date", "date": mention.date.model_dump(exclude_none=True)}
    return {"type": "user", "user": {"object": "user", "id": mention.user}}


def icon(value: Icon | None) -> Json:
    """`{"icon": …}` for an emoji, an image's address or an upload, nothing for None."""
    if value is None:
        return {}
    if isinstance(value, str) and not value.startswith(("http://", "https://")):
        return {"icon": {"type": "emoji", "emoji": value}}
    return {"icon": _picture(value)}


def cover(value: str | Uploaded | None) -> Json:
    """`{"cover": …}` for an image's address or an upload, nothing for None."""
    return {} if value is None else {"cover": _picture(value)}


def _picture(value: str | Uploaded) -> Json:
    return file(value.upload if isinstance(value, Uploaded) else value)


def file(source: str | Upload) -> Json:
    """A file object: at an address, or uploaded by an operation that its users wait for."""
    if isinstance(source, str):
        return {"type": "external", "external": {"url": source}}
    return {"type": "file_upload", "file_upload": {"id": Ref(upload_operation(source))}}
