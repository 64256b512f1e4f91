"""What a wish is about: the first group that names something, and what it brings with it."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.brief import WantedProperty
from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.head import take_head
from agent.planner.embedded.creating.listing import (
    inner,
    read_bound,
    read_list,
    read_more,
    read_single,
    took_hue,
)
from agent.planner.embedded.creating.sections import is_section
from agent.planner.embedded.creating.views.wanted import view_of
from agent.planner.embedded.creating.wish.deciding import what_is_listed
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.owners import owner_of
from agent.planner.embedded.creating.wish.pieces import (
    Group,
    Member,
    bare,
    is_column,
    raw,
    uncounted,
    words_in,
)
from agent.planner.embedded.creating.wish.subject import until_link
from agent.planner.embedded.creating.wish.trimmed import ungeneric, untabled
from agent.planner.embedded.creating.wish.vocabulary import are_many, ends, forms
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import is_thing
from agent.planner.embedded.nouns import Kept, are_tables, hosts, is_attribute, is_kept

_VENTURE = [Token("word", 0, 0, "", frozenset({"venture.venture"}))]
_KEPT = 3  # words at least: what is kept, more of it, and what keeps it


def read_head(found: Found, group: Group) -> None:
    """The first group: its first member is the head, the others say more of it."""
    group = _without_counted(found, group)
    members = _without_host(group.members, found.text)
    if len(members) > len(group.members):
        take_head(found, members[0].tokens)
        read_more(found, replace(group, members=members[1:]))
        return
    if read_bound(found, group) or _read_sections(found, group):
        return
    joined = len(members) > 1 and all(m.joined for m in members[1:])
    many = all(m.tokens and _names_many(m, found.text) for m in members)
    joined = joined or (len(members) > 1 and members[-1].joined and many)
    listed = joined or _are_managed(group, found.text)
    named = [m for m in members if view_of(m, found.text) is None]
    if listed and len(named) > 1 and _are_databases(found, group):
        return
    if joined and len(named) == len(members):
        members = _one_head(members, found.text, whole=found.follows)
    members = _without_head([_whole(m) for m in members[:1]] + members[1:])
    for place, member in enumerate(members):
        if found.head:
            rest = Group(members=members[place:], verbs=group.verbs, small=group.small)
            read_more(found, rest)
            return
        _read_first(found, group, member, is_last=place + 1 == len(members))
        if place + 1 < len(members) and ends(found.head_text, "title"):
            found.put([WantedProperty(name=found.head_text, type="title")])  # "生徒名、入会日、…"


def _read_first(found: Found, group: Group, member: Member, *, is_last: bool) -> None:
    """Takes a member for the head, if it can be; a view before it is one of what it heads."""
    view = view_of(member, found.text)
    if view is not None and not is_last:
        found.views.append(view)
        return
    if took_hue(found, member):
        return
    owner, own = owner_of(member.tokens)
    take_head(found, [*owner, *own])
    if owner and found.head:  # "식물별로 물주기"
        found.subject = f"{tidy(owner, found.text)} {tidy(own, found.text)}"
    for inside in member.groups if found.head else ():
        read_list(found, inner(inside, found.text))
    if not found.head:
        read_single(found, member, group)


def _without_counted(found: Found, group: Group) -> Group:
    """The group without databases that stand in brackets behind the noun ("DB 2개(고객, 주문)")."""
    first = group.members[0] if group.members else Member(())
    if not (first.groups and first.tokens and all(t.has("noun.database") for t in first.tokens)):
        return group
    introduced.read_databases(found, inner(first.groups[0], found.text))
    found.head = first.tokens
    return replace(group, members=group.members[1:])


def _read_sections(found: Found, group: Group) -> bool:
    """Reads "도서(제목, 저자), 판매(판매일)": databases with what they hold, and no other head."""
    members = group.members
    apart = [is_section(m, found.text) for m in members]
    if not any(apart) or not all(apart[1:]):
        return False
    if not apart[0]:
        take_head(found, members[0].tokens)
        members = members[1:]
    elif not found.head:
        found.head = members[0].tokens
    read_list(found, Group(members=members, verbs=group.verbs))
    return True


def _whole(member: Member) -> Member:
    """A head whose words strokes part ("적금·예금 관리")."""
    if member.tokens or member.groups:
        return member
    return Member(tuple(token for choice in member.choices for token in choice))


def _without_host(members: list[Member], text: str) -> list[Member]:
    """The members with what all of them are kept for, or in, apart from the first, which is of the
    same kind as the others ("동아리 부원, 활동", "小説の登場人物、章", "사무용품 볼펜, 종이")."""
    plain = not any(m.groups or m.choices or m.asked for m in members)
    first, *others = [m.tokens for m in members if plain] or [()]
    for at in range(len(first) - 1, 0, -1):
        apart = first[at].start > first[at - 1].end or first[at - 1].has("role.of")
        head, own = raw(bare(first[:at]), text), raw(first[at:], text)
        ways: tuple[Kept, ...] = ("table", "part") if hosts(head) else ("row",)
        alike = sum(is_kept(raw(one, text), *ways) for one in others) * 2 > len(others)
        if (
            apart
            and alike
            and is_kept(own, *ways)
            and (hosts(head) or is_kept(head, "table", "part"))
        ):
            return [Member(first[:at]), Member(first[at:]), *members[1:]]
    return members


def _without_head(members: list[Member]) -> list[Member]:
    """The members with the head apart from the first of a list ("면접 관리 회사명, 직무, 결과")."""
    if not members or members[0].groups or members[0].choices:
        return members
    first, held = members[0].tokens, ("generic.", "domain.", "holder.", "view.list", "task.")
    ends_at = [i for i, t in enumerate(first[:-1]) if i and t.has(*held)]
    if not ends_at or first[ends_at[-1] + 1].kind == "particle":
        return members
    at = ends_at[-1] + 1
    if len(members) < _KEPT:
        listed = [Member(tuple(word)) for word in words_in(first[at:])]
        plain = all(t.kind == "unknown" or t.has("concept.", "thing.") for t in first[at:])
        apart = len(listed) >= _KEPT and plain and not first[at].text.isascii()
        return [Member(first[:at]), *listed, *members[1:]] if apart else members
    return [Member(first[:at]), Member(first[at:]), *members[1:]]


def _names_many(member: Member, text: str) -> bool:
    """Whether a name is that of many things ("orders for a shop", "films I watched")."""
    own = _for_whom(member.tokens)
    return are_many(own[-1].text) or are_tables(raw(own, text))


def _for_whom(tokens: Sequence[Token]) -> Sequence[Token]:
    """A name without whom it is for ("bookings for a small inn")."""
    at = next((i for i, t in enumerate(tokens) if i and t.has("role.of") and t.text.isascii()), 0)
    return tokens[:at] if at and tokens[at].has("once.") else tokens


def _are_databases(found: Found, group: Group) -> bool:
    """Reads "Products and Suppliers": all that is to be made are databases."""
    *first, last = group.members
    own, number = uncounted(_for_whom(last.tokens))
    heads = [m.tokens[-1] for m in group.members if m.tokens]
    if any(head.has("noun.thing") and not is_thing(head.text) for head in heads):
        return False  # "함께 볼 거": what is to be done with it
    members = [*first, Member(tuple(own))]
    if number != len(members) and _are_columns(members, found.text):
        return False
    several = Group(members=members)
    many = number == len(members) or _are_managed(group, found.text)
    if not many and what_is_listed(_VENTURE, several, found.text) != "databases":
        return False
    named = [untabled(ungeneric(until_link(m.tokens))) for m in members]
    names = [tidy(_behind_place(name), found.text) for name in named]
    found.databases += names
    found.infer(members, names)
    found.head = tuple(t for m in members for t in m.tokens)
    found.head_text = raw(found.head, found.text)
    return True


def _are_columns(members: Sequence[Member], text: str) -> bool:
    """Whether what follows things is only noted of them ("products and prices")."""
    first, *others = [raw(ungeneric(m.tokens), text) for m in members]
    held = are_tables(first) or is_kept(first, "part") or are_many(first)
    held = held and not is_attribute(first)
    return held and all(is_attribute(name) and not is_thing(name) for name in others)


def _are_managed(group: Group, text: str) -> bool:
    """Whether words behind several things ask to manage them all ("환자, 예약, 처방 관리")."""
    members = group.members
    names = [raw(ungeneric(m.tokens), text) for m in members]
    cut = [len(raw(m.tokens, text)) > len(name) for m, name in zip(members, names, strict=True)]
    behind = any(t.text.startswith(tuple(forms("managing"))) for t in group.verbs)
    plain = len(members) > 1 and not any(m.groups or m.choices or m.asked for m in members)
    if not plain or not (all(cut) or cut == [False] * (len(cut) - 1) + [not behind]):
        return False
    if behind and names[0].isascii():  # a plural may lead ("vaccinations due")
        return all(are_many(n) or are_many(n.partition(" ")[0]) for n in names)
    return all(are_tables(n) or is_kept(n, "part") or not is_column(n) for n in names)


def _one_head(members: list[Member], text: str, *, whole: bool) -> list[Member]:
    """The members as one where the last alone says what holds them all ("A와 B 콘텐츠 캘린더"), or
    where the list behind them says what they have ("案件と期限を管理したい。案件名、…")."""
    held = ("holder.", "domain.", "generic.", "view.calendar", "noun.thing")
    plain = not any(m.groups or m.choices or m.asked for m in members)
    first, last = members[0].tokens, members[-1].tokens
    if whole and plain and not first[0].text.isascii():
        return [Member(tuple(t for m in members for t in m.tokens))]
    if plain and _is_shared(first, [m.tokens for m in members[1:]]):
        return [Member(tuple(t for m in members for t in m.tokens))]
    if not plain or len(last) < _KEPT or not last[-1].has(*held) or first[-1].has(*held):
        return members
    own = ungeneric(last)
    if len(own) < len(last) and is_attribute(raw(own, text)):
        return members  # "商品と原価の管理"
    return [Member(tuple(t for m in members for t in m.tokens))]


def _is_shared(first: Sequence[Token], others: Sequence[Sequence[Token]]) -> bool:
    """Whether a name is for several proper names ("a calendar for TikTok and YouTube")."""
    names = [first[-1:], *others]
    proper = all(len(n) == 1 and n[0].text[:1].isupper() and n[0].text.isascii() for n in names)
    return proper and len(first) > _KEPT - 1 and first[-2].has("role.suits")


def _behind_place(tokens: Sequence[Token]) -> list[Token]:
    """A name without whom it is for ("교회 청년부용으로 출석부")."""
    at = max(
        (i for i, t in enumerate(tokens) if t.kind == "particle" and t.has("role.to")), default=-1
    )
    return list(tokens[at + 1 :]) if at < len(tokens) - 1 else list(tokens)
