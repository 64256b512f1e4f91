"""Relations and formulas that are to be added."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.arithmetic import arithmetic
from agent.planner.embedded.grammar.build import free_property
from agent.planner.embedded.grammar.clause import Clause, Refused
from agent.planner.embedded.grammar.names import Entity
from agent.planner.embedded.grammar.naming import called, fresh_names, name_runs
from agent.planner.embedded.grammar.rows_named import titled_home
from agent.planner.embedded.grammar.tokens import Token
from tools.blueprint.properties import formula_properties
from tools.workspace.actions.new_properties import AddFormula, AddRelation
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase

_DAYS = 'if(empty(prop("{0}")), "", dateBetween(prop("{0}"), today(), "days"))'


def add_relation(clause: Clause) -> list[Change]:
    """`link Tasks and Projects both ways`."""
    if not clause.does("link") and clause.take("noun.relation") is None:
        raise Refused
    clause.take_all("noun.relation", "noun.property", "noun.database")
    both = clause.take("both_ways.") is not None
    clause.take_all("both_ways.")
    if own := _of_itself(clause):
        return [own]
    found = clause.named("database")
    clause.use(*(token for token, _ in found))
    ends = [clause.world.database(entity) for _, entity in found] or _by_their_rows(clause)
    clause.take_all("self.", "target.", "it.it")
    spoken = clause.memory.database
    if len(ends) == 1 and (said := called(clause)):
        return [_to_itself(clause, ends[0], said)]
    if len(ends) == 1 and spoken not in (None, ends[0].id):
        ends.append(clause.world.database(spoken))
    if len(ends) != 2 or ends[0].id == ends[1].id:
        raise Refused
    near, far = sorted(ends, key=lambda end: end.id.startswith("+"))
    name = free_property(near, far.title)
    back = free_property(far, near.title) if both else None
    clause.memory.remember(Entity("property", name, "", near.id))
    return [
        AddRelation(
            action="add_relation", database=near.title, name=name, target=far.title, two_way=back
        )
    ]


def _by_their_rows(clause: Clause) -> list[ExistingDatabase]:
    """The database that is meant by what its rows are called, read from now on."""
    for token in clause.free():
        if home := titled_home(clause, token):
            clause.use(token)
            return [home]
    return []


def is_linked(clause: Clause, made: Sequence[Change]) -> bool:
    """Whether a clause asks for a link that what was made before has brought already."""
    near = {d.title for d in clause.world.databases if d.id == clause.memory.database}
    links = [{c.database, c.target} for c in made if isinstance(c, AddRelation)]
    ends = {end for link in links if near & link for end in link}
    named = {e.name for t in clause.free() for e in clause.entities(t, "database")}
    others = [t for t in clause.free() if not (t.names or t.has("noun.thing", "noun.relation"))]
    return clause.does("link") and bool(ends) and named <= ends and not others


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
    back = free_property(home, clause.world.called("back", name))
    clause.memory.remember(Entity("property", name, "", home.id))
    return AddRelation(
        action="add_relation", database=home.title, name=name, target=home.title, two_way=back
    )


def add_formula(clause: Clause) -> list[Change]:
    """`add days left`, or an expression in quotes."""
    if computed := arithmetic(clause):
        return computed
    days = clause.find("days_left.") or _named_days(clause)
    noun = clause.take("noun.formula")
    if days is None and noun is None:
        raise Refused
    clause.take_all("noun.property")
    expressions = [t for t in clause.free() if t.kind == "quoted" and "(" in str(t.value)]
    place = clause.place(roles=("at", "to"))
    if days is not None and not expressions:
        clause.use(days)
        return [_days_left(clause, place)]
    if len(expressions) != 1:
        raise Refused
    clause.use(expressions[0])
    said = str(expressions[0].value)
    near = place or clause.home(_having(clause, said))
    name = free_property(near, _name(clause))
    clause.memory.remember(Entity("property", name, "", near.id))
    return [AddFormula(action="add_formula", database=near.title, name=name, expression=said)]


def _named_days(clause: Clause) -> Token | None:
    """A formula of that name that exists already: another one is wanted."""
    said = clause.world.lexis.said("days_left.days_left")
    return next(
        (t for t in clause.tokens if t.text.lower() in said and clause.find("noun.formula")), None
    )


def _name(clause: Clause) -> str:
    if name := called(clause):
        return name
    return fresh_names(clause)[0] if name_runs(clause) else clause.world.called("formula")


def _having(clause: Clause, expression: str) -> list[ExistingDatabase]:
    wanted = set(formula_properties(expression))
    fit = [d for d in clause.world.databases if wanted <= {p.name for p in d.properties}]
    return fit or list(clause.world.databases)


def _days_left(clause: Clause, place: ExistingDatabase | None) -> Change:
    near = place or clause.home([d for d in clause.world.databases if clause.world.main_date(d)])
    due = clause.world.main_date(near)
    if due is None:
        raise Refused
    name = free_property(near, clause.world.called("days_left"))
    clause.memory.remember(Entity("property", name, "", near.id))
    expression = _DAYS.format(due.name.replace('"', '\\"'))
    return AddFormula(action="add_formula", database=near.title, name=name, expression=expression)
