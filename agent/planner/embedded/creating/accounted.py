"""What of a list nobody took up: the last look at a wish, past every reader.

Readers may pass over words, each for a reason of its own. Whoever lists things wants all of them,
so a member of a list that is seen nowhere in the design, and was not told, is told here.
"""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from agent.planner.embedded.creating.wish.story import asking_of
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.clauses.letters import without_letter
from agent.planner.embedded.grammar.text.blocks import without_headers
from agent.planner.embedded.grammar.text.cells import amount_of
from agent.planner.embedded.grammar.text.lexis import composed
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.language import without_language
from tools.blueprint.model import Blueprint

_SIGNS = re.compile(r"[\W_]+")
_PARTS = frozenset(",/|;:()[]·")
_STOPS = frozenset(".!?")
# What is not wanted, or was taken back, is done by its absence.
_DENIED = (
    "without.", "never.", "ending.never", "correct.", "not.", "instead.", "spare.", "verb.delete",
)  # fmt: skip
# A type, a verb, a view are seen in another form than they are said.
_FORM = (
    "verb.", "type.", "noun.", "view.", "format.", "link.", "boolean.", "make.", "want.", "filler.",
    "unit.", "organise.", "generic.", "sample.", "talk.", "count.", "counter.", "function.",
    "only.", "block.",
)  # fmt: skip
_ACTS = ("filler.filler", "ending.final", "verb.link", "verb.group", "link.")
_FIGURES = ("format.", "scale.", "month_name.", "unit.year", "unit.month", "unit.day")
_DAYS = 31  # of the longest month
_WORDS = 5  # with content, in a member: more of them are a sentence
_FEWEST = 2  # members of a list


def unaccounted(
    text: str, design: Blueprint, told: Sequence[str], known: Sequence[str] = ()
) -> list[str]:
    """The members of lists in a wish that neither its design nor what is told of it speaks of, nor
    what is `known` of what it is about; and the amounts and days that are in none of the first."""
    said, _ = asking_of(without_letter(composed(without_language(text))))
    lines = [(line, list(_parted(tokens(line), _STOPS))) for line in without_headers(said)]
    sentences = [(one, line) for line, listed in lines for one in listed]
    denied = [_typed(one, line) for one, line in sentences if any(t.has(*_DENIED) for t in one)]
    there = " ".join((design.model_dump_json(), *told, *denied))
    seen = _letters(there)
    about = seen + _letters(" ".join(known))
    lost = [words for one, line in sentences for words in _lost(one, line, about)]
    seen += _letters(" ".join(lost))
    figures = _figures(" ".join((there, *lost)))
    facts = (fact for one, line in sentences for fact in _facts(one, line, seen, figures))
    return [*lost, *(fact for fact in facts if not any(fact in one for one in known))]


def _facts(
    sentence: Sequence[Token], line: str, seen: str, figures: Container[str]
) -> Iterator[str]:
    """The amounts of money and the days that a sentence names and that are not seen ("on 14 June
    2025, budget $30,000"): whoever says them wants them to be somewhere."""
    run = list[Token]()
    for token in [*sentence, Token("break", 0, 0, "")]:
        if token.kind == "number" or token.has(*_FIGURES):
            run.append(token)
            continue
        said = _typed(run, line) if run else ""
        letters = _letters(said)
        is_seen = letters in (figures if letters.isdigit() else seen)  # 500 is not in 1500
        if run and not is_seen and not _is_noted(run, seen, figures):
            yield said
        run = []


def _is_noted(run: Sequence[Token], seen: str, figures: Container[str]) -> bool:
    """Whether figures are no amount and no day, or are seen in another form than they are said."""
    numbers = [token.value for token in run if token.kind == "number"]
    if not numbers:
        return True
    if any(token.has("format.") and not token.has("format.percent") for token in run):
        scale = next((int(t.group("scale.")) for t in run if t.has("scale.")), 1)
        return str(int(numbers[0] * scale)) in figures
    return _is_day_seen(run, seen)


def _is_day_seen(run: Sequence[Token], seen: str) -> bool:
    """Whether figures are no day of a month with its year, or that day is seen."""
    named = next((int(t.group("month_name.")) for t in run if t.has("month_name.")), 0)
    of_month = next((n for n, unit in pairwise(run) if unit.has("unit.month")), None)
    month = named or (int(of_month.value) if of_month is not None else 0)
    numbers = [int(t.value) for t in run if t.kind == "number" and t is not of_month]
    days = [n for n in numbers if 0 < n <= _DAYS]
    year = next((n for n in numbers if n > _DAYS), 0)
    if not (month and days and year):
        return True
    return f"{year}{month:02}{days[-1]:02}" in seen


def _lost(sentence: Sequence[Token], line: str, seen: str) -> Iterator[str]:
    """The members of a list in a sentence that are not seen, those in a row as one."""
    listed = list(_parted(sentence, _PARTS))
    lost = list[Token]()
    for member in [*(listed if len(listed) >= _FEWEST else ()), []]:
        if member and not _is_remark(member, line) and _is_lost(member, seen):
            lost += member
        elif lost:
            yield _typed(lost, line)
            lost = []


def _parted(said: Sequence[Token], signs: frozenset[str]) -> Iterator[list[Token]]:
    """The pieces of a text between signs."""
    piece = list[Token]()
    for token in said:
        if token.kind == "break" or (token.kind == "punct" and token.text in signs):
            if piece:
                yield piece
            piece = []
        else:
            piece.append(token)
    if piece:
        yield piece


def _is_remark(member: Sequence[Token], line: str) -> bool:
    """Whether words only lead a list, stand alone in brackets, or say what is to be done."""
    before, behind = line[: member[0].start].rstrip()[-1:], line[member[-1].end :].lstrip()[:1]
    quoted = any(token.kind == "quoted" for token in member)
    acts = any(token.has(*_ACTS) for token in member[-2:])
    alone = before in ("(", "（") and behind in (")", "）")
    return alone or behind in (":", "：") or (acts and not quoted)


def _is_lost(member: Sequence[Token], seen: str) -> bool:
    """Whether none of the words of a member that name something are seen."""
    names = [token for token in member if _names(token)]
    return 0 < len(names) <= _WORDS and not any(_is_seen(token, seen) for token in names)


def _names(token: Token) -> bool:
    if token.kind == "word":
        return token.has("thing.", "concept.") and not token.has(*_FORM)
    unknown = token.kind == "unknown" and len(token.text) > 1
    if token.kind == "quoted" and amount_of(str(token.value)):
        return False  # "1,200" of a pasted table
    return unknown or token.kind in ("quoted", "url", "email", "code")


def _is_seen(token: Token, seen: str) -> bool:
    """Whether a word is seen, be it without the letter of an ending."""
    word = _letters(str(token.value) if token.kind == "quoted" else token.text)
    return (word[:-1] if len(word) > _FEWEST else word) in seen


def _figures(text: str) -> frozenset[str]:
    """The whole numbers of a text, whatever parts their thousands."""
    return frozenset(re.findall(r"\d+", re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)))


def _letters(text: str) -> str:
    return _SIGNS.sub("", text).casefold()


def _typed(run: Sequence[Token], line: str) -> str:
    return line[run[0].start : run[-1].end]
