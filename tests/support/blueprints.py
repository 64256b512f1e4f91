"""Random valid blueprints: whatever the model can say, in small amounts and odd combinations."""

from collections.abc import Callable
from typing import Any, ClassVar

from hypothesis import strategies as st

from sandbox.notion.users import PERSON_ID
from tests.support.drawn_bodies import ICONS, URL, WORDS, BodyDrawing, Draw, Json
from tests.support.uploads import FILES, PICTURE
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse

MOST_DATABASES = 4
MOST_DEPTH = 5
UPLOADED = ({"upload": PICTURE}, {"name": "notes", "upload": FILES["file"]})
DAYS = ("2026-01-31", "2026-02-03T09:30:00+09:00")

SIMPLE = (
    *("rich_text", "date", "people", "files", "checkbox", "url", "email", "phone_number"),
    *("created_time", "created_by", "last_edited_time", "last_edited_by", "place"),
    *("number", "select", "multi_select", "status", "unique_id"),
)
CHOICES = {"select", "multi_select", "status"}
ANY_FUNCTION = ("count", "count_values", "empty", "percent_not_empty", "unique", "show_original")
FUNCTIONS = {
    "number": ("sum", "average", "median", "min", "max", "range"),
    "checkbox": ("checked", "percent_unchecked"),
    "date": ("earliest_date", "latest_date", "date_range"),
    "status": ("count_per_group",),
}
GROUPS_OF_BOARDS = {"select", "multi_select", "status", "people", "relation", "checkbox"}
GROUPS = {*GROUPS_OF_BOARDS, "number", "date", "rich_text", "title", "url", "created_time"}


@st.composite
def blueprints(draw: Draw) -> Blueprint:
    """A blueprint of 1-4 pages and as many databases, parsed and so checked; some of its files
    are uploads."""
    return parse(_Drawing(draw).blueprint())


class _Drawing(BodyDrawing):
    """Draws one blueprint as the JSON that a person could have written."""

    def __init__(self, draw: Draw) -> None:
        super().__init__(draw)
        page_count, database_count = self._number(1, 4), self._number(1, MOST_DATABASES)
        self._pages = [self._page(i) for i in range(page_count)]
        self._databases = [self._database(i) for i in range(database_count)]
        self._homes = [self._number(0, page_count - 1) for _ in self._databases]
        self._reverse: dict[str, list[Json]] = {d["key"]: [] for d in self._databases}

    def blueprint(self) -> Json:
        for _ in range(self._number(0, 4)):
            self._add_relation()
        for _ in range(self._number(0, 4)):
            self._add_computed()
        for database in self._databases:
            database["views"] = self._some(lambda d=database: self._view(d), 3)
        for database in self._databases:
            self._fill_rows(database)
        self._link_rows()
        for number, page in enumerate(self._pages):
            self._fill_page(number, page)
        return self._nested()

    def _page(self, number: int) -> Json:
        looks = {"icon": self._one(ICONS), "cover": self._one((None, URL, {"upload": PICTURE}))}
        key = {"key": f"p{number}"} if number else {}
        return {**key, "title": f"{self._one(WORDS)} page {number}", **looks}

    def _nested(self) -> Json:
        """The pages as a tree: each below one that comes before it."""
        for number, page in enumerate(self._pages):
            page["databases"] = [
                d for d, home in zip(self._databases, self._homes, strict=True) if home == number
            ]
            page["sub_pages"] = []
        for number, page in enumerate(self._pages[1:], 1):
            self._pages[self._number(0, number - 1)]["sub_pages"].append(page)
        return {**self._pages[0], "language": self._one(("ko", "en", "ja"))}

    # What a database is made of, in an order in which nothing stands on what comes later.

    def _database(self, number: int) -> Json:
        types = self._draw(st.lists(st.sampled_from(SIMPLE), max_size=4, unique=True))
        title = {"name": f"{self._one(WORDS)} 0", "type": "title"}
        declared = [self._property(kind, i) for i, kind in enumerate(types, 1)]
        return {
            "key": f"d{number}",
            "title": f"{self._one(WORDS)} database {number}",
            "icon": self._one(ICONS),
            "description": self._one(("", "what it is for")),
            "inline": self._chance(),
            "properties": [title, *declared],
        }

    def _property(self, kind: str, number: int) -> Json:
        declared: Json = {"name": f"{self._one(WORDS)} {number} {kind}", "type": kind}
        if kind == "number":
            declared["format"] = self._one(("number", "won", "percent"))
        if kind in CHOICES and self._chance():
            groups = {"group": self._one(("to_do", "complete"))} if kind == "status" else {}
            declared["options"] = [{"name": "one", "color": "blue", **groups}, {"name": "둘"}]
        if kind == "unique_id" and self._chance():
            declared["prefix"] = "ID"
        return declared

    def _add_relation(self) -> None:
        near, far = self._one(self._databases), self._one(self._databases)
        number = sum(len(d["properties"]) for d in self._databases)
        declared = {"name": f"to {far['key']} {number}", "type": "relation", "target": far["key"]}
        if self._chance():
            declared["two_way"] = f"from {near['key']} {number}"
            back = {"name": declared["two_way"], "type": "relation", "target": near["key"]}
            self._reverse[far["key"]].append(back)
        near["properties"].insert(self._number(0, len(near["properties"])), declared)

    def _add_computed(self) -> None:
        database = self._one(self._databases)
        number = len(self._fields(database))
        relations = [p for p in self._fields(database) if p["type"] == "relation"]
        if relations and self._chance():
            declared = self._rollup(self._one(relations))
        else:
            declared = self._formula(database)
        declared["name"] = f"{self._one(WORDS)} {number} computed"
        database["properties"].append(declared)

    def _rollup(self, relation: Json) -> Json:
        rolled = self._one(self._fields(self._of(relation["target"])))
        functions = FUNCTIONS.get(rolled["type"], ()) + ANY_FUNCTION
        names = {"relation": relation["name"], "property": rolled["name"]}
        return {"type": "rollup", **names, "function": self._one(functions)}

    def _formula(self, database: Json) -> Json:
        name = self._one(database["properties"])["name"].replace("\\", r"\\").replace('"', r"\"")
        pattern = self._one(('prop("{}")', 'if(empty(prop("{}")), 1, 2)', '"a" + prop("{}")'))
        return {"type": "formula", "expression": pattern.replace("{}", name)}

    def _fields(self, database: Json) -> list[Json]:
        return [*database["properties"], *self._reverse[database["key"]]]

    def _of(self, key: str) -> Json:
        return next(d for d in self._databases if d["key"] == key)

    # Views

    def _view(self, database: Json, *, widget: bool = False) -> Json:
        makers = [m for m in self._view_makers(database, widget=widget) if m is not None]
        view = self._one(makers)()
        if self._chance():
            view["name"] = f"view {self._number(0, 99)}"
        if self._chance():
            view["sorts"] = [{"property": self._one(database["properties"])["name"]}]
        elif view["type"] != "table":  # the schema for changing a view knows no timestamps
            view["sorts"] = [{"timestamp": "created_time", "direction": "descending"}]
        if view["type"] not in ("chart", "form", "dashboard") and self._chance():
            names = [field["name"] for field in self._fields(database)]
            view["properties"] = sorted(self._draw(st.sets(st.sampled_from(names))))
        return view

    def _view_makers(self, database: Json, *, widget: bool) -> list[Callable[[], Json] | None]:
        by_type: dict[str, list[str]] = {}
        for field in self._fields(database):
            by_type.setdefault(field["type"], []).append(field["name"])
        boards = [name for kind in GROUPS_OF_BOARDS for name in by_type.get(kind, ())]
        groups = sorted(name for kind in GROUPS for name in by_type.get(kind, ()))
        dates = by_type.get("date", []) + by_type.get("created_time", [])
        return [
            lambda: {"type": "table"},
            lambda: {"type": "table", "group_by": self._one(groups), "wrap_cells": True},
            lambda: {"type": "list"},
            lambda: {"type": "gallery", "cover": self._one(("page_cover", "page_content"))},
            lambda: {"type": "map", "height": "small"},
            self._chart_maker(groups, by_type.get("number")),
            (lambda: {"type": "board", "group_by": self._one(sorted(boards))}) if boards else None,
            (lambda: {"type": "calendar", "date_property": dates[0]}) if dates else None,
            (lambda: {"type": "timeline", "date_property": dates[0]}) if dates else None,
            None if widget else lambda: {"type": "form", "anonymous_submissions": True},
            None if widget else lambda: self._dashboard(database),
        ]

    def _chart_maker(self, groups: list[str], numbers: list[str] | None) -> Callable[[], Json]:
        axis = {"aggregator": "sum", "property": numbers[0]} if numbers else {"aggregator": "count"}
        kinds = ("column", "donut", "number")
        return lambda: {
            "type": "chart",
            "chart_type": self._one(kinds),
            "x_axis": self._one(groups),
            "y_axis": axis,
        }

    def _dashboard(self, database: Json) -> Json:
        widgets = self._some(lambda: self._view(database, widget=True), 2)
        return {"type": "dashboard", "widgets": widgets}

    # Rows

    def _fill_rows(self, database: Json) -> None:
        title = next(p["name"] for p in database["properties"] if p["type"] == "title")
        database["rows"] = []
        for number in range(self._number(0, 3)):
            values = {title: _row_title(database, number)}
            for field in self._fields(database):
                if field["type"] in self._VALUES and self._chance():
                    values[field["name"]] = self._VALUES[field["type"]](self, field)
            row: Json = {"values": values, "icon": self._one(ICONS)}
            if self._number(0, 3) == 3:
                row["blocks"] = self._body(2)
            database["rows"].append(row)

    def _link_rows(self) -> None:
        """Relation values, once it is known which rows there are."""
        for database in self._databases:
            relations = [p for p in self._fields(database) if p["type"] == "relation"]
            for row in database["rows"]:
                for field in relations:
                    self._link_row(row, field)

    def _link_row(self, row: Json, field: Json) -> None:
        far = self._of(field["target"])
        titles = [_row_title(far, i) for i in range(len(far["rows"]))]
        if titles and self._chance():
            chosen = self._draw(st.lists(st.sampled_from(titles), max_size=2, unique=True))
            row["values"][field["name"]] = chosen

    def _option(self, field: Json) -> str:
        given = [option["name"] for option in field.get("options", ())]
        if field["type"] == "status":
            return self._one(given or ("Not started", "Done"))
        return self._one([*given, "새 것"])

    _VALUES: ClassVar[dict[str, Callable[["_Drawing", Json], Any]]] = {
        "rich_text": lambda self, _: self._text(),
        "number": lambda self, _: self._one((0, -1.5, 3, None)),
        "select": lambda self, field: self._one((None, self._option(field))),
        "status": lambda self, field: self._option(field),
        "multi_select": lambda self, field: [self._option(field)],
        "date": lambda self, _: self._one((*DAYS, {"start": DAYS[0], "end": "2026-02-01"}, None)),
        "people": lambda self, _: [PERSON_ID],
        "files": lambda self, _: [self._one((URL, {"name": "a file", "url": URL}, *UPLOADED))],
        "checkbox": lambda self, _: self._chance(),
        "url": lambda self, _: self._one((URL, None)),
        "email": lambda self, _: "who@example.com",
        "phone_number": lambda self, _: "+82 2 120",
        "place": lambda self, _: {"lat": 37.5, "lon": 127.0, "name": "서울"},
    }

    def _fill_page(self, number: int, page: Json) -> None:
        blocks = self._body(MOST_DEPTH)
        own = [
            d["key"] for d, home in zip(self._databases, self._homes, strict=True) if home == number
        ]
        for key in own:
            if self._chance():
                self._insert(blocks, {"type": "database", "ref": key})
        for _ in range(self._number(0, 1)):
            database = self._one(self._databases)
            view = self._view(database)
            self._insert(blocks, {"type": "linked_view", "ref": database["key"], "view": view})
        for block in self._synced_pair():
            self._insert(blocks, block)
        page["blocks"] = blocks

    def _insert(self, blocks: list[Json], block: Json) -> None:
        blocks.insert(self._number(0, len(blocks)), block)


def _row_title(database: Json, number: int) -> str:
    return f"{database['key']} row {number}"
