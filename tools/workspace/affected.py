"""What goes along with what is deleted, and what is left there without what it was made of."""

from collections.abc import Iterator

from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingView, Structure
from tools.workspace.references import in_condition, in_sorts, mentioned
from tools.workspace.views import stands_on

Part = tuple[str, str]  # what a part is called, and the title of its database


def gone_along(before: Structure, after: Structure) -> list[Part]:
    """The relations of databases that stay which are there no more."""
    left = {home.id: home for home in after.databases}
    return [
        (prop.name, home.title)
        for home in before.databases
        for prop in home.properties
        if prop.type == "relation" and home.id in left and left[home.id].property(prop.id) is None
    ]


def left_without(before: Structure, after: Structure) -> list[Part]:
    """Formulas, rollups, relations and views that stay though what they are made of goes."""
    return [(name, home.title) for home in after.databases for name in _broken(before, after, home)]


def _broken(before: Structure, after: Structure, home: ExistingDatabase) -> Iterator[str]:
    was = next((one for one in before.databases if one.id == home.id), None)
    gone = {p.id for p in was.properties if home.property(p.id) is None} if was else set[str]()
    for prop in home.properties:
        far = before.source(prop.config.get("data_source_id"))
        lost = far is not None and after.source(far.data_source_id) is None
        if lost or _needs(prop) & gone or _is_hollow(before, after, home, prop):
            yield prop.name
    for view in home.views:
        if any(_uses(view, one) for one in gone):
            yield view.name


def _needs(prop: ExistingProperty) -> set[str]:
    """The properties beside it that one is computed from."""
    if prop.type == "formula":
        return mentioned(prop.config["expression"])
    return {str(prop.config.get("relation"))} if prop.type == "rollup" else set()


def _is_hollow(
    before: Structure, after: Structure, home: ExistingDatabase, prop: ExistingProperty
) -> bool:
    """Whether what a rollup reads of another database is there no more."""
    relation = home.property(str(prop.config.get("relation"))) if prop.type == "rollup" else None
    source = relation.config.get("data_source_id") if relation is not None else None
    was, now = before.source(source), after.source(source)
    read = str(prop.config.get("property"))
    return (
        was is not None
        and was.property(read) is not None
        and (now is None or now.property(read) is None)
    )


def _uses(view: ExistingView, prop_id: str) -> bool:
    """Whether a view shows its rows by a property: by groups or days, filtered or in an order."""
    used = set[str]()

    def noted(name: str) -> str:
        used.add(name)
        return name

    in_condition(view.filter, noted)
    in_sorts(view.sorts, noted)
    return prop_id in used or stands_on(view, prop_id)
