"""Which figures a clause wants of the columns of a row, each with its name and its formula.

They are said by a name ("profit"), by days and a direction ("days until"), by a tax, by a verb of
calculating ("multiply"), by a function of several columns ("average"), or by what a name ends in
("… time", "… rate") where it is to be worked out.
"""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.formulas.operands import PLAIN, RANKS, counted
from agent.planner.embedded.grammar.formulas.spelling import (
    COUNTED,
    FIGURES,
    Columns,
    countable,
    difference,
    is_rate,
    may_count,
    may_total,
    of_rank,
    share,
    spelt,
    total,
)
from agent.planner.embedded.grammar.formulas.stepwise import stepwise
from agent.planner.embedded.grammar.new.naming import cased
from agent.planner.embedded.grammar.text.lexis import folded, lexis
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase, ExistingProperty

_DIRECTIONS = {
    "worked.takes": "length",
    "worked.ahead": "left",
    "worked.ago": "since",
    "state.overdue": "overdue",
}
_ON_TOP = ("contains.", "role.with", "math.plus", "worked.plus")  # what puts a tax on an amount
_HUNDRED = 100
_PAIR = 2
Named = Sequence[tuple[Token, ExistingProperty]]
Made = list[tuple[str, str]]


def figures(clause: Clause, home: ExistingDatabase, named: Named) -> Made:
    """The figures, with "" for one that its words call as they like. Raises Refused, Ask."""
    columns = [prop for _, prop in named]
    another = clause.find("noun.formula") is not None  # of the name of one that there is, too
    tokens = [t for t in clause.everything if t.start not in clause.used
              and not (t.names and not (another and t.has("worked.")))]  # fmt: skip
    into_one = clause.does("link", "group") and clause.find("noun.property") is not None
    steps = _steps(clause, home, named, tokens)
    today = clause.today.isoformat()  # from where days are counted anyway
    clause.use(*(t for t in tokens if t.has(*PLAIN) or (t.kind == "date" and t.value == today)))
    wanted = {f: t for t in tokens if (f := _said(t)) in FIGURES}
    ranks = {r: t for t in tokens if (r := t.group("function.")) in RANKS}
    percent = next((t for t in tokens if t.has("format.percent")), None)
    if steps and percent and " / " in steps:
        steps = f"round({steps} * 1000) / 10"  # "as a percentage"
    if steps:
        values = [t for t in tokens if t.has("worked.total", "worked.value")]
        called = [*wanted.values(), *ranks.values(), *values]
        return [(_whole_name(clause, called[0]) if called else "", steps)]
    if "joined" in wanted and len(columns) > 1 and all(p.type in COUNTED for p in columns):
        return [(_name_of(clause, tokens), of_rank("sum", columns, home))]
    if into_one and not wanted:
        return [(clause.world.called("joined"), FIGURES["joined"](columns, home))]
    made = [_figure(clause, kind, token, columns, home) for kind, token in wanted.items()]
    made = made or _days(clause, tokens, columns, home) or _taxed(clause, columns, home)
    made = made or _rest(clause, tokens, home) or _difference(clause, tokens, columns, home)
    if ranks:
        made += _ranked(clause, ranks, columns, home)
    made += [(cased(clause, [t]), total(columns, home)) for t in tokens if t.has("worked.total")]
    return made or _by_ending(clause, columns, home)


def _said(token: Token) -> str:
    return "left" if token.has("days_left.") else token.group("worked.")


def _whole_name(clause: Clause, token: Token) -> str:
    """What a word calls an amount, with what it ends or leads ("stock value is", "total value")."""
    topics = [p.tokens for p in clause.phrases if p.plays("topic") and token in p.tokens]
    led = [t for t in clause.tokens if t.has("worked.value") and t.start - token.end in (0, 1)]
    return cased(clause, topics[0] if topics else [token, *led])


def _steps(clause: Clause, home: ExistingDatabase, named: Named, tokens: Sequence[Token]) -> str:
    """What words tell step by step; of a sum or a tax other words say more."""
    taxed = any(t.has("worked.tax", "worked.with_tax") for t in tokens)
    rated = any(t.has("worked.off") for t in tokens) and any(is_rate(p) for _, p in named)
    return "" if taxed or rated else stepwise(clause, home, named)


def _figure(
    clause: Clause, kind: str, token: Token, columns: Columns, home: ExistingDatabase
) -> tuple[str, str]:
    if kind == "progress" and any(t.has("format.", "type.") for t in clause.everything):
        raise Refused  # a number to be filled in
    if kind == "overdue" and columns and not any(map(clause.world.is_due, columns)):
        kind = "since"  # "days since it was received": nothing is late then
    unnamed = asks(token) or kind == "joined"
    name = clause.world.called(kind) if unnamed else cased(clause, [token])
    return name, FIGURES[kind](columns, home)


def _days(
    clause: Clause, tokens: Sequence[Token], columns: Columns, home: ExistingDatabase
) -> Made:
    """The days since or until something: how many, and in which direction."""
    counted = any(t.has("worked.days") for t in tokens)
    kinds = [_DIRECTIONS[s] for s in _DIRECTIONS for t in tokens if t.has(s)]
    kinds = kinds or ["left" for p in clause.phrases if p.plays("until")]
    kinds = kinds or ["length" for t in tokens if t.has("ask.count", "worked.reckon")]
    if not (counted and kinds):
        return []
    clause.use(*(t for t in tokens if t.has("state.overdue", "role.until", "role.from")))
    return [(clause.world.called(kinds[-1]), FIGURES[kinds[-1]](columns, home))]


def _difference(
    clause: Clause, tokens: Sequence[Token], columns: Columns, home: ExistingDatabase
) -> Made:
    """The difference of the only two amounts, where the word stands alone ("difference")."""
    said = [t for t in tokens if t.has("worked.minus")]
    alone = len(said) == 1 and not any(t.kind == "number" for t in clause.everything)
    if columns or not alone:
        return []
    if len(alike := _alike(clause, home)) == _PAIR:
        of = [t for t in clause.everything if t.end in (said[0].start, said[0].start - 1)]
        return [(cased(clause, [*of, *said]), " - ".join(map(spelt, alike)))]
    noun = clause.find("noun.property") is not None
    name = cased(clause, said) if noun else clause.world.called("minus")
    return [(name, difference(home))]


def _rest(clause: Clause, tokens: Sequence[Token], home: ExistingDatabase) -> Made:
    """What is left of a whole, called as its words say: "remaining hours", "rest of the budget"."""
    ahead = next((t for t in tokens if t.has("worked.ahead")), None)
    unpaid = next((t for t in tokens if t.has("state.unchecked")), None)
    said = ahead or (unpaid if any(t.has("worked.value") for t in tokens) else None)
    if said is None:
        return []
    clause.use(said)
    behind = [t for t in clause.tokens if t.start >= said.end]
    stops = (t.start for t in behind if t.kind in ("particle", "ending") or t.has("noun.property"))
    end = next(stops, said.end + 1)
    beside = [t for t in behind if t.start < end and t in clause.free()]
    clause.use(*beside)
    return [(cased(clause, [said, *beside]), FIGURES["rest"]((), home))]


def _ranked(
    clause: Clause, ranks: dict[str, Token], columns: Columns, home: ExistingDatabase
) -> Made:
    """Functions of several columns; a sum that nothing is said of is what so many cost."""
    columns = [p for p in columns if may_count(p, home)]  # not whose they are: "of each student"
    if len(columns) < _PAIR and (columns or not _counts_all(clause)):
        if columns:
            raise Refused
        if set(ranks) == {"sum"} and may_total(home):
            return [(cased(clause, [ranks["sum"]]), total(columns, home))]
    count = counted(clause)
    columns = list(columns) or _alike(clause, home)
    nouns = [t for t in clause.free() if t.has("concept.") or t.kind == "unknown"]
    nouns = [t for t in nouns if count or (not columns and t.has("concept."))]
    clause.use(*nouns)  # what they are called together: "three subjects", "highest score"
    names = [(clause.world.called(f"row_{rank}"), rank) for rank in ranks]
    return [(name, of_rank(rank, columns, home, count)) for name, rank in names]


def _alike(clause: Clause, home: ExistingDatabase) -> list[ExistingProperty]:
    """The columns that begin or end with a word that nobody read ("total milk", where there are
    milk in the morning and at night), which is read then."""
    for token in clause.free():
        said = folded(token.text)
        names = {p.id: folded(p.name) for p in home.properties if may_count(p, home)}
        found = [p for p in home.properties if names.get(p.id, "").startswith(said)
                 or names.get(p.id, "").endswith(said)]  # fmt: skip
        if len(found) >= _PAIR and len(said) > 1:
            clause.use(token)
            return found
    return []


def _name_of(clause: Clause, tokens: Sequence[Token]) -> str:
    """What words call an amount by themselves ("total"); empty where none do."""
    named = [t for t in tokens if t.has("worked.total", "worked.value", "function.sum")]
    return cased(clause, named[:1]) if named else ""


def _by_ending(clause: Clause, columns: Columns, home: ExistingDatabase) -> Made:
    """What is to be worked out and is told by the end of its name alone: a time, or a rate."""
    left, ends = clause.free(), clause.world.lexis.ends
    told = any(t.has("worked.reckon", "noun.formula", "cannot.automate") for t in clause.everything)
    name = folded(clause.words(left)) if left and told else ""
    if name.endswith(ends("spans")):
        return [("", FIGURES["length"](columns, home))]
    end = next((e for e in ends("shares") if name.endswith(e)), "")
    if end:
        return [("", share(name.removesuffix(end).strip(), columns, home))]
    raise Refused


def is_figure(token: Token) -> bool:
    """Whether a word says by itself what is to be worked out."""
    vague = ("reckon", "value", "days", "ahead", "ago", "takes")
    figure = token.has("worked.") and token.group("worked.") not in vague
    return token.has("function.", "days_left.") or figure


def asks(token: Token) -> bool:
    """Whether a figure is said as a question ("how many days late"), and so is no name."""
    asked = any(word in token.text.lower() for word in lexis().ends("how"))
    return asked and token.has("worked.")


def _counts_all(clause: Clause) -> bool:
    """Whether all amounts of a row are meant, by "all" or by how many they are."""
    return any(t.has("all.") for t in clause.everything) or counted(clause) > 1


def _taxed(clause: Clause, columns: Columns, home: ExistingDatabase) -> list[tuple[str, str]]:
    """An amount with so many in a hundred on it, or off it: as a column says, or the words, or the
    usual tax of the land. Raises Ask for which amount."""
    tokens = [t for t in clause.everything if not t.names]
    kind = next((t.group("worked.") for t in tokens if t.has("worked.with_tax", "worked.off")), "")
    if not kind and any(t.has("worked.tax") for t in tokens):
        kind = "with_tax" if any(t.has(*_ON_TOP) for t in tokens) else ""
        clause.use(*(t for t in tokens if kind and t.has(*_ON_TOP)))
    if not kind:
        return []
    rates = [p for p in columns if p.type == "number" and is_rate(p)]
    rate = _rate_column(rates[0]) if kind == "off" and len(rates) == 1 else _rate(clause, kind)
    amounts = [p for p in columns if p.type in ("number", "formula", "rollup") and p not in rates]
    amounts = amounts or [p for p in countable(home) if p.config.get("format") != "number"]
    amounts = [p for p in amounts if p not in rates]
    if len(amounts) != 1:
        raise Ask("property", [p.name for p in amounts])
    sign = "+" if kind == "with_tax" else "-"
    name = clause.world.called(kind, amounts[0].name)
    return [(name, f"round({spelt(amounts[0])} * (1 {sign} {rate}) * 100) / 100")]


def _rate(clause: Clause, kind: str) -> str:
    """The share that words give, read from now on; of a tax the usual one. Raises Refused."""
    numbers = [t for t in clause.free() if t.kind == "number"]
    usual = clause.world.lexis.names[clause.world.language].get("tax", "")
    said = float(numbers[0].value) if len(numbers) == 1 else float(usual or 0)
    if len(numbers) > 1 or not said or (kind == "off" and not numbers):
        raise Refused  # how much it is nobody said
    clause.use(*numbers, *(t for t in clause.everything if t.has("format.percent")))
    return f"{said / _HUNDRED:g}"


def _rate_column(rate: ExistingProperty) -> str:
    return spelt(rate) if rate.config.get("format") == "percent" else f"{spelt(rate)} / {_HUNDRED}"
