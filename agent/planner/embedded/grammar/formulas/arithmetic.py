"""Formulas that words spell out: "stock value = price * stock", "value times probability"."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.new.build import free_property
from agent.planner.embedded.grammar.new.naming import fresh_names, may_be_name
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.actions.new_properties import AddFormula
from tools.workspace.actions.properties import RetypeProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty
from tools.workspace.values import words

_HUNDRED = 100
_LONGEST = 40  # letters of a name; longer ones are torn sentences
_SIGNS = {"*": "*", "×": "*", "+": "+", "-": "-", "/": "/", "÷": "/"}
_WORDS = {"times": "*", "plus": "+", "minus": "-", "over": "/"}
_COUNTED = frozenset({"number", "formula", "rollup"})  # types that can be calculated with


def arithmetic(clause: Clause) -> list[Change]:
    """The formula of a clause that calculates with properties; nothing for one that does not. What
    is empty, or holds but figures, becomes a number for it.

    Raises Refused for a calculation without a name, or with what is no number.
    """
    if share := _share(clause):
        return [share]
    tokens = [t for t in clause.everything if t.kind not in ("particle", "ending")]
    places = [i for i, t in enumerate(tokens) if _sign(t) and 0 < i < len(tokens) - 1]
    if not places:
        return []
    run = tokens[places[0] - 1 : places[-1] + 2]
    near = clause.place() or _having_all(clause, run)
    if near is None:
        return []
    parts = [_sign(t) if i % 2 else _operand(clause, t, near) for i, t in enumerate(run)]
    if not all(parts) or len(parts) % 2 == 0 or len({*parts[::2]}) < len(parts[::2]):
        return []
    clause.use(*run, *(t for t in clause.tokens if t.text == "=" or t.has("math.is")))
    clause.take_all(
        "noun.formula", "noun.property", "type.number", "format.", "verb.show", "cannot.automate"
    )
    left = clause.free()
    if any(t.has("worked.", "function.") and not t.has("worked.value") for t in left[1:]):
        raise Refused  # more is wanted than one name says
    said = clause.words(left)
    if run[0] not in clause.tokens and not may_be_name(left):
        said = " ".join(t.text for t in run)  # "what it is worth (price times stock)"
    elif not said or len(said) > _LONGEST or not may_be_name(left):
        raise Refused
    clause.use(*left)
    name = free_property(near, said[:1].upper() + said[1:])
    clause.memory.remember(Entity("property", name, "", near.id))
    behind = tokens[places[-1] + 2 : places[-1] + 3]
    shared = run[-1].kind == "number" and bool(behind) and behind[0].has("format.percent")
    expression = _with_share(parts) if shared else " ".join(parts)
    return [
        *_numbers(clause, run, near),
        AddFormula(action="add_formula", database=near.title, name=name, expression=expression),
    ]


def _with_share(parts: Sequence[str]) -> str:
    """An expression that ends in so many in a hundred: of all before it where that is added or
    taken away ("rate x 7 minus 10%")."""
    *before, sign, hundredths = parts
    share, left = float(hundredths) / _HUNDRED, " ".join(before)
    if sign not in ("+", "-"):
        return f"{left} {sign} {share:g}"
    return f"({left}) * {1 + share if sign == '+' else 1 - share:g}"


def _share(clause: Clause) -> Change | None:
    """A part in a hundred of a number, as a formula ("VAT: 21% of Amount")."""
    tokens = [t for t in clause.everything if t.kind not in ("particle", "ending", "punct")]
    percents = [i for i, t in enumerate(tokens) if t.has("format.percent") and i]
    at = percents[0] if len(percents) == 1 else 0
    if not at or tokens[at - 1].kind != "number" or not clause.does("add", "want", "show"):
        return None
    of = tokens[at + 1 : at + 2]
    near = (
        tokens[at + 2 : at + 3] if of and of[0].has("role.of") else tokens[max(0, at - 2) : at - 1]
    )
    prop = clause.prop(near[0], clause.world.databases) if near else None
    home = clause.world.database(prop) if prop else None
    base = _operand(clause, near[0], home) if home else ""
    if home is None or not base:
        return None
    clause.use(tokens[at - 1], tokens[at], *near)
    clause.take_all("noun.formula", "noun.property", "type.number", "cannot.automate")
    clause.read_home(home)
    name = free_property(home, fresh_names(clause, payload=False)[0])
    clause.memory.remember(Entity("property", name, "", home.id))
    expression = f"{base} * {float(tokens[at - 1].value) / _HUNDRED:g}"
    return AddFormula(action="add_formula", database=home.title, name=name, expression=expression)


def _numbers(clause: Clause, run: Sequence[Token], near: ExistingDatabase) -> list[Change]:
    """The changes that make numbers of texts that are calculated with."""
    entities = [clause.prop(t, [near]) for t in run[::2] if t.kind != "number"]
    texts = [e.name for e in entities if e and clause.world.property(e).type == "rich_text"]
    return [
        RetypeProperty(action="retype_property", database=near.title, property=name, to="number")
        for name in dict.fromkeys(texts)
    ]


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
    if prop is None or not (prop.type in _COUNTED or _may_count(prop, near)):
        return ""
    escaped = prop.name.replace('"', '\\"')
    return f'prop("{escaped}")'


def _may_count(prop: ExistingProperty, near: ExistingDatabase) -> bool:
    """Whether a text holds nothing but figures."""
    if prop.type != "rich_text":
        return False  # what rows hold of other types is no text
    held = [words(row.values.get(prop.id) or []) for row in near.rows]
    return all(text.isdigit() for text in held if text)


def _having_all(clause: Clause, run: Sequence[Token]) -> ExistingDatabase | None:
    """The only database that has all that is calculated with."""
    operands = run[::2]
    fit = [d for d in clause.world.databases if all(_operand(clause, t, d) for t in operands)]
    return fit[0] if len(fit) == 1 else None
