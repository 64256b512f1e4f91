"""Words behind a list that only say that it is all there is to be ("이것만", "just those 4")."""

from collections.abc import Sequence

from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.wish.pieces import Group, Member
from agent.planner.embedded.grammar.text.tokens import Token


def is_enough(found: Found, members: Sequence[Member], group: Group) -> bool:
    """Whether words only say that there is to be no more than was named."""
    said = [t for m in members for t in m.tokens]
    limits = group.said("only.", "role.only")
    plain = all(t.has("enough.", "noun.thing", "it.") or t.kind == "number" for t in said)
    counts = limits and any(t.kind == "number" for t in said)
    enough = plain and all(m.tokens for m in members)
    enough = enough and (counts or any(t.has("enough.") for t in said))  # "just those 4"
    pointed = _points(said) and (limits or said[-1].has("all.every"))  # "이것만", "이게 다예요"
    enough = enough or pointed
    if enough and found.lists:
        found.lists[-1] = found.lists[-1].model_copy(update={"exact": True})
        found.said["nothing_more"] = True
    if enough and not found.databases:
        found.said.setdefault("database_count", 1)
    return enough


def _points(said: Sequence[Token]) -> bool:
    """Whether words name nothing, and only point back at what was listed, or count it."""
    plain = ("it.", "count.", "counter.", "all.", "only.", "filler.", "noun.property")
    pointing = any(t.has("it.", "count.", "counter.") for t in said)
    return pointing and all(t.kind in ("number", "particle") or t.has(*plain) for t in said)
