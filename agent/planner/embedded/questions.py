"""Clarifying questions, and what an answer to one means."""

import re
from collections.abc import Mapping, Sequence

from agent.planner.embedded.text import mentions
from agent.planner.seam import Choice, Question
from agent.planner.skills import Skill
from agent.planner.words import normalised
from agent.texts import say
from tools.blueprint.base import Language

MOST_OPTIONS = 5

_ANYTHING = re.compile(
    r"아무\s?거나|뭐든|상관\s?없|알아서|추천(?:해|으로)?|랜덤|네가\s?골라"
    r"|(?<![A-Za-z])(?:anything|whatever"
    r"|any(?: of them| one)?|you (?:choose|decide|pick)"
    r"|surprise me|don'?t care|no preference|up to you)(?![A-Za-z])|お?任せ|おまかせ|何でも"
    r"|なんでも|どれでも",
    re.IGNORECASE,
)
_YES = re.compile(
    r"\s*(?:네|넵|응|어|그래|좋아요?|ㅇㅇ|ㅇㅋ|예|yes|yeah|yep|ok(?:ay)?|sure|y|はい|うん|ええ"
    r"|いいよ|お願いします)[\s!.~。]*",
    re.IGNORECASE,
)
_ORDINALS: list[tuple[int, str]] = [
    (1, r"첫\s?(?:번째|째)?|하나|일번|first|one|一番目?|一つ目|最初"),
    (2, r"두\s?번째|둘째|이번|second|two|二番目?|二つ目"),
    (3, r"세\s?번째|셋째|삼번|third|three|三番目?|三つ目"),
    (4, r"네\s?번째|넷째|사번|fourth|four|四番目?|四つ目"),
    (5, r"다섯\s?번째|다섯째|오번|fifth|five|五番目?|五つ目"),
    (-1, r"마지막|last|最後"),
]
_PLACE = re.compile(
    r"\s*(?:the\s+|number\s+|option\s+|no\.?\s*|#)?(?P<n>\d{1,2})\s*(?:번째?|번\s*째|번으로|으로"
    r"|로|st|nd"
    r"|rd|th|番目?|つ目)?"
    r"(?:\s*(?:one|거|것|걸로|으로|로|で|でお願い.*|please|해줘|할게|요|이요))?[\s.!)]*",
    re.IGNORECASE,
)
_ORDINAL_TAIL = r"(?:\s*(?:one|option|거|것|걸로|으로|로|꺼|で.*|please|해줘|할게|요|の))*[\s.!]*"


def ask(
    text: str, skills: Mapping[str, Skill], nearest: Sequence[str], language: Language
) -> Question:
    """The question for a wish too vague to act on, the nearest skills offered first."""
    names = list(dict.fromkeys([*nearest, *skills]))[:MOST_OPTIONS]
    options = [
        Choice(value=name, label=skills[name].names.in_language(language))
        for name in names
        if name in skills
    ]
    return Question(content=say("what_to_organise", language), options=options, about=text)


def chosen(question: Question, answer: str) -> str | None:
    """The value of the option that an answer picks by number, label or "anything".

    A yes picks the only one; among several it says nothing.
    """
    values = [option.value for option in question.options]
    if not values:
        return None
    text = normalised(answer).strip()
    place = _place(text)
    if place is not None and -1 <= place <= len(values) and place != 0:
        return values[place - 1 if place > 0 else -1]
    if _YES.fullmatch(text):
        return values[0] if len(values) == 1 else _whole(question.options, text)
    if _ANYTHING.search(text) and len(text) < 40:
        return values[0]
    return _by_label(question.options, text)


def is_bare_yes(text: str) -> bool:
    """Whether a text says yes and nothing else."""
    return _YES.fullmatch(normalised(text).strip()) is not None


def only_agrees(question: Question, answer: str) -> bool:
    """Whether an answer is a bare yes to a question that offers several things."""
    is_open = bool(question.options) and chosen(question, answer) is None
    return is_open and is_bare_yes(answer)


def _place(text: str) -> int | None:
    if found := _PLACE.fullmatch(text):
        return int(found["n"])
    spoken = (
        place
        for place, words in _ORDINALS
        if re.fullmatch(rf"(?:the\s+)?(?:{words}){_ORDINAL_TAIL}", text, re.IGNORECASE)
    )
    return next(spoken, None)


def _whole(options: Sequence[Choice], text: str) -> str | None:
    """The value of the option that a text is the whole label of."""
    folded = text.casefold()
    found = (o.value for o in options if folded in (o.label.casefold(), o.value.casefold()))
    return next(found, None)


def _by_label(options: Sequence[Choice], text: str) -> str | None:
    named = (o.value for o in options if mentions(text, o.label))
    # Whole words of a label: "no" is in "Meeting notes" and names nothing.
    part = (o.value for o in options if len(text) >= 2 and mentions(o.label, text))
    return _whole(options, text) or next(named, None) or next(part, None)


# Words for what a question was about: "rename the one in Deals", "작업에 있는 걸 바꿔줘".
_REFERS = re.compile(
    r"\b(?:it|that|this|those|these|them|ones?|both)\b"
    r"|(?:^|[\s가-힣])(?:것|거|걸|쪽)(?=[\s을를은는이가도로의만]|$)|(?:それ|これ|あれ|[のい]方|の[をはがも])",
    re.IGNORECASE,
)
_SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "in",
        "on",
        "of",
        "at",
        "to",
        "for",
        "from",
        "please",
        "pls",
        "just",
        "my",
        "our",
    ]
)


_QUOTED = re.compile(r"(?<!\w)['‘“\"「『]([^'’”\"」』]{1,100})['’”\"」』]")


def replaces(question: Question, text: str) -> bool:
    """Whether an order says something of its own, and so is no answer to what was asked.

    It does unless it refers back, or its words are those of the options and of the wish that the
    question is about.
    """
    said = normalised(text).casefold()
    if _REFERS.search(said):
        return False
    about = normalised(question.about).casefold()
    labels = [normalised(option.label).casefold() for option in question.options]
    names = set(_QUOTED.findall(said)) - {*labels}
    if names - set(_QUOTED.findall(about)):
        return True  # a name that was given now, however like it the words were before
    return any(
        word not in about and word not in _SMALL and not any(map(word.startswith, labels))
        for word in re.findall(r"\w+", said)
    )
