"""Answers to what is asked of rows that are named: what one holds."""

from itertools import pairwise
from typing import Any

from agent.planner.embedded.changing.asked_rows import met, stems
from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.conditions.condition import day_of
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.evidence import Evidence
from agent.planner.embedded.grammar.told.filling import is_of_money
from agent.planner.embedded.grammar.views.viewing import mentioned
from agent.texts import say
from tools.workspace.dates import span
from tools.workspace.figures import figure
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow, key_of
from tools.workspace.values import given_value, is_empty, words

_AMOUNTS = ("ask.count", "ask.sum")


def value(clause: Clause) -> str:
    """`when is X due?`: what one row says of one property; "" where that is not asked."""
    named = clause.named("row")
    if len(named) != 1:
        return ""
    token, entity = named[0]
    home, row = clause.world.database(entity), clause.world.row(entity)
    clause.use(token)
    due = clause.find("noun.due")
    props = mentioned(clause, home) or ([d] if due and (d := clause.world.main_date(home)) else [])
    clause.use(*([due] if due else []))
    if not props and (begun := stems(clause, home)):  # "who borrows X", where it is Borrower
        clause.use(*(stem for stem, _ in begun))
        props = list({prop.id: prop for _, prop in begun}.values())
    if len(props) != 1 or clause.free():
        return ""
    return of_row(clause, props[0], row)


def of_a_part(clause: Clause) -> str:
    """`how much oil is left?`, `which flat is Sue in?`: what is named, else the day, the count or
    the amount, of the only row that is called by a part of its name; "" where that is not asked."""
    asked = next((t for t in clause.everything if t.has("ask.") and not t.names), None)
    if asked is None:
        return ""
    rows = [found for home in clause.world.databases if (found := _only_row(clause, home))]
    told = [(p, row) for home, row in rows if (p := _asked_for(clause, home, asked)) is not None]
    begun = {p.id for home, _ in rows for _, p in stems(clause, home)}
    told = [one for one in told if one[0].id in begun] or told  # "when did Sue join?"
    if len(told) != 1:
        return ""
    prop, row = told[0]
    return "" if _is_of_another(clause, prop, row) else of_row(clause, prop, row)


def coming(clause: Clause) -> str:
    """`when is the next viewing?`: the first day from today on, and what is then; "" where that is
    not asked. Raises Refused, Ask."""
    if clause.take("coming.") is None:
        return ""
    home = clause.place(roles=("at", "from", "of", "topic", "subject", "bare"))
    home = home or clause.spoken() or clause.home()
    clause.read_home(home)
    clause.read_titles(home)
    prop = next(iter(mentioned(clause, home, "date")), None) or clause.world.main_date(home)
    clause.take_all("noun.row", "noun.thing", "noun.due")
    days = {row.id: day_of(row.values.get(prop.id)) for row in home.rows} if prop else {}
    rows = [r for r in met(clause, home) or () if days.get(r.id, "") >= clause.today.isoformat()]
    if prop is None or not rows:
        return ""
    first = min(days[row.id] for row in rows)
    rows = [row for row in rows if days[row.id] == first]
    return " ".join(of_row(clause, prop, row) for row in rows)


def _is_of_another(clause: Clause, prop: ExistingProperty, row: ExistingRow) -> bool:
    """Whether what is asked is no property, but has to be worked out or is kept nowhere ("the tax
    on X", "X's pay this month"): a neighbour of it is no answer."""
    known = f"{folded(row.title)} {folded(prop.name)}"
    others = [t for t in clause.everything if not t.names and folded(t.text) not in known]
    marked = {
        a.start for a, b in pairwise(clause.everything) if b.has("role.topic", "role.subject")
    }
    nouns = (t for t in others if t.kind == "unknown" and t.start in marked)
    return any(nouns) or any(t.has("worked.", "range.") for t in others)


def shown(clause: Clause, prop: ExistingProperty, row: ExistingRow) -> str:
    """A value in words; "" for none."""
    held: Any = row.values.get(prop.id)
    if is_empty(held):
        return ""
    far = clause.world.structure.source(prop.config.get("data_source_id"))
    titles = {one.id: one.title for one in far.rows} if far else {}
    said = given_value(prop, held, titles, key_of)
    if prop.type in ("title", "rich_text"):
        return words(held)
    if prop.type == "number":
        return figure(held, prop.config.get("format", "number"))
    if prop.type == "date":
        return span(held, clause.world.language)
    return ", ".join(map(str, said)) if isinstance(said, list) else str(said)


def of_row(clause: Clause, prop: ExistingProperty, row: ExistingRow) -> str:
    """What a row has, in words."""
    language = clause.world.language
    held = shown(clause, prop, row) or say("told_empty", language)
    if prop.type == "checkbox":
        held = say("told_yes" if row.values.get(prop.id) else "told_no", language)
    return say("told_value", language, row=row.title, property=prop.name, value=held)


def _only_row(
    clause: Clause, home: ExistingDatabase
) -> tuple[ExistingDatabase, ExistingRow] | None:
    """The one row of a database that is named, or called by a part of its name."""
    named = Evidence(clause, home).rows()
    ids = {piece.value for piece in named if not isinstance(piece.value, list)}
    if len(ids) != 1 or len(ids) != len(named):
        return None
    return home, next(row for row in home.rows if row.id in ids)


def _asked_for(clause: Clause, home: ExistingDatabase, asked: Token) -> ExistingProperty | None:
    """What is asked: a property that is named, else the only one, or the first day, of its kind."""
    if asked.has("ask.when"):
        begun = [p for _, p in stems(clause, home) if p.type == "date"]
        said = next(iter(mentioned(clause, home, "date") or begun), None)
        return said or clause.world.main_date(home)
    named = [p for p in mentioned(clause, home) if p.type not in ("title", "checkbox")]
    if named or not asked.has(*_AMOUNTS):
        return named[0] if len(named) == 1 else None
    kind = asked.has("ask.sum")
    numbers = [p for p in home.properties if p.type == "number" and is_of_money(p) == kind]
    return numbers[0] if len(numbers) == 1 else None
