"""What is said of something that is named first: a database, a property, the head itself."""

from collections.abc import Sequence

from agent.planner.brief import WantedView
from agent.planner.embedded.creating import introduced
from agent.planner.embedded.creating.deciding import are_many, is_attribute
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.heading import take_head
from agent.planner.embedded.creating.listing import (
    read_list,
    read_more,
    read_single,
    took_view,
    without_kind,
)
from agent.planner.embedded.creating.looks import hue_of
from agent.planner.embedded.creating.naming import is_choice, property_of, tidy
from agent.planner.embedded.creating.pieces import Group, Member, bare, raw
from agent.planner.embedded.creating.sections import (
    columns_of,
    describes,
    members_in,
    own_options,
    read_section,
    relate_named,
    several,
    table_name,
)
from agent.planner.embedded.creating.views import is_clear, says_change, view_named
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.lexicon import concept_of

_SOME = 3  # rows where nobody says how many
_FEW = 2  # things that may be put somewhere; a list of more describes what is there


def read_led(found: Found, group: Group) -> None:
    """A group with a lead, by the noun that its lead ends with, else by its members."""
    held = [i for i, t in enumerate(group.lead[:-1]) if i and t.has("generic.", "domain.")]
    if found.said.get("no_databases") and any(t.has("block.") for t in group.lead):
        found.leave(group)
        return
    if held and not found.head and group.mark == "topic" and not group.kind:
        take_head(found, group.lead[: held[-1] + 1])
        group.lead = group.lead[held[-1] + 1 :]
    if not (_read_kind_led(found, group) or _read_noun_led(found, group)):
        _read_said_of(found, group, tidy(without_kind(group.lead), found.text))


def _read_kind_led(found: Found, group: Group) -> bool:
    """A lead that says what its members are: properties, databases, pages, options, samples."""
    lead, members = list(group.lead), introduced.members_of(group, found.text)
    own = bare([t for t in lead if not t.has("noun.property", "noun.database", "noun.view")])
    if group.kind == "sample.sample" and found.head and describes(members, found.text):
        read_section(found, tidy(lead, found.text), columns_of(members, found.text))
    elif group.kind == "sample.sample" and any(_is_told(m.tokens) for m in group.members):
        found.said.setdefault("sample_count", _SOME)
    elif group.kind == "sample.sample":
        introduced.read_rows(found, group.members)
    elif group.kind == "noun.option" or (
        _is_status(lead) and group.members and not group.said("verb.group")
    ):
        introduced.of_options(found, group)
    elif group.kind == "noun.sub_page":
        take_head(found, bare([t for t in own if not t.has("noun.sub_page")]))
        introduced.read_pages(found, group)
    elif group.kind == "noun.database":
        _databases_led(found, group, own)
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
    elif found.databases and group.mark == "place" and all(t.has("it.") for t in lead):
        columns = [property_of(m, found.text) for m in introduced.members_of(group, found.text)]
        found.put(columns, found.databases[-1], exact=True)  # "そこには…"
    elif found.head and _is_apart(group):
        name = tidy(without_kind(lead), found.text)
        found.databases += [] if found.names(name) else [name]
        found.home = (found.text, group.sentence, found.names(name) or name)
    elif found.head and group.members and (kind := is_clear(group.members[0].tokens[:1])):
        by = found.has_property(tidy(lead, found.text))  # "納品日はカレンダーで"
        found.views.append(WantedView.model_validate({"type": kind, "by": by}))
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


def _is_told(said: Sequence[Token]) -> bool:
    """Whether words say how something is to be, and are no name of a row."""
    return any(t.kind == "particle" and t.has("role.from", "role.subject") for t in said[:-1])


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
        found.home = (found.text, group.sentence, name)
        members = introduced.members_of(group, found.text)
        if group.said("verb.link", "link.") and relate_named(found, group):
            return
        found.put([property_of(m, found.text) for m in members], name, exact=True)
        return
    take_head(found, own)
    introduced.read_databases(found, group)


def _read_said_of(found: Found, group: Group, name: str) -> None:
    """What is said of a database, of the head, or of one property."""
    group.members = _pointed(group, found.text)
    database, members = found.names(name), introduced.members_of(group, found.text)
    listed = group.mark in ("colon", "dash", "with") or _is_kept_in(found, group)
    listed = listed or (group.mark == "place" and len(members) > _FEW)
    called = bool(found.head) and group.lead[0].has("noun.database") and len(group.lead) > 1
    if found.head and says_change(group.tokens()):
        found.leave(group)
    elif database is not None:
        exact = group.mark == "colon" and len(members) > 1
        found.put([property_of(m, found.text) for m in members], database, exact=exact)
        _relate(found, database)
    elif listed and not is_choice(name) and (called or _describes(found, group)):
        wanted = [m for m in members if not took_view(found, m, group)]
        read_section(found, table_name(group.lead, found.text), columns_of(wanted, found.text))
    elif not (found.head or found.has_property(name)) and (
        listed or group.mark == "place" or not _is_property(name, group)
    ):
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
    elif len(members) == 1 and not _is_property(name, group) and group.mark == "topic":
        whole = (*group.lead, *members[0].tokens)  # "깨지는 물건 체크"
        read_single(found, Member(whole, members[0].groups), group)
    elif not introduced.read_property(found, name, _own_part(found, group)):
        found.leave(group)


def _is_apart(group: Group) -> bool:
    """Whether what is spoken of is to have a table of its own ("得意先は別の表にして")."""
    said = group.members[0].tokens if len(group.members) == 1 else ()
    turned = group.mark == "topic" and group.said("verb.do", "verb.change", "verb.split")
    return turned and len(said) == 1 and said[0].has("noun.database")


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


def _is_kept_in(found: Found, group: Group) -> bool:
    """Whether a list is said of what rows are kept in ("the list of members has a name")."""
    kept = group.mark in ("topic", "need") and len(group.lead) > 1
    return kept and group.lead[-1].has("holder.", "noun.database") and _describes(found, group)


def _describes(found: Found, group: Group) -> bool:
    """Whether a list behind the head describes a database of its own."""
    members = introduced.members_of(group, found.text)
    kept = any(t.has("task.") for t in group.lead)  # "a to-do list with a deadline"
    many = group.mark == "with" and (kept or are_many(table_name(group.lead, found.text)))
    return bool(found.head) and ((many and bool(members)) or describes(members, found.text))


def _own_part(found: Found, group: Group) -> Group:
    """What is said of a property; behind choices that strokes part, others follow."""
    own, others = own_options(group.members or [Member(())], found.text)
    if not others:
        return group
    read_more(found, Group(members=others))
    return Group(group.lead, group.mark, own)


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
        if (view := view_named(found, _as_view(member))) is not None:
            found.views.append(view)
        elif hue := hue_of(member.tokens):
            found.said["color"] = hue
        else:
            found.leave(Group(members=[member]))
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
