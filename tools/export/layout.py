"""Where each page, database and row lies in an archive, and what is known of it. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tools.export.names import address, bare, stem
from tools.notion.structure.answers import page_title
from tools.notion.structure.read import Reading
from tools.workspace.values import words

Json = dict[str, Any]

_NOTION = re.compile(r"https://[a-z.]*notion\.")

DEEPEST = 12  # levels of folders: what lies deeper stands beside its parent


@dataclass(frozen=True)
class Place:
    """A file of the archive: whose it is, and its path without the ending."""

    title: str
    url: str
    base: str
    ending: str

    @property
    def path(self) -> str:
        return f"{self.base}{self.ending}"


class Layout:
    """The places of all that was read, by id."""

    def __init__(self, root: Json) -> None:
        self._places: dict[str, Place] = {}
        self._home: str = root["url"]
        self._shown_elsewhere: dict[str, str] = {}  # databases that show another's rows, and that
        self._put(root, None)

    def add(self, reading: Reading) -> None:
        """Gives places to what stands on a page (or database) that has one."""
        above = self._places[reading.answers[0]["id"]]
        self._shown_elsewhere |= dict(linked_sources(reading.answers))
        sources: dict[str, Place] = {}
        for answer in reading.answers[1:]:
            match answer["object"]:
                case "database" if answer["id"] not in self._shown_elsewhere:
                    self._put(answer, above)
                case "data_source" if home := answer["parent"].get("database_id"):
                    sources[answer["id"]] = self._places.get(home, above)
                case "page":
                    source = answer["parent"].get("data_source_id")
                    self._put(answer, sources.get(source, above))

    def of(self, notion_id: str) -> Place | None:
        """A linked view lies where its rows do."""
        return self._places.get(self._shown_elsewhere.get(notion_id, notion_id))

    def relation(self, notion_id: str, seen_from: str) -> str:
        """A row as a cell names it: `Name (address)`; by its address alone where it is elsewhere.

        That is the row's in Notion. In another workspace it is where the row lies in the archive,
        as from a file of it, else its page: by the two readers of exports know a relation.
        """
        place = self.of(notion_id)
        if place is not None and not _NOTION.match(place.url):
            return f"{place.title} ({address(place.path, seen_from)})"
        url = f"{place.url}?pvs=21" if place else self._elsewhere(notion_id)
        return f"{place.title if place else ''} ({url})".lstrip()

    def _elsewhere(self, notion_id: str) -> str:
        """The address of what does not lie in the archive."""
        if _NOTION.match(self._home):
            return f"https://www.notion.so/{bare(notion_id)}?pvs=21"
        return f"{self._home.rpartition('/')[0]}/{bare(notion_id)}"

    def _put(self, answer: Json, above: Place | None) -> None:
        if answer["id"] in self._places:
            return
        is_table = answer["object"] == "database"
        title = words(answer["title"]) if is_table else page_title(answer)
        folder = above.base if above else ""
        level = folder.count("/") + bool(folder)
        if level >= DEEPEST:
            folder = folder.rpartition("/")[0]
        name = stem(title, answer["id"], min(level, DEEPEST))
        base = f"{folder}/{name}" if folder else name
        self._places[answer["id"]] = Place(
            title, answer["url"], base, ".csv" if is_table else ".md"
        )


def linked_sources(answers: Iterable[Json]) -> Iterator[tuple[str, str]]:
    """Databases that only show another's rows, with the id of that one."""
    sources = {a["id"]: a for a in answers if a["object"] == "data_source"}
    for answer in answers:
        if answer["object"] == "database" and answer["data_sources"]:
            source = sources.get(answer["data_sources"][0]["id"])
            home = source and source["parent"].get("database_id")
            if home and home != answer["id"]:
                yield answer["id"], home
