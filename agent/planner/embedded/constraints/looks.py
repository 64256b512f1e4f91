"""Title, icon, colour, complexity, currency."""

import re

from agent.planner.embedded.constraints.hues import HUES
from agent.planner.embedded.text import Scan
from agent.planner.embedded.wants import Wants
from tools.blueprint.base import Complexity
from tools.blueprint.properties import NumberFormat

# A bare hue needs a context ("초록색", "in green", "青で"): green tea and red wine are no themes.
_COLOR = {
    hue: re.compile(
        rf"(?<![가-힣])(?:(?:{ko})색(?:상|깔)?(?:으로|의|\s*(?:계열|테마|톤|느낌))?"
        rf"|(?:{ko})(?:으?로\b|\s?(?:톤"
        rf"|테마|컬러|계열|느낌)))"
        rf"|(?<![A-Za-z])(?:in|make it(?: all)?|turn it|theme:?|colou?rs?:?|use"
        rf"|prefer)\s+(?:a\s+)?(?:light |dark |bright )?(?:{en})(?![A-Za-z])"
        r"(?!\s+(?:wines?|teas?|beans?|houses?))"
        rf"|(?:^|[,;.])\s*(?:{en})\s*(?=[,;.!]|$)"
        rf"|(?<![A-Za-z])(?:{en})[ -](?:theme|colou?r|tone|palette|style|accent)"
        rf"|(?:{ja})(?:色|い)?(?:で|に(?:して|変)|を基調|系|の?テーマ|っぽく)",
        re.IGNORECASE,
    )
    for hue, (ko, en, ja) in HUES.items()
}
_COMPLEXITY: dict[Complexity, re.Pattern[str]] = {
    "simple": re.compile(
        r"너무 (?:복잡|많)|too (?:complex|complicated|much)|less (?:detail(?:ed)?|complex)|複雑すぎ"
        r"|(?<!너무 )간단(?:하게|한|히)|심플(?:하게|한)?|단순(?:하게|한)"
        r"|가볍게|가벼운|미니멀(?:하게|한)?"
        r"|(?<![A-Za-z])(?<!too )(?:simple|simpler|simply|minimal|minimalist|basic"
        r"|lightweight)(?![A-Za-z])"
        r"|シンプル(?:に|な)?|簡単(?:に|な)|簡潔(?:に|な)",
        re.IGNORECASE,
    ),
    "advanced": re.compile(
        r"너무 (?:간단|단순)|too (?:simple|basic)|簡単すぎ"
        r"|(?:아주\s*|더\s*|매우\s*)?(?:자세(?:하게|히|한)|상세(?:하게|히|한)"
        r"|복잡(?:하게|한)"
        r"|꼼꼼(?:하게|히)|풍부(?:하게|한)"
        r"|전문적(?:으로|인)|완벽(?:하게|한))|고급(?:스럽게|형)?(?=\s|으로|$)|심화"
        r"|(?<![A-Za-z])(?:advanced|detailed|in detail|comprehensive|complex|full[- ]featured"
        r"|sophisticated|thorough)(?![A-Za-z])"
        r"|詳しく|詳細(?:に|な)?|高度(?:に|な)|本格的(?:に|な)?|充実した",
        re.IGNORECASE,
    ),
}
_STANDARD = re.compile(
    r"(?<![가-힣])(?:보통|기본|표준)(?:으로| 수준)"
    r"|(?<![A-Za-z])standard(?: complexity)?(?![A-Za-z])|標準(?:で"
    r"|的に)",
    re.IGNORECASE,
)
_CURRENCY: dict[NumberFormat, re.Pattern[str]] = {
    "won": re.compile(r"원화(?:로)?|원 단위|in won|korean won|ウォンで", re.IGNORECASE),
    "dollar": re.compile(
        r"달러(?:로|화)|(?<![A-Za-z])in (?:us )?dollars|in usd|ドルで", re.IGNORECASE
    ),
    "yen": re.compile(r"엔화(?:로)?|엔으로|in (?:japanese )?yen|円で", re.IGNORECASE),
    "euro": re.compile(r"유로(?:로|화)|in euros?|ユーロで", re.IGNORECASE),
    "pound": re.compile(r"파운드로|in pounds|ポンドで", re.IGNORECASE),
}
_TITLE = re.compile(
    r"(?:제목|타이틀|이름)(?:을|를|은|는)\s*:?\s*(?P<ko>[\ue000-\uf8ff]|[^\s;,.:][^;,.:\n]{0,59}?)"
    r"(?:\s*(?:으로|로|이라고|라고|이야|야|이고)(?=\s|[.,;!]|$)|\s*[.,;!?\n]|\s*$)"
    r"|(?:제목|타이틀|title|タイトル)\s*[:=]\s*(?P<colon>[\ue000-\uf8ff]|[^;,.\n]{1,60})"
    r"|(?P<named>[\ue000-\uf8ff])\s*(?:이라는|라는|이란|란)\s*(?:이름|제목|타이틀)?(?:의|으로)?"
    r"|(?P<ja1>[\ue000-\uf8ff])という(?:名前|タイトル|題名)?(?:の|で)?"
    r"|(?:タイトル|題名|名前)(?:は|を)\s*(?P<ja2>[\ue000-\uf8ff]|[^;、。,.\n]{1,40}?)(?:に(?:して"
    r"|変)|で|と(?:して"
    r"|する)|です|[、。;,.]|$)"
    r"|(?<![A-Za-z])(?:call(?:ed)?|name(?:d)?|titled?|the title(?: is)?|title is)(?: it| as"
    r"| to)?\s+"
    r"(?P<en>[\ue000-\uf8ff]|(?-i:[A-Z0-9][\w'’&-]*(?:\s+(?:[A-Z0-9&][\w'’&-]*|of|the"
    r"|and(?=\s+[A-Z])))*))"
    r"|(?:change|set|rename) (?:the |its )?(?:title|name|workspace)(?: to| as"
    r"|:)\s+(?P<en2>[\ue000-\uf8ff]|[^;,.\n]{1,60})",
    re.IGNORECASE,
)
EMOJI = re.compile(
    r"[\U0001F1E6-\U0001F1FF]{2}|[0-9#*]\uFE0F?\u20E3"
    r"|[\U0001F300-\U0001FAFF\u2600-\u27BF\u2B00-\u2BFF\u231A\u231B\u23E9-\u23FA\u2190-\u21FF]"
    r"[\uFE0F\U0001F3FB-\U0001F3FF]?"
    r"(?:\u200D[\U0001F300-\U0001FAFF\u2600-\u27BF]\uFE0F?[\U0001F3FB-\U0001F3FF]?){0,9}+"
)
_ICON = re.compile(
    rf"(?:아이콘|이모지|icon|emoji|アイコン"
    rf"|絵文字)[^;\n]{{0,12}}?(?P<after>{EMOJI.pattern})(?:으?로)?"
    rf"|(?<!\u200D)(?P<before>{EMOJI.pattern})\s*(?:를|을)?\s*(?:아이콘|이모지"
    rf"|(?:as (?:the )?)?(?:icon|emoji)"
    rf"|(?:を)?(?:アイコン|絵文字))(?:으로)?",
    re.IGNORECASE,
)
_DASHBOARD = re.compile(r"대시보드|dashboard|ダッシュボード", re.IGNORECASE)


def read_title(scan: Scan) -> str | None:
    """The title of the workspace, if it is said."""
    found = scan.take(_TITLE)
    if found is None:
        return None
    raw = next(text for text in found.groupdict().values() if text)
    return scan.name(raw).strip(" '\"")[:80].strip() or None


def read_icon(scan: Scan) -> str | None:
    """The emoji that is to be the workspace's icon."""
    found = scan.take(_ICON)
    return (found["after"] or found["before"]) if found else None


def read_looks(scan: Scan) -> Wants:
    """Colour, complexity and currency."""
    return Wants(
        color=next((hue for hue, said in _COLOR.items() if scan.take(said)), None),
        complexity=_complexity(scan),
        currency=next((kind for kind, said in _CURRENCY.items() if scan.take(said)), None),
        dashboard=bool(_DASHBOARD.search(scan.rest)),
    )


def _complexity(scan: Scan) -> Complexity | None:
    found = next((level for level, said in _COMPLEXITY.items() if scan.take(said)), None)
    return found or ("standard" if scan.take(_STANDARD) else None)
