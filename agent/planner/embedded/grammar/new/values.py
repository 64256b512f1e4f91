"""What tokens say as values of properties."""

from collections.abc import Callable, Sequence
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Clause, OnlyInNotion, Refused
from agent.planner.embedded.grammar.conditions.numbers import number_of
from agent.planner.embedded.grammar.text.dates import count_of
from agent.planner.embedded.grammar.text.names import TEXTS, WRITTEN
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.model import ExistingProperty


def value_of(clause: Clause, prop: ExistingProperty, tokens: Sequence[Token]) -> Any:
    """The value that tokens give to a property; what they were is read. None empties.

    Raises Refused for what cannot be meant, OnlyInNotion for people.
    """
    free = _without_former(clause, clause.free(tokens))
    if not free:
        raise Refused
    if len(free) == 1 and free[0].has("value.empty") and not free[0].names:
        clause.use(*free)
        return None
    if prop.type == "people":
        raise OnlyInNotion
    return _READERS.get(prop.type, _text)(clause, prop, free)


def _without_former(clause: Clause, free: Sequence[Token]) -> Sequence[Token]:
    """The tokens of what a value becomes; what it was until now ("from A to B") is read."""
    roles = {t.start: p.roles for p in clause.phrases for t in p.tokens}
    was = [t for t in free if "from" in roles.get(t.start, ()) and "to" not in roles[t.start]]
    now = [t for t in free if "to" in roles.get(t.start, ()) and t not in was]
    if not (was and now):
        return free
    clause.use(*was)
    return now


def _choice(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> str:
    for token in free:
        fit = [e for e in clause.entities(token, "option") if e.property == prop.id]
        if fit:
            clause.use(token)
            read_nouns(clause, free)
            return fit[0].name
    if done := _done_said(clause, prop, free):
        return done
    if stars := _stars(clause, prop, free):
        return stars
    raise Refused


def read_nouns(clause: Clause, tokens: Sequence[Token]) -> None:
    """Reads nouns that only say what a value is ("high priority", "done tasks")."""
    clause.use(
        *(t for t in tokens if t.has("noun.status", "noun.option", "noun.thing") and not t.names)
    )


def _done_said(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> str | None:
    said = next((t for t in free if t.has("state.done", "state.begun")), None)
    if said is None:
        return None
    begun = next((o for o in prop.options if o.group == "In progress"), None)
    option = clause.world.done(prop) if said.has("state.done") else begun
    if option is None:
        return None
    clause.use(said)
    return option.name


def _stars(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> str | None:
    number = next((t for t in free if count_of(t) is not None), None)
    option = clause.world.starred(prop, count_of(number) or 0) if number else None
    if number is None or option is None:
        return None
    clause.use(number, *(t for t in free if t.has("star.star", "counter.counter")))
    return option.name


def _choices(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> list[str]:
    found = list[str]()
    for token in free:
        fit = [e for e in clause.entities(token, "option") if e.property == prop.id]
        if fit:
            clause.use(token)
            found.append(fit[0].name)
    if not found:
        raise Refused
    return found


def _date(clause: Clause, _: ExistingProperty, free: Sequence[Token]) -> Any:
    days = [token for token in free if token.kind == "date"]
    if not days or len(days) > 2 or any(day.value is None for day in days):
        raise Refused
    clause.use(*days)
    if len(days) == 1:
        return days[0].value
    first, last = sorted(str(day.value) for day in days)
    return {"start": first, "end": last}


def _checkbox(clause: Clause, _: ExistingProperty, free: Sequence[Token]) -> bool:
    for token in free:
        if token.has("value.no", "state.unchecked", "state.open"):
            clause.use(token)
            return False
        if token.has("value.yes", "state.checked", "state.done"):
            clause.use(token)
            return True
    raise Refused


def _relation(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> list[str]:
    far = clause.world.structure.source(prop.config.get("data_source_id"))
    found = [(t, e) for t, e in clause.named("row", among=free) if far and e.database == far.id]
    if not found:
        raise Refused
    clause.use(*(token for token, _ in found))
    return [entity.name for _, entity in found]


def _text(clause: Clause, prop: ExistingProperty, free: Sequence[Token]) -> str:
    if prop.type not in TEXTS:
        raise Refused
    written = [t for t in free if WRITTEN.get(t.kind) == prop.type]
    if (
        prop.type in WRITTEN.values()
        and not written
        and not any(t.text[-1:].isdigit() for t in free)
    ):
        raise Refused  # words are no number to call
    free = written[-1:] or free  # "the phone has changed: 03-…"
    clause.use(*free)
    told = [t for t in free if t.has("tells.") and not t.names]
    said = clause.words([t for t in free if t not in told])
    marks = (mark for mark in clause.world.lexis.ends("former") if told and mark in said)
    said = said.rpartition(next(marks, "\n"))[2]  # what it was until now goes
    if not said:
        raise Refused
    return said


# How each type of property reads a value; the others take the words as they are.
_READERS: dict[str, Callable[[Clause, ExistingProperty, Sequence[Token]], Any]] = {
    "select": _choice, "status": _choice, "multi_select": _choices, "date": _date,
    "number": number_of, "checkbox": _checkbox, "relation": _relation,
}  # fmt: skip
