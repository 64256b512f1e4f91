"""What a lead means: a database that there is, one of its own, or what rows are kept in."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.sections import describes, is_usual, members_in, table_name
from agent.planner.embedded.creating.views.wanted import view_of
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import Group, Member, is_column, uncounted
from agent.planner.embedded.creating.wish.vocabulary import are_many
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded, is_choice, is_thing

_FEW = 2


def database_meant(found: Found, group: Group, name: str) -> str | None:
    """The database that a lead speaks of: by its name, by what it holds, as "there"."""
    if found.here and all(t.has("it.") for t in group.lead):
        return found.here
    meant = found.names(name)
    if group.said("choose.") and not (
        meant and group.mark == "colon" and len(group.members) > _FEW
    ):
        return None  # a property of such a name, and what it may be
    viewed = bool(group.members) and all(view_of(m, found.text) for m in group.members)
    listed = group.mark == "place" or len(group.members) > _FEW or describes_own(found, group)
    if meant is None and (viewed or listed):
        meant = found.means(name)
    found.here = found.here and (meant or found.here)
    return meant


def lists_columns(found: Found, group: Group) -> bool:
    """Whether a word for items leads what rows have, and not rows ("항목은 이름, 연락처, 금액")."""
    names = [tidy(m.tokens, found.text) for m in introduced.members_of(group, found.text)]
    usual = sum(is_column(name) for name in names)
    return not group.lead[-1].has("task.") and usual * 2 >= len(names) > 1


def are_columns(found: Found, group: Group) -> bool:
    """Whether what is said of a lead are columns: usual ones of things to do, or those of a
    database that was named ("할 일은 담당, 기한")."""
    names = [tidy(m.tokens, found.text) for m in introduced.members_of(group, found.text)]
    usual = [*map(is_column, names)]
    usual = usual if group.mark == "with" and any(usual[1:]) else [all(usual)]
    if group.lead[-1].has("task.") and len(names) > 1 and sum(usual) * 2 >= len(usual):
        return True  # "tasks with owner, due date, status", and not "tasks: pay rent, call mum"
    named = found.means(tidy(group.lead, found.text))
    return named is not None and describes(introduced.members_of(group, found.text), found.text)


def is_own_section(found: Found, group: Group, name: str, *, listed: bool) -> bool:
    """Whether what is said of something is what a database of that name holds."""
    called = len(group.lead) > 1 and group.lead[0].has("noun.database")
    called = called and (bool(found.head) or group.lead[1].kind == "quoted")
    many = listed or _has_many(name, introduced.members_of(group, found.text))
    return many and not is_choice(name) and (called or describes_own(found, group))


def _has_many(name: str, members: Sequence[Member]) -> bool:
    """Whether what is said of something in prose may be the columns of its own table."""
    first = members[0] if members else Member(())
    if first.choices or any(t.has("type.") for t in first.tokens[:1] if first.groups):
        return False  # "학년은 선택(중1, 중2), 등록일"
    if any(uncounted(m.tokens)[1] is not None for m in members[:-1]):
        return False  # "部屋はA101、B201の2つ、清掃日": options, and what a list goes on with
    return len(members) > _FEW and (is_thing(name) or concept_worded(name) is None)


def describes_own(found: Found, group: Group) -> bool:
    """Whether a list behind the head describes a database of its own."""
    members = introduced.members_of(group, found.text)
    kept = any(t.has("task.") for t in group.lead)  # "a to-do list with a deadline"
    plural = are_many(table_name(group.lead, found.text))
    usual = sum(is_usual(m, found.text) for m in members)
    many = group.mark == "with" and (kept or plural)
    many = many or (plural and len(members) > 1 and usual * 2 >= len(members))
    # What stands beside a database in the same form is one too.
    listed = bool(found.databases or (found.lists and found.lists[0].exact))
    beside = group.mark == "colon" and listed and len(members) > _FEW
    many = many or (beside and plural and usual > 0)
    return bool(found.head) and ((many and bool(members)) or describes(members, found.text))


def apart_first(groups: Sequence[Group]) -> list[Group]:
    """The groups, where something is to stand apart that before what it holds ("仕入先は電話も
    入れたいので別テーブルで")."""
    found = list[Group]()
    for group in groups:
        before = found[-1] if found else Group()
        said = [t for m in group.members for t in m.tokens]
        alone = len(said) > 1 and all(t.has("own.", "noun.database") for t in said)
        held = before.mark == "topic" and before.sentence == group.sentence and before.members
        if alone and held and not group.lead and any(t.has("own.") for t in said):
            found[-1] = replace(before, members=group.members, verbs=group.verbs, small=[])
            found.append(replace(before, lead=(), mark="", goes_on=False))
        else:
            found.append(group)
    return found


def says_no(member: Member) -> bool:
    """Whether a member is no more than a "none" or a cross."""
    return all(t.has("math.times", "value.no", "value.empty") for t in member.tokens)


def is_told(said: Sequence[Token]) -> bool:
    """Whether words say how something is to be, and are no name of a row."""
    return any(t.kind == "particle" and t.has("role.from", "role.subject") for t in said[:-1])


def is_status(lead: Sequence[Token]) -> bool:
    """Whether a plural or a bare word for stages leads ("statuses", "단계는")."""
    return len(lead) == 1 and lead[0].has("noun.status")


def pointed(group: Group, text: str) -> list[Member]:
    """The members; those in brackets behind a word that points back ("with them (date, notes)")."""
    first = group.members[0] if len(group.members) == 1 else Member(())
    back = first.groups and all(t.has("teller.", "it.") for t in first.tokens)
    return members_in(first.groups[0], text) if back else group.members


def database_named(found: Found, lead: Sequence[Token], own: Sequence[Token]) -> str | None:
    """The database whose properties a lead speaks of; None for the main one."""
    if not own:
        return None
    name = tidy(own, found.text)
    known = found.names(name)
    if known is not None:
        return known
    marked = any(t.has("noun.database") for t in lead)
    return name if marked or found.head else None
