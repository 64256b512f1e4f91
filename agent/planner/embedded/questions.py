"""Clarifying questions, and what an answer to one means."""

import re
from collections.abc import Mapping, Sequence

from agent.planner.embedded.text import mentions, spoken
from agent.planner.seam import Choice, Question
from agent.planner.skills import Skill
from agent.planner.words import normalised, only_nods
from agent.texts import say
from tools.blueprint.base import Language

MOST_OPTIONS = 5
_MARKS = 3  # letters of what may stand behind an option that is picked

_ANYTHING = spoken("anything")
_TAIL = rf"(?:\s*(?:{spoken('picked').pattern}))*[\s.!)]*"
_PLACE = spoken(
    "place", rf"\s*(?:the\s+|number\s+|option\s+|no\.?\s*|#)?(?P<n>\d{{1,2}})\s*(?:{{}})?{_TAIL}"
)
_ORDINALS = {n: spoken(f"place_{n}", rf"(?:the\s+)?(?:{{}}){_TAIL}") for n in (1, 2, 3, 4, 5, -1)}
_REFERS = spoken("refers")  # to what a question was about: "rename the one in Deals"
_SMALL = frozenset(
    "the a an in on of at to for from please pls just my our".split()  # noqa: SIM905  # a list of words
)
_QUOTED = re.compile(r"(?<!\w)['‘“\"「『]([^'’”\"」』]{1,100})['’”\"」』]")


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
    if only_nods(text):
        return values[0] if len(values) == 1 else _whole(question.options, text)
    if _ANYTHING.search(text) and len(text) < 40:
        return values[0]
    return _by_label(question.options, text)


def only_agrees(question: Question, answer: str) -> bool:
    """Whether an answer is a mere yes, to a question that asks which, or what."""
    return only_nods(answer) and chosen(question, answer) is None


def _place(text: str) -> int | None:
    if found := _PLACE.fullmatch(text):
        return int(found["n"])
    spoken_of = (place for place, words in _ORDINALS.items() if words.fullmatch(text))
    return next(spoken_of, None)


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
    if any(said.startswith(label) and len(said) - len(label) <= _MARKS for label in labels):
        return False  # nothing but an option, with a particle behind it
    if names - set(_QUOTED.findall(about)):
        return True  # a name that was given now, however like it the words were before
    return any(
        word not in about and word not in _SMALL and not any(map(word.startswith, labels))
        for word in re.findall(r"\w+", said)
    )
