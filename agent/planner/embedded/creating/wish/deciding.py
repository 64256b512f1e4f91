"""What the members of a list are: the heart of reading a wish.

A list that no noun introduces says by its members, and by what it stands behind, what it lists:

- *rows*, where they are things to be done and what they stand behind holds such things;
- *ticks*, a check box each, where it stands behind a habit;
- *options*, where names follow what was counted ("two cats … Choco, Nabi");
- *databases*, where they are many things (a plural, a thing or a list that the lexicon knows, with
  no mere attribute among them) and what they stand behind is a venture or a place for many things;
- *properties*, in all other cases.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from agent.planner.embedded.creating.wish.pieces import Group, Member, bare, raw
from agent.planner.embedded.creating.wish.subject import subject_of
from agent.planner.embedded.creating.wish.vocabulary import are_many, ends
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_of, concept_worded, is_thing, noun_of, thing_of
from agent.planner.embedded.nouns import Kept, are_tables, hosts, is_attribute, is_kept, kind_like

Listed = Literal["rows", "ticks", "options", "kinds", "databases", "properties"]

_PARTS: tuple[Kept, ...] = ("table", "part", "share")  # what a venture may have a table for
_PAIR = 2  # members; more are a list


def what_is_listed(head: Sequence[Token], group: Group, text: str) -> Listed:
    """What the members of a group are, behind a head."""
    members = group.members
    if any(
        m.groups or m.choices or m.asked or _says(m.tokens[:1], "inquiry.", "ask.") for m in members
    ):
        return "properties"
    if are_called_tables(members):
        return "databases"
    names = [raw(m.tokens, text) for m in members]
    if sum(is_kept(name, "share") for name in names) * 2 > len(names) and _is_ledger(head, text):
        return "kinds"
    large = is_venture(head, text)  # a part of it is a table, whatever it is called by itself
    attributes = sum(
        is_attribute(name) and not (_holds(m) or (large and is_kept(name, *_PARTS)))
        for m, name in zip(members, names, strict=True)
    )
    if _says(head, "habit.") and attributes * 2 < len(names):
        return "ticks"
    if not attributes and (single := _single(head, group, names, text)):
        return single
    if attributes or len(members) < _PAIR or ends(names[0], "title"):
        return "properties"
    if group.mark == "with" and not (large or any(is_kept(name, *_PARTS) for name in names)):
        return "properties"  # "posts, with captions and hashtags"
    return "databases" if _are_many(head, names, text) else "properties"


def are_called_tables(members: Sequence[Member]) -> bool:
    """Whether each of several names says that it is a table ("小道具の表と公演の表")."""
    called = [len(m.tokens) > 1 and m.tokens[-1].has("noun.database") for m in members]
    return len(called) >= _PAIR and all(called)


def _single(head: Sequence[Token], group: Group, names: Sequence[str], text: str) -> Listed | None:
    """What members are that are single things, each a row of what they stand behind, or one of the
    kinds that its rows are of; None for others."""
    most = len(names) / 2
    if _says(head, "task.") or sum(_is_action(m, text) for m in group.members) > most:
        return "rows"
    if are_proper(group, text):
        return "rows"
    if counted(head) == len(names) and not any(map(is_thing, names)):
        return "options"
    if any(are_tables(name) for name in names) or len(names) < _PAIR:
        return None
    if sum(is_kept(name, "row") for name in names) <= most:
        return None
    return "kinds" if _says(head, "domain.") and not _says(head, "holder.") else "rows"


def _is_ledger(head: Sequence[Token], text: str) -> bool:
    """Whether what a head names holds amounts or records."""
    return _says(head, "domain.") or (bool(head) and is_kept(raw(head, text), "part"))


def is_venture(head: Sequence[Token], text: str) -> bool:
    """Whether what a head names is something that many things are kept for."""
    subject = subject_of(head, text) if head else None
    return _says(head, "venture.") or (subject is not None and hosts(subject))


def are_given(head: Sequence[Token], group: Group) -> bool:
    """Whether members are said to be there from the start, or to be all that a list holds."""
    only = group.said("only.", "role.only") and len(group.members) > 1
    listed = head[-1].has("holder.", "view.list", "noun.thing")
    put = group.said("verb.add") and head[-1].has("view.list") and len(group.members) > _PAIR
    given = group.said("fill.", "ahead.") or (put and not group.lead)
    return given or (only and listed and not group.lead)


def are_proper(group: Group, text: str) -> bool:
    """Whether behind a colon stand names of single things ("shows to watch: Dark, The Bear"), and
    not what is noted of things that have none ("observations: Object, Night, Sketch")."""
    names = [raw(m.tokens, text) for m in group.members]
    capital = all(n[:1].isupper() and n.isascii() and concept_of(n) is None for n in names)
    low = (t for i, t in enumerate(group.lead) if t.text.islower() or not i)
    several = any(are_many(t.text) for t in low)
    if group.mark not in ("colon", "dash") or not (several and capital) or len(names) <= _PAIR:
        return False
    if sum(" " in name or is_kept(name, "row") for name in names) * 2 > len(names):
        return True
    common = any(is_kept(name, "table", "part", "attribute") for name in names)
    return not common and _has_names(noun_of(raw(bare(group.lead), text)))


def _has_names(things: str) -> bool:
    """Whether things are such as have names of their own: no happenings, which have a day, and
    nothing that nobody knows."""
    known = thing_of(things) or kind_like(things)
    return known is not None and known.properties[:1] != ["date"]


def _are_many(head: Sequence[Token], names: Sequence[str], text: str) -> bool:
    """Whether most of the members are kinds of things that there are many of."""
    if all(are_many(name) for name in names):
        return True
    tables = sum(are_tables(name) or (" " in name and is_kept(name, "part")) for name in names)
    if names[0].isascii() and tables < len(names) and not any(map(are_many, names)):
        return False  # "Gradebook: student, math, reading"
    if is_venture(head, text):
        parts = sum(is_thing(name) or is_kept(name, *_PARTS) for name in names)
        return bool(tables) and parts * 2 > len(names)
    if _says(head[-1:], "holder.", "generic.") is False and are_many(head[-1].text if head else ""):
        return False  # many things themselves: what is said of each are columns
    known = sum(concept_worded(name) is not None for name in names)
    records = _is_ledger(head, text) or _says(head, "holder.", "generic.")
    return (
        tables * 2 >= len(names)
        and known < len(names)
        and not (records and not _says(head[-1:], "noun.page"))
    )


def _holds(member: Member) -> bool:
    """Whether a name is of days, or things to be done, of something ("모임 일정", "첫날 할 일")."""
    *before, last = member.tokens or (None,)
    dated = last is not None and last.has("holder.") and last.has("concept.date")
    return bool(before) and last is not None and (dated or last.has("task."))


def _is_action(member: Member, text: str) -> bool:
    """Whether a member says something to be done."""
    words = member.tokens
    if ends(raw(words, text), "action") and len(words) > 1:
        return True
    opens = len(words) > 1 and words[0].has("verb.") and words[0].text.isascii()
    return opens and words[1].kind == "word"


def _says(tokens: Sequence[Token], *senses: str) -> bool:
    return any(token.has(*senses) for token in tokens)


def counted(head: Sequence[Token]) -> int | None:
    """How many living things a head counts ("반려묘 두 마리")."""
    for number, unit in pairwise(head):
        if unit.has("creature.") or (unit.kind == "unknown" and are_many(unit.text)):
            if number.kind == "number":
                return int(number.value)
            if number.has("count."):
                return int(number.group("count."))
    return None
