"""Databases that are named beside those that there are, and how they are linked to each other."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from agent.planner.brief import WantedProperty, WantedRelation
from agent.planner.embedded.creating.found import Found
from agent.planner.embedded.creating.sections import Area, several
from agent.planner.embedded.creating.wish.naming import tidy
from agent.planner.embedded.creating.wish.pieces import Group, Member, uncounted
from agent.planner.embedded.creating.wish.subject import until_link
from agent.planner.embedded.creating.wish.trimmed import without_kind
from agent.planner.embedded.creating.wish.vocabulary import core
from agent.planner.embedded.creating.wish.vocabulary import tokens as words
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded


def add_database(found: Found, name: str) -> None:
    """Names a database beside those that there are; what was listed so far is of the first."""
    if not found.databases and found.subject and not found.known:
        _name_first(found)
    if found.names(name) is None:
        found.databases.append(name)


def _name_first(found: Found) -> None:
    """What was listed of the head alone describes a database, where others come beside it."""
    for place, listed in enumerate(found.lists):
        if listed.database is None and found.subject:
            found.databases.append(found.subject)
            found.lists[place] = listed.model_copy(update={"database": found.subject})
            return


def _leads_to(found: Found, wanted: WantedProperty) -> str | None:
    """The database that a property leads to: that of its name, or of what it is a list of; else
    the one that it is called after, whatever tells it apart ("参加する上映会")."""
    name, spaced = wanted.name, [d for d in found.named() if not d.isascii()]
    held = [d for d in spaced if d.startswith(f"{name} ")]
    told = (d for d in spaced if len(d) > 1 and name.endswith(d) and concept_worded(name) is None)
    return found.names(name) or (held[0] if len(held) == 1 else next(told, None))


def relate(found: Found, database: str) -> None:
    """A property that is called as another database leads there."""
    for place, listed in enumerate(found.lists):
        if listed.database != database:
            continue
        linked = [_related(found, p, database) for p in listed.properties]
        found.lists[place] = listed.model_copy(update={"properties": linked})


def _related(found: Found, wanted: WantedProperty, database: str) -> WantedProperty:
    """A property; as a relation where its name, or what it asks for, is another database."""
    asked = _asked(found, wanted.name)
    target = asked or _leads_to(found, wanted)
    if (wanted.type is not None and not asked) or target in (None, database):
        return wanted
    name = asked or wanted.name
    return wanted.model_copy(update={"name": name, "type": "relation", "target": target})


def _asked(found: Found, name: str) -> str | None:
    """The database that a question asks one row of ("어느 출판사에서 나왔는지")."""
    which, *said = words(name)
    asks = bool(said) and which.has("ask.which", "inquiry.which")
    return found.names(said[0].text) if asks else None


def relate_named(found: Found, group: Group) -> bool:
    """Reads which databases are linked to which; whether it did."""
    tokens = group.tokens()
    if found.head and _took_apart(found, group):
        return True
    if not tokens or len(found.databases) + len(found.more) < 1:
        return False
    said = [t for m in group.members for t in m.tokens if not _is_column(t, m, group)]
    said += [*group.lead, *group.verbs, *group.small]
    linked = any(t.has("link.", "verb.link") for t in said) or _counts(found, group, tokens)
    if linked and group.lead and _leads_by(found, group):
        return True
    lead = found.names(tidy(group.lead, found.text)) if group.lead else None
    named = [found.names(tidy(uncounted(m.tokens)[0], found.text)) for m in group.members]
    if lead and named and all(named) and group.mark in ("topic", "place"):
        _link(found, [(lead, name) for name in named if name])
        return True
    if not linked:
        return False
    pairs = list(_pairs(found, group, tokens))
    _link(found, pairs)
    return bool(pairs)


def _is_column(token: Token, member: Member, group: Group) -> bool:
    """Whether a word ends the name of a column in a list ("with author, year, DOI link")."""
    listed = group.mark in ("with", "colon") and len(group.members) > 1
    return listed and token is member.tokens[-1] is not member.tokens[0]


def _took_apart(found: Found, group: Group) -> bool:
    """Takes a table of its own that a clause only links to what there is ("a separate visit log
    linked to the clients", "물주기 기록은 따로 작물이랑 연결"); whether it names one."""
    first = group.members[0].tokens if len(group.members) == 1 else ()
    at = next((i for i, t in enumerate(first) if i and t.has("linked.")), 0)
    led = group.mark == "topic" and group.said("verb.link")
    named = group.lead if led else first[:at]
    name = tidy(without_kind(named), found.text)
    held = bool(named) and named[-1].has("holder.", "noun.database")
    if not held or found.has_property(name) or found.means(name):
        return False
    of = tidy(first[at + bool(at) :], found.text)  # what it is linked to
    found.subject = found.subject or several(of)
    add_database(found, name)
    _link(found, [(name, found.databases[0])])
    return True


def _leads_by(found: Found, group: Group) -> bool:
    """Takes a property for the relation that it is said to be ("공연의 부를 곡은 악보랑 연결")."""
    at = max((i for i, t in enumerate(group.lead[:-1]) if t.has("role.of")), default=-1)
    name = found.has_property(tidy(group.lead[at + 1 :], found.text))
    named = [found.means(tidy(until_link(m.tokens), found.text)) for m in group.members]
    target = next(filter(None, named), None)
    if name is None or target is None:
        return False
    found.put_type(name, WantedProperty(name=name, type="relation", target=target))
    return True


def _counts(found: Found, group: Group, tokens: Sequence[Token]) -> bool:
    """Whether a clause says of how many of one database each of another is ("a loan has many")."""
    said = [t.text.casefold().rstrip("s") for t in tokens]
    last = {name: name.casefold().rpartition(" ")[2].rstrip("s") for name in found.named()}
    named = {name for name in last if last[name] in said}
    many = any(t.has("many.", "each.") for t in (*tokens, *group.small))
    return len(named) > 1 and many and len(group.members) <= 2


def _pairs(found: Found, group: Group, tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    arrows = [m.choices for m in group.members if m.choices]
    for choice in arrows:
        names = [found.names(tidy(c, found.text)) for c in choice]
        yield from ((a, b) for a, b in pairwise(names) if a and b)
    if not arrows:
        text = found.text[tokens[0].start : tokens[-1].end].casefold()
        places = {name: _place_in(text, name) for name in found.named()}
        order = sorted((at, name) for name, at in places.items() if at >= 0)
        asked = [b.start for a, b in pairwise(tokens) if a.has("ask.which", "inquiry.which")]
        asks = bool(order) and tokens[0].start + order[0][0] in asked  # "どの公演で使うか"
        told = asks or bool(found.here) or any(t.has("it.") for t in tokens)
        here = [found.here, *reversed(found.databases)] if told and len(order) == 1 else []
        order[:0] = [(-1, d) for d in here if d and d != order[0][1]][:1]  # "이것도 현장이랑 연결"
        yield from ((order[0][1], name) for _, name in order[1:])


def _place_in(text: str, name: str) -> int:
    """Where a text speaks of a database: by its name, or by what it holds."""
    shorter = () if name.isascii() or len(core(name)) < len("abc") else (core(name)[:-1],)
    tried = (text.find(one) for one in (name.casefold().rstrip("s"), core(name), *shorter))
    return next((at for at in tried if at >= 0), -1)


def _link(found: Found, pairs: Sequence[tuple[str, str]]) -> None:
    for source, target in pairs:
        known = any({r.source, r.target} == {source, target} for r in found.relations)
        if source != target and not known:
            found.relations.append(WantedRelation(source=source, target=target))


def link(found: Found, group: Group) -> None:
    """Databases that are to be linked to each other; one alone, to the first that there is."""
    named = [m.tokens for m in group.members if not all(t.has("it.") for t in m.tokens)]
    cut = [until_link(tokens) for tokens in named]
    names = [found.means(n) or n for t in cut if (n := tidy(without_kind(t), found.text))]
    if found.head and len(names) == 1 and [len(one) for one in cut] < [len(one) for one in named]:
        keep_apart(found, names[0], linked=True)  # "keep suppliers in a separate table and link it"
        return
    pairs = pairwise(names)
    found.relations += [WantedRelation(source=a, target=b) for a, b in pairs if a != b]
    if group.kind == "noun.database" or not found.head:
        found.databases += [name for name in names if name not in found.databases]


def keep_apart(found: Found, name: str, *, linked: bool) -> None:
    """A database of its own for what was a column so far, or not named yet; `linked` to the first
    where no column leads there."""
    add_database(found, name)
    first = found.databases[0]
    relate(found, first)
    leads = any(p.target == found.names(name) for p in found.columns() if p.target)
    if linked and not leads and first != name:
        found.relations.append(WantedRelation(source=first, target=name))


def read_section(found: Found, name: str, wanted: Sequence[WantedProperty | None]) -> None:
    """A database with its properties."""
    known = found.names(name)
    add_database(found, name)
    found.put(wanted, known or name, exact=True)
    relate(found, known or name)


def read_areas(found: Found, areas: Sequence[Area]) -> bool:
    """The databases that areas describe; whether there are any."""
    for area in areas:
        add_database(found, area.name)
        found.put(area.columns, area.name, exact=area.exact)
        found.said |= {"currency": area.currency} if area.currency else {}
        found.views += area.views
        found.rows += area.rows
    for area in areas:
        relate(found, area.name)
    return bool(areas)
