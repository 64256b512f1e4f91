"""Which rows words speak of: by their titles or a part of them, by what they hold, or as before."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Memory, NoRows, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_reason, is_small
from agent.planner.embedded.grammar.conditions.filters import conditions
from agent.planner.embedded.grammar.new.build import edited_rows
from agent.planner.embedded.grammar.new.naming import PLACES
from agent.planner.embedded.grammar.rows.held import timed
from agent.planner.embedded.grammar.rows.rows_meant import owning
from agent.planner.embedded.grammar.text.lexis import folded
from agent.planner.embedded.grammar.text.names import CHOICES, Entity, is_narrow, key
from agent.planner.embedded.grammar.text.tokens import Token
from agent.planner.embedded.lexicon import thing_of
from tools.blueprint.model import Row
from tools.workspace.actions.rows import AddRows
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingRow
from tools.workspace.values import words

_NO_NAME = ("verb.", "noun.", "all.", "links.")  # of what no word of a name is
_SHORTEST = 2  # letters of a part of a name


def named_rows(clause: Clause) -> list[tuple[Token, Entity]]:
    """The rows that are named, all of one database."""
    named = clause.named("row") or _rows_like(clause) or _rows_holding(clause)
    homes = {entity.database for _, entity in named}
    if len(homes) > 1:
        named = _not_linked(clause, named)
    return named


def lead_there(clause: Clause, named: Sequence[tuple[Token, Entity]]) -> bool:
    """Whether all rows are meant that lead to the named one ("all scenes at the pier")."""
    home = clause.spoken() if clause.find("all.every") else None
    far = clause.world.database(named[0][1]).data_source_id
    return home is not None and any(p.config.get("data_source_id") == far for p in home.properties)


def take_named(clause: Clause) -> tuple[ExistingDatabase | None, list[ExistingRow]]:
    """The rows that are named, read from now on, and where they are."""
    named = named_rows(clause)
    clause.use(*(token for token, _ in named))
    home = clause.world.database(named[0][1]) if named else None
    return home, [clause.world.row(entity) for _, entity in named]


def _not_linked(
    clause: Clause, named: Sequence[tuple[Token, Entity]]
) -> list[tuple[Token, Entity]]:
    """The rows named first, where the others are what these link to. Raises Refused."""
    home = clause.world.database(named[0][1])
    far = {p.config.get("data_source_id") for p in home.properties if p.type == "relation"}
    own = [(t, e) for t, e in named if e.database == home.id]
    others = [clause.world.database(e) for _, e in named if e.database != home.id]
    if any(other.data_source_id not in far for other in others) or named[: len(own)] != own:
        raise Refused
    return own


def _rows_like(clause: Clause) -> list[tuple[Token, Entity]]:
    """The only row whose title has words of the clause ("the logo one", "3 candles")."""
    rows = {r.id: (d, r) for d in clause.world.databases for r in d.rows}
    words = [t for t in clause.free() if t.kind in ("unknown", "word") and not t.names]
    fits = {t: _titled(t, {key: row for key, (_, row) in rows.items()}, clause) for t in words}
    said = [t for t in words if fits[t]]
    common = set.intersection(*(fits[t] for t in said)) if said else set()
    found = owning(clause, [rows[key] for key in common])
    clause.use(*(said if len(found) == 1 else ()))
    return [(said[0], Entity("row", r.title, r.id, d.id)) for d, r in found if len(found) == 1]


def _rows_holding(clause: Clause) -> list[tuple[Token, Entity]]:
    """The only row that holds a text which is said ("Helen Marsh has paid", of her order)."""
    texts = [(d, r, p) for d in clause.world.databases for r in d.rows for p in d.properties
             if p.type == "rich_text"]  # fmt: skip
    held = [(d, r, said) for d, r, p in texts if (said := folded(words(r.values.get(p.id) or [])))]
    found = dict[str, tuple[Token, Entity, list[Token]]]()
    for home, row, said in held:
        if (run := _run_of(clause, said)) and _leads(clause, run[0]):
            found[row.id] = (run[0], Entity("row", row.title, row.id, home.id), run)
    if len(found) != 1:
        return []
    token, entity, run = next(iter(found.values()))
    clause.use(*run)
    return [(token, entity)]


def _leads(clause: Clause, token: Token) -> bool:
    """Whether a clause is about what a token says, and does not only end in it: it begins with it,
    orders something, or it stands behind a preposition ("the salary at X")."""
    before = [t for t in clause.said.tokens if t.start < token.start]
    led = bool(before) and before[-1].kind == "word" and before[-1].has("role.")
    return led or clause.said.verb is not None or all(map(is_small, before))


def _run_of(clause: Clause, said: str) -> list[Token]:
    """The free tokens that say a text, word by word."""
    count, free = len(said.split()), clause.free()
    starts = range(len(free) if len(said) >= _SHORTEST else 0)
    runs = (free[at : at + count] for at in starts if free[at].kind in ("unknown", "word"))
    plain = (r for r in runs if not any(t.names for t in r))
    return next((r for r in plain if " ".join(folded(t.text) for t in r) == said), [])


def _titled(token: Token, rows: Mapping[str, ExistingRow], clause: Clause) -> set[str]:
    """The rows with a word in their titles; of a script without blanks, whose titles have it."""
    said = folded(token.text)
    spaced = clause.world.lexis.joins(said[:1]) == "spaced"
    if len(said) < (3 if spaced else 2):
        return set()
    stem = said.rstrip("s")
    return {
        key
        for key, row in rows.items()
        if (any(w.strip(",.").rstrip("s'\u2019") == stem for w in folded(row.title).split())
            if spaced else said in folded(row.title))
    }  # fmt: skip


def read_mentions(clause: Clause, home: ExistingDatabase) -> None:
    """Reads what only says that rows are rows: the database's name, nouns for entries."""
    for token in clause.free():
        titled = home.id in {e.id for e in clause.entities(token, "database")}
        titled = titled or titled_home(clause, token) is home
        option = any(e.database == home.id for e in clause.entities(token, "option"))
        if titled and not option and token.kind != "quoted":
            clause.use(token)
    clause.take_all("noun.thing", "noun.row")


def told_home(clause: Clause) -> ExistingDatabase:
    """Where the rows are: the only database, the named one, or that of most of what is named."""
    named = clause.spoken()
    homes = {e.database for t in clause.free() for e in clause.entities(t) if e.database}
    common = [d for d in clause.world.databases if d.id in homes]
    found = [named] if named else common or clause.world.databases
    if len(found) != 1:
        raise Refused
    return found[0]


def titled_home(clause: Clause, *among: Token) -> ExistingDatabase | None:
    """The database whose rows are spoken of by what their titles are called ("all plans")."""
    for token in among or clause.free():
        for entity in clause.entities(token, "property") if token.kind != "quoted" else ():
            if clause.world.property(entity).type == "title":
                return clause.world.database(entity)
    return None


def by_their_rows(clause: Clause, *roles: str) -> list[ExistingDatabase]:
    """The database that is meant by what its rows are called, or by a part of its name ("an
    investor" where there is "Investors tracker"), in phrases of these parts, read from now on."""
    phrases = [p for p in clause.phrases if not roles or p.plays(*roles)]
    for token in clause.free([t for p in phrases for t in p.tokens]):
        if home := titled_home(clause, token):
            clause.use(token)
            return [home]
    for item in (item for phrase in phrases for item in phrase.items):
        free = clause.free(item)
        kinds = ("unknown", "word", "name")
        run = [t for t in free if t.kind in kinds and not t.has(*_NO_NAME)]
        if run and (home := partly_named(clause, clause.words(run))):
            clause.use(*run)
            clause.take_all("all.")
            return [home]
    return []


def partly_named(clause: Clause, words: str) -> ExistingDatabase | None:
    """The only other database whose name has these words in it, in whatever number, or means the
    same ("clients" where there are Customers)."""
    said = key(words)
    forms = {said, said.removesuffix("s")} if said.isascii() else {said}
    others = [d for d in clause.world.databases if d.id != clause.memory.database]
    fit = [d for d in others if any(f in key(d.title) for f in forms if len(f) >= _SHORTEST)]
    thing = thing_of(words)
    fit = fit or [d for d in others if thing is not None and thing_of(d.title) is thing]
    return fit[0] if len(fit) == 1 else None


def edited(
    clause: Clause,
    home: ExistingDatabase,
    rows: Sequence[ExistingRow],
    values: dict[str, Any] | Sequence[dict[str, Any]],
) -> list[Change]:
    """New values for rows, the same for all or for each its own; they are spoken of from now on.

    Raises NoRows, Refused.
    """
    each = [values] * len(rows) if isinstance(values, dict) else values
    told = ((row, timed(home, row, one)) for row, one in zip(rows, each, strict=True))
    changes = [edited_rows(home, list(told))]
    memory, ids = clause.memory, [row.id for row in rows]
    memory.rows, memory.database, memory.made = ids, home.id, 0
    memory.last = Entity("row", rows[-1].title, rows[-1].id, home.id)
    memory.together = ids if len(ids) > 1 else memory.together
    return [*changes]


def added(clause: Clause, home: ExistingDatabase, rows: Sequence[dict[str, Any]]) -> list[Change]:
    """New rows, the last of which is spoken of from now on."""
    title = next(p.name for p in home.properties if p.type == "title")
    clause.memory.remember(Entity("row", str(rows[-1].get(title, "")), "", home.id))
    clause.memory.rows, clause.memory.made = [], len(rows)
    return [AddRows(action="add_rows", database=home.title, rows=[Row(values=v) for v in rows])]


def rows_where(
    clause: Clause, home: ExistingDatabase, tokens: Sequence[Token]
) -> list[ExistingRow]:
    """The rows that tokens speak of: by what they hold, all of them, or those spoken of before."""
    read_mentions(clause, home)
    if left_out := _left_out(clause, home):
        return [row for row in home.rows if row.id not in left_out]
    met = conditions(clause, home, tokens)
    every = [t for t in clause.everything if t.has("all.every") and t.start not in clause.used]
    clause.use(*every)
    if met:
        return [row for row in home.rows if all(condition.holds(row) for condition in met)]
    if every or "all" in clause.hints:
        return list(home.rows)
    it = clause.take("it.it")
    spoken = [row for row in home.rows if row.id in clause.memory.rows]
    if (it or not clause.free(tokens)) and spoken:
        return spoken
    if clause.free(tokens):
        raise Refused
    hinted = [row for row in home.rows if row.title in clause.hints]
    if not home.rows:
        raise NoRows
    if hinted or len(home.rows) == 1:
        return hinted or list(home.rows)
    raise Ask("row", ["all", *(row.title for row in home.rows)])


def are_left_out(clause: Clause) -> bool:
    """Whether rows are named as those that a value is not for ("everyone but X")."""
    nots = (t for t in clause.free() if t.has("not.not") and not t.names)
    return clause.find("all.every") is not None and any(nots)


def _left_out(clause: Clause, home: ExistingDatabase) -> set[str]:
    """The ids of the rows that all others are meant but, read from now on."""
    named = clause.named("row", home=home.id) if are_left_out(clause) else []
    clause.use(*(token for token, _ in named))
    clause.take_all(*(["all.every", "not.not"] if named else []))
    return {entity.id for _, entity in named}


def is_of_choice(clause: Clause) -> bool:
    """Whether what is named is to be an option: its place is a choice."""
    places = [t for p in clause.phrases if p.plays("at") for t in p.tokens]
    owners = [clause.world.property(e) for t in places for e in clause.entities(t, "property")]
    return any(prop.type in CHOICES for prop in owners)


def remember(clause: Clause, memory: Memory) -> None:
    """What is not to be done is spoken of all the same."""
    named = list[tuple[Token, Entity]]()
    with suppress(Ask, Refused):  # of several of one name none is spoken of
        named = clause.named("row", "property", "option", "view", "database")
        named = named or named_rows(clause)
    kinds = {entity.kind for _, entity in named}
    of_rows = "database" in kinds or clause.find("all.every", "entry.", "noun.thing")
    if "option" in kinds and of_rows and is_reason(clause.said):
        return  # it is of the rows that have the option, and not of the option itself
    led = [p for p in clause.phrases if p.plays("at", "from", "to")]
    placed = {t.start for p in led for t in p.tokens}
    of_place = [
        e
        for t, e in named
        if e.kind == "property" and t.start in placed and not clause.entities(t, "database")
    ]
    entities = [e for _, e in named]
    owners = {e.property for e in entities}  # "the status Waiting" speaks of the option
    entities = sorted((e for e in entities if e.id not in owners), key=is_narrow)
    for entity in [*entities, *of_place]:
        memory.remember(entity)
    homes = {e.database for _, e in named if e.kind == "row"}
    if len(homes) == 1 and memory.rows:
        memory.rows = [e.id for _, e in named if e.kind == "row"]  # all that it spoke of


def another_row(clause: Clause, named: Sequence[tuple[Token, Entity]]) -> Entity | None:
    """The row that is named where one more of that name is to be added ("add another X")."""
    if not clause.does("add") or clause.does("change", "move", "later", "earlier"):
        return None
    if any(t.has("instead.") for t in clause.tokens):
        return None  # "put X in the north bed instead"
    if any(t.has("phrasal.") and not t.names for t in clause.tokens) and clause.named("option"):
        return None  # "put X down as confirmed"
    starts = {token.start for token, _ in named}
    led = [p for p in clause.phrases if starts & {t.start for t in p.tokens}]
    ends = [p for p in led if starts & {t.start for t in p.items[-1]}]
    told = any(p.plays("topic", "subject") for p in ends)  # "X, the borrower is …" tells not of X
    if not led or told or any(p.plays(*PLACES, "of") for p in led):
        return None
    items = [i for p in led for i in p.items if starts & {t.start for t in i}]
    valued = any(clause.entities(t, "property", "option") for i in items for t in i)
    new = any(t.has("new.new") and not t.names for t in clause.said.tokens)
    dated = any(t.kind == "date" for t in clause.tokens) and not clause.said.never
    return named[0][1] if new or dated or not valued else None
