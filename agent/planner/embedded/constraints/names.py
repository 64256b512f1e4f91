"""Names of databases and sub-pages: lists after a head, lists before the noun."""

import re
from dataclasses import dataclass, field
from itertools import takewhile

from agent.planner.embedded.constraints.hues import HUE_WORD
from agent.planner.embedded.constraints.phrases import (
    ADD,
    DATABASE,
    PROPERTY,
    SEPARATOR,
    SUB_PAGE,
    until_stop,
)
from agent.planner.embedded.korean import without_particle
from agent.planner.embedded.lexicon import is_known
from agent.planner.embedded.numerals import NUMBER, UNIT, value
from agent.planner.embedded.text import BLANKS, Scan, is_quoted, split_outside
from agent.planner.words import words

_EDGE = re.compile(r"[.;!?\n]|:\s")
# Words that may stand before a name without being part of it.
_FILLER = re.compile(
    r"^(?:(?:a|an|the|my|our|your|one|each|with|for|of|and|also|named|called|new|separate|add|make"
    r"|create|build|me|i|need|want|have|include|please|plus|main|더|또|와|과|랑|이랑|하고|그리고"
    r"|및|각각|우리|내|새"
    r"|새로운)"
    r"(?:\s+|$))+",
    re.IGNORECASE,
)
# A word that ends another clause is no name.
_CLAUSE = re.compile(
    r"(?:인데|는데|니까|[가-힣]줘|주세요|(?:들|하|되|넣|두|빼|까)고|하는|있는|싶어|려고|면|서|게|で|して|したい|作って)$"
    r"|^(?:please|thanks|so|it|everything)$",
    re.IGNORECASE,
)
# A first word that leans on what follows: it is no part of a two-word name.
_LEANING = re.compile(r"[가-힣](?:으로|에서|에는|에|을|를|는|은|용|의|할|한|된|될)$")
# "a garden planner with beds, plants and harvests databases": the first name has a lead.
_LED = re.compile(
    r"(?<![A-Za-z])(?:with|including|having)\s+(?P<name>\S+(?: \S+)?)$", re.IGNORECASE
)
# "프로젝트, 작업, 팀원 3개": the count belongs to the list, not to its last name.
_COUNT_BEHIND = re.compile(
    rf"(?:(?<!\s)\s+|の)(?P<count>{NUMBER})\s*(?:{UNIT}|(?<=[둘셋넷]))(?:로|으로|를|을)?$"
)
_LONGEST = 60  # characters of a name without quotes
_NOT_A_NAME = re.compile(
    rf"^(?:{NUMBER}\s*{UNIT}?.*|no|without|zero|추가|삭제|제거|포함|연결|변경|수정|여러|모든|전체|메인|주|노션|notion|main|these|this|that|it|all|some"
    rf"|several|multiple|linked|related|하나|각|총|그|이|저|같은|sub|하위|メイン|全て|{DATABASE}"
    rf"|{PROPERTY}|{SUB_PAGE}|.*(?:뷰|보기|ビュー|(?<![A-Za-z])views?|(?<![A-Za-z])theme|색|色)"
    rf"|.*[가-힣](?:색|테마)(?:상|깔)?(?:으?로)?|.*(?:青|赤|緑|黄|紫|色)で)$",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?P<name>[^()\[\]]+?)(?<!\s)\s*+(?:[(\[](?P<inside>.+)[)\]][^()\[\]]*)?")


@dataclass(frozen=True)
class Names:
    """What a person calls by name: exactly these, further ones, how many were said."""

    exact: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    count: int | None = None
    inside: dict[str, str] = field(default_factory=dict)  # name → what stood in its brackets


# "with databases Books and Authors", "하위페이지 식장, 드레스": a list with nothing before it.
_BARE = (
    r"(?P<bare>(?<=s)\s+(?!(?:and|or|with|for|to|in|on|of|from|that|which|plus|please|linked|related"
    r"|connected|so|each|but|using|where|is|are|only|[a-z]+ing)(?![A-Za-z]))"
    r"(?=[A-Za-z][^;.!?\n]*?(?:,|&|\sand\s))|\s+(?=[가-힣ァ-ヺ一-鿿][^\s,]*\s*[,·]))"
)


def _head(noun: str) -> re.Pattern[str]:
    count = rf"(?P<count>{NUMBER})\s*{UNIT}?(?:의)?\s*{noun}|{noun}\s*(?P<after>{NUMBER})\s*{UNIT}?"
    more = r"(?P<more>\s*(?:하나\s*)?더|\s*추가(?=\s*:)|をもう1つ)?"
    link = (
        r"\s*(?:\s*이름은|\s*이름:|[:=]|(?:은|는|에는|로는|으로는)(?=\s)|으?로(?=\s+[^만해구])"
        r"|\s(?:called|named|titled|are|should be|such as|like|including)(?![A-Za-z])"
        r"|には|は(?!\d)|(?<=s)\s+for(?=\s)|(?=\s*[\ue000-\uf8ff])|を?(?=[\ue000-\uf8ff])"
        rf"|{_BARE})\s*"
    )
    brackets = r"\s*\((?=[^)]*[,、/·])"
    return re.compile(rf"(?:{count}|{noun}){more}(?:{link}|(?P<open>{brackets}))", re.IGNORECASE)


_HEADS = {noun: _head(noun) for noun in (DATABASE, SUB_PAGE)}
_ADD_BEFORE = re.compile(rf"{ADD}(?:\s+(?:a|an|another|the|one more))?\s*$", re.IGNORECASE)
_ADD_AFTER = re.compile(
    rf"^\s*+(?:[도를을もを]\s*+)?(?:(?:하나|한 개|1개|1つ|一つ)\s*+)?(?:더\s*+)?{ADD}",
    re.IGNORECASE,
)
_NEAR = 80  # characters before a head that may say what it is to it


def read_names(scan: Scan, noun: str) -> Names:
    """The names given to things of one noun (`DATABASE` or `SUB_PAGE`), taken from the scan."""
    return _after_head(scan, noun) or _before_noun(scan, noun) or Names()


def _after_head(scan: Scan, noun: str) -> Names | None:
    for found in _HEADS[noun].finditer(scan.rest):
        before = scan.rest[: found.start()]
        near = before[-_NEAR:]
        if _own_name(near) and not found["open"]:
            continue
        rest = scan.rest[found.end() :]
        listed = rest.partition(")")[0] if found["open"] else until_stop(rest)
        pieces = _of_one_kind(split_outside(listed, SEPARATOR))
        names = clean_names(scan, pieces)
        added = _ADD_BEFORE.search(near) or re.search(ADD, rest[len(listed) :][:6], re.IGNORECASE)
        # "DB 3개로 프로젝트 관리": one thing after "로" or "for" is a purpose, two are names.
        purpose = not added and re.search(r"(?:로|for)\s*$", found[0], re.IGNORECASE)
        if len(names.exact) < (2 if found["bare"] or purpose else 1):
            continue
        reach = rest.rindex(pieces[-1], 0, len(listed)) + len(pieces[-1])
        scan.rest = f"{before} ; {rest[reach:]}"
        return Names(more=names.exact) if added else _counted(names, found)
    return None


def _of_one_kind(pieces: list[str]) -> list[str]:
    """The pieces of a list up to the first that is another wish ("Books and Authors, board view").

    "고객 계약 미팅 세 개" is three pieces: as many words as it counts, or each a word of its own.
    """
    if len(pieces) == 1:
        bare = _COUNT_BEHIND.sub("", pieces[0])
        parts, counted = bare.split(), _COUNT_BEHIND.search(pieces[0])
        if len(parts) > 1 and (
            (counted and value(counted["count"]) == len(parts)) or all(map(is_known, parts))
        ):
            return [*parts[:-1], pieces[0][len(bare) - len(parts[-1]) :]]
    kept = list(takewhile(lambda piece: not _is_another_wish(piece), pieces))
    return kept or pieces[:1]


def _is_another_wish(piece: str) -> bool:
    bare = _FILLER.sub("", _COUNT_BEHIND.sub("", piece)).strip()
    last = bare.split()[-1] if bare else ""
    unfit = _NOT_A_NAME.match(bare) or (_CLAUSE.search(last) and not is_known(last))
    unfit = unfit or re.fullmatch(rf"in {HUE_WORD}", bare, re.IGNORECASE)
    return not bare or bool(unfit)


def _own_name(before: str) -> bool:
    """Whether the noun has a name of its own, so that what follows are its properties."""
    last = re.split(r"[\s;,、。.:!?]", before.rstrip())[-1]
    if not last or _NOT_A_NAME.match(last) or _CLAUSE.search(last):
        return False
    return last not in words("empty") and not _FILLER.match(f"{last} ")


def _counted(names: Names, found: re.Match[str]) -> Names:
    number = found["count"] or found["after"]
    count = value(number) if number else names.count
    if found["more"] is not None:
        return Names(more=names.exact, inside=names.inside)
    return Names(exact=names.exact, count=count, inside=names.inside)


def clean_names(scan: Scan, pieces: list[str]) -> Names:
    """The names in the pieces of a list, each with what stood in brackets behind it."""
    names: list[str] = []
    inside: dict[str, str] = {}
    count: int | None = None
    for raw in pieces:
        piece = _COUNT_BEHIND.sub("", raw)
        if piece != raw and (counted := _COUNT_BEHIND.search(raw)):
            count = value(counted["count"])
        item = _ITEM.fullmatch(_FILLER.sub("", piece))
        if item is None:
            continue
        name = tidy(scan, re.sub(rf"{BLANKS}{DATABASE}.*$", "", item["name"], flags=re.IGNORECASE))
        if name and name not in names:
            names.append(name)
            if item["inside"]:
                inside[name] = item["inside"]
    return Names(exact=names, count=count, inside=inside)


def tidy(scan: Scan, raw: str) -> str:
    """A name as it should stand: unquoted, without particle, beginning with a capital."""
    text = re.sub("(?<=[ァ-ヺー一-鿿])と$", "", raw.strip(" .,:;-–—"))
    if is_quoted(text):
        return scan.name(text)
    if quoted := re.fullmatch(r"([\ue000-\uf8ff])\s*[가-힣ぁ-ゖ]{1,3}", text):
        return scan.name(quoted[1])
    if not text or len(text) > _LONGEST or _NOT_A_NAME.match(text):
        return ""
    name = scan.name(text if is_known(text) else without_particle(text))
    if len(name) > _LONGEST:
        return ""
    return name[0].upper() + name[1:] if name.isascii() and name.islower() else name


def _before_noun(scan: Scan, noun: str) -> Names | None:
    exact: dict[str, str] = {}
    more: dict[str, str] = {}
    start = 0
    for found in re.finditer(noun, scan.rest, re.IGNORECASE):
        run = _run_before(scan.rest[start : found.start()])
        start = found.end()
        added = _ADD_AFTER.match(scan.rest[start:]) or any(adds for _, adds in run)
        named = {name: piece for piece, _ in run if (name := tidy(scan, piece))}
        (more if added else exact).update(named)
    # One bare name before the noun is what the wish is about, not yet the name of a database.
    if len(exact) < 2 and not any(map(is_quoted, exact.values())):
        exact = {}
    for piece in (*exact.values(), *more.values()):
        scan.rest = scan.rest.replace(piece, " ", 1)
    return Names(exact=list(exact), more=list(more)) if exact or more else None


def _run_before(text: str) -> list[tuple[str, bool]]:
    """The names that end right before a noun, each with whether it is said to be added."""
    clause = re.sub(r"^\s*と", "", _EDGE.split(re.sub(r"の\s*$", "", text))[-1])
    run: list[tuple[str, bool]] = []
    for piece in reversed(split_outside(clause, SEPARATOR)):
        name, whole = _name_at_end(piece, nearest=not run)
        if name:
            run.append((name, bool(_ADD_BEFORE.search(piece[: piece.rindex(name)]))))
        if not whole:
            break
    return run[::-1]


def _name_at_end(piece: str, *, nearest: bool) -> tuple[str, bool]:
    """The name that a piece of text ends with, and whether it is all of the piece.

    Only right before the noun does the last word of a longer piece count although nobody knows it.
    """
    bare = _FILLER.sub("", piece).strip()
    parts = bare.split()
    if not parts or _NOT_A_NAME.match(parts[-1]) or _CLAUSE.search(parts[-1]):
        return "", False
    if is_quoted(parts[-1]):
        return parts[-1], len(parts) == 1
    if len(parts) <= 2 and not _LEANING.search(parts[0]):
        return bare, True
    if led := _LED.search(bare):
        return led["name"], False
    known = next((" ".join(parts[-n:]) for n in (3, 2, 1) if is_known(" ".join(parts[-n:]))), "")
    if known:
        return known, known == bare
    return (parts[-1] if nearest else "", False)
