"""Which properties the figures, days and names of a text belong to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.conditions.numbers import CENTS, rounded
from agent.planner.embedded.grammar.rows.moving import moved
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import is_money
from agent.planner.embedded.grammar.text.shifts import shift_at
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from agent.planner.embedded.grammar.told.happenings import (
    happenings,
    is_form,
    is_of_other_day,
    lowered,
    may_say,
    meant_beside,
)
from agent.planner.embedded.grammar.told.kinds import is_begun
from agent.planner.embedded.grammar.told.words import words
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.model import ExistingProperty, ExistingRow

Span = tuple[int, int]  # from one place of a text to another

_NEAR = 8  # letters from the name of a property to its value


@dataclass(frozen=True)
class Figure:
    """A number as it stands in the text, with what stands beside it."""

    start: int
    end: int
    value: float
    paid: bool  # whether a currency is said
    unit: str  # what it counts, as it is said; empty for none
    measured: bool = False  # whether that is a measure, which only what is so measured has
    stop: int = 0  # where its unit ends


def figures(evidence: Evidence) -> list[Figure]:
    """The numbers that no piece has, but those that only say of how many a price is, and scores."""
    others = (words().each, words().score.said)
    each = [found.span() for one in others for found in one.finditer(evidence.low)]
    found = list[Figure]()
    for token in evidence.tokens:
        count = float(token.value) if token.kind == "number" else _counted(evidence, token)
        single = any(start <= token.start < end for start, end in each)
        single = single or any(
            0 <= t.start - token.end <= 1 and t.kind == "name" and len(t.text) == 1
            for t in evidence.tokens
        )
        known = bool(found) and token.start < found[-1].end
        if count is not None and not (single or known or evidence.holds(token)):
            found.append(_figure(evidence, token, count))
    return found


def _counted(evidence: Evidence, token: Token) -> float | None:
    """A number in words, before what it counts."""
    behind = (t for t in evidence.tokens if 0 <= t.start - token.end <= 1)
    counts = any(t.has("counter.", "measure.") for t in behind)
    count = count_of(token) if token.kind == "word" and counts else None
    return None if count is None else float(count)


def _figure(evidence: Evidence, token: Token, value: float) -> Figure:
    found = words().behind_number.match(evidence.low, token.end)
    scale, currency = (found[1], found[2]) if found else (None, None)
    value *= words().scales.get(scale or "", 1)
    if scale and found and (rest := _rest(evidence, found.end())):
        return replace(rest, start=token.start, value=value + rest.value)
    before = words().money_before.search(evidence.low[: token.start])
    paid = bool(currency) or (before is not None and not _ends_number(evidence, before.start()))
    money = any(is_money(prop) for prop in evidence.home.properties)
    paid = paid or (money and CENTS.fullmatch(token.text) is not None)
    end = found.end() if found and (scale or currency) else token.end
    behind = next((t for t in evidence.tokens if t.start >= end), None)
    near = behind is not None and behind.start - end <= 1 and behind.kind in ("unknown", "word")
    near = near and behind is not None and not behind.has("role.")  # "950 for November"
    unit = behind.text if near and behind is not None and not paid else ""
    if unit and behind is not None and behind.has("unit.day") and evidence.of_new:
        return Figure(token.start, end, value, paid, unit, measured=True, stop=behind.end)
    measured = near and behind is not None and behind.has("gauge.", "format.percent")
    stop = behind.end if unit and behind is not None else end
    return Figure(token.start, end, value, paid, unit, measured, stop)


def _ends_number(evidence: Evidence, at: int) -> bool:
    """Whether a number ends at a place: the currency there is of that."""
    return any(t.kind == "number" and t.end == at for t in evidence.tokens)


def _rest(evidence: Evidence, at: int) -> Figure | None:
    """The rest of a number that is written in two words (sixty thousand, four thousand)."""
    behind = (t for t in evidence.tokens if t.kind == "number" and 0 <= t.start - at <= 1)
    token = next(behind, None)
    return _figure(evidence, token, float(token.value)) if token is not None else None


def number_of(evidence: Evidence, figure: Figure, taken: Sequence[str]) -> ExistingProperty | None:
    """The only property that a number may be of: the one named beside it, money by its currency,
    what is counted by its unit."""
    free = [p for p in evidence.home.properties if p.type == "number" and p.name not in taken]
    lead = lead_of(evidence, figure.start, figure.end, "number")
    other = lead and figure.paid and not is_of_money(lead) and any(map(is_of_money, free))
    if lead and not other and (lead in free or not evidence.of_new):  # else "4 hours at 70"
        return lead if lead in free else None
    if not figure.paid and (named := [p for p in free if _measures(p, figure.unit)]):
        named = [p for p in named if not words().beside.search(folded(p.name))] or named
        return named[0] if len(named) == 1 else None
    money = [p for p in free if is_of_money(p)]
    counts = [p for p in free if p not in money and not _is_of_other(evidence, figure, p)]
    if figure.measured:  # "weighs 80 kg" says nothing of a room
        return counts[0] if evidence.of_new and len(counts) == 1 else None
    fits = money if figure.paid else counts if figure.unit else free
    fits = meant_beside(fits, evidence.text[: figure.start])
    fits = lowered(fits, evidence.text[evidence.start :])
    if evidence.of_new and figure.paid and len(fits) > 1 and evidence.happened:
        fits = [p for p in fits if may_say(p.name, evidence.text)]  # "spent"
    return fits[0] if len(fits) == 1 else None


def _is_of_other(evidence: Evidence, figure: Figure, prop: ExistingProperty) -> bool:
    """Whether a column has another unit in its name than what a number counts, or, of what no list
    counts, is of something else."""
    concept = concept_of(prop.name)
    key = concept.key if concept is not None else ""
    if not (evidence.of_new and figure.unit) or folded(figure.unit) in folded(prop.name):
        return False
    behind = next((t for t in evidence.tokens if t.start >= figure.end), None)
    plain = not figure.unit.isascii() or (behind is not None and behind.has("measure.", "counter."))
    return "(" in prop.name or key == "score" or not (plain or key == "quantity")


def is_of_money(prop: ExistingProperty) -> bool:
    concept = concept_of(prop.name)
    return is_money(prop) or (concept is not None and concept.key == "money")


def _measures(prop: ExistingProperty, unit: str) -> bool:
    """Whether a column is of what has such a unit, by its name."""
    said, name = folded(unit), folded(prop.name)
    stem = said.removesuffix("s")
    named = len(stem) > 1 and (stem in name or name.removesuffix("s") in said)
    return bool(said) and (f"({said})" in name or named)


def lead_of(evidence: Evidence, start: int, end: int, *types: str) -> ExistingProperty | None:
    """The property of one of these types that is named right before a value, or behind it."""
    leads = [(p, p.prop) for p in evidence.pieces if p.kind == "lead" and p.prop]
    fits = [(p, prop) for p, prop in leads if prop.type in types]
    before = [prop for p, prop in fits if 0 <= start - p.end <= _NEAR
              and not {*",/|、;"} & {*evidence.low[p.end : start]}]  # fmt: skip
    behind = [prop for p, prop in fits if 0 <= p.start - end <= 1]
    return next(iter([*before[-1:], *behind[:1]]), None)


def amount_of(
    evidence: Evidence, prop: ExistingProperty, figure: Figure, row: ExistingRow, span: Span
) -> float | None:
    """What the number of a row comes to: a figure, or so much more or less than it was, as is said
    from one place to another; None where both are said."""
    held, low, marks = row.values.get(prop.id), evidence.low, words().amounts
    more, less = marks.more.search(low, *span), marks.less.search(low, *span)
    sold = is_of_money(prop) and not more  # what was spent is no less of a price
    if held is None or marks.left.search(low, *span) or sold or not (more or less):
        return rounded(prop, figure.value)
    if more and less:
        return None
    value = rounded(prop, float(held) + (figure.value if more else -figure.value))
    return value if value >= 0 or held < 0 else None


def is_gone(evidence: Evidence, figure: Figure, span: Span) -> bool:
    """Whether a number is of what came or went, where another is of what is left."""
    marks = words().amounts

    def near(pattern: re.Pattern[str]) -> int | None:
        spans = (found.span() for found in pattern.finditer(evidence.low, *span))
        return min((max(a - figure.end, figure.start - b) for a, b in spans), default=None)

    left, others = near(marks.left), [near(marks.less), near(marks.more)]
    return left is not None and any(other is not None and other < left for other in others)


def day_of(
    evidence: Evidence, token: Token, *, is_new: bool
) -> tuple[ExistingProperty | None, bool]:
    """The property that a day is of, and whether a verb tells that it was: when due only where it
    is still to come, and of a row that there is none that only says when something came about."""
    tokens, today = evidence.tokens, evidence.clause.today.isoformat()
    dates = [p for p in evidence.home.properties if p.type == "date"]
    before = [t for t in tokens if 0 <= token.start - t.end <= _NEAR]
    before = [t for t in before if is_form(t) or not is_small(t)][-1:]
    behind = [t for t in tokens if 0 <= t.start - token.end <= _NEAR]
    forms = [t for t in (*before, *behind) if is_form(t) and (t in behind or t.text.isascii())]
    was = any(words().verbs.past.search(folded(t.text)) for t in forms)
    if lead := lead_of(evidence, token.start, token.end, "date"):
        return lead, was
    if not evidence.of_new and is_of_other_day(evidence.world, evidence.home, tokens, token):
        return None, was
    later = [p for p in dates if words().verbs.later.search(folded(p.name))]
    for form in (*before, *forms):
        told = any(happenings(form.text)) and is_form(form)
        said = [p for p in dates if told and may_say(p.name, form.text)]
        said = said if len(said) == 1 else [p for p in dates if is_begun(form.text, p.name)]
        so = was or str(token.value)[:10] == today  # nothing is due by what happens now
        said = [p for p in said if not (so and (p in later or evidence.world.is_due(p)))]
        if len(said) == 1:
            return said[0], was
    done = [p for p in dates if not evidence.world.is_due(p) and p not in later]
    if any(is_form(t) and t.text.isascii() for t in before) and evidence.of_new:
        return None, was  # of what no day is kept for
    if was or str(token.value)[:10] <= today:
        return (done[0] if len(done) == 1 and is_new else None), was
    due = evidence.of_new and any(t.has("role.until") for t in behind[:1])
    main = evidence.world.main_date(evidence.home)
    main = later[0] if evidence.of_new and len(later) == 1 else main  # "next visit"
    return (main if not due or main not in done or main is None else None), False


def _led_day(evidence: Evidence) -> ExistingProperty | None:
    """The only day of a row that is named."""
    leads = {p.prop.id: p.prop for p in evidence.pieces if p.kind == "lead" and p.prop}
    days = [prop for prop in leads.values() if prop.type == "date"]
    return days[0] if len(days) == 1 else None


def moved_day(evidence: Evidence, row: ExistingRow, span: Span) -> Piece | None:
    """The day of a row that is told, from one place to another, to come so much later or earlier
    than it was. Raises Refused where there is no such day."""
    low, (start, end) = evidence.low, span
    later, earlier = words().later.search(low, *span), words().earlier.search(low, *span)
    prop = _led_day(evidence) or evidence.world.main_date(evidence.home)
    held = row.values.get(prop.id) if prop is not None else None
    if not held or bool(later) == bool(earlier):
        return None
    for at, token in enumerate(evidence.tokens):
        found = shift_at(evidence.tokens, at) if start <= token.start < end else None
        if found is not None:
            day = moved(held, found[0] if later else found[0].earlier())
            return Piece("value", token.start, evidence.tokens[found[1] - 1].end, prop, day)
    return None
