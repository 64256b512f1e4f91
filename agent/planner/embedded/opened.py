"""Orders about what a text opens with, which is yet to be made: they are part of a wish."""

import re

from agent.planner.embedded.creating.found import Wish
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.lexicon import thing_of
from agent.planner.embedded.wants import is_specific

_SENTENCE = re.compile(r"[.!?。！？\n]+")
_MARKS = tuple(",.;:、。")  # that end what a wish is about
_HOLDS = ("holder.", "domain.", "task.", "venture.")


def is_of_what_opens(text: str, wish: Wish, *, about_a_skill: bool) -> bool:
    """Whether what is ordered is said of what is to be made, which opens the text."""
    return _names_first(text, wish) or (about_a_skill and _adds_to_head(text, wish))


def _adds_to_head(text: str, wish: Wish) -> bool:
    """Whether what is added is added to what is to be made: that opens the text, and a mark ends
    it ("Inventory for my shop, add …")."""
    opens = bool(wish.head) and text.startswith(wish.head)
    ends = text[len(wish.head) :].lstrip()[:1] in _MARKS
    return opens and ends and is_specific(wish.brief)


def _names_first(text: str, wish: Wish) -> bool:
    """Whether the first of several sentences only names what holds things: what is asked for behind
    it is of that ("A ledger of our dues. … Add a view of who has not paid")."""
    first, *others = [one for one in _SENTENCE.split(text) if one.strip()] or [""]
    named = bool(wish.head) and first.strip().casefold().endswith(wish.head.casefold())
    held = any(t.has(*_HOLDS) for t in tokens(wish.head)[1:])
    return bool(others) and named and (held or thing_of(wish.head) is not None)
