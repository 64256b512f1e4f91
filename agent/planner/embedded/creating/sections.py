"""Databases that are described one by one: "Clients (name, email)", "Repairs: job, price"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from agent.planner.brief import WantedProperty, WantedRow, WantedView
from agent.planner.embedded.creating.wish.groups import groups_of
from agent.planner.embedded.creating.wish.naming import property_of, tidy
from agent.planner.embedded.creating.wish.pieces import (
    Group,
    Member,
    uncounted,
)
from agent.planner.embedded.creating.wish.subject import unheld
from agent.planner.embedded.creating.wish.vocabulary import are_many, ends
from agent.planner.embedded.grammar.text.syllables import TELLING, syllables
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_led, concept_worded, is_choice
from agent.planner.embedded.nouns import is_attribute

_FEWEST = 2
_MANY = 3  # usual names of properties among them, that are no options
_STRONG = ("title", "date", "number", "checkbox", "people", "files", "status")


@dataclass
class Area:
    """A database as one member of a list describes it."""

    name: str
    exact: bool = False  # whether it has the columns that are named, and no others
    columns: list[WantedProperty | None] = field(default_factory=list)
    rows: list[WantedRow] = field(default_factory=list)
    views: list[WantedView] = field(default_factory=list)
    currency: str = ""


def is_section(member: Member, text: str) -> bool:
    """Whether the brackets behind a name describe the rows of a database, and are no options."""
    if not is_described(member, text):
        return False
    inside = members_in(member.groups[0], text)
    return describes(inside, text) or (
        are_many(table_name(member.tokens, text)) and any(is_usual(one, text) for one in inside)
    )


def table_name(tokens: Sequence[Token], text: str) -> str:
    """What a database is called by words for it: "a list of dogs", "songs we know"."""
    kept = uncounted(tokens)[0]
    while len(kept) > 1 and kept[0].has("own.", "new.") and kept[0].kind == "word":
        kept = kept[1:]  # "separately a list of repairs"
    kept = unheld(kept)
    if len(kept) > 1 and kept[0].has("noun.database") and kept[1].kind == "quoted":
        kept = kept[1:]
    end = next((i for i, t in enumerate(kept) if i and _tells(t, kept[i + 1 :])), len(kept))
    kept = _of_what(kept[:end])
    if len(kept) > 1 and kept[-1].has("holder.", "noun.database") and are_many(kept[-2].text):
        kept = kept[:-1]  # "an appointments list"
    return tidy(kept, text)


def _tells(token: Token, behind: Sequence[Token]) -> bool:
    """Whether a word within a name tells more of it: who has it, or where it is ("job on a …")."""
    placed = token.has("role.at") and bool(behind) and behind[0].has("new.new", "count.1")
    return token.has("speaker.") or placed


def _of_what(kept: list[Token]) -> list[Token]:
    """A name without the verb behind it that only says what is done there ("대회 나가는 것")."""
    while len(kept) > 1 and not kept[-1].text.isascii():
        verb = syllables(kept[-1].text[-1:])[:1]
        tells = kept[-1].has("plain.") and bool(verb) and verb[0].end in TELLING
        if not (tells or kept[-1].has("noun.thing")):
            break
        kept = kept[:-1]
    return kept


def columns_of(members: Sequence[Member], text: str) -> list[WantedProperty | None]:
    """What members are as properties."""
    return [property_of(member, text) for member in members]


def several(name: str) -> str:
    """A Latin name in the plural."""
    if are_many(name) or not name.isascii():
        return name
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"


def is_usual(member: Member, text: str) -> bool:
    """Whether a member is called as properties are, or is said to have a type or options.

    A choice without any is said of all members: "days (Mon, Tue as multiple choice)".
    """
    wanted = property_of(member, text)
    counted = bool(member.tokens) and member.tokens[0].kind == "number"  # "30 days"
    if wanted is None or counted:
        return False
    of_all = wanted.type in ("select", "multi_select") and not wanted.options
    known = concept_worded(wanted.name) or concept_led(wanted.name)
    return bool(known or (wanted.type and not of_all))


def is_described(member: Member, text: str) -> bool:
    """Whether brackets behind a name list several things that are no options of it."""
    if len(member.groups) != 1 or not member.tokens:
        return False
    name = table_name(member.tokens, text)
    return not is_choice(name) and len(members_in(member.groups[0], text)) >= _FEWEST


def describes(members: Sequence[Member], text: str) -> bool:
    """Whether members are what rows have: one at least is no mere word that may be an option."""
    if len(members) < _FEWEST:
        return False
    usual = sum(is_usual(one, text) for one in members)
    if len(members) > _MANY and usual * 2 >= len(members):
        return True  # no choice has so many
    strong = sum(is_strong(one, text) for one in members)
    return strong * 2 >= len(members) or _is_title(members[0], text)


def _is_title(member: Member, text: str) -> bool:
    """Whether a member is what rows are called by."""
    name = tidy(uncounted(member.tokens)[0], text) if member.tokens else ""
    known = concept_worded(name) if name else None
    return bool(name) and (ends(name, "title") or (known is not None and known.key == "name"))


def is_strong(member: Member, text: str) -> bool:
    """Whether a member is surely a property, and no option of one."""
    if member.groups or member.asked or any(t.has("inquiry.") for t in member.tokens[:1]):
        return True
    wanted = property_of(member, text)
    if wanted is None:
        return False
    known = concept_worded(wanted.name)
    typed = wanted.type is not None and not member.choices
    title = ends(wanted.name, "title")
    coded = known is not None and known.key == "identifier"
    return (
        typed
        or title
        or coded
        or (known is not None and known.type in _STRONG and is_attribute(wanted.name))
    )


def members_in(inside: Sequence[Token], text: str) -> list[Member]:
    """The members of a list in brackets; what leads choices there has them as its choices."""
    return [m for group in groups_of(inside, text) for m in _flat(group, text)]


def _flat(group: Group, text: str) -> Iterator[Member]:
    """A group within a list: "state: new, done, paid (checkbox)" is a choice and what follows."""
    if not group.lead:
        yield from group.members
        return
    listed = list(group.members)
    steps = any(t.has("noun.status") for t in group.lead)
    ends_at = (i for i, m in enumerate(listed) if i and is_strong(m, text))
    end = next((i for i in ends_at if not (steps and _is_step(listed[i], text))), len(listed))
    if listed[:1] and listed[0].choices:
        end = 1
    options = tuple(c for m in listed[:end] for c in (m.choices or (m.tokens,)))
    if len(options) > 1:
        yield Member(group.lead, (), options)
    elif options:
        yield Member(group.lead, options)
    else:
        yield Member(group.lead)
    yield from listed[end:]


def _is_step(member: Member, text: str) -> bool:
    """Whether a member may say what is done by then: a single word of a tick, or of a day that
    something was done on ("sold")."""
    wanted = property_of(member, text) if len(member.tokens) == 1 and not member.groups else None
    return wanted is not None and wanted.type in ("checkbox", "date")
