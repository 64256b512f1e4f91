"""New properties: their type from what was said of it, else from what their name means."""

import re
from typing import Any

from pydantic import TypeAdapter

from agent.planner.brief import WantedProperty
from agent.planner.embedded.changing.dates import find_dates
from agent.planner.embedded.changing.marks import ATOM, Entity, atoms
from agent.planner.embedded.changing.nouns import OPTION, PROPERTY
from agent.planner.embedded.changing.wish import Unread, Wish
from agent.planner.embedded.compose.generated import new_property
from agent.planner.embedded.constraints.types import (
    TYPE_WORD,
    currency_of_word,
    properties_in,
    type_of_word,
    with_options,
)
from agent.planner.embedded.lexicon import concept_of, is_known
from agent.planner.embedded.text import BLANKS, Scan
from agent.planner.patterns import PropertyPattern
from tools.blueprint.base import Language
from tools.blueprint.changes import AddProperty, Change
from tools.blueprint.properties import NumberFormat, Option, Property
from tools.workspace.model import ExistingDatabase

_PROPERTY: TypeAdapter[Property] = TypeAdapter(Property)
_CURRENCY: dict[Language, NumberFormat] = {"ko": "won", "en": "dollar", "ja": "yen"}
_NOUN = re.compile(PROPERTY, re.IGNORECASE)
_ENDS_TYPE = rf"\s,()を의はの{ATOM[1:-1]}"
_TYPED = re.compile(
    rf"(?P<type>(?:check|multi|single|phone|다중|멀티|단일|체크)[\s-]?[^\s,()]{{1,60}}?"
    rf"|(?<![^{_ENDS_TYPE}])[^{_ENDS_TYPE}]{{1,60}}?)"
    r"(?:\s*(?:형|타입|type|型|の))?"
    rf"\s*{PROPERTY}",
    re.IGNORECASE,
)
_AS_TYPE = re.compile(
    r"(?:,\s*)?(?:(?:타입|유형|형식|type|タイプ|型)(?:은|는|:|は|\s+is)?\s*(?P<a>[^\s,]+?)"
    r"(?:으로|로|で)?(?=$|[\s,])|(?<![A-Za-z])as an? (?P<b>[A-Za-z -]{1,60})$"
    r"|(?P<c>(?<![^\s,])[^\s,]+?)\s*(?:타입|형식|형)(?:으로|로)|(?P<d>(?<!\S)\S+)型で)",
    re.IGNORECASE,
)
# "예상 시간 숫자로", "見積もり時間(数値)": a type says that a property is meant.
_TYPED_ALONE = re.compile(
    rf"\s{TYPE_WORD}(?:형|타입)?(?:으로|로)$|を?{TYPE_WORD}(?:型)?で$|(?<!\s)\s+as an? {TYPE_WORD}$"
    r"|^an?\s(?:new\s)?[a-z]+ (?:date|deadline|url)(?=$|\s+(?:to|in)\s)"
    rf"|\((?:{TYPE_WORD}|数値|日付|テキスト|체크|원|₩|%)\)",
    re.IGNORECASE,
)
_CURRENCY_SAID = re.compile(
    r"(?:^|,\s*|(?<=\s))(?:in |(?:단위|통화)[은는가]?\s*|(?:単位|通貨)は)"
    r"(?P<money>dollars?|euros?|won|yen|pounds?|percent|usd|eur|krw|jpy|gbp|원|달러|엔|유로|퍼센트|%|円|ドル)"
    r"(?:으로|로|で)?(?![A-Za-z가-힣])",
    re.IGNORECASE,
)
_JOINED_NOUN = re.compile(rf"{BLANKS}{PROPERTY}(?=(?:이랑|하고|과|와|랑|と)\s*\S)", re.IGNORECASE)
# "Effort (S, M, L)": options say it too, where they are no values of properties that exist.
_LISTED_OPTIONS = re.compile(
    r"\((?:[^(),/]{1,20}[,/、]\s?){1,8}[^(),/]{1,20}\)(?=\s*(?:$|(?:in|to|on)\s))"
)
_TYPE_END = re.compile(
    rf"(?:(?<!\s)\s+|を)(?P<type>{TYPE_WORD})(?:형|타입|型)?(?:으로|로|で)$", re.IGNORECASE
)
_OPTIONS_FIRST = re.compile(
    rf"^\s*{OPTION}(?:은|는|을|를|이)\s*(?P<list>[^\n]+?)(?:으로|로)\s+(?=\S)", re.IGNORECASE
)
_OPTIONS = re.compile(
    rf"(?:,\s*)?(?:(?<![A-Za-z])(?:with|having)\s+)?(?:the\s+)?{OPTION}"
    r"(?:은|는|이|을|를|:|으로|は|\s+are|\s+of)?\s*:?\s*(?P<list>[^\n]+)$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:이라는|라는|이란|란)\s*(?:이름(?:의|으로)?)?|(?:이름은|이름이)\s*"
    r"|(?<![A-Za-z])(?:called|named|titled|for)(?![A-Za-z])|という(?:名前の)?",
    re.IGNORECASE,
)
_EDGES = re.compile(
    r"^(?:(?:새로운|새|신규|각각|좀|하나|an?|the|new|another|some|新しい)(?:\s+|$))+"
    r"|(?:(?:을|를|をも?|も)|(?<=\s)(?:하나|좀|더|개|도|은|는|too|as well))$",
    re.IGNORECASE,
)
_LIST_END = re.compile(r"(?:으로|로|이야|이고|으로 해줘|だよ|です|で|にして)$")
_BESIDE = re.compile(r"\s?(?:앞|뒤|옆|사이)에\s|(?<![A-Za-z])(?:before|in front of) |の前に")
_NO_NAMES = frozenset({"", "새", "new", "a", "an"})


def add_property(wish: Wish) -> list[Change] | None:
    """`작업에 우선순위 속성 추가 (높음, 낮음)`, `add a number property called Points to Tasks`."""
    typed = _TYPED_ALONE.search(wish.plain(wish.body)) or _lists_options(wish)
    if not (_NOUN.search(wish.body) or typed or _lists_known(wish)):
        return None
    named = wish.take_databases()
    wanted = _wanted(wish)
    if not wanted:
        raise Unread
    homes = named or [wish.the_database()]
    changes: list[Change] = [
        _change(wish, home, one) for home in homes for one in wanted if not _has(home, one)
    ]
    wish.remember(Entity("property", wanted[-1].name, "", homes[-1].id))
    return changes


def _has(home: ExistingDatabase, wanted: WantedProperty) -> bool:
    """Whether a database that is being made comes with such a property anyway."""
    return home.id.startswith("+") and wanted.name in [p.name for p in home.properties]


def _change(wish: Wish, database: ExistingDatabase, wanted: WantedProperty) -> AddProperty:
    return AddProperty(
        action="add_property",
        database=database.title,
        property=declared(wanted, wish.language),
    )


def _lists_options(wish: Wish) -> bool:
    text = " ".join([wish.body, *wish.details])
    found = _LISTED_OPTIONS.search(text)
    if found is None or any(wish.of(atom, "property") for atom in atoms(found[0])):
        return False
    before = atoms(text[: found.start()])
    quoted = any(wish.marks.is_quoted(atom) for atom in before)
    return not quoted and not find_dates(wish.plain(found[0]))


def _lists_known(wish: Wish) -> bool:
    """Whether the words are nothing but names that mean properties ("작업에 우선순위 추가")."""
    everything = atoms(" ".join([wish.body, *wish.details]))
    quoted = any(wish.marks.is_quoted(atom) for atom in atoms(wish.body)) and not wish.details
    if quoted or any("://" in wish.marks.surface(atom) for atom in everything):
        return False
    kept, memory = wish.body, wish.memory.database
    wish.take_databases()
    left = wish.plain(wish.body)
    wish.body, wish.memory.database = kept, memory
    if _GIVES_VALUES.search(left):
        return False
    scan = Scan(_EDGES.sub("", left.strip()))
    listed = properties_in(scan, _EDGES.sub("", scan.rest.strip()))
    certain = [_is_property(_noun(p.name)) for p in listed]
    # Who lists one property lists properties; rows beside it would be odd.
    return bool(listed) and (all(certain) or (any(certain) and not _ROW_LIKE.search(left)))


_GIVES_VALUES = re.compile(r"\s(?:with|due|called|named)\s", re.IGNORECASE)
_ROW_LIKE = re.compile(
    r"(?:하기|정리|회의|제출|예약|구매|준비|확인|작성|보내기)(?=\s|,|$|이랑|랑|과|와|하고)"
    r"|(?<![A-Za-z])(?:call|buy|book|send|write|fix|prepare|meet|review)\s|する(?=$|[と、])",
    re.IGNORECASE,
)
_MEASURES = frozenset({"money", "percent", "duration", "quantity", "priority", "rating"})


def _is_property(name: str) -> bool:
    last = name.split()[-1] if name.split() else ""
    known = concept_of(last) if is_known(last) else None
    if last != name:  # "예상 비용": what the last word means, if that is no thing to do
        return known is not None and known.key in _MEASURES
    return known is not None or type_of_word(name) is not None


def _noun(name: str) -> str:
    """A name without a particle where what is left is a word that is known ("메모도")."""
    if is_known(name):
        return name
    left = name[:-1] if name[-1:] in "을를도은는이가" else name
    return left if is_known(left) else re.sub("[을를]$", "", name)


def requoted(wish: Wish, text: str) -> str:
    """A text with its names put back, in quotes where they were or where they need them."""

    def back(found: re.Match[str]) -> str:
        surface = wish.marks.surface(found[0])
        return f'"{surface}"' if wish.marks.is_quoted(found[0]) else surface

    return re.sub(ATOM, back, text)


def _wanted(wish: Wish) -> list[WantedProperty]:
    type_ = _type_said(wish)
    options = wish.take(_OPTIONS_FIRST) or wish.take_anywhere(_OPTIONS)
    format_ = wish.take_anywhere(_CURRENCY_SAID)
    wish.body = _EDGES.sub("", _NOUN.sub(" ", _JOINED_NOUN.sub("", wish.body)).strip())
    scan = Scan(requoted(wish, _CALLED.sub(" ", " ".join([wish.body, *_taken(wish)]))))
    named = properties_in(scan, _EDGES.sub("", scan.rest.strip(" :,、")))
    if not named and type_:
        named = [WantedProperty(name=type_[1])]
    if any(_BESIDE.search(one.name) for one in named):
        raise Unread  # "이름들 앞에 번호": a place, no name
    named = [_cased(one, wish) for one in named if one.name.strip() not in _NO_NAMES]
    named = [_by_type_word(one) for one in named]
    if named and type_:
        named = [one if one.type else one.model_copy(update={"type": type_[0]}) for one in named]
    if named and format_:
        said = {"type": "number", "format": currency_of_word(format_["money"])}
        named[-1] = named[-1].model_copy(update=said)
    if named and options:
        listed = Scan(requoted(wish, _LIST_END.sub("", options["list"].strip("() "))))
        named[-1] = _with_options(listed, named[-1])
    return named


def _by_type_word(wanted: WantedProperty) -> WantedProperty:
    """A property that is called by its type alone ("체크박스") is of that type."""
    if wanted.type or wanted.options or concept_of(wanted.name):
        return wanted
    return wanted.model_copy(update={"type": type_of_word(wanted.name)})


def _with_options(scan: Scan, wanted: WantedProperty) -> WantedProperty:
    known = concept_of(wanted.name)
    choice = known.type if known and known.type in ("status", "multi_select") else "select"
    typed = wanted if wanted.type else wanted.model_copy(update={"type": choice})
    return with_options(scan, typed, scan.rest)


def _taken(wish: Wish) -> list[str]:
    """The details that are a list in brackets, or names behind a colon; they are used up."""
    taken = [d for d in wish.details if re.match(r"\s*+\(.*\)\s*$", d)]
    if not wish.body.strip() or re.fullmatch(r"\W*", wish.plain(wish.body)):
        taken = list(wish.details)
    wish.details = [d for d in wish.details if d not in taken]
    return [", ".join(taken) if not wish.body.strip() else " ".join(taken)]


def _type_said(wish: Wish) -> tuple[Any, str] | None:
    """The type that was said, and the word for it; its words are taken."""
    if found := wish.take_anywhere(_AS_TYPE):
        said = next(word for word in found.groupdict().values() if word)
        if type_ := type_of_word(said):
            return type_, said
    if ending := _TYPE_END.search(wish.body):
        wish.cut(ending.start(), ending.end())
        return type_of_word(ending["type"]), ending["type"]
    typed = _TYPED.search(wish.body)
    if typed and (type_ := type_of_word(typed["type"])) and type_ not in ("title", "relation"):
        wish.body = wish.body.replace(typed[0], " property ", 1)
        return type_, typed["type"]
    return None


def _cased(wanted: WantedProperty, wish: Wish) -> WantedProperty:
    """An English name begins with a capital, unless it was quoted."""
    name = _noun(wanted.name)
    quoted = any(wish.marks.surface(a) == wanted.name for a in atoms(wish.clause.body))
    if not quoted and name.isascii() and name.islower():
        name = name[0].upper() + name[1:]
    return wanted if quoted else wanted.model_copy(update={"name": name})


def declared(wanted: WantedProperty, language: Language) -> Property:
    """A property as a change declares it."""
    pattern = new_property(wanted, "p")
    said: dict[str, Any] = {"name": wanted.name, "type": pattern.type}
    if pattern.type == "number":
        money = pattern.format == "won" and wanted.format is None
        said["format"] = _CURRENCY[language] if money else pattern.format or "number"
    elif pattern.options:
        said["options"] = _options(pattern, language)
    return _PROPERTY.validate_python(said)


def _options(pattern: PropertyPattern, language: Language) -> list[Option]:
    return [
        Option(name=o.name.in_language(language), color=o.color, group=o.group)
        for o in pattern.options
    ]
