"""Columns that are worked out of others of their row, as people tell it: "age from the birthday",
"ticked when the stock is below the minimum", "days overdue", "first and last name together".

What is to be worked out is a word (`worked.` and `function.` in the words); what it needs are the
columns that are named, else those of the one table that mean it; what is left is its name.
"""

from collections.abc import Sequence
from itertools import pairwise
from unicodedata import numeric

from agent.planner.embedded.grammar.build import free_property
from agent.planner.embedded.grammar.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.comparing import THAN, compared
from agent.planner.embedded.grammar.dates import count_of
from agent.planner.embedded.grammar.formulas import FIGURES, may_count, of_rank, spelt
from agent.planner.embedded.grammar.lexis import lexis
from agent.planner.embedded.grammar.names import Entity
from agent.planner.embedded.grammar.naming import called, cased, may_be_name
from agent.planner.embedded.grammar.operands import PLAIN, RANKS, figure, operands
from agent.planner.embedded.grammar.tokens import Token
from tools.workspace.actions.new_properties import AddFormula
from tools.workspace.actions.properties import RetypeProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_SIGNS = {"times": "*", "plus": "+", "minus": "-", "over": "/"}
_ON_TOP = ("contains.", "role.with", "math.plus", "worked.plus")  # what puts a tax on an amount
_HUNDRED = 100
_PAIR = 2
_NAMED_BY = 3  # words of a name that is not marked as one
_AMOUNTS = frozenset({"number", "formula", "rollup", "rich_text"})
# Where something else is to be done with a figure: a view of it, an order, another database.
_OTHERWISE = ("noun.view", "view.chart", "noun.option", "sort.", "noun.relation", "noun.database")


def is_worked_out(clause: Clause) -> bool:
    """Whether words of a clause may ask for a column that is worked out."""
    plain = [t for t in clause.everything if not t.names]
    if clause.does("delete", "rename", "hide", "sort", "move", "clear"):
        return False
    joins = clause.does("link", "group") and clause.find("noun.property") is not None
    return joins or any(_says_figure(t) for t in plain)


def _says_figure(token: Token) -> bool:
    """Whether a word says what is to be worked out, and not only that something is."""
    other = token.has("worked.") and not token.has("worked.reckon", "worked.value")
    return other or token.has("function.", "days_left.", *THAN)


def add_worked_out(clause: Clause) -> list[Change]:
    """The formulas that a clause asks for, one for each figure that it names.

    Raises Refused, or Ask where a column that is needed may be one of several.
    """
    if any(t.has(*_OTHERWISE) and not t.names for t in clause.everything):
        raise Refused
    if any(p.plays("by") for p in clause.phrases):
        raise Refused  # for each of something: a rollup, or a chart
    home, named = operands(clause)
    made = compared(clause, home, named) or _figures(clause, home, named)
    said = _called(clause) or _left_name(clause, asked=any(map(_asks, clause.everything)))
    if (said and len(made) > 1) or not (made and (said or all(name for name, _ in made))):
        raise Refused
    return [*_numbers(home, [e for _, e in made]), *_formulas(clause, home, said, made)]


def _formulas(
    clause: Clause, home: ExistingDatabase, said: str | None, made: Sequence[tuple[str, str]]
) -> list[Change]:
    """The formulas that are to be added; of those with a usual name only what is not there, unless
    all are: then it is told."""
    there = {p.name for p in home.properties if p.type == "formula"} if said is None else set()
    known = all(name in there for name, _ in made)
    new = [(name, formula) for name, formula in made if known or name not in there]
    named = [(name if known else free_property(home, said or name), one) for name, one in new]
    clause.memory.remember(Entity("property", named[-1][0], "", home.id))
    return [
        AddFormula(action="add_formula", database=home.title, name=name, expression=formula)
        for name, formula in named
    ]


def _figures(
    clause: Clause, home: ExistingDatabase, named: Sequence[tuple[Token, ExistingProperty]]
) -> list[tuple[str, str]]:
    """The figures that are named, each with what it is called and its formula."""
    columns = [prop for _, prop in named]
    tokens = [t for t in clause.everything if not t.names]
    into_one = clause.does("link", "group") and clause.find("noun.property") is not None
    clause.use(*(t for t in tokens if t.has(*PLAIN)))
    wanted = list({f: t for t in tokens if (f := t.group("worked.")) in FIGURES}.values())
    if not wanted and into_one:
        return [(clause.world.called("joined"), FIGURES["joined"](columns, home))]
    if wanted:
        return [_figure(clause, t, columns, home) for t in wanted]
    if found := _taxed(clause, tokens, columns, home):
        return [found]
    signs = [t for t in tokens if t.group("worked.") in _SIGNS]
    ranks = [t for t in tokens if t.group("function.") in RANKS]
    if signs and not (ranks and signs[0].has("worked.plus")):
        return [("", _signed(clause, signs[0], named, home))]
    if not ranks or (len(columns) < _PAIR and (columns or not _counts_all(clause))):
        raise Refused
    count = _counted(clause)
    nouns = [t for t in clause.free() if t.has("concept.") or t.kind == "unknown"]
    clause.use(*(nouns if count else ()))  # what they are called together: "three subjects"
    return [
        (_title(clause, t), of_rank(t.group("function."), columns, home, count))
        for t in {t.group("function."): t for t in ranks}.values()
    ]


def _figure(
    clause: Clause, token: Token, columns: Sequence[ExistingProperty], home: ExistingDatabase
) -> tuple[str, str]:
    kind = token.group("worked.")
    unnamed = _asks(token) or kind == "joined"
    name = clause.world.called(kind) if unnamed else cased(clause, [token])
    return name, FIGURES[kind](columns, home)


def _asks(token: Token) -> bool:
    """Whether a figure is said as a question ("how many days late"), and so is no name."""
    asked = any(word in token.text.lower() for word in lexis().ends("how"))
    return asked and token.has("worked.")


def _title(clause: Clause, token: Token) -> str:
    return clause.world.called(f"row_{token.group('function.')}")


def _counts_all(clause: Clause) -> bool:
    """Whether all amounts of a row are meant, by "all" or by how many they are."""
    return any(t.has("all.") for t in clause.everything) or _counted(clause) > 1


def _counted(clause: Clause) -> int:
    counts = {t: _count(t) for t in clause.tokens if not t.names}
    clause.use(*(t for t, count in counts.items() if count > 1))
    most = max(counts.values(), default=0)
    return most if most > 1 else 0


def _count(token: Token) -> int:
    """How many a word says, also one that goes on behind its numeral ("三教科")."""
    if token.kind != "unknown":
        return count_of(token) or 0
    return int(numeric(token.text[0], 0))


def _taxed(
    clause: Clause, tokens: Sequence[Token], columns: Sequence[ExistingProperty],
    home: ExistingDatabase,
) -> tuple[str, str] | None:  # fmt: skip
    """An amount with so many in a hundred on it, or off it; the tax of the language's land where
    none was said. Raises Ask for which amount."""
    kind = next((t.group("worked.") for t in tokens if t.has("worked.with_tax", "worked.off")), "")
    if not kind and any(t.has("worked.tax") for t in tokens):
        kind = "with_tax" if any(t.has(*_ON_TOP) for t in tokens) else ""
        clause.use(*(t for t in tokens if kind and t.has(*_ON_TOP)))
    if not kind:
        return None
    numbers = [t for t in clause.free() if t.kind == "number"]
    usual = clause.world.lexis.names[clause.world.language].get("tax", "")
    rate = float(numbers[0].value) if len(numbers) == 1 else float(usual or 0)
    if len(numbers) > 1 or not rate or (kind == "off" and not numbers):
        raise Refused  # how much it is nobody said
    clause.use(*numbers, *(t for t in tokens if t.has("format.percent")))
    amounts = [p for p in columns if p.type in ("number", "formula", "rollup")]
    amounts = amounts or [
        p for p in home.properties if p.config.get("format") not in (None, "number")
    ]
    if len(amounts) != 1:
        raise Ask("property", [p.name for p in amounts])
    factor = 1 + (rate if kind == "with_tax" else -rate) / _HUNDRED
    name = clause.world.called(kind, amounts[0].name)
    return name, f"round({spelt(amounts[0])} * {factor:g} * 100) / 100"


def _signed(
    clause: Clause, sign: Token, named: Sequence[tuple[Token, ExistingProperty]],
    home: ExistingDatabase,
) -> str:  # fmt: skip
    """What a verb of calculating makes of the columns and figures that it is said of."""
    marks = {t.start: spelt(p) for t, p in named if p.type in _AMOUNTS and may_count(p, home)}
    numbers = [t for t in clause.free() if t.kind == "number"]
    marks |= {t.start: figure(t.value) for t in numbers}
    clause.use(*numbers)
    order = sorted(marks)
    kind = sign.group("worked.")
    if len(marks) != len(named) + len(numbers) or len(order) < _PAIR:
        raise Refused
    if kind in ("minus", "over") and len(order) != _PAIR:
        raise Refused
    if kind in ("minus", "over") and _is_taken(clause, order[0], kind):
        order.reverse()  # "subtract the cost from the price"
    return f" {_SIGNS[kind]} ".join(marks[at] for at in order)


def _is_taken(clause: Clause, first: int, kind: str) -> bool:
    """Whether what is named first is what is taken away, or divided by."""
    led = ("from",) if kind == "minus" else ("to", "by")
    phrases = [p for p in clause.phrases if p.plays(*led) and p.tokens]
    firsts = [p for p in phrases if any(t.start == first for t in p.tokens)]
    later = [p for p in phrases if p not in firsts]
    return bool(firsts) if kind == "over" else bool(later) and not firsts


def _called(clause: Clause) -> str | None:
    """The name that is given, where that is no word for what is worked out ("that says …")."""
    led = [t for p in clause.phrases if p.plays("called") for t in p.tokens]
    return None if any(t.has("worked.", "days_left.") for t in led) else called(clause)


def _left_name(clause: Clause, *, asked: bool) -> str | None:
    """What the words that nobody read call the column, read from now on; None where there are
    none. Raises Refused for what is no name."""
    left = clause.free()
    if not left:
        return None
    torn = any(clause.said.text[a.end : b.start].strip() for a, b in pairwise(left))
    if torn or len(left) > _NAMED_BY or not may_be_name(left):
        raise Refused
    if any(t.kind not in ("unknown", "word", "name") or t.has("verb.") for t in left):
        raise Refused
    clause.use(*left)
    subject = [t for p in clause.phrases if p.plays("subject") for t in p.tokens]
    return None if asked and left[0] in subject else cased(clause, left)


def _numbers(home: ExistingDatabase, expressions: Sequence[str]) -> list[Change]:
    """The changes that make numbers of texts that are calculated with."""
    texts = [p for p in home.properties if p.type == "rich_text"]
    used = [p for p in texts if any(spelt(p) in one and '" "' not in one for one in expressions)]
    return [
        RetypeProperty(action="retype_property", database=home.title, property=p.name, to="number")
        for p in used
    ]
