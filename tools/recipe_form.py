"""How the design of a recipe is written, and the blueprint it becomes in one language.

A blueprint names everything in its reader's language, so that an author of three would say each
name three times at each use. Here what has a name has a key, too, said once:

- a text is `작업 | Task | タスク` (ko, en, ja), or one for all; so are numbers and icons;
- properties, options, rows and databases are maps by key, and spoken of by key everywhere;
- an option is `key: [name, colour, group?]`; the first of a status is to do, the last complete;
- a row is `key: {property: value, …, icon?, blocks?}`; dates are `today`, `+3d`, `-2d`, `+1d..+5d`;
- a formula says `{due}` for a property, `{status.done}` for an option, `{tasks:due}` and
  `{tasks:status.done}` for those of another database, `"늦음 | Late | 遅れ"` for a text;
- a block is `type: text` beside its further fields (`heading_2: …`), or a bare type (`divider`);
- a view says `only` and `hide` ({property: option, true or false, or one of Notion's relative
  dates}) and `sort` (a property, `-property` from the last), or `filter` in Notion's words.

The rest is as in a blueprint. `recipes/README.md` shows all of it to those who write one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tools.blueprint.base import Language
from tools.blueprint.properties import CHOICES

Json = dict[str, Any]

_LANGUAGES: tuple[Language, ...] = ("ko", "en", "ja")
_BETWEEN = " | "
_DAY = re.compile(r"today|[+-]\d{1,5}d")
_SPAN = re.compile(rf"({_DAY.pattern})\.\.({_DAY.pattern})")
_PLACE = re.compile(r"\{(?:(?P<home>[\w-]+):)?(?P<prop>[\w-]+)(?:\.(?P<option>[\w-]+))?\}")
_QUOTED = re.compile(r'"[^"]*"')
_OF_ROW = frozenset({"icon", "blocks", "cover"})  # of a row's map what is no value
_REFS = frozenset({"database", "linked_view", "link_to_page"})  # blocks that name something
_BARE = frozenset({"divider", "breadcrumb", "table_of_contents"})
_PROPERTY_OF_VIEW = (
    "group_by", "sub_group_by", "date_property", "end_date_property", "map_by", "x_axis",
    "stack_by",
)  # fmt: skip


class FormError(ValueError):
    """A design that cannot be read; the message says what is missing where."""


def said(value: Any, language: Language) -> Any:
    """A text in one language: itself where it is not in three."""
    parts = value.split(_BETWEEN) if isinstance(value, str) else ()
    return parts[_LANGUAGES.index(language)] if len(parts) == len(_LANGUAGES) else value


def local(value: Any) -> Any:
    """The same data with `{ko, en, ja}` for every text in three languages, as the API takes it."""
    if isinstance(value, list):
        return [local(item) for item in value]
    if isinstance(value, str) and value.count(_BETWEEN) == len(_LANGUAGES) - 1:
        return {language: said(value, language) for language in _LANGUAGES}
    return value


def design(form: Mapping[str, Any], language: Language, today: date) -> Json:
    """The blueprint of a form, still to be parsed. Raises FormError."""
    names = {key: _Names.of(database, language) for key, database in _databases(form)}
    for key, database in _databases(form):
        _add_reverse(names, key, database, language)
    return {**_Reader(names, language, today).page(form), "language": language}


def _databases(page: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    """Those of a page and of the pages below it, by key."""
    yield from page.get("databases", {}).items()
    for below in page.get("sub_pages", {}).values():
        yield from _databases(below)


@dataclass
class _Names:
    """What a database calls its properties, options and rows in one language, by key."""

    properties: dict[str, str]
    types: dict[str, str]
    targets: dict[str, str]
    options: dict[str, dict[str, str]]
    rows: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, database: Json, language: Language) -> "_Names":
        props: dict[str, Json] = database["properties"]
        title = _found({p["type"]: key for key, p in props.items()}, "title", "a database")
        return cls(
            {key: said(p["name"], language) for key, p in props.items()},
            {key: p["type"] for key, p in props.items()},
            {key: p["target"] for key, p in props.items() if "target" in p},
            {key: _option_names(p.get("options", {}), language) for key, p in props.items()},
            {key: said(row[title], language) for key, row in database.get("rows", {}).items()},
        )


def _option_names(options: Mapping[str, list[str]], language: Language) -> dict[str, str]:
    return {key: said(option[0], language) for key, option in options.items()}


def _add_reverse(names: Mapping[str, _Names], key: str, database: Json, language: Language) -> None:
    """The far sides of two-way relations stand in their targets."""
    for prop in database["properties"].values():
        for far, name in prop.get("two_way", {}).items():
            target = _found(names, prop["target"], "the design")
            target.properties[far] = said(name, language)
            target.types[far], target.targets[far] = "relation", key


def _found(where: Mapping[str, Any], key: str, place: str) -> Any:
    if key not in where:
        raise FormError(f"{place} has no {key!r}")
    return where[key]


@dataclass(frozen=True)
class _Reader:
    names: Mapping[str, _Names]
    language: Language
    today: date

    def page(self, page: Mapping[str, Any]) -> Json:
        databases = page.get("databases", {})
        sub_pages = page.get("sub_pages", {})
        return {
            **page,
            "title": self.said(page["title"]),
            "icon": self.said(page.get("icon")),
            "blocks": [self.block(block) for block in page.get("blocks", [])],
            "databases": [self.database(key, database) for key, database in databases.items()],
            "sub_pages": [{"key": key, **self.page(below)} for key, below in sub_pages.items()],
        }

    def said(self, value: Any) -> Any:
        return said(value, self.language)

    def database(self, key: str, database: Mapping[str, Any]) -> Json:
        props, rows = database["properties"], database.get("rows", {})
        return {
            **database,
            "key": key,
            "title": self.said(database["title"]),
            "description": self.said(database.get("description", "")),
            "properties": [self.property(key, name, prop) for name, prop in props.items()],
            "views": [self.view(key, view) for view in database.get("views", [])],
            "rows": [self.row(key, row) for row in rows.values()],
        }

    def property(self, home: str, key: str, prop: Mapping[str, Any]) -> Json:
        made = {**prop, "name": self.names[home].properties[key]}
        if prop["type"] in CHOICES:
            made["options"] = list(self._options(prop))
        elif prop["type"] == "relation":
            made["two_way"] = next(map(self.said, prop.get("two_way", {}).values()), None)
        elif prop["type"] == "rollup":
            far = _found(self.names[home].targets, prop["relation"], home)
            made |= {
                "relation": self.name(home, prop["relation"]),
                "property": self.name(far, prop["property"]),
            }
        elif prop["type"] == "formula":
            made["expression"] = self.formula(home, prop["expression"])
        elif prop["type"] == "number":
            made["format"] = self.said(prop.get("format", "number"))
        return made

    def _options(self, prop: Mapping[str, Any]) -> Iterator[Json]:
        last = len(prop["options"]) - 1
        for i, (name, color, *group) in enumerate(prop["options"].values()):
            usual = "to_do" if i == 0 else "complete" if i == last else "in_progress"
            placed = (*group, usual)[0] if prop["type"] == "status" else None
            yield {"name": self.said(name), "color": color, "group": placed}

    def name(self, home: str, key: str) -> str:
        """What a property is called."""
        name: str = _found(self.names[home].properties, key, home)
        return name

    def option(self, home: str, prop: str, key: str) -> str:
        name: str = _found(_found(self.names[home].options, prop, home), key, f"{home}.{prop}")
        return name

    def formula(self, home: str, expression: str) -> str:
        def named(match: re.Match[str]) -> str:
            at, prop, option = match["home"] or home, match["prop"], match["option"]
            if option is None:
                return f'prop("{self.name(at, prop)}")'
            return f'"{self.option(at, prop, option)}"'

        texts = _QUOTED.sub(lambda text: f'"{self.said(text[0][1:-1])}"', expression)
        return _PLACE.sub(named, texts)

    def row(self, home: str, row: Mapping[str, Any]) -> Json:
        values = {
            self.name(home, key): self.value(home, key, value)
            for key, value in row.items()
            if key not in _OF_ROW
        }
        blocks = [self.block(block) for block in row.get("blocks", [])]
        rest = {"cover": row["cover"]} if "cover" in row else {}
        return {"values": values, "icon": self.said(row.get("icon")), "blocks": blocks, **rest}

    def value(self, home: str, key: str, value: Any) -> Any:
        names, kind = self.names[home], self.names[home].types[key]
        spoken = self.said(value)
        if kind == "number":
            return float(spoken) if isinstance(spoken, str) else spoken
        if kind == "date":
            return self.date(spoken)
        if kind == "relation":
            far = names.targets[key]
            return [_found(self.names[far].rows, row, far) for row in _listed(value)]
        if kind == "multi_select":
            return [self.option(home, key, option) for option in _listed(value)]
        return self.option(home, key, value) if kind in CHOICES else spoken

    def date(self, value: str) -> Any:
        if span := _SPAN.fullmatch(value):
            return {"start": self._day(span[1]), "end": self._day(span[2])}
        if not _DAY.fullmatch(value):
            raise FormError(f"{value!r} is no date: today, +3d, -2d or +1d..+5d")
        return self._day(value)

    def _day(self, value: str) -> str:
        days = 0 if value == "today" else int(value[:-1])
        return (self.today + timedelta(days=days)).isoformat()

    def view(self, home: str, view: Mapping[str, Any]) -> Json:
        made = {k: v for k, v in view.items() if k not in ("only", "hide", "sort")}
        for key in ("name", "caption"):
            if key in view:
                made[key] = self.said(view[key])
        made |= {key: self.name(home, view[key]) for key in _PROPERTY_OF_VIEW if key in view}
        if "properties" in view:
            made["properties"] = [self.name(home, key) for key in view["properties"]]
        if "property" in (measure := view.get("y_axis", {})):
            made["y_axis"] = {**measure, "property": self.name(home, measure["property"])}
        if "sort" in view:
            made["sorts"] = [self._sort(home, key) for key in _listed(view["sort"])]
        if conditions := list(self._conditions(home, view)):
            made["filter"] = conditions[0] if len(conditions) == 1 else {"and": conditions}
        if "widgets" in view:
            made["widgets"] = [self.view(home, widget) for widget in view["widgets"]]
        return made

    def _sort(self, home: str, key: str) -> Json:
        direction = "descending" if key.startswith("-") else "ascending"
        return {"property": self.name(home, key.removeprefix("-")), "direction": direction}

    def _conditions(self, home: str, view: Mapping[str, Any]) -> Iterator[Json]:
        for key, value in view.get("only", {}).items():
            found = [self._condition(home, key, one, shown=True) for one in _listed(value)]
            yield found[0] if len(found) == 1 else {"or": found}
        for key, value in view.get("hide", {}).items():
            yield from (self._condition(home, key, one, shown=False) for one in _listed(value))

    def _condition(self, home: str, key: str, value: Any, *, shown: bool) -> Json:
        kind, name = self.names[home].types[key], self.name(home, key)
        if kind == "checkbox":
            return {"property": name, kind: {"equals": value is shown}}
        if kind == "date":
            return {"property": name, kind: {value: {}}}
        if value == "empty":
            return {"property": name, kind: {"is_empty" if shown else "is_not_empty": True}}
        several = ("contains", "does_not_contain")
        single = ("equals", "does_not_equal")
        operator = (several if kind == "multi_select" else single)[not shown]
        return {"property": name, kind: {operator: self.option(home, key, value)}}

    def block(self, block: Any) -> Json:
        if isinstance(block, str):
            return {"type": _found(dict.fromkeys(_BARE, block), block, "a body")}
        (kind, held), *_ = block.items()
        made: Json = {"type": kind, **{k: v for k, v in block.items() if k != kind}}
        if "children" in block:
            made["children"] = [self.block(child) for child in block["children"]]
        if "icon" in block:
            made["icon"] = self.said(block["icon"])
        if kind in _REFS:
            made["ref"] = held
            return made | ({"view": self.view(held, block["view"])} if "view" in block else {})
        return {**made, **self._held(kind, held)}

    def _held(self, kind: str, held: Any) -> Json:
        """What stands behind the type of a block: columns, cells, or a text."""
        if kind == "column_list":
            return {"columns": [{"blocks": [self.block(b) for b in column]} for column in held]}
        if kind == "table":
            return {"rows": [[self.said(cell) for cell in row] for row in held]}
        if kind in ("bookmark", "embed", "image", "video"):
            return {"url": held}
        return {"expression" if kind == "equation" else "text": self.said(held)}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
