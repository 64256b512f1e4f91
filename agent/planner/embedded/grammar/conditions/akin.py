"""Words that only say again what rows are: they have a stem with a name of their database.

In a view of "Rental bookings" with a date Check-in "bookings checking in this week" says no more
than "this week".
"""

from collections.abc import Iterator
from itertools import pairwise
from unicodedata import category, name

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase


def akin_to(home: ExistingDatabase, clause: Clause) -> list[Token]:
    """The words that nobody read and that have a stem with a name in a database."""
    said = [t for t in clause.free(clause.tokens) if t.kind == "unknown"]
    names = (home.title, *(prop.name for prop in home.properties)) if said else ()
    known = {stem for one in names for stem in stems_of(one, clause)}
    return [t for t in said if known & set(stems_of(t.text, clause))] + _heads(clause)


def _heads(clause: Clause) -> list[Token]:
    """What rows are called right before "only", behind what tells them apart ("films over 2h")."""
    ends = clause.world.lexis.ends("only")
    said = [(t, behind) for t, behind in pairwise(clause.tokens) if clause.is_free(t)]
    plain = [(t, behind) for t, behind in said
             if t.kind == "unknown" or (t.has("concept.") and not t.names)]  # fmt: skip
    return [t for t, behind in plain if behind.has("role.only")
            or (t.kind == "unknown" and t.text.endswith(ends))]  # fmt: skip


def stems_of(text: str, clause: Clause) -> Iterator[str]:
    """What tells the words of a text apart: the stem of each, two syllables, an ideograph."""
    for word in folded(text).replace("-", " ").split():
        if clause.world.lexis.joins(word[:1]) == "spaced":
            yield clause.world.lexis.stem(word)
        elif clause.world.lexis.joins(word[:1]) == "agglutinated":
            yield from (one + other for one, other in pairwise(word))
    yield from (c for c in text if category(c) == "Lo" and name(c)[:3] == "CJK")
