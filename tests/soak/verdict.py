"""Whether everything ended well or was told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sandbox.notion import Workspace
from sandbox.notion.mentions import title_of
from sandbox.notion.records import Database, Page, Record
from tests.soak.line import brief
from tests.soak.person import Story


class Held:
    """What a workspace's file holds: the pages of a title that are not in the trash."""

    def __init__(self, workspace: Workspace) -> None:
        self._tx = workspace.begin("2026-01-01T00:00:00.000Z")
        kept = [r for r in workspace.state.records.values() if not self._tx.in_trash(r)]
        self._pages: dict[str, list[Page]] = {}
        self._below: dict[str, Counter[str]] = {}
        for record in kept:
            self._count(record)

    @classmethod
    async def read(cls, path: Path) -> "Held":
        workspace = await Workspace.open(path)
        held = cls(workspace)
        await workspace.close()
        return held

    def titled(self, title: str) -> list[Page]:
        return self._pages.get(title, [])

    def below(self, page: Page) -> Counter[str]:
        """How many databases and rows hang below a page, however deep."""
        return self._below.get(page.id, Counter())

    def _count(self, record: Record) -> None:
        if isinstance(record, Page) and (title := title_of(self._tx, record.id)):
            self._pages.setdefault(title, []).append(record)
        kind = _kind(record)
        above = self._tx.above(record)
        while kind and above is not None:
            self._below.setdefault(above.id, Counter())[kind] += 1
            above = self._tx.above(above)


def judge(stories: Sequence[Story], remote: Held, embedded: Held) -> list[str]:
    """Every way in which a conversation did not end as it must; empty where all is well."""
    found: list[str] = []
    for story in stories:
        found += [f"{story.title}: {fault}" for fault in story.line.faults]
        held = embedded if story.embedded else remote
        found += [f"{story.title}: {fault}; {_told(story)}" for fault in _unlike(story, held)]
    return found


def _told(story: Story) -> str:
    """What the person heard, in short."""
    frames = [story.line.frames[seq] for seq in sorted(story.line.frames)]
    kept = ("user_message", "approval_request", "complete", "cancelled", "error", "turn_end")
    heard = [brief(frame) for frame in frames if frame["type"] in kept]
    return f"told {story.told}, heard {heard}"


def _unlike(story: Story, held: Held) -> list[str]:
    if story.whole is None or story.line.faults:
        return []
    pages = held.titled(story.title)
    if len(pages) != int(story.whole):
        return [f"{story.way}: {len(pages)} pages, not {int(story.whole)}"]
    if not story.whole:
        return []
    return _incomplete(held.below(pages[0]), story.counts)


def _incomplete(below: Counter[str], counts: Mapping[str, Any]) -> list[str]:
    kinds = ("databases", "rows")
    return [
        f"{below[kind]} {kind}, not {counts[kind]}" for kind in kinds if below[kind] != counts[kind]
    ]


def _kind(record: Record) -> str | None:
    if isinstance(record, Database):
        return "databases" if len(record.sources) == 1 else None
    if isinstance(record, Page) and record.parent.type == "data_source_id":
        return "rows"
    return None
