"""The options of choices: their colours, and their groups in a status."""

from collections.abc import Sequence
from typing import Literal

from agent.planner.embedded.lexicon import concept_of, meaning_of
from tools.blueprint.base import Hue, SelectColor
from tools.blueprint.properties import Option

Group = Literal["to_do", "in_progress", "complete"]

_COLORS: tuple[SelectColor, ...] = (
    "blue", "green", "yellow", "purple", "orange", "pink", "brown", "red", "gray",
)  # fmt: skip
# Between the first step of a status (gray) and the last (green).
_UNDERWAY: tuple[SelectColor, ...] = ("blue", "yellow", "purple", "orange", "pink", "brown")
_SCALE: tuple[SelectColor, ...] = ("red", "orange", "yellow", "blue", "gray")
_RANKED = ("priority", "severity")
_LONGEST, _MOST = 100, 100  # characters of an option, options of a property (Notion's limits)


def options_from(
    names: Sequence[str], kind: str, name: str, colors: dict[str, Hue] | None = None
) -> list[Option]:
    """Options in order for a property of a name; of a status the first is to do, the last complete.

    A colour that was said wins; what an option means ("cancelled") comes before its place. What
    Notion cannot take (a comma, the same twice) is left out.
    """
    fit = {one.casefold(): one[:_LONGEST] for one in reversed(names) if one and "," not in one}
    kept = [one[:_LONGEST] for one in names if fit.pop(one.casefold(), None)][:_MOST]
    known = concept_of(name)
    ranked = known is not None and known.key in _RANKED
    said: dict[str, SelectColor] = dict(colors or {})
    return [
        Option(
            name=option,
            color=said.get(option) or _color(kept, place, status=kind == "status", ranked=ranked),
            group=_group(option, place, len(kept)) if kind == "status" else None,
        )
        for place, option in enumerate(kept)
    ]


def _color(names: list[str], place: int, *, status: bool, ranked: bool) -> SelectColor:
    if ranked:
        first = meaning_of(names[0])
        rising = first is not None and first.key == "least"
        return _ranked_color(len(names) - 1 - place if rising else place, len(names))
    if not status:
        return _COLORS[place % len(_COLORS)]
    meant = meaning_of(names[place])
    if meant is not None and meant.color is not None:
        return meant.color
    if place == len(names) - 1 and place > 0:
        return "green"
    return "gray" if place == 0 else _UNDERWAY[(place - 1) % len(_UNDERWAY)]


def _ranked_color(place: int, count: int) -> SelectColor:
    """From red for what matters most to gray for what matters least."""
    return _SCALE[round(place * (len(_SCALE) - 1) / max(1, count - 1))]


def _group(name: str, place: int, count: int) -> Group:
    meant = meaning_of(name)
    if meant is not None and meant.group is not None:
        return meant.group
    if place == count - 1 and count > 1:
        return "complete"
    return "to_do" if place == 0 else "in_progress"
