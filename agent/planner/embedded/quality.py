"""How complete a design is: what a professional template of its kind has, weighed to 100."""

from tools.blueprint.blocks import walk
from tools.blueprint.model import Blueprint, Check, Quality, databases, pages
from tools.blueprint.properties import FormulaProperty, RelationProperty, RollupProperty

_FULL_ROWS = 5


def measured(blueprint: Blueprint) -> Quality:
    """The score of a design, and what it rests on.

    What a small design does not need (relations within one database) counts for it; so does a table
    without samples, which are whole or not there.
    """
    weighed = _checks(blueprint)
    total = sum(weight for _, weight, _ in weighed)
    gained = sum(weight for _, weight, passed in weighed if passed)
    checks = [Check(name=name, passed=passed) for name, _, passed in weighed]
    return Quality(score=round(100 * gained / total), checks=checks)


def _checks(blueprint: Blueprint) -> list[tuple[str, int, bool]]:
    tables = [d for _, _, d in databases(blueprint)]
    properties = [p for d in tables for p in d.properties]
    kinds = {type(p) for p in properties}
    blocks = [b for _, page in pages(blueprint) for _, b, _ in walk(page.blocks)]
    types = {b.type for b in blocks}
    several = len(tables) > 1
    named_views = sum(v.name is not None for d in tables for v in d.views)
    return [
        ("linked_databases", 18, not several or RelationProperty in kinds),
        ("rollups", 15, not several or RollupProperty in kinds),
        ("views", 12, named_views >= len(tables)),
        ("guidance", 12, "callout" in types),
        ("formulas", 10, blueprint.complexity == "simple" or FormulaProperty in kinds),
        ("visual_order", 10, bool(types & {"heading_1", "heading_2", "heading_3"})),
        ("sample_rows", 7, all(not d.rows or len(d.rows) >= _FULL_ROWS for d in tables)),
        ("navigation", 6, bool(blueprint.sub_pages) or not several),
        ("icons", 5, blueprint.icon is not None and all(d.icon for d in tables)),
        ("varied_types", 5, all(len({p.type for p in d.properties}) >= 3 for d in tables)),
    ]
