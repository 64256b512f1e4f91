"""What a verb that deletes leaves: rows when none of them is to go, all that is not named."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.text.names import Entity
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.actions.pages import DeleteDatabase
from tools.workspace.actions.properties import DeleteProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase


def only_leaves_out(clause: Clause) -> bool:
    """Whether rows are perhaps only left out of what comes next, and not deleted."""
    verb = clause.said.verb
    return (
        verb is not None and verb.has("spare.spare") and clause.said.tokens[-1].has("ending.next")
    )


def is_of_property(clause: Clause) -> bool:
    """Whether an option is to go from the property that is named as its place."""
    places = [t for p in clause.phrases if p.plays("at", "from") for t in p.tokens]
    named = [e.id for t in places for e in clause.entities(t, "property")]
    owners = {_spoken_choice(clause), *named}
    if any(t.has("noun.status", "concept.status") for t in places):
        owners |= {p.id for d in clause.world.databases for p in d.properties if p.type == "status"}
    return any(
        e.property in owners
        for token, _ in clause.named("option")
        for e in clause.entities(token, "option")
    )


def _spoken_choice(clause: Clause) -> str | None:
    """The property that was spoken of right before, where a clause names an option and no rows."""
    last, free = clause.memory.last, clause.free(clause.tokens)
    if last is None or last.kind not in ("property", "option") or len(free) != 1:
        return None
    bare = free[0].text.lower() in [e.name.lower() for e in clause.entities(free[0], "option")]
    states = any(t.kind == "particle" and t.has("role.being") for t in clause.tokens)
    return (last.property or last.id) if bare and not states else None


def it_or_its_namesakes(clause: Clause, place: ExistingDatabase) -> list[Entity]:
    """A database itself; where it is only said where something is to go from, the row of it that
    was spoken of, or its properties that are called as those added elsewhere right before ("add A
    and B to X, take them out of Y"). Raises Refused where there are none."""
    led = (t for p in clause.phrases if p.plays("at", "from") for t in p.tokens)
    if not any(e.id == place.id for t in led for e in clause.entities(t)):
        return clause.world.find(place.title, "database")[:1]
    last, added = clause.memory.last, clause.memory.added
    if last is not None and last.kind == "row" and last.database == place.id:
        clause.take_all("it.it")
        return [last]
    names = [last.name] if last and (clause.find("it.it") or last.name not in added) else added
    clause.take_all("it.it", "both.")
    found = [e for n in names for e in clause.world.find(n, "property") if e.database == place.id]
    if not found:
        raise Refused
    return found


def own_database(clause: Clause, token: Token) -> Entity | None:
    """The database of a name, where all properties of that name are its title or lead to it."""
    titled = clause.entities(token, "database")
    home = clause.world.database(titled[0]) if len(titled) == 1 else None
    props = [clause.world.property(e) for e in clause.entities(token, "property")]
    if not titled and len(props) == 1 and props[0].type == "title":
        return _called_by_rows(clause, token)
    if home is None or not props or clause.entities(token, "row", "view", "option"):
        return None
    own = {p.id for p in home.properties if p.type == "title"}
    others = [p for p in props if p.id not in own]
    leads = (p.config.get("data_source_id") == home.data_source_id for p in others)
    return titled[0] if all(leads) else None


def delete_others(clause: Clause) -> list[Change]:
    """`everything but subject and customer can go`: all properties, or databases, that are not
    named."""
    every, nots = clause.find("all.every"), [t for t in clause.free() if t.has("not.not")]
    but = next((t for t in nots if not t.names), None)  # an option may be called so ("Excluded")
    kept = [e for _, e in clause.named("property", "database")]
    if every is None or but is None or not kept:
        raise Refused
    clause.use(every, but, *(t for t, _ in clause.named("property", "database")))
    clause.take_all("noun.property", "noun.database", "noun.thing", "it.")
    return _all_but(clause, kept)


def _all_but(clause: Clause, kept: Sequence[Entity]) -> list[Change]:
    """The deletion of all databases, or of all properties of one, but some."""
    ids = {entity.id for entity in kept}
    if all(entity.kind == "database" for entity in kept):
        others = [d.title for d in clause.world.databases if d.id not in ids]
        return [DeleteDatabase(action="delete_database", database=title) for title in others]
    home = clause.world.database(kept[0])
    return [
        DeleteProperty(action="delete_property", database=home.title, property=prop.name)
        for prop in home.properties
        if prop.id not in ids and prop.type != "title"
    ]


def keep_only(clause: Clause) -> list[Change]:
    """`only keep wine, year and bottles`: all other properties of the database go."""
    only = any(t.has("only.", "role.only") for t in clause.said.tokens)
    kept = clause.named("property")
    if clause.take("retain.") is None or not only or not kept:
        raise Refused
    clause.use(*(token for token, _ in kept))
    clause.read_home(clause.world.database(kept[0][1]))
    clause.take_all("only.only", "all.every", "noun.property", "noun.thing", "other.")
    return _all_but(clause, [entity for _, entity in kept])


def is_place_noun(clause: Clause, token: Token) -> bool:
    """Whether a noun only says where something is to go from ("from the sales table")."""
    led = (p for p in clause.phrases if p.plays("at", "from") and token in p.tokens)
    named = any(clause.entities(t, "database") for p in led for t in p.tokens)
    return token.has("noun.database", "view.table") and named and not clause.find("noun.view")


def read_list_left(clause: Clause) -> None:
    """Reads what only says where something goes from ("take her off the list")."""
    last = clause.memory.last
    home = last.database if last is not None else None
    for token in (t for p in clause.phrases if p.plays("from") for t in p.tokens):
        listed = token.has("domain.", "view.list") and not token.names
        if listed or any(e.id == home for e in token.names):
            clause.use(token)


def _called_by_rows(clause: Clause, token: Token) -> Entity | None:
    """The database that ends in what its rows are called ("meetings" of "Club meetings")."""
    home = clause.world.database(clause.entities(token, "property")[0])
    ends = home.title.casefold().rstrip("s").endswith(token.text.casefold().rstrip("s"))
    return Entity("database", home.title, home.id) if ends else None


def types_behind(clause: Clause, token: Token, entity: Entity) -> list[Token]:
    """What only says of which type a property is, right behind its name ("the paid checkbox")."""
    behind = [t for t in clause.said.tokens if t.start >= token.end][:1]
    typed = entity.kind == "property" and any(t.has("type.") and not t.names for t in behind)
    return behind if typed else []


def subtracts(clause: Clause) -> bool:
    """Whether one column is to be taken off another: that is worked out, and deletes neither."""
    minus = clause.said.verb is not None and clause.said.verb.has("worked.minus")
    named = clause.named("property") if minus else []
    led = {t.start for p in clause.phrases if p.plays("from") for t in p.tokens}
    return 0 < len([t for t, _ in named if t.start in led]) < len(named)
