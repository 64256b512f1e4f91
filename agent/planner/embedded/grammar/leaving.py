"""What a verb that deletes says of rows when none of them is to go."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clause import Clause
from agent.planner.embedded.grammar.names import Entity
from agent.planner.embedded.grammar.tokens import Token


def only_leaves_out(clause: Clause) -> bool:
    """Whether rows are perhaps only left out of what comes next, and not deleted."""
    verb = clause.said.verb
    return (
        verb is not None and verb.has("spare.spare") and clause.said.tokens[-1].has("ending.next")
    )


def is_of_property(clause: Clause) -> bool:
    """Whether an option is to go from the property that is named as its place."""
    owners = {
        e.id
        for phrase in clause.phrases
        if phrase.plays("at", "from")
        for token in phrase.tokens
        for e in (*clause.entities(token, "property"), *_meant_choices(clause, token))
    }
    if last := _spoken_choice(clause):
        owners.add(last)
    return any(
        e.property in owners
        for token, _ in clause.named("option")
        for e in clause.entities(token, "option")
    )


def _spoken_choice(clause: Clause) -> str | None:
    """The property that was spoken of right before, where a clause names an option and no rows."""
    last, free = clause.memory.last, clause.free(clause.tokens)
    if last is None or last.kind not in ("property", "option") or len(free) != 1:
        return None
    bare = free[0].text.lower() in [e.name.lower() for e in clause.entities(free[0], "option")]
    states = any(t.kind == "particle" and t.has("role.being") for t in clause.tokens)
    return (last.property or last.id) if bare and not states else None


def _meant_choices(clause: Clause, token: Token) -> Sequence[Entity]:
    """The status properties that a word for a status means."""
    if not token.has("noun.status", "concept.status"):
        return []
    return [
        Entity("property", p.name, p.id, home.id)
        for home in clause.world.databases
        for p in home.properties
        if p.type == "status"
    ]
