"""Options said in a sentence of their own: `상태는 예정, 완료`, `with statuses Idea, Draft`."""

import re

from agent.planner.brief import PropertyList, PropertyType, WantedProperty
from agent.planner.embedded.constraints.names import tidy
from agent.planner.embedded.constraints.phrases import until_stop
from agent.planner.embedded.constraints.types import is_choice, with_options
from agent.planner.embedded.lexicon import concept_of, is_known
from agent.planner.embedded.text import Scan

_SINGULAR = {
    "statuses": "Status",
    "stages": "Stage",
    "priorities": "Priority",
    "categories": "Category",
    "genres": "Genre",
    "types": "Type",
    "tags": "Tags",
    "levels": "Level",
}
_ONE = r"status|stage|phase|priority|severity|category|genre|type|level|difficulty"
_SENTENCE = re.compile(
    rf"(?<![A-Za-z])(?:with )?(?P<en>{'|'.join(_SINGULAR)})(?:\s+(?:are|of|like|such as))?\s*:?\s+"
    rf"|(?<![A-Za-z])(?:an? )?(?P<one>{_ONE})\s+(?:(?:select|dropdown|property|field)\s+)?"
    r"(?:(?:with\s+)?(?:the\s+)?(?:options|values|choices)(?:\s+are)?\s*:?\s+|(?:is|are|:)\s+)"
    r"|(?P<ko>(?:진행 )?(?:상태|단계)|우선순위|중요도|카테고리|분류|장르|등급|태그|난이도|유형)"
    r"(?:\s*(?:옵션|값|종류))?(?:는|은|을|를|:)\s*(?!:)"
    r"|(?P<ja>ステータス|状態|段階|優先度|重要度|カテゴリー?|分類|ジャンル|タグ|難易度)"
    r"(?:の(?:選択肢|オプション))?(?:は|:)\s*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"(?P<name>[^\s;,、。.:!?()]{1,20})\s*\((?P<inside>[^();]*[,/|·][^();]*)\)")
_FEWEST = 2


def read_choices(scan: Scan) -> list[PropertyList]:
    """Choice properties with their options, of the main database."""
    wanted = []
    for found in list(_SENTENCE.finditer(scan.rest)):
        listed = until_stop(scan.rest[found.end() :])
        name = _name(found)
        choice = with_options(scan, WantedProperty(name=name, type=_kind(name)), listed)
        if len(choice.options) < _FEWEST or max(map(len, choice.options)) > 30:
            continue
        wanted.append(choice)
        end = found.end() + len(listed)
        blank = " " * (end - found.start() - 1)
        scan.rest = f"{scan.rest[: found.start()]};{blank}{scan.rest[end:]}"
    return [PropertyList(properties=wanted)] if wanted else []


def _name(found: re.Match[str]) -> str:
    if found["en"]:
        return _SINGULAR[found["en"].casefold()]
    return found["one"].capitalize() if found["one"] else found["ko"] or found["ja"]


def read_bracketed(scan: Scan) -> list[PropertyList]:
    """`우선순위(긴급, 높음, 보통)`: options in brackets right behind a word for a choice."""
    wanted = []
    for found in list(_BRACKETS.finditer(scan.rest)):
        name = tidy(scan, found["name"])
        if is_choice(name) and is_known(name):
            choice = WantedProperty(name=name, type=_kind(name))
            wanted.append(with_options(scan, choice, found["inside"]))
            scan.rest = scan.rest.replace(found[0], " ; ", 1)
    return [PropertyList(properties=wanted)] if wanted else []


def _kind(name: str) -> PropertyType:
    known = concept_of(name)
    if known is not None and known.type == "status":
        return "status"
    return "multi_select" if known is not None and known.type == "multi_select" else "select"
