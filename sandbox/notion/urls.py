"""The urls of objects: Notion's own, or those of the viewer that shows the workspace."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.notion.ids import bare, slug

_NOTION = "https://app.notion.com/p"


@dataclass(frozen=True, slots=True)
class Urls:
    """Makes urls under `public_url`, or like Notion's own if there is none."""

    public_url: str | None

    def page(self, name: str, title: str) -> str:
        """The url of a page."""
        if self.public_url:
            return f"{self.public_url}/{bare(name)}"
        return f"{_NOTION}/{slug(title)}{bare(name)}"

    def database(self, name: str) -> str:
        """The url of a database; data sources share it."""
        return f"{self.public_url or _NOTION}/{bare(name)}"

    def view(self, database_id: str, name: str) -> str:
        """The url of a view."""
        return f"{self.database(database_id)}?v={bare(name)}"
