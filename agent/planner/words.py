"""Words that mean the same whatever planner is chosen: yes, no, later, again, back.

The core settles them before any planner is asked, so they are understood here and nowhere else.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_QUOTES = dict.fromkeys(map(ord, "“”„「」『』《》〈〉"), '"') | dict.fromkeys(map(ord, "‘’`"), "'")
_TABLE = _WIDE | _QUOTES | {0x3000: " ", ord("。"): ". "}
_BLANKS = re.compile(r"(?:[^\S \n]|\s\s)\s*")


def squeezed(text: str) -> str:
    """The text with every run of blanks as one space, or as one or two line breaks if it has any.

    Nobody means anything by more of them, and patterns would walk them again and again.
    """
    return _BLANKS.sub(lambda run: "\n" * min(2, run[0].count("\n")) or " ", text)


def normalised(text: str) -> str:
    """Composed characters, ASCII punctuation and quotes, folded blanks; letters as typed."""
    return squeezed(unicodedata.normalize("NFC", text).translate(_TABLE))


WordKind = Literal["yes", "no", "either", "empty", "import"]
_LATIN = re.compile(r"[a-z0-9']+")
_REST = re.compile(r"\w")
_PART = re.compile(r"[^\s,.、。]+")


def carries_only(text: str, *kinds: WordKind) -> bool:
    """Whether a text says nothing beyond words of some kinds, with or without blanks between them
    where its letters need none."""
    known = frozenset().union(*map(words, kinds))
    said = normalised(text).casefold()
    if any(word not in known for word in _LATIN.findall(said)):
        return False
    rest = _LATIN.sub(" ", said)
    for word in sorted((w for w in known if not _LATIN.search(w)), key=len, reverse=True):
        rest = rest.replace(word, " ")
    return not _REST.search(rest)


def behind(text: str, kind: WordKind) -> str:
    """A text from the first word on that says something beyond words of a kind."""
    for match in _PART.finditer(text):
        if not carries_only(match[0], kind):
            return text[match.start() :]
    return ""


def words(kind: WordKind) -> frozenset[str]:
    """The words of one kind, folded (`vocabulary.yaml`)."""
    return frozenset(_vocabulary()[kind].casefold().split())


@cache
def _vocabulary() -> dict[str, str]:
    text = Path(__file__).with_name("vocabulary.yaml").read_text("utf-8")
    # The C twin of SafeLoader: as safe, and ten times as fast.
    parsed: dict[str, str] = yaml.load(text, Loader=yaml.CSafeLoader)
    return parsed


# Endings that only make a word polite or finish it; what remains is looked up.
_ENDING = re.compile(
    r"(?:해\s?주세요|해\s?주라|해\s?줘요?|합니다|했습니다|했어요|할게요?|할래요?|해요|하자|합시다"
    r"|시켜\s?줘|해"
    r"|드려요|드립니다|입니다|예요|이에요|네요?|아요|어요|요"
    r"|してください|してくださいね|ください|いたします|します|しました|ですね|です|よ|ね)$"
)
_BOUNDARY = re.compile(r"[\s!.,~、。！？?^…]+|ㅎ+|ㅋ+")
_REFUSAL = re.compile(
    r"\b(?:don'?t|do not)(?: (?:do|build|make|create|want))?(?: it| that| this)?(?![a-z])"
    r"|never ?mind"
    r"|i(?:'ve| have)? changed my mind|마음이 바뀌었(?:어요?|습니다)|気が変わりました|気が変わった"
    r"|やっぱり(?:やめ(?:て|る|ます)|いいや)"
    r"|forget (?:it|that)|(?:하지|만들지|진행하지) ?마(?:세요|요)?|안 (?:할|만들)래요?"
    r"|필요 ?없(?:어요?|습니다)"
    r"|not now"
    r"|됐(?:고|어),? 방금 (?:말한|얘기한) (?:건|거|것은)(?= 취소)"
)
_YES = words("yes")
_NO = words("no")
_EITHER = words("either")


def read_reply(text: str) -> Literal["approve", "reject", "feedback"]:
    """Yes, no, or something about the design: a yes with a "but" is feedback."""
    plain = _REFUSAL.sub(" no ", normalised(text).casefold())
    said = [_known(raw) for raw in _BOUNDARY.split(plain) if raw]
    if _all_are(said, _YES):
        return "approve"
    return "reject" if _all_are(said, _NO) else "feedback"


def _known(word: str) -> str:
    """A word as the lists have it: as it is, or without its ending."""
    word = re.sub(r"[\ufe0f\U0001f3fb-\U0001f3ff]", "", word)
    known = _YES | _NO | _EITHER
    return word if word in known else _ENDING.sub("", word) or word


def _all_are(said: list[str], kind: frozenset[str]) -> bool:
    return any(word in kind for word in said) and all(
        word in kind or word in _EITHER or not word for word in said
    )


_AGAIN = re.compile(
    r"(?:다시(?: ?시도)?|재시도|이어서|계속|마저)(?: ?(?:진행|만들어))?"
    r"(?: ?(?:해 ?줘|해 ?주세요|줘|해|하자))?"
    r"|(?:please )?(?:retry|try again|again|continue|go on|resume)(?: please)?"
    r"|(?:再試行|もう一度|続き|続けて|再開)(?:して)?(?:ください)?",
    re.IGNORECASE,
)


def wants_retry(text: str) -> bool:
    """Whether a message asks to go on with what failed, and for nothing else."""
    return _AGAIN.fullmatch(normalised(text).strip(" !.~。！")) is not None


_BACK = re.compile(
    r"(?:(?:방금|아까|마지막)(?: ?(?:한|만든|바꾼))?(?: ?(?:거|것|변경|작업))?(?:을|를|은)? ?)?"
    r"(?:되돌려|되돌리기|실행 ?취소|원래대로(?: ?(?:돌려|되돌려))?|원상 ?복구|롤백)"
    r"(?: ?(?:놔|놓아))?(?: ?(?:해 ?줘|해 ?주세요|줘|주세요|해|하자))?(?:요)?"
    r"|(?:please )?(?:undo|revert|roll ?back|take (?:it|that) back|put (?:it|that) back)"
    r"(?: (?:it|that|this|the last (?:one|change|build)))?(?:,? please)?"
    r"|(?:さっきの(?:変更)?を?|それを)?(?:元に戻(?:して|す)|取り消(?:して|す)|アンドゥ)(?:ください)?",
    re.IGNORECASE,
)


def wants_undo(text: str) -> bool:
    """Whether a message asks to take back what was done last, and for nothing else."""
    return _BACK.fullmatch(normalised(text).strip(" !.~。！")) is not None


_ONCE_MORE = re.compile(
    r"(?:(?:되돌린|취소한|방금 되돌린) ?(?:거|것|걸)(?:을|를)? ?)?"
    r"(?:다시 ?(?:실행|적용|살려)|복원|되살려|재실행|재적용|되돌리기 ?취소)"
    r"(?: ?(?:해 ?줘|해 ?주세요|줘|해|하자))?(?:요)?"
    r"|(?:please )?(?:redo|re-?apply|do over|undo the undo)(?: (?:it|that|this))?(?:,? please)?"
    r"|(?:取り消した(?:もの|の)を|戻した(?:もの|の)を)?(?:やり直して|やり直し|再実行(?:して)?|再適用(?:して)?"
    r"|もう一度(?:適用|実行)(?:して)?|リドゥ)(?:ください)?",
    re.IGNORECASE,
)


def wants_redo(text: str) -> bool:
    """Whether a message asks to make again what was taken back, and for nothing else."""
    return _ONCE_MORE.fullmatch(normalised(text).strip(" !.~。！")) is not None


_LATER = re.compile(
    r"(?:(?:나중에|다음에|아직|이따가?|잠시|조금|좀|더) ?)*(?:생각(?:을|은)? ?)?(?:좀 ?|더 ?)?"
    r"(?:할|볼|정할|답할|결정할|확인할|해 ?볼)게요?"
    r"|(?:나중에|이따가?) ?(?:하자|해요|합시다|다시 (?:할게요?|올게요?|얘기하자))"
    r"|(?:(?:i'?ll|i will|let me|let'?s|i'd like to|i (?:need|want) to) )?"
    r"(?:(?:do|decide|answer|look at|see|check|think about)(?: (?:it|this|that|on it))? ?)?"
    r"(?:maybe )?(?:later(?: on)?|not yet|tomorrow)"
    r"|(?:i'?ll|i will|let me|i (?:need|want) to) (?:think(?: about \w+)?|sleep on it)"
    r"|(?:hm+|um+|well),? (?:not (?:right )?now|(?:not (?:right )?now,? )?(?:maybe )?later)"
    r"|not (?:right )?now,? (?:maybe )?later"
    r"|(?:일단|우선|잠시|지금은) 보류(?: ?(?:할게요?|해 ?줘|해 ?주세요|하자|해 ?둘게요?|합시다))?"
    r"|(?:また|まだ)?(?:後|あと)で(?:やります|します|決めます|考えます|見ます|答えます"
    r"|いい(?:です|や)?)?"
    r"|また今度|(?:また)?今度に(?:します|しよう|する)"
    r"|(?:少し|ちょっと|もう少し)考え(?:ます|させてください|てみます|たいです)",
    re.IGNORECASE,
)
_LONGEST_LATER = 40  # characters; who says more says something else


def puts_off(text: str) -> bool:
    """Whether a message says that the decision comes later, and nothing else."""
    plain = normalised(text).strip(" !.~。！")
    return len(plain) <= _LONGEST_LATER and _LATER.fullmatch(plain) is not None


_DROPPED = re.compile(
    r"(?:아니(?:요|야)?,? )?(?:취소(?: ?(?:할게요?|해 ?줘|해 ?주세요|해요?|하자))?"
    r"|됐(?:어요?|습니다|고),?(?: 취소)?|그만(?:둘게요?|할게요?|하자|둬)?|관둘래요?)"
    r"|(?:no,? )?(?:cancel|never ?mind|forget|abort|stop)(?: (?:it|that|this))?"
    r"(?:,? (?:please|thanks))?"
    r"|(?:(?:やっぱり|もう) ?)?(?:いいや|やめ(?:て|る|ます|ておきます)?"
    r"|キャンセル(?:し(?:て(?:ください)?|ます))?|中止(?:して)?)",
    re.IGNORECASE,
)


def drops(text: str, offered: Collection[str] = ()) -> bool:
    """Whether a message closes an open question, and says nothing else: a mere no, or what
    was offered with it, may answer it."""
    plain = normalised(text).strip(" !.~。！")
    return plain not in offered and _DROPPED.fullmatch(plain) is not None
