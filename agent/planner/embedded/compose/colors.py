"""One colour for a whole workspace: callouts, headings and the accent among options."""

from collections.abc import Collection

from agent.planner.embedded.compose.draft import changed, texts
from agent.planner.patterns import BlockPattern, DatabasePattern, Pattern
from tools.blueprint.base import Hue, SelectColor

_PLAIN = ("default", None)


def recolored(pattern: Pattern, hue: Hue | None, kept: Collection[str]) -> Pattern:
    """The pattern in another colour; options swap so that they stay distinct.

    The options of the properties in `kept` (folded names) are a person's own and stay.
    """
    if hue is None:
        return pattern
    return changed(
        pattern,
        color=hue,
        blocks=[_block(b, hue) for b in pattern.blocks],
        sub_pages=[
            changed(p, blocks=[_block(b, hue) for b in p.blocks]) for p in pattern.sub_pages
        ],
        databases=[_accented(d, pattern.color, hue, kept) for d in pattern.databases],
    )


def _block(block: BlockPattern, hue: Hue) -> BlockPattern:
    color = block.color
    if block.type == "callout":
        color = f"{hue}_background"
    elif block.type.startswith("heading") and not block.type.endswith("4"):
        color = hue
    elif color not in _PLAIN and color is not None:
        color = f"{hue}_background" if color.endswith("_background") else hue
    return changed(
        block,
        color=color,
        children=[_block(b, hue) for b in block.children],
        columns=[changed(c, blocks=[_block(b, hue) for b in c.blocks]) for c in block.columns],
    )


def _accented(
    database: DatabasePattern, old: Hue, new: Hue, kept: Collection[str]
) -> DatabasePattern:
    swapped: dict[SelectColor, SelectColor] = {old: new, new: old}
    return changed(
        database,
        properties=[
            changed(
                p,
                options=[changed(o, color=swapped.get(o.color, o.color)) for o in p.options],
            )
            if p.type in ("select", "multi_select") and not texts(p.name) & set(kept)
            else p
            for p in database.properties
        ],
    )
