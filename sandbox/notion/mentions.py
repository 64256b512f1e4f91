"""What mentions say: the title that the mentioned page or database has now."""

from __future__ import annotations

from collections.abc import Sequence

from sandbox.notion.ids import bare
from sandbox.notion.records import Database, Json, Page
from sandbox.notion.richtext import plain
from sandbox.notion.state import Transaction

UNTITLED = "Untitled"
_URL = "https://app.notion.com/p/"


def resolved(tx: Transaction, runs: Sequence[Json]) -> list[Json]:
    """Rich text with its mentions of pages and databases as they are called now."""
    if all(run["type"] == "text" for run in runs):
        return list(runs)
    return [_resolved_run(tx, run) for run in runs]


def title_of(tx: Transaction, name: str) -> str | None:
    """The title of a page or database, `Untitled` if it has none, None if there is no such."""
    if page := tx.get(Page, name):
        return plain(page.values.get("title", [])) or UNTITLED
    if database := tx.get(Database, name):
        return plain(database.title) or UNTITLED
    return None


def _resolved_run(tx: Transaction, run: Json) -> Json:
    mention = run.get("mention", {})
    kind = mention.get("type")
    if kind not in ("page", "database"):
        return run
    name = mention[kind]["id"]
    return {**run, "plain_text": title_of(tx, name) or UNTITLED, "href": f"{_URL}{bare(name)}"}
