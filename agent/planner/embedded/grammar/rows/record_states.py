"""What words say of how far a row has come, and which row of another database they reach."""

from typing import Literal

from agent.planner.embedded.grammar.clauses.clause import Clause
from agent.planner.embedded.grammar.rows.record_part import Part
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.told.happenings import begun_by, day_told, may_say
from agent.planner.embedded.grammar.told.words import words
from tools.workspace.model import ExistingDatabase, ExistingProperty

_SHORTEST = 2  # letters of a part of a name
_NOTES = ("state.done", "noted.")  # what says of the box before it that it is so


def state_of(clause: Clause, home: ExistingDatabase, token: Token, *, denied: bool) -> Part | None:
    """A box that is ticked or not, a day of which a verb says that it was, or how far a row has
    come."""
    named = [clause.world.property(e) for e in clause.entities(token, "property")]
    named = [prop for prop in named if prop in home.properties]
    ticks = token.has("state.checked", "state.unchecked")
    if box := _noted(clause, home, token):
        return Part("value", [token], prop=box, value=not denied)
    before = _beside(clause, token, -1)
    if before is not None and token.has(*_NOTES) and _noted(clause, home, before):
        return Part("remark", [token])
    if days := [p for p in named if p.type == "date" and token.has("state.filled")]:
        return Part("filled", [token], prop=days[0], value=_stated(home, token))
    if token.has("state.done", "state.begun") and not token.names:
        return _far(clause, home, token)
    boxes = [p for p in home.properties if p.type == "checkbox"]
    boxes = [p for p in boxes if p in named or (ticks and may_say(p.name, token.text))]
    if ticks and not (boxes or token.names):  # "paid", where only an amount is kept
        return Part("remark", [token])
    if boxes and (day := day_told(home, token, clause.everything)):
        return Part("property", [token], prop=day, value=True)
    verb = clause.said.verb
    denied = denied or (verb is not None and verb.has("value.no"))  # "untick paid for all"
    is_so = not token.has("state.unchecked") and not denied
    return Part("value", [token], prop=boxes[0], value=is_so) if len(boxes) == 1 else None


def _noted(clause: Clause, home: ExistingDatabase, token: Token) -> ExistingProperty | None:
    """The box that a word names, or begins to, before what says that it is so ("payment done")."""
    behind = _beside(clause, token, 1)
    if behind is None or not behind.has(*_NOTES) or behind.names or token.kind == "quoted":
        return None
    named = {e.id for e in clause.entities(token, "property")}
    boxes = [p for p in home.properties if p.type == "checkbox" and p.id in named]
    if token.kind == "unknown" and len(token.text) > 1:
        boxes = boxes or begun_by(home, token.text, "checkbox")
    return boxes[0] if len(boxes) == 1 else None


def led_day(clause: Clause, home: ExistingDatabase, token: Token) -> ExistingProperty | None:
    """The day that a word right before a date is a part of the name of ("the interview is on the
    14th", where it is an option as well); none to come is a day that was."""
    behind = _beside(clause, token, 1)
    if behind is None or behind.kind != "date" or len(token.text) < _SHORTEST:
        return None
    dates, said = [p for p in home.properties if p.type == "date"], folded(token.text)
    spaced = clause.world.lexis.joins(said[:1]) == "spaced"
    names = ((p, folded(p.name)) for p in dates)
    fits = [p for p, name in names if said in (name.split() if spaced else name)]
    fits = begun_by(home, token.text, "date") or fits
    was = str(behind.value)[:10] <= clause.today.isoformat()
    later = words().verbs.later
    fits = [
        p for p in fits if not (was and (later.search(folded(p.name)) or clause.world.is_due(p)))
    ]
    return fits[0] if len(fits) == 1 else None


def _beside(clause: Clause, token: Token, way: Literal[-1, 1]) -> Token | None:
    """The next word before or behind one, whatever particle stands between."""
    said = clause.said.tokens
    words = [t for t in said if t is token or not (t.kind == "particle" or t.text == ",")]
    at = next((i for i, t in enumerate(words) if t.start == token.start), len(words)) + way
    return words[at] if 0 <= at < len(words) else None


def _far(clause: Clause, home: ExistingDatabase, token: Token) -> Part | None:
    """What says in a database how far a row has come: done, or begun."""
    prop = clause.world.done_property(home)
    options = prop.options if prop else []
    begun = next((o for o in options if o.group == "In progress"), None)
    option = clause.world.done(prop) if prop and token.has("state.done") else begun
    if option is not None:
        return Part("value", [token], prop=prop, value=option.name)
    boxed = prop is not None and prop.type == "checkbox" and token.has("state.done")
    return Part("value", [token], prop=prop, value=True) if boxed else None


def _stated(home: ExistingDatabase, token: Token) -> dict[str, str]:
    """The state that a verb says along with its day ("returned": the date, and the status)."""
    choices = [p for p in home.properties if p.type in ("status", "select")]
    said = {p.name: o.name for p in choices for o in p.options
            if len(o.name) > 1 and token.text.startswith(o.name)}  # fmt: skip
    return said if len(said) == 1 else {}


def reached(clause: Clause, prop: ExistingProperty, token: Token) -> Entity | None:
    """The row that a token names and a relation leads to."""
    far = clause.world.structure.source(prop.config.get("data_source_id"))
    rows = clause.entities(token, "row") if prop.type == "relation" and far else []
    return next((e for e in rows if far and e.database == far.id), None)
