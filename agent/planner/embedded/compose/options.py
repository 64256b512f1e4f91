"""The options of choices: their colours and groups, and which choice a single one joins."""

import re
from typing import Literal

from agent.planner.embedded.compose.draft import changed, find_property, means
from agent.planner.embedded.lexicon import concept_of
from agent.planner.embedded.wants import WantedOption
from agent.planner.patterns import (
    DatabasePattern,
    LocalText,
    OptionPattern,
    Pattern,
    PropertyPattern,
)
from tools.blueprint.base import SelectColor
from tools.blueprint.properties import Option

Group = Literal["to_do", "in_progress", "complete"]
CHOICES = ("select", "multi_select", "status")

_COLORS: tuple[SelectColor, ...] = (
    "blue", "green", "yellow", "purple", "orange", "pink", "brown", "red", "gray",
)  # fmt: skip
# Between the first step of a status (gray) and the last (green).
_UNDERWAY: tuple[SelectColor, ...] = ("blue", "yellow", "purple", "orange", "pink", "brown")
_SCALE: tuple[SelectColor, ...] = ("red", "orange", "yellow", "blue", "gray")
_RANKED = ("priority", "severity")
_LEAST = re.compile(r"낮음|하|최소|low|lowest|minor|trivial|p[3-9]|低|小", re.IGNORECASE)
_MEANINGS: list[tuple[re.Pattern[str], SelectColor, Group]] = [
    (
        re.compile(
            r"(?:.*\s)?(?:취소|중단|실패|거절|탈락|반려|무산|포기)(?:됨|함|됐음)?"
            r"|(?:.*\s)?(?:cancel(?:l?ed)?|reject(?:ed)?|lost|failed|dropped|declined|abandoned)"
            r"|キャンセル|却下|失注|中止|不採用|失敗",
            re.IGNORECASE,
        ),
        "red",
        "complete",
    ),
    (
        re.compile(
            r"보류(?:\s?중)?|중지|막힘|on hold|blocked|paused|stuck|保留|停止中?", re.IGNORECASE
        ),
        "orange",
        "in_progress",
    ),
    (
        re.compile(r"완료(?:됨)?|끝|done|completed?|finished|完了|終了|済み?", re.IGNORECASE),
        "green",
        "complete",
    ),
]


def options_from(
    names: list[LocalText], kind: str, name: str, colors: dict[str, SelectColor]
) -> list[OptionPattern]:
    """Options in order for a property of a name; of a status the first is to do, the last complete.

    A colour that was said wins; what an option means ("cancelled") comes before its place.
    """
    grouped = kind == "status"
    known = concept_of(name)
    ranked = known is not None and known.key in _RANKED
    return [
        OptionPattern(
            key=f"o{i + 1}",
            name=option,
            color=colors.get(option.ko) or _color(names, i, grouped=grouped, ranked=ranked),
            group=_group(option.ko, i, len(names)) if grouped else None,
        )
        for i, option in enumerate(names)
    ]


def _color(names: list[LocalText], place: int, *, grouped: bool, ranked: bool) -> SelectColor:
    if ranked:
        rising = _LEAST.fullmatch(names[0].en) or _LEAST.fullmatch(names[0].ko)
        return _ranked_color(len(names) - 1 - place if rising else place, len(names))
    if not grouped:
        return _COLORS[place % len(_COLORS)]
    if meant := _meaning(names[place].ko):
        return meant[0]
    if place == len(names) - 1 and place > 0:
        return "green"
    return "gray" if place == 0 else _UNDERWAY[(place - 1) % len(_UNDERWAY)]


def _ranked_color(place: int, count: int) -> SelectColor:
    """From red for what matters most to gray for what matters least."""
    return _SCALE[round(place * (len(_SCALE) - 1) / max(1, count - 1))]


def _meaning(name: str) -> tuple[SelectColor, Group] | None:
    return next(((color, group) for said, color, group in _MEANINGS if said.fullmatch(name)), None)


def _group(name: str, place: int, count: int) -> Group:
    if meant := _meaning(name):
        return meant[1]
    if place == count - 1 and count > 1:
        return "complete"
    return "to_do" if place == 0 else "in_progress"


def joined(
    pattern: Pattern, wanted: WantedOption
) -> tuple[DatabasePattern, PropertyPattern, Option] | None:
    """The first choice that is meant, with the option that is new to it; None where none is."""
    for database in pattern.databases:
        prop = _meant(database, wanted)
        if prop is None:
            continue
        known = any(means(wanted.name, option.name) for option in prop.options)
        return None if known else (database, prop, _new(prop, wanted))
    return None


def _meant(database: DatabasePattern, wanted: WantedOption) -> PropertyPattern | None:
    choices = [p for p in database.properties if p.type in CHOICES]
    if wanted.property is None:
        status = (p for p in choices if p.type == "status")
        return next(status, None) or next(iter(choices), None)
    named = find_property(changed(database, properties=choices), wanted.property)
    concept = concept_of(wanted.property)
    alike = (
        p
        for p in choices
        if concept is not None
        and (
            p.type == concept.type == "status"
            or any(concept_of(text) is concept for text in (p.name.ko, p.name.en, p.name.ja))
        )
    )
    return named or next(alike, None)


def _new(prop: PropertyPattern, wanted: WantedOption) -> Option:
    meant = _meaning(wanted.name)
    used = {option.color for option in prop.options}
    free: SelectColor = next((color for color in _COLORS if color not in used), "default")
    return Option(
        name=wanted.name,
        color=wanted.color or (meant[0] if meant else free),
        group=(meant[1] if meant else "in_progress") if prop.type == "status" else None,
    )
