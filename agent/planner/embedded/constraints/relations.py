"""Links between databases, and figures summed over them."""

import re

from agent.planner.brief import WantedRelation, WantedRollup
from agent.planner.embedded.constraints.names import tidy
from agent.planner.embedded.constraints.phrases import DATABASE
from agent.planner.embedded.led import Found, Led, Shape
from agent.planner.embedded.text import BLANKS, Scan
from tools.blueprint.properties import RollupFunction

_N = r"[^\s;,.:!?]{1,40}(?: [^\s;,.:!?]{1,40})?"
_DB = rf"(?:\s*{DATABASE})?"
_LINKS: list[Shape] = [
    Led(
        re.compile(r"(?P<a>[^\s;,.:!?]{1,40})\Z"),
        re.compile(
            rf"(?:{BLANKS}{DATABASE})?{BLANKS}(?:와|과|이랑|랑|하고|,|를"
            rf"|을)\s*(?P<b>[^\s;,.:!?]{{1,40}}?){_DB}\s*(?:를"
            rf"|을|는|은|에|도|끼리|간(?:에)?)?\s*(?:서로\s*)?"
            r"(?:관계형?(?:으?로)?\s*)?(?:연결|연동|링크|이어)(?:된|되는|해서)?"
        ),
    ),
    re.compile(
        rf"(?<![A-Za-z])(?:link(?:ed|ing)?|connect(?:ed|ing)?|relat(?:e|ed|ing))\s+(?:the "
        rf"|each |all )?(?P<a>{_N}?){_DB}\s+(?:to|with|and)\s+"
        rf"(?:the |its |their |each )?(?P<b>{_N}?){_DB}(?=\s*(?:[.,;!?\n]|$|with|and|by|so"
        rf"|using|in|through|together))",
        re.IGNORECASE,
    ),
    Led(
        re.compile(r"(?P<a>[^\s;、。,.:!?とを]{1,40})\Z"),
        re.compile(
            rf"(?:の?{DATABASE})?(?:と"
            rf"|を)(?P<b>[^\s;、。,.:!?とをに]{{1,40}}?)(?:の?{DATABASE})?(?:を|に|で)?\s*"
            r"(?:リレーションで)?(?:連携|リンク|つな|紐|関連付け|リレーション)"
        ),
    ),
]
_FUNCTIONS: dict[RollupFunction, str] = {
    "sum": r"합계|총합|총액|합|total|sum|合計|総額",
    "average": r"평균|average|mean|平均",
    "count": r"개수|건수|수|count|number|件数|数",
    "max": r"최대|최댓값|최고|max(?:imum)?|highest|最大|最高",
    "min": r"최소|최솟값|최저|min(?:imum)?|lowest|最小|最低",
}
_ANY = "|".join(_FUNCTIONS.values())
# "프로젝트별 예산 합계", "sum of budget per project", "顧客ごとの金額合計".
_ROLLUPS = [
    re.compile(
        rf"(?P<per>[^\s;,.:!?]{{1,40}}?)별\s*(?:로\s*)?(?P<property>[^;,.:!?\n]{{1,40}}?)\s*(?P<function>{_ANY})(?![가-힣]{{3}})"
    ),
    re.compile(
        rf"(?<![A-Za-z])(?P<function>{_ANY})(?: of)?(?: the)? "
        r"(?P<property>[^\s;,.:!?]{1,40}(?: [^\s;,.:!?]{1,40})?) (?:per|by|for each|of each) "
        r"(?P<per>[A-Za-z\ue000-\uf8ff]+)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<per>[^\s;、。,.:!?のを]{{1,40}}?)(?:別"
        rf"|ごと)の?(?P<property>[^\s;、。,.:!?]{{1,40}}?)の?(?P<function>{_ANY})"
    ),
]


def read_relations(scan: Scan) -> list[WantedRelation]:
    """Pairs of databases to link. They stay in the scan: their names are read there too."""
    found = [
        WantedRelation(source=source, target=target)
        for pattern in _LINKS
        for link in scan.find_all(pattern)
        if (source := tidy(scan, link["a"])) and (target := tidy(scan, link["b"]))
    ]
    return [pair for pair in found if pair.source != pair.target]


def take_links(scan: Scan) -> None:
    """Removes what `read_relations` read, once the names in it have been read too."""
    for pattern in _LINKS:
        scan.take_all(pattern)


def read_rollups(scan: Scan) -> list[WantedRollup]:
    """`프로젝트별 예산 합계`, `total amount per client`."""
    return [
        WantedRollup(
            per=per,
            property=of,
            function=_function(found["function"]),
            name=_name(scan, found)[:100].strip(),
        )
        for pattern in _ROLLUPS
        for found in scan.take_all(pattern)
        if (per := tidy(scan, found["per"])) and (of := tidy(scan, found["property"]))
    ]


def _function(word: str) -> RollupFunction:
    return next(
        name for name, words in _FUNCTIONS.items() if re.fullmatch(words, word, re.IGNORECASE)
    )


def _name(scan: Scan, found: Found) -> str:
    if found["function"].isascii():
        name = f"{found['function']} {found['property']}"
        return scan.name(name[0].upper() + name[1:])
    return scan.name(f"{found['property']} {found['function']}")
