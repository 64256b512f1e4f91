"""What a long wish tells before it asks for anything: who writes, and how things are until now."""

import re

from agent.planner.embedded.creating.wish.vocabulary import ends, tokens

_LONG = 250  # characters of a text that tells before it asks
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*\s*|[.!?\n]+")
# What asks for something, or names what is to be there.
_ASKS = (
    "verb.want", "verb.add", "make.", "need.", "noun.database", "noun.property", "ordinal.",
)  # fmt: skip
_LISTS = frozenset("(:|#/")
_MANY = 2  # commas of a list


def without_background(text: str) -> str:
    """A long text from its first sentence on that asks for something."""
    if len(text) < _LONG:
        return text
    for sentence in _SENTENCE.finditer(text):
        if not _only_tells(sentence[0]):
            return text[sentence.start() :]
    return text


def _only_tells(sentence: str) -> bool:
    """Whether a sentence has a verb that tells, and nothing that asks or is listed."""
    said = tokens(sentence)
    marks = [t.text for t in said if t.kind == "punct"]
    listed = marks.count(",") >= _MANY or not _LISTS.isdisjoint(marks)
    asks = any(t.has(*_ASKS) or t.kind == "quoted" for t in said)
    tells = any(t.has("told.", "role.being") for t in said) or ends(sentence.strip(), "copula")
    return not said or (tells and not listed and not asks)
