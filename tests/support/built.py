"""A workspace as it stands in Notion: plain data, of the shape that `designed` has."""

from typing import Any
from urllib.parse import unquote, urlsplit

from tests.support.notion import Notion

Json = dict[str, Any]
Shape = tuple[Any, ...]


class Built:
    """What stands in Notion below a page."""

    def __init__(self, notion: Notion, page_id: str) -> None:
        self._notion = notion
        self._pages: dict[str, Json] = {}
        self._databases: dict[str, Json] = {}
        self._linked: dict[str, Json] = {}
        self._collect(page_id)
        known = list(self._databases.values())
        self._sources = {d["data_source"]["id"]: _title(d["database"]) for d in known}
        self._names = {p: _page_title(found["page"]) for p, found in self._pages.items()}
        self._names |= {d: _title(found["database"]) for d, found in self._databases.items()}
        self._rows_by_id = {row["id"]: _page_title(row) for found in known for row in found["rows"]}

    def pages(self) -> dict[str, Json]:
        return {self._names[p]: self._page(found) for p, found in self._pages.items()}

    def databases(self) -> dict[str, Json]:
        return {self._names[d]: self._database(found) for d, found in self._databases.items()}

    def _collect(self, page_id: str) -> None:
        """Snapshots of a page and all below it; linked databases aside."""
        found = self._notion.page(page_id)
        self._pages[page_id] = found
        for name, database in found["databases"].items():
            own = database["data_source"]["parent"]["database_id"] == name
            (self._databases if own else self._linked)[name] = database
        for block in found["blocks"]:
            if block["type"] == "child_page":
                self._collect(block["id"])

    def _page(self, found: Json) -> Json:
        shapes = [self._block(block) for block in found["blocks"]]
        return {
            "icon": _looks(found["page"]["icon"]),
            "cover": _looks(found["page"]["cover"]),
            "body": shapes,
        }

    def _database(self, found: Json) -> Json:
        database, source = found["database"], found["data_source"]
        return {
            "icon": _looks(database["icon"]),
            "inline": database["is_inline"],
            "description": _words(database["description"]),
            "schema": {n: self._field(p) for n, p in source["properties"].items()},
            "views": self._tabs(found),
            "rows": {_page_title(row): self._row(row, source) for row in found["rows"]},
        }

    def _field(self, prop: Json) -> Shape:
        kind, body = prop["type"], prop[prop["type"]]
        if kind == "relation":
            synced = body.get("dual_property", {}).get("synced_property_name")
            return kind, self._sources[body["data_source_id"]], synced
        if kind == "formula":
            return kind, body["expression"]
        if kind == "number":
            return kind, body["format"]
        options = {option["name"] for option in body.get("options", ())}
        return (kind, options) if options else (kind,)

    def _tabs(self, found: Json) -> list[Shape]:
        return [self._view(view, found) for view in found["views"]]

    def _view(self, view: Json, found: Json) -> Shape:
        names = {p["id"]: n for n, p in found["data_source"]["properties"].items()}
        configuration = view["configuration"] or {}
        grouped = configuration.get("group_by", {}).get("property_id")
        shown = configuration.get("properties")
        listed = [names[column["property_id"]] for column in shown or () if column["visible"]]
        widgets = [w for w in found["widgets"] if w["dashboard_view_id"] == view["id"]]
        return (
            view["type"],
            view["name"],
            names[grouped] if grouped else None,
            view["sorts"] or [],
            None if shown is None else listed,
            [self._view(widget, found) for widget in widgets],
        )

    def _row(self, row: Json, source: Json) -> Json:
        values = row["properties"].items()
        body = self._notion.page(row["id"])["blocks"]
        return {
            "icon": _looks(row["icon"]),
            "values": {n: _value(v) for n, v in values if v["type"] != "relation"},
            "links": {
                name: {self._rows_by_id[item["id"]] for item in value["relation"]}
                for name, value in values
                if value["type"] == "relation"
            },
            "body": [self._block(block) for block in body],
        }

    def _block(self, block: Json) -> Shape:
        kind, body = block["type"], block[block["type"]]
        match kind:
            case "child_page":
                return "child_page", body["title"]
            case "child_database" if block["id"] in self._databases:
                return "child_database", self._names[block["id"]]
            case "child_database":
                linked = self._linked[block["id"]]
                source = self._sources[linked["data_source"]["id"]]
                return "linked_view", source, self._tabs(linked)[0]
            case "link_to_page":
                return "link_to_page", self._names[body[body["type"]]]
            case "synced_block":
                return "copy" if body["synced_from"] else "original", self._all(block)
            case "column_list":
                columns = block["children"]
                return kind, [(c["column"].get("width_ratio"), self._all(c)) for c in columns]
            case "tab":
                return kind, [self._pane(pane) for pane in block["children"]]
            case "table":
                rows = [row["table_row"]["cells"] for row in block["children"]]
                cells = [[_words(cell) for cell in row] for row in rows]
                return kind, body["has_column_header"], body["has_row_header"], cells
            case _:
                return self._leaf(block, kind, body)

    def _pane(self, pane: Json) -> Shape:
        body = pane["paragraph"]
        return _words(body["rich_text"]), _looks(body["icon"]), self._all(pane)

    def _leaf(self, block: Json, kind: str, body: Json) -> Shape:
        if kind == "code":
            return kind, _words(body["rich_text"]), body["language"], _words(body["caption"])
        if kind == "equation":
            return kind, body["expression"]
        if kind == "table_of_contents":
            return kind, body["color"]
        if "caption" in body:
            url = body.get("url") or _address(body)
            return kind, url, _words(body["caption"])
        if "rich_text" in body:
            extra = {
                "to_do": body.get("checked"),
                "callout": _looks(body.get("icon")),
            }.get(kind, body.get("is_toggleable"))
            return kind, _words(body["rich_text"]), body["color"], extra, self._all(block)
        return (kind,)

    def _all(self, block: Json) -> list[Shape]:
        return [self._block(child) for child in block["children"]]


def _title(database: Json) -> str:
    return _words(database["title"])


def _page_title(page: Json) -> str:
    values = page["properties"].values()
    return next(_words(value["title"]) for value in values if value["type"] == "title")


def _looks(value: Json | None) -> str | None:
    if value is None:
        return None
    return str(value["emoji"]) if value["type"] == "emoji" else _address(value)


def _address(value: Json) -> str:
    """Where a file is; of one that was uploaded, its name."""
    url = str(value[value["type"]]["url"])
    return unquote(urlsplit(url).path.rpartition("/")[2]) if value["type"] == "file" else url


def _words(runs: list[Json]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Json) -> str:
    if run["type"] == "mention":
        return f"@{run['mention']['type']}"
    if run["type"] == "equation":
        return f"${run['equation']['expression']}$"
    return str(run["text"]["content"])


def _value(value: Json) -> Any:
    kind, held = value["type"], value[value["type"]]
    match kind:
        case "title" | "rich_text":
            return _words(held)
        case "select" | "status":
            return held and held["name"]
        case "multi_select":
            return [option["name"] for option in held]
        case "date":
            return held and (held["start"][:10], (held["end"] or "")[:10])
        case "people":
            return [person["id"] for person in held]
        case "files":
            return [_address(file) for file in held]
        case "place":
            return held and (held["lat"], held["lon"])
        case _:
            return held
