"""Whether words speak of changing the workspace that there is."""

import re

from agent.planner.embedded.changing.clauses import Clause, clauses_of
from agent.planner.embedded.changing.marks import ATOM, Marks
from agent.planner.embedded.changing.nouns import (
    BLOCK,
    COLOR,
    COVER,
    FORMULA,
    ICON,
    OPTION,
    PROPERTY,
    RELATION,
    ROLLUP,
    ROW,
    STATUS,
    SUB_PAGE,
    TITLE,
    VIEW,
)
from agent.planner.embedded.changing.paraphrase import plainly
from agent.planner.embedded.constraints.hues import hue_of
from agent.planner.embedded.constraints.views import read_views
from agent.planner.embedded.kinds import asks_for_undo, talk_of
from agent.planner.embedded.text import Scan
from agent.planner.words import normalised

_ONLY = re.compile(r"만(?=\s|$|[가-힣])|(?<![A-Za-z])(?:only|just|where)(?![A-Za-z])|だけ|のみ")
_HIDES = re.compile(r"숨|가려|안\s?보이|보이지|hide|隠|非表示|表示しない|見えない", re.IGNORECASE)
_PART = re.compile(
    "|".join(
        (BLOCK, COLOR, COVER, FORMULA, ICON, OPTION, PROPERTY, RELATION, ROLLUP, ROW, SUB_PAGE,
         TITLE, VIEW)
    ),
    re.IGNORECASE,
)  # fmt: skip
# A workspace of its own, whatever the verb.
_WHOLE = re.compile(
    r"워크스페이스|템플릿|대시보드|(?<![A-Za-z])(?:workspace|template|dashboard)(?![A-Za-z])"
    r"|ワークスペース|テンプレート|ダッシュボード",
    re.IGNORECASE,
)
_MAKES = re.compile(
    r"만들|생성|작성|필요|있으면|(?<![A-Za-z])(?:make|build|create|give|need|want|would like"
    r"|new|plan)(?![A-Za-z])|作|ほしい|欲しい|登録",
    re.IGNORECASE,
)
_INTO = re.compile(
    rf"(?:[가-힣]|{ATOM}|DB)\s*에(?:다|도|는)?\s|(?<![A-Za-z])(?:to|in|into|on)\s+(?:the|my|our|this|{ATOM}|[A-Z])"
    r"|[ぁ-ゖァ-ヺー一-鿿]に(?!作|し)",
)
_NEW_DATABASE = re.compile(
    r"(?:DB|디비|데이터\s?베이스|테이블)(?:도|를?\s*하나\s*더|\s*하나\s*더|\s*추가)"
    r"|(?<![A-Za-z])(?:another|one more|(?:database|db|table)s? (?:too|as well|also))(?![A-Za-z])"
    r"|データベースも",
    re.IGNORECASE,
)
_STATUS = re.compile(STATUS, re.IGNORECASE)
_CALLED = re.compile(rf"{ATOM}|(?<![A-Za-z])(?:called|named)\s|라는\s|という", re.IGNORECASE)
_ADDS = re.compile("add|append|insert|include", re.IGNORECASE)


def asks_to_change(text: str) -> bool:
    """Whether words, where there is a workspace, speak of changing it rather than of another one.

    Greetings, thanks, questions and wishes to undo do not.
    """
    plain = "\n".join(plainly(line) for line in normalised(text).split("\n"))
    talk = talk_of(plain, about_a_skill=False)
    if talk in ("greeting", "thanks", "cancel", "capability", "question") or asks_for_undo(plain):
        return False
    return any(_changes(clause) for clause in clauses_of(Marks().read(text)))


def _changes(clause: Clause) -> bool:
    body = clause.body
    match clause.action:
        case "delete" | "move" | "link" | "sort" | "group":
            return bool(body.strip())
        case "change":
            return bool(body.strip()) and not _WHOLE.search(f"{body} {clause.verb}")
        case "show":
            return bool(_HIDES.search(clause.verb) or _ONLY.search(body) or _is_part(body))
        case "add":
            return _adds(clause)
        case "none":
            return _is_part(body) and hue_of(body) is None
    return False


def _adds(clause: Clause) -> bool:
    words = f"{clause.said} {clause.verb}"
    if not _MAKES.search(words) or _ADDS.fullmatch(clause.verb):
        return not _WHOLE.search(clause.body)
    if _NEW_DATABASE.search(clause.said):
        return True
    if _WHOLE.search(clause.body):
        return False
    if _is_option(clause.body):
        return True
    return _is_part(clause.body) or _INTO.search(clause.body) is not None


def _is_option(body: str) -> bool:
    """Whether the words are a status and its name ("a new stage called Lost")."""
    return len(_STATUS.findall(body)) == 1 and _CALLED.search(body) is not None


def _is_part(body: str) -> bool:
    bare = re.sub(ATOM, "○", body)
    return _PART.search(bare) is not None or bool(read_views(Scan(bare))[0])
