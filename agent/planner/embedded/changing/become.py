"""Something becomes something else: another type, another colour, another value or name."""

import re
from typing import get_args

from agent.planner.embedded.changing.editing import edited, without_target
from agent.planner.embedded.changing.marks import ATOM, Entity, atoms
from agent.planner.embedded.changing.nouns import (
    ALL,
    COLOR,
    PAGE,
    PROPERTY,
    TYPE,
)
from agent.planner.embedded.changing.other_view import exchanged
from agent.planner.embedded.changing.pages import set_look
from agent.planner.embedded.changing.phrase import split
from agent.planner.embedded.changing.properties import requoted
from agent.planner.embedded.changing.renaming import renamed
from agent.planner.embedded.changing.wish import Unread, Wish
from agent.planner.embedded.constraints.hues import HUE_WORD, hue_of
from agent.planner.embedded.constraints.types import currency_of_word, options_of, type_of_word
from agent.planner.embedded.text import BLANKS, Scan
from tools.blueprint.base import Hue
from tools.blueprint.changes import (
    Change,
    Recolor,
    RecolorOption,
    RetypeProperty,
    RetypeType,
)
from tools.blueprint.properties import CHOICES, Option

_TYPE = re.compile(TYPE, re.IGNORECASE)


_COLOR = re.compile(COLOR, re.IGNORECASE)


_DONE_TOLD = re.compile(r"완료\s*$|(?<![A-Za-z])(?:done|complete)(?![A-Za-z])", re.IGNORECASE)
_ROWS_BEHIND = re.compile(
    rf"(?:only\s+|just\s+|for\s+)?(?:['\"]?{ATOM}['\"]?\s*(?:이?랑|와|과|and|と|,)?\s*){{1,9}}(?:만|だけ|only)?"
)
_IN_HUE = re.compile(
    rf"(?:을|를|은|는|は|を|:|=|(?<!\s)\s+(?:to|in|is))?{BLANKS}(?P<hue>{HUE_WORD})(?:으로|로|に|で)?\s*+$",
    re.IGNORECASE,
)
_ALL = re.compile(ALL, re.IGNORECASE)


_PAGE = re.compile(rf"{PAGE}|(?<![A-Za-z])(?:it|this|everything)(?![A-Za-z])", re.IGNORECASE)


_PLAIN_TYPES = re.compile(
    r"(?:숫자|체크\s?박스|텍스트|다중\s?선택|선택|날짜|파일|이메일|전화번호|url|상태"
    r"|number|check\s?box|text|multi[- ]?select|select|date|status|email|phone|people|person"
    r"|数値|数字|チェックボックス|テキスト|セレクト|マルチ\s?セレクト|複数選択|選択|日付|ステータス)"
    r"(?:\s*(?:형|타입|형식|유형|type|型|속성|property|プロパティ))?",
    re.IGNORECASE,
)


_UNIT = r"(?:단위|통화|서식|(?<![A-Za-z])(?:currency|format|unit)(?![A-Za-z])|単位|通貨)"
_TYPE_TAIL = re.compile(
    rf"{BLANKS}(?:(?:형|타입|형식|유형|type|型)|{PROPERTY})\s*+$|^an?\s+", re.IGNORECASE
)


_RETYPES = frozenset(get_args(RetypeType))


def change(wish: Wish) -> list[Change]:
    """What the clause changes into something else. Raises Ask and Unread."""
    if looks := set_look(wish):
        return looks
    if colored := _recolored_apart(wish):
        return colored
    _take_rows_behind(wish)
    obj, to = split(wish)
    to = re.sub(r"^an?\s+", "", to, flags=re.IGNORECASE) if to else _told_behind(wish)
    if hue := hue_of(wish.plain(to or "").removesuffix("색상")):
        return _recolored(wish, obj, hue)
    if to is None:
        return without_target(wish, obj)
    if views := exchanged(wish, obj, to):
        return views
    typed = _TYPE.search(re.sub(ATOM, "", obj)) or _PLAIN_TYPES.fullmatch(wish.plain(to))
    money = currency_of_word(wish.plain(to).strip())
    if (typed or money) and (retyped := _retyped(wish, obj, to)):
        return retyped
    return edited(wish, obj, to) or renamed(wish, obj, to)


def _take_rows_behind(wish: Wish) -> None:
    """`점수 80점으로 해줘 '다음'만`: the rows that are meant, said behind the verb."""
    for detail in list(wish.details):
        if _ROWS_BEHIND.fullmatch(detail) and any(wish.of(a, "row") for a in atoms(detail)):
            wish.details.remove(detail)
            wish.body = f"{' '.join(atoms(detail))} {wish.body}"


def _told_behind(wish: Wish) -> str | None:
    """What it becomes, where that stands behind the verb ("이름 변경: 캠페인")."""
    if len(wish.details) != 1 or not wish.body.strip() or _DONE_TOLD.search(wish.body):
        return None
    return re.sub(r"(?:으로|로|に|へ)$", "", wish.details.pop().strip())


def _recolored_apart(wish: Wish) -> list[Change]:
    """`옵션 색 바꿔줘: 완료는 파랑, 대기는 회색`: a colour for each option."""
    pairs = [
        (piece[: said.start()], hue_of(said["hue"]))
        for detail in wish.details
        for piece in re.split("[,、]", detail)
        if (said := _IN_HUE.search(piece))
    ]
    if not pairs or not _COLOR.search(re.sub(ATOM, "", wish.body)):
        return []
    wish.details = []
    return [c for left, hue in pairs if hue for c in _recolored(wish, f"{wish.body} {left}", hue)]


def _recolored(wish: Wish, obj: str, hue: Hue) -> list[Change]:
    """An option, or everything on the page that has a colour."""
    options = [e for atom in atoms(obj) for e in wish.of(atom, "option")]
    prop_ids = [e.id for atom in atoms(obj) for e in wish.of(atom, "property")]
    options = [o for o in options if o.property in prop_ids] or options
    last = wish.memory.last
    if not options and not atoms(obj) and last and last.kind == "option" and not _ALL.search(obj):
        options = wish.index.find(last.name, "option")
        options = [o for o in options if o.property == last.property] or options
    if options:
        return _option_in_hue(wish, obj, options, hue)
    plain = wish.plain(_COLOR.sub("", obj)).strip()
    if atoms(obj) and not any(wish.of(a, "database", "sub_page") for a in atoms(obj)):
        raise Unread
    if plain and not (
        _PAGE.search(plain) or _ALL.search(plain) or re.fullmatch(r"[을를은는도の\s]*", plain)
    ):
        raise Unread
    return [Recolor(action="recolor", color=hue)]


def _option_in_hue(wish: Wish, obj: str, options: list[Entity], hue: Hue) -> list[Change]:
    kept = wish.body
    wish.body = obj
    named = wish.take_database()
    wish.body = kept
    here = [o for o in options if named is None or o.database == named.id]
    option = wish.one(here or options)
    wish.remember(option)
    return [
        RecolorOption(
            action="recolor_option",
            database=wish.database(option.database).title,
            property=wish.property(option).name,
            option=option.name,
            color=hue,
        )
    ]


def _retyped(wish: Wish, obj: str, to: str) -> list[Change]:
    said = _TYPE_TAIL.sub("", _TYPE_TAIL.sub("", wish.plain(to))).strip()
    type_ = type_of_word(said)
    wish.body = obj
    named = wish.take_database()
    text = re.sub(
        rf"(?:{BLANKS}(?:(?:의|の)\s*+)?(?:{TYPE}|{PROPERTY}|{_UNIT})){{1,4}}[을를은는]?$",
        "",
        wish.body,
        flags=re.IGNORECASE,
    )
    text = re.sub(rf"^(?:the\s+)?(?:{TYPE})\s+of\s+(?:the\s+)?", "", text, flags=re.IGNORECASE)
    entity = wish.property_said(text, named) or _last_property(wish, text)
    if entity is None or type_ is None or type_ not in _RETYPES:
        return []
    prop = wish.property(entity)
    format_ = currency_of_word(said) or "number"
    if prop.type == type_ and (type_ != "number" or format_ in ("number", prop.config["format"])):
        return []
    wish.remember(entity)
    details = Scan(requoted(wish, " ".join(wish.details).strip("() ")))
    options = options_of(details, details.rest) if details.rest and type_ in CHOICES else []
    wish.details = [] if options else wish.details
    return [
        RetypeProperty(
            action="retype_property",
            database=wish.database(entity.database).title,
            property=prop.name,
            to=type_,  # type: ignore[arg-type]
            options=[Option(name=name) for name in options],
            format=format_,
        )
    ]


def _last_property(wish: Wish, text: str) -> Entity | None:
    last = wish.memory.last
    if atoms(text) or last is None or last.kind != "property":
        return None
    return next(
        (e for e in wish.index.find(last.name, "property") if e.database == last.database), None
    )
