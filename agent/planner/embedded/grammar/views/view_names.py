"""What a view with some rows only is called: by the words that say which, else by its filter."""

from collections.abc import Mapping, Sequence
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.text.names import World

_MOST_WORDS = 14  # of what a view is called by
_LONGEST = 40  # letters of a name that says an order
_ORDERS = ("sort.", "rank.", "role.ordered", "place.top", "timely.", "measures.")
_TOLD = ("noun.thing", "type.people", "apart.", "role.being")  # behind what is said of rows
_LED = ("noun.thing", "type.people", "filler.filler", "apart.", "all.every", "ask.which")
_SIGNS = {
    "greater_than": ">",
    "less_than": "<",
    "greater_than_or_equal_to": "\u2265",
    "less_than_or_equal_to": "\u2264",
    "equals": "=",
}


def limit_said(clause: Clause, before: set[int]) -> str:
    """The words that say which rows a view shows, of those read since, as its name."""
    tokens = clause.tokens
    limits = [i for i, t in enumerate(tokens) if t.start in clause.used - before
              and not t.has("only.", "sort.", "rank.", "place.", "verb.", *_LED)]  # fmt: skip
    if not limits or limits[-1] - limits[0] >= _MOST_WORDS:
        return ""
    if tokens[limits[0]].has("not.hidden"):
        return ""  # "that hides the sold ones": a name is made of the filter
    first, last = limits[0], limits[-1] + 1
    while first and tokens[first - 1].has(*_LED):
        first -= 1
    while first < limits[0] and tokens[first].has("apart."):
        first += 1  # "that are …"
    while last < len(tokens) and (tokens[last].has(*_TOLD) or _is_title(clause, last)):
        last += 1
    end = tokens[last - 1]
    things = tuple(clause.world.lexis.said("noun.thing"))
    whole = end.kind == "unknown" and end.text.endswith(things)  # a sentence in one piece
    only = _only_behind(clause, last)
    ended = whole or end.has("noun.thing", "type.people") or only is not None
    ended = ended or any(t.has("noun.view") for t in tokens[last : last + 1])
    spaced = clause.world.lexis.joins(tokens[first].text[:1]) == "spaced"
    said = clause.words(tokens[first:last]) if ended or spaced else ""
    if said and only is not None:  # with what joins it to the word for "only"
        said = clause.said.text[tokens[first].start : tokens[last].start] + only
    return (said[:1].upper() + said[1:]).strip() if spaced else said.strip()


def headed(clause: Clause) -> str:
    """What a view is called whose rows stand behind a colon ("low stock view: less than 5")."""
    if not clause.said.payload or clause.said.verb is not None:
        return ""
    named = [t for t in clause.tokens if not t.has("noun.view") or t.names]
    clause.use(*named)
    name = clause.words(named)
    return name[:1].upper() + name[1:]


def order_said(clause: Clause, sorts: Sequence[Mapping[str, str]]) -> str:
    """The words that say in which order a view stands, as its name ("the latest first")."""
    names = {sort["property"] for sort in sorts}
    tokens = [t for t in clause.tokens if t.has(*_ORDERS) and not t.names]
    tokens += [t for t in clause.tokens if any(e.name in names for e in t.names)]
    start, end = min((t.start for t in tokens), default=0), max((t.end for t in tokens), default=0)
    for token in clause.tokens:  # "the rows with the highest pay first", where these words end so
        follows = token.kind == "particle" and token.has("role.from")
        if token.start - end in (0, 1) and (follows or token.has(*_TOLD)):
            end = token.end
    said = clause.said.text[start:end]
    marks = [m for one in clause.world.lexis.languages for m in one.particles.get("ordered", ())]
    last = max((m for m in marks if said.endswith(m)), key=len, default="")
    said = said.removesuffix(last) + min((m for m in marks if last.startswith(m)), default="")
    return said[:1].upper() + said[1:] if len(said) <= _LONGEST else ""


def _is_title(clause: Clause, at: int) -> bool:
    """Whether a word is what the rows are called."""
    found = clause.entities(clause.tokens[at], "property", "database")
    titles = {p.id for d in clause.world.databases for p in d.properties if p.type == "title"}
    return any(e.kind == "database" or e.id in titles for e in found)


def _only_behind(clause: Clause, at: int) -> str | None:
    """What an "only" right behind says that rows are, without "only"; None for no such word."""
    behind = clause.tokens[at : at + 1]
    if not behind or not behind[0].has("only.", "role.only"):
        return None
    ends = sorted(clause.world.lexis.only, key=len, reverse=True)
    text = behind[0].text
    return next((text.removesuffix(end) for end in ends if text.endswith(end)), "")


def named_by(shown: Mapping[str, Any], world: World) -> str:
    """What a filter of Notion shows, in few words; empty for what is no name."""
    if parts := shown.get("or") or shown.get("and"):
        told = [named_by(part, world) for part in parts]
        return " \u00b7 ".join(dict.fromkeys(told)) if all(told) else ""
    name = str(shown["property"])
    (kind, test), *_ = [(k, v) for k, v in shown.items() if isinstance(v, dict)]
    (operator, value), *_ = test.items()
    match kind, operator:
        case "checkbox", _:
            return name if value else world.called("denied", name)
        case (("select" | "status" | "multi_select"), ("equals" | "contains")):
            return str(value)
        case (("select" | "status" | "multi_select"), ("does_not_equal" | "does_not_contain")):
            return world.called("denied", str(value))
        case "number", sign if sign in _SIGNS:
            return f"{name} {_SIGNS[sign]} {value:g}"
        case _, "is_empty":
            return world.called("denied", name)
        case _, "is_not_empty":
            return name
        case _:
            return ""
