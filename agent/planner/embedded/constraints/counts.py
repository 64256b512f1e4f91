"""How many: databases, sub-pages, sample rows."""

import re

from agent.planner.brief import MOST_DATABASES, MOST_ROWS, MOST_SUB_PAGES, Limited
from agent.planner.embedded.constraints.phrases import ADD, DATABASE, SAMPLE, SUB_PAGE
from agent.planner.embedded.numerals import NUMBER, UNIT, value
from agent.planner.embedded.text import Scan
from agent.planner.embedded.wants import Wants

# "DB 하나 더" adds to what is there; it is no total.
_MORE = rf"(?!\s*(?:를|을|도|は|を|も)?\s*(?:더|more|{ADD}|もっと|追加))"


def _counted(noun: str) -> re.Pattern[str]:
    """`3 databases`, `DB 3개`, `3개의 DB`, `データベースを3つ`."""
    filler = r"(?:를|을|는|은|가|이|도|만|を|は|が|の)?\s*(?:총|모두|각각|각|약|전부|計)?\s*:?\s*"
    before = (
        rf"(?P<before>{NUMBER})\s*{UNIT}?(?:의|짜리|の)?\s*(?:씩\s*)?"
        # "DB 4개 하위페이지 5개": a noun with a number behind it takes that one.
        rf"(?:(?:linked|different|separate|related|connected)\s+)?{noun}(?!\s*{NUMBER}\s*{UNIT})"
    )
    after = (
        rf"{noun}{filler}(?P<after>{NUMBER})\s*{UNIT}?(?:씩|ずつ)?(?:만|だけ|のみ)?"
        rf"(?!\s*(?:sub|サブ|database|views?))"
    )
    return re.compile(rf"(?:{before}|{after}){_MORE}", re.IGNORECASE)


def _further(noun: str) -> re.Pattern[str]:
    """`하위 페이지 2개 추가`, `DB 하나 더`, `two more databases`, `サブページをもう2つ`."""
    return re.compile(
        rf"{noun}(?:를|을|도|を|も)?\s*(?:もう)?(?P<ko>{NUMBER})\s*{UNIT}?(?:를|을|도|を|も)?\s*"
        rf"(?:더|{ADD})(?!\s*:)|(?P<en>{NUMBER}|another|one) more {noun}|(?P<one>another) {noun}"
        rf"|add (?P<add>{NUMBER}) {noun}",
        re.IGNORECASE,
    )


_FURTHER = {noun: _further(noun) for noun in (DATABASE, SUB_PAGE)}
_DATABASES = _counted(DATABASE)
_SUB_PAGES = _counted(SUB_PAGE)
_SAMPLES = _counted(SAMPLE)
# "데이터 20건": rows, where no word for samples was said.
_RECORDS = re.compile(rf"데이터\s*(?:는|은|를)?\s*(?P<n>{NUMBER})\s*(?:개|건|줄|행)(?!\s*베이스)")
_ONLY = re.compile(
    rf"{SAMPLE}(?:는|은)?\s*(?P<n>{NUMBER})\s*{UNIT}?\s*만|only (?P<m>{NUMBER}) {SAMPLE}"
    rf"|{SAMPLE}\s*[,:;-]?\s*(?:just|only|about|like|around)\s+(?P<o>{NUMBER})",
    re.IGNORECASE,
)
_NO_SAMPLES = re.compile(
    rf"{SAMPLE}\s*(?:는|은|을|를|도|は|を|も)?\s*(?:다|모두|전부|全部)?\s*(?:없이|없는|없음|빼"
    rf"|제외|필요\s?없|말고|삭제"
    rf"|지워|제거|없애|"
    rf"なし|不要|いらない|なく|抜き|を?削除)(?:고|줘|해줘|주세요|で)?"
    rf"|(?<![A-Za-z])(?:no|without(?: any)?|remove(?: the| all)?|delete(?: the| all)?"
    rf"|drop(?: the)?)"
    rf" {SAMPLE}|(?<![A-Za-z])empty (?=databases?|template)|빈 (?=DB|데이터베이스|템플릿)",
    re.IGNORECASE,
)
_NO_SUB_PAGES = re.compile(
    rf"{SUB_PAGE}\s*(?:는|은|을|를|도|は|を|も)?\s*(?:다|모두|전부|全部)?\s*(?:없이|없는|빼|제외"
    rf"|필요\s?없|말고|삭제|제거"
    rf"|없애|なし|不要|いらない|削除)"
    rf"(?:고|줘|해줘|주세요|で)?|(?<![A-Za-z])(?:no|without(?: any)?|remove(?: the"
    rf"| all)?) {SUB_PAGE}",
    re.IGNORECASE,
)


def read_further(scan: Scan, noun: str) -> int:
    """How many of a noun (`DATABASE`, `SUB_PAGE`) are to come beside what there is."""
    return _number(scan, _FURTHER[noun]) or 0


def read_database_count(scan: Scan) -> int | None:
    """The number of databases, at least 1."""
    found = _number(scan, _DATABASES)
    return None if found is None else max(1, found)


def read_sub_page_count(scan: Scan) -> int | None:
    """The number of sub-pages; 0 for none."""
    if scan.take(_NO_SUB_PAGES):
        return 0
    return _number(scan, _SUB_PAGES)


def within_limits(wants: Wants) -> Wants:
    """The wants with every count cut at its limit, and a note of which ones were."""
    limits: list[tuple[Limited, str, int]] = [
        ("databases", "database_count", MOST_DATABASES),
        ("sub_pages", "sub_page_count", MOST_SUB_PAGES),
        ("rows", "sample_count", MOST_ROWS),
    ]
    over = [(kind, name, most) for kind, name, most in limits if (getattr(wants, name) or 0) > most]
    update: dict[str, object] = {name: most for _, name, most in over}
    return wants.model_copy(update={**update, "cut": [kind for kind, _, _ in over]})


def read_sample_count(scan: Scan) -> int | None:
    """The number of sample rows per database; 0 for none."""
    if scan.take(_NO_SAMPLES):
        return 0
    found = _number(scan, _ONLY) if _ONLY.search(scan.rest) else _number(scan, _SAMPLES)
    if found is None:
        found = _number(scan, _RECORDS)
    return found


def _number(scan: Scan, pattern: re.Pattern[str]) -> int | None:
    found = scan.take(pattern)
    if found is None:
        return None
    said = next(text for text in found.groupdict().values() if text)
    return 1 if said.casefold() == "another" else value(said)
