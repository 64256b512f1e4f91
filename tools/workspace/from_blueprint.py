"""From a blueprint to the workspace that it describes: names become ids."""

from collections.abc import Mapping, Sequence
from typing import Any

from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint, Database, Page, Row, SubPage, pages
from tools.blueprint.properties import (
    CHOICES,
    FormulaProperty,
    RelationProperty,
    RollupProperty,
)
from tools.blueprint.values import words
from tools.blueprint.views import renamed
from tools.workspace.draft import Draft, Edit
from tools.workspace.model import (
    MAIN,
    ExistingBlock,
    ExistingDatabase,
    ExistingPage,
    ExistingProperty,
    ExistingRow,
    Json,
    Structure,
)
from tools.workspace.parts import (
    Fresh,
    Options,
    chosen,
    far_side,
    kept_property,
    link,
    nodes_of,
    rollup,
)
from tools.workspace.references import in_expression
from tools.workspace.values import is_empty, kept_picture, kept_value
from tools.workspace.views import kept_view

_ABOUT = ("template_type", "language", "complexity", "color_theme", "meta")


def opened(blueprint: Blueprint) -> Draft:
    """A draft of the workspace that a valid blueprint describes."""
    structure = Structure(
        page=ExistingPage(id=MAIN, title=blueprint.title, **_looks(blueprint)),
        about={name: getattr(blueprint, name) for name in _ABOUT},
    )
    edit = Edit(Draft(structure, blueprint.language))
    edit.structure = opened_onto(structure, blueprint, edit.fresh, blueprint.language)
    return edit.draft()


def opened_onto(structure: Structure, page: Page, fresh: Fresh, language: Language) -> Structure:
    """A workspace with what is on a page, and below it, on its main page as well."""
    found = [(_id_of(inner, structure), inner) for _, inner in pages(page)]
    homes = {sub.key: name for name, inner in found for sub in inner.sub_pages}
    subs = [
        ExistingPage(id=name, title=sub.title, parent=_below(homes[sub.key]), **_looks(sub))
        for name, sub in found
        if isinstance(sub, SubPage) and sub is not page
    ]
    new = [(name, database) for name, inner in found for database in inner.databases]
    structure = structure.model_copy(update={"sub_pages": [*structure.sub_pages, *subs]})
    structure = _Opening(structure, fresh, language).with_databases(new)
    bodies = {name: nodes_of(inner.blocks, structure, fresh, language) for name, inner in found}
    return _with_bodies(structure, bodies)


def _with_bodies(structure: Structure, bodies: dict[str, list[ExistingBlock]]) -> Structure:
    subs = [
        page.model_copy(update={"blocks": bodies[page.id]}) if page.id in bodies else page
        for page in structure.sub_pages
    ]
    own = bodies.get(structure.page.id, [])
    return structure.model_copy(update={"sub_pages": subs, "blocks": [*structure.blocks, *own]})


def _id_of(page: Page, structure: Structure) -> str:
    return f"+{page.key}" if isinstance(page, SubPage) and page.key else structure.page.id


def _below(page_id: str) -> Json:
    return {"type": "page_id", "page_id": page_id}


def _looks(item: Page | Database | Row) -> Json:
    return {"icon": kept_picture(item.icon), "cover": kept_picture(item.cover)}


class _Opening:
    """Databases on their way into a workspace; they may refer to each other, and to others that
    are new there."""

    def __init__(self, structure: Structure, fresh: Fresh, language: Language) -> None:
        self._structure = structure
        self._fresh = fresh
        self._language = language
        self._databases = {database.id: database for database in structure.databases}
        self._titles: dict[str, dict[str, str]] = {}  # by data source: the rows by title

    def with_databases(self, new: Sequence[tuple[str, Database]]) -> Structure:
        for page_id, database in new:
            self._declare(page_id, database)
        for _, database in new:
            self._relate(database)
        for _, database in new:
            self._compute(database)
        rows = {f"+{database.key}": self._rows(database) for _, database in new}
        for name, made in rows.items():
            self._update(name, rows=made)
        for _, database in new:
            self._fill(database)
        databases = list(self._databases.values())
        return self._structure.model_copy(update={"databases": databases})

    def _update(self, name: str, **parts: Any) -> None:
        self._databases[name] = self._databases[name].model_copy(update=parts)

    def _declare(self, page_id: str, database: Database) -> None:
        name = f"+{database.key}"
        self._databases[name] = ExistingDatabase(
            id=name,
            title=database.title,
            **_looks(database),
            parent=_below(page_id),
            inline=database.inline,
            data_source_id=f"{name}/source",
            properties=[kept_property(p, self._fresh) for p in database.properties],
            description=database.description,
        )

    def _relate(self, database: Database) -> None:
        """Gives relations their targets, and the targets the far sides."""
        name = f"+{database.key}"
        for declared in database.properties:
            if not isinstance(declared, RelationProperty):
                continue
            near, target = self._named(name, declared.name), f"+{declared.target}"
            far = None
            if declared.two_way is not None:
                far = far_side(declared.two_way, self._fresh(), self._databases[name], near)
                properties = [*self._databases[target].properties, far]
                self._update(target, properties=properties)
            self._configure(name, near, link(self._databases[target], far))

    def _compute(self, database: Database) -> None:
        name = f"+{database.key}"
        for declared in database.properties:
            prop = self._named(name, declared.name)
            match declared:
                case RollupProperty():
                    relation = self._named(name, declared.relation)
                    source = relation.config["data_source_id"]
                    far = next(d for d in self._databases.values() if d.data_source_id == source)
                    rolled = self._named(far.id, declared.property)
                    self._configure(name, prop, rollup(relation, rolled, declared.function))
                case FormulaProperty(expression=expression):
                    ids = {p.name: p.id for p in self._databases[name].properties}
                    self._configure(name, prop, {"expression": in_expression(expression, ids.get)})
                case _:
                    pass

    def _named(self, database_id: str, name: str) -> ExistingProperty:
        return next(p for p in self._databases[database_id].properties if p.name == name)

    def _configure(self, database_id: str, prop: ExistingProperty, config: Json) -> None:
        configured = prop.model_copy(update={"config": config})
        properties = self._databases[database_id].properties
        self._update(
            database_id, properties=[configured if p.id == prop.id else p for p in properties]
        )

    def _rows(self, database: Database) -> list[ExistingRow]:
        """The rows without their values: those may name rows of other databases."""
        title = database.title_property
        return [
            ExistingRow(id=self._fresh(), title=words(row.values.get(title)), **_looks(row))
            for row in database.rows
        ]

    def _fill(self, database: Database) -> None:
        """Gives a database its views, and its rows their values and bodies."""
        name = f"+{database.key}"
        known = {prop.name: prop for prop in self._databases[name].properties}
        options = {
            prop.name: Options(prop, self._fresh) for prop in known.values() if prop.type in CHOICES
        }
        rows = []
        for made, row in zip(self._databases[name].rows, database.rows, strict=True):
            kept, given = self._values(known, options, row)
            blocks = nodes_of(row.blocks, self._structure, self._fresh, self._language)
            parts = {"values": kept, "given": given, "blocks": blocks}
            rows.append(made.model_copy(update=parts))
        known |= {choice: found.prop for choice, found in options.items()}
        self._update(name, rows=rows, properties=list(known.values()))
        kinds = {prop.id: prop.type for prop in known.values()}
        views = [
            kept_view(
                renamed(view, lambda used: known[used].id), kinds, self._fresh, self._language
            )
            for view in database.views
        ]
        self._update(name, views=views)

    def _values(
        self, known: Mapping[str, ExistingProperty], options: Mapping[str, Options], row: Row
    ) -> tuple[Json, Json]:
        """A row's values as they are kept, and those whose wording is kept; adds options that
        only rows name."""
        kept: Json = {}
        worded: Json = {}
        for name, given in row.values.items():
            prop = known[name]
            if name in options and not is_empty(given):
                kept[prop.id] = chosen(options[name], given)
            elif prop.type == "relation" and not is_empty(given):
                first = self._rows_of(prop.config["data_source_id"])
                kept[prop.id] = [first[title] for title in given]
            else:
                worded[prop.id] = given
                if (held := kept_value(prop.type, given)) is not None:
                    kept[prop.id] = held
        return kept, worded

    def _rows_of(self, source: str) -> dict[str, str]:
        """The rows of a data source by title; of equal titles the first counts."""
        if source not in self._titles:
            far = next(d for d in self._databases.values() if d.data_source_id == source)
            self._titles[source] = {row.title: row.id for row in reversed(far.rows)}
        return self._titles[source]
