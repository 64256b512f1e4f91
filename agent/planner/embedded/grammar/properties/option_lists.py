"""A list of all the options that a property is to have: these, and no others but those in use."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.embedded.compose.options import options_from
from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_padding, is_small, segments
from agent.planner.embedded.grammar.new.build import an_option
from agent.planner.embedded.grammar.new.listed import ranged
from agent.planner.embedded.grammar.new.members import may_begin, member
from agent.planner.embedded.grammar.new.naming import is_tail, may_be_name, without_politeness
from agent.planner.embedded.grammar.text.names import CHOICES, Entity
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.actions.options import AddOption, DeleteOption, RenameOption
from tools.workspace.actions.properties import RetypeProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, is_new

_PAIR = 2
_NOTHING = Token("punct", -1, -1, "")  # stands for what was spoken of before
# Types that become a choice where one is asked for by name.
_RETYPED = frozenset(
    {*CHOICES, "rich_text", "checkbox", "number", "date", "url", "email", "phone_number"}
)
_CHOSEN = ("choose.", "type.select", "type.multi_select", "noun.option", "noun.status")


def set_options(clause: Clause) -> list[Change]:
    """`severity should be exactly blocker, major, minor`: these options of a property that is."""
    listed = {t.start for p in clause.phrases if len(p.items) > 1 for t in p.tokens}
    found = [(t, e) for t, e in clause.named("property") if t.kind != "quoted"]
    found = [one for one in found if one[0].start not in listed][:1] or found[:1]
    found = found or _meant_first(clause) or _spoken(clause)
    others = ("noun.view", "noun.formula", "noun.title", "verb.sort", "format.", "hue.")
    by = any(p.plays("by") and found[0][0] in p.tokens for p in clause.phrases if found)
    named, last = clause.said.tokens[-2:] if len(clause.said.tokens) > 1 else (_NOTHING, _NOTHING)
    ends = clause.said.verb is None and last.has("role.from") and [named] == [t for t, _ in found]
    if not found or by or ends or any(t.has(*others) and not t.names for t in clause.free()):
        raise Refused  # "group the table by course", "…, with Dad in charge" list no options
    before = clause.memory.last
    if clause.said.verb is None and before is not None and before.kind == "row":
        raise Refused  # "allergens: wheat and milk" is of the row that was spoken of
    token, entity = found[0]
    home, prop = clause.world.database(entity), clause.world.property(entity)
    if prop.type == "checkbox" and clause.said.verb is None and token.has("state."):
        raise Refused  # "Ann paid, not Ben" tells who did
    several = clause.find("type.multi_select") is not None
    told = several or clause.find("type.select", "choose.") is not None
    kinds = _RETYPED if told else {*CHOICES, "rich_text", "checkbox"}
    kinds = {*kinds, "people"} if is_new(prop.id) else kinds
    if prop.type not in kinds and not (prop.type == "number" and _lists_words(clause)):
        raise Refused
    clause.use(
        *([token] if token.names or token.has("choose.", "type.", "noun.", "concept.") else [])
    )
    names = ranged(clause) or _listed(clause, prop)
    clause.take_all(*_CHOSEN)
    if len(names) < 2:
        raise Refused
    clause.memory.remember(entity)
    if clause.does("change") and _are_others(prop, names):
        return _called_otherwise(home, prop, names)
    return exchanged(home, prop, names, "multi_select" if several else "select")


def _lists_words(clause: Clause) -> bool:
    """Whether words stand behind a colon, which no number can be ("size: S, M, L")."""
    pieces = segments(clause.said.payload)
    return len(pieces) > 1 and not any(t.kind == "number" for piece in pieces for t in piece)


def _spoken(clause: Clause) -> list[tuple[Token, Entity]]:
    """The property that was spoken of right before ("…, to choose from A, B, C")."""
    last, said = clause.memory.last, clause.find("choose.", "type.multi_select", "type.select")
    if last is None or last.kind != "property" or not clause.world.has(last):
        return []
    prop = clause.world.property(last)
    bare = clause.said.verb is None or clause.does("do", "want")
    listed = bare and any(t.text == "," for t in clause.tokens) and not clause.named("row")
    ends = (t for t in clause.free(clause.tokens)[:1] if last.name.endswith(t.text))
    said = said or (next(ends, None) if _is_open(clause, prop) else None)  # "the uniform's size"
    if said is None and listed and _is_open(clause, prop):
        said = _NOTHING  # "A, B, C", of a choice that was only just added
    return [(said, last)] if said is not None else []


def _is_open(clause: Clause, prop: ExistingProperty) -> bool:
    """Whether nobody said yet what a property holds: an empty choice, or one added just now."""
    fresh = clause.memory.changed == "add_property" and is_new(prop.id)
    if prop.type in CHOICES:
        return fresh or not prop.options or clause.memory.changed == "retype_property"
    return fresh and prop.type in ("rich_text", "people")


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
    clause.take_all(*_CHOSEN)
    told = _told(clause)
    lists = [[piece for item in p.items for piece in segments(item)] for p in clause.phrases]
    lists = [told] if told else lists
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
    sizes = prop.type in CHOICES and len(runs) > _PAIR  # "130, 140, 150"
    sizes = sizes and all(t.kind == "number" for run in runs for t in run)
    if owned or not (sizes or all(may_be_name(_without_it(run)) for run in runs)):
        raise Refused
    dated = (t.kind == "date" and not t.text.isalpha() for run in runs for t in run)
    never = ("type.", "verb.") if told else ("type.", "verb.", "compare.")
    if any(dated) or any(t.has(*never) for run in runs for t in run):
        raise Refused
    counted = [b for a, b in pairwise(clause.tokens) if _is_counted([a, b])]
    counted += [t for t in clause.tokens if t.kind == "unknown" and t.has("ending.told")]
    clause.use(*(t for run in runs for t in run), *(t for t in clause.free() if is_tail(t)))
    clause.use(*counted)
    clause.take_all("among.")
    return without_politeness([member(clause, run) for run in runs])


def _told(clause: Clause) -> list[list[Token]]:
    """What a sentence says that a property is or should be, as a list: prepositions may be
    members of it ("should be below, on or above"), and no more than these are meant."""
    said = [i for i, t in enumerate(clause.tokens) if t.has("be.", "copula.") and not t.names]
    behind = clause.tokens[said[-1] + 1 :] if said and clause.said.verb is None else []
    only = [t for t in clause.tokens if t.has("only.only") and not t.names]
    runs = segments([t for t in behind if t not in only], joined=True)
    if len(runs) == 1:
        runs = _by_blanks(runs[0])
        runs = runs if len(runs) > _PAIR and all(len(run) == 1 for run in runs) else []
    if len(runs) < _PAIR or any(t.names for t in clause.tokens[: said[0]] if _is_row(clause, t)):
        return []
    clause.use(*only)
    return runs


def _is_row(clause: Clause, token: Token) -> bool:
    return bool(clause.entities(token, "row"))


def _without_it(run: Sequence[Token]) -> Sequence[Token]:
    """An option of several words without what points at nothing ("love it")."""
    return [t for t in run if not t.has("it.")] or run


def _by_blanks(run: Sequence[Token]) -> list[list[Token]]:
    """Tokens cut where a blank stands between two of them."""
    parts: list[list[Token]] = [[run[0]]]
    for before, token in pairwise(run):
        if token.start > before.end:
            parts.append([])
        parts[-1].append(token)
    return parts


def _without_end(run: Sequence[Token]) -> list[Token]:
    """A member without what only ends its sentence ("A, B, C, like this it is")."""
    ends = (i for i, t in enumerate(run) if i and t.kind == "word" and is_small(t))
    end = next(ends, len(run))
    ended = all(is_small(t) or t.has("ending.told") for t in run[end:])
    return list(run[:end]) if ended else list(run)


def _bare(run: Sequence[Token]) -> list[Token]:
    kept = _without_end(run)
    if len(kept) > 1:  # by itself the word for "among" may be the name of the middle of three
        kept = [token for token in kept if not token.has("among.")]
    if len(kept) == 1 and kept[0].has("new.") and not kept[0].has("count."):
        return kept  # "New" may be an option's whole name, but no "a"
    while kept and is_padding(kept[0]) and not (len(kept) > 1 and may_begin(kept[0])):
        kept.pop(0)
    while kept and (is_padding(kept[-1]) or is_tail(kept[-1]) or _is_counted(kept)):
        kept.pop()
    return kept or [t for t in run if t.has("person.", "role.")]  # "me or Sam", "on or off"


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
    if prop.type != "status" and not any(o.id in held for o in prop.options):
        kept = [option.name for option in prop.options if option.name.casefold() in listed]
        if kept != list(names)[: len(kept)]:  # in the order, and as they are spelt
            made = [an_option(prop, name, None) for name in names]
            return [
                *(DeleteOption(action="delete_option", **place, option=o.name)
                  for o in prop.options),
                *(AddOption(action="add_option", **place, option=one) for one in made),
            ]  # fmt: skip
    fresh = [name for name in names if name.casefold() not in there]
    spare = [o for o in prop.options if o.name.casefold() not in listed and o.id not in held]
    made = [an_option(prop, name, None) for name in fresh]
    if not (fresh or spare):  # as they are: it is told so
        return [
            RetypeProperty.model_validate({"action": "retype_property", **place, "to": prop.type})
        ]
    return [
        *(AddOption(action="add_option", **place, option=one) for one in made),
        *(DeleteOption(action="delete_option", **place, option=one.name) for one in spare),
    ]
