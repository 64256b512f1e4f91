"""What each row of a table has in those that lead to it ("how many shifts each volunteer has done",
"회원마다 몇 경기 뛰었는지"), and what it takes from what it is linked to ("words times the client's
rate"): such clauses are cut out of a wish, and read against its design."""

from collections.abc import Sequence

from agent.planner.embedded.creating.wish.vocabulary import forms, tokens
from agent.planner.embedded.grammar.formulas.operands import sign_of
from agent.planner.embedded.grammar.formulas.spelling import spelt
from agent.planner.embedded.grammar.new.build import free_property
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of, says, singular
from agent.planner.embedded.text import spoken
from tools.blueprint.base import Language
from tools.workspace.actions.new_properties import AddFormula, AddRollup
from tools.workspace.actions.properties import DeleteProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_EACH, _SPELT = spoken("figure_of_each"), spoken("spelt_behind")
_OPEN = ("state.open", "state.unchecked", "worked.rest")
_Link = tuple[ExistingDatabase, ExistingProperty, ExistingDatabase]


def without_each(text: str) -> tuple[str, list[str]]:
    """A text without the clauses that ask for a figure of each of what it has a table of, or spell
    one out behind its name; and these."""
    low = text.casefold()
    each = [m for m in _EACH.finditer(text) if f"{(m[1] or m[2]).casefold()}s " in low]
    cut = [(m.span(), m[0].lstrip(", ")) for m in each]
    cut += [(m.span(), f"{m[1]} = {m[2]}" if m[2] else m[3]) for m in _SPELT.finditer(text)]
    for (begin, end), _ in sorted(cut, reverse=True):
        text = text[:begin] + text[end:]
    return text, [said for _, said in sorted(cut)]


def rolled_up(
    said: str, homes: Sequence[ExistingDatabase], language: Language
) -> list[Change] | None:
    """The rollup that a clause asks for; nothing where it only says what is linked anyway, and None
    where it asks for none."""
    words = tokens(said)
    by = [i for i, t in enumerate(words) if t.has("each.", "role.by")]
    near = [words[i + 1 if words[i].text.isascii() else i - 1] for i in by if i + 1 < len(words)]
    links = [one for one in _links(homes) if _is_named(one[0], near or words[:1])]
    if not links or any(t.has("chart.", "noun.view") for t in words):
        return None
    home, link, far = max(links, key=lambda one: _is_named(one[2], words))
    figure, names = _figure(said, words, far), lexis().names[language]
    if figure is None and not any(t.has("ask.count") or t.text in forms("often") for t in words):
        told = any(t.has("choose.", "verb.choose") for t in words) and _is_named(far, words)
        return [] if told else None
    how, about = next((t.group("function.") for t in words if t.has("function.")), "sum"), far.title
    rolled = next(p.name for p in far.properties if p.type == "title")
    changes, where = list[Change](), {"action": "add_formula", "database": far.title}
    if figure is not None and any(t.has(*_OPEN) for t in words):
        about, paid = free_property(far, names["unpaid"]), _is_paid(far)
        if not paid:
            return None
        formula = where | {"name": about, "expression": f"if({paid}, 0, {spelt(figure)})"}
        changes.append(AddFormula.model_validate(formula))
    elif figure is not None:
        about = figure.name
    how, rolled = ("count", rolled) if figure is None else (how.replace("count", "sum"), about)
    for prop in home.properties if how == "sum" else ():
        there = prop.config.get("property_name", "") if prop.type == "rollup" else said
        if there == rolled and prop.config["function"] == how:
            return []
        if there not in said:  # what is totalled where nobody says of what
            gone = {"action": "delete_property", "database": home.title, "property": prop.name}
            changes.append(DeleteProperty.model_validate(gone))
    return [*changes, _rollup(home, link, rolled, how, names[how].format(about))]


def with_far(said: str, homes: Sequence[ExistingDatabase]) -> tuple[list[Change], str]:
    """The rollup of a column that a clause calculates with and that stands in what rows are linked
    to ("the client's rate"), and the clause with its name instead."""
    words = tokens(said)
    for home, link, far in _links(homes) if any(map(sign_of, words)) else ():
        for at, token in enumerate(words[:-1]):
            begin = words[at + 1 + words[at + 1].has("role.of") :][:1]
            if not (begin and _is_named(far, [token])):
                continue
            word = begin[0].text.casefold()
            fit = [p for p in far.properties if p.type == "number" and word in p.name.casefold()]
            if len(fit) == 1:
                name, left = free_property(home, fit[0].name), said[begin[0].start :]
                whole = left.casefold().startswith(fit[0].name.casefold())
                left = left[len(fit[0].name) if whole else len(word) :]
                made = _rollup(home, link, fit[0].name, "sum", name)
                return [made], f"{said[: token.start]}{name}{left}"
    return [], said


def _rollup(
    home: ExistingDatabase, link: ExistingProperty, rolled: str, how: str, name: str
) -> Change:
    parts = {"relation": link.name, "property": rolled, "function": how}
    place = {"action": "add_rollup", "database": home.title, "name": free_property(home, name)}
    return AddRollup.model_validate(place | parts)


def _links(homes: Sequence[ExistingDatabase]) -> list[_Link]:
    return [
        (near, prop, far) for near in homes for prop in near.properties for far in homes
        if prop.config.get("data_source_id") == far.data_source_id and far is not near
    ]  # fmt: skip


def _is_named(home: ExistingDatabase, words: Sequence[Token]) -> bool:
    """Whether words speak of the rows of a database."""
    title = f" {home.title.casefold()}"
    said = (f" {singular(t.text)}" if t.text.isascii() else t.text for t in words)
    return any(len(one) > 1 and one in title for one in said)


def _figure(said: str, words: Sequence[Token], far: ExistingDatabase) -> ExistingProperty | None:
    """The figure of a database that a clause names, or what is paid where it asks for a sum."""
    figures = [p for p in far.properties if p.type in ("number", "formula")]
    named = [p for p in figures if p.name.casefold() in said.casefold()]
    asks = any(t.has("ask.sum", "function.sum", "function.average") for t in words)
    money = [p for p in figures if asks and (known := concept_of(p.name)) and known.key == "money"]
    money.sort(key=lambda p: (p.type == "number", says(p.name, "price")))
    return next(iter([*sorted(named, key=lambda p: -len(p.name)), *money]), None)


def _is_paid(home: ExistingDatabase) -> str:
    """How formulas say that a row is paid; empty where nothing in it does."""
    for prop in home.properties:
        options = [
            o.name for o in prop.options if any(f in o.name.casefold() for f in forms("paid"))
        ]
        if prop.type == "checkbox" and any(f in prop.name.casefold() for f in forms("paid")):
            return spelt(prop)
        if prop.type in ("status", "select") and options:
            return f'{spelt(prop)} == "{options[0]}"'
    return ""
