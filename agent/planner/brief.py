"""What a composition starts from, beside a skill's pattern: public, JSON-ready, small."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from tools.blueprint.base import Complexity, Hue, Strict
from tools.blueprint.properties import NumberFormat, PlainType, RollupFunction

PropertyType = (
    PlainType | Literal["number", "select", "multi_select", "status", "relation", "unique_id"]
)
ViewType = Literal[
    "table", "board", "list", "calendar", "timeline", "gallery", "form", "chart", "map"
]

ChartType = Literal["column", "line", "donut"]

Limited = Literal["databases", "sub_pages", "rows"]

MOST_DATABASES = 20
MOST_SUB_PAGES = 50
MOST_ROWS = 100
_LONGEST_TEXT = 2000  # characters of a block's text
_LONGEST = 100  # characters of a name: what Notion takes of a property's or an option's


def _called(text: str) -> str:
    return " ".join(text.split())[:_LONGEST].strip()


def _called_at_all(text: str | None) -> str | None:
    return _called(text or "") or None


# Names as they were heard: one line, as long as Notion takes; a blank one is none.
Called = Annotated[str, AfterValidator(_called)]
MaybeCalled = Annotated[str | None, AfterValidator(_called_at_all)]
Names = Annotated[list[Called], AfterValidator(lambda names: [name for name in names if name])]


class WantedProperty(Strict):
    """A property by name; what was not said (`None`, no options) follows from the name."""

    name: Called
    type: PropertyType | None = None
    options: Names = Field(default_factory=list)
    colors: dict[str, Hue] = Field(default_factory=dict)  # by option
    format: NumberFormat | None = None
    target: MaybeCalled = None  # of a relation, as the person calls the database


class PropertyList(Strict):
    """Properties of one database (None: the main one). `exact`: these and no others."""

    database: MaybeCalled = None
    exact: bool = False
    properties: Annotated[
        list[WantedProperty], AfterValidator(lambda listed: [one for one in listed if one.name])
    ]


class WantedRow(Strict):
    """A row that was given, its values as written: types are the composer's matter.

    `database`: None is the main one. `done`: a check box of a list, ticked or not.
    """

    database: MaybeCalled = None
    title: str
    values: dict[Called, str] = Field(default_factory=dict)  # by property, as the person calls it
    done: bool | None = None


class WantedView(Strict):
    """A view. `by`: the property that it groups (board, chart) or dates (calendar) by."""

    type: ViewType
    database: MaybeCalled = None
    name: MaybeCalled = None
    by: MaybeCalled = None


TextType = Literal[
    "heading_1", "heading_2", "heading_3", "callout", "quote", "toggle",
    "numbered_list_item", "bulleted_list_item", "to_do", "paragraph", "divider",
    "table_of_contents", "bookmark", "column",
]  # fmt: skip


class WantedText(Strict):
    """What is to be written on the page, word for word (of a bookmark its address); deeper levels
    stand within what is before them, columns that follow each other beside each other."""

    type: TextType
    text: Annotated[str, AfterValidator(lambda text: text[:_LONGEST_TEXT])]
    level: int = 0
    checked: bool = False  # of a to-do


class WantedRelation(Strict):
    source: str
    target: str


class WantedRollup(Strict):
    """A figure per row (`per` names a database, else a property to chart by)."""

    per: Called
    property: Called
    function: RollupFunction
    name: Called
    chart: ChartType | None = None  # where it is one, and said to be of a kind


class Removal(Strict):
    """Something to leave out. `kind` narrows what the name may mean."""

    name: str
    kind: Literal["any", "view", "property", "option", "database", "sub_page"] = "any"


class Brief(Strict):
    """How a workspace is composed: of the pattern of a skill, or of what is named here alone.

    What is said of single parts of what is composed are changes, and not here.
    """

    topic: MaybeCalled = None
    title: MaybeCalled = None
    icon: str | None = None
    color: Hue | None = None
    complexity: Complexity | None = None
    currency: NumberFormat | None = None
    dashboard: bool = False
    # Content words of the subject that no skill has: a place, a person, a thing (Kyoto, 초코).
    # Where there are any, no sample may speak of another.
    particulars: Names = Field(default_factory=list)
    no_databases: bool = False  # a page of text alone
    texts: list[WantedText] = Field(default_factory=list)  # what is written on the page
    texts_below: list[WantedText] = Field(default_factory=list)  # … and on each page below it
    databases: Names = Field(default_factory=list)  # exactly these, by name
    more_databases: Names = Field(default_factory=list)  # beside what there is
    database_count: int | None = None
    sub_pages: Names = Field(default_factory=list)  # exactly these
    more_sub_pages: Names = Field(default_factory=list)
    sub_page_count: int | None = None
    further_databases: int = 0  # "two more databases"
    further_sub_pages: int = 0
    sample_count: int | None = None
    properties: list[PropertyList] = Field(default_factory=list)
    # Exactly these; none are invented in a database that has any.
    rows: list[WantedRow] = Field(default_factory=list)
    views: list[WantedView] = Field(default_factory=list)
    views_only: bool = False
    nothing_more: bool = False  # no further columns, not even such as work something out
    relations: list[WantedRelation] = Field(default_factory=list)
    unlinked: bool = False  # no relations that nobody asked for
    rollups: list[WantedRollup] = Field(default_factory=list)
    removals: list[Removal] = Field(default_factory=list)
    cut: list[Limited] = Field(default_factory=list)  # which counts were more than can be
