"""Icons, covers, colours and types; and where pages lie."""

import re
from collections.abc import Sequence
from typing import Any

from agent.planner.embedded.compose.options import options_from
from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.clauses.phrases import is_first
from agent.planner.embedded.grammar.new.described import described
from agent.planner.embedded.grammar.new.naming import read_owners
from agent.planner.embedded.grammar.new.property_said import Said
from agent.planner.embedded.grammar.properties.option_lists import exchanged
from agent.planner.embedded.grammar.text.names import CHOICES, Entity
from agent.planner.embedded.grammar.text.tokens import Token
from tools.workspace.actions.blocks import Recolor
from tools.workspace.actions.new_properties import AddProperty
from tools.workspace.actions.options import RecolorOption
from tools.workspace.actions.pages import Move, SetCover, SetIcon
from tools.workspace.actions.properties import DeleteProperty, RenameProperty, RetypeProperty
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase
from tools.workspace.to_blueprint import Wording

_PAGE_ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}(?![0-9a-f])", re.IGNORECASE)

_STAYING = frozenset({"title", "relation", "rollup", "formula"})  # types of no other table

_RETYPED = frozenset(
    {
        *("rich_text", "number", "select", "multi_select", "status", "date", "people", "files"),
        *("checkbox", "url", "email", "phone_number"),
    }
)


def set_look(clause: Clause) -> list[Change]:
    """`set the icon to 🚀`, `set the cover to https://…`; of the page, or of what is named."""
    noun = clause.find("noun.icon", "noun.cover")
    if noun is None or (
        clause.find("noun.property", "noun.database") and not clause.named("database")
    ):
        raise Refused
    clause.use(noun)
    gone = clause.does("delete", "clear")
    kind = "url" if noun.has("noun.cover") else "emoji"
    value = next(
        (t for t in clause.everything if t.kind == kind and t.start not in clause.used), None
    )
    if (value is None) != gone:
        raise Refused
    clause.use(*([value] if value else []))
    named = clause.named("sub_page", "database", "row")
    clause.use(
        *(token for token, _ in named),
        *(t for t in clause.free() if t.has("noun.page", "noun.database")),
    )
    if len(named) > 1:
        raise Refused
    target = named[0][1].name if named else None
    said = value.text if value else None
    if kind == "url":
        return [
            SetCover(action="set_cover", target=target, cover=said.rstrip(".,)") if said else None)
        ]
    return [SetIcon(action="set_icon", target=target, icon=said)]


def recolor(clause: Clause) -> list[Change]:
    """`make Low green`, `High in orange, Low in gray`, `make the page purple`."""
    before = [
        t for p in clause.phrases if p.roles & {"from"} and "to" not in p.roles for t in p.tokens
    ]
    clause.use(*(t for t in before if t.has("hue.")))  # the colour that it was
    tokens = [t for t in clause.everything if t not in before]
    hues = [t for t in tokens if t.has("hue.") and not (t.names and t.kind != "word")]
    hues = [t for t in hues if t.kind == "word"] or hues
    if clause.does("want"):  # "I want it to be pink", but no "one in pink"
        hues = [t for p in clause.phrases if p.plays("to") for t in p.tokens if t in hues]
    if not hues or clause.does("add", "delete"):
        raise Refused
    clause.use(*hues)
    clause.take_all("noun.color", "noun.option")
    options = clause.named("option")
    if not options:
        return [_page_recolored(clause, hues)]
    if len(hues) not in (1, len(options)):
        raise Refused
    clause.use(*(token for token, _ in options))
    found = list[Change]()
    for place, (_, entity) in enumerate(options):
        prop, home = clause.world.property(entity), clause.world.database(entity)
        read_owners(clause, entity)
        clause.take("noun.status")
        hue: Any = hues[place if len(hues) > 1 else 0].group("hue.")
        clause.memory.remember(entity)
        of = {"database": home.title, "property": prop.name, "option": entity.name}
        found.append(RecolorOption(action="recolor_option", **of, color=hue))
    return found


def _page_recolored(clause: Clause, hues: Sequence[Token]) -> Change:
    last = clause.memory.last
    it = clause.take("it.it")
    if len(hues) != 1 or clause.find(
        "noun.property", "noun.view", "noun.row", "noun.database", "block."
    ):
        raise Refused
    hue: Any = hues[0].group("hue.")
    spoken = clause.find("noun.page", "all.every", "noun.everything")
    if not spoken and last and last.kind == "option" and last.property:
        database = clause.world.database(last)
        prop = next(p for p in database.properties if p.id == last.property)
        place = {"database": database.title, "property": prop.name, "option": last.name}
        return RecolorOption(action="recolor_option", **place, color=hue)
    # A database has no colour of its own: who says its name means the page that it is on.
    called = clause.named("database")
    clause.use(*(token for token, _ in called))
    if not (spoken or it or called):
        raise Refused
    clause.take_all("noun.page", "all.every", "noun.everything")
    return Recolor(action="recolor", color=hue)


def retype(clause: Clause) -> list[Change]:
    """`turn Area into a multi-select`, `show amounts in pounds`."""
    if listed := _described(clause):
        return listed
    kind, format_ = _type_meant(clause)
    clause.take_all("noun.type", "noun.format", "noun.property", "measure.")
    home = clause.place(roles=("at", "from", "of", "topic"))
    homes = [home] if home else clause.world.databases
    entities = list[Entity]()
    for token in clause.free(clause.tokens):
        found = clause.prop(token, homes) if token.kind != "quoted" or token.names else None
        found = found or next(iter(clause.entities(token, "property")), None)
        if found:
            clause.use(token)
            entities.append(found)
    last, it = clause.memory.last, clause.take("it.it")
    spoken = [last] if last and last.kind == "property" else []
    if spoken and (it or not (entities or clause.free())):
        entities += spoken
    clause.take_all("all.both", "all.every", "noun.thing")
    if not entities:
        raise Refused
    clause.memory.remember(entities[-1])
    said: dict[str, Any] = {"to": kind, **({"format": format_} if format_ else {})}
    return [_retyped(clause, entity, said) for entity in dict.fromkeys(entities)]


def _described(clause: Clause) -> list[Change]:
    """Properties that there are, each with what is said of it from now on: its type, its format,
    its options; nothing where the words are no such list."""
    trial, changes = clause.fresh(), list[Change]()
    home = trial.place(roles=("at", "from", "of", "topic", "bare"))
    homes = [home] if home else clause.world.databases
    try:
        for one in described(trial, there=True):
            for entity in _meant_by(trial, one, homes):
                changes += _as_wanted(trial, entity, one)
                clause.memory.remember(entity)
    except Refused:
        return []
    clause.use(*clause.everything)
    return changes


def _meant_by(clause: Clause, said: Said, homes: Sequence[ExistingDatabase]) -> list[Entity]:
    """The properties that words mean: by name, else what was spoken of. Raises Refused."""
    last, world = clause.memory.last, clause.world
    if said.is_all:
        names = (world.find(name, "property") for name in clause.memory.added)
        found = [e for one in names for e in one if e.database == clause.memory.database]
    elif not said.name:
        found = [last] if last and last.kind == "property" and world.has(last) else []
    else:
        ids = {home.id for home in homes}
        named = clause.entities(said.name[0], "property") if len(said.name) == 1 else []
        here = [e for e in named if e.database in ids]
        found = [clause.one(here)] if here else []
    if not found:
        raise Refused
    return found


def _as_wanted(clause: Clause, entity: Entity, said: Said) -> list[Change]:
    """The changes that make what there is of a property what is wanted."""
    home, prop = clause.world.database(entity), clause.world.property(entity)
    chosen = prop.type if prop.type in CHOICES else "select"
    wanted = said.wanted(clause, prop.name, chosen)
    if wanted.type is None or prop.type in _STAYING:
        raise Refused
    if wanted.options:
        if prop.type == wanted.type:
            return exchanged(home, prop, wanted.options, wanted.type)
        options = options_from(wanted.options, wanted.type, prop.name, wanted.colors)
        return [_retyped(clause, entity, {"to": wanted.type, "options": options})]
    format_ = {"format": wanted.format} if wanted.format else {}
    return [_retyped(clause, entity, {"to": wanted.type, **format_})]


def _retyped(clause: Clause, entity: Entity, said: dict[str, Any]) -> Change:
    prop, database = clause.world.property(entity), clause.world.database(entity)
    if prop.type == "title" or ("format" in said and prop.type not in ("number", "rich_text")):
        raise Refused
    place = {"database": database.title, "property": prop.name}
    return RetypeProperty.model_validate({"action": "retype_property", **place, **said})


def _type_meant(clause: Clause) -> tuple[Any, Any]:
    """The type and the format that are said, read from now on. Raises Refused for none."""
    format_ = clause.take("format.", among=clause.tokens)
    if format_ is not None:
        clause.take("type.number", "value.", among=clause.tokens)
        clause.take_plain("format.number_with_commas")  # any money is written with them
        return "number", format_.group("format.")
    to = [t for p in clause.phrases if p.plays("to") for t in p.tokens]
    objects = [p.tokens for p in clause.phrases if p.plays("object") and len(p.tokens) > 1]
    told = ([t for t in one if not t.has("noun.property")] for one in objects)
    if clause.said.verb is None or clause.does("change", "do"):  # "A can be several of them"
        to += [t for t in clause.tokens[1:] if t.has("type.multi_select") and not t.names]
    made = is_first_verb(clause) and not clause.does("want")
    to += [t for one in told if made for t in one[-1:]]  # "a text field"
    topic = any(p.plays("topic") for p in clause.phrases[:1])
    if topic and clause.said.verb is None and len(clause.phrases) == 2:
        to += clause.phrases[1].tokens  # "the trainer is a person"
    be = next((t for t in clause.tokens if t.has("be.")), None)
    if be is not None and clause.said.verb is None:
        to += [t for t in clause.tokens if t.start > be.start]  # "it should be a tick box"
    if out_of := clause.find("scale_of.", among=clause.tokens):  # "a number out of ten"
        beside = (t for t in clause.tokens if t.kind == "number" or t.has("star.", "counter."))
        clause.use(out_of, *beside)
    token = next((t for t in to if t.has("type.") and t.kind != "quoted"), None)
    if token is None and clause.does("choose"):
        return "select", None  # "the supplier is to be chosen"
    if token is None or token.group("type.") not in _RETYPED or clause.find("noun.title"):
        raise Refused
    clause.use(token)
    if clause.does("add", "delete") or len(clause.free(to)) > 1:
        raise Refused
    return token.group("type."), None


def set_unit(clause: Clause) -> list[Change]:
    """`size in cm`, `the unit of the weight is kg`: a number whose name says in what it is."""
    noun = clause.find("noun.format", among=clause.tokens)
    led = [p.tokens for p in clause.phrases if p.plays("to", "at") and clause.free(p.tokens)]
    units = [one for one in led if noun or all(t.has("measure.") for t in one)]
    before = [t for t in clause.tokens if units and t.start < units[-1][0].start]
    named = clause.named("property", among=before)
    if len(units) != 1 or len(named) != 1 or any(t.names or t.has("format.") for t in units[0]):
        raise Refused
    entity = named[0][1]
    prop, home = clause.world.property(entity), clause.world.database(entity)
    if prop.type not in ("number", "rich_text", "select") or clause.does(
        "add", "delete", "show", "sort"
    ):
        raise Refused
    clause.use(*([noun] if noun else []), named[0][0], *units[0])
    clause.read_home(home)
    place = {"database": home.title, "property": prop.name}
    unit = [t for t in units[0] if not t.has("noun.format")]
    name = clause.world.called("part", prop.name, clause.raw(unit))
    clause.memory.remember(Entity("property", name, prop.id, home.id))
    told = {"action": "retype_property", **place, "to": "number"}
    kind = [RetypeProperty.model_validate(told)] if prop.type != "number" else []
    return [*kind, RenameProperty(action="rename_property", **place, to=name)]


def move_across(clause: Clause) -> list[Change]:
    """`move the owner over to Loans`: a column of one table that another is to have."""
    named, world = clause.named("property"), clause.world
    homes = {e.database for _, e in named}
    target = clause.place(lambda d: d.id not in homes, roles=("to", "at"))
    kinds = [world.property(e).type for _, e in named]
    if target is None or len(homes) != 1 or _STAYING & {*kinds}:
        raise Refused
    clause.use(*(t for t, _ in named))
    clause.take_all("noun.property", "way.", "noun.database", "compare.greater_than")
    home = world.database(named[0][1])
    clause.read_home(home)
    wording = Wording(world.structure)
    made = [wording.property(home.id, world.property(e)) for _, e in named]
    clause.memory.remember(Entity("property", made[-1].name, "", target.id))
    return [
        *(AddProperty(action="add_property", database=target.title, property=p) for p in made),
        *(DeleteProperty(action="delete_property", database=home.title, property=p.name)
          for p in made),
    ]  # fmt: skip


def is_first_verb(clause: Clause) -> bool:
    """Whether the verb opens the clause."""
    return clause.said.verb is not None and is_first(clause.said.verb, clause.world.lexis)


def move(clause: Clause) -> list[Change]:
    """`move Minutes under Archive`, or to a pasted address."""
    pages = clause.named("sub_page", "database")
    ids = [
        (t, f[0])
        for t in clause.everything
        if t.kind in ("url", "code") and (f := _PAGE_ID.search(t.text))
    ]
    clause.take_all("place.below", "noun.page", "noun.sub_page")
    clause.use(*(t for t, _ in pages[:2]))
    if ids and len(pages) < 2:
        clause.use(ids[0][0])
        return [Move(action="move", target=pages[0][1].name if pages else None, to=ids[0][1])]
    if len(pages) != 2 or pages[1][1].kind != "sub_page":
        raise Refused
    return [Move(action="move", target=pages[0][1].name, to=pages[1][1].name)]
