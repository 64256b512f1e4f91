"""What kind of thing a person said: a wish to create, or something to answer."""

import re
from typing import Literal

from agent.planner.embedded.text import spoken
from agent.planner.words import normalised

Talk = Literal["greeting", "thanks", "capability", "modify", "cancel", "question"]

_END = r"[\W\u314b\u314e]*"  # marks, faces, and the letters of Korean laughs
_CREATE = spoken("create")
_GREETING = spoken("greeting", rf"\s*(?:{{}})(?:\s*(?:there|friend|everyone|notionforge))?{_END}")
_THANKS = spoken("thanks")
_BESIDE_THANKS = spoken("beside_thanks")
_CAPABILITY = spoken("capability")
_QUESTION = spoken("question")
_UNDO = spoken("undo")
_CHANGE = spoken("change")
_ORDER = spoken("order")  # a verb of change as an order
_OF_WHAT_IS = spoken("of_what_is")  # what nobody calls what they want organised
_STRUCTURE = spoken("structure")  # with a verb of change such parts are those of one that exists
_CANCEL = spoken("cancel", r"\s*(?:{})[\s!.~。]*")
_INSTEAD = spoken("instead")
_ORGANISER = spoken("organiser")  # a wish may be a noun alone: "weekly planner"
_CAN = spoken("can")
_ASKS = spoken("asks")  # what will be, and not for something to be done ("can you add …?")
_SUGGESTS = spoken("suggests")
_COMMAS = (",", "\u3001")
_FEWEST = 2  # commas of a list
_AS_IT_IS = spoken("as_it_is")  # said of a deletion that waits, and of other changes


def asks_to_create(text: str) -> bool:
    """Whether the words ask for something to be made, or name a thing that holds other things.

    A question mark changes nothing.
    """
    return bool(_CREATE.search(text) or _ORGANISER.search(text))


def asks_for_undo(text: str) -> bool:
    """Whether the words ask to take back what was done."""
    return _UNDO.search(text) is not None


def asks_instead(text: str) -> bool:
    """Whether the words turn down what there is for something else."""
    return _INSTEAD.search(text) is not None


def only_thanks(text: str) -> bool:
    """Whether the words thank, or say that it is all for today, and say nothing else."""
    rest, found = _THANKS.subn(" ", text)
    return bool(found) and re.fullmatch(_END, _BESIDE_THANKS.sub(" ", rest)) is not None


def talk_of(text: str, *, about_a_skill: bool) -> Talk | None:
    """What a text is, if it is no wish to create something."""
    if _GREETING.fullmatch(text):
        return "greeting"
    if only_thanks(text):
        return "thanks"
    if _CANCEL.fullmatch(text):
        return "cancel"
    if _CAPABILITY.search(text) and not (about_a_skill and asks_to_create(_CAN.sub(" ", text))):
        return "capability"
    if _CREATE.search(text):
        return None
    if _QUESTION.search(text) and not about_a_skill:
        return "question"
    if asks_to_create(text):
        return None
    changes = _CHANGE.search(text) and (not about_a_skill or _STRUCTURE.search(text))
    if _UNDO.search(text) or (changes and not _is_list(text)):
        return "modify"
    return "question" if _QUESTION.search(text) else None


def is_called_off(text: str) -> bool:
    """Whether words only say that what was asked for is not wanted after all."""
    return _CANCEL.fullmatch(normalised(text)) is not None


def _is_list(text: str) -> bool:
    """Whether words list things that are no parts of a workspace, and order nothing: that one is a
    change ("moving: to do, quotes, address changes") is what it is about."""
    commas = sum(map(text.count, _COMMAS))
    return commas >= _FEWEST and not (_ORDER.search(text) or _STRUCTURE.search(text))


def orders_change(text: str, *, about_a_skill: bool, has_page: bool) -> bool:
    """Whether words give an order that only what exists can follow; where there is a page, an order
    about no skill is for that."""
    said = normalised(text).strip()
    if _OF_WHAT_IS.match(said):
        return True
    is_for_page = has_page and not about_a_skill and not asks_to_create(said)
    is_change = is_for_page or talk_of(said, about_a_skill=about_a_skill) == "modify"
    return is_change and _ORDER.search(said) is not None


def asks_about_plan(text: str) -> bool:
    """Whether words that follow a plan ask about it, and for nothing to be done."""
    if _SUGGESTS.match(text.lstrip()):
        return False
    is_question = talk_of(normalised(text), about_a_skill=False) == "question"
    return is_question or _ASKS.search(text) is not None


def leaves_as_it_is(text: str) -> bool:
    """Whether words say of changes that nothing is to be done, and nothing else."""
    return _AS_IT_IS.fullmatch(normalised(text).strip(" !.~")) is not None
