"""What is to go and what is to be called otherwise."""

import re
from typing import Literal

from agent.planner.brief import Removal
from agent.planner.embedded.constraints.names import tidy
from agent.planner.embedded.constraints.phrases import (
    DATABASE,
    OPTION,
    PROPERTY,
    SEPARATOR,
    SUB_PAGE,
)
from agent.planner.embedded.constraints.types import type_of_word
from agent.planner.embedded.constraints.views import view_type
from agent.planner.embedded.led import Led, Shape
from agent.planner.embedded.text import BLANKS, Scan, split_outside
from agent.planner.embedded.wants import Rename

Kind = Literal["any", "view", "property", "option", "database", "sub_page"]

_GONE_KO = (
    r"(?:빼|삭제|제거|없애|지워|지우|제외|필요\s?없|안\s?써|없어도)[가-힣]*(?:\s*(?:줘|주세요|돼"
    r"|해줘|됩니다))?"
)
_REMOVALS: list[Shape] = [
    Led(
        re.compile(r"(?P<list>[^;.!?\n]{1,120})\Z"),
        re.compile(
            rf"(?:[을를은는이가도]\s*+|{BLANKS})(?:(?:좀|모두|다|전부)\s*+)?(?:{_GONE_KO}"
            r"|없이(?=[\s,.!]|$)|없는(?=\s))"
        ),
    ),
    re.compile(
        r"(?<![A-Za-z])(?:please )?(?:remove|delete|drop|without|exclude|omit|get rid of"
        r"|leave out|skip|no need for|take out|take away"
        r"|(?:i )?(?:don'?t|do not) (?:need|want))\s+(?:the |an? |any "
        r"|all )?(?P<list>[^;.!?\n]{1,120}?)(?=\s+(?:from|please|and (?:add|make|use"
        r"|change))(?![a-z])|[;.!?\n]|,\s*(?:but|with|and)\s|$)"
        r"|(?<![A-Za-z])no (?P<short>[A-Za-z\ue000-\uf8ff -]{2,40}?)(?=\s*(?:[;.!?\n,]|$)"
        r"|\s+(?:please|and|but)(?![a-z]))",
        re.IGNORECASE,
    ),
    Led(
        re.compile(r"(?P<list>[^;.!?、。\n]{1,120})\Z"),
        re.compile(
            rf"(?:[をはも]\s*+|{BLANKS})(?:全部\s*+)?(?:削除|外し|なしで"
            r"|なし(?=[;.!?、。\s]|$)|除い|消し|いらない|不要|抜い|やめ)[ぁ-ゖ]*"
        ),
    ),
]
# The noun behind a name narrows what it may mean: "'메모' 속성 삭제".
_KINDS: list[tuple[Kind, re.Pattern[str]]] = [
    ("sub_page", re.compile(rf"{BLANKS}{SUB_PAGE}", re.IGNORECASE)),
    ("property", re.compile(rf"{BLANKS}{PROPERTY}", re.IGNORECASE)),
    ("option", re.compile(rf"{BLANKS}{OPTION}", re.IGNORECASE)),
    ("database", re.compile(rf"{BLANKS}{DATABASE}", re.IGNORECASE)),
    ("view", re.compile(rf"{BLANKS}(?:뷰|보기|(?<![A-Za-z])views?|ビュー)", re.IGNORECASE)),
]
_CONNECTIVE = re.compile(
    r"(?:하고|넣고|꾸고|들고|해\s?주고|그리고|[가-힣]줘|주세요)\s|(?:して|えて|加えて)、?"
)
_NOUN = rf"(?:{DATABASE}|{PROPERTY}|{OPTION}|{SUB_PAGE}|뷰|보기)"
_RENAMES: list[Shape] = [
    Led(
        re.compile(r"(?P<old>[^\s;,.:!?]{1,40}(?: [^\s;,.:!?]{1,40}){0,2})\Z"),
        re.compile(
            rf"{BLANKS}{_NOUN}\s*이름"
            r"(?:은|을|를)\s*(?P<new>[\ue000-\uf8ff]|[^\s;,.:!?]{1,40}?)(?:으로|로|이?야)"
            r"(?=[\s.,!]|$)(?:\s*(?:해|바꿔|변경)\S*)?"
        ),
    ),
    Led(
        re.compile(r"(?P<old>[^\s;,.:!?]{1,40}(?: [^\s;,.:!?을를]{1,40}){0,2})\Z"),
        re.compile(
            rf"(?:{BLANKS}{_NOUN})?(?:(?<!\s)\s+(?:이름|명칭))?(?:을|를)\s*(?P<new>[\ue000-\uf8ff]"
            r"|[^;,.:!?\n]{1,40}?)(?:으로|로|이라고|라고)\s*"
            r"(?:이름(?:을)?\s*)?(?:바꿔|변경|고쳐|수정|불러|해\s?줘|하자|해주|이름|(?<=로)\s*$)"
        ),
    ),
    re.compile(
        r"(?<![A-Za-z])(?:rename|change the name of"
        r"|call)\s+(?:the )?"
        rf"(?:{_NOUN}\s+)?"
        r"(?P<old>[^;.!?\n]{1,120}?)\s+(?:to|as|into)\s+(?P<new>[^;.!?\n,]+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<old>[^\s;、。,.:!?を]{1,40})を(?P<new>[^\s;、。,.:!?を]{1,40}?)(?:に|へ)(?:変更"
        r"|変え|改名"
        r"|名前を変|リネーム|して)"
    ),
]
# "제목을 X로" sets the title; it renames nothing that is called 제목.
_LABEL = re.compile(
    rf"^(?:제목|타이틀|이름|title|name|タイトル|題名|名前|언어|language|言語|색|색상|테마|colou?r"
    rf"|theme|色|テーマ|it|this"
    rf"|아이콘|icon|アイコン|그거|이거|전부|전체|모두|これ|全体|{DATABASE}|샘플.*|サンプル.*)$",
    re.IGNORECASE,
)


def read_renames(scan: Scan) -> list[Rename]:
    """`작업을 태스크로 바꿔줘`, `rename Tasks to Issues`; titles and colours are read elsewhere."""
    renames: list[Rename] = []
    for pattern in _RENAMES:
        for found in scan.find_all(pattern):
            old, _ = _kinded(_CONNECTIVE.split(found["old"])[-1].strip())
            other = view_type(old) or view_type(found["new"]) or type_of_word(found["new"])
            if _LABEL.match(old) or other:
                continue
            names = tidy(scan, old), scan.name(found["new"]).strip(" '\"")
            if all(names) and not re.search("[/,]", found["new"]):
                renames.append(Rename(old=names[0], new=names[1][:80].strip()))
                scan.rest = scan.rest.replace(found[0], " ; ")
    return renames


def read_removals(scan: Scan) -> list[Removal]:
    """`캘린더 빼줘`, `remove the board view`, `'메모' 속성 삭제`, `カレンダーなしで`."""
    removals: list[Removal] = []
    for pattern in _REMOVALS:
        for found in scan.find_all(pattern):
            listed = found["list"] or found.groupdict().get("short") or ""
            # "타임라인 추가하고 칸반은 빼줘": what stands before the connective is another wish.
            listed = _CONNECTIVE.split(listed)[-1]
            if named := _named(scan, listed):
                removals += named
                leads = found[0].startswith(found["list"] or "\0")
                taken = found[0][found[0].rindex(listed) :] if leads else found[0]
                scan.rest = scan.rest.replace(taken, " ; ", 1)
    return removals


def _named(scan: Scan, listed: str) -> list[Removal]:
    pieces = split_outside(listed, SEPARATOR)
    bare = [_kinded(piece) for piece in pieces]
    # The kind that the last one names ("board and calendar views") is the kind of all.
    shared = bare[-1][1] if bare else "any"
    found = [_removal(scan, name, kind if kind != "any" else shared) for name, kind in bare]
    return [removal for removal in found if removal is not None]


def _removal(scan: Scan, text: str, kind: Kind) -> Removal | None:
    words = text.split()
    for size in range(min(3, len(words)), 0, -1):
        if (seen := view_type(" ".join(words[-size:]))) and kind in ("any", "view"):
            return Removal(name=seen, kind="view")
    name = tidy(scan, text if len(words) <= 3 else words[-1]) if words else ""
    return Removal(name=name, kind=kind) if name else None


def _kinded(text: str) -> tuple[str, Kind]:
    """A name without the noun that tells its kind, and the kind."""
    for kind, noun in _KINDS:
        if noun.search(text):
            return noun.sub("", text).strip(), kind
    return text.strip(), "any"
