"""Parts of a workspace that are yet to be made: properties, options, relations, blocks."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tools.blueprint.base import Language, Strict, plain
from tools.blueprint.blocks import (
    Block,
    Code,
    Column,
    ColumnList,
    DatabasePlace,
    Equation,
    Link,
    LinkedView,
    Media,
    Tab,
    TabPane,
)
from tools.blueprint.names import fail
from tools.blueprint.properties import (
    STANDARD_STATUSES,
    ChoiceProperty,
    NumberProperty,
    Option,
    Property,
    UniqueIdProperty,
    free_hue,
)
from tools.blueprint.views import renamed
from tools.workspace.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingOption,
    ExistingProperty,
    Json,
    Structure,
)
from tools.workspace.views import kept_view

GROUPS = {"to_do": "To-do", "in_progress": "In progress", "complete": "Complete"}
Fresh = Callable[[], str]


def kept_property(declared: Property, fresh: Fresh) -> ExistingProperty:
    """A property that a blueprint declares; what it is linked to or computed from comes later."""
    config: Json = {}
    match declared:
        case NumberProperty():
            config = {"format": declared.format}
        case UniqueIdProperty():
            config = {"prefix": declared.prefix}
        case _:
            pass
    return ExistingProperty(
        id=fresh(),
        name=declared.name,
        type=declared.type,
        description=declared.description,
        options=_options(declared, fresh),
        config=config,
    )


def _options(declared: Property, fresh: Fresh) -> list[ExistingOption]:
    if not isinstance(declared, ChoiceProperty):
        return []
    if declared.options or declared.type != "status":
        return [kept_option(option, fresh) for option in declared.options]
    standard = (kept_option(option, fresh) for option in STANDARD_STATUSES)
    return [option.model_copy(update={"implicit": True}) for option in standard]


def kept_option(option: Option, fresh: Fresh) -> ExistingOption:
    """An option that a blueprint declares."""
    return ExistingOption(
        id=fresh(),
        name=option.name,
        color=option.color,
        description=option.description,
        group=GROUPS.get(option.group or ""),
    )


class Options:
    """The options of a property while values name further ones; found by name, in any case."""

    def __init__(self, prop: ExistingProperty, fresh: Fresh) -> None:
        self._prop = prop
        self._fresh = fresh
        self._ids = {option.name.casefold(): option.id for option in reversed(prop.options)}
        self._further: list[ExistingOption] = []

    def known(self, name: str) -> str | None:
        """The id of an option, if there is one of that name."""
        return self._ids.get(name.casefold())

    def id_of(self, name: str) -> str:
        """The id of an option; one that lacks stands behind the others from now on."""
        known = self.known(name)
        if known is not None:
            return known
        hue = free_hue(len(self._prop.options) + len(self._further))
        option = ExistingOption(id=self._fresh(), name=name, color=hue, implicit=True)
        self._further.append(option)
        self._ids[name.casefold()] = option.id
        return option.id

    @property
    def prop(self) -> ExistingProperty:
        """The property with all of them."""
        options = [*self._prop.options, *self._further]
        return self._prop.model_copy(update={"options": options})


def chosen(options: Options, given: Any) -> str | list[str]:
    """The options that a value names, as it is kept: one, or a list of them."""
    if isinstance(given, list):
        return list(dict.fromkeys(options.id_of(name.strip()) for name in given))
    return options.id_of(given.strip())


def need_unique(options: Iterable[ExistingOption]) -> None:
    """Raises ValidationFailed where two options differ in case at most."""
    seen: set[str] = set()
    for option in options:
        if option.name.casefold() in seen:
            fail("duplicate_option", name=option.name)
        seen.add(option.name.casefold())


def colored(options: Sequence[ExistingOption], others: int = 0) -> list[ExistingOption]:
    """New options, each with a colour, beside so many others."""
    return [
        option.model_copy(update={"color": option.color or free_hue(others + number)})
        for number, option in enumerate(options)
    ]


def declared(prop: ExistingProperty) -> ExistingProperty:
    """A property with all its options declared: what only rows name, or Notion makes, included."""
    options = [option.model_copy(update={"implicit": False}) for option in prop.options]
    return prop.model_copy(update={"options": options})


def link(target: ExistingDatabase, synced: ExistingProperty | None = None) -> Json:
    """The `config` of a relation; `synced` is the property at the far side."""
    return {
        "data_source_id": target.data_source_id,
        "two_way": synced and synced.name,
        "synced_id": synced and synced.id,
    }


def far_side(
    name: str, name_id: str, home: ExistingDatabase, near: ExistingProperty
) -> ExistingProperty:
    """The property that a two-way relation of `home` brings to its target."""
    config = link(home, near)
    return ExistingProperty(id=name_id, name=name, type="relation", config=config, reverse=True)


def rollup(relation: ExistingProperty, rolled: ExistingProperty, function: str) -> Json:
    """The `config` of a rollup."""
    return {
        "relation": relation.id,
        "property": rolled.id,
        "property_name": rolled.name,
        "function": function,
    }


def nodes_of(
    blocks: Sequence[Block], structure: Structure, fresh: Fresh, language: Language
) -> list[ExistingBlock]:
    """The blocks of a body, with what is inside."""
    titles = {database.id: database for database in structure.databases}

    def node(block: Strict, kind: str) -> ExistingBlock:
        match block:
            case ColumnList(columns=columns):
                return made(block, kind, [node(c, "column") for c in columns], {"columns": []})
            case Tab(tabs=tabs):
                return made(block, kind, [node(t, "paragraph") for t in tabs], {"tabs": []})
            case Column(blocks=inner) | TabPane(blocks=inner):
                return made(block, kind, below(inner), {"blocks": []})
            case DatabasePlace(ref=key):
                title = titles[f"+{key}"].title if f"+{key}" in titles else ""
                return ExistingBlock(id=f"+{key}", type="child_database", text=title, said=block)
            case LinkedView(ref=key):
                return _linked(block, titles[f"+{key}"], fresh, language)
            case _:
                inside = getattr(block, "children", [])
                return made(block, kind, below(inside), {"children": []} if inside else {})

    def below(inner: Sequence[Block]) -> list[ExistingBlock]:
        return [node(block, block.type) for block in inner]

    def made(
        block: Strict, kind: str, children: list[ExistingBlock], hollow: Json
    ) -> ExistingBlock:
        return ExistingBlock(
            id=fresh(),
            type=kind,
            text=said_by(block),
            color=getattr(block, "color", None),
            children=children,
            said=block.model_copy(update=hollow) if hollow else block,
        )

    return below(blocks)


def _linked(
    block: LinkedView, database: ExistingDatabase, fresh: Fresh, language: Language
) -> ExistingBlock:
    ids = {prop.name: prop.id for prop in database.properties}
    kinds = {prop.id: prop.type for prop in database.properties}
    view = kept_view(renamed(block.view, ids.__getitem__), kinds, fresh, language)
    title = database.title
    return ExistingBlock(id=fresh(), type="child_database", text=title, said=block, view=view)


def said_by(block: Strict) -> str:
    """What a block says, and so is called: its text, caption, formula or address."""
    match block:
        case Code(text=text, caption=caption):
            return plain(text) or plain(caption)
        case Equation(expression=expression):
            return expression
        case Link(url=url, caption=caption) | Media(url=url, caption=caption):
            return plain(caption) or url or ""
        case TabPane(title=title):
            return plain(title)
        case _:
            return plain(getattr(block, "text", ""))
