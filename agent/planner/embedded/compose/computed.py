"""What a table of its own works out by itself: the days that are left until one that lies ahead."""

from collections.abc import Sequence

from agent.planner.embedded.compose.draft import everywhere
from agent.planner.embedded.lexicon import says
from agent.planner.patterns import PropertyPattern
from agent.texts import say
from tools.blueprint.base import Language

# Of one day there are no "days" in English, and other languages have words for it as well.
_LEFT = (
    'if(empty({{{key}}}), "", let(d, dateBetween({{{key}}}, today(), "days"), '
    "ifs(d == 0, {today}, d == 1, {tomorrow}, d == -1, {yesterday}, d > 0, {ahead}, {ago})))"
)
LEFT = "left"  # the key of the property


def leading_date(
    properties: Sequence[PropertyPattern], language: Language
) -> PropertyPattern | None:
    """The day that a table is about: what is called the next, else the first that lies ahead, else
    the first; none on which anybody was born."""

    def weight(date: PropertyPattern) -> int:
        name = date.name.in_language(language)
        return says(name, "next") + says(name, "ahead")

    dates = [p for p in properties if p.type == "date"]
    dates = [p for p in dates if not says(p.name.in_language(language), "born")]
    return max(dates, key=weight, default=None)


def lies_ahead(day: str) -> bool:
    """Whether a day of this name is one until which something is to be done."""
    return says(day, "ahead") or says(day, "next")


def days_left(properties: Sequence[PropertyPattern], language: Language) -> list[PropertyPattern]:
    """The days until the leading date, where that lies ahead; nothing where it does not, or the
    table has a column of that name."""
    date, name = leading_date(properties, language), say("own_left", language)
    if date is None or not says(date.name.in_language(language), "ahead"):
        return []
    if any(p.name.in_language(language).casefold() == name.casefold() for p in properties):
        return []
    said = {one: _spelt(say(f"left_{one}", language)) for one in _SAID}
    expression = _LEFT.format(key=date.key, **said)
    left = PropertyPattern(key=LEFT, type="formula", name=everywhere(name), expression=expression)
    return [left.model_copy(update={"tier": "standard"})]


_SAID = ("today", "tomorrow", "yesterday", "ahead", "ago")


def _spelt(text: str) -> str:
    """A text with `#` for the number of days, as a formula spells it."""
    before, _, after = text.partition("#")
    if before == text:
        return f'"{text}"'
    parts = [f'"{before}"'] if before else []
    parts += ["format(abs(d))", *([f'"{after}"'] if after else [])]
    return " + ".join(parts)
