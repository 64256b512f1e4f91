"""What a run collects beside the tickets: names, articles, the text of attachments."""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

from tools.documents.reading import read
from tools.errors import FreshdeskForbidden, FreshdeskNotFound
from tools.freshdesk.objects import attachment_rows, choices_of
from tools.freshdesk.store import Store
from tools.freshdesk.work import Work, together

Json = dict[str, Any]

MOST_READ = 2  # files at once: a PDF is a process
_LOOKUPS = (
    ("contact", "/contacts"),
    ("company", "/companies"),
    ("agent", "/agents"),
    ("group", "/groups"),
)


async def collect_names(work: Work) -> None:
    """Names of customers, companies, agents and groups; the labels of fields, as agents see them:
    two statuses may share what customers see."""
    for kind, path in _LOOKUPS:
        items = await work.lookup(path)
        rows = [(str(item["id"]), _name_of(item), item) for item in items]
        await work.do(Store.keep_lookups, kind, rows)
    for field in await work.lookup("/ticket_fields"):
        labels: list[tuple[str, str, Json]]
        labels = [(value, label, {}) for value, label in choices_of(field).items()]
        await work.do(Store.keep_lookups, f"field:{field['name']}", labels)


def _name_of(item: Json) -> str:
    """Of a contact, a company or an agent, whose contact it is."""
    return str(item.get("name") or (item.get("contact") or {}).get("name") or "")


class Articles:
    """The articles of every folder, those below others included, in every language."""

    def __init__(self, work: Work) -> None:
        self._on = work
        self._complete = work.wanted.max_articles is None

    async def collect(self) -> None:
        run = self._on.run
        languages = await self._languages()
        done: list[str] = run.cursor.setdefault("done", [])
        for folder in await self._folders():
            for language in languages:
                place = f"{folder['id']}:{language}"
                if place not in done and self._left() != 0:
                    done.append(place)
                    await self._keep(folder, language, own=language == languages[0])
        if self._complete:
            await self._on.do(Store.drop_unseen_articles, run)

    def _left(self) -> int | None:
        most = self._on.wanted.max_articles
        return None if most is None else max(0, most - self._on.run.counts.get("articles_seen", 0))

    async def _keep(self, folder: Json, language: str, *, own: bool) -> None:
        path = f"/solutions/folders/{folder['id']}/articles"
        asked = self._translated(path if own else f"{path}/{language}")
        items = await self._on.tried(asked, "ingest_list_failed", path=path)
        if items is None:
            self._complete = False
        kept = list(items or [])[: self._left()]
        self._on.run.count("articles_seen", len(kept))
        keep = partial(Store.keep_articles, whole=self._on.wanted.whole)
        await self._on.do(keep, self._on.run, folder, language, kept)
        await self._on.tell(self._on.run, "collecting_articles")

    async def _translated(self, path: str) -> Sequence[Json]:
        try:
            return await self._on.freshdesk.all(path)
        except FreshdeskNotFound:
            return []  # nothing is written in this language

    async def _languages(self) -> list[str]:
        try:
            told = await self._on.freshdesk.view("/settings/helpdesk")
        except (FreshdeskForbidden, FreshdeskNotFound):
            return [""]  # the account's own, whichever that is
        return [told["primary_language"], *(told.get("supported_languages") or [])]

    async def _folders(self) -> list[Json]:
        found: list[Json] = []
        for category in await self._on.lookup("/solutions/categories"):
            found += await self._on.lookup(f"/solutions/categories/{category['id']}/folders")
        for folder in found:  # which grows meanwhile
            found += await self._on.lookup(f"/solutions/folders/{folder['id']}/subfolders")
        return found


class Attachments:
    """The files of tickets that no run has looked at. Their addresses die after five minutes, so
    each ticket is asked for again right before its files are fetched."""

    def __init__(self, work: Work) -> None:
        self._on = work
        self._reading = asyncio.Semaphore(MOST_READ)

    async def collect(self) -> None:
        run, size = self._on.run, self._on.wanted.batch_size
        after: int = run.cursor.get("after", 0)
        while tickets := await self._on.do(Store.to_view, after, size):
            found = await together(self._of(*item) for item in tickets.items())
            listed = [row for rows, _, _ in found for row in rows]
            fetched = [row for _, rows, _ in found for row in rows]
            viewed = [t for t, (_, _, whole) in zip(tickets, found, strict=True) if whole]
            after = max(tickets)
            run.cursor = {"after": after}
            run.count("attachments", sum(row["state"] == "done" for row in fetched))
            await self._on.do(Store.keep_files, run, listed, fetched, viewed)
            await self._on.tell(run, "downloading_attachments")

    async def _of(self, ticket: int, said: bool) -> tuple[list[Json], list[Json], bool]:  # noqa: FBT001 - as `to_view` has it
        """A ticket's attachments as rows, what was fetched of them, and whether that is all."""
        asked = self._files(ticket, said=said)
        items = await self._on.tried(asked, "ingest_ticket_failed", ticket=ticket)
        if items is None:
            return [], [], False
        rows = [row for owner, file in items for row in attachment_rows([file], ticket, owner)]
        known = await self._on.do(Store.fetched, [row["id"] for row in rows])
        fetched = [await self._fetch(file) for _, file in items if file["id"] not in known]
        return rows, fetched, all(row["state"] != "failed" for row in fetched)

    async def _files(self, ticket: int, *, said: bool) -> list[tuple[int | None, Json]]:
        """Each with the conversation that it belongs to."""
        view = await self._on.freshdesk.view(f"/tickets/{ticket}")
        found: list[tuple[int | None, Json]]
        found = [(None, file) for file in view.get("attachments") or []]
        if not said:
            return found
        for one in await self._on.freshdesk.all(f"/tickets/{ticket}/conversations"):
            if self._on.wanted.include_private_notes or not one.get("private"):
                found += [(one["id"], file) for file in one.get("attachments") or []]
        return found

    async def _fetch(self, file: Json) -> Json:
        """The text of a file and what became of it."""
        name, kind = str(file.get("name") or ""), str(file.get("content_type") or "")
        asked = self._on.freshdesk.file(str(file.get("attachment_url") or ""))
        content = await self._on.tried(asked, "ingest_file_failed", file=name)
        if content is None:
            return {"id": file["id"], "state": "failed", "text": None}
        async with self._reading:
            text = await read(name, kind, content)
        return {"id": file["id"], "state": "skipped" if text is None else "done", "text": text}
