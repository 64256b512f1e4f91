"""New options of choices."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.embedded.compose.options import options_from
from agent.planner.embedded.grammar.build import an_option
from agent.planner.embedded.grammar.choices import choice_named
from agent.planner.embedded.grammar.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.names import CHOICES, Entity
from agent.planner.embedded.grammar.naming import (
    fresh_names,
    is_tail,
    may_be_name,
    name_runs,
    take_hue,
)
from agent.planner.embedded.grammar.phrases import is_padding, segments
from agent.planner.embedded.grammar.tokens import Token, tokens_of
from tools.workspace.actions.options import AddOption, DeleteOption, RenameOption
from tools.workspace.actions.properties import RetypeProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_PAIR = 2


def add_option(clause: Clause) -> list[Change]:
    """`add Urgent to Priority`, `add a new status called Blocked`."""
    try:
        entity = choice_named(clause)
    except Ask:
        clause.take_all("noun.option", "noun.status")
        fresh_names(clause)
        raise
    prop, home = clause.world.property(entity), clause.world.database(entity)
    clause.take_all("noun.option")
    clause.take_plain("view.list")
    hue = take_hue(clause)
    views = any(len(run) > 1 and run[-1].has("view.") for run in name_runs(clause))
    if views or any(_is_value(clause, prop, t) for t in clause.free(clause.tokens)):
        raise Refused  # "a board by status", or values of a row
    if any(e.kind == "row" for t in clause.free(clause.tokens) for e in t.names):
        raise Refused
    names = fresh_names(clause)
    clause.memory.remember(Entity("option", names[-1], "", home.id, prop.id))
    place = {"database": home.title, "property": prop.name}
    made = [an_option(prop, name, hue) for name in names]
    return [AddOption(action="add_option", **place, option=one) for one in made]


def _is_value(clause: Clause, prop: ExistingProperty, token: Token) -> bool:
    """Whether a word is a value of a row: a day may be an option where others are days."""
    if token.kind == "date" and token.text.isalpha():
        said = (t for o in prop.options for t in tokens_of(o.name, clause.world.lexis))
        return not any(t.has("weekday.") for t in said)
    return token.kind == "date" or bool(clause.entities(token, "property"))


def set_options(clause: Clause) -> list[Change]:
    """`severity should be exactly blocker, major, minor`: these options of a property that is."""
    found = [(t, e) for t, e in clause.named("property") if t.kind != "quoted"][:1]
    found = found or _meant_first(clause) or _spoken(clause)
    others = ("noun.view", "noun.formula", "noun.title", "verb.sort", "format.", "hue.")
    by = any(p.plays("by") and found[0][0] in p.tokens for p in clause.phrases if found)
    if not found or by or any(t.has(*others) and not t.names for t in clause.free()):
        raise Refused  # "group the table by course" lists no options
    token, entity = found[0]
    home, prop = clause.world.database(entity), clause.world.property(entity)
    several = clause.find("type.multi_select") is not None
    if prop.type not in (*CHOICES, "rich_text", "checkbox", *(["number"] if several else [])):
        raise Refused
    clause.use(
        *([token] if token.names or token.has("choose.", "type.", "noun.", "concept.") else [])
    )
    names = _listed(clause, prop)
    if len(names) < 2:
        raise Refused
    clause.memory.remember(entity)
    if clause.does("change") and _are_others(prop, names):
        return _called_otherwise(home, prop, names)
    return exchanged(home, prop, names, "multi_select" if several else "select")


def _spoken(clause: Clause) -> list[tuple[Token, Entity]]:
    """The property that was spoken of right before ("…, to choose from A, B, C")."""
    last, said = clause.memory.last, clause.find("choose.", "type.multi_select", "type.select")
    if last is None or last.kind != "property" or not clause.world.has(last):
        return []
    prop = clause.world.property(last)
    listed = clause.said.verb is None and any(t.text == "," for t in clause.tokens)
    if said is None and listed and prop.type in CHOICES and not prop.options:
        said = clause.tokens[0]  # "A, B, C", of a choice that was only just added
    return [(said, last)] if said is not None else []


def _meant_first(clause: Clause) -> list[tuple[Token, Entity]]:
    """The property that the first word means by another name ("statuses are A, B, C")."""
    first = next((t for t in clause.free(clause.tokens) if t.kind == "word"), None)
    meant = clause.prop(first, clause.world.databases) if first is not None else None
    return [(first, meant)] if first is not None and meant is not None else []


def _are_others(prop: ExistingProperty, names: Sequence[str]) -> bool:
    """Whether as many options are named as there are, and none of those."""
    there = {option.name.casefold() for option in prop.options}
    return len(names) == len(there) and there.isdisjoint(name.casefold() for name in names)


def _called_otherwise(
    home: ExistingDatabase, prop: ExistingProperty, names: Sequence[str]
) -> list[Change]:
    """Each option under its new name, in order: rows keep what they have, and colours stay."""
    place = {"database": home.title, "property": prop.name}
    return [
        RenameOption(action="rename_option", **place, option=option.name, to=name)
        for option, name in zip(prop.options, names, strict=True)
    ]


def _listed(clause: Clause, prop: ExistingProperty) -> list[str]:
    """The names of a list, each read; a number of all of them behind it is none."""
    chosen = clause.find("choose.", "type.select", "type.multi_select", "noun.option")
    clause.take_all("choose.", "type.select", "type.multi_select", "noun.option", "noun.status")
    lists = [[piece for item in p.items for piece in segments(item)] for p in clause.phrases]
    lists += [segments(part) for part in (*clause.said.groups, clause.said.payload)]
    found = [[[t for t in run if t.start not in clause.used] for run in one] for one in lists]
    found = [bare for one in found if (bare := [run for run in map(_bare, one) if run])]
    if len(found) != 1:
        raise Refused
    runs = found[0]
    plain = clause.said.verb is None and all(t.kind == "unknown" for t in runs[0])
    states = len(runs[0]) > 2 and plain and any(p.plays("topic") for p in clause.phrases)
    if len(runs) == 1 and (chosen or states or clause.does("choose", "group")):
        runs = [[t] for t in runs[0] if not is_tail(t)]  # "easy medium hard"
    elif len(runs) == 1 and clause.does("change") and len(parts := _by_blanks(runs[0])) > _PAIR:
        runs = parts  # "change the status to idea drafted live": no one value has three words
    owned = [e for run in runs for t in run for e in clause.entities(t, "property", "row")]
    owned = [e for e in owned if e.id != prop.id]  # an option may be called like its property
    if owned or not all(map(may_be_name, runs)):
        raise Refused
    dated = (t.kind == "date" and not t.text.isalpha() for run in runs for t in run)
    if any(dated) or any(t.has("type.", "verb.", "compare.") for run in runs for t in run):
        raise Refused
    counted = [b for a, b in pairwise(clause.tokens) if _is_counted([a, b])]
    clause.use(*(t for run in runs for t in run), *(t for t in clause.free() if is_tail(t)))
    clause.use(*counted)
    clause.take_all("among.")
    return [clause.words(run) or clause.raw(run) for run in runs]


def _by_blanks(run: Sequence[Token]) -> list[list[Token]]:
    """Tokens cut where a blank stands between two of them."""
    parts: list[list[Token]] = [[run[0]]]
    for before, token in pairwise(run):
        if token.start > before.end:
            parts.append([])
        parts[-1].append(token)
    return parts


def _bare(run: Sequence[Token]) -> list[Token]:
    kept = list(run)
    if len(kept) > 1:  # by itself the word for "among" may be the name of the middle of three
        kept = [token for token in kept if not token.has("among.")]
    if len(kept) == 1 and kept[0].has("new."):
        return kept  # "New" may be an option's whole name
    while kept and is_padding(kept[0]):
        kept.pop(0)
    while kept and (is_padding(kept[-1]) or is_tail(kept[-1]) or _is_counted(kept)):
        kept.pop()
    return kept or [token for token in run if token.has("person.")]  # "me or Sam"


def _is_counted(run: Sequence[Token]) -> bool:
    """Whether a list ends in how many its members are ("A, B: the two stages")."""
    counted = run[-1].has("noun.status", "noun.option", "noun.thing", "measure.")
    return counted and len(run) > 1 and is_tail(run[-2])


def exchanged(
    home: ExistingDatabase, prop: ExistingProperty, names: Sequence[str], kind: str = "select"
) -> list[Change]:
    """The changes that give a property these options, and no others but those that rows have; one
    that is no choice becomes one of a kind."""
    place = {"database": home.title, "property": prop.name}
    if prop.type not in CHOICES:
        options = options_from(list(names), kind, prop.name)
        retyped = {"action": "retype_property", **place, "to": kind, "options": options}
        return [RetypeProperty.model_validate(retyped)]
    there = {option.name.casefold() for option in prop.options}
    listed = {name.casefold() for name in names}
    held = str([row.values.get(prop.id) for row in home.rows])
    fresh = [name for name in names if name.casefold() not in there]
    spare = [o for o in prop.options if o.name.casefold() not in listed and o.id not in held]
    made = [an_option(prop, name, None) for name in fresh]
    return [
        *(AddOption(action="add_option", **place, option=one) for one in made),
        *(DeleteOption(action="delete_option", **place, option=one.name) for one in spare),
    ]
