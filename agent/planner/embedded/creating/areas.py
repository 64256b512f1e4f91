"""Areas that a list names: "itinerary (calendar), budget (euros), packing checklist (passport)".

Each is a database of its own. What its brackets hold says how it is seen, what it is counted in,
which columns it has, or which rows; a list is one of areas where one of them is surely none of the
columns of one database, and most of the others may be databases.
"""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.brief import PropertyType, WantedProperty, WantedRow, WantedView
from agent.planner.embedded.creating.sections import (
    Area,
    columns_of,
    is_described,
    is_section,
    is_usual,
    members_in,
    table_name,
)
from agent.planner.embedded.creating.views.wanted import as_view, view_of
from agent.planner.embedded.creating.wish.deciding import is_venture
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import Member, raw
from agent.planner.embedded.creating.wish.trimmed import without_kind
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept, concept_worded, is_choice, thing_of, word_for
from agent.planner.embedded.nouns import are_tables, is_attribute, is_kept
from tools.blueprint.base import Language

_FEWEST = 2
_KEEPERS = ("holder.", "domain.", "generic.", "task.")


def areas_in(
    members: Sequence[Member], head: Sequence[Token], text: str, language: Language
) -> list[Area]:
    """The areas of what a head names, each of a member; none where members are no areas."""
    large = is_venture(head, text)
    described = any(is_section(m, text) for m in members)  # what is in the same form is one too
    sure = [m for m in members if _is_sure(m, text) or (described and is_described(m, text))]
    likely = [m for m in members if m in sure or _may_be(m, text, large=large)]
    if len(members) < _FEWEST or not sure or len(likely) * 2 <= len(members):
        return []
    if all(is_section(m, text) for m in sure) and len(sure) * 2 < len(members):
        return []  # beside plain names brackets hold options
    return [_area(member, text, language) for member in members]


def _area(member: Member, text: str, language: Language) -> Area:
    """The area that a member describes, by what stands in brackets behind its name."""
    area = Area(table_name(without_kind(member.tokens), text))
    known = concept_worded(area.name)
    amount = _named("money", "number", language) if thing_of(area.name) is None else None
    if known is not None and known.key == "money":
        area.columns.append(amount)  # "遠征費"
    for group in member.groups:
        inside = members_in(group, text)
        if views := _views(inside, text):
            area.views += [view.model_copy(update={"database": area.name}) for view in views]
        elif len(inside) == 1 and all(t.has("format.") for t in inside[0].tokens):
            code = inside[0].tokens[0].group("format.")
            if amount is None:  # what is usually kept there has an amount of its own
                area.currency = code
            else:
                area.columns.append(amount.model_copy(update={"format": code}))
        elif _describes(member, group, text):
            area.columns += columns_of(inside, text)
            area.exact = len(inside) >= _FEWEST
        else:
            _put_rows(area, inside, text, language, ticked=_is_ticked(member.tokens))
    return area


def _describes(member: Member, group: Sequence[Token], text: str) -> bool:
    """Whether brackets hold the columns of an area, and not its rows."""
    one = Member(member.tokens, (tuple(group),))
    if _is_ticked(member.tokens):
        return is_section(one, text)  # else what is to be ticked there
    inside = members_in(tuple(group), text)
    listed = len(member.tokens) > 1 and member.tokens[-1].has("holder.", "view.list")
    plain = not any(m.groups or m.choices or is_usual(m, text) for m in inside)
    if plain and listed and len(inside) >= _FEWEST:
        return False  # "gear list (rope, torch)"
    return is_described(one, text) or _has_columns(one, text)


def _put_rows(
    area: Area, inside: Sequence[Member], text: str, language: Language, *, ticked: bool
) -> None:
    """Puts the rows of an area; what is ticked has a box and nothing more."""
    done = False if ticked else None
    titles = [raw(one.tokens, text)[:200] for one in inside]
    area.rows += [WantedRow(database=area.name, title=one, done=done) for one in titles]
    if ticked:
        area.columns.append(_named("done", "checkbox", language))
        area.exact = True


def _named(key: str, kind: PropertyType, language: Language) -> WantedProperty:
    """A property that is called as the lexicon calls what it holds."""
    word = word_for(concept(key), language)
    return WantedProperty(name=word[:1].upper() + word[1:], type=kind)


def _is_sure(member: Member, text: str) -> bool:
    """Whether a member is surely no column: how it is seen, its columns, or what is ticked in it
    stands in brackets behind it."""
    name = table_name(member.tokens, text) if member.tokens else ""
    if not (member.groups and name) or is_choice(name):
        return False
    if any(_views(members_in(inside, text), text) for inside in member.groups):
        return not is_kept(name, "attribute")
    return _is_ticked(member.tokens) or is_section(member, text) or _has_columns(member, text)


def _has_columns(member: Member, text: str) -> bool:
    """Whether brackets behind a name for a list hold what are usually columns."""
    kept = member.tokens[-1].has("holder.", "domain.") and len(member.tokens) > 1
    inside = members_in(member.groups[0], text)
    return kept and sum(is_usual(one, text) for one in inside) * 2 > len(inside)


def _may_be(member: Member, text: str, *, large: bool) -> bool:
    """Whether a member may be a database by its name alone, perhaps one of a large venture."""
    name = table_name(member.tokens, text) if member.tokens else ""
    if not name or member.choices or member.asked:
        return False
    several = len(member.tokens) > 1
    if several and member.tokens[-1].has(*_KEEPERS):
        return True
    if large and is_kept(name, "part", "table", "share"):
        return True
    alone = several or not is_attribute(name)  # "ライブの予定" is no mere day
    return alone and (are_tables(name) or is_kept(name, "part"))


def _is_ticked(tokens: Sequence[Token]) -> bool:
    """Whether a name is one of things that are ticked off ("packing checklist")."""
    return tokens[-1].has("task.")


def _views(inside: Sequence[Member], text: str) -> list[WantedView]:
    """The views that brackets name; none where they name anything else."""
    named = [view_of(as_view(one), text) for one in inside if not one.groups]
    views = [one for one in named if one is not None]
    return views if len(views) == len(inside) else []


def without_views(members: Sequence[Member], text: str) -> tuple[list[Member], list[WantedView]]:
    """The members without the brackets that say how the rows are seen by them ("date (calendar)"),
    and these views."""
    kept, found = list[Member](), list[WantedView]()
    for member in members:
        alone = len(member.groups) == 1 and bool(member.tokens)
        views = _views(members_in(member.groups[0], text), text) if alone else []
        found += [view.model_copy(update={"by": tidy(member.tokens, text)}) for view in views]
        kept.append(replace(member, groups=()) if views else member)
    return kept, found
