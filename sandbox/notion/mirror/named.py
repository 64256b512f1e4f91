"""What JSON of the API names: pages, databases, data sources and users."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.notion.mentions import UNTITLED
from sandbox.notion.records import Json
from sandbox.notion.users import partial


class Named:
    """Everything that some JSON names, by id, with as much as it says about each.

    `pages` and `databases` have titles (empty if nothing says them), `homes` are the databases of
    data sources, `users` are as whole as they were seen.
    """

    def __init__(self, *parts: Any) -> None:
        self.pages: dict[str, str] = {}
        self.databases: dict[str, str] = {}
        self.homes: dict[str, str] = {}
        self.users: dict[str, Json] = {}
        for part in parts:
            self._note(part)

    def _note(self, value: Any) -> None:
        if isinstance(value, list | tuple):
            for item in value:
                self._note(item)
        elif isinstance(value, Mapping):
            self._note_object(value)
            for item in value.values():
                self._note(item)

    def _note_object(self, value: Mapping[str, Any]) -> None:
        if value.get("object") == "user":
            self._note_user(value)
        if isinstance(people := value.get("people"), list):
            for person in people:
                self._note_user(person)
        if value.get("type") == "mention":
            self._note_mention(value)
        if isinstance(name := value.get("page_id"), str):
            self.pages.setdefault(name, "")
        database = value.get("database_id")
        if isinstance(database, str):
            self.databases.setdefault(database, "")
        if isinstance(name := value.get("data_source_id"), str):
            home = database if isinstance(database, str) else ""
            self.homes[name] = self.homes.get(name) or home

    def _note_user(self, value: Mapping[str, Any]) -> None:
        name = value["id"]
        self.users[name] = {**self.users.get(name, partial(name)), **value}

    def _note_mention(self, run: Mapping[str, Any]) -> None:
        mention, said = run["mention"], run.get("plain_text", "")
        titles = {"page": self.pages, "database": self.databases}.get(mention.get("type"))
        if titles is not None:
            name = mention[mention["type"]]["id"]
            titles[name] = titles.get(name) or ("" if said == UNTITLED else said)
