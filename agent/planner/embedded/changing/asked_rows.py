"""What a question says of the rows that it asks for, beyond conditions as views know them: a day,
what came about, and whose they are."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.conditions.condition import Condition, day_of, ticked
from agent.planner.embedded.grammar.conditions.filters import conditions, still_late
from agent.planner.embedded.grammar.conditions.periods import days_of
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.months import nearest, plus_months
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.evidence import Evidence
from agent.planner.embedded.grammar.told.happenings import State, begun_by, state
from agent.planner.embedded.grammar.views.viewing import mentioned
from agent.planner.embedded.lexicon import singular
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow
from tools.workspace.values import words

_YEAR = 12  # months
_SHORTEST = 2  # letters by which a property is meant, or a value that rows hold


def met(
    clause: Clause, home: ExistingDatabase, also: Sequence[Condition] = ()
) -> list[ExistingRow] | None:
    """The rows that meet all that is left of a question; None where something is left unread."""
    spans = list(_spans(clause, home))
    limits = [*spans, *still_late(clause, home, conditions(clause, home, clause.everything))]
    limits += [*_days(clause, home), *_came_about(clause, home), *_held(clause, home), *also]
    clause.use(*(token for token, prop in stems(clause, home) if prop.type == "title"))
    clause.use(*(token for token in clause.free() if _is_of_page(clause, home, token)))
    clause.take_all("all.every")
    if limits:
        clause.take_all("noun.due")  # "whose time is up"
        clause.use(*(t for t in clause.free() if _is_paid(clause, home, t)))
    if clause.free():
        return None
    return [row for row in home.rows if all(limit.holds(row) for limit in limits)]


def led_to(clause: Clause) -> ExistingDatabase | None:
    """The database that a link leads to where rows are asked for by its name ("which rents are
    unpaid?", of tenants with their rents)."""
    if clause.spoken() is not None:
        return None
    for token, entity in clause.named("property"):
        prop = clause.world.property(entity)
        far = prop.config.get("data_source_id") if prop.type == "relation" else None
        homes = [d for d in clause.world.databases if far and d.data_source_id == far]
        if homes:
            clause.use(token)
            return homes[0]
    return None


def _is_of_page(clause: Clause, home: ExistingDatabase, token: Token) -> bool:
    """Whether a noun that nothing is called by says what all of the page is of ("papers", of
    "Papers for my thesis"), or begins as what rows are called ("whose membership …")."""
    title, said = folded(clause.world.structure.page.title), folded(token.text)
    noun = token.kind == "unknown" or (token.has("concept.") and not token.names)
    if not noun or len(said) < _SHORTEST:
        return False
    return said in title or (said.isascii() and said.startswith(folded(singular(home.title))))


def stems(clause: Clause, home: ExistingDatabase) -> list[tuple[Token, ExistingProperty]]:
    """Words that are still unread, each with the only property whose name begins so ("borrow")."""
    free = [t for t in clause.free() if len(t.text) >= _SHORTEST and t.kind in ("unknown", "word")]
    called = [(t, begun_by(home, t.text)) for t in free]
    return [(token, found[0]) for token, found in called if len(found) == 1]


def _is_paid(clause: Clause, home: ExistingDatabase, token: Token) -> bool:
    """Whether a word only says what was paid, or not ("who hasn't paid the rent?")."""
    paid = any(t.has("state.checked", "state.unchecked") for t in clause.everything)
    named = {e.id for e in clause.entities(token, "property")}
    return paid and any(p.type == "number" and p.id in named for p in home.properties)


def _spans(clause: Clause, home: ExistingDatabase) -> Iterator[Condition]:
    """Rows of a week, month or year, where nothing says what came about then: of their main day,
    or by the month that is a choice."""
    if any(t.has("state.") or t.kind == "date" for t in clause.everything):
        return
    for token in (t for t in clause.free() if t.has("range.") and not t.names):
        first, last = days_of(token, clause.today)
        prop = next(iter(mentioned(clause, home, "date")), None) or clause.world.main_date(home)
        if prop is not None:
            clause.use(token)
            yield _between(prop, first, last)
        elif token.has("monthly.") and (month := _month_chosen(clause, home, int(first[5:7]))):
            clause.use(token)
            yield _having(month)


def _month_chosen(clause: Clause, home: ExistingDatabase, month: int) -> State | None:
    """The option that is called by a month."""
    lexis = clause.world.lexis
    called = {f"{month}{unit}" for unit in lexis.said("unit.month")}
    called |= lexis.said(f"month_name.{month}")
    found = ((p, o.name) for p in home.properties for o in p.options if folded(o.name) in called)
    return next(found, None)


def _days(clause: Clause, home: ExistingDatabase) -> Iterator[Condition]:
    """Rows of a day that is named ("due today"), or of a span of days, or of a month."""
    days = [t for t in clause.free() if t.kind == "date" and isinstance(t.value, str)]
    named = mentioned(clause, home, "date") if days else []
    prop = next(iter(named), None) or clause.world.main_date(home)
    if prop is None:
        return
    for token in days:
        clause.use(token)
        clause.take_all("noun.due")
        yield _between(prop, *days_of(token, clause.today))
    for tokens, month in _months(clause):
        clause.use(*tokens)
        first = nearest(month, 1, clause.today)
        last = plus_months(first, 1) - timedelta(days=1)
        yield _between(prop, first.isoformat(), last.isoformat())


def _months(clause: Clause) -> Iterator[tuple[list[Token], int]]:
    """The months that are named, by words or figures."""
    free = [t for t in clause.free() if not t.names]
    yield from (([t], int(t.group("month_name."))) for t in free if t.has("month_name."))
    for number, unit in pairwise(clause.everything):
        month = count_of(number) if number.kind == "number" and unit.has("unit.month") else None
        if month is not None and 0 < month <= _YEAR and unit.start == number.end:
            yield [number, unit], month


def _between(prop: ExistingProperty, first: str, last: str) -> Condition:
    return Condition(lambda row: first <= day_of(row.values.get(prop.id)) <= last, None)


def _came_about(clause: Clause, home: ExistingDatabase) -> Iterator[Condition]:
    """Rows of which the question says what came about ("which are on loan")."""
    homes = [t for t in clause.everything if clause.entities(t, "database")]  # "loan" in "on loan"
    for one in Evidence(clause, home).happened:
        able = [*clause.free(), *homes]
        tokens = [t for t in able if t.start < one.end and one.start < t.end]
        told = state(home, one) if tokens else None
        if told is not None and told[1]:
            clause.use(*tokens)
            yield _having(told[0])


def _having(told: State) -> Condition:
    prop, value = told
    if isinstance(value, bool):
        return ticked(prop, wanted=value)
    option = next(o.id for o in prop.options if o.name == value)
    return Condition(lambda row: row.values.get(prop.id) == option, None)


def _held(clause: Clause, home: ExistingDatabase) -> Iterator[Condition]:
    """Rows that hold in a text what the question names ("what did Ann borrow")."""
    texts = [p for p in home.properties if p.type == "rich_text"]
    for token in clause.free():
        said = folded(token.text)
        named = token.kind in ("unknown", "word") and len(said) >= _SHORTEST
        homes = [p for p in texts if any(_says(row, p, said) for row in home.rows)] if named else []
        if len(homes) == 1:
            clause.use(token, *(t for t, p in stems(clause, home) if p == homes[0]))
            yield _saying(homes[0], said)


def _saying(prop: ExistingProperty, said: str) -> Condition:
    return Condition(lambda row: _says(row, prop, said), None)


def _says(row: ExistingRow, prop: ExistingProperty, said: str) -> bool:
    """Whether a text of a row begins with a name, or holds it as a word of its own."""
    held = folded(words(row.values.get(prop.id) or []))
    return held.startswith(said) or said in held.split()


def costing(clause: Clause) -> ExistingDatabase | None:
    """The database of what is said to cost so much in one word ("수리비", of "수리"), then read."""
    for home in clause.world.databases:
        title = folded(home.title)
        said = [t for t in clause.free() if folded(t.text).startswith(title)]
        said = [t for t in said if t.has("concept.money") and not title.isascii() and not t.names]
        if said:
            clause.use(*said)
            return home
    return None
