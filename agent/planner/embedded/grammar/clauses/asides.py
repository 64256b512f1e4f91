"""What stands beside an order: who asks for it, and what more is said of something it names."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.phrases import is_first, is_small
from agent.planner.embedded.grammar.text.lexis import Lexis
from agent.planner.embedded.grammar.text.tokens import Token

_FROM, _BECAUSE = frozenset({"role.from"}), frozenset({"role.because"})
_FEW = 5  # tokens that say who it is
_ENDS = frozenset({".", "!", "?", ";"})


def without_speakers(tokens: Sequence[Token], lexis: Lexis) -> list[Token]:
    """The tokens without who said so ("my boss wants a budget column"): of each sentence."""
    found, marks = list[Token](), lexis.ends("quoted")
    for sentence in sentences_in(tokens):
        led = _led_by_speaker(sentence) or _quotes(sentence, marks) or _leads_on(sentence)
        found += sentence[led:]
    return found


def with_relatives(tokens: Sequence[Token], lexis: Lexis) -> list[Token]:
    """The tokens with ", which …" as a sentence of its own ("notes, which should be text"); one
    with more commas is a list that has such a question in it."""
    found = list[Token]()
    for sentence in sentences_in(tokens):
        marks = [i for i, t in enumerate(sentence) if t.kind == "punct" and t.text in ",:("]
        at = marks[0] if len(marks) == 1 and sentence[marks[0]].text == "," else len(sentence)
        if any(t.has("ask.which") and is_first(t, lexis) for t in sentence[at + 1 : at + 2]):
            sentence[at : at + 2] = [replace(sentence[at], text=".")]
        found += sentence
    return found


def with_causes(tokens: Sequence[Token], lexis: Lexis) -> list[Token]:
    """The tokens with "from" behind what came about as what says why ("it ended, so …")."""
    ends, found = lexis.ends("caused"), list(tokens)
    for place, (before, mark) in enumerate(pairwise(tokens), 1):
        told = before.kind in ("unknown", "word", "ending") and before.text.endswith(ends)
        if told and mark.kind == "particle" and mark.senses == _FROM and not before.names:
            found[place] = replace(mark, senses=_BECAUSE)
    return found


def sentences_in(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The sentences of a text, each with the mark that ends it."""
    sentence = list[Token]()
    for token in tokens:
        sentence.append(token)
        if token.kind == "break" or (token.kind == "punct" and token.text in _ENDS):
            yield sentence
            sentence = []
    yield sentence


def _led_by_speaker(sentence: Sequence[Token]) -> int:
    """How many tokens say who it is and that they said it, where that leads; 0 for none."""
    said = (i for i, t in enumerate(sentence[:_FEW]) if t.has("hearsay.") and not t.names)
    at = next(said, 0)
    return at + 1 if at and _is_somebody(sentence[:at]) and at + 1 < len(sentence) else 0


def _leads_on(sentence: Sequence[Token]) -> int:
    """How many tokens only lead to what is to be possible ("make it so that I can …")."""
    at = next((i for i, t in enumerate(sentence[:_FEW]) if t.has("purpose.")), 0)
    plain = ("verb.change", "verb.add", "it.", "begs.")
    led = sentence[:at]
    leads = any(t.has("verb.") for t in led) and all(is_small(t) or t.has(*plain) for t in led)
    return at + 1 if leads else 0


def _quotes(sentence: Sequence[Token], marks: tuple[str, ...]) -> int:
    """How many tokens say who it is, where the end of the sentence says that it is quoted."""
    ends = (i for i, t in enumerate(sentence[:_FEW]) if t.kind == "particle")
    at = next((i for i in ends if sentence[i].has("role.subject")), 0)
    quoted = any(mark in t.text for t in sentence[at + 1 :] if t.kind == "ending" for mark in marks)
    return at + 1 if at and quoted and _is_somebody(sentence[:at]) else 0


def _is_somebody(tokens: Sequence[Token]) -> bool:
    """Whether words are of somebody, and of nothing that there is or may be made."""
    kinds = ("unknown", "word", "particle", "punct")
    plain = all(t.kind in kinds and not t.names for t in tokens)
    return plain and all(t.kind != "word" or is_small(t) for t in tokens)
