"""Every property a database can be created with (Notion: "creatable" property types)."""

import re
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from tools.blueprint.base import Key, Name, SelectColor, Strict

_PROP = re.compile(r"""\bprop\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*\)""")
_ESCAPED = re.compile(r"\\(.)")

NumberFormat = Literal[
    "number",
    "number_with_commas",
    "percent",
    "dollar",
    "canadian_dollar",
    "euro",
    "pound",
    "yen",
    "ruble",
    "rupee",
    "won",
    "yuan",
    "real",
    "lira",
    "franc",
]

RollupFunction = Literal[
    "count",
    "count_values",
    "empty",
    "not_empty",
    "unique",
    "show_unique",
    "percent_empty",
    "percent_not_empty",
    "sum",
    "average",
    "median",
    "min",
    "max",
    "range",
    "earliest_date",
    "latest_date",
    "date_range",
    "checked",
    "unchecked",
    "percent_checked",
    "percent_unchecked",
    "count_per_group",
    "percent_per_group",
    "show_original",
]

PlainType = Literal[
    "title",
    "rich_text",
    "date",
    "people",
    "files",
    "checkbox",
    "url",
    "email",
    "phone_number",
    "created_time",
    "created_by",
    "last_edited_time",
    "last_edited_by",
    "place",
]

# What Notion fills in itself; a row cannot carry a value for these.
COMPUTED = frozenset(
    {
        "rollup",
        "formula",
        "unique_id",
        "created_time",
        "created_by",
        "last_edited_time",
        "last_edited_by",
    }
)

PropertyName = Annotated[
    str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)
]
OptionName = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^,]+$", strip_whitespace=True)
]


class Option(Strict):
    """A choice of a select, multi-select or status; `group` places a status."""

    name: OptionName
    color: SelectColor | None = None
    description: str | None = None
    group: Literal["to_do", "in_progress", "complete"] | None = None


# What Notion gives a status that is made without options.
STANDARD_STATUSES = (
    Option(name="Not started", color="default", group="to_do"),
    Option(name="In progress", color="blue", group="in_progress"),
    Option(name="Done", color="green", group="complete"),
)
CHOICES = frozenset({"select", "multi_select", "status"})
HUES: tuple[SelectColor, ...] = (
    "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red",
)  # fmt: skip


def free_hue(count: int) -> SelectColor:
    """The colour of an option that is added without one, to so many others."""
    return HUES[count % len(HUES)]


class _Property(Strict):
    name: PropertyName
    description: str | None = Field(default=None, max_length=280)


class PlainProperty(_Property):
    type: PlainType


class NumberProperty(_Property):
    type: Literal["number"]
    format: NumberFormat = "number"


class ChoiceProperty(_Property):
    type: Literal["select", "multi_select", "status"]
    options: list[Option] = Field(default_factory=list, max_length=100)


class RelationProperty(_Property):
    """A link to rows of another database; `two_way` names the property that appears there."""

    type: Literal["relation"]
    target: Key
    two_way: PropertyName | None = None


class RollupProperty(_Property):
    type: Literal["rollup"]
    relation: Name
    property: Name
    function: RollupFunction


_MEASURES = frozenset({"number", "unique_id"})
_MOMENTS = frozenset({"date", "created_time", "last_edited_time"})
_BOXES = frozenset({"checkbox"})
_ROLLED = {
    **dict.fromkeys(("sum", "average", "median", "min", "max", "range"), _MEASURES),
    **dict.fromkeys(("earliest_date", "latest_date", "date_range"), _MOMENTS),
    **dict.fromkeys(("checked", "unchecked", "percent_checked", "percent_unchecked"), _BOXES),
    **dict.fromkeys(("count_per_group", "percent_per_group"), CHOICES),
}  # other functions take every type


def rolls_up(function: RollupFunction, kind: str) -> bool:
    """Whether a rollup can have that function over a property of that type."""
    return kind in ("formula", "rollup", *_ROLLED.get(function, {kind}))


class FormulaProperty(_Property):
    type: Literal["formula"]
    expression: str = Field(min_length=1, max_length=2000)


def formula_properties(expression: str) -> list[str]:
    """The property names that a formula asks for, in order of appearance."""
    return [_ESCAPED.sub(r"\1", a or b) for a, b in _PROP.findall(expression)]


def in_formula(expression: str, naming: Callable[[str], str | None]) -> str:
    """A formula with the properties that it asks for named anew; those without a name stay."""

    def prop(match: re.Match[str]) -> str:
        name = naming(_ESCAPED.sub(r"\1", match[1] or match[2]))
        if name is None:
            return match[0]
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'prop("{escaped}")'

    return _PROP.sub(prop, expression)


class UniqueIdProperty(_Property):
    type: Literal["unique_id"]
    prefix: str | None = Field(default=None, pattern=r"^[A-Za-z0-9]{1,10}$")


Property = Annotated[
    PlainProperty
    | NumberProperty
    | ChoiceProperty
    | RelationProperty
    | RollupProperty
    | FormulaProperty
    | UniqueIdProperty,
    Field(discriminator="type"),
]
