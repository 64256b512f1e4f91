"""A pattern in one language, as a blueprint has it."""

import re
from datetime import date
from typing import Any

from agent.planner.embedded.compose.rows import rendered_rows
from agent.planner.patterns import (
    BlockPattern,
    DatabasePattern,
    LocalText,
    Pattern,
    PropertyPattern,
    SubPagePattern,
    ViewPattern,
)
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint

_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9][A-Za-z0-9_-]*)\}")  # a property in a formula


def render(pattern: Pattern, language: Language, today: date) -> Blueprint:
    """The blueprint of a pattern in which every reference leads somewhere."""
    speaker = _Speaker(pattern, language, today)
    return Blueprint.model_validate(
        {
            "title": pattern.title.in_language(language),
            "icon": pattern.icon,
            "cover": pattern.cover,
            "language": language,
            "blocks": speaker.blocks(pattern.blocks),
            "databases": [speaker.database(d) for d in pattern.databases],
            "sub_pages": [speaker.sub_page(p) for p in pattern.sub_pages],
        }
    )


def property_keys(pattern: Pattern, database: DatabasePattern) -> dict[str, PropertyPattern]:
    """The properties of a database by key, those that others' two-way relations bring included."""
    arriving = {
        p.two_way: p
        for other in pattern.databases
        for p in other.properties
        if p.two_way is not None and p.target == database.key
    }
    return {**arriving, **{p.key: p for p in database.properties}}


def far_name(prop: PropertyPattern) -> LocalText:
    """What the property is called that a two-way relation brings to its target."""
    return prop.two_way_name or prop.name


class _Speaker:
    """Puts parts of a pattern into one language, as plain data without empty fields."""

    def __init__(self, pattern: Pattern, language: Language, today: date) -> None:
        self._pattern = pattern
        self._language = language
        self._today = today
        self._properties = {d.key: property_keys(pattern, d) for d in pattern.databases}
        self._names = {d.key: self._named(d.key) for d in pattern.databases}

    def _named(self, database: str) -> dict[str, str]:
        """The names of a database's properties by key."""
        names = {}
        for key, prop in self._properties[database].items():
            far = key == prop.two_way and key != prop.key
            text = far_name(prop) if far else prop.name
            names[key] = text.in_language(self._language)
        return names

    def sub_page(self, page: SubPagePattern) -> dict[str, Any]:
        return {
            "key": page.key,
            "title": page.title.in_language(self._language),
            "icon": page.icon,
            "blocks": self.blocks(page.blocks),
        }

    def database(self, database: DatabasePattern) -> dict[str, Any]:
        about = database.description
        values = rendered_rows(self._pattern, database, self._language, self._today)
        return {
            "key": database.key,
            "title": database.title.in_language(self._language),
            "icon": database.icon,
            "description": about.in_language(self._language) if about else "",
            "properties": [self._property(database, p) for p in database.properties],
            "views": [self._view(database.key, v) for v in database.views],
            "rows": [
                _full({"values": value, "icon": row.icon, "blocks": self.blocks(row.blocks)})
                for row, value in zip(database.rows, values, strict=True)
            ],
        }

    def _property(self, database: DatabasePattern, prop: PropertyPattern) -> dict[str, Any]:
        names = self._names[database.key]
        said: dict[str, Any] = {"name": prop.name.in_language(self._language), "type": prop.type}
        match prop.type:
            case "number":
                said["format"] = prop.format or "number"
            case "select" | "multi_select" | "status":
                said["options"] = [self._option(option) for option in prop.options]
            case "relation":
                said["target"] = prop.target
                said["two_way"] = self._far_name(prop)
            case "rollup":
                said["relation"] = names[prop.relation or ""]
                said["property"] = self._names[self._far_end(database, prop)][prop.property or ""]
                said["function"] = prop.function
            case "formula":
                said["expression"] = _PLACEHOLDER.sub(
                    lambda found: f'prop("{names[found[1]]}")', prop.expression or ""
                )
            case "unique_id":
                said["prefix"] = prop.prefix
            case _:
                pass
        return _full(said)

    def _option(self, option: Any) -> dict[str, Any]:
        name = option.name.in_language(self._language)
        return _full({"name": name, "color": option.color, "group": option.group})

    def _far_name(self, prop: PropertyPattern) -> str | None:
        if prop.two_way is None or prop.target is None:
            return None
        return self._names[prop.target][prop.two_way]

    def _far_end(self, database: DatabasePattern, rollup: PropertyPattern) -> str:
        relation = self._properties[database.key][rollup.relation or ""]
        if any(p is relation for p in database.properties) and relation.target:
            return relation.target
        return next(
            d.key for d in self._pattern.databases if any(p is relation for p in d.properties)
        )

    def _view(self, database: str, view: ViewPattern) -> dict[str, Any]:
        names = self._names[database]
        said: dict[str, Any] = {
            "type": view.type,
            "name": view.name.in_language(self._language) if view.name else None,
            "filter": self._filter(database, view),
            "cover": names.get(view.cover or "", view.cover),
            "cover_size": view.cover_size,
            "chart_type": view.chart_type,
        }
        for name in ("group_by", "sub_group_by", "date_property", "end_date_property", "x_axis"):
            said[name] = names.get(getattr(view, name) or "")
        if view.properties is not None:
            said["properties"] = [names[key] for key in view.properties]
        if view.sort_by is not None:
            said["sorts"] = [{"property": names[view.sort_by], "direction": view.sort_direction}]
        if view.widgets:
            said["widgets"] = [self._view(database, widget) for widget in view.widgets]
        if view.type == "chart":
            figure = names.get(view.y_property or "")
            said["y_axis"] = _full({"aggregator": view.aggregator or "count", "property": figure})
        return _full(said)

    def _filter(self, database: str, view: ViewPattern) -> dict[str, Any] | None:
        """What a view lets through: of the options that it shows alone any, and none that it
        hides."""
        shown = [
            _joined("or", self._conditions(database, key, wanted, shown=True))
            for key, wanted in view.only.items()
        ]
        hidden = [
            condition
            for key, wanted in view.hide.items()
            for condition in self._conditions(database, key, wanted, shown=False)
        ]
        day = self._names[database].get(view.this_week or "")
        near = [{"property": day, "date": {"this_week": {}}}] if day else []
        conditions = [*shown, *hidden, *near]
        return _joined("and", conditions) if conditions else None

    def _conditions(
        self, database: str, key: str, wanted: str | list[str], *, shown: bool
    ) -> list[dict[str, Any]]:
        prop = self._properties[database][key]
        name = self._names[database][key]
        if prop.type == "checkbox":
            return [{"property": name, "checkbox": {"equals": (wanted == "true") == shown}}]
        options = {o.key: o.name.in_language(self._language) for o in prop.options}
        verbs = ("contains", "does_not_contain")
        if prop.type != "multi_select":
            verbs = ("equals", "does_not_equal")
        return [
            {"property": name, prop.type: {verbs[0 if shown else 1]: options[option]}}
            for option in ([wanted] if isinstance(wanted, str) else wanted)
        ]

    def blocks(self, blocks: list[BlockPattern]) -> list[dict[str, Any]]:
        """Blocks as a blueprint has them."""
        return [self._block(block) for block in blocks]

    def _block(self, block: BlockPattern) -> dict[str, Any]:
        said: dict[str, Any] = {
            name: getattr(block, name)
            for name in (
                "icon",
                "color",
                "checked",
                "toggleable",
                "url",
                "language",
                "expression",
                "ref",
            )
        }
        said["type"] = block.type
        said["text"] = block.text.in_language(self._language) if block.text else None
        said["children"] = self.blocks(block.children)
        said["columns"] = [
            _full({"ratio": c.ratio}) | {"blocks": self.blocks(c.blocks)} for c in block.columns
        ]
        said["rows"] = [[cell.in_language(self._language) for cell in row] for row in block.rows]
        if block.view is not None and block.ref is not None:
            said["view"] = self._view(block.ref, block.view)
        return _full(said)


def _joined(word: str, conditions: list[dict[str, Any]]) -> dict[str, Any]:
    return conditions[0] if len(conditions) == 1 else {word: conditions}


def _full(data: dict[str, Any]) -> dict[str, Any]:
    """The data without what is absent."""
    return {key: value for key, value in data.items() if value is not None and value != []}
