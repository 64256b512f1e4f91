"""Words that mean the same whatever planner is chosen: yes, no, later, again, back.

The core settles them before any planner is asked, so they are understood here and nowhere else.
"""

import re
import unicodedata
from collections.abc import Collection
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal

import yaml

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_QUOTES = dict.fromkeys(map(ord, "“”„「」『』《》〈〉"), '"') | dict.fromkeys(map(ord, "‘’`"), "'")
_TABLE = _WIDE | _QUOTES | {0x3000: " ", ord("。"): ". "}
_BLANKS = re.compile(r"(?:[^\S \n]|\s\s)\s*")
_AGAIN_AND_AGAIN = re.compile(r"(.{1,16}?)\1{11,}", re.DOTALL)
_ITEMS, _DEEPEST = frozenset("-*+•‣·・●○◦▪0123456789"), 12  # signs of an item; blanks before one
_LONGEST_RUN = 200  # characters; longer than any name, so that what is too long for one still is


def squeezed(text: str) -> str:
    """The text with every run of blanks as one space, or as one or two line breaks if it has any.

    Nobody means anything by more of them, but before an item, which is deeper with each; and
    patterns would walk them again and again. Tabs within lines part the cells of a table that was
    pasted.
    """
    lined = "\n" in text
    return _BLANKS.sub(partial(_squeezed_run, lined=lined), text)


def _squeezed_run(run: re.Match[str], *, lined: bool) -> str:
    """A run of blanks as what is meant by it."""
    cells = "\t" * run[0].partition("\n")[0].count("\t") if lined else ""
    breaks = "\n" * min(2, run[0].count("\n"))
    if not breaks or run.string[run.end() : run.end() + 1] not in _ITEMS:
        return cells + breaks or " "
    return cells + breaks + " " * min(_DEEPEST, len(run[0]) - run[0].rindex("\n") - 1)


def calmed(text: str) -> str:
    """The text squeezed, and of what stands there again and again only its first characters.

    Nobody means anything by more of it, and each reader would take every piece by itself.
    """
    return _AGAIN_AND_AGAIN.sub(_first, squeezed(text))


def _first(run: re.Match[str]) -> str:
    """The first characters of a run, up to where one of its pieces ends."""
    return run[0][: _LONGEST_RUN - _LONGEST_RUN % len(run[1])]


def normalised(text: str) -> str:
    """Composed characters, ASCII punctuation and quotes, folded blanks; letters as typed."""
    return squeezed(unicodedata.normalize("NFC", text).translate(_TABLE))


WordKind = Literal["nod", "yes", "no", "either", "empty", "import"]
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


def spoken(name: str, frame: str = "{}") -> re.Pattern[str]:
    """The pattern of that name of all languages (`vocabulary.yaml`), within a frame."""
    listed = (patterns.get(name) for patterns in _vocabulary()["spoken"].values())
    return re.compile(frame.replace("{}", "|".join(filter(None, listed))), re.IGNORECASE)


@cache
def _vocabulary() -> dict[str, Any]:
    text = Path(__file__).with_name("vocabulary.yaml").read_text("utf-8")
    # The C twin of SafeLoader: as safe, and ten times as fast.
    parsed: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return parsed


# Endings that only make a word polite or finish it; what remains is looked up.
_ENDING = spoken("ending", "(?:{})$")
_BOUNDARY = re.compile(r"[\s!.,~、。！？?^…]+|\u314e+|\u314b+")
_REFUSAL = spoken("refusal")
_ASSENT = spoken("assent")
_NOD = words("nod")
_YES = _NOD | words("yes")
_NO = words("no")
_EITHER = words("either")


def read_reply(text: str) -> Literal["approve", "reject", "feedback"]:
    """Yes, no, or something about the design: a yes with a "but" is feedback."""
    said = _said(text)
    if _all_are(said, _YES):
        return "approve"
    return "reject" if _all_are(said, _NO) else "feedback"


def only_nods(text: str) -> bool:
    """Whether a text is a mere yes, that may answer whatever was asked last."""
    return _all_are(_known_in(normalised(text).casefold()), _NOD)


def _said(text: str) -> list[str]:
    """The words of a text; what refuses or agrees to a plan as a whole is one of them."""
    plain = _REFUSAL.sub(" no ", normalised(text).casefold())
    return _known_in(_ASSENT.sub(" go ", plain))


def _known_in(plain: str) -> list[str]:
    return [_known(raw) for raw in _BOUNDARY.split(plain) if raw]


_CLOSING = spoken("closing", r"(?:{})[\s!.~。！]*$")


def without_closing(text: str) -> str:
    """An order without what asks behind it to carry it out ("… and apply")."""
    return _CLOSING.sub("", text)


def _known(word: str) -> str:
    """A word as the lists have it: as it is, or without its ending."""
    word = re.sub(r"[\ufe0f\U0001f3fb-\U0001f3ff]", "", word)
    known = _YES | _NO | _EITHER
    return word if word in known else _ENDING.sub("", word) or word


def _all_are(said: list[str], kind: frozenset[str]) -> bool:
    return any(word in kind for word in said) and all(
        word in kind or word in _EITHER or not word for word in said
    )


_AGAIN = spoken("again")


def wants_retry(text: str) -> bool:
    """Whether a message asks to go on with what failed, and for nothing else."""
    return _AGAIN.fullmatch(normalised(text).strip(" !.~。！")) is not None


_BACK = spoken("back")
_PROTEST = spoken("protest")


def wants_undo(text: str) -> bool:
    """Whether a message asks to take back what was done last, and for nothing else, be it that it
    says first what went wrong."""
    plain = normalised(text).strip(" !?.~。！")
    return _BACK.fullmatch(plain, _protested(plain)) is not None


def only_protests(text: str) -> bool:
    """Whether a message says that something was not meant, or went wrong, and nothing else."""
    plain = normalised(text).strip()
    return bool(plain) and _protested(f"{plain}.") > len(plain)


def _protested(plain: str) -> int:
    """How many letters of a text protest, where that leads."""
    at = 0
    while led := _PROTEST.match(plain, at):
        at = led.end()
    return at


_ONCE_MORE = spoken("once_more")


def wants_redo(text: str) -> bool:
    """Whether a message asks to make again what was taken back, and for nothing else."""
    return _ONCE_MORE.fullmatch(normalised(text).strip(" !.~。！")) is not None


_LATER = spoken("later")
_LONGEST_LATER = 40  # characters; who says more says something else


def puts_off(text: str) -> bool:
    """Whether a message says that the decision comes later, and nothing else."""
    plain = normalised(text).strip(" !.~。！")
    return len(plain) <= _LONGEST_LATER and _LATER.fullmatch(plain) is not None


_DROPPED = spoken("dropped")


def drops(text: str, offered: Collection[str] = ()) -> bool:
    """Whether a message closes an open question, and says nothing else: a mere no, or what
    was offered with it, may answer it."""
    plain = normalised(text).strip(" !.~。！")
    return plain not in offered and _DROPPED.fullmatch(plain) is not None
