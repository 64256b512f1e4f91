"""The databases that new columns go into."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.new.naming import is_asked
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingDatabase


def homes_of(clause: Clause) -> list[ExistingDatabase]:
    """The databases that are the places of the change, several where they are listed."""
    for phrase in clause.phrases:
        items = [
            [t for t in item if clause.is_free(t) and not t.has("noun.database")]
            for item in phrase.items
        ]
        titled = [clause.entities(item[0], "database") if len(item) == 1 else [] for item in items]
        if (
            len(items) > 1
            and all(titled)
            and (phrase.plays("at", "to", "of") or _ends_in_noun(phrase.items))
        ):
            clause.use(*phrase.tokens)
            return [clause.world.database(one[0]) for one in titled]
    every = clause.find("all.every")
    if every and clause.find("noun.database"):
        clause.use(every)
        clause.take_all("noun.database")
        return list(clause.world.databases)
    both = clause.find("all.both")
    if both and clause.find("noun.database"):
        if len(clause.world.databases) != 2:
            raise Refused
        clause.use(both)
        clause.take_all("noun.database", "all.every")
        return list(clause.world.databases)
    asked = any(is_asked(i) and is_first(i[0], clause.world.lexis) for p in clause.phrases
                for i in p.items)  # fmt: skip
    if asked and (one := clause.spoken()):
        return [one]  # "how long each visit took" is all of it a name
    clause.take_all("it.there")
    at = [p.tokens for p in clause.phrases if p.plays("at", "to")]
    clause.use(*(t for one in at if all(t.has("it.") for t in one) for t in one))  # "on it"
    said = any(clause.entities(t, "database") for one in at for t in one)
    others = () if said else ("of", "from", "topic", "with", "bare", "by")
    one = clause.place(roles=("at", "to", *others))  # else a name may be one ("a Tasks column")
    one = one or _begun_by(clause)
    tables = (one for one in at if all(t.has("noun.database") and not t.names for t in one))
    clause.use(*(t for named in tables if one for t in named))  # "to the table of A"
    return [one] if one else []


def _ends_in_noun(items: Sequence[Sequence[Token]]) -> bool:
    return items[-1][-1].has("noun.database")


def _begun_by(clause: Clause) -> ExistingDatabase | None:
    """The only database whose title begins with the word that stands where a place does."""
    for phrase in clause.phrases:
        free = clause.free(phrase.tokens)
        if len(free) != 1 or not phrase.plays("at", "to", "topic"):
            continue
        begun = clause.world.begun_by(free[0].text)
        if begun is not None and free[0].kind in ("unknown", "word", "name"):
            clause.use(*free)
            return begun
    return None
