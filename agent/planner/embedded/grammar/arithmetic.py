"""Formulas that words spell out: "stock value = price * stock", "value times probability"."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.build import free_property
from agent.planner.embedded.grammar.clause import Clause, Refused
from agent.planner.embedded.grammar.names import Entity
from agent.planner.embedded.grammar.naming import fresh_names
from agent.planner.embedded.grammar.tokens import Token
from tools.workspace.actions.new_properties import AddFormula
from tools.workspace.model import ExistingDatabase

_SIGNS = {"*": "*", "×": "*", "+": "+", "-": "-", "/": "/", "÷": "/"}
_WORDS = {"times": "*", "plus": "+", "minus": "-", "over": "/"}
_COUNTED = frozenset({"number", "formula", "rollup"})  # types that can be calculated with


def arithmetic(clause: Clause) -> AddFormula | None:
    """The formula of a clause that calculates with properties; None for one that does not.

    Raises Refused for a calculation without a name, or with what is no number.
    """
    tokens = [t for t in clause.tokens if t.kind not in ("particle", "ending")]
    places = [i for i, t in enumerate(tokens) if _sign(t) and 0 < i < len(tokens) - 1]
    if not places:
        return None
    run = tokens[places[0] - 1 : places[-1] + 2]
    near = clause.place() or _having_all(clause, run)
    if near is None:
        return None
    parts = [_sign(t) if i % 2 else _operand(clause, t, near) for i, t in enumerate(run)]
    if not all(parts) or len(parts) % 2 == 0:
        return None
    clause.use(*run, *(t for t in clause.tokens if t.text == "=" or t.has("math.is")))
    clause.take_all("noun.formula", "noun.property", "type.number")
    names = fresh_names(clause)
    if len(names) != 1:
        raise Refused
    name = free_property(near, names[0][:1].upper() + names[0][1:])
    clause.memory.remember(Entity("property", name, "", near.id))
    expression = " ".join(str(part) for part in parts)
    return AddFormula(action="add_formula", database=near.title, name=name, expression=expression)


def _sign(token: Token) -> str:
    if token.names:
        return ""
    return _SIGNS.get(token.text, "") or _WORDS.get(token.group("math."), "")


def _operand(clause: Clause, token: Token, near: ExistingDatabase) -> str:
    """A number, or a property with numbers, as formulas have it; empty for anything else."""
    if token.kind == "number":
        return f"{token.value:g}"
    entity = clause.prop(token, [near]) if token.kind != "quoted" else None
    prop = clause.world.property(entity) if entity else None
    if prop is None or prop.type not in _COUNTED:
        return ""
    escaped = prop.name.replace('"', '\\"')
    return f'prop("{escaped}")'


def _having_all(clause: Clause, run: Sequence[Token]) -> ExistingDatabase | None:
    """The only database that has all that is calculated with."""
    operands = run[::2]
    fit = [d for d in clause.world.databases if all(_operand(clause, t, d) for t in operands)]
    return fit[0] if len(fit) == 1 else None
