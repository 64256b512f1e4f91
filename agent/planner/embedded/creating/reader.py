"""The reader of wishes: what is to be made, and what is said of it that are changes to that.

Sizes and looks are taken out first, wherever they stand. Of the groups that are left the first
that names something is the head; the others say what it holds, or are left as changes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.bound import bind, homes_of, without_bond_text, without_bonds
from agent.planner.embedded.creating.briefs import take_described
from agent.planner.embedded.creating.each_of import without_each
from agent.planner.embedded.creating.found import Found, Wish
from agent.planner.embedded.creating.framed import framed
from agent.planner.embedded.creating.head import take_head
from agent.planner.embedded.creating.heading import read_head
from agent.planner.embedded.creating.leading import read_led
from agent.planner.embedded.creating.lines import without_rows
from agent.planner.embedded.creating.listing import read_list, read_more
from agent.planner.embedded.creating.meant import apart_first
from agent.planner.embedded.creating.named_rows import rows_first
from agent.planner.embedded.creating.openings import introduce, introduces, opens_list
from agent.planner.embedded.creating.outline import folded, titled
from agent.planner.embedded.creating.own_pages import without_own_pages
from agent.planner.embedded.creating.page.spelled import with_bracketed
from agent.planner.embedded.creating.page_text import settle_page, without_texts
from agent.planner.embedded.creating.pasted import led, lines_left
from agent.planner.embedded.creating.purposes import Purposes, finished, purposes_of
from agent.planner.embedded.creating.reckoned import without_reckonings
from agent.planner.embedded.creating.records import without_records
from agent.planner.embedded.creating.refrained import refrained, without_refrained
from agent.planner.embedded.creating.related import link, relate_named
from agent.planner.embedded.creating.sections import is_section
from agent.planner.embedded.creating.stroked import took_stroked
from agent.planner.embedded.creating.unwanted import (
    deny,
    is_denied,
    keeps_apart,
    these_alone,
    without_unwanted,
)
from agent.planner.embedded.creating.views.ahead import (
    open_by,
    took_views,
    without_manner,
    without_views_of,
)
from agent.planner.embedded.creating.views.behind import without_seen
from agent.planner.embedded.creating.views.looks import read_look, without_currency, without_tier
from agent.planner.embedded.creating.views.sights import without_sights
from agent.planner.embedded.creating.views.viewed import took_sight
from agent.planner.embedded.creating.views.wanted import view_named, view_of
from agent.planner.embedded.creating.wish.groups import groups_of
from agent.planner.embedded.creating.wish.instances import (
    without_companion,
    without_examples,
    without_people,
)
from agent.planner.embedded.creating.wish.kept_in import keeper_first
from agent.planner.embedded.creating.wish.led_names import without_field
from agent.planner.embedded.creating.wish.naming import property_of
from agent.planner.embedded.creating.wish.pieces import Group
from agent.planner.embedded.creating.wish.setting import without_contacts, without_setting
from agent.planner.embedded.creating.wish.sizes import without_sizes
from agent.planner.embedded.creating.wish.story import asking_of, told_subject
from agent.planner.embedded.creating.wish.vocabulary import tokens
from agent.planner.embedded.grammar.clauses.letters import without_letter
from agent.planner.embedded.grammar.clauses.turned_down import without_reasons
from agent.planner.embedded.grammar.text.blocks import Block, blocks_of
from agent.planner.embedded.grammar.text.lexis import composed
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.text import QUOTED
from agent.planner.language import without_language
from tools.blueprint.base import Language

_NOTHING: Mapping[str, Sequence[str]] = {}
_OF_WHOLE = {"title", "icon", "color", "complexity", "currency", "sample_count"}
_PAIR = 2
_ASIDE = re.compile(
    r" [—–-] ([^—–().;:=\n]{1,90}?,[^—–().;:=\n]{1,90}?) [—–-],? "
)  # "stage - new, old - and"

_PAUSE = re.compile(  # "beekeeping... sorry, I mean falconry"
    rf"(?P<kept>{QUOTED})|\s?(?:\.{{3}}|…)\s?(?=\w)"
)


def read(text: str, language: Language, known: Mapping[str, Sequence[str]] = _NOTHING) -> Wish:
    """Everything that a wish, or feedback on a design, asks for; never raises.

    Of what goes on about something that there is, `known` are the databases with their properties.
    """
    whole = with_bracketed(composed(without_language(text)))
    whole, denied = (whole, Found(language)) if known else without_refrained(whole, language)
    parted = Purposes(whole) if known else purposes_of(whole, language)
    whole, records = (whole, []) if known else without_records(parted.kept)
    wish = _read(whole, language, known)
    return refrained(finished(replace(wish, records=[*records]), parted), denied)


def _read(whole: str, language: Language, known: Mapping[str, Sequence[str]]) -> Wish:
    letter = without_letter(whole)
    said, each = (letter, []) if known else without_each(framed(letter, language))
    whole = whole.removesuffix(letter) + said
    asking, topic = (said, "") if known else asking_of(said)
    found = Found(language, known=known, sets=True, setting=topic, rest=[*each])
    asking = asking if known else without_texts(found, asking)
    first = Found(language, rest=[*each])
    if not (known or found.said.get("texts")) and _describe(first, said, whole):
        return first.wish()
    found = _found(blocks_of(asking), found)
    settle_page(found)
    named = found.head or found.lists or found.rows or found.databases
    if not (named or found.said.get("texts") or found.pages) and (found.skipped or asking != said):
        return _found(blocks_of(said), Found(language, known=known, rest=each)).wish()
    return replace(found.wish(), told=asking != said)


def _describe(found: Found, said: str, whole: str) -> bool:
    """Reads a text whose sentences describe tables one by one; False for any other."""
    # What stands line by line is read by its form.
    described, bonds = without_bond_text(found, said)
    lined = "\n" in whole.strip()
    taken = None if lined else take_described(found, described, bound=bool(bonds))
    if taken is None:
        return False
    opening, left = taken
    opening = opening or whole.removesuffix(said).partition("\n")[0]  # who asks, as in a letter
    told = read(opening, found.language)
    found.head = tuple(tokens(told.head)) or (Token("word", 0, 0, ""),)
    found.head_text, found.subject = told.head, told_subject(opening) or told.brief.topic
    found.said |= told.brief.model_dump(include=_OF_WHOLE, exclude_defaults=True)
    found.rest += [one for one in told.rest if not any(name in one for name in found.databases)]
    if told.brief.databases and not found.subject:
        found.said["title"] = " · ".join(told.brief.databases)
    bind(found, bonds)
    _found(blocks_of(left), found)
    found.homes |= homes_of(found.rest, bonds, said)
    return True


def _found(blocks: Sequence[Block], found: Found) -> Found:
    if found.known:
        found.head = (Token("word", 0, 0, ""),)
    found.said |= titled(blocks)
    for led_by, block in led(without_rows(found, list(folded(blocks)))):
        for line in lines_left(found, block, led_by):
            _read_line(found, line)
    return found


def _read_line(found: Found, line: str) -> None:
    found.text = line = _ASIDE.sub(r" (\1), ", _PAUSE.sub(lambda p: p["kept"] or ", ", line))
    begun = bool(found.head)
    left = without_field(tokens(line))
    left = without_currency(without_tier(left, found.said), found.said)
    left = without_reasons(left)
    left, contacts = without_contacts(left, line)
    if found.sets and not begun:
        whole = left
        left, there = without_setting(left, line)
        left, examples = without_examples(left)
        left, people = without_people(left, line)
        left, both = without_companion(left, found.language)
        found.instances += [*there, *people, *both]
        introduced.read_rows(found, [m for g in groups_of(examples, line) for m in g.members])
        found.skipped |= left != whole
        left = without_manner(found, without_views_of(found, left))
    left = without_unwanted(left, found)
    left = without_own_pages(left, found)
    left, bonds = ([*left], []) if found.known else without_bonds(left, found, line)
    left = keeper_first(left, begun=begun)
    left, sizes = without_sizes(left)
    left, seen = without_seen(left, line)
    found.views += seen
    left, sights = without_sights(left, line, begun=begun or bool(found.databases))
    if sights and left and not (begun or found.databases):
        open_by(found, sights[0], left)
    left, reckonings = without_reckonings(left, line)
    found.remarks += contacts
    found.rest += [*reckonings, *sights]  # what is reckoned may be charted
    found.homes |= homes_of(sights, bonds, line)
    found.said |= sizes
    told = bool(found.head or found.setting)
    rows, groups = rows_first(apart_first(groups_of(left, line)), left, line, begun=told)
    if rows.members and groups[0].tokens()[0].start > rows.members[0].tokens[0].start:
        found.head = found.head or (Token("word", 0, 0, ""),)  # what follows is said of the rows
    introduced.read_named(found, rows)
    for place, (group, after) in enumerate(zip(groups, [*groups[1:], None], strict=False)):
        found.follows = any(len(g.members) > _PAIR for g in groups[place + 1 :])
        same = bool(found.sentence) and found.sentence[-1].sentence == group.sentence
        found.sentence = found.sentence if same else []
        if opens_list(found, group, after):
            introduce(found, group.members[0].tokens)
        elif found.head or not took_views(found, group, after):
            _read_group(found, group)
        found.sentence.append(group)
    bind(found, bonds)


def _read_group(found: Found, group: Group) -> None:
    known = bool(found.head)
    _take(found, _without_sections(found, group))
    if found.head and not known:
        found.place = (found.text, group.sentence)


def _take(found: Found, group: Group) -> None:
    if _took_instead(found, group):
        return
    filters = any(t.has("noun.filter") for t in group.lead[-1:])
    if group.mark == "colon" and not group.members and filters:
        return  # "필터: 이번 주 회의만": what it leads was read
    group = these_alone(found, _without_seen(found, group))
    put = group.kind == "noun.database" and group.mark == "place"  # that describes it first
    if keeps_apart(group):
        found.said["unlinked"] = True
    elif is_denied(group):
        deny(found, group)
    elif (
        took_sight(found, group)
        or took_stroked(found, group)
        or introduced.took_names(found, group)
        or read_look(found, group)
        or (not put and relate_named(found, group))
    ):
        return
    elif introduces(found, group):
        introduce(found, group.members[0].tokens)
    elif group.lead:
        for lead in (*group.also, group.lead):
            read_led(found, replace(group, lead=lead, also=()))
    else:
        _take_listed(found, group)


def _without_seen(found: Found, group: Group) -> Group:
    """The group without members that say how a database is seen ("…, sessions on a calendar"),
    which is taken."""
    if len(group.members) < _PAIR or group.lead or not found.databases:
        return group
    views = [view_named(found, member) for member in group.members]
    found.views += [view for view in views if view is not None and view.database]
    kept = [m for m, v in zip(group.members, views, strict=True) if v is None or not v.database]
    return replace(group, members=kept)


def _took_instead(found: Found, group: Group) -> bool:
    """Takes what replaces the property that was turned down right before; whether it was that."""
    instead, found.instead = found.instead and not group.lead, False
    if not instead or len(group.members) != 1:
        return False
    if view_of(group.members[0], found.text) is not None:
        return False
    wanted = property_of(group.members[0], found.text)
    found.put([wanted])
    return True


def _take_listed(found: Found, group: Group) -> None:
    """Takes members that nothing leads, by their verb, their noun, or what was said before."""
    if group.said("verb.link", "link.") and len(group.members) > 1:
        link(found, group)
    elif group.kind:
        _read_kind(found, group)
    elif not (group.said("verb.add") and _read_added(found, group)):
        if group.mark == "need" and not found.head:
            found.head = (Token("word", 0, 0, ""),)  # "for each one: name, sex": no head
        (read_more if found.head or found.databases else read_head)(found, group)


def _read_added(found: Found, group: Group) -> bool:
    """Reads rows that are to be there, or columns of the database that its sentence speaks of."""
    if found.head and group.said("ahead."):
        introduced.read_rows(found, group.members)
        return True
    home = found.home_of(group)
    if home is not None:
        found.put([property_of(m, found.text) for m in group.members], home)
    return home is not None


def _without_sections(found: Found, group: Group) -> Group:
    """The group without databases that it describes before it says how they are linked or seen."""
    apart = [m for m in group.members if is_section(m, found.text)]
    if not (found.head and apart and group.said("link.", "verb.link", "verb.show")):
        return group
    read_list(found, Group(members=apart))
    return replace(group, members=[m for m in group.members if m not in apart])


def _read_kind(found: Found, group: Group) -> None:
    """Members with a noun behind them that says what they are."""
    members = group.members
    if not found.head and len(members) > 1 and not members[1].joined and members[0].tokens:
        quoted = members[0].tokens[0].kind == "quoted"
        if not quoted and (len(members) == 2 or group.kind == "noun.property"):
            take_head(found, members[0].tokens)
            group.members = members[1:]
    if group.kind == "noun.property":
        introduced.read_properties(found, group, None)
    elif group.kind == "noun.sub_page":
        introduced.read_pages(found, group)
    elif group.kind == "noun.database":
        alone = not found.head and len(group.members) == 1
        if alone and group.members[0].tokens:
            take_head(found, group.members[0].tokens)
            if group.said("role.only", "only."):
                found.said.setdefault("database_count", 1)
        else:
            introduced.read_databases(found, group)
    elif group.kind == "sample.sample":
        read_more(found, group)
    else:
        introduced.of_options(found, group)
