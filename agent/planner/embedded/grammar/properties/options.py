"""New options of choices."""

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.new.build import an_option
from agent.planner.embedded.grammar.new.choices import choice_named
from agent.planner.embedded.grammar.new.naming import (
    fresh_names,
    name_runs,
)
from agent.planner.embedded.grammar.properties.wished import says_also
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token, tokens_of
from agent.planner.embedded.lexicon import concept_of, meaning_of
from tools.blueprint.base import Hue
from tools.workspace.actions.options import AddOption
from tools.workspace.change import Change
from tools.workspace.model import ExistingOption, ExistingProperty
from tools.workspace.parts import GROUPS

_NEAR = 6  # tokens from "between" to the last of what it is between


def add_option(clause: Clause) -> list[Change]:
    """`add Urgent to Priority`, `add a new status called Blocked`."""
    entity, before, group = _choice_beside(clause)
    edge = None if entity else clause.take("place.top", "place.bottom")
    try:
        entity = entity or _choice_alike(clause) or choice_named(clause)
    except Ask:
        clause.take_all("noun.option", "noun.status")
        fresh_names(clause)
        raise
    prop, home = clause.world.property(entity), clause.world.database(entity)
    if edge is not None and prop.options:
        first = edge.has("place.top")
        before = prop.options[0].name if first else None
        group = _group_of(prop.options[0 if first else -1])
    clause.take_all("noun.option")
    clause.take_plain("view.list")
    known = concept_of(prop.name)
    hue = None if known and known.key == "colour" else _take_hue(clause)
    views = any(len(run) > 1 and run[-1].has("view.") for run in name_runs(clause))
    if views or any(_is_value(clause, prop, t) for t in clause.free(clause.tokens)):
        raise Refused  # "a board by status", or values of a row
    if any(e.kind == "row" for t in clause.free(clause.tokens) for e in t.names):
        raise Refused
    if any(t.has("ending.told", "tells.") for t in clause.free(clause.tokens)):
        raise Refused  # "the days fell out": no name ends a sentence
    names = fresh_names(clause)
    clause.memory.remember(Entity("option", names[-1], "", home.id, prop.id))
    place = {"database": home.title, "property": prop.name, "before": before}
    options = [an_option(prop, name, hue) for name in names]
    made = [{"option": o.model_copy(update=group), **place} for o in options]
    return [AddOption.model_validate({"action": "add_option", **one}) for one in made]


def add_more(clause: Clause) -> list[Change]:
    """`let us pick Urgent as a priority, too`."""
    if not says_also(clause):
        raise Refused
    return add_option(clause)


def _is_value(clause: Clause, prop: ExistingProperty, token: Token) -> bool:
    """Whether a word is a value of a row: a day may be an option where others are days."""
    if token.kind == "date" and token.text.isalpha():
        said = (t for o in prop.options for t in tokens_of(o.name, clause.world.lexis))
        return not any(t.has("weekday.") for t in said)
    others = (e.id != prop.id for e in clause.entities(token, "property"))  # "living room"
    return token.kind == "date" or any(others)


def _choice_alike(clause: Clause) -> Entity | None:
    """The only status, where one more of what rows may come to is added ("rejected, too")."""
    runs = name_runs(clause)
    ends = len(runs) == 1 and clause.does("add") and not clause.said.payload
    known = meaning_of(clause.words(runs[0])) if ends else None
    states = [Entity("property", p.name, p.id, home.id) for home in clause.world.databases
              for p in home.properties if p.type == "status"]  # fmt: skip
    plain = len(states) == 1 and known is not None and known.group is not None
    return states[0] if plain and not clause.find("noun.", "view.") else None


def _choice_beside(clause: Clause) -> tuple[Entity | None, str | None, dict[str, str]]:
    """The choice whose options a new one is to stand by ("put medium between easy and hard"), the
    option before which that is, and the group of the one that it stands behind."""
    spot = clause.find("place.", "between.", among=clause.tokens)
    if spot is None or clause.find("noun.view", "noun.row", "view."):
        return None, None, {}
    at, first = clause.tokens.index(spot), is_first(spot, clause.world.lexis)
    near = clause.tokens[at + 1 : at + _NEAR] if first else clause.tokens[max(0, at - _NEAR) : at]
    named = [e for e in clause.named("option", among=near) if e[0].kind != "quoted"]
    if len({e.property for _, e in named}) != 1:
        return None, None, {}
    home = clause.world.database(named[0][1])
    prop = clause.world.property(named[0][1])
    clause.use(*(t for t, _ in named))
    clause.take_all("place.", "between.", "noun.status", "noun.option")
    clause.use(*(t for t, e in clause.named("property") if e.id == prop.id))
    clause.read_home(home)
    last = named[-1][1].name
    before = last if len(named) > 1 or spot.has("place.above") else _behind(prop, last)
    group = _group_of(next(o for o in prop.options if o.name == last))
    return Entity("property", prop.name, prop.id, home.id), before, group


def _group_of(option: ExistingOption) -> dict[str, str]:
    """The group of a status that an option is in; nothing for one of another choice."""
    groups = [one for one, name in GROUPS.items() if name == option.group]
    return {"group": groups[0]} if groups else {}


def _behind(prop: ExistingProperty, name: str) -> str | None:
    """The option behind another one, in the same group of a status."""
    at = next(i for i, option in enumerate(prop.options) if option.name == name)
    same = (o.name for o in prop.options[at + 1 : at + 2] if o.group == prop.options[at].group)
    return next(same, None)


def _take_hue(clause: Clause) -> Hue | None:
    """The colour that is said, read from now on."""
    token = clause.take("hue.")
    if token is None:
        return None
    clause.take_all("noun.color")
    return token.group("hue.")  # type: ignore[return-value]  # the senses of hues are their names
