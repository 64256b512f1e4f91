"""What is to be called otherwise."""

from collections.abc import Sequence
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import ARROW, Phrase
from agent.planner.embedded.grammar.new import new_names
from agent.planner.embedded.grammar.new.build import a_view, edited_rows, present
from agent.planner.embedded.grammar.new.naming import (
    is_no_name,
    is_of_unknown,
    may_be_name,
    read_owners,
    without_padding,
)
from agent.planner.embedded.grammar.text.names import NOUNS, Entity, Kind
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.views.viewing import first_view, view_meant
from tools.workspace.actions.options import RenameOption
from tools.workspace.actions.pages import Rename
from tools.workspace.actions.properties import RenameProperty
from tools.workspace.actions.views import UpdateView
from tools.workspace.change import Change


def rename(clause: Clause) -> list[Change]:
    """`rename Due to Deadline`, `call it Acme HQ`, `the title should be "Acme"`."""
    titled = bool(titles := _name_words(clause))
    roles = ("called", *["quote"] * clause.does("write", "do"))
    called = any(p.plays(*roles) for p in clause.phrases)
    called = called or any(t.text == ARROW for t in clause.tokens)
    plain = clause.said.verb is None or clause.does("do")
    placed = clause.said.verb is None and clause.find("place.") is not None
    placed = placed and bool(clause.named("option", "property"))  # "right after Name"
    if placed or not (titled or called or plain or clause.does("rename", "change")):
        raise Refused
    clause.use(*titles)
    old = _turned_down(clause) or (first_view(clause) if titled else None)
    name_tokens = new_names.behind_arrow(clause) or _new_name(clause, titled=titled)
    clause.use(*name_tokens)
    name_tokens = without_padding(name_tokens)
    name = clause.raw(name_tokens) + new_names.bracketed(clause, name_tokens)
    sure = titled or called or clause.does("rename")
    if not name or (not sure and (is_no_name(name_tokens) or is_of_unknown(clause))):
        raise Refused
    if plain and not (called or may_be_name(name_tokens)):
        raise Refused
    if not sure and new_names.is_kind(name_tokens):
        raise Refused
    clause.take_all(*(["it."] if old else []), *(["way."] if called else []))
    changed = called_otherwise(clause, old, name) if old else _renamed(clause, name, titles)
    row = changed.action == "edit_rows" and not (titled or called or clause.does("rename"))
    if row and any(t.kind == "number" for t in name_tokens):
        raise Refused  # that is a value of it
    if plain and not (titled or called or new_names.is_no_value(clause, changed, name_tokens)):
        raise Refused  # "A to B" without a verb may give a value
    return [changed]


def write_name(clause: Clause) -> list[Change]:
    """`write it as "contact", not "phone"`: what a property is called from now on."""
    if not any(
        p.plays("object") and clause.named("property", among=p.tokens) for p in clause.phrases
    ):
        raise Refused
    return rename(clause)


def _turned_down(clause: Clause) -> Entity | None:
    """What is not to be called so any more ("call it employee, not worker")."""
    for mark, token in pairwise(clause.tokens) if clause.does("rename") else ():
        turned = mark.has("not.not", "instead.after")
        found = clause.entities(token, *new_names.RENAMED) if turned else []
        if found:
            clause.use(mark, token)
            return clause.one(found)
    return None


def _name_words(clause: Clause) -> list[Token]:
    """The words for a name; where a noun follows, that is a property which is called so."""
    plain = [t for t in clause.tokens if t.kind != "particle"]  # "the column of the title"
    of_property = {a.start for a, b in pairwise(plain) if b.has("noun.property")}
    # "rename Kind to Common name"
    to = (p.tokens for p in clause.phrases if clause.does("rename") and p.roles >= {"to", "behind"})
    new = {tokens[-1].start for tokens in to if len(tokens) > 1}
    titles = [t for t in clause.tokens if t.has("noun.title") and t.start not in of_property]
    return [t for t in titles if t.start not in new]


def _new_name(clause: Clause, *, titled: bool) -> list[Token]:
    """The tokens of the new name: what is led by "to", quoted as a name, or stands last."""
    for roles in (("to",), ("called", "quote")):
        phrases = [
            p
            for p in clause.phrases
            if p.plays(*roles) and (clause.free(p.tokens) or _led_by(clause, p))
        ]
        if phrases:
            to = phrases[-1]
            items = [item for item in to.items if clause.free(item)] or to.items
            if len(items) > 1:
                return new_names.joined(clause, to, sure=titled or clause.does("rename"))
            tokens = [t for t in items[0] if t.start not in clause.used or clause.is_free(t)]
            tokens += new_names.goes_on(clause, to)
            if [t.kind for t in tokens].count("quoted") == 1 and tokens[-1].kind == "quoted":
                clause.use(*tokens)
                return tokens[-1:]  # "it is too long, 'Team'": what stands before says why
            return _led_by(clause, to) + _without_lead(clause, to, tokens)
    if any(t.kind == "emoji" for t in clause.said.payload):
        raise Refused  # an icon beside the name
    states = [b for a, b in pairwise(clause.tokens) if a.has("be.") and b.kind == "quoted"]
    if clause.said.verb is None and len(states) == 1:
        return states
    if clause.said.payload and (titled or clause.does("rename", "change")):
        return new_names.around_colon(clause, titled=titled)
    if clause.does("rename"):
        return new_names.behind_target(clause)
    if not titled:
        raise Refused
    return _stated(clause)


def _stated(clause: Clause) -> list[Token]:
    """The name that words say a title is."""
    if len(quoted := [t for t in clause.free() if t.kind == "quoted"]) == 1:
        return quoted
    last = clause.phrases[-1].tokens if clause.said.verb is None and clause.phrases else ()
    if not last or any(t.has("states.") and not t.names for t in last):
        raise Refused  # "the names are confusing" is none
    return [t for t in last if clause.is_free(t)]


def _led_by(clause: Clause, to: Phrase) -> list[Token]:
    """What belongs to a name before its last word, behind the target (`the team's promise`)."""
    place = clause.phrases.index(to)
    start = place
    while start and (
        clause.phrases[start - 1].roles <= {"of", "and"}
        or (start > 1 and all(t.kind == "unknown" for t in clause.phrases[start - 1].tokens))
    ):
        start -= 1  # letters within a new name may look like a particle
    behind = any(p.plays("object", "topic") for p in clause.phrases[:start])
    return [t for p in clause.phrases[start:place] for t in p.tokens] if behind else []


def _without_lead(clause: Clause, to: Phrase, tokens: list[Token]) -> list[Token]:
    """The name of a phrase that holds its target too."""
    titles = [i for i, t in enumerate(to.tokens) if t.has("noun.title") and t.start in clause.used]
    if titles:
        return list(to.tokens[titles[-1] + 1 :])
    titled = any(t.has("noun.title") and t.start < to.tokens[0].start for t in clause.tokens)
    if titled or any(p is not to and clause.free(p.tokens) for p in clause.phrases):
        return tokens
    at = next((i for i, t in enumerate(tokens) if t.names), -1)
    glued = tokens[at : at + 1] and any(t.start == tokens[at].end for t in tokens[at + 1 :])
    if at >= 0 and glued and tokens[at].text.isalpha() and not tokens[at].text.isascii():
        return tokens  # a name within one longer word is of that
    return tokens[at + 1 :]


def _renamed(clause: Clause, name: str, titles: Sequence[Token]) -> Change:
    """The change that calls what else is named otherwise."""
    if new_names.is_of_page(clause, name, titles):
        return _page_renamed(clause, name)
    target = _target(clause, _kinds_said(clause), titled=bool(titles))
    if titles and clause.memory.last and (target is None or new_names.is_named_anew(clause)):
        target = new_names.column_called(clause, titles) or target
    if target is None:
        return _page_renamed(clause, name)
    return called_otherwise(clause, target, name)


def called_otherwise(clause: Clause, target: Entity, name: str) -> Change:
    """The change that gives an entity another name. Raises Refused for what has that name."""
    world = clause.world
    clause.memory.remember(Entity(target.kind, name, target.id, target.database, target.property))
    match target.kind:
        case "property":
            if world.property(target).type == "people" and not _says_name(clause):
                raise Refused  # somebody is to be set
            place = {"database": world.database(target).title, "property": target.name}
            return RenameProperty(action="rename_property", **place, to=name)
        case "option":
            place = {"database": world.database(target).title, "option": target.name}
            prop = world.property(target).name
            return RenameOption(action="rename_option", **place, property=prop, to=name)
        case "row":
            home = world.database(target)
            title = next(p.name for p in home.properties if p.type == "title")
            return edited_rows(home, [(world.row(target), {title: name})])
        case "view":
            home = world.database(target)
            view = next(v for v in home.views if v.id == target.id)
            to = a_view({**present(home, view), "name": name})
            return UpdateView(action="update_view", database=home.title, view=view.name, to=to)
        case _:
            if name == target.name:
                raise Refused
            return Rename(action="rename", target=target.name, to=name)


def _says_name(clause: Clause) -> bool:
    """Whether words say that a name is changed, and not a value."""
    named = any(t.has("noun.title", "noun.property") for t in clause.said.tokens)
    named = named or any(p.plays("called") for p in clause.phrases)
    quoted = any(t.kind == "quoted" for t in clause.tokens)
    return named or quoted or clause.does("rename")


def _kinds_said(clause: Clause) -> list[Kind]:
    """The kinds of thing that nouns say, their words read."""
    found = list[Kind]()
    for token in clause.tokens:
        kind = next((NOUNS[s] for s in sorted(token.senses) if s in NOUNS), None)
        if kind and not token.names and token.start not in clause.used:
            found.append(kind)
    return list(dict.fromkeys(found))


def _target(clause: Clause, kinds: Sequence[Kind], *, titled: bool) -> Entity | None:
    """What is to be called otherwise; None for the page. Raises Refused where nothing fits."""
    free = clause.free(clause.tokens)
    if kinds == ["property"] and (prop := _property_in_place(clause)):
        return prop
    if "view" in kinds or any(t.has("view.") and not t.has("noun.database") for t in free):
        place = clause.place()
        if meant := view_meant(clause, place):
            home, view = meant
            return Entity("view", view.name, view.id, home.id)
    named = (_begun(clause) if kinds == ["database"] else None) or _named_target(clause, kinds)
    nouns = (*NOUNS, "noun.row")
    clause.use(*(t for t in free if t.has(*nouns) and not t.names))
    if named is not None:
        return named
    if kinds == ["database"]:
        home = clause.home()
        return Entity("database", home.title, home.id)
    if clause.take("it.it"):
        last = clause.memory.last
        return last if last and last.kind in new_names.RENAMED else None
    last = clause.memory.last
    page = any(t.has("noun.page") for t in clause.tokens)
    name = any(t.has("called.name") for t in clause.tokens)
    given = any(t.kind == "quoted" for t in clause.tokens) or clause.does("rename")
    given = given or any(p.plays("called") for p in clause.phrases)
    alone = given and not titled and not clause.free(clause.tokens)
    if last and last.kind in new_names.RENAMED and (name or alone) and not page:
        return last  # "the name …", or only "call it …": of what was spoken of right before
    if not titled and not clause.does("rename") and "sub_page" not in kinds:
        raise Refused
    return None


def _property_in_place(clause: Clause) -> Entity | None:
    """The property of a database that both are named."""
    kept = set(clause.used)
    place = clause.place()
    for token in clause.free(clause.tokens) if place else ():
        if place and (entity := clause.prop(token, [place])):
            clause.use(token)
            clause.take_all("noun.property")
            return entity
    clause.used = kept
    return None


def _named_target(clause: Clause, kinds: Sequence[Kind]) -> Entity | None:
    own = [k for k in new_names.RENAMED if k in kinds] if kinds != ["database"] else []
    wanted = own or list(new_names.RENAMED)
    best: tuple[int, Token, list[Entity]] | None = None
    for token in new_names.there_already(clause):
        fits = clause.entities(token, *wanted)
        if not fits:
            continue
        fits = [e for e in fits if e.name.casefold() == token.text.casefold()] or fits
        kind = min((e.kind for e in fits), key=wanted.index)
        rank = _depth(kind)
        if best is None or rank > best[0]:
            best = rank, token, [e for e in fits if e.kind == kind]
    if best is None:
        return _begun(clause) or _meant_target(clause)
    _, token, found = best
    entity = clause.one(found)
    clause.use(token)
    read_owners(clause, entity)
    return entity


def _depth(kind: Kind) -> int:
    """How deep a kind lies: of what is named together, the deepest is meant."""
    return {"property": 1, "view": 1, "option": 2, "row": 2}.get(kind, 0)


def _meant_target(clause: Clause) -> Entity | None:
    for token in new_names.there_already(clause):
        known = token.kind in ("word", "unknown")
        if known and (entity := clause.prop(token, clause.world.databases)):
            clause.use(token)
            return entity
    return None


def _begun(clause: Clause) -> Entity | None:
    """The database of whose title a word is the beginning, or the end."""
    for token in new_names.there_already(clause):
        home = clause.world.begun_by(token.text)
        if home is not None and not clause.entities(token, "database"):
            clause.use(token)
            return Entity("database", home.title, home.id)
    return None


def _page_renamed(clause: Clause, name: str) -> Change:
    if clause.find("noun.database", "noun.property", "noun.option", "noun.view"):
        raise Refused
    clause.take_all("noun.page", "it.it", "all.whole")
    return Rename(action="rename", to=name)
