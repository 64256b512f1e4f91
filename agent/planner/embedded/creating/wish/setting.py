"""What is said around a wish: who asks, and sentences that name nothing to be made."""

import re
from collections.abc import Sequence

from agent.planner.embedded.creating.wish.instances import Instances, listed_in, told_in
from agent.planner.embedded.creating.wish.pieces import Member
from agent.planner.embedded.creating.wish.vocabulary import ends, tokens
from agent.planner.embedded.grammar.text.lexis import composed
from agent.planner.embedded.grammar.text.tokens import Token

_TELEPHONE = re.compile(r"(?<![\d-])\+?\(?\d{2,4}\)?[ -]\d{3,4}[ -]\d{3,4}(?![\d-])")
_STOPS = frozenset(".!?")
_ASKS = ("make.", "want.", "organise.", "generic.", "holder.", "domain.", "noun.database")
_OPENING = 4  # words, among which who speaks makes a sentence
_LONGEST = 7  # words of a name
_FEW = 2  # words, among which who speaks makes no sentence ("books I own")


def without_setting(said: Sequence[Token], text: str) -> tuple[list[Token], list[Instances]]:
    """The tokens without what is told ("I teach maths.") before something is asked for, and without
    whole sentences of it between; and what such sentences say by name that there is."""
    left, told, at, opens = list[Token](), list[Instances](), 0, True
    while at < len(said):
        stops = (i for i in range(at, len(said)) if said[i].text in _STOPS)
        end = next(stops, len(said))
        sentence, there = said[at:end], told_in(said[at:end], text)
        kinds = listed_in(sentence, said[end:], text) if opens or not left else []
        if kinds:
            told, at = [*told, *kinds], end + 1
            continue
        plain = bool(there) and _is_setting(_unlisted(sentence))
        if plain and (opens or end < len(said)):
            told += there
        else:
            left += said[at : end + 1]
            opens = False
        at = end + 1
    return left, told


def _unlisted(sentence: Sequence[Token]) -> Sequence[Token]:
    """A sentence up to what it lists in brackets."""
    return sentence[: next((i for i, t in enumerate(sentence) if t.text == "("), len(sentence))]


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
    """Whether a sentence says what somebody has, and asks for nothing."""
    asks = any(t.has(*_ASKS, "want.", "verb.want") for t in sentence)
    return not asks and any(t.has("speaker.", "setting.") for t in sentence[:_OPENING])


def is_torn(member: Member, mark: str = "") -> bool:
    """Whether a member is a sentence and no name: it tells of somebody, or goes on and on."""
    words = [t for t in member.tokens if t.kind in ("word", "unknown")]
    if words and ends(words[-1].text, "sentence") and not (member.groups or member.choices):
        return True
    if not words or not words[0].text.isascii() or words[0].has("inquiry."):
        return False
    if mark == "with" and member.tokens[0].kind == "number" and len(member.tokens) > 1:
        return True  # "a trip with 4 friends"
    speaks = words[0].has("speaker.") or any(t.has("not.") for t in words)
    tells = any(t.has("teller.", "talk.") for t in words)
    most = _FEW if speaks or len(member.tokens) > len(words) else _FEW + 1  # "foods he tried"
    return len(words) > _LONGEST or ((speaks or tells) and len(words) > most)


def is_said(text: str) -> bool:
    """Whether a text says something, as a sentence does, where a wish would name it."""
    bare = composed(text).strip(" \n!?.~…。！？")
    talks = any(token.has("talk.") for token in tokens(bare))
    return "\n" not in bare and (talks or ends(bare, "said"))
