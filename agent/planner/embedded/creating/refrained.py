"""Sentences of a wish that only order something not to be made: no other reader sees them."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.creating.found import Found, Wish
from agent.planner.embedded.creating.records import SENTENCE
from agent.planner.embedded.creating.unwanted import core, deny, is_denied
from agent.planner.embedded.creating.wish.pieces import Group
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.tokens import Token
from tools.blueprint.base import Language

_ORDERS = ("make.", "want.", "verb.add", "verb.show", "verb.want", "verb.do", "verb.write",
           "without.", "verb.delete", "never.", "value.no")  # fmt: skip
_SHOWN = ("view.", "dash.", "sample.", "noun.view", "noun.sub_page", "either.", "also.")
_LEFT = ("begs.", "filler.", "ask.there", "unneeded.")


def without_refrained(text: str, language: Language) -> tuple[str, Found]:
    """A wish without such sentences ("please don't add any charts", "캘린더 만들지 말아줘"), and
    what they turn down; all of a text that says nothing else."""
    found, kept = Found(language), list[str]()
    for sentence in SENTENCE.findall(text):
        part, _, rest = sentence.partition(",")
        both = ((sentence, ""), (part, rest))
        kept.append(next((left for said, left in both if _is_taken(found, said)), sentence))
    left = "".join(kept)
    return (left.strip(), found) if any(map(str.isalnum, left)) else (text, Found(language))


def _is_taken(found: Found, said: str) -> bool:
    """Whether words only turn something down, which is taken out then."""
    group = _left_out(tokens(said))
    if group is not None:
        found.text = said
        deny(found, group)
    return group is not None


def refrained(wish: Wish, found: Found) -> Wish:
    """A wish without what its other sentences turn down."""
    removals = [*wish.brief.removals, *(one for one in found.removals
                                        if one not in wish.brief.removals)]  # fmt: skip
    fields = {"removals": removals, **found.said} if found.removals or found.said else {}
    return replace(wish, brief=wish.brief.model_copy(update=fields)) if fields else wish


def _left_out(sentence: Sequence[Token]) -> Group | None:
    """What a sentence orders not to make of how rows are seen, samples or parts; None where it says
    anything else."""
    said = [t for t in sentence if t.kind != "punct" and not t.has(*_LEFT)]
    begin, end = 0, len(said)
    while begin < end and said[begin].has(*_ORDERS):
        begin += 1
    while end > begin and (said[end - 1].kind == "ending" or said[end - 1].has(*_ORDERS)):
        end -= 1
    named, verbs = said[begin:end], [*said[:begin], *said[end:]]
    group = Group(tuple(core(named)), "topic", verbs=verbs)
    shown = any(t.has(*_SHOWN) for t in named)
    plain = all(t.has(*_SHOWN) or is_small(t) or t.kind == "particle" for t in named)
    denied = is_denied(group) or any(t.has("value.no") for t in verbs[:1])
    return group if group.lead and shown and plain and denied else None
