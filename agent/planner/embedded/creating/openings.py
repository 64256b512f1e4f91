"""A sentence that introduces a database, of which what comes next is said."""

from collections.abc import Sequence

from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.related import add_database
from agent.planner.embedded.creating.sections import describes, table_name
from agent.planner.embedded.creating.views.wanted import view_named
from agent.planner.embedded.creating.wish.pieces import Group, Member
from agent.planner.embedded.creating.wish.subject import subject_of
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.nouns import is_attribute

_FEWEST = 2  # more than these are a list of columns


def introduce(found: Found, tokens: Sequence[Token]) -> None:
    """A database of which what is said next is said ("두 번째는 '회의'입니다")."""
    kept = [t for t in tokens if not t.has("ordinal.", "noun.database")]
    named = next((t for t in kept if t.kind == "quoted"), None)
    name = str(named.value) if named else table_name(kept, found.text)
    if name:
        add_database(found, name)
        found.here = found.names(name)


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
    if not group.verbs:  # "둘째, 예약 표."
        alone = first.tokens[-1].has("noun.database") and len(first.tokens) > 1
        return alone and bool(found.head) and not found.known
    held = first.tokens[-1].has("holder.") and bool(found.head) and group.said("role.also")
    of_options = any(found.text[first.tokens[0].start :].startswith(o) for o in found.options())
    if held and (of_options or view_named(found, first)):
        return False  # "要修理の一覧も", "部署ごとの一覧も": of what there is
    return held or first.tokens[0].has("ordinal.")


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
