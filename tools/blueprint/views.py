"""Every view the Notion API can create, with properties addressed by name."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from tools.blueprint.base import Language, Name, Strict

Aggregator = Literal[
    "count",
    "count_values",
    "sum",
    "average",
    "median",
    "min",
    "max",
    "range",
    "unique",
    "empty",
    "not_empty",
    "percent_empty",
    "percent_not_empty",
    "checked",
    "unchecked",
    "percent_checked",
    "percent_unchecked",
    "earliest_date",
    "latest_date",
    "date_range",
]
ColorTheme = Literal[
    "gray",
    "blue",
    "yellow",
    "green",
    "purple",
    "teal",
    "orange",
    "pink",
    "red",
    "auto",
    "colorful",
]
Height = Literal["small", "medium", "large", "extra_large"]
CardSize = Literal["small", "medium", "large"]


AUTOMATIC_NAME = "Default view"  # of the table that Notion makes with every database
WIDGETS_IN_ROW = 2  # of a dashboard; Notion gives each a row of its own where nothing is said
# How each view reads where the blueprint gives no name.
DEFAULT_NAMES: Mapping[Language, Mapping[str, str]] = {
    "ko": {
        "table": "표",
        "board": "보드",
        "list": "리스트",
        "calendar": "캘린더",
        "timeline": "타임라인",
        "gallery": "갤러리",
        "form": "양식",
        "chart": "차트",
        "map": "지도",
        "dashboard": "대시보드",
    },
    "en": {
        "table": "Table",
        "board": "Board",
        "list": "List",
        "calendar": "Calendar",
        "timeline": "Timeline",
        "gallery": "Gallery",
        "form": "Form",
        "chart": "Chart",
        "map": "Map",
        "dashboard": "Dashboard",
    },
    "ja": {
        "table": "テーブル",
        "board": "ボード",
        "list": "リスト",
        "calendar": "カレンダー",
        "timeline": "タイムライン",
        "gallery": "ギャラリー",
        "form": "フォーム",
        "chart": "チャート",
        "map": "マップ",
        "dashboard": "ダッシュボード",
    },
}


class Sort(Strict):
    """Order by a property's name, or by one of the two timestamps."""

    property: Name | None = None
    timestamp: Literal["created_time", "last_edited_time"] | None = None
    direction: Literal["ascending", "descending"] = "ascending"


class _View(Strict):
    """What all views share. `filter` is Notion's filter JSON with property names."""

    name: Name | None = None
    filter: dict[str, Any] | None = None
    sorts: list[Sort] = Field(default_factory=list, max_length=100)


class _RowsView(_View):
    """A view of rows: `properties` lists the visible ones in order; else Notion's default stays."""

    properties: list[Name] | None = None


class TableView(_RowsView):
    type: Literal["table"]
    group_by: Name | None = None
    wrap_cells: bool | None = None


class BoardView(_RowsView):
    type: Literal["board"]
    group_by: Name
    sub_group_by: Name | None = None
    cover: Literal["page_cover", "page_content"] | Name | None = None
    cover_size: CardSize | None = None
    card_layout: Literal["list", "compact"] | None = None


class ListView(_RowsView):
    type: Literal["list"]


class CalendarView(_RowsView):
    type: Literal["calendar"]
    date_property: Name
    view_range: Literal["week", "month"] | None = None


class TimelineView(_RowsView):
    type: Literal["timeline"]
    date_property: Name
    end_date_property: Name | None = None
    zoom_level: Literal["hours", "day", "week", "bi_week", "month", "quarter", "year"] | None = None


class GalleryView(_RowsView):
    type: Literal["gallery"]
    cover: Literal["page_cover", "page_content"] | Name | None = None
    cover_size: CardSize | None = None
    card_layout: Literal["list", "compact"] | None = None


class FormView(_View):
    type: Literal["form"]
    anonymous_submissions: bool | None = None
    is_form_closed: bool | None = None
    submission_permissions: (
        Literal["none", "comment_only", "reader", "read_and_write", "editor"] | None
    ) = None


class ChartAxis(Strict):
    """What a chart measures: a count of rows, or an aggregate of one property."""

    aggregator: Aggregator = "count"
    property: Name | None = None


class ChartView(_View):
    type: Literal["chart"]
    chart_type: Literal["column", "bar", "line", "donut", "number"]
    x_axis: Name | None = None
    y_axis: ChartAxis = Field(default_factory=ChartAxis)
    stack_by: Name | None = None
    color_theme: ColorTheme | None = None
    height: Height | None = None
    caption: str | None = None


class MapView(_RowsView):
    type: Literal["map"]
    map_by: Name | None = None
    height: Height | None = None


Widget = Annotated[
    TableView
    | BoardView
    | ListView
    | CalendarView
    | TimelineView
    | GalleryView
    | ChartView
    | MapView,
    Field(discriminator="type"),
]


class DashboardView(_View):
    """A grid of further views; each widget is one call of its own."""

    type: Literal["dashboard"]
    widgets: list[Widget] = Field(default_factory=list, max_length=20)


View = Annotated[
    TableView
    | BoardView
    | ListView
    | CalendarView
    | TimelineView
    | GalleryView
    | FormView
    | ChartView
    | MapView
    | DashboardView,
    Field(discriminator="type"),
]


def property_names(view: View) -> list[tuple[str, str]]:
    """The properties a view names, each with the field that names it (filters aside)."""
    named: list[tuple[str, str]] = []
    fields = ("group_by", "sub_group_by", "date_property", "end_date_property", "map_by")
    named += [(field, name) for field in fields if (name := getattr(view, field, None)) is not None]
    named += [(f"properties[{i}]", name) for i, name in enumerate(visible(view) or ())]
    named += [(f"sorts[{i}].property", s.property) for i, s in enumerate(view.sorts) if s.property]
    if isinstance(view, ChartView):
        axes = {"x_axis": view.x_axis, "stack_by": view.stack_by}
        named += [(field, name) for field, name in axes.items() if name is not None]
        if view.y_axis.property is not None:
            named.append(("y_axis.property", view.y_axis.property))
    cover = getattr(view, "cover", None)
    if cover is not None and cover not in ("page_cover", "page_content"):
        named.append(("cover", cover))
    return named + [(f"filter.{name}", name) for name in filter_properties(view.filter)]


_SINGLE = (
    "group_by", "sub_group_by", "date_property", "end_date_property", "map_by", "x_axis",
    "stack_by", "cover",
)  # fmt: skip
_OF_PAGES = ("page_cover", "page_content")  # covers that are no properties


def renamed(view: View, naming: Callable[[str], str]) -> View:
    """A view with its properties named otherwise, those of filters and widgets included."""
    held = vars(view)  # asking a model for what it lacks takes longer than all the rest of this
    parts: dict[str, Any] = {
        name: value if name == "cover" and value in _OF_PAGES else naming(value)
        for name in _SINGLE
        if (value := held.get(name)) is not None
    }
    parts["filter"] = _renamed_filter(view.filter, naming)
    parts["sorts"] = [_renamed(sort, naming) for sort in view.sorts]
    if (shown := visible(view)) is not None:
        parts["properties"] = [naming(name) for name in shown]
    if isinstance(view, ChartView):
        parts["y_axis"] = _renamed(view.y_axis, naming)
    if isinstance(view, DashboardView):
        parts["widgets"] = [renamed(widget, naming) for widget in view.widgets]
    return view.model_copy(update=parts)


_T = TypeVar("_T", Sort, ChartAxis)


def _renamed(part: _T, naming: Callable[[str], str]) -> _T:
    name = part.property
    return part if name is None else part.model_copy(update={"property": naming(name)})


def _renamed_filter(condition: Any, naming: Callable[[str], str]) -> Any:
    if isinstance(condition, list):
        return [_renamed_filter(part, naming) for part in condition]
    if not isinstance(condition, dict):
        return condition
    if isinstance(condition.get("property"), str):
        return {**condition, "property": naming(condition["property"])}
    joined = {
        key: _renamed_filter(condition[key], naming) for key in ("and", "or") if key in condition
    }
    return {**condition, **joined}


def visible(view: View) -> list[str] | None:
    """The properties that a view of rows shows, in order; None leaves that to Notion."""
    return view.properties if isinstance(view, _RowsView) else None


def filter_properties(filter_: Any) -> list[str]:
    """The property names that a filter in Notion's words mentions, in order."""
    if isinstance(filter_, list):
        return [name for part in filter_ for name in filter_properties(part)]
    if not isinstance(filter_, dict):
        return []
    if isinstance(filter_.get("property"), str):
        return [filter_["property"]]
    return filter_properties(filter_.get("and")) + filter_properties(filter_.get("or"))


def automatic(views: Sequence[View]) -> int | None:
    """Which of the views Notion's automatic table becomes: a plain table, else the first table.

    None where no table is listed: the automatic one is then a further tab, the last.
    """
    tables = [i for i, view in enumerate(views) if isinstance(view, TableView)]
    plain = [i for i in tables if views[i] == TableView(type="table")]
    return next(iter(plain or tables), None)


def called(view: View, language: Language) -> str:
    """What a view is called when it is built."""
    if view == TableView(type="table"):
        return AUTOMATIC_NAME
    return view.name or DEFAULT_NAMES[language][view.type]
