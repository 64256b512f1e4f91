"""Relations that are to be added."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.new.build import free_property
from agent.planner.embedded.grammar.new.naming import called, cased, may_be_name, name_runs
from agent.planner.embedded.grammar.rows.rows_named import by_their_rows
from agent.planner.embedded.grammar.text.names import Entity, key
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.actions.new_properties import AddRelation
from tools.workspace.actions.properties import DeleteProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, is_new

# Types of a column of which nothing more was said, which a link takes the place of.
_PLAIN = frozenset({"rich_text", "select", "multi_select", "people"})
_OF_LINKS = ("noun.thing", "noun.relation", "links.", "all.", "count.")  # says nothing of its ends


def add_relation(clause: Clause) -> list[Change]:
    """`link Tasks and Projects both ways`, `the members are linked to People`."""
    if clause.find("noun.property") and (word := _attribute(clause)):
        return [_column(clause, word)]
    noun = clause.take("noun.relation", "links.")
    if not clause.does("link") and noun is None:
        raise Refused
    clause.take_all("noun.relation", "noun.property", "noun.database", "links.")
    both = clause.take("both_ways.") is not None
    clause.take_all("both_ways.", "one_way.", "between.")
    if own := _of_itself(clause):
        return [own]
    named = {t.start for p in clause.phrases if p.plays("called", "quote") for t in p.tokens
             if p.tokens[0].kind == "quoted" or p.plays("behind")}  # fmt: skip
    found = [one for one in clause.named("database") if one[0].start not in named]
    found = _from_first(clause, found)
    clause.use(*(token for token, _ in found))
    if noun is not None and len(found) > 1:  # "the relation that goes from … to …"
        last = max(token.end for token, _ in found)
        clause.use(*(t for t in clause.free() if last <= t.start < noun.start))
    ends = [clause.world.database(entity) for _, entity in found] or by_their_rows(clause)
    _read_relative(clause)
    clause.take_all("self.", "target.", "it.", "all.")
    spoken = clause.memory.database
    if len(ends) == 1 and spoken in (None, ends[0].id) and (said := called(clause)):
        return [_to_itself(clause, ends[0], said)]
    if len(ends) == 1 and (added := _just_added(clause, ends[0])):
        return _instead(clause, added, ends[0], both=both)
    if len(ends) == 1 and spoken not in (None, ends[0].id):
        return [_from_new(clause, clause.world.database(spoken), ends[0], both=both)]
    if len(ends) != 2 or ends[0].id == ends[1].id:
        raise Refused
    near, far = sorted(ends, key=lambda end: end.id.startswith("+"))
    return [_relation(clause, near, far, called(clause), both=both)]


def _from_first(clause: Clause, ends: list[tuple[Token, Entity]]) -> list[tuple[Token, Entity]]:
    """The ends of a relation, first the one that it is to stand in ("a relation to A in B")."""
    if len(ends) != 2:
        return ends
    roles = [next((p.roles for p in clause.phrases if token in p.tokens), frozenset[str]())
             for token, _ in ends]  # fmt: skip
    first, last = roles
    turned = "from" in last and "from" not in first
    turned |= "to" in first and "at" not in first and "at" in last and "to" not in last
    return ends[::-1] if turned else ends


def _attribute(clause: Clause) -> Token | None:
    """The word that says of a column that it is a link ("a column linked to Players")."""
    tokens = [t for t in clause.tokens if not t.names]
    verbs = (t for t in tokens if t.has("verb.link") and not is_first(t, clause.world.lexis))
    return next((t for t in tokens if t.has("linked.")), next(verbs, None))


def _column(clause: Clause, word: Token) -> Change:
    """A column that is asked for with what it leads to: that stands behind the word for it, or
    before it where verbs do."""
    last = is_first(word, clause.world.lexis)
    told = [t for t in clause.tokens if (t.start > word.start) == last]
    told = told if last else told[::-1]
    asked = clause.find("ask.which", among=told)  # "which of them it is for"
    told = [t for t in told if t.start >= asked.start][::-1] if asked and not last else told
    far = next((t for t in told if clause.entities(t, "database")), None)
    if far is None:
        raise Refused
    clause.use(word, far, *(told if asked and not last else ()))
    clause.take_all("noun.relation", "both_ways.")
    near = clause.place(roles=("at", "to", "of", "topic", "bare")) or clause.home()
    clause.take_all("noun.property", "noun.database")
    title = clause.world.database(clause.entities(far, "database")[0])
    runs = name_runs(clause)
    if near.id == title.id or len(runs) > 1 or not all(map(may_be_name, runs)):
        raise Refused
    clause.use(*(t for run in runs for t in run))
    name = cased(clause, runs[0]) if runs else title.title
    return _made(clause, near, title, name, None)


def _just_added(clause: Clause, far: ExistingDatabase) -> Entity | None:
    """The column that was added right before, which is what is to be linked: nothing was said of
    what it holds, or its name ends in what it leads to."""
    last = clause.memory.last
    fresh = last is not None and last.kind == "property" and is_new(last.id)
    if last is None or not fresh or clause.memory.changed != "add_property":
        return None
    ends = key(last.name).endswith(key(far.title))
    return last if ends or clause.world.property(last).type in _PLAIN else None


def _instead(clause: Clause, added: Entity, far: ExistingDatabase, *, both: bool) -> list[Change]:
    """A link in place of a column that was added right before it ("add X, link it to Y")."""
    near, name = clause.world.database(added), called(clause) or added.name
    gone = DeleteProperty(action="delete_property", database=near.title, property=added.name)
    left = near.model_copy(update={"properties": [p for p in near.properties if p.id != added.id]})
    return [gone, _made(clause, left, far, name, near.title if both else None)]


def _from_new(
    clause: Clause, near: ExistingDatabase, far: ExistingDatabase, *, both: bool
) -> Change:
    """What links the table that was spoken of to one that is named, called as its part there is
    ("the members are linked to People"). One that is new gets its link from what was there."""
    name = called(clause) or _part_of_rows(clause, near)
    if name is None and near.id.startswith("+"):
        near, far = far, near
    made = _relation(clause, near, far, name, both=both)
    clause.memory.database = clause.world.database(clause.memory.database or near.id).id
    return made


def _read_relative(clause: Clause) -> None:
    """Reads what only tells more of a row that is linked ("the member who picked it")."""
    who = clause.find("ask.which", among=clause.tokens)
    clause.use(*(t for t in clause.tokens if who and t.start >= who.start))


def _part_of_rows(clause: Clause, near: ExistingDatabase) -> str | None:
    """What a link is called by the words that nobody read before it, read from now on."""
    led = [p for p in clause.phrases if p.plays("topic", "subject", "object") and len(p.items) == 1]
    free = clause.free(led[0].tokens) if led else []
    plain = all(t.kind in ("unknown", "word") and not t.has("all.", "verb.") for t in free)
    if not free or not plain or any(t.has("noun.", "links.", "it.") for t in free):
        return None
    clause.use(*free)
    rows = all(key(t.text).removesuffix("s") in key(near.title) for t in free)
    return None if rows else clause.words(free)  # "every walk" is what is linked, and no name


def _relation(
    clause: Clause, near: ExistingDatabase, far: ExistingDatabase, said: str | None, *, both: bool
) -> Change:
    spoken = clause.memory.database
    made = _made(clause, near, far, said or far.title, near.title if both else None)
    clause.memory.database = spoken or near.id
    return made


def _made(
    clause: Clause, near: ExistingDatabase, far: ExistingDatabase, name: str, back: str | None
) -> Change:
    """A relation; with a name for its other side it is seen from both ends."""
    name = free_property(near, name)
    back = free_property(far, back) if back is not None else None
    clause.memory.remember(Entity("property", name, "", near.id))
    return AddRelation(
        action="add_relation", database=near.title, name=name, target=far.title, two_way=back
    )


def nest(clause: Clause) -> list[Change]:
    """`tasks can have subtasks`, `show what each task depends on`: rows that lead to others of
    their own table, seen from both ends."""
    said = clause.take("nested.", among=clause.tokens)
    if said is None:
        raise Refused
    named = clause.named("database")
    clause.use(*(token for token, _ in named))
    homes = [clause.world.database(e) for _, e in named] or by_their_rows(clause)
    home = homes[0] if len(homes) == 1 else clause.home()
    below = said.has("nested.below")
    clause.use(*(t for t in clause.free() if key(t.text).removesuffix("s") in key(home.title)))
    clause.take_all(
        "nested.", "noun.relation", "noun.property", "all.", "verb.", "self.", "it.", "links.",
        "noun.thing", "worked.reckon", "count.", "place.",
    )  # fmt: skip
    ends = ("above", "below") if below else ("before", "behind")
    return [_made(clause, home, home, *map(clause.world.called, ends))]


def is_linked(clause: Clause, made: Sequence[Change]) -> bool:
    """Whether a clause asks for a link that what was made before has brought already."""
    near = {d.title for d in clause.world.databases if d.id == clause.memory.database}
    links = [{c.database, c.target} for c in made if isinstance(c, AddRelation)]
    ends = {end for link in links if near & link for end in link}
    named = {e.name for t in clause.free() for e in clause.entities(t, "database")}
    said = [t for t in clause.free() if not (t.names or t.has(*_OF_LINKS))]
    others = [
        t for t in said if not any(key(t.text).removesuffix("s") in key(str(e)) for e in ends)
    ]
    joins = clause.does("link") or any(t.has("links.") for t in clause.tokens)
    return joins and bool(ends) and named <= ends and not others


def _of_itself(clause: Clause) -> Change | None:
    """A relation that is named by what it leads to ("parent task"), or that joins rows of one
    database to each other; None for any other."""
    named = [p for p in clause.phrases if p.plays("called", "quote")]
    last = named[0].tokens[-1:] if named else ()
    titled = [e for t in last for e in clause.entities(t, "database")]
    others = {e.id for p in clause.phrases if p not in named for t in p.tokens
              for e in clause.entities(t, "database")}  # fmt: skip
    if len(titled) != 1 or others - {titled[0].id} or len(named[0].tokens) < 2:
        return None
    name = clause.words(named[0].tokens)
    clause.use(*named[0].tokens, *(t for t in clause.free() if clause.entities(t, "database")))
    clause.take_all("self.", "target.", "verb.link")
    return _to_itself(clause, clause.world.database(titled[0]), name)


def _to_itself(clause: Clause, home: ExistingDatabase, said: str) -> Change:
    """A relation of a database to itself, seen from both of its ends."""
    name = free_property(home, said)
    return _made(clause, home, home, name, clause.world.called("back", name))
