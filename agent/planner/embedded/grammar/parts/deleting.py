"""What is to go, and what is to lie elsewhere."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.new.build import deleted_rows, joined
from agent.planner.embedded.grammar.rows.leaving import (
    is_of_property,
    is_place_noun,
    it_or_its_namesakes,
    only_leaves_out,
    own_database,
    read_list_left,
    subtracts,
    types_behind,
)
from agent.planner.embedded.grammar.rows.resetting import takes_off
from agent.planner.embedded.grammar.rows.rows_named import rows_where
from agent.planner.embedded.grammar.text.names import NOUNS, Entity, Kind
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.grammar.views.viewing import view_meant
from tools.workspace.actions.blocks import DeleteBlocks
from tools.workspace.actions.options import DeleteOption
from tools.workspace.actions.pages import Archive, DeleteDatabase
from tools.workspace.actions.properties import DeleteProperty
from tools.workspace.actions.views import DeleteView
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingView, all_blocks

# What a bare name means when it is to go: a whole database only where nothing less is called so.
_DELETED: tuple[Kind, ...] = ("row", "property", "view", "option", "sub_page", "block", "database")
_INMOST: tuple[Kind, ...] = ("option", "view", "property")  # "the Low option of the property": it


def delete_rows(clause: Clause) -> list[Change]:
    """`delete all rows in Projects`: rows by what they hold."""
    if clause.named("row") or clause.find("noun.property", "noun.option", "noun.view"):
        raise Refused
    if only_leaves_out(clause) or is_of_property(clause) or clause.find("all.whole"):
        raise Refused
    _need_plain(clause)
    states = clause.find("state.", "all.every", "noun.thing", "noun.row", "compare.")
    options = clause.named("option")
    database = clause.named("database")
    if clause.find("noun.database") and not clause.find("noun.row"):
        raise Refused
    if not states and not (options and database):
        raise Refused
    home = _home(clause, options, database)
    rows = rows_where(clause, home, clause.tokens)
    return [deleted_rows(home, rows)]


def _need_plain(clause: Clause) -> None:
    """Raises Ask for "only Done": the option itself may be meant, or the rows that have it."""
    free = clause.free()
    only = any(t.has("role.only", "only.") for t in clause.said.tokens)
    options = {e.name for t in free for e in clause.entities(t, "option")}
    told = "noun.row" in clause.hints
    if only and len(free) == 1 and free[0].text in options and not (told or is_of_property(clause)):
        raise Ask("option_or_rows", ["option", "rows"])


def _home(
    clause: Clause,
    options: Sequence[tuple[Token, Entity]],
    database: Sequence[tuple[Token, Entity]],
) -> ExistingDatabase:
    if place := clause.place(roles=("at", "from", "of", "object", "topic", "bare")):
        return place
    if database:
        clause.use(database[0][0])
        return clause.world.database(database[0][1])
    homes = {e.database for t, _ in options for e in clause.entities(t, "option")}
    homes |= {e.database for _, e in clause.named("property")} if not homes else set()
    among = [d for d in clause.world.databases if d.id in homes]
    if among:
        return clause.home(among)
    overdue = clause.find("state.overdue") is not None
    dated = [d for d in clause.world.databases if overdue and clause.world.main_date(d)]
    done = [d for d in clause.world.databases if any(clause.world.done(p) for p in d.properties)]
    if clause.memory.database is None and clause.find("state.done", "state.open", "state.overdue"):
        return (dated or done or clause.world.databases)[0]
    return clause.home()


def delete_named(clause: Clause) -> list[Change]:
    """`remove assignee and area from tasks`, `delete the Low option`, `delete this page`."""
    _need_plain(clause)
    clause.take_all("roll.", "all.whole")  # "take her off the list", "delete the whole thing"
    limited = clause.find("state.", "compare.", "hue.") and not clause.named(*_DELETED)
    if limited or subtracts(clause) or takes_off(clause):
        raise Refused
    if found := _page(clause):
        return [found]
    kinds = _kinds(clause)
    seen = clause.find(
        "view.", among=[t for t in clause.everything if not is_place_noun(clause, t)]
    )
    if ("view" in kinds or (seen and "database" not in kinds)) and (views := _views(clause)):
        return views
    place = clause.place(roles=("at", "from", "of"), called=False)
    entities = _entities(clause, kinds, place)
    if not entities and place is not None:
        if not kinds and _is_part(clause, place):
            raise Refused
        meant = it_or_its_namesakes(clause, place) if kinds in ([], ["database"]) else []
        entities = [(clause.tokens[0], entity) for entity in meant]
    owners = {e.property for _, e in entities} | {e.database for _, e in entities}
    found_all: list[Change] = []
    for token, entity in entities:
        clause.use(token, *types_behind(clause, token, entity))
        if entity.id not in owners or entity.kind == "row":
            _read_owners(clause, entity)
            found_all.append(_deletion(clause, entity))
    blocks = [] if found_all else _blocks(clause)
    found_all += [] if found_all or blocks else [_last(clause, kinds, place)]
    clause.use(*(t for t in clause.free() if any(t.has(s) for s in NOUNS) and not t.names))
    clause.take_all("noun.row", "noun.block", "noun.thing", "it.it", "noun.status")
    clause.memory.database = place.id if place else clause.memory.database
    return joined([*found_all, *blocks])


def _is_part(clause: Clause, place: ExistingDatabase) -> bool:
    """Whether words say what of a database is to go, and not that it goes ("half of the books")."""
    owned = (t for p in clause.phrases if p.plays("of") for t in p.tokens)
    return any(e.id == place.id for t in owned for e in clause.entities(t, "database"))


def _last(clause: Clause, kinds: Sequence[Kind], place: ExistingDatabase | None) -> Change:
    """What was spoken of last, where nothing else is named. Raises Ask for what is not there."""
    last = clause.memory.last
    last = last if last and (not place or last.database in (None, place.id)) else None
    clause.use(*(t for t in clause.free() if any(t.has(s) for s in NOUNS) and not t.names))
    read_list_left(clause)
    clause.take_all(*(["it.it"] if last is not None and clause.world.has(last) else []))
    if last is not None and not clause.free() and (last.kind in kinds or not kinds):
        return _deletion(clause, last)
    homes = [place] if place else clause.world.databases
    gone = {p.id: p.name for home in homes for p in _parts(home, kinds)}
    gone = {d.id: d.title for d in homes} if kinds == ["database"] else gone
    hinted = [e for hint in clause.hints for e in clause.world.find(hint, *kinds)] if kinds else []
    hinted = [e for e in hinted if e.id in gone]
    unknown = clause.words([t for t in clause.free(clause.tokens) if not t.names])
    if hinted or gone:
        clause.use(*clause.free(clause.tokens))
    if hinted:
        return _deletion(clause, clause.one(hinted))
    if gone:
        names = list(gone.values())
        if alone := [name for name in names if names.count(name) == 1]:
            raise Ask(kinds[0], alone, unknown)
    raise Refused


def _parts(
    home: ExistingDatabase, kinds: Sequence[Kind]
) -> Sequence[ExistingProperty | ExistingView]:
    """The parts of a database of a kind that can go."""
    if kinds == ["view"]:
        return home.views
    return [p for p in home.properties if p.type != "title"] if kinds == ["property"] else []


def _entities(
    clause: Clause, kinds: Sequence[Kind], place: ExistingDatabase | None
) -> list[tuple[Token, Entity]]:
    """What is named that can go, in order."""
    return [
        (token, entity)
        for phrase in clause.phrases
        for token in phrase.tokens
        if clause.is_free(token) and (entity := _entity(clause, token, kinds, place))
    ]


def _page(clause: Clause) -> Change | None:
    """This page itself, or what was spoken of last."""
    noun = clause.find("noun.page")
    if noun is None or any(t is not noun and not t.has("it.it") for t in clause.free()):
        return None
    clause.use(*clause.free())
    return Archive(action="archive")


def _kinds(clause: Clause) -> list[Kind]:
    said = [t for t in clause.tokens if not (t.names or is_place_noun(clause, t))]
    found = [NOUNS[s] for t in said for s in sorted(t.senses) if s in NOUNS]
    found += ["row"] * bool(clause.find("noun.row"))
    found += ["block"] * any(t.has("block.", "noun.block") for t in said)
    inner = [kind for kind in _INMOST if kind in found]
    return inner[:1] or list(dict.fromkeys(found))


def _views(clause: Clause) -> list[Change]:
    """The views that are named, each read."""
    found, homes_said = list[Change](), _homes(clause)
    place = None if homes_said else clause.place(roles=("at", "from", "of"))
    for tokens, home in homes_said or [(clause.tokens, place)]:
        while meant := view_meant(clause, home, tokens):
            home_of, view = meant
            clause.memory.remember(Entity("view", view.name, view.id, home_of.id))
            found.append(DeleteView(action="delete_view", database=home_of.title, view=view.name))
    if found:
        clause.take_all("noun.view", "it.it")
        homes = {one.database for one in found if isinstance(one, DeleteView)}
        named = [(t, clause.entities(t, "database")) for t in clause.free()]
        clause.use(*(t for t, titled in named if any(e.name in homes for e in titled)))
    return found


def _homes(clause: Clause) -> list[tuple[Sequence[Token], ExistingDatabase | None]]:
    """Views of several databases, each with its own ("the calendar in A and the B board")."""
    items = [item for phrase in clause.phrases for item in phrase.items]
    found = list[tuple[Sequence[Token], ExistingDatabase | None]]()
    for place, item in enumerate(items):
        if not any(t.has("view.") for t in item):
            continue
        beside = [e for t in item for e in clause.entities(t, "database")]
        after = items[place + 1][:1] if not beside and place + 1 < len(items) else ()
        beside = beside or [e for t in after for e in clause.entities(t, "database")]
        found.append((item, clause.world.database(beside[0]) if beside else None))
    homes = {home.id for _, home in found if home is not None}
    return found if len(homes) > 1 and len(found) > 1 else []


def _entity(
    clause: Clause, token: Token, kinds: Sequence[Kind], place: ExistingDatabase | None
) -> Entity | None:
    """What a token names that can go, of the kinds that are said."""
    wanted = [k for k in _DELETED if k in kinds] if kinds else list(_DELETED)
    if kinds and "database" in kinds and len(kinds) > 1:
        wanted = [k for k in wanted if k != "database"]
    fits = clause.entities(token, *wanted)
    fits = [e for e in fits if place is None or e.database in (None, place.id) or e.id == place.id]
    fits = [e for e in fits if e.kind != "property" or clause.world.property(e).type != "title"]
    if (not kinds or kinds == ["database"]) and (own := own_database(clause, token)):
        return own
    if not fits:
        if token.kind in ("word", "unknown") and (not kinds or "property" in kinds):
            close = clause.prop(token, [place] if place else clause.world.databases)
            return None if token.has("noun.", "view.", "block.", "all.", "it.") else close
        return None
    kind = min((e.kind for e in fits), key=wanted.index)
    others = {e.kind for e in clause.entities(token)} - {kind}
    rows = {e.database for _, e in clause.named("row")}
    if "database" in others and any(e.id in rows for e in clause.entities(token, "database")):
        return None  # it only says what kind of row that is
    if not kinds and "database" in others and kind in ("property", "row"):
        raise Refused  # a database and a property of one name: which of them is not said
    owner = _owner_said(clause, token)
    same = [e for e in fits if e.kind == kind]
    return clause.one([e for e in same if e.property in owner] or same)


def _owner_said(clause: Clause, token: Token) -> set[str]:
    others = [t for t in clause.tokens if t is not token]
    return {e.id for t in others for e in clause.entities(t, "property")}


def _read_owners(clause: Clause, entity: Entity) -> None:
    """Reads the names of the database and the property that something belongs to."""
    for token in clause.free(clause.tokens):
        owner = [e for e in clause.entities(token) if e.id in (entity.database, entity.property)]
        wider = [e for e in owner if e.kind in ("database", "property") and e.id != entity.id]
        if wider and token.kind != "quoted":
            clause.use(token)


def _deletion(clause: Clause, entity: Entity) -> Change:
    world = clause.world
    clause.memory.remember(entity)
    match entity.kind:
        case "row":
            home = world.database(entity)
            return deleted_rows(home, [world.row(entity)])
        case "property":
            home = world.database(entity)
            return DeleteProperty(
                action="delete_property", database=home.title, property=entity.name
            )
        case "option":
            home, prop = world.database(entity), world.property(entity)
            return DeleteOption(
                action="delete_option", database=home.title, property=prop.name, option=entity.name
            )
        case "view":
            home = world.database(entity)
            return DeleteView(action="delete_view", database=home.title, view=entity.name)
        case "sub_page":
            return Archive(action="archive", target=entity.name)
        case "block":
            return DeleteBlocks(action="delete_blocks", blocks=[entity.name])
        case "database":
            clause.memory.database = None
            return DeleteDatabase(action="delete_database", database=entity.name)


def _blocks(clause: Clause) -> list[Change]:
    """The only block of a type."""
    token = clause.find("block.")
    if token is None:
        return []
    kind = token.group("block.")
    blocks = clause.world.structure.blocks
    found = [b for b in blocks if b.type == kind]
    found = found or [b for b in all_blocks(blocks) if b.type == kind]
    if len(found) != 1:
        raise Refused
    clause.use(token, *(t for p in clause.phrases if token in p.tokens for t in p.tokens))
    clause.take_all("place.page", "noun.page")
    name = found[0].text or found[0].id
    return [DeleteBlocks(action="delete_blocks", blocks=[name])]
