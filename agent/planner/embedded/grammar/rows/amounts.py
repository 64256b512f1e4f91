"""Numbers of rows that grow or shrink from what they are: "raise all prices by 10 %"."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.conditions.numbers import rounded
from agent.planner.embedded.grammar.rows.rows_named import (
    edited,
    read_mentions,
    rows_where,
    take_named,
)
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.names import is_money
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.happenings import lowered
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_HUNDRED = 100
_NEAR = 6  # letters from a number to what says that it is so much more


def grow(clause: Clause) -> list[Change]:
    """`raise all prices by 10%`, `lower the price by 500 won`, `zero out the stock`."""
    nouns = ("noun.view", "noun.property", "noun.option")
    if any(t.has(*nouns) and not t.names for t in clause.free()):
        raise Refused
    zero = _is_zero(clause)
    plus = any(t.kind == "number" and is_more(clause, t) for t in clause.tokens)
    more, less = plus or _says(clause, "grow.more"), _says(clause, "grow.less")
    to = {t.start for p in clause.phrases if p.plays("to", "at") for t in p.tokens}
    onto = clause.does("add") and any(t.start in to for t, _ in clause.named("row"))
    more |= onto  # "add 3 to the candles"
    taken = (clause.does("delete") or _says(clause, "worked.minus")) and not zero
    less |= taken
    clause.take_all(*(["tells.", "plus."] if plus else []))
    if not zero and more == less:
        raise Refused
    said = None if zero else _amount(clause)
    home, rows = take_named(clause)
    figure = any(t.kind == "number" for t in clause.tokens)
    if taken and not (
        home and rows and (figure or clause.property_of(home, clause.tokens, "number"))
    ):
        raise Refused  # "delete 2 rows", "the red one can go"
    home, prop = _number(clause, home)
    if is_money(prop) and clause.find("dealt.", among=clause.said.tokens):
        raise Refused  # what is sold or bought is another amount, and no less of the first
    share = bool(clause.take("format.percent")) and prop.config.get("format") != "percent"
    clause.take_all("grow.", "worked.minus", "format.", "counter.", "measure.", "way.")
    read_mentions(clause, home)
    rows = rows or rows_where(clause, home, clause.tokens)

    def grown(value: float) -> float:
        if said is None:
            return 0
        by = value * said / _HUNDRED if share else said
        return rounded(prop, value + by if more else value - by)

    rows = [row for row in rows if row.values.get(prop.id) is not None]
    if any(grown(row.values[prop.id]) < 0 <= row.values[prop.id] for row in rows):
        raise Refused  # nobody sells more than there is
    values = [{prop.name: grown(row.values[prop.id])} for row in rows]
    return edited(clause, home, rows, values)


def is_more(clause: Clause, number: Token) -> bool:
    """Whether a number is one by which something grows ("40 more", "5 bags more")."""
    return any(t.has("plus.") and 0 <= t.start - number.end <= _NEAR for t in clause.tokens)


def _is_zero(clause: Clause) -> bool:
    """Whether numbers are set back: "zero out", or "reset to 0" with its figure, read then."""
    if _says(clause, "zero.zero"):
        clause.take_all("zero.")
        return True
    zeros = [t for t in clause.free(clause.tokens) if t.kind == "number" and t.value == 0]
    clause.use(*(zeros if clause.does("clear") else ()))
    return clause.does("clear") and len(zeros) == 1


def _says(clause: Clause, sense: str) -> bool:
    return any(token.has(sense) for token in clause.said.tokens)


def _amount(clause: Clause) -> float:
    """By how much, read from now on; a number that is said to be the new one is no such."""
    to = [t for p in clause.phrases if p.plays("to") for t in p.tokens]
    free = [t for t in clause.everything if t.start not in clause.used]  # "one" may be an article
    numbers = [t for t in free if count_of(t) is not None or t.kind == "number"]
    numbers = [t for t in numbers if t.kind == "number"] or numbers
    if len(numbers) != 1 or numbers[0] in to:
        raise Refused
    clause.use(numbers[0])
    scaled = [t for t in clause.free() if t.start == numbers[0].end and t.has("scale.")]
    clause.use(*scaled)
    scale = int(scaled[0].group("scale.")) if scaled else 1
    gap = numbers[0].kind == "word"  # "a bag" of it
    near = (t for t in clause.free() if t.start == numbers[0].end + gap)
    clause.use(*(t for t in near if t.kind == "unknown"))
    said = numbers[0].value if numbers[0].kind == "number" else count_of(numbers[0])
    return abs(float(said or 0)) * scale


def _number(
    clause: Clause, home: ExistingDatabase | None
) -> tuple[ExistingDatabase, ExistingProperty]:
    """The number that is spoken of. Raises Refused, Ask."""
    place = home or clause.place()
    homes: Sequence[ExistingDatabase] = [place] if place else clause.world.databases
    for near in homes:
        if prop := clause.property_of(near, clause.tokens, "number"):
            return near, prop
    near = place or clause.home()
    numbers = [p for p in near.properties if p.type == "number"]
    plain = [p for p in numbers if p.config.get("format") == "number"]
    if len(numbers) > 1 and not any(t.has("format.") for t in clause.tokens):
        numbers = plain  # "sold 3 of them"
    numbers = lowered(numbers, clause.said.text)
    if len(numbers) != 1 or home is None:
        raise Refused
    return near, numbers[0]
