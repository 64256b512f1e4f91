"""Of which rows a sentence is, beside those that it names."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.lexis import folded
from tools.workspace.model import ExistingDatabase, ExistingRow

SETTING = ("change", "do", "move", "finish", "write", "later", "earlier", "exchange")  # verbs


def adds_one(clause: Clause) -> bool:
    """Whether a row is to be added, by what its database is called ("add a payment of …")."""
    verb = clause.said.verb
    if verb is None or not clause.does("add") or clause.does("change", "move"):
        return False
    behind = (t for t in clause.tokens if t.start >= verb.end and not is_small(t))
    first = next(behind, None)
    objects = [t for p in clause.phrases if p.plays("object") for t in p.tokens]
    asked = [t for t in (first, *objects) if t is not None]
    placed = [t for p in clause.phrases if p.plays("to", "at") for t in p.tokens]
    return any(e.kind == "database" for t in asked if t not in placed for e in t.names)


def together(clause: Clause, home: ExistingDatabase, *, named: bool) -> list[str]:
    """The rows that were told of together, where a clause begins with them all ("both are paid"),
    or those that were just added, where it names none ("add A and B. The plan is monthly").

    Who says "all" and asks for something may mean the whole table.
    """
    said = ("all.both", *(["all.every"] if clause.said.verb is None else []))
    led = any(t.has(*said) and not t.names for t in clause.said.tokens[:1])
    ids = {row.id for row in home.rows}
    one = named or any(t.has("it.it") or t.kind == "unknown" for t in clause.said.tokens)
    led = led or (clause.memory.made > 1 and not one)
    return [key for key in clause.memory.together if led and key in ids]


def read_related(clause: Clause, home: ExistingDatabase, ids: set[str]) -> None:
    """Reads what a row is linked to anyway, by a word of its title ("returned the drill")."""
    rows = [row for row in home.rows if row.id in ids]
    linked = {name for prop in home.properties if prop.type == "relation"
              for row in rows for name in row.values.get(prop.id) or ()}  # fmt: skip
    titles = [row.title for d in clause.world.databases for row in d.rows if row.id in linked]
    words = {folded(word) for title in titles for word in title.split()}
    clause.use(*(t for t in clause.free() if t.kind == "unknown" and folded(t.text) in words))


Homed = tuple[ExistingDatabase, ExistingRow]


def owning(clause: Clause, rows: Sequence[Homed]) -> Sequence[Homed]:
    """The rows that words may be of: of several those that have what is named beside them ("Sue's
    plan", of Sue and of what she paid)."""
    beside = [t for t in clause.everything if t.names]
    named = {e.database for t in beside for e in clause.entities(t, "property", "option")}
    return rows if len(rows) == 1 else [(home, row) for home, row in rows if home.id in named]
