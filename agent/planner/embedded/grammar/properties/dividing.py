"""What rows are told apart by: a choice that is named, and its options before "into" or "as"."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.brief import WantedProperty
from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import Phrase, segments
from agent.planner.embedded.grammar.new.build import a_property
from agent.planner.embedded.grammar.new.naming import cased, is_tail
from agent.planner.embedded.grammar.properties.option_lists import exchanged
from agent.planner.embedded.grammar.text.names import CHOICES, Entity
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of, is_choice
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.change import Change

_FEWEST, _SURE = 2, 3  # options of a list; of one without marks between them
_BEHIND = ("filler.", "among.")  # a list
_PARTING = ("group", "choose", "split")
_APART = ("format.", "hue.", "type.", "verb.", "role.", "ask.", "math.")


def divide(clause: Clause) -> list[Change]:
    """`put the storage into fridge, freezer, shelf`: these options of a choice, be it a new one."""
    name, items, marked = _said(clause)
    options = [clause.words(item) or clause.raw(item) for item in items]
    home = clause.place(roles=("at", "of", "topic", "bare", "by"))
    rest = [t for t in name if t.start not in clause.used]
    title = cased(clause, rest) if rest else ""
    found = clause.world.find(title, "property")
    found = [e for e in found if home is None or e.database == home.id]
    prop = clause.world.property(clause.one(found)) if found else None
    told = clause.does(*_PARTING)
    choice = (prop.type in CHOICES) if prop else is_choice(title)
    if not title or not (told or choice or (marked and prop is None and concept_of(title) is None)):
        raise Refused
    home = clause.world.database(clause.one(found)) if found else home or clause.home()
    clause.use(
        *name, *(t for item in items for t in item), *(t for t in clause.free() if is_tail(t))
    )
    clause.take_all("choose.", "among.", "both_ways.")
    clause.memory.remember(Entity("property", title, "", home.id))
    if prop is not None:
        if prop.type not in (*CHOICES, "rich_text"):
            raise Refused
        return exchanged(home, prop, options)
    wanted = WantedProperty(name=title, type="select", options=options)
    made = a_property(wanted, clause.world.language)
    return [AddProperty(action="add_property", database=home.title, property=made)]


def _said(clause: Clause) -> tuple[list[Token], list[list[Token]], bool]:
    """What the choice is called, its options, and whether marks stand between these."""
    if clause.find("noun.title", "called.") or clause.said.payload:
        raise Refused
    phrases = [p for p in clause.phrases if _content(p.tokens)]
    for group in clause.said.groups:
        pieces = segments(group)
        by = [p for p in phrases if p.plays("by")]
        if len(pieces) >= _FEWEST and len(by) == 1 and clause.does("group"):
            return _content(by[0].tokens), pieces, True
    if not phrases or not (phrases[-1].plays("to") or _is_told(clause, phrases)):
        raise Refused
    items = [found for item in phrases[-1].items if (found := _content(item))]
    named = [t for p in phrases[:-1] for t in _content(p.tokens)]
    marked = len(items) > 1
    if not marked:
        items = _by_blanks(items[0])
        fewest = _FEWEST if clause.does(*_PARTING) and named else _SURE
        if not named and len(items) > _SURE:
            said = (i for i, item in enumerate(items) if is_choice(item[-1].text))
            end = next(said, 0) + 1
            named, items = [t for item in items[:end] for t in item], items[end:]
            fewest = _FEWEST
        if len(items) < fewest:
            raise Refused
    if any(t.has("type.", "format.", "measure.") and not t.names for t in named):
        raise Refused  # "size is a number in cm, kind is A, B": more is said than a choice
    listed = [t for item in items for t in item]
    seen = all(t.has("view.", "noun.") for t in listed)
    if seen or any(t.has(*_APART) or t.kind in ("date", "email", "url") for t in listed):
        raise Refused
    return named, items, marked


def _is_told(clause: Clause, phrases: Sequence[Phrase]) -> bool:
    """Whether a list stands behind its topic, or what is to be chosen from it."""
    told = clause.said.verb is None or clause.does(*_PARTING)
    led = ("topic", "object") if clause.does("choose") else ("topic",)
    listed = len(phrases) > 1 and phrases[-2].plays(*led)
    many = listed and (len(phrases[-1].items) > 1 or is_choice(clause.words(phrases[-2].tokens)))
    return told and many and phrases[-1].plays("bare", "details")


def _content(tokens: Sequence[Token]) -> list[Token]:
    kept = [t for t in tokens if t.kind not in ("ending", "punct") and not t.has("choose.")]
    while kept and (kept[-1].has(*_BEHIND) or is_tail(kept[-1])) and not kept[-1].names:
        kept.pop()
    return kept


def _by_blanks(tokens: Sequence[Token]) -> list[list[Token]]:
    parts = [[tokens[0]]]
    for before, token in pairwise(tokens):
        parts += [[]] if token.start > before.end else []
        parts[-1].append(token)
    return parts
