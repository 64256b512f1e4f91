"""What is said of something that is named first: a database, a property, the head itself."""

from collections.abc import Sequence

from agent.planner.brief import WantedProperty, WantedView
from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.deciding import is_attribute
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.heading import take_head
from agent.planner.embedded.creating.listing import (
    read_list,
    read_more,
    read_rollup,
    read_single,
    took_view,
)
from agent.planner.embedded.creating.looks import (
    hue_of,
)
from agent.planner.embedded.creating.meant import (
    database_meant,
    is_kept_in,
    is_own_section,
)
from agent.planner.embedded.creating.naming import property_of, tidy, type_of
from agent.planner.embedded.creating.pieces import Group, Member, bare, raw, uncounted, without_kind
from agent.planner.embedded.creating.sections import (
    columns_of,
    describes,
    introduce,
    members_in,
    read_section,
    several,
    table_name,
)
from agent.planner.embedded.creating.views import is_clear, says_change, view_of
from agent.planner.embedded.grammar.phrases import is_small
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.lexicon import concept_of

_FEW = 2


def read_led(found: Found, group: Group) -> None:
    """A group with a lead, by the noun that its lead ends with, else by its members."""
    held = [i for i, t in enumerate(group.lead[:-1]) if i and t.has("generic.", "domain.")]
    if found.said.get("no_databases") and any(t.has("block.") for t in group.lead):
        found.leave(group)
        return
    if held and not found.head and group.mark == "topic" and not group.kind:
        take_head(found, group.lead[: held[-1] + 1])
        group.lead = group.lead[held[-1] + 1 :]
    told = [t for t in group.lead if not is_small(t) or t.has("ordinal.")]
    if group.members and told and all(t.has("ordinal.") for t in told):
        introduce(found, group.members[0].tokens)
    elif not (found.databases and read_rollup(found, group)) and not (
        _read_kind_led(found, group) or _read_noun_led(found, group)
    ):
        _read_said_of(found, group, tidy(without_kind(group.lead), found.text))


def _read_kind_led(found: Found, group: Group) -> bool:
    """A lead that says what its members are: properties, databases, pages, options, samples."""
    lead, members = list(group.lead), introduced.members_of(group, found.text)
    said = ("noun.property", "noun.database", "noun.view", "sample.")
    own = bare([t for t in lead if not t.has(*said)])
    if group.kind == "sample.sample" and found.head and describes(members, found.text):
        read_section(found, tidy(lead, found.text), columns_of(members, found.text))
    elif group.kind == "sample.sample" and all(map(_says_no, members)):
        found.said["sample_count"] = 0
    elif group.kind == "sample.sample":
        of = tidy(uncounted(own)[0], found.text) if own else ""
        introduced.read_rows(found, group.members, found.means(of) if of else None)
    elif group.kind == "noun.option" or (_is_status(lead) and group.members):
        introduced.of_options(found, group)
    elif group.kind == "noun.sub_page":
        take_head(found, bare([t for t in own if not t.has("noun.sub_page")]))
        introduced.read_pages(found, group)
    elif group.kind == "noun.database":
        _databases_led(found, group, own)
    elif group.kind == "noun.property" and own and (typed := _typed_only(own, members, found)):
        found.put([typed])
    elif group.kind == "noun.property":
        _take_owner(found, group)
        database = _database_named(found, lead, own)
        if database is None:
            take_head(found, own)
        introduced.read_properties(found, group, database)
    else:
        return False
    return True


def _read_noun_led(found: Found, group: Group) -> bool:
    """A lead that ends with a noun for rows, views or a name."""
    lead = group.lead
    if lead[-1].has("noun.row", "task.") and len(lead) == 1 and found.head and group.mark != "need":
        introduced.read_rows(found, introduced.members_of(group, found.text))
    elif lead[-1].has("noun.view"):
        _read_views(found, group)
    elif found.head and (kind := is_clear(lead)) and group.members:
        _view_by(found, kind, group)
    elif lead[-1].has("noun.title") and any(t.has("noun.database") for t in lead):
        _rename_first(found, group)
    else:
        return False
    return True


def _rename_first(found: Found, group: Group) -> None:
    """The first database under another name: "회의록 DB 이름은 '주간회의'로"."""
    at = next(i for i, t in enumerate(group.lead) if t.has("noun.database"))
    take_head(found, group.lead[:at])
    found.first_called = tidy(group.members[0].tokens, found.text) if group.members else None


def _take_owner(found: Found, group: Group) -> None:
    """ "プロパティは日付、満足度の旅行記録": the last property is said to be of the head."""
    if found.head or not group.members:
        return
    last = group.members[-1].tokens
    at = next((i for i, t in enumerate(last) if t.kind == "particle" and t.has("role.of")), 0)
    if at and concept_of(raw(last[:at], found.text)) is not None:
        take_head(found, last[at + 1 :])
        group.members[-1] = Member(last[:at])


def _typed_only(
    own: Sequence[Token], members: Sequence[Member], found: Found
) -> WantedProperty | None:
    """ "담당자는 사람 속성으로": a property, of which only the type is said."""
    if len(members) != 1 or not (kind := type_of(members[0].tokens)):
        return None
    return WantedProperty(name=tidy(own, found.text), type=kind)


def _says_no(member: Member) -> bool:
    """Whether a member is no more than a "none" or a cross."""
    return all(t.has("math.times", "value.no", "value.empty") for t in member.tokens)


def _is_status(lead: Sequence[Token]) -> bool:
    """Whether a plural or a bare word for stages leads ("statuses", "단계는")."""
    return len(lead) == 1 and lead[0].has("noun.status")


def _database_named(found: Found, lead: Sequence[Token], own: Sequence[Token]) -> str | None:
    """The database whose properties a lead speaks of; None for the main one."""
    if not own:
        return None
    name = tidy(own, found.text)
    known = found.names(name)
    if known is not None:
        return known
    marked = any(t.has("noun.database") for t in lead)
    return name if marked or found.head else None


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
        members = introduced.members_of(group, found.text)
        found.put([property_of(m, found.text) for m in members], name, exact=True)
        return
    take_head(found, own)
    introduced.read_databases(found, group)


def _read_said_of(found: Found, group: Group, name: str) -> None:
    """What is said of a database, of the head, or of one property."""
    group.members = _pointed(group, found.text)
    members = introduced.members_of(group, found.text)
    database = database_meant(found, group, name)
    listed = group.mark in ("colon", "dash", "with") or is_kept_in(found, group)
    viewed = database is not None and all(view_of(m, found.text) for m in members)
    if found.head and says_change(group.tokens()) and not viewed:
        found.leave(group)
    elif database is not None:
        wanted = [m for m in members if not took_view(found, m, group, database)]
        found.put([property_of(m, found.text) for m in wanted], database)
        _relate(found, database)
    elif is_own_section(found, group, name, listed=listed):
        wanted = [m for m in members if not took_view(found, m, group)]
        read_section(found, table_name(group.lead, found.text), columns_of(wanted, found.text))
    elif not found.head and (listed or group.mark == "place" or not _is_property(name, group)):
        take_head(found, group.lead)
        if group.said("keeps."):  # what is written down in a notebook are its columns
            columns = [property_of(m, found.text) for m in members]
            found.put(columns)
            found.infer(members, [one.name for one in columns if one])
        else:
            read_list(found, group)
    elif group.mark == "with":
        _read_with(found, group)
    elif group.mark in ("place", "need"):
        _read_needed(found, group, name, members)
    elif _is_remark(name, group, members):
        whole = (*group.lead, *members[0].tokens)  # "깨지는 물건 체크"
        read_single(found, Member(whole, members[0].groups), group)
    elif not introduced.read_property(found, name, _own_part(found, group)):
        found.leave(group)


def _pointed(group: Group, text: str) -> list[Member]:
    """The members; those in brackets behind a word that points back ("with them (date, notes)")."""
    first = group.members[0] if len(group.members) == 1 else Member(())
    back = first.groups and all(t.has("teller.", "it.") for t in first.tokens)
    return members_in(first.groups[0], text) if back else group.members


def _read_needed(found: Found, group: Group, name: str, members: Sequence[Member]) -> None:
    """What something needs, or what stands in it: of the whole, or a database by its own name."""
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
    if not ((first.choices or first.groups) and others) or others[0].choices:
        return group
    if first.groups and not any(t.has("type.") for t in first.tokens):
        return group  # an option with its colour
    read_more(found, Group(members=others))
    return Group(group.lead, group.mark, [first])


def _is_remark(name: str, group: Group, members: Sequence[Member]) -> bool:
    """Whether a topic and what follows are one phrase, and no property with its options."""
    chosen = group.said("choose.") or _is_property(name, group)
    chosen = chosen or (not group.verbs and introduced.are_options(members))
    return len(members) == 1 and not chosen and group.mark == "topic"


def _is_property(name: str, group: Group) -> bool:
    return concept_of(name) is not None or any(m.choices for m in group.members)


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


def _relate(found: Found, database: str) -> None:
    """A property that is called as another database leads there."""
    for place, listed in enumerate(found.lists):
        if listed.database != database:
            continue
        linked = [
            p.model_copy(update={"type": "relation", "target": target})
            if p.type is None and (target := found.names(p.name)) not in (None, database)
            else p
            for p in listed.properties
        ]
        found.lists[place] = listed.model_copy(update={"properties": linked})


def _read_views(found: Found, group: Group) -> None:
    for member in introduced.members_of(group, found.text):
        if (view := view_of(_as_view(member), found.text)) is not None:
            found.views.append(view)
        elif hue := hue_of(member.tokens):
            found.said["color"] = hue
    if group.said("only.", "role.only"):
        found.said["views_only"] = True


def _view_by(found: Found, kind: str, group: Group) -> None:
    """ "보드는 상태로": a view by a property; what else is listed there stands for itself."""
    first, *others = group.members
    name = found.has_property(tidy(first.tokens, found.text))
    found.views.append(WantedView.model_validate({"type": kind, "by": name}))
    if others:
        read_more(found, Group(members=others, verbs=group.verbs))


def _as_view(member: Member) -> Member:
    """A member of a list of views: "table" alone is one there."""
    word = Token("word", 0, 0, "", frozenset({"noun.view"}))
    return Member((*member.tokens, word) if member.tokens else ())
