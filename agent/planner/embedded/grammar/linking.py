"""Relations, rollups, formulas and whole databases that are to be added."""

from collections.abc import Sequence
from typing import Any

from agent.planner.brief import Brief, PropertyList, WantedProperty
from agent.planner.embedded.compose.composer import compose
from agent.planner.embedded.grammar.arithmetic import arithmetic
from agent.planner.embedded.grammar.build import free_property
from agent.planner.embedded.grammar.clause import Ask, Clause, Refused
from agent.planner.embedded.grammar.names import Entity
from agent.planner.embedded.grammar.naming import called, fresh_names, name_runs, options_said
from agent.planner.embedded.grammar.tokens import Token
from agent.planner.embedded.grammar.values import segments
from agent.planner.embedded.lexicon import concept_of
from tools.blueprint.model import Database
from tools.blueprint.properties import formula_properties
from tools.workspace.actions.new_parts import AddDatabase
from tools.workspace.actions.new_properties import AddFormula, AddRelation, AddRollup
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase, ExistingProperty

_DAYS = 'if(empty(prop("{0}")), "", dateBetween(prop("{0}"), today(), "days"))'
_MOST_WORDS = 4
_UNROLLED = ("rollup", "relation")


def add_relation(clause: Clause) -> list[Change]:
    """`link Tasks and Projects both ways`."""
    if not clause.does("link") and clause.take("noun.relation") is None:
        raise Refused
    clause.take_all("noun.relation", "noun.property", "noun.database")
    both = clause.take("both_ways.") is not None
    clause.take_all("both_ways.")
    found = clause.named("database")
    clause.use(*(token for token, _ in found))
    ends = [clause.world.database(entity) for _, entity in found]
    spoken = clause.memory.database
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
        return [computed]
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


def add_database(clause: Clause) -> list[Change]:
    """`create a Books database with title and author`."""
    noun = clause.find("noun.database", among=clause.tokens)
    if noun and clause.find("all.both"):
        raise Refused  # it says where something is to be, and not what
    if clause.find("noun.view") or any(clause.entities(t, "database") for t in clause.free()):
        raise Refused
    if noun is None and not _holds_others(clause):
        raise Refused
    if noun is not None and clause.find("noun.property") and _is_place(clause, noun):
        raise Refused
    clause.use(*([noun] if noun else []))
    properties = _behind(clause) or _named_only(_listed(clause))
    named = bool(name_runs(clause, payload=False))
    if named and not properties and clause.said.payload:
        properties = [_wanted(clause, piece) for piece in segments(clause.said.payload)]
        clause.use(*clause.said.payload)
    clause.take_all("noun.property", "noun.row")
    runs = name_runs(clause, payload=False) or segments(clause.said.payload)
    if len(runs) != 1:
        raise Refused
    clause.use(*runs[0])
    name = clause.words(runs[0])
    if not name:
        raise Refused
    title = name[0].upper() + name[1:] if name.isascii() else name
    if title in [d.title for d in clause.world.databases]:
        raise Refused
    clause.memory.remember(Entity("database", title, ""))
    made = composed(clause, title, properties)
    return [AddDatabase(action="add_database", database=made)]


def _named_only(names: Sequence[str]) -> list[WantedProperty]:
    return [WantedProperty(name=_capital(name)) for name in names]


def _behind(clause: Clause) -> list[WantedProperty]:
    """The properties that are listed behind the verb, what stands in brackets with each."""
    items = _items_behind(clause)
    if len(items) < 2 or clause.said.payload:
        return []
    clause.use(*(token for item in items for token in item))
    return [_wanted(clause, item, _group_of(clause, items, i)) for i, item in enumerate(items)]


def _items_behind(clause: Clause) -> list[list[Token]]:
    listed = [p for p in clause.phrases if p.plays("details") and len(p.items) > 1]
    items = listed[0].items if len(listed) == 1 else ()
    if clause.said.verb is None:  # "a Meetings database. Topic, date, people"
        having = [p for p in clause.phrases if any(t.has("noun.database") for t in p.tokens)]
        found = having[0].items if having else ()
        noun = [i for i, item in enumerate(found) if any(t.has("noun.database") for t in item)]
        items = found[noun[0] + 1 :] if noun else ()
    plain = ([t for t in item if t.kind != "ending"] for item in items)
    return [item for item in plain if item]


def _group_of(clause: Clause, items: Sequence[Sequence[Token]], at: int) -> Sequence[Token]:
    """What stands in brackets right behind an item, read from now on."""
    start, stop = items[at][-1].end, items[at + 1][0].start if at + 1 < len(items) else None
    for group in clause.said.groups:
        if start <= group[0].start and (stop is None or group[-1].end <= stop):
            clause.use(*group)
            return group
    return ()


def _wanted(clause: Clause, item: Sequence[Token], group: Sequence[Token] = ()) -> WantedProperty:
    """A property as it is listed: "received checkbox", "fee (€)", "area (North, South)"."""
    said: dict[str, Any] = {}
    types = [t.group("type.") for t in (*group, item[-1]) if t.has("type.") and len(group) < 2]
    formats = [t.group("format.") for t in (*group, *item) if t.has("format.")]
    if types:
        said["type"] = types[0]
    if formats:
        said |= {"type": "number", "format": formats[0]}
    if len(options := segments(group)) > 1:
        said["options"] = [clause.words(piece) or clause.raw(piece) for piece in options]
    is_whole = len(item) < 2 or concept_of(clause.words(item)) is not None
    ends = item[-1].has("type.", "format.") and not is_whole
    name = clause.words(item[:-1] if ends else item)
    return WantedProperty.model_validate({"name": _capital(name), **said})


def _is_place(clause: Clause, noun: Token) -> bool:
    """Whether a database is only where something goes ("to the DB")."""
    phrase = next((each for each in clause.phrases if noun in each.tokens), None)
    return phrase is not None and phrase.plays("to", "at")


def _holds_others(clause: Clause) -> bool:
    """Whether a name is that of a thing which holds other things ("a mood tracker")."""
    runs = name_runs(clause, payload=False)
    domains = clause.world.lexis.said("domain.domain")
    last = clause.raw(runs[0]).lower() if len(runs) == 1 else ""
    return not clause.said.payload and last.endswith(tuple(domains)) and len(runs[0]) <= _MOST_WORDS


def _listed(clause: Clause) -> list[str]:
    """The properties that are listed in brackets, or led by "with", or told as such."""
    if listed := options_said(clause):
        return listed
    for place, phrase in enumerate(clause.phrases):
        if phrase.plays("with") and phrase.items:
            items = [[t for t in item if not t.has("noun.property")] for item in phrase.items]
            clause.use(*phrase.tokens)
            return [clause.words(item) for item in items if item]
        many = phrase.plays("details", "of", "with") and len(phrase.items) > 1
        noun = clause.phrases[place + 1 : place + 2]
        if many and noun and noun[0].tokens[0].has("noun.property") and len(noun[0].tokens) == 1:
            clause.use(*phrase.tokens, *noun[0].tokens)
            return [clause.words(item) for item in phrase.items]
        told = [t for t in phrase.tokens if t.has("noun.property", "noun.row")]
        if told and phrase.plays("topic", "subject") and len(phrase.tokens) == 1:
            behind = clause.phrases[place + 1 :]
            if behind:
                clause.use(*told, *behind[0].tokens)
                return [clause.words(item) for item in behind[0].items]
    return []


def composed(clause: Clause, title: str, properties: Sequence[WantedProperty]) -> Database:
    """A database as the composition makes one of that name, without sample rows."""
    wanted = list(properties)
    lists = [PropertyList(database=title, exact=True, properties=wanted)] if wanted else []
    brief = Brief(databases=[title], properties=lists, sample_count=0)
    return compose(None, brief, clause.world.language, clause.today, None).databases[0]


def _capital(name: str) -> str:
    return name[0].upper() + name[1:] if name.isascii() and name.islower() else name
