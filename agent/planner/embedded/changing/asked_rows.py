"""What a question says of the rows that it asks for, beyond conditions as views know them: a day,
what came about, and whose they are."""

from collections.abc import Iterator, Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.conditions.condition import Condition, day_of, ticked
from agent.planner.embedded.grammar.conditions.filters import conditions, still_late
from agent.planner.embedded.grammar.conditions.periods import days_of
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.evidence import Evidence
from agent.planner.embedded.grammar.told.happenings import State, begun_by, state
from agent.planner.embedded.grammar.views.viewing import mentioned
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow
from tools.workspace.values import words

_SHORTEST = 2  # letters by which a property is meant, or a value that rows hold


def met(
    clause: Clause, home: ExistingDatabase, also: Sequence[Condition] = ()
) -> list[ExistingRow] | None:
    """The rows that meet all that is left of a question; None where something is left unread."""
    limits = still_late(clause, home, conditions(clause, home, clause.everything))
    limits += [*_days(clause, home), *_came_about(clause, home), *_held(clause, home), *also]
    clause.use(*(token for token, prop in stems(clause, home) if prop.type == "title"))
    clause.use(*(token for token in clause.free() if _is_of_page(clause, token)))
    clause.take_all("all.every")
    if limits:
        clause.take_all("noun.due")  # "whose time is up"
    if clause.free():
        return None
    return [row for row in home.rows if all(limit.holds(row) for limit in limits)]


def _is_of_page(clause: Clause, token: Token) -> bool:
    """Whether a noun that nothing is called by says what all of the page is of ("papers", of
    "Papers for my thesis")."""
    title = folded(clause.world.structure.page.title)
    return token.kind == "unknown" and len(token.text) >= _SHORTEST and folded(token.text) in title


def stems(clause: Clause, home: ExistingDatabase) -> list[tuple[Token, ExistingProperty]]:
    """Words that are still unread, each with the only property whose name begins so ("borrow")."""
    free = [t for t in clause.free() if len(t.text) >= _SHORTEST and t.kind in ("unknown", "word")]
    called = [(t, begun_by(home, t.text)) for t in free]
    return [(token, found[0]) for token, found in called if len(found) == 1]


def _days(clause: Clause, home: ExistingDatabase) -> Iterator[Condition]:
    """Rows of a day that is named ("due today"), or of a span of days."""
    days = [t for t in clause.free() if t.kind == "date" and isinstance(t.value, str)]
    named = mentioned(clause, home, "date") if days else []
    prop = next(iter(named), None) or clause.world.main_date(home)
    if prop is None:
        return
    for token in days:
        clause.use(token)
        clause.take_all("noun.due")
        yield _between(prop, *days_of(token, clause.today))


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
