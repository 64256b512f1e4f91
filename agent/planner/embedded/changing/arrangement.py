"""How a view is to show its rows: their order and which ones."""

import re
from typing import Any

from agent.planner.embedded.changing.marks import atoms
from agent.planner.embedded.changing.rows import main_date
from agent.planner.embedded.changing.values import DONE, done_option
from agent.planner.embedded.changing.wish import Ask, Wish
from tools.workspace.model import (
    ExistingDatabase,
    ExistingProperty,
)

_DOWN = re.compile(
    r"내림차순|역순|최신순?|높은\s?순|큰\s?순|많은\s?순|늦은\s?순|(?<![A-Za-z])(?:desc(?:ending)?|newest"
    r"|latest|highest|reverse)(?![A-Za-z])|降順|新しい順|高い順|多い順|遅い順",
    re.IGNORECASE,
)


_SORTED = re.compile(
    r"(?:오름|내림)차순|정렬|순(?:으로|서)?(?=\s|$)|빠른\s?순|sort|order(?:ed)?(?: by)?|순서"
    r"|並べ替え|並び替え|ソート|順",
    re.IGNORECASE,
)


ONLY = re.compile(r"만(?=\s|$|[가-힣])|(?<![A-Za-z])(?:only|just|where)(?![A-Za-z])|だけ|のみ")


_EXCEPT = re.compile(
    r"제외|빼고|남은|말고|아닌|안\s?(?:된|끝난|한)|미완료|않은|숨기|(?<![A-Za-z])(?:except|without|not|hide|hiding|excluding"
    r"|unfinished|incomplete|open|remaining)(?![A-Za-z])|残り|以外|除い|未完了",
    re.IGNORECASE,
)


_DONE = re.compile(
    r"(?:미?완료|끝난|끝낸)|(?<![A-Za-z])(?:done|completed|finished|unfinished|incomplete|open|remaining)"
    r"(?![A-Za-z])|남은|残り|完了|終わった",
    re.IGNORECASE,
)


_SPANS = [
    (re.compile(r"이번\s?주|this week|今週", re.IGNORECASE), "this_week"),
    (re.compile(r"다음\s?주|next week|来週", re.IGNORECASE), "next_week"),
    (re.compile(r"지난\s?주|last week|先週", re.IGNORECASE), "past_week"),
    (re.compile(r"다음\s?달|next month|来月", re.IGNORECASE), "next_month"),
]


HIDES = re.compile(r"숨|가려|안\s?보이|보이지|hide|隠|非表示|表示しない|見えない", re.IGNORECASE)
_BLANK = re.compile(
    r"없는|비어|빈\s|(?<![A-Za-z])(?:without|with no|empty|missing|no)(?![A-Za-z])"
    r"|[がの]ない|空の|未設定",
    re.IGNORECASE,
)
_CAN_BE_EMPTY = (
    "rich_text", "number", "select", "multi_select", "status", "date", "people", "files", "url",
    "email", "phone_number", "relation",
)  # fmt: skip
_EMPTINESS = ("is_empty", "is_not_empty")
_OPERATORS = [
    ("greater_than_or_equal_to", re.compile(r"이상|at least|以上", re.IGNORECASE)),
    ("less_than_or_equal_to", re.compile(r"이하|at most|以下", re.IGNORECASE)),
    ("greater_than", re.compile(r"초과|넘는|over|above|more than|超", re.IGNORECASE)),
    ("less_than", re.compile(r"미만|under|below|less than|未満", re.IGNORECASE)),
]
_AMOUNT = r"(?<!\d)(?<!\d,)\d[\d,]*(?:\.\d+)?"
_COMPARED = re.compile(
    rf"(?P<n>{_AMOUNT})\s*+(?:[원점쪽권개%円]\s*+)?(?:[을를]\s*+)?(?P<after>이상|이하|초과|미만|넘는|以上|以下|未満|超)"
    rf"|(?<![A-Za-z])(?P<before>at least|at most|over|above|more than|under|below|less than)"
    rf"\s+[$€£]?(?P<m>{_AMOUNT})",
    re.IGNORECASE,
)


def mentioned(wish: Wish, database: ExistingDatabase, text: str) -> list[ExistingProperty]:
    ids = [
        e.id for atom in atoms(text) for e in wish.of(atom, "property") if e.database == database.id
    ]
    named = [p for name in ids for p in database.properties if p.id == name]
    if named:
        return named
    words = re.findall(
        r"[가-힣]{2,8}?(?=별|순|\s?기준)|(?<=by )[a-z]+(?: [a-z]+)?", wish.plain(text)
    )
    found = [entity for word in words if (entity := wish.property_said(word, database))]
    return [wish.property(entity) for entity in found]


def arranged(wish: Wish, database: ExistingDatabase, text: str) -> dict[str, Any]:
    """The order and the filter that words ask for."""
    plain = wish.plain(text)
    said: dict[str, Any] = {}
    if wish.action == "sort" or _SORTED.search(plain) or _DOWN.search(plain):
        prop = _sort_property(wish, database, text)
        down = _DOWN.search(plain) is not None
        direction = "descending" if down else "ascending"
        said["sorts"] = [{"property": prop.name, "direction": direction}]
    if condition := _condition(wish, database, text):
        said["filter"] = condition
    return said


def _sort_property(wish: Wish, database: ExistingDatabase, text: str) -> ExistingProperty:
    named = mentioned(wish, database, text)
    prop = named[-1] if named else None
    if prop is None and re.search(r"최신|빠른|날짜|newest|latest|date|新しい|日", wish.plain(text)):
        prop = main_date(database)
    if prop is None:
        raise Ask("property", [p.name for p in database.properties])
    return prop


def _condition(wish: Wish, database: ExistingDatabase, text: str) -> dict[str, Any] | None:
    plain = wish.plain(text)
    hidden = HIDES.search(wish.clause.verb) is not None or _EXCEPT.search(plain) is not None
    only = ONLY.search(plain) is not None
    span = next((name for said, name in _SPANS if said.search(plain)), None)
    due = main_date(database)
    if span and due is not None and (only or not hidden):
        return {"property": due.name, "date": {span: {}}}
    if not hidden and not only and wish.action != "show":
        return None
    if (compared := _compared(wish, database, text, plain)) is not None:
        return compared
    if _BLANK.search(plain) and (blank := _blank(wish, database, text, hidden=hidden)):
        return blank
    for atom in atoms(text):
        for entity in wish.of(atom, "option"):
            if entity.database == database.id:
                return _equals(wish.property(entity), entity.name, hidden=hidden)
    return _done_condition(database, hidden=hidden) if _DONE.search(plain) else None


def _blank(
    wish: Wish, database: ExistingDatabase, text: str, *, hidden: bool
) -> dict[str, Any] | None:
    """Rows with nothing in a property, or with something in it."""
    fit = [p for p in mentioned(wish, database, text) if p.type in _CAN_BE_EMPTY]
    if not fit:
        return None
    return {"property": fit[0].name, fit[0].type: {_EMPTINESS[hidden]: True}}


def _compared(
    wish: Wish, database: ExistingDatabase, text: str, plain: str
) -> dict[str, Any] | None:
    """Rows whose number is above or below another. Raises Ask for which number."""
    found = _COMPARED.search(plain)
    if found is None:
        return None
    numbers = [p for p in database.properties if p.type == "number"]
    ids = {e.id for e in wish.hinted("property")}
    named = [p for p in mentioned(wish, database, text) if p in numbers]
    fit = named or [p for p in numbers if p.id in ids] or numbers
    if len(fit) != 1:
        raise Ask("property", [p.name for p in fit])
    said = found["after"] or found["before"]
    operator = next(name for name, words in _OPERATORS if words.fullmatch(said))
    value = float((found["n"] or found["m"]).replace(",", ""))
    return {"property": fit[0].name, "number": {operator: value}}


def _equals(prop: ExistingProperty, option: str, *, hidden: bool) -> dict[str, Any]:
    verbs = ("contains", "does_not_contain")
    if prop.type != "multi_select":
        verbs = ("equals", "does_not_equal")
    return {"property": prop.name, prop.type: {verbs[hidden]: option}}


def _done_condition(database: ExistingDatabase, *, hidden: bool) -> dict[str, Any] | None:
    ranked = sorted(database.properties, key=lambda p: p.type != "status")
    for prop in ranked:
        if prop.type in ("status", "select") and (option := done_option(prop)):
            return _equals(prop, option.name, hidden=hidden)
        if prop.type == "checkbox" and (DONE.fullmatch(prop.name) or prop is ranked[-1]):
            return {"property": prop.name, "checkbox": {"equals": not hidden}}
    return None
