"""What is said of something that is named first: a database, a property, the head itself."""

from collections.abc import Sequence
from dataclasses import replace

from agent.planner.brief import WantedProperty
from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.choices_end import own_options
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.head import rename_first, take_head, take_owner
from agent.planner.embedded.creating.listing import (
    read_list,
    read_more,
    read_single,
    took_view,
)
from agent.planner.embedded.creating.meant import (
    are_columns,
    database_meant,
    database_named,
    is_own_section,
    is_status,
    is_told,
    lists_columns,
    pointed,
    says_no,
)
from agent.planner.embedded.creating.openings import introduce, took_table_of
from agent.planner.embedded.creating.related import (
    keep_apart,
    read_section,
    relate,
    relate_named,
)
from agent.planner.embedded.creating.sections import (
    columns_of,
    describes,
    several,
    table_name,
)
from agent.planner.embedded.creating.views.figures import read_rollup
from agent.planner.embedded.creating.views.viewed import read_view_led, read_views
from agent.planner.embedded.creating.views.wanted import (
    says_change,
    view_of,
)
from agent.planner.embedded.creating.wish.naming import property_of, tidy
from agent.planner.embedded.creating.wish.pieces import Group, Member, bare, raw, uncounted
from agent.planner.embedded.creating.wish.trimmed import without_kind
from agent.planner.embedded.creating.wish.vocabulary import are_many, forms
from agent.planner.embedded.grammar.clauses.phrases import is_small
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded, is_choice
from agent.planner.embedded.nouns import is_attribute

_SOME = 3  # rows, where nobody counts
_FEW = 2  # things that may be put somewhere; a list of more describes what is there


def read_led(found: Found, group: Group) -> None:
    """A group with a lead, by the noun that its lead ends with, else by its members."""
    if took_table_of(found, group):
        return
    held = [i for i, t in enumerate(group.lead[:-1]) if i and t.has("generic.", "domain.")]
    if found.said.get("no_databases") and any(t.has("block.") for t in group.lead):
        found.leave(group)
        return
    if held and not found.head and group.mark == "topic" and not group.kind:
        take_head(found, group.lead[: held[-1] + 1])
        group.lead = group.lead[held[-1] + 1 :]
    told = [t for t in group.lead if not is_small(t) or t.has("ordinal.")]
    if (
        found.head
        and [m.choices + m.groups for m in group.members] == [()]
        and all(t.has("new.new", "own.", "noun.database") for t in group.members[0].tokens)
    ):
        column = found.has_property(tidy(group.lead, found.text))
        introduce(found, group.lead)  # "상담 회기는 따로 두어", "仕入先は別の表で"
        if (column or group.said("verb.link", "link.")) and found.here:
            keep_apart(found, found.here, linked=True)
    elif group.said("flows."):  # "Projects go through Brief, Draft, Done"
        options = introduced.options_in(group.members, found.text)
        named = introduced.status_name("", found.language)
        stages = WantedProperty(name=named, type="status", options=options)
        found.put([stages], found.names(tidy(group.lead, found.text)))
    elif group.members and told and all(t.has("ordinal.") for t in told):
        introduce(found, group.members[0].tokens)
    elif not (found.databases and read_rollup(found, group)) and not (
        _read_kind_led(found, group) or _read_noun_led(found, group) or _took_amount(found, group)
    ):
        _read_said_of(found, group, tidy(without_kind(group.lead), found.text))


def _read_kind_led(found: Found, group: Group) -> bool:
    """A lead that says what its members are: properties, databases, pages, options, samples."""
    lead, members = list(group.lead), introduced.members_of(group, found.text)
    said = ("noun.property", "noun.database", "noun.view", "sample.")
    own = bare([t for t in lead if not t.has(*said)])
    if group.kind == "sample.sample":
        _read_samples(found, group, members, own)
    elif group.kind == "noun.option" or (
        is_status(lead) and group.members and not group.said("verb.group")
    ):
        introduced.of_options(found, group if group.kind else _own_part(found, group))
    elif group.kind == "noun.sub_page":
        take_head(found, bare([t for t in own if not t.has("noun.sub_page")]))
        introduced.read_pages(found, group)
    elif group.kind == "noun.database":
        _databases_led(found, group, own)
    elif group.kind == "noun.property":
        take_owner(found, group)
        database = database_named(found, lead, own)
        if database is None:
            take_head(found, own)
        introduced.read_properties(found, group, database)
    else:
        return False
    return True


def _read_samples(found: Found, group: Group, members: Sequence[Member], own: list[Token]) -> None:
    """The samples that a lead names, or how many there are to be."""
    if found.head and describes(members, found.text):
        read_section(found, tidy(group.lead, found.text), columns_of(members, found.text))
    elif all(map(says_no, members)):
        found.said["sample_count"] = 0
    elif any(is_told(m.tokens) for m in group.members):
        found.said.setdefault("sample_count", _SOME)
    else:
        of = tidy(uncounted(own)[0], found.text) if own else ""
        introduced.read_rows(found, group.members, found.means(of) if of else None)


def _read_noun_led(found: Found, group: Group) -> bool:
    """A lead that ends with a noun for rows, views or a name."""
    lead = group.lead
    rows = lead[-1].has("noun.row", "task.") and len(lead) == 1 and bool(found.head)
    rows = rows and group.mark != "need"
    if rows and lists_columns(found, group):
        introduced.read_properties(found, group, None)
    elif rows and not are_columns(found, group):
        introduced.read_rows(found, introduced.members_of(group, found.text))
    elif lead[-1].has("noun.view") or all(t.has("lead.") for t in lead):
        read_views(found, group)
    elif found.head and group.members and (rest := read_view_led(found, group)) is not None:
        if rest.members:
            read_more(found, rest)
    elif lead[-1].has("noun.title") and any(t.has("noun.database") for t in lead):
        rename_first(found, group)
    else:
        return False
    return True


def _databases_led(found: Found, group: Group, own: list[Token]) -> None:
    """ "고객 DB에는 이름, 이메일" lists properties, "OKR 관리 DB는 목표랑 결과" databases."""
    names = [raw(m.tokens, found.text) for m in introduced.members_of(group, found.text)]
    attributes = sum(map(is_attribute, names))
    described = group.mark == "place" or attributes * 2 > len(names)
    inner = introduced.members_of(group, found.text)
    described = described or (bool(own) and describes(inner, found.text))
    if own and described:
        name = tidy(own, found.text)
        if name not in found.databases:
            found.databases.append(name)
        found.home = (found.text, group.sentence, name)
        members = introduced.members_of(group, found.text)
        if group.said("verb.link", "link.") and relate_named(found, group):
            return
        found.put([property_of(m, found.text) for m in members], name, exact=True)
        return
    take_head(found, own)
    single = group.mark == "with" and not (own or are_many(group.lead[-1].text))
    if single and (attributes or group.lead[-1].has("view.")):  # "a table with only name, phone"
        introduced.read_properties(found, replace(group, mark="colon"), None)
    else:
        introduced.read_databases(found, group)


def _read_said_of(found: Found, group: Group, name: str) -> None:
    """What is said of a database, of the head, or of one property."""
    group.members = _without_changes(found, pointed(group, found.text), group)
    members = introduced.members_of(group, found.text)
    database = database_meant(found, group, name)
    listed = group.mark in ("colon", "dash", "with")
    listed = listed or (group.mark == "place" and len(members) > _FEW)
    viewed = database is not None and all(view_of(m, found.text) for m in members)
    ordered = any(t.has("role.ordered") for t in group.tokens())
    stroked = ordered and any(m.choices for m in group.members)  # "접수/승인/반려 순서로"
    if found.head and says_change(group.tokens()) and not (viewed or stroked):
        found.leave(group)
    elif database is not None:
        fresh = not any(one.database == database for one in found.lists)
        exact = (group.mark == "colon" or (group.mark == "need" and fresh)) and len(members) > 1
        wanted = [m for m in members if not took_view(found, m, group, database)]
        found.put([property_of(m, found.text) for m in wanted], database, exact=exact)
        relate(found, database)
        found.home = (found.text, group.sentence, database)
    elif is_own_section(found, group, name, listed=listed):
        wanted = [m for m in members if not took_view(found, m, group)]
        called = table_name(group.lead, found.text)
        read_section(found, called, columns_of(wanted, found.text))
        found.home = (found.text, group.sentence, found.names(called) or called)
    elif not (found.head or found.has_property(name) or _is_of_database(found, name)) and (
        listed or group.mark == "place" or not _is_property(name, group)
    ):
        take_head(found, group.lead)
        read_list(found, group)
    elif group.mark == "with":
        _read_with(found, group)
    elif group.mark in ("place", "need"):
        _read_needed(found, group, name, members)
    elif _is_remark(name, group, members):
        whole = (*group.lead, *members[0].tokens)  # "깨지는 물건 체크"
        read_single(found, Member(whole, members[0].groups), group)
    elif not introduced.read_property(found, name, _own_part(found, group), found.home_of(group)):
        found.leave(group)


def _took_amount(found: Found, group: Group) -> bool:
    """Takes the currency of a column of which words say how much it is ("月謝は5000円で"), and no
    options; what they say is left to be read as a change. Whether they are that."""
    first = bare(group.members[0].tokens) if group.members else []
    money = introduced.amount(first) if len(first) == _FEW else ()
    if not (found.head and money) or group.members[0].groups:
        return False
    if known := found.column_meant(tidy(without_kind(group.lead), found.text)):
        said = {"type": "number", "format": money[1].group("format."), "options": []}
        found.put_type(known.name, known.model_copy(update=said))
    found.leave(replace(group, members=group.members[:1], verbs=[], small=[]))
    for member in group.members[1:]:
        found.leave(Group(members=[member], verbs=group.verbs))
    return True


def _without_changes(found: Found, members: list[Member], group: Group) -> list[Member]:
    """The columns of a list, where others beside them say what is reckoned: these are left to be
    read as changes ("chapters with word count and a formula showing percent done")."""
    lists = bool(found.head) and group.mark in ("with", "need", "place")
    told = [m for m in members if lists and says_change(m.tokens)]
    if len(told) == len(members):
        return members
    for member in told:
        found.leave(Group(members=[member]))
    return [m for m in members if m not in told]


def _read_needed(found: Found, group: Group, name: str, members: Sequence[Member]) -> None:
    """What something needs, or what stands in it: of the whole, or a database by its own name."""
    known = found.column_meant(name)  # "スタッフに伊藤も追加して"
    if known is not None and known.options and group.said("role.also", "verb.add"):
        more = [
            *known.options,
            *introduced.options_in(members, found.text),
        ]  # "スタッフに伊藤も追加"
        found.put_type(known.name, known.model_copy(update={"options": list(dict.fromkeys(more))}))
        return
    own = _plain(group.lead) <= _plain(found.head)
    own = own or all(t.has("noun.row", "noun.thing", "it.") for t in group.lead)
    if own or len(members) == 1 or not name.isascii() or not name:
        found.put([property_of(m, found.text) for m in members], None if own else name)
    else:
        columns = columns_of(members, found.text)
        read_section(found, several(table_name(group.lead, found.text)), columns)


def _plain(tokens: Sequence[Token]) -> set[str]:
    return {t.text.casefold().rstrip("s") for t in tokens}


def _own_part(found: Found, group: Group) -> Group:
    """What is said of a property; behind choices that strokes part, others follow."""
    first, *others = group.members or [Member(())]
    name = tidy(group.lead, found.text)
    several = group.mark == "colon" and are_many(name)  # "Categories: food, rent"
    has = is_choice(name) and (several or any(t.text in forms("has") for t in group.verbs))
    if has or group.said("choose."):  # "종류는 돌사진, 가족사진이 있고요"
        return group  # all of them are to be chosen from, whatever they are called
    if others and len(parted := introduced.options_by_blanks(first)) > 1:  # "크기 S M L, 입고가"
        first = replace(first, tokens=(), choices=tuple(m.tokens for m in parted))
    own, others = own_options([first, *others], found.text, steps=group.lead[-1].has("noun.status"))
    if not others:
        return group
    columns = [m for m in others if not took_view(found, m, group)]
    found.put([property_of(m, found.text) for m in columns])  # beside what was listed before
    return Group(group.lead, group.mark, own)


def _is_of_database(found: Found, name: str) -> bool:
    """Whether a choice is called after a database that was named before ("Jobs … Job status:")."""
    return is_choice(name) and found.names(name.rpartition(" ")[0]) is not None


def _is_remark(name: str, group: Group, members: Sequence[Member]) -> bool:
    """Whether a topic and what follows are one phrase, and no property with its options."""
    chosen = group.said("choose.") or _is_property(name, group)
    chosen = chosen or (not group.verbs and introduced.are_options(members))
    return len(members) == 1 and not chosen and group.mark == "topic"


def _is_property(name: str, group: Group) -> bool:
    return concept_worded(name) is not None or any(m.choices for m in group.members)


def _read_with(found: Found, group: Group) -> None:
    """ "a priority select with options …": the lead is a property, its members say more of it."""
    if (wanted := property_of(Member(group.lead), found.text)) is not None:
        found.put([wanted])
        found.last = wanted.name
        if wanted.type in ("select", "multi_select", "status") and group.members:
            options = introduced.options_in(group.members, found.text)
            found.put([wanted.model_copy(update={"options": options})])
            return
    read_list(found, group)
