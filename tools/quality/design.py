"""A design as the rubric looks at it: its parts, listed once."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tools.blueprint.base import plain
from tools.blueprint.blocks import Block, texts, walk
from tools.blueprint.model import Blueprint, Database, Page, databases, pages, schemas
from tools.blueprint.properties import ChoiceProperty
from tools.blueprint.values import Field, words


@dataclass(frozen=True)
class Design:
    """A blueprint, with the names that were asked for and whether its tables are to be empty."""

    blueprint: Blueprint
    asked: Sequence[str] = ()
    no_rows: bool = False

    @cached_property
    def pages(self) -> list[Page]:
        return [page for _, page in pages(self.blueprint)]

    @cached_property
    def tables(self) -> list[Database]:
        return [table for _, _, table in databases(self.blueprint)]

    @cached_property
    def blocks(self) -> list[Block]:
        """All that stands on the pages; bodies of rows aside."""
        return [block for page in self.pages for _, block, _ in walk(page.blocks)]

    @cached_property
    def fields(self) -> dict[str, dict[str, Field]]:
        """The properties of each database, the far sides of relations among them."""
        return schemas(self.blueprint)

    @cached_property
    def prose(self) -> list[str]:
        """What the pages say, block by block."""
        said = (plain(text).strip() for block in self.blocks for text in texts(block))
        return [text for text in said if text]

    @cached_property
    def names(self) -> set[str]:
        """What can be named in it: pages, databases, properties, options, views and rows."""
        found = {page.title for page in self.pages}
        for table in self.tables:
            found.add(table.title)
            for name, field in self.fields[table.key].items():
                found.add(name)
                if isinstance(field.origin, ChoiceProperty):
                    found |= {option.name for option in field.origin.options}
            for view in table.views:
                found |= {tab.name for tab in (view, *getattr(view, "widgets", ())) if tab.name}
            found |= set(titles(table))
        return found


def titles(table: Database) -> list[str]:
    """What its rows are called; '' where one is not."""
    return [words(row.values.get(table.title_property)).strip() for row in table.rows]


def share(part: float, whole: float) -> float:
    """How much of a whole a part is, 0 to 1; of nothing all is there."""
    return min(1.0, part / whole) if whole else 1.0
