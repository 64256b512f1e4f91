"""View types by name; some words need the word "view" beside them, so as not to mean a thing."""

import re
from functools import lru_cache

from agent.planner.brief import ViewType, WantedView
from agent.planner.embedded.constraints.names import tidy
from agent.planner.embedded.constraints.phrases import DATABASE, SEPARATOR
from agent.planner.embedded.text import BLANKS, Scan, split_outside

# These words name a view wherever they stand …
_CLEAR: dict[ViewType, str] = {
    "calendar": r"캘린더|달력|calendars?|カレンダー",
    "board": r"(?<![가-힣])보드|칸반(?:\s?보드)?|kanban(?: board)?|boards?(?! (?:game"
    r"|meeting|member))|カンバン(?:ボード)?|(?<![ァ-ヺー])ボード",
    "gallery": r"갤러리|gallery|galleries|ギャラリー",
    "timeline": r"타임라인|간트(?:\s?차트)?|timelines?|gantt(?: chart)?|タイムライン"
    r"|ガント(?:チャート)?",
}
# … and these only beside another view or the word "view": a reading list is no list view.
_UNCLEAR: dict[ViewType, str] = {
    "board": r"boards?",
    "table": r"표|테이블|tables?|テーブル|表",
    "list": r"리스트|목록|lists?|リスト|一覧",
    "chart": r"차트|그래프|charts?|graphs?|チャート|グラフ",
    "form": r"폼|양식|설문|forms?|フォーム",
    "map": r"지도|maps?|マップ|地図",
}
_LOOK = r"(?:뷰|보기|형태|형식|(?<![A-Za-z])views?(?![A-Za-z])|ビュー|表示)"
_ONLY = r"(?:만|only|だけ|のみ)"
_BOTH: dict[ViewType, str] = {
    kind: "|".join(filter(None, (_CLEAR.get(kind), _UNCLEAR.get(kind))))
    for kind in (*_CLEAR, *(k for k in _UNCLEAR if k not in _CLEAR))
}
_LATIN_EDGES = r"(?<![A-Za-z]){}(?![A-Za-z])"


def _any(words: dict[ViewType, str]) -> str:
    return _LATIN_EDGES.format(f"(?:{'|'.join(words.values())})")


_JOIN = (
    r"(?:\s*(?:뷰|보기|views?|ビュー)?\s*(?:,|、|·|/|&|\band\b|및|그리고|하고|이랑|랑|와|과|と)\s*)"
)
_LISTED = re.compile(
    rf"(?P<before>(?:just"
    rf"|only)\s+)?(?:an?\s+)?(?P<views>{_any(_BOTH)}(?:{_JOIN}(?:an?\s+)?{_any(_BOTH)}){{0,8}})\s*{_LOOK}"
    rf"(?:들|로)?\s*(?P<only>{_ONLY})?",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"(?P<before>(?:just"
    rf"|only)\s+)?(?:an?\s+)?(?P<views>{_any(_CLEAR)}(?:{_JOIN}(?:an?\s+)?{_any(_BOTH)}){{0,8}})"
    rf"(?:으?로)?\s*(?P<only>{_ONLY})?",
    re.IGNORECASE,
)
_SHOWN_AS = re.compile(
    rf"(?P<before>)(?P<views>{_any(_BOTH)}(?:{_JOIN}{_any(_BOTH)}){{0,8}})\s*(?:으?로"
    rf"|で)\s*(?P<only>{_ONLY})?\s*"
    r"(?:볼|보고|보여|보기|표시|見|表示)",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"{_LOOK}\s*(?P<before>)(?:는|은|:|は|are"
    rf"|=)\s*(?P<views>{_any(_BOTH)}(?:{_JOIN}(?:an?\s+)?{_any(_BOTH)}){{0,8}})\s*(?P<only>{_ONLY})?",
    re.IGNORECASE,
)
_FOR = re.compile(
    rf"(?P<db>[^\s;,.:!?]{{1,40}})\s*{DATABASE}\s*(?:에는|에|의|は|に|の)?\s*$", re.IGNORECASE
)
_NEAR = 80  # characters before a view that may name its database


@lru_cache(maxsize=1024)
def view_type(word: str) -> ViewType | None:
    """The view type that a word names."""
    text = re.sub(rf"{BLANKS}{_LOOK}$", "", word.strip(), flags=re.IGNORECASE).strip()
    return next(
        (kind for kind, words in _BOTH.items() if re.fullmatch(words, text, re.IGNORECASE)), None
    )


def read_views(scan: Scan) -> tuple[list[WantedView], bool]:
    """The views asked for, and whether there are to be no others."""
    views: list[WantedView] = []
    only = False
    for pattern in (_LISTED, _HEAD, _SHOWN_AS, _ALONE):
        start = 0
        while found := pattern.search(scan.rest, start):
            start = max(0, found.start() - _NEAR)
            database = _FOR.search(scan.rest[start : found.start()])
            views += _views(found["views"], tidy(scan, database["db"]) if database else None)
            only = only or bool(found["only"] or found["before"])
            scan.rest = f"{scan.rest[: found.start()]} {scan.rest[found.end() :]}"
    return list({(v.type, v.database): v for v in views}.values()), only and bool(views)


def _views(listed: str, database: str | None) -> list[WantedView]:
    words = split_outside(listed, SEPARATOR)
    kinds = [kind for word in words if (kind := view_type(re.sub(r"^an? ", "", word)))]
    return [WantedView(type=kind, database=database or None) for kind in kinds]
