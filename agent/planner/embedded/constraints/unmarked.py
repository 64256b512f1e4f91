"""Properties without a word for them: lists that are recognised by what they contain."""

import re

from agent.planner.brief import PropertyList, WantedProperty
from agent.planner.embedded.constraints.names import tidy
from agent.planner.embedded.constraints.phrases import (
    DATABASE,
    PROPERTY,
    SAMPLE,
    SEPARATOR,
    SUB_PAGE,
    until_stop,
)
from agent.planner.embedded.constraints.types import properties_in
from agent.planner.embedded.led import Led
from agent.planner.embedded.lexicon import concept_of
from agent.planner.embedded.text import BLANKS, Scan, split_outside

# "고객 DB에는 이름, 이메일": a list follows, although no word for property was said.
_PER_DATABASE = Led(
    re.compile(r"(?P<db>[^\s;,.:!?]{1,40})\Z"),
    re.compile(
        rf"{BLANKS}{DATABASE}\s*(?:에는|에|는|은|:|には|は)\s*(?![^,;]{{0,120}}(?:뷰"
        rf"|{PROPERTY}))",
        re.IGNORECASE,
    ),
)
_NEXT_DATABASE = re.compile(
    rf"(?:[,;]\s*+|{BLANKS})(?:그리고\s*+|and\s*+)?[^\s;,.:!?]{{1,40}}\s*{DATABASE}",
    re.IGNORECASE,
)
_PUT_INTO = re.compile(
    rf"(?<![가-힣A-Za-z\ue000-\uf8ff])(?P<db>[가-힣A-Za-z\ue000-\uf8ff]{{1,20}})\s*{DATABASE}?에(?:는|도)?\s+"
    r"(?P<list>[^;.!?\n]{2,120}?)(?:을|를|도|은|는)?\s*(?:넣|추가|포함|기록|담|있)\S*"
    r"|(?<![가-힣])(?P<db_ko>[가-힣]{1,20})에는\s+(?P<list_ko>[^;.!?\n]{2,120})"
    r"|(?<![A-Za-z])(?:each |every |the )?(?P<db_en>[A-Za-z]{2,20})\s+(?:should |must )?"
    r"(?:have|has|need|needs)\s+(?P<list_en>[^;.!?\n]{2,160})"
    r"|(?<![ァ-ヺー一-鿿])(?P<db_ja>[ァ-ヺー一-鿿]{1,20})には(?P<list_ja>[^;.!?\n]{2,80}?)を?(?:入れ|追加|含め"
    r"|記録)\S*",
    re.IGNORECASE,
)
# "a status and a release date" goes on, "a status and a board view" would not.
_AND_A = re.compile(r"(?<!\s)\s+and\s+(?:an?|the)\s+", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[;.!?\n](?!\d)|:\s|(?<=[가-힣]줘)[,\s]|(?<=주세요)[,\s]|(?<=싶어)[,\s]")
# What leads up to a list: "기록 만들고 싶어 체중, 칼로리".
_WISHED = re.compile(r"^.*(?:싶어요?|[인는은]데|[가-힣]줘|주세요|해서|만들고|필요해요?)[,\s]+")
# "산책 일지 만들어줘 (날짜, 거리(숫자))": a list in brackets of its own.
_BRACKETED = re.compile(r"(?:^|(?<=\s))\((?P<list>(?:[^();]|\([^()]*\)){3,200})\)")
# "with 3 databases and 10 rows" lists no properties.
_OTHER = re.compile(f"{DATABASE}|{SUB_PAGE}|{SAMPLE}", re.IGNORECASE)
_WITH = re.compile(r"(?<![A-Za-z])(?:with|w/|including|tracking|recording)\s+", re.IGNORECASE)
# "제목, 저자, 평점이 있는": the list comes before the verb.
_HAVING = Led(
    re.compile(r"(?P<list>[^;.!?\n]{1,120})\Z"),
    re.compile(
        rf"(?:(?:[이가을를]|까지)\s*+|{BLANKS})(?:있는|포함된|포함한|들어간|담은|기록하는"
        r"|넣어|추가해|적는|적을 수 있|기록할 수 있|볼 수 있|がある|のある|を記録する"
        r"|を管理する)"
    ),
)


def read_per_database(scan: Scan) -> list[PropertyList]:
    """`고객 DB에는 이름, 이메일, 계약 DB에는 금액` (the databases' names stay to be read)."""
    lists = []
    for found in scan.find_all(_PER_DATABASE)[::-1]:
        database = tidy(scan, found["db"])
        listed = until_stop(scan.rest[found.end() :])
        following = _NEXT_DATABASE.search(listed)
        listed = listed[: following.start()] if following else listed
        listed = re.split(rf"{BLANKS}{PROPERTY}", listed, flags=re.IGNORECASE)[0]
        properties = properties_in(scan, listed)
        if database and sum(map(_is_property_like, properties)) * 2 > len(properties):
            lists.append(PropertyList(database=database, exact=True, properties=properties))
            scan.rest = scan.rest[: found.end()] + " ; " + scan.rest[found.end() + len(listed) :]
    return lists[::-1]


def _is_property_like(wanted: WantedProperty) -> bool:
    return wanted.type is not None or concept_of(wanted.name) is not None


def read_put_into(scan: Scan) -> list[PropertyList]:
    """`작업에는 우선순위(높음/낮음)와 마감일을 넣어줘`, `each task has a deadline and an owner`."""
    lists = []
    for found in list(_PUT_INTO.finditer(scan.rest)):
        database = tidy(scan, found["db"] or found["db_ko"] or found["db_en"] or found["db_ja"])
        whole = found["list"] or found["list_ja"]
        listed = whole or until_stop(_AND_A.sub(", ", found["list_ko"] or found["list_en"]))
        if database and (properties := _property_names(scan, listed, fewest=1)):
            lists.append(PropertyList(database=database, properties=properties))
            last = listed.split()[-1]
            taken = found[0] if whole else found[0][: found[0].rindex(last) + len(last)]
            scan.rest = scan.rest.replace(taken, " ; ", 1)
    return lists


def read_bare_list(scan: Scan) -> list[PropertyList]:
    """A clause that is nothing but a list of three or more properties, some with their types.

    To be read after the databases, whose lists look alike.
    """
    if bracketed := _BRACKETED.search(scan.rest):
        properties = _property_names(scan, bracketed["list"])
        if properties:
            scan.cut(bracketed.start(), bracketed.end())
            return [PropertyList(exact=True, properties=properties)]
    for clause in split_outside(scan.rest, _CLAUSE_END):
        listed = until_stop(clause)
        if scan.rest.startswith(clause):
            listed = _without_subject(scan, listed)
        properties = _property_names(scan, listed, fewest=3)
        if len(properties) >= 3 and any(p.type for p in properties):
            scan.rest = scan.rest.replace(listed, " ; ", 1)
            return [PropertyList(exact=True, properties=properties)]
    return []


def _without_subject(scan: Scan, listed: str) -> str:
    """A list without a first item that is no property: what the wish is about."""
    first = next(iter(split_outside(listed, SEPARATOR)), "")
    read = properties_in(scan, first)
    if not read or _is_property_like(read[0]):
        return listed
    return SEPARATOR.sub("", listed[listed.index(first) + len(first) :], count=1).lstrip()


def read_after_with(scan: Scan) -> list[PropertyList]:
    """`my records with artist, year, rating`; `제목, 저자, 평점이 있는`: names that mean "
    "properties."""
    for found in _WITH.finditer(scan.rest):
        listed = until_stop(scan.rest[found.end() :])
        if properties := _property_names(scan, listed):
            scan.cut(found.start(), found.end() + len(listed))
            return [PropertyList(properties=properties)]
    for having in _HAVING.finditer(scan.rest):
        listed = _WISHED.sub("", having["list"])
        if properties := _property_names(scan, listed):
            scan.cut(having.start() + having["list"].rindex(listed), having.end())
            return [PropertyList(properties=properties)]
    return []


def _property_names(scan: Scan, listed: str, *, fewest: int = 2) -> list[WantedProperty]:
    """The properties of a list if at least `fewest`, and most, of its names mean properties."""
    if _OTHER.search(listed):
        return []
    properties = properties_in(scan, listed)
    known = [p for p in properties if _is_property_like(p)]
    clear = len(known) >= fewest or any(p.options for p in known)
    return properties if clear and len(known) * 2 >= len(properties) else []
