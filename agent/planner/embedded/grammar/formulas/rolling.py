"""Rollups: figures over the rows that a row is linked to."""

from collections.abc import Sequence

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.new.build import free_property
from agent.planner.embedded.grammar.new.naming import called
from agent.planner.embedded.grammar.text.names import Entity
from tools.workspace.actions.new_properties import AddRollup
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_UNROLLED = ("rollup", "relation")


def add_rollup(clause: Clause) -> list[Change]:
    """`add a rollup of the total amount to Customers`: over the relation that leads there.

    `total value per company` is one as well: who has the rows is who it is counted for.
    """
    noun = clause.take("noun.rollup")
    clause.take_all("noun.property")
    related = [d for d in clause.world.databases if any(p.type == "relation" for p in d.properties)]
    if noun is None:
        near = _counted_for(clause, related)
    else:
        near = clause.place(lambda d: d in related, roles=("at", "to")) or clause.home(related)
    if noun and (again := _same_again(clause, near)):
        return again
    figures = [t for t in clause.free() if t.has("function.")]
    said = next((t for t in figures if noun or not t.names), None)
    clause.use(*([said] if said else []))
    counting = said is not None and said.has("function.count")
    relation, far, rolled = _rolled(clause, near, counting=counting)
    clause.take_all("type.date")
    function = said.group("function.") if said else "sum" if rolled.type == "number" else "count"
    clause.take_all("ask.count", "ask.sum", "verb.show", "counter.counter")
    if rolled.type != "number" and function in ("sum", "average", "max", "min"):
        raise Ask("property", [p.name for p in far.properties if p.type == "number"])
    about = far.title if function == "count" else rolled.name
    name = free_property(near, called(clause) or clause.world.called(function, about))
    clause.memory.remember(Entity("property", name, "", near.id))
    parts = {"relation": relation.name, "property": rolled.name, "function": function}
    return [_rollup(near, name, parts)]


def _rollup(near: ExistingDatabase, name: str, said: dict[str, str]) -> Change:
    place = {"action": "add_rollup", "database": near.title, "name": name}
    return AddRollup.model_validate(place | said)


def _counted_for(clause: Clause, related: Sequence[ExistingDatabase]) -> ExistingDatabase:
    """The database for whose rows something is counted, read from now on. Raises Refused."""
    by = [t for p in clause.phrases if p.plays("by") for t in clause.free(p.tokens)]
    if len(by) != 1 or clause.find("function.", "ask.count", "ask.sum") is None:
        raise Refused
    if any(t.has("noun.view", "view.", "noun.option") and not t.names for t in clause.free()):
        raise Refused
    homes = {_leads_to(clause, e) for e in clause.entities(by[0], "database", "property")}
    fits = [d for d in related if d.id in homes]
    if len(fits) != 1:
        raise Refused
    clause.use(by[0])
    return fits[0]


def _leads_to(clause: Clause, entity: Entity) -> str | None:
    """The database whose rows a name stands for: its own, or that of a title or a relation."""
    if entity.kind == "database":
        return entity.id
    prop = clause.world.property(entity)
    far = clause.world.structure.source(prop.config.get("data_source_id"))
    if prop.type == "relation":
        return far.id if far else None
    return entity.database if prop.type == "title" else None


def _same_again(clause: Clause, near: ExistingDatabase) -> list[Change]:
    """Another rollup of the name of one that there is: it gathers the same."""
    for token in clause.free(clause.tokens):
        found = [e for e in clause.entities(token, "property") if e.database == near.id]
        prop = clause.world.property(found[0]) if found else None
        if prop is None or prop.type != "rollup" or token.has("function."):
            continue
        clause.use(token)
        names = {p.id: p.name for p in near.properties}
        name = free_property(near, _same_name(clause, near, prop))
        said = {"relation": names[prop.config["relation"]], "function": prop.config["function"]}
        return [_rollup(near, name, said | {"property": prop.config["property_name"]})]
    return []


def _same_name(clause: Clause, near: ExistingDatabase, prop: ExistingProperty) -> str:
    relation = next(p for p in near.properties if p.id == prop.config["relation"])
    far = clause.world.structure.source(relation.config.get("data_source_id"))
    about = (
        far.title if far and prop.config["function"] == "count" else prop.config["property_name"]
    )
    return clause.world.called(prop.config["function"], about)


def _rolled(
    clause: Clause, near: ExistingDatabase, *, counting: bool
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
                clause.read_home(far)
                return relation, far, prop
    if not fars or not (counting or clause.find("ask.count")):
        raise Refused
    relation, far = fars[0]
    clause.read_home(far)
    return relation, far, next(p for p in far.properties if p.type == "title")
