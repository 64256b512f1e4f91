"""Which database new rows go to that none is named for, and how many empty ones are asked for."""

from collections import Counter
from collections.abc import Collection
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.rows.row_or_column import row_or_column
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.names import Entity, key
from tools.workspace.model import ExistingDatabase

_MOST_ROWS = 100


def home_meant(clause: Clause, owners: Collection[str | None]) -> ExistingDatabase:
    """The database of rows that are to come, by what they are called, or by the only one there is;
    `owners` are those whose rows are only named. Raises Ask."""
    return _as_row(clause, owners) or _put_in(clause) or _by_row_noun(clause)


def _as_row(clause: Clause, owners: Collection[str | None]) -> ExistingDatabase | None:
    """The database whose rows are spoken of by its name ("add a task")."""
    for token in clause.free():
        found = clause.entities(token, "database") if token.kind != "quoted" else []
        if found and found[0].id not in owners:
            clause.use(token)
            return clause.world.database(found[0])
    counted = {a.start for a, b in pairwise(clause.tokens)
               if b.has("new.new", "count.") or b.kind == "quoted"}  # fmt: skip
    for token in clause.free(clause.tokens):
        if not (clause.said.payload or token.start in counted):
            continue
        titles = [e for e in clause.entities(token, "property") if _is_title(clause, e)]
        if len(titles) == 1:  # "new company: …" where rows are called so
            clause.use(token)
            return clause.world.database(titles[0])
    return _by_end(clause) if clause.said.payload else None


def _by_end(clause: Clause) -> ExistingDatabase | None:
    """The only database whose name ends in what is called new before a colon ("new loan: …" where
    there are "Tool loans"), read from now on."""
    led = [b for a, b in pairwise(clause.tokens) if a.has("new.new") and b in clause.free()]
    for token in (t for t in led if t.kind in ("unknown", "word")):
        ends = (key(token.text), f"{key(token.text)}s")
        fits = [d for d in clause.world.databases if key(d.title).endswith(ends)]
        if len(fits) == 1:
            clause.use(token)
            return fits[0]
    return None


def _is_title(clause: Clause, entity: Entity) -> bool:
    return clause.world.property(entity).type == "title"


def _put_in(clause: Clause) -> ExistingDatabase | None:
    """The database that names are put "in", without a word for it."""
    last = clause.said.tokens[-1]
    return clause.home() if last.kind == "word" and last.has("role.at") else None


def _by_row_noun(clause: Clause) -> ExistingDatabase:
    owned = [
        {e.database for e in clause.entities(t, "property", "option")}
        for t in clause.free()
        if t.kind != "quoted"
    ]
    counts = Counter(home for homes in owned for home in homes)
    most = max(counts.values(), default=1)
    homes = [d for d in clause.world.databases if counts[d.id] == most]
    called = clause.said.verb is not None and clause.said.verb.has("noun.row")
    quoted = any(t.kind == "quoted" for t in clause.tokens)
    noun = called or clause.find("noun.row", "noun.thing") or "noun.row" in clause.hints
    if not (noun or quoted):
        raise row_or_column(clause)
    return clause.home(homes or None)


def empty_rows(clause: Clause) -> int:
    """How many rows without a title are asked for."""
    counts = [t for t in clause.tokens if (count_of(t) or 0) > 1 or t.kind == "number"]
    left = [t for t in clause.free() if t not in counts]
    left = [t for t in left if t.names or not t.has("counter.counter", "state.empty")]
    if len(counts) != 1 or left or clause.said.payload:
        return 0
    counted = count_of(counts[0]) or 0
    behind = counts[0] is clause.tokens[-1] and is_first(clause.said.tokens[0], clause.world.lexis)
    if counted > _MOST_ROWS or behind:
        return 0  # "the book 1984"
    clause.use(*counts, *(t for t in clause.tokens if t.has("counter.counter")))
    return counted
