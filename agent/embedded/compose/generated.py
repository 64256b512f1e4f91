"""Databases and properties that no pattern has: from their names, with believable rows."""

from agent.embedded.compose.draft import changed, everywhere, fresh_key
from agent.embedded.compose.options import CHOICES, options_from
from agent.embedded.lexicon import Concept, Thing, concept, concept_of, thing_of
from agent.embedded.wants import WantedProperty
from agent.patterns import (
    DatabasePattern,
    LocalText,
    OptionPattern,
    PropertyPattern,
    RowPattern,
    ViewPattern,
)
from tools.blueprint.base import Language

ROWS = 5
_TITLE = {"ko": "이름", "en": "Name", "ja": "名前"}
_FITTING = ("status", "date", "note")
VIEW_NAMES: dict[str, LocalText] = {
    "table": LocalText(ko="전체 표", en="Table", ja="テーブル"),
    "board": LocalText(ko="보드", en="Board", ja="ボード"),
    "list": LocalText(ko="목록", en="List", ja="リスト"),
    "calendar": LocalText(ko="캘린더", en="Calendar", ja="カレンダー"),
    "timeline": LocalText(ko="타임라인", en="Timeline", ja="タイムライン"),
    "gallery": LocalText(ko="갤러리", en="Gallery", ja="ギャラリー"),
    "form": LocalText(ko="입력 양식", en="Form", ja="フォーム"),
    "chart": LocalText(ko="차트", en="Chart", ja="チャート"),
    "map": LocalText(ko="지도", en="Map", ja="マップ"),
}


def new_property(wanted: WantedProperty, key: str) -> PropertyPattern:
    """A property from its name and what was said of it; the rest follows from the name."""
    known = concept_of(wanted.name)
    kind = wanted.type or (known.type if known else "rich_text")
    if kind in ("title", "relation"):
        kind = "rich_text"
    options = _options(wanted, known, kind)
    return PropertyPattern.model_validate(
        {
            "key": key,
            "type": kind,
            "name": wanted.name,
            "format": wanted.format or _format(known) if kind == "number" else None,
            "options": options,
        }
    )


def _format(known: Concept | None) -> str | None:
    return known.format if known and known.type == "number" else None


def _options(wanted: WantedProperty, known: Concept | None, kind: str) -> list[OptionPattern]:
    if kind not in CHOICES:
        return []
    names = [everywhere(name) for name in wanted.options]
    if not names and known is not None and known.options:
        names = known.options
    if not names:
        names = concept("status" if kind == "status" else "category").options
    return options_from(names, kind, wanted.name, dict(wanted.colors))


def sample_value(prop: PropertyPattern, place: int, language: Language) -> object:
    """A believable value for the row at a place, or None where none can be made up."""
    known = concept_of(prop.name.in_language(language))
    match prop.type:
        case "select" | "status":
            return prop.options[(place * 2 + 1) % len(prop.options)].key if prop.options else None
        case "multi_select":
            return [prop.options[place % len(prop.options)].key] if prop.options else None
        case "number":
            values = known.values if known and known.values else concept("quantity").values
            return values[place % len(values)]
        case "date":
            return f"{(place * 3 - 5):+d}d"
        case "checkbox":
            return place % 2 == 0
        case "rich_text":
            return _words(known, prop.name.in_language(language), place, language)
        case "email":
            return f"hello{place + 1}@example.com"
        case "phone_number":
            return f"010-0000-{place + 1:04d}" if language == "ko" else f"+00 0000 {place + 1:04d}"
        case "url":
            return f"https://example.com/{place + 1}"
        case _:
            return None


def _words(known: Concept | None, name: str, place: int, language: Language) -> str:
    named = known or thing_of(name)
    samples = named.samples.in_language(language) if named else []
    return samples[place % len(samples)] if samples else f"{name} {place + 1}"


def new_database(
    name: str, key: str, wanted: list[WantedProperty], language: Language
) -> DatabasePattern:
    """A database of its own: schema, views and rows that fit its name."""
    thing = thing_of(name)
    properties = _schema(name, wanted, language)
    return DatabasePattern(
        key=key,
        title=everywhere(name),
        icon=thing.icon if thing else "🗂️",
        properties=properties,
        views=_views(properties),
        rows=_rows(name, properties, thing, language),
    )


def _schema(name: str, wanted: list[WantedProperty], language: Language) -> list[PropertyPattern]:
    listed = wanted or fitting_properties(name, language)
    title = next((w for w in listed if is_title(w, name)), None)
    properties = [
        PropertyPattern(
            key="name", type="title", name=everywhere(title.name if title else _TITLE[language])
        )
    ]
    for other in listed:
        if other is not title:
            key = fresh_key("p", [p.key for p in properties])
            properties.append(new_property(other, key))
    return properties


def is_title(wanted: WantedProperty, noun: str = "") -> bool:
    """Whether a named property is what its rows are called by."""
    known = concept_of(wanted.name)
    if wanted.type is not None:
        return wanted.type == "title"
    named_after = wanted.name.casefold() == noun.casefold()
    return named_after or (known is not None and known.key == "name")


def fitting_properties(name: str, language: Language) -> list[WantedProperty]:
    """The properties that a database of this name usually has, beside its title."""
    thing = thing_of(name)
    return [_fitting(key, language) for key in (thing.properties if thing else _FITTING)]


def _fitting(key: str, language: Language) -> WantedProperty:
    words = getattr(concept(key).words, language)
    name = words[0] if language != "en" else words[0].capitalize()
    return WantedProperty(name=name)


def _views(properties: list[PropertyPattern]) -> list[ViewPattern]:
    views = [ViewPattern(type="table")]
    status = next((p for p in properties if p.type == "status"), None)
    choice = status or next((p for p in properties if p.type == "select"), None)
    date = next((p for p in properties if p.type == "date"), None)
    if choice:
        views.append(ViewPattern(type="board", name=VIEW_NAMES["board"], group_by=choice.key))
    if date:
        calendar = VIEW_NAMES["calendar"]
        views.append(ViewPattern(type="calendar", name=calendar, date_property=date.key))
    return views


def _rows(
    name: str, properties: list[PropertyPattern], thing: Thing | None, language: Language
) -> list[RowPattern]:
    titles = thing.samples.in_language(language) if thing else []
    titles = titles or [f"{name} {n}" for n in range(1, ROWS + 1)]
    return [
        RowPattern(
            key=f"r{i + 1}",
            values={"name": title} | row_values(properties, i, language),
        )
        for i, title in enumerate(titles[:ROWS])
    ]


def row_values(
    properties: list[PropertyPattern], place: int, language: Language
) -> dict[str, object]:
    """Made-up values of the row at a place, for the properties that can have one."""
    values = {p.key: sample_value(p, place, language) for p in properties if p.type != "title"}
    return {key: value for key, value in values.items() if value is not None}


def related_to(database: DatabasePattern, main: DatabasePattern) -> DatabasePattern:
    """The database with a two-way relation to the main one, its rows spread over the other's."""
    key = fresh_key("link", [p.key for p in database.properties])
    relation = PropertyPattern(
        key=key,
        type="relation",
        name=main.title,
        target=main.key,
        two_way=f"{database.key}_back",
        two_way_name=database.title,
    )
    rows = [
        changed(row, values={**row.values, key: [main.rows[i % len(main.rows)].key]})
        if main.rows
        else row
        for i, row in enumerate(database.rows)
    ]
    return changed(database, properties=[*database.properties, relation], rows=rows)
