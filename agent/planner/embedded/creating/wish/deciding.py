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
from functools import cache
from itertools import pairwise
from typing import Literal

from agent.planner.embedded.creating.wish.pieces import Group, Member, raw
from agent.planner.embedded.creating.wish.vocabulary import are_many, ends
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded, is_known, lexicon, words_of

Listed = Literal["rows", "ticks", "options", "databases", "properties"]

_TYPED = ("date", "phone_number", "email", "url", "checkbox", "people", "files", "number", "title")
_MOST_OF = 0.5
_PAIR = 2  # members; more are a list


def what_is_listed(head: Sequence[Token], group: Group, text: str) -> Listed:
    """What the members of a group are, behind a head."""
    members = group.members
    if any(m.groups or m.choices or m.asked or _says(m.tokens[:1], "inquiry.") for m in members):
        return "properties"
    names = [raw(m.tokens, text) for m in members]
    many = [are_many(name) and is_thing(name) for name in names]
    attributes = sum(
        is_attribute(name) and not (several or _holds(m, head))
        for m, name, several in zip(members, names, many, strict=True)
    )
    if _says(head, "habit.") and attributes * 2 < len(names):
        return "ticks"
    acts = sum(_is_action(m, text) for m in members)
    if not attributes and (_says(head, "task.") or acts > len(members) * _MOST_OF):
        return "rows"
    if counted(head) == len(members) and not attributes and not any(map(is_thing, names)):
        return "options"
    if are_proper(group, text) and not attributes:
        return "rows"
    if attributes or len(members) < 2 or ends(names[0], "title"):
        return "properties"
    return "databases" if _are_many(head, group, names, text) else "properties"


def are_given(head: Sequence[Token], group: Group) -> bool:
    """Whether members are said to be there from the start, or to be all that a list holds."""
    only = group.said("only.", "role.only") and len(group.members) > 1
    listed = head[-1].has("holder.", "view.list", "noun.thing")
    put = group.said("verb.add") and head[-1].has("view.list") and len(group.members) > _PAIR
    given = group.said("fill.", "ahead.") or (put and not group.lead)
    return given or (only and listed and not group.lead)


def are_proper(group: Group, text: str) -> bool:
    """Whether behind a colon stand names of single things ("shows to watch: Dark, The Bear")."""
    names = [raw(m.tokens, text) for m in group.members]
    capital = all(n[:1].isupper() and n.isascii() and concept_worded(n) is None for n in names)
    several = any(are_many(t.text) and t.text.islower() for t in group.lead)
    return group.mark in ("colon", "dash") and several and capital and len(names) > 2


def _are_many(head: Sequence[Token], group: Group, names: Sequence[str], text: str) -> bool:
    """Whether each of the members is a kind of thing that there are many of."""
    plural = all(are_many(name) for name in names)
    holders = sum(_is_holder(m) or is_thing(raw(m.tokens, text)) for m in group.members)
    known = sum(concept_worded(name) is not None for name in names)
    if plural and all(name.isascii() for name in names):
        return True
    if known == len(names) and not holders:
        return False
    return bool(holders) and (_says(head, "venture.") or not _holds_records(head, text))


def _holds_records(head: Sequence[Token], text: str) -> bool:
    """Whether what a head names holds records of one kind: a log, a list."""
    said = raw(head, text) if head else ""
    if head and head[-1].has("noun.page"):
        return False
    return _says(head, "holder.", "domain.", "generic.") or said.endswith(_holders())


def is_attribute(name: str) -> bool:
    """Whether a name is one of something else, and of nothing that there are many of."""
    known = concept_worded(name)
    act = ends(name, "action") and not is_known(name)
    if known is None or act:
        return False
    if is_thing(name):
        said = name.casefold() in words_of(known.words)
        return said and known.type in _TYPED and known.type != "number"
    return known.type in (*_TYPED, "select", "status") or known.key in ("note", "author")


def is_thing(name: str) -> bool:
    """Whether a name is, as a whole, that of things that there are many of."""
    return name.casefold() in _things()


@cache
def _things() -> frozenset[str]:
    return frozenset(w.casefold() for thing in lexicon().things for w in words_of(thing.words))


def _is_holder(member: Member) -> bool:
    return any(token.has("holder.", "task.") for token in member.tokens[-1:])


def _holds(member: Member, head: Sequence[Token]) -> bool:
    """Whether a name for days or for things to be done is a table of these, with something before
    it ("모임 일정", "첫날 할 일") or as a part of something large ("여행 계획": "일정")."""
    *before, last = member.tokens or (None,)
    if last is None or not (before or _says(head, "venture.")):
        return False
    return (last.has("holder.") and last.has("concept.date")) or (
        bool(before) and last.has("task.")
    )


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


@cache
def _holders() -> tuple[str, ...]:
    """What records are kept in, in scripts without blanks."""
    unspaced = [one.wish for one in lexis().languages if one.joins == "unspaced"]
    groups = [wish.get(g, {}).get(g, ()) for wish in unspaced for g in ("holder", "generic")]
    return tuple(word for listed in groups for word in listed)
