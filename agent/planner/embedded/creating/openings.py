"""A sentence that introduces a database, of which what comes next is said."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.related import add_database, read_section
from agent.planner.embedded.creating.sections import columns_of, describes, table_name
from agent.planner.embedded.creating.views.wanted import says_change, view_named
from agent.planner.embedded.creating.wish.pieces import Group, Member
from agent.planner.embedded.creating.wish.subject import subject_of
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.nouns import is_attribute

_FEWEST = 2  # more than these are a list of columns


def introduce(found: Found, said: Sequence[Token]) -> None:
    """A database of which what is said next is said ("두 번째는 '회의'입니다")."""
    kept = [t for t in said if not t.has("ordinal.", "noun.database")]
    named = next((t for t in kept if t.kind == "quoted"), None)
    name = str(named.value) if named else table_name(kept, found.text)
    if name:
        add_database(found, name)
        found.here = found.names(name)


def took_table_of(found: Found, group: Group) -> bool:
    """Takes a further table that is called by what it is of ("a table of stops with city, cost");
    whether the group is one."""
    kept = [t for t in group.lead if not t.has("count.1", "new.new")]
    named = len(kept) > _FEWEST and kept[0].has("noun.database") and kept[1].has("role.of")
    if not (found.head and named and group.mark in ("with", "colon") and kept[1].text.isascii()):
        return False
    name, members = table_name(kept[2:], found.text), introduced.members_of(group, found.text)
    columns = [m for m in members if not _says_how(m)]  # "…, and show only paid ones"
    for member in (m for m in members if m not in columns):
        found.leave(Group(members=[member]))
    read_section(found, name, columns_of(columns, found.text))
    found.home = (found.text, group.sentence, found.names(name) or name)
    return True


def _says_how(member: Member) -> bool:
    """Whether a member of a list says how rows are to be seen."""
    leads = len(member.tokens) > 1 and member.tokens[0].has("verb.show", "verb.hide", "verb.sort")
    return leads or says_change(member.tokens)


def introduces(found: Found, group: Group) -> bool:
    """Whether a sentence asks for one thing that holds rows, and says no more of it."""
    first, *others = group.members or [Member(())]
    plain = not (others or group.lead or first.groups or first.choices or group.kind)
    asks = all(
        t.has("want.", "verb.want", "verb.add", "make.", "need.", "ending.", "filler.")
        for t in group.verbs
    )
    if not plain or not asks or not first.tokens:
        return False
    held = bool(found.head) and _holds(first.tokens) and _says_also(found, group)
    if not group.verbs and not held:  # "둘째, 예약 표."
        alone = first.tokens[-1].has("noun.database") and len(first.tokens) > 1
        return alone and bool(found.head) and not found.known
    of_options = any(found.text[first.tokens[0].start :].startswith(o) for o in found.options())
    if held and (of_options or view_named(found, first)):
        return False  # "要修理の一覧も", "部署ごとの一覧も": of what there is
    return held or first.tokens[0].has("ordinal.")


def _holds(said: Sequence[Token]) -> bool:
    """Whether words name what holds rows ("a shopping list", "a record of our drills")."""
    of = any(a.has("holder.") and b.has("role.of") for a, b in pairwise(said) if b.kind == "word")
    last = tokens(said[-1].text.split()[-1])  # of what is one word by itself, "shopping list"
    return of or any(t.has("holder.") for t in (said[-1], *last))


def _says_also(found: Found, group: Group) -> bool:
    """Whether a sentence says that there is to be one more thing, before it or behind it."""
    if group.said("role.also"):
        return True
    told = group.tokens()
    words = tokens(found.text)
    before = [t for t in words if t.end <= told[0].start and not t.has("new.")]
    behind = next((t for t in words if t.start >= told[-1].end), None)
    return any(t is not None and t.has("also.") for t in (*before[-1:], behind))


def opens_list(found: Found, group: Group, after: Group | None) -> bool:
    """Whether a sentence speaks of one thing, and the list behind it says what its rows have."""
    first, *others = group.members or [Member(())]
    plain = group.kind in ("", "noun.database")
    plain = plain and not (group.lead or first.groups or first.choices)
    plain = plain and bool(first.tokens) and all(m.acted for m in others)
    apart = after is not None and after.sentence > group.sentence
    told = (bool(group.verbs) or apart) and not group.said(
        "verb.link", "link.", "verb.sort", "verb.show"
    )
    listed = after is not None and not (after.lead or after.kind) and len(after.members) > _FEWEST
    if not (found.head and not found.known and plain and told and listed and after):
        return False
    name = table_name(first.tokens, found.text)
    named = subject_of(first.tokens, found.text) and not (
        found.has_property(name) or is_attribute(name)
    )
    return bool(named) and describes(after.members, found.text)
