"""What a person's words say as the value of a property."""

import re
from typing import Any

from agent.planner.embedded.changing.dates import date_of
from agent.planner.embedded.changing.marks import key
from agent.planner.embedded.changing.wish import OnlyInNotion, Unread, Wish
from agent.planner.embedded.constraints.phrases import SEPARATOR
from agent.planner.embedded.korean import without_particle
from agent.planner.embedded.text import split_outside
from tools.workspace.model import ExistingOption, ExistingProperty

DONE = re.compile(
    r"(?:완료|끝|끝난|끝냄|종료|마침|done|complete|completed|finished|closed|完了|終了|済み?|終わり)"
    r"(?:됨|된|한|했음|함|되었음|처리|済み?)?",
    re.IGNORECASE,
)
_YES = re.compile(
    r"(?:체크|선택|예|네|참|켬|켜기|yes|true|on|checked|check|done|completed?|完了|済み?|はい|オン|チェック)"
    r"(?:됨|된|함|해제가? 아님)?|완료(?:됨)?",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:체크\s?)?해제|미?선택|아니(?:오|요)|거짓|끔|no|false|off|unchecked|いいえ|オフ|未完了",
    re.IGNORECASE,
)
_EMPTY = re.compile(
    r"비움|비우기|비어|빈\s?값|없음|없이|공란|empty|nothing|none|blank|null|空|空欄|なし",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?P<n>[-+]?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>억|천만|백만|만|천|k|万|億|%|퍼센트)?"
)
_STARS = re.compile(r"(?:별\s?)?(?P<n>[1-5])\s*(?:점|개|stars?|つ星?|個)?", re.IGNORECASE)
_UNITS = {"억": 10**8, "億": 10**8, "천만": 10**7, "백만": 10**6, "만": 10**4, "万": 10**4}
_UNITS |= {"천": 1000, "k": 1000}
_POLITE_END = re.compile(r"(?:이야|야|예요|이에요|입니다|임|だ|です|にして)$")


def value_of(wish: Wish, prop: ExistingProperty, text: str) -> Any:
    """The value in a row's terms; None empties. Raises Unread for what cannot be meant."""
    said = wish.plain(text).strip(" '\",.、:()")
    if _EMPTY.fullmatch(said):
        return None
    match prop.type:
        case "select" | "status":
            return _choice(prop, said)
        case "multi_select":
            return [_choice(prop, piece) for piece in split_outside(said, SEPARATOR)]
        case "date":
            return _needed(date_of(said, wish.today))
        case "number":
            return _number(prop, said)
        case "checkbox":
            return _check(said)
        case "relation":
            return _related(wish, prop, text)
        case "title" | "rich_text" | "url" | "email" | "phone_number":
            return _needed(said)
        case "people":
            raise OnlyInNotion
        case _:
            raise Unread


def _needed(value: Any) -> Any:
    if value in (None, ""):
        raise Unread
    return value


def _choice(prop: ExistingProperty, said: str) -> str:
    found = option_named(prop, said)
    if found is not None:
        return found.name
    if prop.type == "status" or not said or len(said) > 100 or "," in said:
        raise Unread
    return said


def option_named(prop: ExistingProperty, said: str) -> ExistingOption | None:
    """The option that words name, with a particle or ending or without; done by any word."""
    plain = _POLITE_END.sub("", said.strip())
    for text in (said, plain, without_particle(plain)):
        same = [option for option in prop.options if key(option.name) == key(text)]
        if same:
            return same[0]
    if (stars := _STARS.fullmatch(plain)) is not None:
        alike = [sign * int(stars["n"]) for sign in ("⭐", "★")]
        starred = [option for option in prop.options if option.name.strip() in alike]
        return next(iter(starred), None)
    return done_option(prop) if DONE.fullmatch(plain) else None


def done_option(prop: ExistingProperty) -> ExistingOption | None:
    """The option that says that something is done."""
    named = [option for option in prop.options if DONE.fullmatch(option.name)]
    complete = [option for option in prop.options if option.group == "Complete"]
    return next(iter([*named, *complete]), None)


def _number(prop: ExistingProperty, said: str) -> float | int:
    found = _NUMBER.search(said)
    if found is None:
        raise Unread
    number = float(found["n"].replace(",", ""))
    unit = (found["unit"] or "").lower()
    if unit in ("%", "퍼센트") and prop.config.get("format") == "percent":
        number /= 100
    number *= _UNITS.get(unit, 1)
    return int(number) if number == int(number) else number


def _check(said: str) -> bool:
    if _NO.fullmatch(said):
        return False
    if not _YES.fullmatch(said):
        raise Unread
    return True


def _related(wish: Wish, prop: ExistingProperty, text: str) -> list[str]:
    far = wish.draft.structure.source(prop.config.get("data_source_id"))
    titles = [e.name for e in wish.named(text, "row") if far is not None and e.database == far.id]
    return list(_needed(list(dict.fromkeys(titles)) or None))
