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
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_Link = tuple[ExistingDatabase, ExistingProperty, ExistingDatabase]
_EACH, _SPELT = spoken("figure_of_each"), spoken("spelt_behind")


def without_each(text: str) -> tuple[str, list[str]]:
    """A text without the clauses that ask for a figure of each of what it has a table of, or spell
    one out behind its name; and these."""
    named = ((m, m[1] or m[2]) for m in _EACH.finditer(text))
    each = [m for m, one in named if one is None or f"{one.casefold()}s " in text.casefold()]
    cut = [(m.span(), m[0].lstrip(", ")) for m in each]
    cut += [(m.span(), f"{m[1]} = {m[2]}" if m[2] else m[3]) for m in _SPELT.finditer(text)]
    for (begin, end), _ in sorted(cut, reverse=True):
        text = text[:begin] + text[end:]
    return text, [said for _, said in sorted(cut)]


def rolled_up(
    said: str, homes: Sequence[ExistingDatabase], language: Language
) -> list[Change] | None:
    """The rollup that a clause asks for; nothing for what is linked anyway, None for all else."""
    words = tokens(said)
    by = [i for i, t in enumerate(words[:-1]) if t.has("each.", "role.by", "role.at")]
    of = [*(words[i + 1 if words[i].text.isascii() else i - 1] for i in by), *words[:1]]
    links = [one for one in _links(homes) if _is_named(one[0], of)]
    if not links or any(t.has("chart.", "noun.view") for t in words):
        return None
    home, link, far = max(links, key=lambda one: _is_named(one[2], words))
    figure, names = _figure(said, words, far), lexis().names[language]
    if figure is None:
        if any(t.has("ask.count") or t.text in forms("often") for t in words):
            title = next(p.name for p in far.properties if p.type == "title")
            return [_rollup(home, link, title, "count", names["count"].format(far.title))]
        told = any(t.has("choose.", "verb.choose") for t in words) and _is_named(far, words)
        return [] if told else None
    changes, rolled = list[Change](), figure.name
    if any(t.has("state.open", "state.unchecked", "worked.rest") for t in words):
        paid, rolled = _is_paid(far), free_property(far, names["unpaid"])
        if not paid:
            return None
        formula = {"name": rolled, "expression": f"if({paid}, 0, {spelt(figure)})"}
        formula |= {"action": "add_formula", "database": far.title}
        changes.append(AddFormula.model_validate(formula))
    how = next((f for t in words if (f := t.group("function.")) not in ("", "count")), "sum")
    return [*changes, _rollup(home, link, rolled, how, names[how].format(rolled))]


def with_far(said: str, homes: Sequence[ExistingDatabase]) -> tuple[list[Change], str]:
    """The rollup of a column that a clause calculates with and that stands in what rows are linked
    to ("the client's rate"), and the clause with its name instead."""
    words = tokens(said)
    for home, link, far in _links(homes) if any(map(sign_of, words)) else ():
        for at, token in enumerate(words[:-1]):
            behind = words[at + 1 + words[at + 1].has("role.of") :][:1]
            if not (behind and _is_named(far, [token])):
                continue
            word = behind[0].text.casefold()
            numbers = [p.name for p in far.properties if p.type == "number"]
            fit = [name for name in numbers if word in name.casefold()]
            if len(fit) == 1:
                name, left = free_property(home, fit[0]), said[behind[0].start :]
                begun = fit[0] if left.casefold().startswith(fit[0].casefold()) else word
                made = _rollup(home, link, fit[0], "sum", name)
                return [made], f"{said[: token.start]}{name}{left[len(begun) :]}"
    return [], said


def _rollup(home: ExistingDatabase, link: ExistingProperty, of: str, how: str, name: str) -> Change:
    said = {"relation": link.name, "property": of, "function": how}
    place = {"action": "add_rollup", "database": home.title, "name": free_property(home, name)}
    return AddRollup.model_validate(place | said)


def _links(homes: Sequence[ExistingDatabase]) -> list[_Link]:
    """Each database with each of its relations, and where that leads."""
    return [
        (near, prop, far) for near in homes for prop in near.properties for far in homes
        if prop.config.get("data_source_id") == far.data_source_id and far is not near
    ]  # fmt: skip


def _is_named(home: ExistingDatabase, words: Sequence[Token]) -> bool:
    """Whether words speak of the rows of a database."""
    names = [t.text for t in words if t.kind in ("word", "unknown")]
    said = (f" {singular(name)}" if name.isascii() else name for name in names)
    return any(one in f" {home.title.casefold()}" for one in said)


def _figure(said: str, words: Sequence[Token], far: ExistingDatabase) -> ExistingProperty | None:
    """The figure of a database that a clause names; of a sum of something else, what is of its
    kind, first of all what is worked out."""
    figures = [p for p in far.properties if p.type in ("number", "formula")]
    named = [p for p in figures if p.name.casefold() in said.casefold()]
    if named or not any(t.has("ask.sum", "function.sum", "function.average") for t in words):
        return max(named, key=lambda p: len(p.name), default=None)
    kinds = [c.key for t in words if (c := concept_of(t.text)) and c.key == "quantity"] or ["money"]
    alike = [p for p in figures if (c := concept_of(p.name)) and c.key in kinds]
    return min(alike, key=lambda p: (p.type == "number", says(p.name, "price")), default=None)


def _is_paid(home: ExistingDatabase) -> str:
    """How formulas say that a row is paid; empty where nothing in it does."""
    for prop in home.properties:
        for name in (prop.name, *(o.name for o in prop.options)):
            if any(f in name.casefold() for f in forms("paid")) and prop.type != "formula":
                return spelt(prop) if prop.type == "checkbox" else f'{spelt(prop)} == "{name}"'
    return ""
