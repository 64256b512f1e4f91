"""What a ticket or an article says, in short: sentences of its own, or a model's words where the
operator configured one. A model is asked once for each text: what it said is kept beside the digest
of that text, and a ticket that changes is a new one."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

from tools.errors import AiError
from tools.freshdesk.store import Store
from tools.freshdesk.words import normal

MOST_ASKED = 200  # tickets, those that changed last: what is older keeps sentences of its own
SHORTEST = 300  # characters: what says less is its own summary
LONGEST = 600  # characters of a summary
AT_ONCE = 4
SECONDS = 30.0  # for one synchronisation; the next goes on behind it

GREETING = re.compile(
    r"^(?:안녕하세요|안녕하십니까|hi\b|hello\b|dear\b|お世話になって|いつもお世話)[^.!\n。]{0,80}[.!\n。]\s*"
)
_SENTENCES = re.compile(r"(?<=[.!?。])\s+|\n+")
_CHANGED = (
    "SELECT key, title, content, digest FROM integrated_objects "
    "WHERE coalesce(summary_of, '') != digest"
)
_OWN = """UPDATE integrated_objects SET summary = ?, summary_of = ?, summary_by = NULL
          WHERE key = ?"""
_TO_ASK = """
    SELECT key, title, content, digest FROM (
        SELECT * FROM integrated_objects WHERE type = 'ticket'
        ORDER BY coalesce(updated_at, '') DESC, key LIMIT ?) latest
    WHERE summary_by IS NULL AND length(content) >= ?"""
_TOLD = """UPDATE integrated_objects SET summary = coalesce(?, summary), summary_by = ?
           WHERE key = ? AND digest = ?"""


class Summariser(Protocol):
    """A language model, by the name that is kept beside what it said."""

    @property
    def name(self) -> str: ...

    async def summarise(self, company: str, title: str, content: str) -> str | None:
        """At most `LONGEST` characters; None where its answer is of no use.

        Raises AiError where it gives none, or a limit is reached.
        """
        ...


async def summarised(
    do: Callable[..., Awaitable[Any]], company: str, model: Summariser | None
) -> str | None:
    """Brings the summaries up to what is kept; why a model did not, where it was asked and failed.
    Only what everybody may read goes there. Raises StorageFailed."""
    await do(_own_words)
    if model is None:
        return None
    waiting = await do(_to_ask)
    try:
        async with asyncio.timeout(SECONDS):
            for at in range(0, len(waiting), AT_ONCE):
                await _ask(do, company, model, waiting[at : at + AT_ONCE])
    except TimeoutError:
        return None
    except AiError as error:
        return str(error)
    return None


async def _ask(
    do: Callable[..., Awaitable[Any]],
    company: str,
    model: Summariser,
    some: Sequence[tuple[str, str, str, str]],
) -> None:
    """Keeps each as soon as it is there. Raises AiError, once those that were answered are kept."""

    async def told(key: str, title: str, content: str, digest: str) -> None:
        said = await model.summarise(company, title, content)
        await do(_keep, said, model.name, key, digest)

    asked = await asyncio.gather(*(told(*each) for each in some), return_exceptions=True)
    if failure := next((one for one in asked if one is not None), None):
        raise failure


def _own_words(store: Store) -> None:
    with store.db.atomic():
        for key, title, content, of in store.db.execute(_CHANGED).fetchall():
            store.db.execute(_OWN, [summary(title, content), of, key])


def _to_ask(store: Store) -> list[tuple[str, str, str, str]]:
    found: list[tuple[str, str, str, str]]
    found = store.db.execute(_TO_ASK, [MOST_ASKED, SHORTEST]).fetchall()
    return found


def _keep(store: Store, said: str | None, model: str, key: str, digest: str) -> None:
    with store.db.atomic():
        store.db.execute(_TOLD, [said, model, key, digest])


def summary_of(row: Mapping[str, Any]) -> str:
    """What a row of `integrated_objects` says in short, without its title: what a model said of it
    as it is, else its own sentences."""
    is_told = row["summary_by"] and row["summary_of"] == row["digest"]
    said = row["summary"] if is_told else summary(row["title"], row["content"])
    return str(said).removeprefix(row["title"]).strip()


def summary(title: str, content: str) -> str:
    """The title, the first two sentences that are no greeting, and the last one. Pure."""
    lines = [line for line in _SENTENCES.split(content) if line and line != title]
    said = [line for line in lines if not GREETING.match(f"{normal(line)}\n")]
    first, last = said[:2], said[2:][-1:]
    return " ".join([title, *first, *(["…"] if len(said) > 3 else []), *last])[:LONGEST]
