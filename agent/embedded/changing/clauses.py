"""Clauses: what is asked for, one wish at a time, each with its verb taken off.

Korean and Japanese verbs end a clause, English ones begin it. What stands without a verb behind a
clause belongs to it as details ("…추가해줘, 마감은 내일", "옵션은 A, B").
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from agent.embedded.changing.marks import ATOM
from agent.embedded.changing.nouns import (
    COVER,
    DATABASE,
    FORMULA,
    ICON,
    OPTION,
    PROPERTY,
    ROLLUP,
    ROW,
    SUB_PAGE,
    TITLE,
    VIEW,
)
from agent.embedded.changing.paraphrase import plainly
from agent.embedded.constraints.views import view_type
from agent.embedded.text import split_outside

Action = Literal["add", "delete", "change", "move", "link", "sort", "show", "group", "none"]

# Nouns that become verbs by an ending, and verbs of their own.
_KO_NOUNS: dict[Action, str] = {
    "add": "추가|생성|등록|작성|입력|삽입",
    "delete": "삭제|제거",
    "change": "변경|수정|교체|전환|설정|지정|처리|표시|체크|개명|적용|업데이트",
    "move": "이동",
    "link": "연결|연동",
    "sort": "정렬",
    "show": "필터링|필터|표시되게",
    "group": "그룹화|그룹핑|그룹",
}
_KO_VERBS: dict[Action, str] = {
    "add": "넣|만들|더해|달아|붙여|적어|써\\s?(?=줘|넣)|필요해|있으면 좋",
    "delete": "지우|지워|없애|없앨|빼(?=[줘고주라자버면야]|\\s|$)|날려|치워|버려|필요\\s?없",
    "change": r"바꾸|바꿔|바꿀|바꼈|고치|고쳐|정해|맞춰|칠해|불러|비워|끝내|완료해"
    r"|(?<=로)\s?(?:해|하자|하고|할래|부탁|가자)|미루|미뤄|미룰|늦추|늦춰|당기|당겨|연기|되돌려(?=놔)",
    "move": "옮기|옮겨|넘겨",
    "link": "이어줘|이어주|엮어",
    "sort": "줄 ?세워",
    "show": "안\\s?보이|보이지\\s?않|숨기|숨겨|숨길|가려"
    "|보여|보이게|보이도록|볼 수 있게|보고\\s?싶|나오게|걸러",
    "group": "묶어|나눠",
}
_KO_AFTER_NOUN = (
    r"(?:(?:을|를|도)?\s*(?:좀|더|하나|다시|한번|지금|바로|요|만)?\s*"
    r"(?:해|하|할|했|합|시켜|시키|부탁|바람|바랍|요망|요청|ㄱㄱ?|필요|고(?=\s)|줘|주|되게|돼|된)"
    r"[가-힣]*|요(?=\s|$|[.,!])|\s*좀(?=\s*(?:$|[.,!~]))|(?=\s*(?:[,.;:!?\n~()]|$|그리고|또\s|및\s))"
    rf"|(?=\s+{ATOM}\s*$)|(?=\s+[가-힣]+색(?:으로)?\s*$))"
)
_KO_TAIL = (
    r"(?:\s*(?:줘요?|주세요|주고|주라|주시고|주실래요?|주시겠어요|줄래요?|줄 수 있어요?"
    r"|둬|놔|놓고|버려|보자|볼래|달라|부탁(?:해요?|드려요|드립니다)?|싶어요?|싶은데요?|싶습니다"
    r"|수\s?있(?:어요?|나요?|을까요?|습니까|니|는지|으면)|되나요?|될까요?)(?![가-힣]))*"
)
_JA: dict[Action, str] = {
    "add": r"追加|作成|登録|作って|作る|入れて|加えて|付けて|つけて|ほしい|欲しい|書いて",
    "delete": r"削除|消して|消す|外して|除いて|取り除いて|なくして|捨てて"
    r"|(?:は)?(?:もう)?(?:いらない|要らない|不要)",
    "change": r"変更|変えて|変える|直して|修正|改名|リネーム|設定|更新"
    r"|(?<=[にへ])して(?=$|[、\s.!])|(?<=[にへ])して(?:ください|ほしい|欲しい|おいて|くれ|もらえ|もらい|いただけ|いただき)|(?<=[にへ])し(?=、)"
    r"|(?<=[にへ])(?:延ばして|延期|伸ばして|ずらして|早めて|前倒し|戻して)|(?<=[にへ])なるように|(?<=く)して(?=$|[、\s.!]|ください|ほしい)",
    "move": r"移動|移して",
    "link": r"接続|連結|つないで|紐づけ|紐付け|関連付け|関連づけ|連携",
    "sort": r"並べ替え|並び替え|並べて|ソート",
    "show": r"非表示|隠して|表示しないで|見えないように"
    r"|表示|見せて|見たい|見えるように|絞って|絞り込み|フィルター?して",
    "group": r"グループ化|グループ分け|分けて",
}
_JA_TAIL = (
    r"(?:を?お?願い(?:します|いたします)?|してから|して|する|したい|した|し(?=、)|て|たい)?"
    r"(?:いただけます(?:でしょう)?か|いただけません(?:でしょう)?か|もらえます?か|もらえません?か|もらえない"
    r"|もらえる|くれますか|くれません?か|できますか|できません?か|できる|ます?か|ください|下さい|くださいね|ほしい(?:です)?|欲しい(?:です)?"
    r"|おいて|くれる?|です|ます|ね|よ)*"
)
_EN: dict[Action, str] = {
    "add": r"add|create|insert|put|append|include|make(?=\s+(?:me\s+)?(?:a|an|another|new|two|three"
    r"|\d)\s)(?!\s+a(?:n)?\s+\S+\s+(?:the|to)\b)|build|introduce|i(?: also)? (?:need|want"
    r"|would like)(?=\s+(?:an?|another|new|the|some|one|two|three|\d))|we need(?=\s+an?)"
    r"|give(?:\s+me)?(?=\s+an?)|new(?=\s)",
    "delete": r"delete|remove|drop|get rid of|erase|trash|archive|take out|take away|throw away"
    r"|discard|clear out|i don'?t need|we don'?t need",
    "change": r"rename|name|change|set|mark|update|edit|turn|convert|modify|call|replace|make"
    r"|assign|colou?r|paint|recolou?r|switch|complete|finish|check off|use|clear|empty|give"
    r"|push(?: back)?|postpone|delay|reschedule|bring forward|put off",
    "move": r"move",
    "link": r"link|connect|relate",
    "sort": r"sort|order",
    "show": r"show|filter|display|only show|hide",
    "group": r"group",
}
_EN_LED = (
    r"(?:(?:please|pls|plz|kindly|hi|hello|also|then|just|now|so|and|can you|could you"
    r"|would you|will you|i want you to|i(?:'d| would) like (?:you )?to|i want to|i need to"
    r"|let'?s|ok(?:ay)?|hey|next|finally|first)(?:,?\s+)){0,5}"
)
_NOUNLIKE = (
    r"link|name|order|group|filter|show|call|mark|color|colour|set|update|change|use|put|check"
)


def _trailing() -> re.Pattern[str]:
    nouns = "|".join(f"(?P<kn_{a}>{words})" for a, words in _KO_NOUNS.items())
    verbs = "|".join(f"(?P<kv_{a}>{words})" for a, words in _KO_VERBS.items())
    japanese = "|".join(f"(?P<ja_{a}>{words})" for a, words in _JA.items())
    korean = rf"(?:{nouns}){_KO_AFTER_NOUN}{_KO_TAIL}|(?:{verbs})[가-힣]{{0,8}}{_KO_TAIL}"
    return re.compile(rf"(?:{korean}|(?:{japanese}){_JA_TAIL})[\s,、.!?~ㅎㅋ]*")


def _leading() -> re.Pattern[str]:
    verbs = "|".join(f"(?P<en_{a}>{words})" for a, words in _EN.items())
    return re.compile(
        rf"(?:^|(?P<edge>[,;.!?]\s*|\s(?:and|then|also|plus|please|but)\s+))\s*{_EN_LED}"
        rf"(?:{verbs})(?![A-Za-z'])",
        re.IGNORECASE,
    )


_TRAILING, _LEADING = _trailing(), _leading()
_DETERMINED = re.compile(
    rf"\s+(?:the|an?|it|all|only|my|every|this|that|them|its|by|{ATOM}|['\"])", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?~])\s+(?!\d)|;")
_BULLET = re.compile(r"^\s*(?:[-*•·・]\s+|\d{1,2}[.)]\s+|[①-⑳]\s*)")
_JOIN = re.compile(r"(?:그리고|그 다음에?|그다음에?|또한?|そして|それから|また)\s*[,、]?\s*")
_COMPUTED = re.compile(f"{ROLLUP}|{FORMULA}", re.IGNORECASE)
# "추가한 뷰" is no wish to add.
_ADNOMINAL = re.compile(r"(?:는|할|한|된|던|하는|する|した)(?:\s?(?:거|것|것들|애들))?$")
_TOWARDS = re.compile(r"(?:으로|로|에|に|へ)$")
_LOOK = re.compile(f"{ICON}|{COVER}|{TITLE}", re.IGNORECASE)
_TOWARDS_LOOK = re.compile(r"(?:으로|로|に|へ|で)$")
_SHARED = re.compile(r"(?<=로)\s*[,、]\s*|(?<=로)\s+(?:그리고|또)\s+|(?<=に)、\s*")
_AND_A = re.compile(r",?\s+and\s+(?=an?\s)", re.IGNORECASE)
_PART = re.compile(
    f"{PROPERTY}|{VIEW}|{SUB_PAGE}|{OPTION}|{DATABASE}|{ROW}"
    r"|(?<![A-Za-z])(?:divider|callout|heading|quote|list|toggle|board|calendar|timeline|gallery)",
    re.IGNORECASE,
)
_SHARED_EN = re.compile(r",?\s+and\s+(?=(?:the\s+|its\s+)?\S+(?: \S+){0,4}? to )|,\s+(?=\S+ to )")
_SHOULD_BE = re.compile(r"^(?P<what>.{1,80}?)\s+should be\s+(?P<to>.+)$", re.IGNORECASE)
_POLITE = re.compile(r"^[\s,、.!?~:]+|[\s,、.!?~]+$")


@dataclass
class Clause:
    """One wish: what is to be done, the words that say with what, and what was said behind it."""

    action: Action
    body: str
    said: str
    details: list[str] = field(default_factory=list)
    verb: str = ""


def clauses_of(text: str) -> list[Clause]:
    """The clauses of a marked text, in order."""
    found: list[Clause] = []
    for line in text.split("\n"):
        bulleted = _BULLET.match(line) is not None
        for sentence in _SENTENCE.split(_BULLET.sub("", line)):
            _read_sentence(found, sentence.strip(), bulleted=bulleted)
    return [part for clause in found for part in _apart(clause)]


def _read_sentence(found: list[Clause], said: str, *, bulleted: bool) -> None:
    sentence = plainly(said)
    clauses = _with_trailing_verbs(sentence) or _with_leading_verbs(sentence)
    if not clauses and (wished := _SHOULD_BE.match(sentence)):
        body = f"{wished['what']} to {wished['to'].rstrip('.!')}"
        clauses = [Clause("change", body, sentence, verb="set")]
    if len(clauses) == 1:
        clauses[0].said = said
    if clauses:
        _hand_over(found, clauses)
        found += clauses
    elif sentence:
        _join_bare(found, sentence, bulleted=bulleted)


def _join_bare(found: list[Clause], bare: str, *, bulleted: bool) -> None:
    """Words without a verb: details of the clause before, or a wish of their own."""
    clean = _POLITE.sub("", bare)
    towards = _TOWARDS.search(clean) is not None and not bulleted and not _COMPUTED.search(clean)
    if found and not towards:
        found[-1].details.append(clean)
        found[-1].said += f"\n{bare}"
    elif clean:
        found.append(Clause("change" if towards else "none", clean, bare))


def _hand_over(found: list[Clause], clauses: list[Clause]) -> None:
    """What stands before "그리고" in a clause belongs to the clause before it."""
    for before, clause in zip([*found[-1:], *clauses], clauses, strict=False):
        if before is clause:
            continue
        parts = _JOIN.split(clause.body, maxsplit=1)
        if len(parts) == 2 and before in (*found[-1:], *clauses):
            if parts[0].strip():
                before.details.append(_POLITE.sub("", parts[0]))
            clause.body = parts[1]


def _with_trailing_verbs(sentence: str) -> list[Clause]:
    clauses: list[Clause] = []
    start = 0
    for found in _verbs(sentence):
        if clauses and sentence[start:].startswith(":"):
            break  # what follows a colon is content
        action = _action(found)
        body = sentence[start : found.start()]
        if not body.strip(" ,、") and clauses:
            start = found.end()  # "만들어서 추가해줘": one wish
            continue
        clauses.append(
            Clause(action, _POLITE.sub("", body), sentence[start : found.end()], verb=found[0])
        )
        start = found.end()
    rest = _POLITE.sub("", sentence[start:])
    towards = _TOWARDS_LOOK.search(rest)
    if clauses and towards and (_LOOK.search(rest) or view_type(rest[: towards.start()])):
        clauses.append(Clause("change", rest, sentence[start:].strip(" ,、")))
    elif clauses and rest:
        clauses[-1].details.append(rest)
        clauses[-1].said += sentence[start:]
    return clauses


def _verbs(sentence: str) -> list[re.Match[str]]:
    depth, depths = 0, []
    for character in sentence:
        depth += (character in "([{") - (character in ")]}")
        depths.append(depth)
    return [
        found
        for found in _TRAILING.finditer(sentence)
        if depths[found.start()] <= 0 and not _leads_on(sentence, found)
    ]


def _leads_on(sentence: str, found: re.Match[str]) -> bool:
    """Whether a verb only describes the noun behind it."""
    ended = re.search(r"[,、.!?~]", found[0]) is not None or not sentence[found.end() :].strip()
    return not ended and _ADNOMINAL.search(found[0].strip()) is not None


def _with_leading_verbs(sentence: str) -> list[Clause]:
    starts = [f for f in _LEADING.finditer(sentence) if _is_verb(sentence, f)]
    clauses: list[Clause] = []
    for i, found in enumerate(starts):
        end = starts[i + 1].start() if i + 1 < len(starts) else len(sentence)
        body = sentence[found.end() : end]
        if i == 0 and found.start() > 0:
            body = f"{body} {sentence[: found.start()]}"
        verb = next(v for k, v in found.groupdict().items() if k.startswith("en_") and v)
        said = sentence[found.start() : end] if i else sentence[:end]
        action = _action(found)
        main, *details = _split_details(_POLITE.sub("", body)) or [""]
        clauses.append(Clause(action, main, said.strip(" ,"), details, verb.lower()))
    return clauses


def _split_details(body: str) -> list[str]:
    return split_outside(body, re.compile(r":\s+"))


def _is_verb(sentence: str, found: re.Match[str]) -> bool:
    """A word that is a noun as often ("link") needs an object where it follows "and"."""
    edge = (found["edge"] or "").strip()
    nounlike = re.fullmatch(rf".*?(?:{_NOUNLIKE})", found[0].strip(), re.IGNORECASE)
    if not edge or not nounlike:
        return True
    return _DETERMINED.match(sentence, found.end()) is not None


def _action(found: re.Match[str]) -> Action:
    name = next(k for k, v in found.groupdict().items() if v is not None and "_" in k)
    action: Action = name.split("_", 1)[1]  # type: ignore[assignment]
    return action


def _added_apart(clause: Clause) -> list[Clause]:
    """`add a sub-page "Retro" and a divider` is two wishes, where both say what they are."""
    pieces = _AND_A.split(clause.body)
    if len(pieces) < 2 or not all(_PART.search(piece) for piece in pieces):
        return [clause]
    last = Clause("add", pieces[-1], clause.said, clause.details, clause.verb)
    return [*(Clause("add", p, clause.said, verb=clause.verb) for p in pieces[:-1]), last]


def _apart(clause: Clause) -> list[Clause]:
    """`A는 B로, C는 D로 바꿔줘` is two wishes."""
    if clause.action == "add" and clause.verb.isascii():
        return _added_apart(clause)
    if clause.action != "change":
        return [clause]
    shared = _SHARED_EN if clause.verb and clause.verb.isascii() else _SHARED
    pieces = [piece for piece in shared.split(clause.body) if piece.strip()]
    if shared is _SHARED_EN and not re.search(r"\sto\s", pieces[0] if pieces else ""):
        return [clause]
    if len(pieces) < 2:
        return [clause]
    return [Clause("change", piece.strip(), piece.strip(), verb=clause.verb) for piece in pieces]
