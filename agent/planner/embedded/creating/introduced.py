"""What is said of something that is named first: "속성은 …", "databases: …", "tasks need …"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from agent.planner.brief import WantedProperty, WantedRow
from agent.planner.embedded.creating.found import Found, once
from agent.planner.embedded.creating.sections import members_in
from agent.planner.embedded.creating.views.wanted import view_of
from agent.planner.embedded.creating.wish.deciding import counted
from agent.planner.embedded.creating.wish.naming import is_parted, property_of, tidy
from agent.planner.embedded.creating.wish.pieces import (
    TIGHT,
    Group,
    Member,
    bare,
    before_several,
    only_counts,
    raw,
    uncounted,
    words_in,
)
from agent.planner.embedded.creating.wish.shapes import option, options_of
from agent.planner.embedded.creating.wish.spread import either
from agent.planner.embedded.creating.wish.trimmed import ungeneric
from agent.planner.embedded.creating.wish.vocabulary import are_many, forms
from agent.planner.embedded.grammar.text.clocks import count_of
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import concept_worded, is_choice, is_thing, singular
from tools.blueprint.properties import CHOICES

_FEW = 2


def members_of(group: Group, text: str) -> list[Member]:
    """The members of a list, also where only blanks or strokes part them."""
    found = list[Member]()
    several = len(group.members) > 1
    for one in group.members:
        columns = _are_stroked(one, text) and any(concept_worded(raw(c, text)) for c in one.choices)
        options = several and not columns
        if one.choices and not (one.tokens or is_parted(one) or options):
            *before, last = one.choices
            found += [Member(tuple(bare(c)), asked=_is_asked(c)) for c in before]
            found.append(Member(tuple(bare(last)), one.groups, asked=one.asked or _is_asked(last)))
        else:
            found.append(one)
    if len(found) == 1 and not found[0].groups:
        return _by_blanks(found[0], text)
    return found


def _are_stroked(member: Member, text: str) -> bool:
    """Whether strokes part what a member may be, and no words ("준 돈인지 받은 돈인지")."""
    ends = [choice for choice in member.choices if choice][:_FEW]
    return len(ends) < _FEW or not TIGHT.isdisjoint(text[ends[0][-1].end : ends[1][0].start])


def _is_asked(choice: Sequence[Token]) -> bool:
    return any(token.text == "?" for token in choice[-1:])


def _by_blanks(member: Member, text: str) -> list[Member]:
    """ "이름 담당자 연락처": three names or more with nothing between them."""
    kept, _ = uncounted(member.tokens)
    words = words_in(ungeneric(kept))
    known = sum(concept_worded(raw(w, text)) is not None or is_thing(raw(w, text)) for w in words)
    if len(words) > _FEW and known * 2 >= len(words):
        return [Member(tuple(word)) for word in words]
    return [member]


def read_properties(found: Found, group: Group, database: str | None) -> None:
    """Properties that a noun for them introduces or follows."""
    members = members_of(group, found.text)
    listed = group.mark in ("topic", "colon", "noun") and not group.said("role.also", "more.")
    if only := group.said("only.", "role.only"):
        found.said["nothing_more"] = True
    exact = listed or only
    found.put([property_of(m, found.text) for m in members], database, exact=exact)


def read_databases(found: Found, group: Group) -> None:
    """Databases by name, with the properties that stand in brackets behind each."""
    more = group.said("role.also", "more.", "verb.add") and bool(found.head or found.subject)
    more = more and group.said("role.also", "more.") and not group.lead
    more = more or bool(found.said.pop("further_databases", 0))
    for member in members_of(group, found.text):
        if (view := view_of(member, found.text)) is not None:
            found.views.append(view)
            continue
        name = tidy(uncounted(member.tokens)[0], found.text)
        if not name or only_counts(member.tokens):
            continue
        (found.more if more else found.databases).append(name)
        for inside in member.groups:
            inner = [property_of(m, found.text) for m in members_in(inside, found.text)]
            found.put(inner, name, exact=True)


def read_pages(found: Found, group: Group) -> None:
    """Sub-pages by name."""
    listed = [uncounted(m.tokens)[0] for m in members_of(group, found.text)]
    names = [tidy(tokens, found.text) for tokens in listed]
    more = group.said("role.also", "more.", "verb.add") and not group.lead
    (found.more_pages if more else found.pages).extend(name for name in names if name)


def took_pages(found: Found, members: Sequence[Member]) -> bool:
    """Takes a list that names just as many as there are to be sub-pages ("a wiki with three
    sub-pages: benefits, time off, security"); whether it is one."""
    count, others = found.said.get("sub_page_count"), found.said.get("database_count")
    plain = not (found.pages or any(m.groups or m.choices for m in members))
    taken = plain and count == len(members) != others
    if taken:
        read_pages(found, Group(members=list(members)))
    return taken


def took_names(found: Found, group: Group) -> bool:
    """Takes the names of just as many as the head counts ("고양이 두 마리 … 이름은 콩이, 두부") for
    what each row is of, and for no title; whether they are."""
    named = bool(group.lead) and group.lead[-1].has("noun.title", "naming.")
    plain = not any(m.groups or m.choices for m in group.members)
    if not (named and plain and counted(found.head) == len(group.members) > 1):
        return False
    pairs = zip(found.head, found.head[1:], strict=False)
    unit = next(u for n, u in pairs if n.kind == "number" or n.has("count."))
    before = words_in([t for t in found.head if t.end < unit.start])
    of = [unit] if not unit.has("creature.") else [t for word in before[:1] for t in word]
    of = [t for t in of if not (t.kind == "number" or t.has("count."))]
    read_options(found, singular(raw(of, found.text)).capitalize(), group)
    return True


def read_rows(found: Found, members: Sequence[Member], database: str | None = None) -> None:
    """Rows that are given, with a price or another amount behind their names."""
    for member in members:
        tokens, values = uncounted(member.tokens)[0], dict[str, str]()
        if is_priced(member):
            number, unit = amount(tokens)
            price = _price(found)
            values[price] = number.text
            wanted = {"name": price, "type": "number", "format": unit.group("format.")}
            found.put([WantedProperty.model_validate(wanted)], database)
            tokens = tokens[:-2]
        values |= _counted(found, member)
        told = all(t.has("noun.row", "tells.", "sample.") for t in bare(tokens))  # "5つくらい"
        if (name := raw(bare(tokens), found.text)) and not told:
            found.rows.append(WantedRow(database=database, title=name[:200], values=values))


def read_named(found: Found, group: Group) -> None:
    """Rows of which columns follow, led by what each of them is."""
    read_rows(found, group.members)
    if name := singular(tidy(group.lead, found.text)).capitalize():
        found.put([WantedProperty(name=name, type="title")], exact=True)


def _price(found: Found) -> str:
    """The property of the wish that holds amounts, else a new one for prices."""
    named = [p.name for one in found.lists for p in one.properties]
    money = (n for n in named if (known := concept_worded(n)) and known.key == "money")
    return next(money, lexis().names[found.language]["price"])


def is_priced(member: Member) -> bool:
    """Whether an amount stands behind a name: a row ("라떼 5000원")."""
    tokens, _ = uncounted(member.tokens)
    return len(tokens) > _FEW and bool(amount(tokens))


def amount(tokens: Sequence[Token]) -> Sequence[Token]:
    """The number and the currency that words end with ("5000원", "£5"); nothing for none."""
    pair = sorted(tokens[-2:], key=lambda t: t.kind != "number")
    return pair if len(pair) == _FEW and pair[0].kind == "number" and pair[1].has("format.") else ()


def are_counted(members: Sequence[Member]) -> bool:
    """Whether behind each name stands how many of one thing ("Azul (2-4 players)"): rows."""
    units = {unit for m in members if (unit := _unit(m))}
    return len(members) > 1 and len(units) == 1 and all(map(_unit, members))


def _unit(member: Member) -> str:
    inside = member.groups[0] if len(member.groups) == 1 else ()
    plain = [t for t in inside if t.kind not in ("number", "punct")]
    counted = len(plain) == 1 and inside[0].kind == "number" and not plain[0].has("type.")
    return plain[0].text.casefold() if counted else ""


def _counted(found: Found, member: Member) -> dict[str, str]:
    """What brackets behind a row count, under the name of that."""
    if not (unit := _unit(member)):
        return {}
    inside = member.groups[0]
    said = found.text[inside[0].start : inside[-1].end]
    return {unit[:1].upper() + unit[1:]: said[: -len(unit)].strip()}


def options_in(members: Sequence[Member], text: str) -> list[str]:
    """The options that members name."""
    names = [option(m.tokens, text) for m in members if m.tokens]
    return once([*names, *(o for m in members for o in options_of(m.choices, text))])


def read_options(found: Found, name: str, group: Group, database: str | None = None) -> None:
    """The options of a property, with their colours."""
    meant = found.column_meant(singular(name)) if are_many(name) else None
    name = meant.name if meant else found.called(name)  # "Categories: …", of a category
    several = any(before_several(m.tokens) for m in group.members)
    group = replace(group, members=_without_total(group.members))
    members = [replace(m, tokens=tuple(before_several(m.tokens) or m.tokens))
               for m in group.members if m.tokens or m.choices]  # fmt: skip
    if len(members) == 1 and not members[0].groups:
        members = options_by_blanks(members[0])
    options, colors = list[str](), dict[str, object]()
    for member in members:
        if member.choices:
            options += options_of(member.choices, found.text)
            continue
        named = member.tokens[member.tokens[0].text in forms("alike") :]  # "tags like vegan"
        options.append(option(named, found.text))
        for inside in member.groups:
            hue = next((t.group("hue.") for t in inside if t.has("hue.")), "")
            colors |= {options[-1]: hue} if hue else {}
    known = concept_worded(name)
    kind = "multi_select" if several else known.type if known and is_choice(name) else "select"
    said = {"name": name, "type": kind, "options": once(options), "colors": colors}
    found.put([WantedProperty.model_validate(said)], database)


def _without_total(members: Sequence[Member]) -> list[Member]:
    """The members without the number of all of them behind the last ("佐藤、鈴木、高橋の3人")."""
    *others, last = members or [Member(())]
    if not others or len(last.tokens) <= _FEW:
        return [*members]
    *kept, number, unit = last.tokens
    total = count_of(number) if unit.has("counter.", "creature.") else None
    ends = total == len(members)
    return [*others, replace(last, tokens=tuple(bare(kept)))] if ends else [*members]


def are_options(members: Sequence[Member]) -> bool:
    """Whether a single member is a list that only blanks part ("승 무 패")."""
    return len(members) == 1 and len(options_by_blanks(members[0])) > 1


def options_by_blanks(member: Member) -> list[Member]:
    """ "easy medium hard": three options or more with nothing between them."""
    kept = uncounted(member.tokens)[0]
    parted = [token for one in kept for token in either(one)]
    if len(kept) == 1 < len(parted):
        return [Member((token,)) for token in parted]
    plain = all(t.kind in ("unknown", "word") and not _is_marked(t) for t in kept)
    apart = all(a.end < b.start for a, b in pairwise(kept))
    return [Member((t,)) for t in kept] if len(kept) > _FEW and plain and apart else [member]


def _is_marked(token: Token) -> bool:
    """Whether a word says its part in the sentence, and not only that there are no others."""
    return token.has("role.") and not token.has("role.only")


def read_property(found: Found, name: str, group: Group, database: str | None = None) -> bool:
    """What is said of one property: its options, its type or its unit; whether it was that."""
    if not group.members:
        return False
    first = group.members[0]
    if len(group.members) == 1 and not first.choices:
        instead = max((i for i, t in enumerate(first.tokens) if t.has("instead.")), default=-1)
        unit = [
            t
            for t in first.tokens[instead + 1 :]
            if t.has("format.", "type.", "star.", "scale_of.") and not t.names
        ]
        if unit:
            inside = first.groups or (tuple(unit[:1]),)
            typed = property_of(Member(group.lead, inside), found.text)
            if typed and unit[0].has("star.", "scale_of.") and not unit[0].has("format.", "type."):
                typed = typed.model_copy(update={"type": "select"})
            meant = found.column_meant(name) if typed and not first.groups else None
            if typed and meant:  # "内容は複数選べること"
                told = {"name": meant.name, "options": typed.options or meant.options}
                typed = typed.model_copy(update=told)
            if typed and typed.options and (kind := unit[0].group("type.")) in CHOICES:
                typed = typed.model_copy(update={"type": kind})  # "担当は複数選べるように（A、B）"
            found.put([typed], database)
            return typed is not None
    several = len(group.members) > 1 or bool(first.choices) or group.said("choose.")
    several = several or are_options(group.members)
    quoted = any(t.kind == "quoted" for t in first.tokens)
    if several or (is_choice(name) and (quoted or not group.said("verb."))):
        read_options(found, name, group, database)
        return True
    return False


def of_options(found: Found, group: Group) -> None:
    """ "Severity options: …", "statuses Idea, Draft": options of a property, else of the status."""
    lead = [t for t in group.lead if not t.has("noun.option") or t.has("concept.tags")]
    name = tidy(lead, found.text)
    if not lead and found.last:
        name = found.last
    elif all(t.has("noun.status") for t in lead):
        name = status_name(name, found.language)
    read_options(found, name, group, found.home_of(group))


def status_name(said: str, language: str) -> str:
    """What a status is called: as it was said, but never as several ("Stages")."""
    words = next(one.words for one in lexis().languages if one.name == language)["noun"]["status"]
    known = next((word for word in words if said.lower().startswith(word)), said or words[0])
    return known[:1].upper() + known[1:]
