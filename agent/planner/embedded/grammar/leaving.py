"""What a verb that deletes says beside what is to go: what stays, and what is left open."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clause import Ask, Clause
from agent.planner.embedded.grammar.names import Entity
from agent.planner.embedded.grammar.tokens import Token
from tools.workspace.actions.properties import DeleteProperty
from tools.workspace.change import Change


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


def need_plain(clause: Clause) -> None:
    """Raises Ask for "only Done": the option itself may be meant, or the rows that have it."""
    free = clause.free()
    only = any(t.has("role.only", "only.") for t in clause.said.tokens)
    options = {e.name for t in free for e in clause.entities(t, "option")}
    if only and len(free) == 1 and free[0].text in options:
        raise Ask("option_or_rows", ["option", "rows"])


def all_others(clause: Clause) -> list[Change]:
    """`everything but A and B can go`: all properties of a database but those."""
    every = clause.find("all.every")
    if every is None or not any(t.has("not.not", "but.but") for t in clause.said.tokens):
        return []
    kept = [e for t in clause.free() for e in clause.entities(t, "property")]
    homes = {e.database for e in kept}
    others = [t for t in clause.free() if not clause.entities(t, "property") and t is not every]
    plain = ("not.", "but.", "noun.property", "noun.thing")
    if len(homes) != 1 or not all(t.has(*plain) for t in others):
        return []
    home, names = clause.world.database(kept[0]), {e.name for e in kept}
    clause.use(*clause.free())
    gone = [p.name for p in home.properties if p.name not in names and p.type != "title"]
    return [
        DeleteProperty(action="delete_property", database=home.title, property=name)
        for name in gone
    ]
