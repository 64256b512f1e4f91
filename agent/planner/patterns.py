"""The pattern of a skill: what the embedded planner composes, with every text in ko, en, ja.

A pattern speaks of properties, options, rows and databases by *key*; names differ by language.
`docs/skills.md` describes the file for those who write one.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from tools.blueprint.base import Complexity, Hue, Key, Language, SelectColor, Strict, TemplateType
from tools.blueprint.properties import NumberFormat, PlainType, RollupFunction


class LocalText(Strict):
    """One text in the three languages."""

    ko: str
    en: str
    ja: str

    def in_language(self, language: Language) -> str:
        """The text in one language."""
        text: str = getattr(self, language)
        return text


def _same_everywhere(value: Any) -> Any:
    return {"ko": value, "en": value, "ja": value} if isinstance(value, str) else value


Local = Annotated[LocalText, BeforeValidator(_same_everywhere)]


class Words(Strict):
    """The words by which a person names a thing, in lower case."""

    ko: list[str] = Field(default_factory=list)
    en: list[str] = Field(default_factory=list)
    ja: list[str] = Field(default_factory=list)


class _Tiered(Strict):
    """Something that appears from a complexity upwards."""

    tier: Complexity = "simple"


class OptionPattern(Strict):
    key: Key
    name: Local
    color: SelectColor
    group: Literal["to_do", "in_progress", "complete"] | None = None


class PropertyPattern(_Tiered):
    """A property; the fields that matter depend on its type, as in a blueprint."""

    key: Key
    name: Local
    type: (
        PlainType
        | Literal[
            "number",
            "select",
            "multi_select",
            "status",
            "relation",
            "rollup",
            "formula",
            "unique_id",
        ]
    )
    format: NumberFormat | None = None
    options: list[OptionPattern] = Field(default_factory=list)
    target: Key | None = None
    two_way: Key | None = None  # key of the property that appears in the target
    two_way_name: Local | None = None
    relation: Key | None = None
    property: Key | None = None
    function: RollupFunction | None = None
    expression: str | None = None  # {key} stands for prop("name of that property")
    prefix: str | None = None


class ViewPattern(_Tiered):
    """A view; properties are named by key. An unnamed table is the automatic one (no call)."""

    type: Literal[
        "table", "board", "list", "calendar", "timeline", "gallery", "form", "chart", "map",
        "dashboard",
    ]  # fmt: skip
    name: Local | None = None
    group_by: Key | None = None
    sub_group_by: Key | None = None
    date_property: Key | None = None
    end_date_property: Key | None = None
    cover: Literal["page_cover", "page_content"] | Key | None = None
    cover_size: Literal["small", "medium", "large"] | None = None
    properties: list[Key] | None = None
    sort_by: Key | None = None
    sort_direction: Literal["ascending", "descending"] = "ascending"
    # Of a choice the option, or options, shown or left out; of a check box "true" or "false".
    only: dict[Key, Key | list[Key]] = Field(default_factory=dict)
    hide: dict[Key, Key | list[Key]] = Field(default_factory=dict)
    this_week: Key | None = None  # the day that lies in it
    widgets: list["ViewPattern"] = Field(default_factory=list)  # of a dashboard
    chart_type: Literal["column", "bar", "line", "donut", "number"] | None = None
    x_axis: Key | None = None
    y_property: Key | None = None
    aggregator: str | None = None


class BlockPattern(_Tiered):
    """A block of a body: texts in three languages, databases and pages by key."""

    type: str
    text: Local | None = None
    icon: str | None = None
    color: str | None = None
    checked: bool | None = None
    toggleable: bool | None = None
    children: list["BlockPattern"] = Field(default_factory=list)
    columns: list["ColumnPattern"] = Field(default_factory=list)
    rows: list[list[Local]] = Field(default_factory=list)  # of a table
    url: str | None = None
    language: str | None = None
    expression: str | None = None
    ref: Key | None = None
    view: ViewPattern | None = None
    of_samples: bool = False  # whether it speaks of the sample rows
    particular: bool = False  # whether it only fits some subjects (a journey abroad)


class ColumnPattern(Strict):
    ratio: float | None = None
    blocks: list[BlockPattern] = Field(default_factory=list)


class RowPattern(Strict):
    """A sample row. `values` by property key.

    Texts as `Local`; options by key (a list for multi-selects); relations as a list of row keys;
    dates as `+7d`, `-2d`, `today`, or `+1d..+5d` for a span, counted from the day of the design.
    """

    key: Key
    values: dict[Key, Any]
    icon: str | None = None
    blocks: list[BlockPattern] = Field(default_factory=list)


class DatabasePattern(_Tiered):
    key: Key
    title: Local
    icon: str
    description: Local | None = None
    nouns: Words = Field(default_factory=Words)
    properties: list[PropertyPattern]
    views: list[ViewPattern]
    rows: list[RowPattern]
    particular: bool = False  # whether its rows speak of one place or the like


class SubPagePattern(_Tiered):
    key: Key
    title: Local
    icon: str
    nouns: Words = Field(default_factory=Words)
    blocks: list[BlockPattern]


class Pattern(Strict):
    """Everything a skill composes from."""

    template_type: TemplateType
    icon: str
    cover: str | None = None
    color: Hue
    title: Local
    promise: Local  # one sentence: what the workspace gives
    blocks: list[BlockPattern]
    databases: list[DatabasePattern]
    sub_pages: list[SubPagePattern] = Field(default_factory=list)


ViewPattern.model_rebuild()
BlockPattern.model_rebuild()
ColumnPattern.model_rebuild()


# How the lexicon is written.


class Samples(Strict):
    """Believable texts in each language."""

    ko: list[str] = Field(default_factory=list)
    en: list[str] = Field(default_factory=list)
    ja: list[str] = Field(default_factory=list)

    def in_language(self, language: Language) -> list[str]:
        """The texts of one language."""
        texts: list[str] = getattr(self, language)
        return texts


class Entry(Strict):
    key: str
    words: Words


class Concept(Entry):
    """A property as people name it: its type, first options and values."""

    type: str
    # What outweighs the end of a name: English words that begin it ("date paid"), letters of the
    # others anywhere in it or, behind a blank, at the beginning of a word.
    leads: Words = Field(default_factory=Words)
    # What begins a name that ends with nothing known, and not with one of `besides`: "last seen",
    # but no "next step".
    begins: Words = Field(default_factory=Words)
    besides: Words = Field(default_factory=Words)
    # What a name is or ends with as if it were one of the words, and which is no word by itself, as
    # it says much else. A blank before it begins a word; where a star is, more of the name stands.
    ends: Words = Field(default_factory=Words)
    format: NumberFormat | None = None
    options: list[Local] = Field(default_factory=list)
    samples: Samples = Field(default_factory=Samples)
    values: list[int | float] = Field(default_factory=list)


class Thing(Entry):
    """What the rows of a database are: icon, fitting properties, titles of rows."""

    icon: str
    title: Local | None = None  # what its rows are called by, where that is not its own word
    properties: list[str]
    names: dict[str, Local] = Field(default_factory=dict)  # what it calls them, by concept
    kinds: Samples = Field(default_factory=Samples)  # what its category tells apart
    options: dict[str, Samples] = Field(default_factory=dict)  # of other choices, by concept
    values: dict[str, Any] = Field(default_factory=dict)  # by concept, beside the samples
    again: Local | None = None  # how a row after the samples is called: {} and {n}
    people: bool = False  # whether the samples are names of people
    particular: bool = False  # whether they speak of one place or the like
    samples: Samples

    def options_of(self, key: str, language: Language) -> list[str]:
        """What a choice of a concept tells apart among these things; empty where anything may."""
        own = self.kinds if key == "category" else self.options.get(key, Samples())
        return own.in_language(language)

    def value_of(self, key: str, place: int, language: Language) -> Any:
        """The value of a concept beside the sample at a place; None for none."""
        beside = self.values.get(key, [])
        listed = beside[language] if isinstance(beside, dict) else beside
        return listed[place] if place < len(listed) else None


class Container(Entry):
    """What things are kept in ("log", "list"), and what is worth noting of each there."""

    properties: list[str]


class Meaning(Entry):
    """What an option's name says: where it stands in a status, and its colour."""

    group: Literal["to_do", "in_progress", "complete"] | None = None
    color: SelectColor | None = None


class PageTitle(Strict):
    """A page that most workspaces can use."""

    icon: str
    title: Local


class Lexicon(Strict):
    properties: list[Concept]
    things: list[Thing]
    containers: list[Container]
    meanings: list[Meaning]
    pages: list[PageTitle]
    joints: str  # letters that part the words of a name
