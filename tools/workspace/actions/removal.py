"""Properties that go, with what cannot be without them.

What exists stays in Notion though it has become broken, as it does in the app; what is yet to be
made goes along.
"""

from collections.abc import Iterator

from tools.workspace.actions.views import change_new_views
from tools.workspace.draft import Edit, without_value
from tools.workspace.model import (
    ExistingDatabase,
    ExistingProperty,
    ExistingView,
    is_new,
)
from tools.workspace.references import mentioned
from tools.workspace.views import stands_on

Place = tuple[str, str]  # a property: the id of its database, its id


def without_properties(edit: Edit, asked: set[Place]) -> None:
    """Takes properties away, both sides of relations, with what cannot be without them."""
    gone = set(_gone_with(edit, asked))

    def without(database: ExistingDatabase) -> ExistingDatabase:
        own = {name for home, name in gone if home == database.id}
        if not own:
            return database
        left = [prop for prop in database.properties if prop.id not in own]
        edit.lost |= {("property", database.id, p.name) for p in database.properties if p.id in own}
        rows = [without_value(row, own) for row in database.rows]
        return database.model_copy(update={"properties": left, "rows": rows})

    def stands(database: ExistingDatabase, view: ExistingView) -> bool:
        return any(stands_on(view, name) for home, name in gone if home == database.id)

    edit.each_database(without)
    change_new_views(edit, lambda database, view: None if stands(database, view) else view)


def _gone_with(edit: Edit, asked: set[Place]) -> Iterator[Place]:
    """Properties, the far sides of those that have one, and what is computed from them and yet to
    be made."""
    gone = set(asked)
    for home, name in asked:
        prop = edit.keyed(home).property(name)
        far = prop and edit.far(prop)
        if prop is not None and far is not None and prop.config.get("synced_id"):
            gone.add((far.id, prop.config["synced_id"]))
    growing = True
    while growing:
        needing = {
            (home.id, prop.id)
            for home in edit.structure.databases
            for prop in home.properties
            if is_new(prop.id) and _needs(edit, home, prop) & gone
        }
        growing = not needing <= gone
        gone |= needing
    yield from gone


def _needs(edit: Edit, home: ExistingDatabase, prop: ExistingProperty) -> set[Place]:
    """What a rollup or formula is computed from."""
    if prop.type == "formula":
        return {(home.id, name) for name in mentioned(prop.config["expression"])}
    if prop.type != "rollup":
        return set()
    relation = home.property(prop.config["relation"])
    far = relation and edit.far(relation)
    rolled = {(far.id, prop.config["property"])} if far else set()
    return {(home.id, prop.config["relation"])} | rolled
