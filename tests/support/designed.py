"""A blueprint as its workspace has to read: plain data, of the shape that `built` has.

Ids are left out; what is linked is named by its title.
"""

from collections.abc import Iterator
from typing import Any

from tools.blueprint.base import Run, Text
from tools.blueprint.blocks import (
    Block,
    Callout,
    Code,
    ColumnList,
    DatabasePlace,
    Equation,
    Heading,
    Link,
    LinkedView,
    LinkToPage,
    Media,
    SyncedBlock,
    Tab,
    Table,
    TableOfContents,
    ToDo,
    walk,
)
from tools.blueprint.model import Blueprint, Database, Page, bodies, databases, pages, schemas
from tools.blueprint.properties import ChoiceProperty, FormulaProperty, NumberProperty
from tools.blueprint.uploads import Upload, Uploaded
from tools.blueprint.values import Field, read_text, words
from tools.blueprint.views import DEFAULT_NAMES, DashboardView, TableView, View

Json = dict[str, Any]
Shape = tuple[Any, ...]
AUTOMATIC = "Default view"  # the name of the table that comes with a database


class Designed:
    """What a blueprint says."""

    def __init__(self, blueprint: Blueprint) -> None:
        self._blueprint = blueprint
        self._schemas = schemas(blueprint)
        self._titles = {d.key: d.title for _, _, d in databases(blueprint)}
        self._titles |= {getattr(p, "key", ""): p.title for _, p in pages(blueprint)}
        found = [block for _, body in bodies(blueprint) for _, block, _ in walk(body)]
        self._originals = {b.key: b for b in found if isinstance(b, SyncedBlock) and b.key}

    def pages(self) -> dict[str, Json]:
        """Every page by its title."""
        return {page.title: self._page(page) for _, page in pages(self._blueprint)}

    def databases(self) -> dict[str, Json]:
        """Every database by its title."""
        return {d.title: self._database(d) for _, _, d in databases(self._blueprint)}

    def _page(self, page: Page) -> Json:
        placed = {block.ref for block in page.blocks if isinstance(block, DatabasePlace)}
        free = [("child_database", d.title) for d in page.databases if d.key not in placed]
        subs = [("child_page", sub.title) for sub in page.sub_pages]
        return {
            "icon": _looks(page.icon),
            "cover": _looks(page.cover),
            "body": [self._block(block) for block in page.blocks],
            "tail": sorted(free) + subs,
        }

    def _database(self, database: Database) -> Json:
        fields = self._schemas[database.key]
        return {
            "icon": _looks(database.icon),
            "inline": database.inline,
            "description": self._text(database.description),
            "schema": {name: self._field(field) for name, field in fields.items()},
            "views": self._tabs(database.views),
            "rows": self._rows(database),
        }

    def _field(self, field: Field) -> Shape:
        if field.target is not None:
            two_way = getattr(field.origin, "two_way", None)
            far = field.origin.name if field.reverse else two_way
            return "relation", self._titles[field.target], far if two_way else None
        match field.origin:
            case ChoiceProperty(options=options) if options:
                return field.type, {option.name for option in options}
            case NumberProperty(format=format_):
                return field.type, format_
            case FormulaProperty(expression=expression):
                return field.type, expression
            case _:
                return (field.type,)

    def _tabs(self, views: list[View]) -> list[Shape]:
        shown = [self._view(view) for view in views]
        tables = [i for i, view in enumerate(views) if isinstance(view, TableView)]
        plain = [i for i in tables if views[i] == TableView(type="table")]
        automatic = ("table", AUTOMATIC, None, [], None, [])
        if plain:
            shown[plain[0]] = automatic
        elif not tables:
            shown.append(automatic)
        return shown

    def _view(self, view: View) -> Shape:
        name = view.name or DEFAULT_NAMES[self._blueprint.language][view.type]
        grouped = getattr(view, "group_by", None)
        widgets = view.widgets if isinstance(view, DashboardView) else []
        sorts = [sort.model_dump(exclude_none=True) for sort in view.sorts]
        shown = getattr(view, "properties", None)
        return view.type, name, grouped, sorts, shown, [self._view(w) for w in widgets]

    def _rows(self, database: Database) -> dict[str, Json]:
        """Rows by title; links over two-way relations count from both sides."""
        rows = {words(row.values[database.title_property]): row for row in database.rows}
        return {
            title: {
                "icon": _looks(row.icon),
                "values": {
                    name: self._value(field, row.values.get(name))
                    for name, field in self._schemas[database.key].items()
                    if field.target is None and name in row.values
                },
                "links": self._links(database.key, title),
                "body": [self._block(block) for block in row.blocks],
            }
            for title, row in rows.items()
        }

    def _links(self, key: str, title: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, field in self._schemas[key].items():
            if field.target is not None:
                found[name] = set(self._linked(key, title, name)) | set(
                    self._linked_back(key, title, field)
                )
        return found

    def _linked(self, key: str, title: str, name: str) -> list[str]:
        database = next(d for _, _, d in databases(self._blueprint) if d.key == key)
        row = next(r for r in database.rows if words(r.values[database.title_property]) == title)
        return row.values.get(name) or []

    def _linked_back(self, key: str, title: str, field: Field) -> Iterator[str]:
        """The rows at the far side of a two-way relation that name this one."""
        if field.target is None or getattr(field.origin, "two_way", None) is None:
            return
        far_name = field.origin.name if field.reverse else field.origin.two_way
        far = next(d for _, _, d in databases(self._blueprint) if d.key == field.target)
        for row in far.rows:
            if title in (row.values.get(far_name) or ()):
                yield words(row.values[far.title_property])

    def _value(self, field: Field, given: Any) -> Any:
        if field.type in ("title", "rich_text"):
            return self._text(read_text(given) or "")
        if field.type == "date" and given is not None:
            span = given if isinstance(given, dict) else {"start": given}
            return span["start"][:10], (span.get("end") or "")[:10]
        if field.type == "files":
            return [_address(item) for item in given]
        if field.type == "place":
            return given["lat"], given["lon"]
        return given

    def _text(self, text: Text) -> str:
        runs = [Run(text=text)] if isinstance(text, str) else text
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        if run.mention is not None:
            kind = next(k for k in ("page", "database", "date", "user") if getattr(run.mention, k))
            return f"@{kind}"
        return f"${run.equation}$" if run.equation is not None else run.text

    def _block(self, block: Block) -> Shape:
        match block:
            case DatabasePlace(ref=ref):
                return "child_database", self._titles[ref]
            case LinkedView(ref=ref, view=view):
                return "linked_view", self._titles[ref], self._view(view)
            case LinkToPage(ref=ref):
                return "link_to_page", self._titles[ref]
            case SyncedBlock(ref=str(key)):
                return "copy", self._all(self._originals[key].children)
            case SyncedBlock(children=children):
                return "original", self._all(children)
            case ColumnList(columns=columns):
                return "column_list", [(c.ratio, self._all(c.blocks)) for c in columns]
            case Tab(tabs=tabs):
                return "tab", [
                    (self._text(t.title), _looks(t.icon), self._all(t.blocks)) for t in tabs
                ]
            case Table(rows=rows):
                cells = [[self._text(cell) for cell in row] for row in rows]
                return "table", block.header, block.row_header, cells
            case _:
                return self._leaf(block)

    def _leaf(self, block: Block) -> Shape:
        match block:
            case Code(text=text, language=language, caption=caption):
                return "code", self._text(text), language, self._text(caption)
            case Equation(expression=expression):
                return "equation", expression
            case TableOfContents(color=color):
                return "table_of_contents", color
            case Media(type=kind, upload=Upload(filename=name), caption=caption):
                return kind, name, self._text(caption)
            case (
                Media(type=kind, url=url, caption=caption)
                | Link(type=kind, url=url, caption=caption)
            ):
                return kind, url, self._text(caption)
            case _ if hasattr(block, "text"):
                own = (block.type, self._text(block.text), block.color, _extra(block))
                return *own, self._all(block.children)
            case _:
                return (block.type,)

    def _all(self, blocks: list[Block]) -> list[Shape]:
        return [self._block(block) for block in blocks]


def _looks(value: str | Uploaded | None) -> str | None:
    """An emoji, an address, or the name of a file that is uploaded."""
    return value.upload.filename if isinstance(value, Uploaded) else value


def _address(item: Any) -> str:
    if isinstance(item, dict):
        return str(item["url"] if "url" in item else item["upload"]["filename"])
    return str(item)


def _extra(block: Block) -> Any:
    match block:
        case ToDo(checked=checked):
            return checked
        case Callout(icon=icon):
            return _looks(icon)
        case Heading(toggleable=toggleable, children=children):
            return toggleable or bool(children)
        case _:
            return None
