"""What something is to be called from now on, and what only sounds so."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import ARROW, Phrase, is_first
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import CHOICES, NOUNS, Entity, Kind, key
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of
from tools.workspace.actions.options import RenameOption
from tools.workspace.actions.properties import RenameProperty
from tools.workspace.change import Change
from tools.workspace.model import is_new

# What a bare name means when it is to be called otherwise: the widest first.
_FEW = 3  # tokens that lead a clause
RENAMED: tuple[Kind, ...] = ("database", "property", "option", "view", "sub_page", "row")


def there_already(clause: Clause) -> list[Token]:
    """What may be called otherwise: not what is to come first ("a page called Ideas")."""
    new = {b.start for a, b in pairwise(clause.tokens) if a.has("new.new") and a.has("count.")}
    return [t for t in clause.free(clause.tokens) if t.start not in new]


def joined(clause: Clause, to: Phrase, *, sure: bool) -> list[Token]:
    """The name that holds an "and". Raises Refused for a list, which is no name: other options, it
    may be."""
    if not (sure and _is_one_name(clause, to)):
        raise Refused
    return _between(clause, to)


def _is_one_name(clause: Clause, to: Phrase) -> bool:
    """Whether words that "and" joins are one name ("rename it to Emma and Jack"): of one thing,
    behind its mark and up to the end, where no comma makes them a list."""
    joints = [t for t in _between(clause, to) if t.text in (",", "/") or t.text == ARROW]
    last = max(t.start for t in clause.tokens if t.kind not in ("punct", "ending"))
    led = to.plays("behind") and to.tokens[-1].start == last
    before = [t for t in clause.tokens if t.start < to.tokens[0].start]
    lists = any(t.has("also.also") and not t.names for t in before)
    return led and not joints and not lists


def _between(clause: Clause, to: Phrase) -> list[Token]:
    """All tokens from the first of a phrase to its last, with what joins them."""
    return [t for t in clause.tokens if to.tokens[0].start <= t.start <= to.tokens[-1].start]


def around_colon(clause: Clause, *, titled: bool) -> list[Token]:
    """The name behind a colon, with what stands before that where it is part of the name ("call it
    Low Tide: the film")."""
    nouns = ("noun.", "it.", "filler.", "role.")
    led = [t for t in clause.free(clause.tokens) if not (t.names or t.has(*nouns))]
    led = led if clause.does("rename") and not titled else []
    return [*led, *clause.said.payload]


def is_kind(name: Sequence[Token]) -> bool:
    """Whether words say what something is to be, and not how to call it ("a dropdown with …")."""
    return name[0].has("new.new") and any(t.has("type.") for t in name)


def goes_on(clause: Clause, to: Phrase) -> list[Token]:
    """What follows the first words of a name as part of it ("ready for pickup")."""
    verb = clause.said.verb
    behind = clause.phrases[clause.phrases.index(to) + 1 :]
    tokens = [t for p in behind for t in p.tokens]
    plain = all(p.roles <= {"of", "with", "behind"} for p in behind)
    if verb is None or not is_first(verb, clause.world.lexis) or not (tokens and plain):
        return []
    if any(t.kind != "unknown" or t.names for t in tokens):
        return []
    return [t for t in clause.tokens if to.tokens[-1].end <= t.start <= tokens[-1].start]


def is_no_value(clause: Clause, changed: Change, name: Sequence[Token]) -> bool:
    """Whether what something is to be cannot be what rows are to hold: no option, no number, what
    is called like the property itself, or a text in quotes."""
    if isinstance(changed, RenameOption):
        return not any(clause.entities(t, "option") for t in name)
    if not isinstance(changed, RenameProperty):
        return changed.action == "rename"
    found = clause.world.find(changed.property, "property")
    types = {clause.world.property(e).type for e in found}
    # Nobody gives all rows one text without saying "all".
    quoted = types == {"rich_text"} and name[0].kind == "quoted"
    ends = changed.property[-1:] == changed.to[-1:] and not changed.to.isascii()
    own, known = concept_of(changed.property), concept_of(changed.to)
    same = known is not None and own is not None and known.key == own.key
    return not types & {"rich_text", "people", *CHOICES} or quoted or ends or same


def behind_arrow(clause: Clause) -> list[Token]:
    """All that follows an arrow; a list is no name."""
    arrow = next((t for t in clause.tokens if t.text == ARROW), None)
    behind = [t for t in clause.tokens if arrow and t.start > arrow.start]
    while (
        arrow
        and clause.said.verb
        and behind[1:]
        and (behind[-1].kind == "ending" or behind[-1].has("role.to"))
    ):
        behind.pop()  # the end of "A → B|to|change"
    quoted = [t for t in behind if t.kind == "quoted"]
    if len(quoted) == 1:
        return quoted
    return [] if any(t.text == "," for t in behind) else behind


def behind_target(clause: Clause) -> list[Token]:
    """The name that follows its target ("call the tasks database To-dos", "call it Acme HQ")."""
    verb, objects = clause.said.verb, [p for p in clause.phrases if p.plays("object")]
    if verb is None or not objects or not is_first(verb, clause.world.lexis):
        raise Refused
    tokens = list(objects[0].tokens)
    states = [i for i, t in enumerate(tokens) if t.has("be.") and not t.names]
    if states and tokens[states[0] + 1 :]:
        return tokens[states[0] + 1 :]  # "rename A to B, and C should be D"
    if clause.named(*RENAMED, among=[t for t in clause.tokens if t.end <= verb.start]):
        return tokens  # "A should say B"
    turned = any(t.has("not.", "instead.") for t in tokens)
    it = len(tokens) > 1 and tokens[0].has("it.it") and not turned
    if it or (" " in verb.text and tokens[0].kind == "unknown"):
        return tokens[it:]  # "call it Volunteer Roster", beside Volunteers; not "call it A not B"
    if (free := clause.free(tokens)) and len(free) == 1 and free[0].kind == "quoted":
        return free  # of what was spoken of before
    for i, token in enumerate(tokens):
        noun = any(token.has(sense) for sense in NOUNS) or token.has("noun.title", "filler.", "it.")
        if not token.names and not noun and i and token.start not in clause.used:
            return [t for t in tokens[i:] if t.start not in clause.used]
        if token.kind == "quoted" and i:
            return tokens[i:]
    if len(tokens) > 1 and tokens[0].names and not any(tokens[-1].has(s) for s in NOUNS):
        return tokens[-1:]
    raise Refused


def bracketed(clause: Clause, name: Sequence[Token]) -> str:
    """What stands in brackets right behind a name, as part of it ("Yield (kg)")."""
    group = next(iter(clause.said.groups), ())
    if not (
        group and name and name[0].kind != "quoted" and group[0].start - name[-1].end in (1, 2)
    ):
        return ""
    clause.use(*group)
    return clause.said.text[name[-1].end : group[-1].end + 1]


def is_of_page(clause: Clause, name: str, titles: Sequence[Token]) -> bool:
    """Whether a name, behind other orders, is the page's: one that goes on from what the page is
    called, or where what was spoken of got its name only right before."""
    last, page = clause.memory.last, clause.world.structure.page.title
    named = any(clause.entities(t) for t in clause.free(clause.tokens))
    if last is None or named or clause.find("noun.database", "noun.property"):
        return False
    fresh = is_named_anew(clause)
    words = (w for w in folded(page).split() if len(w) > 1)
    if fresh and any(word in folded(name) for word in words):
        return True
    further = any(t.has("also.also") for t in clause.tokens[:_FEW])
    return fresh and (bool(titles) or further) and column_called(clause, titles) is None


def is_named_anew(clause: Clause) -> bool:
    """Whether what was spoken of is a property that was added right before by its name."""
    last = clause.memory.last
    fresh = last is not None and last.kind == "property" and (not last.id or is_new(last.id))
    return fresh and last is not None and key(last.name) in key(clause.said.text)


def column_called(clause: Clause, titles: Sequence[Token]) -> Entity | None:
    """The property of the database just spoken of that is called by the word for a name."""
    columns = (e for t in titles for e in clause.entities(t, "property"))
    return next((e for e in columns if e.database == clause.memory.database), None)
