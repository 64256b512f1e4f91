"""What orders ask for that no change can bring about, and that tell nothing of rows."""

from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Clause

SURE = ("default", "option_order", "comma")


def surely_not(clause: Clause) -> str:
    """Why a clause cannot be done; empty where it may."""
    if _tells_of_new(clause):
        return "default"
    if _reorders_options(clause):
        return "option_order"
    return "comma" if _names_with_comma(clause) else ""


def _tells_of_new(clause: Clause) -> bool:
    """Whether all rows that are to come are to hold something ("all new orders should be paid")."""
    tokens = clause.said.tokens
    nouns = ("noun.thing", "noun.row", "entry.")
    plain = [t for t in tokens if t.names or not t.has("verb.add", "ending.") or t.has("new.new")]
    new = [
        b
        for a, b in pairwise(plain)
        if a.has("new.new")
        and not (a.names or a.has("count."))
        and (b.has(*nouns) or any(e.kind in ("database", "property") for e in b.names))
    ]
    weak = clause.said.verb is None or clause.does("do", "change", "want", "add")
    valued = any(clause.entities(t, "option") for t in clause.tokens)
    seen = any(t.has("noun.view", "view.", "only.", "role.only") and not t.names for t in tokens)
    every = any(t.has("all.", "be.", "always.") and not t.names for t in tokens)
    return bool(new) and weak and valued and every and not seen and not clause.said.payload


def _reorders_options(clause: Clause) -> bool:
    """Whether options of a property are to stand in another order ("swap the options A and B")."""
    tokens = [t for t in clause.said.tokens if t is not clause.said.verb]
    options = {e for t in tokens for e in clause.entities(t, "option")[:1]}
    others = any(clause.entities(t, "row", "view") for t in tokens)
    plain = [t for t in tokens if not t.names]
    if others or not options or len({e.property for e in options}) > 1:
        return False
    noun = any(t.has("noun.option") for t in plain)
    turned = any(t.has("in_order.", "role.ordered") for t in plain)
    placed = any(t.has("place.") for t in plain) and clause.does("move", "change", "do")
    joined = any(t.has("also.also", "role.and") for t in plain)
    for_another = any(p.plays("with", "suits", "to") for p in clause.phrases)
    swaps = len(options) > 1 and joined and clause.does("exchange") and not for_another
    changed = clause.does("change", "exchange", "do", "move")
    return swaps or (noun and placed) or (turned and changed and (noun or len(options) > 1))


def _names_with_comma(clause: Clause) -> bool:
    """Whether an option is to have a comma in its name, which Notion's options have none in."""
    choices = ("noun.option", "type.select", "type.multi_select")
    told = any(t.has(*choices) and not t.names for t in clause.everything)
    return told and any(t.kind == "quoted" and "," in str(t.value) for t in clause.everything)
