"""Properties beside a word for them: lists that replace a schema, single ones that join it."""

import re
from itertools import takewhile

from agent.planner.brief import PropertyList, WantedProperty
from agent.planner.embedded.constraints.names import tidy
from agent.planner.embedded.constraints.phrases import (
    ADD,
    DATABASE,
    PROPERTY,
    SEPARATOR,
    until_stop,
)
from agent.planner.embedded.constraints.types import (
    TYPE_WORD,
    described,
    options_of,
    properties_in,
    type_of_word,
)
from agent.planner.embedded.constraints.unmarked import (
    read_after_with,
    read_per_database,
    read_put_into,
)
from agent.planner.embedded.led import Led, LedMatch, Shape
from agent.planner.embedded.lexicon import is_known
from agent.planner.embedded.text import BLANKS, Scan, is_quoted, split_outside

# "고객 DB의 속성은 …": the database that a list belongs to.
_OF = (
    rf"(?:(?P<db>[^\s;,.:!?]{{1,40}})\s*"
    rf"(?:{DATABASE}\s*(?:에는|에|의|には|に|の)?|(?:에는|의|には|の))\s*)?"
)
# "속성은 …", "with properties …", "プロパティは…": a list follows.
_HEAD = Led(
    re.compile(rf"{_OF}\Z", re.IGNORECASE),
    re.compile(
        rf"(?<![^\s、,])(?:with (?:the )?)?{PROPERTY}"
        r"(?:\s*(?:은|는|에는|로는|으로는|으로)(?=\s)|\s*[:=]"
        r"|\s+(?:are|is|such as|like)(?=\s)|は|には"
        r"|(?<=s)(?=\s+\S)|(?=\s+[가-힣]{1,10}(?:\s?\([^()]*\))?\s*[,、]))\s*",
        re.IGNORECASE,
    ),
)
# "number property called Score (…)", "속성 '점수'": one name follows the noun.
_CALLED = re.compile(
    rf"(?:(?P<type>{TYPE_WORD})(?:형|타입)?\s*+|(?:형|타입)\s*+|{BLANKS}){PROPERTY}\s*+"
    r"(?:(?:called|named|이름은|:)\s*+)?"
    r"(?P<name>[\ue000-\uf8ff]|(?<=called )\w+|(?<=named )\w+"
    r"|(?<=property )(?-i:[A-Z])\w+(?=\s+to\s|[.!]?$)"
    r"|(?<=: )\w+)\s*(?:[(\[](?P<inside>[^)\]]+)[)\]])?(?:\s+to\s+(?:the\s+)?(?P<db>[A-Za-z]+))?"
    r"(?:\s*,?\s*(?:with )?(?:the )?(?:options|choices|옵션은|옵션:|선택지는"
    r"|選択肢は):?\s*(?P<options>[^.;\n]+))?",
    re.IGNORECASE,
)
_OPTIONS_AFTER = re.compile(
    r"^\s*+(?:[을를도を]\s*+)?(?:,\s*+)?(?:with )?(?:the )?(?:options|choices|옵션[은을]|옵션:"
    r"|선택지는|選択肢は):?\s*(?P<options>[^.;\n]+)",
    re.IGNORECASE,
)
_RETYPED: list[Shape] = [
    Led(
        re.compile(r"(?P<name>[^\s;,.:!?]{1,30})\Z"),
        re.compile(
            rf"(?:{BLANKS}{PROPERTY})?(?:을|를|は|を)\s*"
            rf"(?P<type>{TYPE_WORD})(?:형|타입|型)?(?:으?로|に)\s*(?:바꿔|변경|해|変更|して)\S*"
        ),
    ),
    re.compile(
        rf"(?<![A-Za-z])(?:change|turn|make)\s+(?:the\s+)?"
        r"(?P<name>[\ue000-\uf8ff]|[A-Za-z ]{1,30}?)"
        rf"(?:\s+{PROPERTY})?\s+(?:in)?to\s+(?:an?\s+)?(?P<type>{TYPE_WORD})(?![A-Za-z])",
        re.IGNORECASE,
    ),
]
# "… 속성만", "… 속성을 가진": these and no others.
_EXACT_AFTER = re.compile(
    r"^\s*+(?:만|들?(?:을|를)?\s*+(?:가진|갖는|가지는)|들?(?:으)?로\s*(?:만|구성)|only|だけ|のみ)"
)


def read_properties(scan: Scan) -> list[PropertyList]:
    """All named properties, database by database."""
    return [
        *_from_heads(scan),
        *read_per_database(scan),
        *_retyped(scan),
        *_called(scan),
        *_before_noun(scan),
        *read_put_into(scan),
        *read_after_with(scan),
    ]


def _from_heads(scan: Scan) -> list[PropertyList]:
    """`속성은 이름, 상태(예정/완료)`, `with properties Title, Priority (High, Low)`."""
    lists = []
    while found := _HEAD.search(scan.rest):
        listed = until_stop(scan.rest[found.end() :])
        listed = _without_owner(listed)
        properties = properties_in(scan, listed)
        scan.cut(found.start(), found.end() + len(listed) if properties else found.end())
        if properties:
            database = tidy(scan, found["db"]) if _names_database(found) else None
            lists.append(PropertyList(database=database, exact=True, properties=properties))
    return lists


def _without_owner(listed: str) -> str:
    """`日付、場所、満足度の旅行記録`: what the last property belongs to is not of the list."""
    head, found, owner = listed.rpartition("の")
    last = re.split("[,、]", head)[-1].strip()
    owned = found and owner and is_known(last) and not is_known(f"{last}の{owner}")
    return head if owned else listed


def _names_database(found: LedMatch) -> bool:
    return bool(found["db"] and re.search(DATABASE, found[0], re.IGNORECASE))


def _called(scan: Scan) -> list[PropertyList]:
    """`a number property called Score`, `select 속성 '우선순위'(높음, 낮음)`."""
    lists = []
    for found in scan.take_all(_CALLED):
        name = tidy(scan, found["name"])
        if name:
            wanted = _typed(scan, name, found["type"], found["inside"] or found["options"])
            database = tidy(scan, found["db"] or "") or None
            lists.append(PropertyList(database=database, properties=[wanted]))
    return lists


def _retyped(scan: Scan) -> list[PropertyList]:
    """`담당자를 다중선택으로 바꿔줘`, `change Score to a number`."""
    return [
        PropertyList(properties=[WantedProperty(name=name, type=type_of_word(found["type"]))])
        for pattern in _RETYPED
        for found in scan.take_all(pattern)
        if (name := tidy(scan, found["name"]))
    ]


def _typed(scan: Scan, name: str, type_word: str | None, inside: str | None) -> WantedProperty:
    base = described(scan, name, inside) if inside else WantedProperty(name=name)
    type_ = type_of_word(type_word) if type_word else base.type
    options = options_of(scan, inside) if inside and not base.options and type_ else base.options
    return base.model_copy(update={"type": type_, "options": options})


_NOUN = re.compile(PROPERTY, re.IGNORECASE)


def _before_noun(scan: Scan) -> list[PropertyList]:
    """`'우선순위' select 속성 추가`, `a 'Score' number property`, `이름, 상태 속성을 가진`."""
    lists: list[PropertyList] = []
    read = ""  # up to here no noun is left
    while found := _NOUN.search(scan.rest, len(read)):
        start = max(scan.rest.rfind(mark, 0, found.start()) for mark in ";.!?\n") + 1
        database, clause, owner = _split_database(scan, scan.rest[start : found.start()])
        after = scan.rest[found.end() :]
        exact = bool(_EXACT_AFTER.match(after)) and not re.search(ADD, after[:12], re.IGNORECASE)
        lead, listed = _list_at_end(clause)
        properties = properties_in(scan, listed)
        if properties and (options := _OPTIONS_AFTER.match(after)):
            choices = options_of(scan, until_stop(options["options"]))
            properties[-1] = _with_choices(properties[-1], choices)
            after = after[options.end() :]
        read = f"{scan.rest[:start]} {lead if database is None else owner} ; "
        scan.rest = read + after
        if properties:
            lists.append(PropertyList(database=database, exact=exact, properties=properties))
    return lists


def _with_choices(wanted: WantedProperty, options: list[str]) -> WantedProperty:
    return wanted.model_copy(update={"options": options, "type": wanted.type or "select"})


_IN_DATABASE = re.compile(
    rf"{BLANKS}{DATABASE}\s*(?:에다|에는|에서|에|의|には|に|の)\s*", re.IGNORECASE
)
_IN_OWNER = re.compile(
    r"(?P<lead>(?:.*\s)?)(?P<owner>[가-힣]+)에(?:는|도|다)?\s+(?P<what>.*)", re.DOTALL
)


def _split_database(scan: Scan, clause: str) -> tuple[str | None, str, str]:
    """The database that a clause speaks of (`고객 DB에 …`, `작업에 …`), and the rest.

    Last comes what stays to be read: without a word for database it may be the wish's subject.
    """
    if place := _IN_DATABASE.search(clause):
        name = re.split(r"[\s,]", clause[: place.start()])[-1]
        return tidy(scan, name) or None, clause[place.end() :], ""
    found = _IN_OWNER.match(clause)
    if found is None:
        return None, clause, ""
    return tidy(scan, found["owner"]) or None, found["what"], found["lead"] + found["owner"]


_WISH = re.compile(
    r"줘|주세요|만들|싶|(?<![A-Za-z])(?:please|make|build|create|want|need)(?![A-Za-z])|作っ|作り"
    r"|たい",
    re.IGNORECASE,
)
_ITEM_WORDS = 4
# What leads up to the first item: "add a", "프로젝트에", "그리고".
_LEADING = re.compile(
    r"^.*(?<![A-Za-z])(?:with|add|include|including|has|have|plus|also|wants?|need"
    r"|having)\s+(?:an?|the)?\s*"
    r"|^.*(?:에는?|に|には|그리고|도|해줘|하고|고|用の)\s+(?=\S)(?<![가-힣]과\s)(?<![가-힣]와\s)",
    re.IGNORECASE | re.DOTALL,
)


def _list_at_end(clause: str) -> tuple[str, str]:
    """What leads up to the list of names that a clause ends with, and the list."""
    pieces = split_outside(clause, SEPARATOR)
    if not pieces:
        return "", ""
    before = list(takewhile(_can_be_item, reversed(pieces[:-1])))[::-1]
    items = [*before, pieces[-1]]
    if len(items) == len(pieces):
        items[0] = _without_lead(items[0])
    return clause[: clause.find(items[0])] if items[0] else clause, ", ".join(items)


def _can_be_item(piece: str) -> bool:
    return not _WISH.search(piece) and len(re.sub(r"[(\[].*", "", piece).split()) <= _ITEM_WORDS


def _without_lead(first: str) -> str:
    """The first item of a list without the words that lead up to it."""
    text = _LEADING.sub("", first)
    words = text.split()
    if len(words) > _ITEM_WORDS - 1 and not any(is_quoted(word) for word in words):
        text = " ".join(words[-2:])
    quoted = re.search(r"[\ue000-\uf8ff].*$", text)
    return quoted[0] if quoted and not re.match(TYPE_WORD, text, re.IGNORECASE) else text
