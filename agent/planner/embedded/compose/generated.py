"""Databases and properties that no pattern has: from their names, with believable rows."""

import re

from agent.planner.brief import PropertyList, WantedProperty
from agent.planner.embedded.compose.draft import changed, everywhere, fresh_key
from agent.planner.embedded.compose.options import CHOICES, options_from
from agent.planner.embedded.lexicon import Concept, Thing, concept, concept_of, thing_of
from agent.planner.patterns import (
    DatabasePattern,
    LocalText,
    OptionPattern,
    PropertyPattern,
    RowPattern,
    ViewPattern,
)
from tools.blueprint.base import Language

ROWS = 5
_FEW = 3
# Titles of rows of a thing that nobody knows: steps where it has a status, else entries.
_STEPS: dict[Language, list[str]] = {
    "ko": ["{} 알아보기", "{} 계획 세우기", "{} 시작하기", "{} 중간 점검", "{} 마무리"],
    "en": ["Look into {}", "Plan {}", "Start with {}", "Review {}", "Wrap up {}"],
    "ja": ["{}を調べる", "{}の計画を立てる", "{}をはじめる", "{}の中間チェック", "{}のまとめ"],
}
_ENTRIES: dict[Language, list[str]] = {
    "ko": ["첫 {}", "이번 주 {}", "이번 달 {}", "기억에 남는 {}", "다시 하고 싶은 {}"],
    "en": ["{}: first entry", "{}: this week", "{}: this month", "{}: a favourite", "{}: again"],
    "ja": ["はじめての{}", "今週の{}", "今月の{}", "心に残る{}", "もう一度の{}"],
}  # fmt: skip
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
    if thing is None:
        return [_fitting(key, language, []) for key in _FITTING]
    kinds = thing.kinds.in_language(language)
    return [_fitting(key, language, kinds) for key in thing.properties]


def _fitting(key: str, language: Language, kinds: list[str]) -> WantedProperty:
    words = getattr(concept(key).words, language)
    name = words[0] if language != "en" else words[0].capitalize()
    return WantedProperty(name=name, options=kinds if key == "category" else [])


def listed_for(name: str, lists: list[PropertyList], language: Language) -> list[WantedProperty]:
    """The named properties; a few that were not said to be all get what usually goes with them."""
    named = [p for one in lists for p in one.properties]
    if not named or len(named) >= _FEW or any(one.exact for one in lists):
        return named
    known = [concept_of(p.name) for p in named]
    usual = [p for p in fitting_properties(name, language) if concept_of(p.name) not in known]
    return [*named, *usual]


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
    # "예약자명": what the title names comes before what the database is about.
    title = properties[0].name.in_language(language)
    thing = (
        thing_of(re.sub(r"(?:(?<!\s)\s+)?(?:이름|name)$|[명名]$", "", title, flags=re.IGNORECASE))
        or thing
    )
    known = thing or _called_after(name)
    titles = known.samples.in_language(language) if known else _titles(name, properties, language)
    return [
        RowPattern(
            key=f"r{i + 1}",
            values={"name": title} | row_values(properties, i, language),
        )
        for i, title in enumerate(titles[:ROWS])
    ]


def _called_after(name: str) -> Concept | None:
    """The property concept whose values are the rows of a database ("Directors")."""
    known = concept_of(name)
    return known if known is not None and len(known.samples.en) >= ROWS else None


def _titles(name: str, properties: list[PropertyPattern], language: Language) -> list[str]:
    stepwise = any(p.type == "status" for p in properties)
    plain = name.lower() if stepwise and name[1:].islower() else name
    return [text.format(plain) for text in (_STEPS if stepwise else _ENTRIES)[language]]


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
