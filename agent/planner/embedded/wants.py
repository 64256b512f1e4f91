"""What a person asked for, as read from words: the embedded planner's own part of an intent."""

from typing import Literal

from pydantic import Field

from tools.blueprint.base import Complexity, Hue, Strict
from tools.blueprint.properties import NumberFormat, PlainType, RollupFunction

PropertyType = (
    PlainType | Literal["number", "select", "multi_select", "status", "relation", "unique_id"]
)
ViewType = Literal[
    "table", "board", "list", "calendar", "timeline", "gallery", "form", "chart", "map"
]

Limited = Literal["databases", "sub_pages", "rows"]

MOST_DATABASES = 20
MOST_SUB_PAGES = 50
MOST_ROWS = 100


class WantedProperty(Strict):
    """A property by name; what was not said (`None`, no options) follows from the name."""

    name: str
    type: PropertyType | None = None
    options: list[str] = Field(default_factory=list)
    colors: dict[str, Hue] = Field(default_factory=dict)  # by option
    format: NumberFormat | None = None
    target: str | None = None  # of a relation, as the person calls the database


class PropertyList(Strict):
    """Properties of one database (None: the main one). `exact`: these and no others."""

    database: str | None = None
    exact: bool = False
    properties: list[WantedProperty]


class WantedOption(Strict):
    """A single option: `new` ones join a property (None: the one that fits best)."""

    name: str
    property: str | None = None
    color: Hue | None = None
    new: bool = False


class WantedView(Strict):
    type: ViewType
    database: str | None = None


class WantedRelation(Strict):
    source: str
    target: str


class WantedRollup(Strict):
    """A figure per row (`per` names a database, else a property to chart by)."""

    per: str
    property: str
    function: RollupFunction
    name: str


class Rename(Strict):
    old: str
    new: str


class Removal(Strict):
    """Something to leave out. `kind` narrows what the name may mean."""

    name: str
    kind: Literal["any", "view", "property", "option", "database", "sub_page"] = "any"


class Wants(Strict):
    """Everything read from one wish, or from all that was said about one design."""

    topic: str | None = None
    title: str | None = None
    icon: str | None = None
    color: Hue | None = None
    complexity: Complexity | None = None
    currency: NumberFormat | None = None
    dashboard: bool = False
    databases: list[str] = Field(default_factory=list)  # exactly these, by name
    more_databases: list[str] = Field(default_factory=list)  # beside what there is
    database_count: int | None = None
    sub_pages: list[str] = Field(default_factory=list)  # exactly these
    more_sub_pages: list[str] = Field(default_factory=list)
    sub_page_count: int | None = None
    further_databases: int = 0  # "two more databases"
    further_sub_pages: int = 0
    sample_count: int | None = None
    properties: list[PropertyList] = Field(default_factory=list)
    options: list[WantedOption] = Field(default_factory=list)
    views: list[WantedView] = Field(default_factory=list)
    views_only: bool = False
    relations: list[WantedRelation] = Field(default_factory=list)
    rollups: list[WantedRollup] = Field(default_factory=list)
    removals: list[Removal] = Field(default_factory=list)
    renames: list[Rename] = Field(default_factory=list)
    cut: list[Limited] = Field(default_factory=list)  # which counts were more than can be

    def is_specific(self) -> bool:
        """Whether anything beside the subject was said."""
        plain = {"topic": None, "dashboard": False}
        return self.model_copy(update=plain) != Wants()

    def is_concrete(self) -> bool:
        """Whether there is enough to build from although no skill fits."""
        return bool(
            self.databases
            or self.more_databases
            or self.database_count
            or self.sub_pages
            or self.more_sub_pages
            or self.sub_page_count
            or self.further_databases
            or self.further_sub_pages
            or self.properties
        )


_LAST_WINS = (
    "title", "icon", "color", "complexity", "currency", "database_count", "sub_page_count",
    "sample_count",
)  # fmt: skip
_ADD_UP = (
    "databases", "more_databases", "sub_pages", "more_sub_pages", "options", "views",
    "relations", "rollups", "removals", "renames", "cut",
)  # fmt: skip

_FURTHER = (("further_databases", "database_count"), ("further_sub_pages", "sub_page_count"))


def merged(before: Wants, said: Wants) -> Wants:
    """Both readings as one; what was said last wins where they disagree."""
    update: dict[str, object] = {
        name: getattr(said, name) for name in _LAST_WINS if getattr(said, name) is not None
    }
    for name in _ADD_UP:
        older, newer = getattr(before, name), getattr(said, name)
        update[name] = [*(item for item in older if item not in newer), *newer]
    if said.views_only:
        update |= {"views": said.views, "views_only": True}
    for count, more in (("database_count", "more_databases"), ("sub_page_count", "more_sub_pages")):
        if getattr(before, count) and getattr(said, count) is None:
            update[count] = getattr(before, count) + len(getattr(said, more))
    for further, count in _FURTHER:
        fresh = getattr(said, count) is not None
        earlier = 0 if fresh else getattr(before, further)
        update[further] = earlier + getattr(said, further)
    update["properties"] = _merged_lists(before.properties, said.properties)
    both = before.model_copy(update=update)
    return _wanted_again(both, said)


def _merged_lists(before: list[PropertyList], said: list[PropertyList]) -> list[PropertyList]:
    replaced = {lists.database for lists in said if lists.exact}
    return [*(lists for lists in before if lists.database not in replaced), *said]


def _wanted_again(both: Wants, said: Wants) -> Wants:
    """Drops older removals of what is now asked for, and older wishes for what is now removed."""
    asked = {
        *(view.type for view in said.views),
        *said.databases,
        *said.more_databases,
        *said.sub_pages,
        *said.more_sub_pages,
        *(option.name for option in said.options if option.new),
        *(wanted.name for lists in said.properties for wanted in lists.properties),
    }
    gone = {removal.name for removal in said.removals}
    return both.model_copy(
        update={
            "removals": [r for r in both.removals if r in said.removals or r.name not in asked],
            "views": [v for v in both.views if v in said.views or v.type not in gone],
            "sub_pages": [name for name in both.sub_pages if name not in gone],
            "more_sub_pages": [name for name in both.more_sub_pages if name not in gone],
            "more_databases": [name for name in both.more_databases if name not in gone],
        }
    )
