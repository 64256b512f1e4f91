"""What Freshdesk answers, as rows and as searchable text. Pure.

A ticket's text is cut into chunks, one a message: the encoder sees the beginning of a text only,
and a private note must not come along with what a customer wrote.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from tools.documents.text import squeezed, text_of_html

Json = dict[str, Any]

DRAFT = 1  # an article's status
AGENTS_ONLY = 3  # a folder's visibility
_QUOTED = re.compile(r"(?m)^[^\S\n]*>.*$")


@dataclass(frozen=True)
class Chunk:
    """A piece of a ticket's or an article's text; `part` says which, and stays the same."""

    part: str
    text: str
    private: bool = False

    @property
    def digest(self) -> str:
        return digest(self.text)


@dataclass(frozen=True)
class Searchable:
    """A ticket or an article as it is searched: a row of `integrated_objects` and its chunks."""

    row: Json
    chunks: tuple[Chunk, ...]

    @property
    def key(self) -> str:
        key: str = self.row["key"]
        return key


def digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def packed(raw: Mapping[str, Any]) -> str:
    """An answer as it is kept: with sorted keys, so that equal ones are equal texts."""
    return orjson.dumps(raw, option=orjson.OPT_SORT_KEYS).decode()


def same_as_kept(kept: str | None, item: Mapping[str, Any]) -> bool:
    """Whether a listed item says nothing that is not kept already."""
    if kept is None:
        return False
    known: Json = orjson.loads(kept)
    return all(name in known and known[name] == value for name, value in item.items())


def ticket_row(raw: Json, generation: str) -> Json:
    """`generation` names the run that saw it last."""
    return {
        "id": raw["id"],
        "subject": raw.get("subject"),
        "description_text": _text_of(raw, "description_text", "description"),
        "status": raw.get("status"),
        "priority": raw.get("priority"),
        "type": raw.get("type"),
        "source": raw.get("source"),
        "tags": packed_list(raw.get("tags")),
        "requester_id": raw.get("requester_id"),
        "responder_id": raw.get("responder_id"),
        "group_id": raw.get("group_id"),
        "company_id": raw.get("company_id"),
        "created_at": raw.get("created_at"),
        "updated_at": raw.get("updated_at"),
        "deleted": int(bool(raw.get("deleted"))),
        "spam": int(bool(raw.get("spam"))),
        "generation": generation,
        "raw": packed(raw),
    }


def conversation_row(raw: Json, ticket_id: int) -> Json:
    return {
        "id": raw["id"],
        "ticket_id": ticket_id,
        "user_id": raw.get("user_id"),
        "body_text": _text_of(raw, "body_text", "body"),
        "incoming": int(bool(raw.get("incoming"))),
        "private": int(bool(raw.get("private"))),
        "source": raw.get("source"),
        "created_at": raw.get("created_at"),
        "updated_at": raw.get("updated_at"),
        "raw": packed(raw),
    }


def article_row(raw: Json, language: str, folder: Json, generation: str) -> Json:
    return {
        "id": raw["id"],
        "language": language,
        "title": raw.get("title"),
        "description_text": _text_of(raw, "description_text", "description"),
        "status": raw.get("status"),
        "category_id": raw.get("category_id"),
        "folder_id": folder.get("id"),
        "folder": folder.get("name"),
        "visibility": folder.get("visibility"),
        "created_at": raw.get("created_at"),
        "updated_at": raw.get("updated_at"),
        "generation": generation,
        "raw": packed(raw),
    }


def attachment_rows(
    items: Iterable[Json], ticket_id: int, conversation_id: int | None
) -> list[Json]:
    """Without their addresses, which die after five minutes."""
    return [
        {
            "id": item["id"],
            "ticket_id": ticket_id,
            "conversation_id": conversation_id,
            "name": item.get("name"),
            "content_type": item.get("content_type"),
            "size": item.get("size"),
        }
        for item in items
    ]


def packed_list(values: Sequence[Any] | None) -> str:
    return orjson.dumps(list(values or [])).decode()


def searchable_ticket(
    ticket: Mapping[str, Any],
    conversations: Iterable[Mapping[str, Any]],
    files: Iterable[Mapping[str, Any]],
    url: str,
) -> Searchable:
    """Of rows, as they are kept. What is said twice is there once."""
    chunks = _without_repeats(_ticket_chunks(ticket, conversations, files))
    public = "\n".join(chunk.text for chunk in chunks if not chunk.private)
    notes = "\n".join(chunk.text for chunk in chunks if chunk.private)
    row = {
        "key": f"ticket:{ticket['id']}",
        "type": "ticket",
        "object_id": ticket["id"],
        "title": ticket["subject"] or "",
        "content": public,
        "private_content": notes,
        "status": ticket["status"],
        "agent_id": ticket["responder_id"],
        "private": 0,
        "created_at": ticket["created_at"],
        "updated_at": ticket["updated_at"],
        "url": f"{url}/a/tickets/{ticket['id']}",
        "digest": digest(public),
    }
    return Searchable(row, chunks)


def _ticket_chunks(
    ticket: Mapping[str, Any],
    conversations: Iterable[Mapping[str, Any]],
    files: Iterable[Mapping[str, Any]],
) -> Iterator[Chunk]:
    yield Chunk("subject", squeezed(ticket["subject"] or ""))
    yield Chunk("description", squeezed(_QUOTED.sub("", ticket["description_text"] or "")))
    private = set()
    for item in sorted(conversations, key=lambda item: (item["created_at"] or "", item["id"])):
        text = squeezed(_QUOTED.sub("", item["body_text"] or ""))
        if item["private"]:
            private.add(item["id"])
        yield Chunk(f"conversation:{item['id']}", text, private=bool(item["private"]))
    for file in files:
        text = squeezed(f"{file['name'] or ''}\n{file['text'] or ''}")
        yield Chunk(f"file:{file['id']}", text, private=file["conversation_id"] in private)


def searchable_article(article: Mapping[str, Any], url: str) -> Searchable:
    """Drafts and what only agents may read are private."""
    hidden = article["status"] == DRAFT or article["visibility"] == AGENTS_ONLY
    text = squeezed(article["description_text"] or "")
    paragraphs = [part for part in re.split(r"\n+", text) if part]
    title = squeezed(article["title"] or "")
    chunks = [Chunk("title", title, hidden)]
    chunks += [Chunk(f"part:{n}", part, hidden) for n, part in enumerate(paragraphs)]
    row = {
        "key": f"article:{article['id']}:{article['language']}",
        "type": "article",
        "object_id": article["id"],
        "title": title,
        "content": text,
        "private_content": "",
        "status": article["status"],
        "agent_id": None,
        "private": int(hidden),
        "created_at": article["created_at"],
        "updated_at": article["updated_at"],
        "url": f"{url}/a/solutions/articles/{article['id']}",
        "digest": digest(f"{title}\n{text}"),
    }
    return Searchable(row, _without_repeats(chunks))


def _without_repeats(chunks: Iterable[Chunk]) -> tuple[Chunk, ...]:
    """A web chat's first message is also its ticket's description: the text counts once."""
    found: dict[tuple[str, bool], Chunk] = {}
    for chunk in chunks:
        if chunk.text:
            found.setdefault((chunk.text, chunk.private), chunk)
    return tuple(found.values())


def changed_chunks(item: Searchable, known: dict[str, Json]) -> tuple[list[Chunk], list[int]]:
    """The chunks that are to be added, and the ids of those that are to go: one that says the same
    stays, and keeps its vector."""
    fresh: list[Chunk] = []
    for chunk in item.chunks:
        old = known.get(chunk.part)
        if old and (old["digest"], old["private"]) == (chunk.digest, int(chunk.private)):
            del known[chunk.part]
        else:
            fresh.append(chunk)
    return fresh, [row["id"] for row in known.values()]


def choices_of(field: Json) -> dict[str, str]:
    """The labels of a ticket field's values as agents see them.

    `choices` come in four shapes (seen in fixtures): a list, name → number, number → labels with
    the agent's first, and nested names.
    """
    choices = field.get("choices")
    if isinstance(choices, list):
        return {str(name): str(name) for name in choices}
    if not isinstance(choices, dict):
        return {}
    found: dict[str, str] = {}
    for name, value in choices.items():
        if isinstance(value, list) and value and name.isdecimal():
            found[name] = str(value[0])
        elif isinstance(value, int):
            found[str(value)] = name
        else:
            found[name] = name
    return found


def _text_of(raw: Json, plain: str, html: str) -> str | None:
    text = raw.get(plain)
    if text is None and raw.get(html) is not None:
        text = text_of_html(raw[html])
    return None if text is None else str(text)
