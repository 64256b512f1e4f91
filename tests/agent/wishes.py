"""A wish with what its design must hold, and the check."""

from dataclasses import dataclass, field

from tests.agent.embedded_planner import Designed
from tools.blueprint.model import Database


@dataclass(frozen=True)
class Wish:
    """A wish and what its design must hold; what is left out is not looked at."""

    text: str
    skill: str | None = None
    language: str | None = None
    title: str | None = None
    icon: str | None = None
    color: str | None = None
    complexity: str | None = None
    databases: list[str] | None = None
    count: int | None = None
    properties: list[str] | None = None  # of the first database, exactly
    types: dict[str, str] = field(default_factory=dict)  # of some database's properties
    options: dict[str, list[str]] = field(default_factory=dict)
    colors: dict[str, str] = field(default_factory=dict)  # of options, by their names
    views: set[str] = field(default_factory=set)
    only_views: set[str] | None = None
    no_views: set[str] = field(default_factory=set)
    rows: int | None = None
    sub_pages: list[str] | None = None
    sub_page_count: int | None = None


def assert_obeyed(wish: Wish, design: Designed) -> None:
    blueprint = design.blueprint
    assert design.agreed.kind == "create"
    for name in ("title", "icon", "language", "complexity"):
        assert getattr(wish, name) in (None, getattr(blueprint, name))
    assert wish.skill in (None, design.agreed.skill)
    assert wish.color in (None, blueprint.color_theme)
    assert wish.databases in (None, [d.title for d in blueprint.databases])
    assert wish.count in (None, len(blueprint.databases))
    assert wish.sub_pages in (None, [p.title for p in blueprint.sub_pages])
    assert wish.sub_page_count in (None, len(blueprint.sub_pages))
    _assert_properties(wish, blueprint.databases)
    _assert_views_and_rows(wish, blueprint.databases)


def _assert_properties(wish: Wish, databases: list[Database]) -> None:
    choices = [p for d in databases for p in d.properties if hasattr(p, "options")]
    options = [o for p in choices for o in p.options]
    assert wish.properties in (None, [p.name for p in databases[0].properties])
    assert wish.types.items() <= {(p.name, p.type) for d in databases for p in d.properties}
    for name, names in wish.options.items():
        assert names in [[o.name for o in p.options] for p in choices if p.name == name]
    assert wish.colors.items() <= {option.name: option.color for option in options}.items()


def _assert_views_and_rows(wish: Wish, databases: list[Database]) -> None:
    views = {view.type for d in databases for view in d.views}
    assert wish.views <= views
    assert not wish.no_views & views
    assert wish.only_views in (None, views)
    if wish.rows is not None:
        assert {wish.rows} == {len(d.rows) for d in databases}
