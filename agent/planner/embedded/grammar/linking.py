"""Relations, rollups, formulas and whole databases that are to be added."""

from agent.planner.embedded.grammar.arithmetic import arithmetic
from agent.planner.embedded.grammar.build import free_property
from agent.planner.embedded.grammar.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.names import Entity
from agent.planner.embedded.grammar.naming import called, fresh_names, name_runs
from agent.planner.embedded.grammar.tokens import Token
from tools.blueprint.properties import formula_properties
from tools.workspace.actions.new_properties import AddFormula, AddRelation, AddRollup
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_DAYS = 'if(empty(prop("{0}")), "", dateBetween(prop("{0}"), today(), "days"))'
_UNROLLED = ("rollup", "relation")


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
    ends = [clause.world.database(entity) for _, entity in found]
    clause.take_all("self.", "target.")
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


def add_rollup(clause: Clause) -> list[Change]:
    """`add a rollup of the total amount to Customers`: over the relation that leads there."""
    if clause.take("noun.rollup") is None:
        raise Refused
    clause.take_all("noun.property")
    related = [d for d in clause.world.databases if any(p.type == "relation" for p in d.properties)]
    near = clause.place(lambda d: d in related, roles=("at", "to")) or clause.home(related)
    if again := _same_again(clause, near):
        return again
    relation, far, rolled = _rolled(clause, near)
    clause.take_all("type.date")
    said = clause.take("function.")
    function = said.group("function.") if said else "sum" if rolled.type == "number" else "count"
    if rolled.type != "number" and function in ("sum", "average", "max", "min"):
        raise Ask("property", [p.name for p in far.properties if p.type == "number"])
    about = far.title if function == "count" else rolled.name
    name = free_property(near, called(clause) or clause.world.called(function, about))
    clause.memory.remember(Entity("property", name, "", near.id))
    return [
        AddRollup.model_validate(
            {
                "action": "add_rollup",
                "database": near.title,
                "name": name,
                "relation": relation.name,
                "property": rolled.name,
                "function": function,
            }
        )
    ]


def _same_again(clause: Clause, near: ExistingDatabase) -> list[Change]:
    """Another rollup of the name of one that there is: it gathers the same."""
    for token in clause.free(clause.tokens):
        found = [e for e in clause.entities(token, "property") if e.database == near.id]
        prop = clause.world.property(found[0]) if found else None
        if prop is None or prop.type != "rollup" or token.has("function."):
            continue
        clause.use(token)
        names = {p.id: p.name for p in near.properties}
        return [
            AddRollup.model_validate(
                {
                    "action": "add_rollup",
                    "database": near.title,
                    "name": free_property(near, _same_name(clause, near, prop)),
                    "relation": names[prop.config["relation"]],
                    "property": prop.config["property_name"],
                    "function": prop.config["function"],
                }
            )
        ]
    return []


def _same_name(clause: Clause, near: ExistingDatabase, prop: ExistingProperty) -> str:
    relation = next(p for p in near.properties if p.id == prop.config["relation"])
    far = clause.world.structure.source(relation.config.get("data_source_id"))
    about = (
        far.title if far and prop.config["function"] == "count" else prop.config["property_name"]
    )
    return clause.world.called(prop.config["function"], about)


def _rolled(
    clause: Clause, near: ExistingDatabase
) -> tuple[ExistingProperty, ExistingDatabase, ExistingProperty]:
    """The relation, the far database and the property of it that are rolled up."""
    fars = [
        (p, far)
        for p in near.properties
        if p.type == "relation"
        and (far := clause.world.structure.source(p.config.get("data_source_id"))) is not None
    ]
    fars.sort(key=lambda pair: not any(e.id == pair[1].id for t in clause.free() for e in t.names))
    for relation, far in fars:
        for token in clause.free(clause.tokens):
            entity = clause.prop(token, [far]) if token.kind != "quoted" else None
            prop = clause.world.property(entity) if entity else None
            if prop and prop.type not in (*_UNROLLED, "title"):
                clause.use(token)
                _read_titles(clause, far)
                return relation, far, prop
    counting = clause.find("function.count")
    if not fars or not counting:
        raise Refused
    relation, far = fars[0]
    _read_titles(clause, far)
    return relation, far, next(p for p in far.properties if p.type == "title")


def _read_titles(clause: Clause, database: ExistingDatabase) -> None:
    clause.use(
        *(
            t
            for t in clause.free()
            if any(e.id == database.id for e in clause.entities(t, "database"))
        )
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
