"""Members that no noun introduces: what they are is decided, or read from each by itself."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.brief import WantedProperty, WantedRelation, WantedView
from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.areas import areas_in, without_views
from agent.planner.embedded.creating.enough import is_enough
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.related import link, read_areas, read_section
from agent.planner.embedded.creating.sections import (
    columns_of,
    is_described,
    is_section,
    members_in,
    table_name,
)
from agent.planner.embedded.creating.views.figures import read_rollup
from agent.planner.embedded.creating.views.looks import hue_of
from agent.planner.embedded.creating.views.wanted import grouped_by, says_change, view_named
from agent.planner.embedded.creating.wish.deciding import Listed, are_given, what_is_listed
from agent.planner.embedded.creating.wish.groups import groups_of
from agent.planner.embedded.creating.wish.naming import property_of, tidy
from agent.planner.embedded.creating.wish.owners import with_owner
from agent.planner.embedded.creating.wish.pieces import (
    Group,
    Member,
    bare,
    is_column,
    is_empty,
    only_counts,
    raw,
    uncounted,
)
from agent.planner.embedded.creating.wish.setting import is_torn
from agent.planner.embedded.creating.wish.subject import subject_of, until_link
from agent.planner.embedded.creating.wish.trimmed import (
    column_of,
    held,
    untabled,
    without_kind,
    without_teller,
)
from agent.planner.embedded.creating.wish.vocabulary import ends
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept, is_choice, singular, unjoined, word_for
from agent.planner.embedded.nouns import is_attribute

_SAYS_NOTHING = ("generic.", "noun.", "money.", "among.", "more.", "vague.")
_UNNAMED = ("", "with")  # a list that no noun and no colon says to be one of columns or tables
_ADDS = ("verb.add", "verb.want", "verb.write")
_KEEPS = ("generic.", "holder.", "noun.database")
_ASKS = ("want.", "make.", "verb.want", "verb.write", "ending.", "filler.", "generic.")


def inner(inside: Sequence[Token], text: str) -> Group:
    """A list in brackets as a group."""
    groups = groups_of(inside, text)
    return Group(mark="colon", members=[m for g in groups for m in g.members])


def read_list(found: Found, group: Group) -> None:
    """A list behind the head that no noun introduces."""
    wanted = [m for m in introduced.members_of(group, found.text) if not took_view(found, m, group)]
    if group.mark in _UNNAMED and not group.kind:
        wanted = [m for m in wanted if not _left_torn(found, m, group.mark)]
    areas = areas_in(wanted, found.head, found.text, found.language)
    if introduced.took_pages(found, wanted) or read_areas(found, areas):
        return
    wanted, seen = without_views(wanted, found.text)
    found.views += seen
    sections = [m for m in wanted if is_section(m, found.text)]
    plain = [m for m in wanted if not m.groups and is_column(raw(m.tokens, found.text))]
    attributes = sum(is_attribute(raw(m.tokens, found.text)) for m in plain)
    if len(plain) > len(sections) or attributes >= len(sections):
        sections = []  # beside plain names brackets hold options: "納期、言語（英日、日英）"
    if sections:  # what stands beside a database in the same form is one too
        sections = [m for m in wanted if m in sections or is_described(m, found.text)]
    for one in sections:
        name = table_name(without_kind(one.tokens), found.text)
        inside = members_in(one.groups[0], found.text)
        read_section(found, name, columns_of(inside, found.text))
    rest = Group(group.lead, group.mark, [m for m in wanted if m not in sections], group.kind)
    rest.verbs, rest.small = group.verbs, group.small
    if rest.members:
        _read_as(found, rest, _kind_of(found, rest))


def _kind_of(found: Found, group: Group) -> Listed:
    """What a list is, by what stands around it or else by its members."""
    members = group.members
    if all(introduced.is_priced(m) for m in members) or introduced.are_counted(members):
        return "rows"
    names = [unjoined(raw(uncounted(m.tokens)[0], found.text)) for m in members]
    listed = any(one.exact for one in found.lists)
    if group.said("verb.add") and listed and not any(map(is_attribute, names)):
        return "rows"
    if found.head and are_given(found.head, group) and not any(map(is_column, names)):
        return "rows"
    kept = members[0].tokens[-1:]
    if len(members) == 1 and group.mark == "with" and any(t.has("holder.") for t in kept):
        return "databases"  # "learn Spanish with a vocabulary list"
    total, apart = uncounted(members[-1].tokens)[1], only_counts(members[-1].tokens)
    several = total == len(members) - apart > 1 and not any(map(is_attribute, names))
    several = several or group.said("link.")
    several = several or sum(singular(name) in found.bound for name in names) >= 2
    if group.kind == "noun.database" or several:
        return "databases"
    return what_is_listed(found.head, group, found.text)


def _read_as(found: Found, group: Group, kind: Listed) -> None:
    """Takes the members of a list for what they are."""
    members, text = group.members, found.text
    if kind == "rows":
        introduced.read_rows(found, members)
    elif kind == "ticks":
        ticks = [property_of(m, text) for m in members]
        day = getattr(concept("date").words, found.language)[0]
        found.put([WantedProperty(name=day[:1].upper() + day[1:], type="date")])
        found.put([t.model_copy(update={"type": "checkbox"}) for t in ticks if t])
    elif kind in ("options", "kinds"):
        _options_of(found, group, kind)
    elif kind == "databases":
        named = [m for m in members if not only_counts(m.tokens)]
        names = [tidy(without_kind(untabled(until_link(m.tokens))), text) for m in named]
        found.databases += names
        if not group.kind and group.mark in _UNNAMED:
            found.infer(members, names)
        if group.said("link.", "verb.link"):
            link(found, Group(members=members, verbs=group.verbs))
    else:
        only = _limits(found, group)
        exact = only or (len(members) > 2 and group.mark != "with")
        title, members = with_owner(members, text)
        wanted = [*title, *(property_of(m, text) for m in members)]
        found.put(wanted, exact=exact)
        if not exact and group.mark in _UNNAMED:
            found.infer(members, [one.name for one in wanted if one])


def _limits(found: Found, group: Group) -> bool:
    """Notes that there is to be nothing beside what a group names, where it says so."""
    only = group.said("only.", "role.only")
    if only:
        found.said["nothing_more"] = True
        if not found.databases:
            found.said.setdefault("database_count", 1)
    return only


def _options_of(found: Found, group: Group, kind: Listed) -> None:
    """Names of what the head counts are the options of that ("두 마리 … 초코, 나비"), kinds of
    amounts those of a category ("가계부: 월세, 식비")."""
    counted, category = (
        tidy(found.head[:1], found.text),
        word_for(concept("category"), found.language),
    )
    introduced.read_options(found, counted if kind == "options" else category, group)


def took_view(found: Found, member: Member, group: Group, database: str | None = None) -> bool:
    """Takes a member that names a view, of the database that is spoken of; whether it does."""
    view = view_named(found, member)
    if view is not None:
        view = view.model_copy(update={"database": view.database or database})
        found.views.append(view)
        only = group.said("only.", "role.only") or any(t.has("only.") for t in member.tokens)
        if only or uncounted(member.tokens)[1] == len(group.members) > 1:  # "…の2つのビュー"
            found.said["views_only"] = True
    return view is not None


def read_more(found: Found, group: Group) -> None:
    """A group behind the head."""
    if read_rollup(found, group) or read_bound(found, group):
        return
    wanted = [m for m in group.members if not took_view(found, m, group)]
    opened = len(wanted) < len(group.members)  # "캘린더를 기본 보기로"
    wanted = [m for m in wanted if not (opened and any(t.has("lead.") for t in m.tokens))]
    wanted = [m for m in wanted if not took_hue(found, m)]
    wanted = [
        m for m in wanted if not (_is_change(found, m, group) or _left_torn(found, m, group.mark))
    ]
    rest = Group(members=wanted, verbs=group.verbs, small=group.small, mark=group.mark)
    rest.goes_on, rest.sentence = group.goes_on, group.sentence
    made = group.said(*_KEEPS)  # "一覧にして"
    acts = any(t.has("verb.") and not (t.has(*_ADDS) or (made and t.has("verb.do")))
               for t in group.verbs)  # fmt: skip
    seen = group.said("verb.show") and group.members[-1:] != wanted[-1:]  # "…, 단계별 보드로"
    acts = acts and not (seen or all(_is_box(m, found.text) for m in group.members))
    inside = next((m for m in wanted if not (m.tokens or m.choices) and m.groups), None)
    head = found.head_text
    wanted = [m for m in wanted if not head or raw(m.tokens, found.text) != head]
    if group.said("make.") and all(_is_made(found, m) for m in wanted):
        return
    if wanted and not raw(wanted[0].tokens, found.text).isascii():
        wanted = rest.members = introduced.members_of(rest, found.text)
    if not wanted or is_enough(found, wanted, rest):
        return
    at = next((i for i, m in enumerate(wanted) if m.acted), 0)
    if at > 1 and not acts:  # a list, and behind it what becomes of something
        found.leave(replace(rest, members=wanted[at - 1 :]))
        read_more(found, replace(rest, members=wanted[: at - 1], verbs=[]))
    elif acts or any(m.acted for m in wanted):
        found.leave(group)
    elif inside is not None:
        read_list(found, inner(inside.groups[0], found.text))
    elif len(wanted) > 1 or wanted[0].groups or wanted[0].choices or not wanted[0].tokens:
        read_list(found, rest)
    else:
        read_single(found, wanted[0], rest)


def _is_made(found: Found, member: Member) -> bool:
    """Whether a member names what the wish is about once more, or only what that is to be kept in
    ("여행 가는데 계획표 만들어줘")."""
    held = all(t.has("holder.", "generic.") and not t.has("thing.") for t in member.tokens)
    return held or subject_of(member.tokens, found.text) == found.subject


def _is_box(member: Member, text: str) -> bool:
    """Whether a member is what is to be ticked ("단골인지 아닌지", "담임이 확인했는지")."""
    return member.asked or ends(raw(member.tokens, text), "asked")


def _left_torn(found: Found, member: Member, mark: str) -> bool:
    """Leaves a member that is a sentence to be read as a change, or told as not understood."""
    torn = is_torn(member, mark)
    if torn:
        found.leave(Group(members=[member]))
    return torn


def _is_change(found: Found, member: Member, group: Group) -> bool:
    """Leaves a member that says how things are to be seen or reckoned."""
    verbs = group.verbs if member is group.members[-1] else []
    by = grouped_by(member.tokens, verbs)
    if by and (name := found.has_property(tidy(by, found.text))):
        found.views.append(WantedView(type="board", by=name))
        return True
    if not says_change([*member.tokens, *verbs]):
        return False
    found.leave(Group(members=[member], verbs=verbs))
    return True


def read_bound(found: Found, group: Group) -> bool:
    """What was named before is to be linked, or parted into databases of their own."""
    if group.said("verb.link", "link.") and len(found.databases) > 1:
        *_, one, other = found.databases
        found.relations.append(WantedRelation(source=one, target=other))
        return True
    if group.said("verb.group") and len(group.members) > 1 and not found.databases:
        if all(is_section(m, found.text) for m in group.members):
            read_list(found, replace(group, verbs=[]))
            return True
        named = [m for m in group.members if not only_counts(m.tokens)]
        named = [*_behind_head(found, named[0]), *named[1:]] if named else []
        found.parted = [tidy(held(m.tokens), found.text) for m in named]
        found.databases += found.parted
        found.infer(named, found.parted)
        return True
    return False


def _behind_head(found: Found, first: Member) -> list[Member]:
    """The first of several databases without whose it is ("理事会の議事録と決定を分けて")."""
    at = max((i for i, t in enumerate(first.tokens) if t.has("role.of")), default=0)
    if not at or held(first.tokens) != bare(first.tokens):
        return [first]
    found.head, found.head_text = first.tokens[:at], raw(first.tokens[:at], found.text)
    found.subject = subject_of(found.head, found.text)
    return [Member(first.tokens[at + 1 :])]


def took_hue(found: Found, member: Member) -> bool:
    if hue := "" if member.groups else hue_of(member.tokens):
        found.said["color"] = hue
    return bool(hue)


def read_single(found: Found, member: Member, group: Group) -> None:
    """A member by itself: a property where it means one, else a change."""
    said = list(member.tokens)
    if len(said) > 2 and said[0].has("tick.") and said[1].has("once."):
        name = tidy(without_teller(said[2:]), found.text)
        found.put([WantedProperty(name=name, type="checkbox")])
        return  # "tick box when bought"
    wanted = property_of(column_of(member, found.text), found.text)
    if not said or all(is_empty(t) or t.has(*_SAYS_NOTHING) for t in said):
        return
    typed = wanted is not None and (wanted.format or wanted.type) and found.head
    known = wanted is not None and (is_attribute(wanted.name) or is_choice(wanted.name))
    known = known or said[0].has("inquiry.")
    if wanted is not None and (typed or known or (group.goes_on and found.head)):
        found.put([wanted], found.home_of(group), exact=_limits(found, group))
        found.infer([member], [wanted.name])
    elif not (found.heads(group) and group.verbs and all(t.has(*_ASKS) for t in group.verbs)):
        found.leave(group)  # else it says more of the head
