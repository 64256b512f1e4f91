"""Rows that a wish names before it says what is noted of each: "we have Tom, Ann and Li. Want to
see who drives what day", "メンバーは…の3人です。それぞれの担当と締切".

What follows tells the names of single things from those of columns: a list none of which any table
has for a column, and behind it one that tables have, is of rows.
"""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.creating.sections import is_usual
from agent.planner.embedded.creating.wish.pieces import (
    Group,
    Mark,
    Member,
    Tokens,
    is_column,
    raw,
)
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded, is_choice, singular
from agent.planner.embedded.nouns import are_tables

Cut = tuple[list[Member], list[Member], list[Member]]  # a list before, within and behind its rows

_FEWEST, _PAIR = 3, 2  # names; of those that are counted fewer are a list
_TAIL = 4  # tokens, among which the number of all that are listed stands
_MARKS = ("", "topic", "colon")
_POINTS = ("noun.thing", "it.", "count.1")
_SAYS_MORE = ("also.", "more.", "role.also")


def rows_first(
    groups: Sequence[Group], said: Sequence[Token], text: str, *, begun: bool
) -> tuple[Group, list[Group]]:
    """The rows that a list names, led by what they are, and the groups without them; `begun`:
    whether it was told before what all is about."""
    for at, first in enumerate(groups):
        headed = begun or at > 0
        group = _told(first) if headed else first
        before, rows, own = _cut(group, text, headed=headed)
        behind = [*([Group(members=own, verbs=group.verbs)] if own else []), *groups[at + 1 :]]
        if not (rows and behind and _notes(behind[0], text)):
            continue
        if not _of_each(group.lead if headed else (), behind[0], said, text):
            continue
        before = [Member(group.lead)] if group.lead and not headed else before
        kept = [Group(members=before, sentence=group.sentence)] if before else []
        lead = group.lead if headed else ()
        named = [_named(m) for m in rows]
        return Group(lead, members=named), [*groups[:at], *kept, _unled(behind[0]), *behind[1:]]
    return _rows_last(groups, text)


def _rows_last(groups: Sequence[Group], text: str) -> tuple[Group, list[Group]]:
    """The rows that a list names behind what is noted of each, led by what they are called ("club
    members: name, phone. The members are Ann and Li"), and the groups without them."""
    called, columns = "", list[str]()  # what was named before, and what is noted of each
    for at, group in enumerate(groups):
        lead, members = _led(group)
        told = _is_of(raw(lead, text), called) or _are_people(raw(lead, text), lead, columns)
        told = told and bool(columns) and len(members) >= _PAIR
        if told and _are_single(members, text):
            return Group(members=[_named(m) for m in members]), [*groups[:at], *groups[at + 1 :]]
        single = group.members[0].tokens if len(group.members) == 1 else ()
        called += f"\n{raw(group.lead, text)}\n{raw(single, text)}".casefold()
        columns += [raw(m.tokens, text) for m in group.members] if _notes(group, text) else []
    return Group(), list(groups)


def _told(group: Group) -> Group:
    """A group with what stands before an "are" as its lead ("the members are Tom, Ann and Li")."""
    lead, members = _led(group)
    told = bool(lead) and not group.lead
    return replace(group, lead=lead, mark="topic", members=members) if told else group


def _led(group: Group) -> tuple[Tokens, list[Member]]:
    """What leads a list, with a mark or before an "are", and what is listed."""
    if group.lead or not group.members:
        return group.lead if group.mark in ("topic", "colon") else (), group.members
    first = group.members[0]
    at = next((i for i, t in enumerate(first.tokens) if i and t.has("copula.")), 0)
    return first.tokens[:at], [replace(first, tokens=first.tokens[at + 1 :]), *group.members[1:]]


def _is_of(noun: str, called: str) -> bool:
    """Whether what all is about, or a part of it, was called so before, and is no mere column."""
    kept = bool(noun) and (are_tables(noun) or not is_column(noun))
    return kept and noun.casefold() in called


def _are_people(noun: str, lead: Tokens, columns: Sequence[str]) -> bool:
    """Whether a lead says who people are of whom a name is noted ("name, paid. Members: Kate,
    Jo"), and is no column itself."""
    people = bool(lead) and lead[-1].has("entry.", "thing.member", "thing.person")
    known = [one for name in columns if (one := concept_worded(name))]
    return people and noun not in columns and any(one.key == "name" for one in known)


def _unled(group: Group) -> Group:
    """A group without the words that it is said of each of what was listed before."""
    first, *others = group.members
    own = tuple(t for t in first.tokens if not t.has("each."))
    mark: Mark = "" if group.lead else group.mark
    return replace(group, lead=(), mark=mark, members=[replace(first, tokens=own), *others])


def _cut(group: Group, text: str, *, headed: bool) -> Cut:
    """What a group lists before, as and behind the names of single things; it may have none."""
    members, chosen = group.members, group.said("choose.") or is_choice(raw(group.lead, text))
    if chosen or group.kind or group.mark not in _MARKS:
        return [], [], []
    for before, rows, own in (_counted(members), _owning(members, text)):
        led = headed and bool(group.lead)
        if rows and _are_single(rows, text, led=led) and not (own and group.lead):
            return before, rows, own
    have = next((i for i, m in enumerate(members) if m.tokens and m.tokens[0].has("need.need")), 0)
    rows = members[have:] if have or headed or group.mark == "colon" else []
    led, told = headed and bool(group.lead), group.said("told.")
    single = len(rows) >= _FEWEST and _are_single(rows, text, told=told, led=led)
    return members[:have], rows if single else [], []


def _counted(members: list[Member]) -> Cut:
    """A list by the number behind the last of so many ("田中、森川の2人")."""
    for end, member in enumerate(members, 1):
        at = _total_at(member.tokens)
        number = (at and count_of(member.tokens[at])) or 0
        if _PAIR <= number <= end:
            own = [m for m in members[end:] if not m.acted]  # "…の4曲をやるので、"
            return members[: end - number], members[end - number : end], own
    return [], [], []


def _owning(members: list[Member], text: str) -> Cut:
    """A list by those whose columns it lists ("Tom, Ann and Li's phone, birthday")."""
    for place, member in enumerate(members):
        at = next((i for i, t in enumerate(member.tokens) if t.has("role.of")), 0)
        own = replace(member, tokens=member.tokens[at + 1 :])
        if at and place + 1 >= _FEWEST and _is_noted(own, text):
            return [], [*members[:place], Member(member.tokens[:at])], [own, *members[place + 1 :]]
    return [], [], []


def _are_single(
    members: Sequence[Member], text: str, *, told: bool = False, led: bool = True
) -> bool:
    """Whether none of some members is called as columns are, or but some of those that are told to
    be there, or one by chance behind a lead, and few as tables are."""
    listed = [_named(m) for m in members if m.tokens]
    names = [name for m in listed if any(map(str.isalpha, name := raw(m.tokens, text)))]
    told_more = any(m.choices or m.asked or m.acted for m in members)
    told_more = told_more or any(t.has("noun.database") for m in members for t in m.tokens)
    plain = len(names) == len(members) and not told_more
    usual = [m for m in listed if _is_noted(m, text)]
    chance = led and all(len(m.tokens) == 1 and m.tokens[0].kind == "unknown" for m in usual)
    few = len(usual) * 2 <= told * len(names)
    few = few or (chance and len(usual) * _FEWEST <= len(names))  # "김민수" ends as a number does
    return plain and few and sum(map(are_tables, names)) * 2 < len(names)


def _is_noted(member: Member, text: str) -> bool:
    """Whether a member is called as columns are."""
    return is_usual(member, text) or is_column(raw(member.tokens, text))


def _total_at(tokens: Tokens) -> int:
    """Where a number stands behind the last of what it counts ("森川の4人"); 0 for nowhere."""
    for at in range(max(1, len(tokens) - _TAIL), len(tokens)):
        before, token = tokens[at - 1], tokens[at]
        apart = before.kind == "particle" or before.end < token.start
        if apart and (token.kind == "number" or token.has("count.")):
            return at
    return 0


def _named(member: Member) -> Member:
    """A member without what leads to it, and without the number of all of them."""
    said = member.tokens[: _total_at(member.tokens) or None]
    quoted = tuple(t for t in said if t.kind == "quoted")
    led = max((i + 1 for i, t in enumerate(said[:-1]) if t.has("need.need", "talk.")), default=0)
    return replace(member, tokens=quoted or said[led:])


def _notes(group: Group, text: str) -> bool:
    """Whether a group says what is noted of each of what was listed before."""
    usual = sum(_is_noted(m, text) for m in group.members)
    return not group.said(*_SAYS_MORE) and usual * 2 >= len(group.members) > 0


def _of_each(lead: Tokens, group: Group, said: Sequence[Token], text: str) -> bool:
    """Whether a group says something of each of what was listed, perhaps under a lead."""
    if singular(raw(group.lead, text)) == singular(raw(lead, text)):
        return True  # "곡은 A, B이고 곡마다 …"
    known = concept_worded(raw(group.members[0].tokens, text))
    if known is not None and known.key == "name":
        return True
    if lead and lead[-1].has("called."):
        return True  # "이름은 나비, 치즈, 까미"
    if not lead:
        return all(t.has(*_POINTS) for t in group.lead)
    spoken = [t for t in said if lead[-1].end <= t.start <= group.tokens()[-1].end]
    return any(t.has("each.") for t in spoken)
