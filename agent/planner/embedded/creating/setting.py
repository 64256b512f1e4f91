"""What is said around a wish: who asks, and sentences that name nothing to be made."""

import re
from collections.abc import Sequence

from agent.planner.embedded.creating.pieces import Member
from agent.planner.embedded.creating.vocabulary import ends
from agent.planner.embedded.grammar.phrases import is_small
from agent.planner.embedded.grammar.tokens import Token

_TELEPHONE = re.compile(r"(?<![\d-])\+?\(?\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}(?![\d-])")
_STOPS = frozenset(".!?")
_ASKS = ("make.", "want.", "organise.", "generic.", "holder.", "domain.", "noun.database")
_OPENING = 4  # words, among which who speaks makes a sentence
_LONGEST = 7  # words of a name
_FEW = 2  # words, among which who speaks makes no sentence ("books I own")


def without_setting(said: Sequence[Token]) -> list[Token]:
    """The tokens without what is told ("I teach maths.") before something is asked for."""
    at = 0
    while at < len(said):
        stops = (i for i in range(at, len(said)) if said[i].text in _STOPS)
        end = next(stops, len(said))
        if not _is_setting(said[at:end]):
            break
        at = end + 1
    return list(said[at:])


def without_told(said: Sequence[Token]) -> list[Token]:
    """The tokens without the clause that only tells how things are before something is asked for
    ("동네에서 작은 빵집 하는데요, …")."""
    stops = (i for i, t in enumerate(said) if t.text in (",", *_STOPS) or t.kind == "break")
    end = next(stops, len(said))
    clause, behind = said[:end], list(said[end + 1 :])
    tells = bool(clause) and end < len(said) and said[end].text == ","
    tells = tells and ends(clause[-1].text, "telling") and not clause[0].text.isascii()
    asks = any(t.has("make.", "verb.add", "verb.want") for t in behind)
    return list(said) if not (tells and asks) or _asks(clause) else behind


def _asks(clause: Sequence[Token]) -> bool:
    return any(t.has(*_ASKS) and not t.has("want.") for t in clause)


def without_contacts(said: Sequence[Token], text: str) -> tuple[list[Token], list[str]]:
    """The tokens without where somebody is reached, in brackets or as a sentence, and these as
    typed: a telephone number is no name of anything."""
    left, told = list(said), list[str]()
    for number in _TELEPHONE.finditer(text):
        at = [i for i, t in enumerate(left) if number.start() <= t.start < number.end()]
        if not at:
            continue
        begin, end = _around(left, at[0], at[-1] + 1)
        told.append(text[left[begin].start : left[end - 1].end].strip(" ()"))
        left[begin:end] = []
    return left, told


def _around(said: Sequence[Token], begin: int, end: int) -> tuple[int, int]:
    """The places of the brackets, or else of the sentence, that a part of a text stands in."""
    opens = next((i for i in range(begin, -1, -1) if said[i].text in ("(", *_STOPS)), -1)
    shut = next((i for i in range(end, len(said)) if said[i].text in (")", *_STOPS)), len(said))
    bracketed = opens >= 0 and said[opens].text == "("
    return (opens, min(shut + 1, len(said))) if bracketed else (opens + 1, shut)


def _is_setting(sentence: Sequence[Token]) -> bool:
    """Whether a sentence says who asks, or why, and names nothing to be made."""
    if any(t.has("lately.") for t in sentence) and not any(t.has("make.") for t in sentence):
        return True
    if not sentence or any(t.has(*_ASKS) or t.text in (":", "(") for t in sentence):
        return False
    speaks = any(t.has("speaker.") for t in sentence[:_OPENING])
    if speaks and not any(t.text == "," for t in sentence):
        return True  # "this spring we do Blithe Spirit"
    told_by = (t for t in sentence if t.has("speaker.", "setting.") or not is_small(t))
    opens = next(told_by, sentence[0])
    told = any(t.has("talk.", "need.") for t in sentence[1:])
    return opens.has("speaker.") or (opens.has("setting.") and told)


def is_torn(member: Member, mark: str = "") -> bool:
    """Whether a member is a sentence and no name: it tells of somebody, or goes on and on."""
    words = [t for t in member.tokens if t.kind in ("word", "unknown")]
    if words and ends(words[-1].text, "sentence") and not (member.groups or member.choices):
        return True
    if not words or not words[0].text.isascii() or words[0].has("inquiry."):
        return False
    if mark == "with" and member.tokens[0].kind == "number" and len(member.tokens) > 1:
        return True  # "a trip with 4 friends"
    tells = words[0].has("speaker.") or any(t.has("teller.", "talk.") for t in words)
    return len(words) > _LONGEST or (tells and len(words) > _FEW)
