"""A blueprint without what breaks a rule: Notion allows more than it can be built of. Pure."""

import re
from dataclasses import dataclass

from tools.blueprint.check import problems
from tools.blueprint.model import Blueprint
from tools.workspace.model import Json

_PART = re.compile(r"(sub_pages|databases|views|properties|rows|blocks)\[(\d+)\]")


@dataclass(frozen=True)
class Lost:
    """Something that a blueprint cannot say: what it is, what it is called, and on what it is."""

    kind: str
    name: str
    home: str


def mended(blueprint: Blueprint) -> tuple[Blueprint, list[Lost]]:
    """The blueprint with the smallest parts taken out that break a rule, and these."""
    lost: list[Lost] = []
    data = blueprint.model_dump(mode="json")
    while found := problems(blueprint):
        places = _apart([problem.place for problem in found])
        lost += [Lost(*_removed(data, place)) for place in places]
        blueprint = Blueprint.model_validate(data)
    return blueprint, lost


def _apart(places: list[str]) -> list[str]:
    """The places to mend at once: of what may stand on one another the first, of rows all values,
    as a table may have a fault in each of its rows."""
    if ".values." not in places[0]:
        return places[:1]
    return list(dict.fromkeys(place for place in places if ".values." in place))


def _removed(data: Json, place: str) -> tuple[str, str, str]:
    """Takes the smallest part out of a blueprint's JSON in which a place is; what it was."""
    before, _, value = place.partition(".values.")
    found = [(name, int(at)) for name, at in _PART.findall(before)]
    top = next((i + 1 for i, (name, _) in enumerate(found) if name == "blocks"), len(found))
    steps = found[:top]
    holder: Json = data
    home = str(data["title"])
    for name, at in steps if value else steps[:-1]:
        holder = holder[name][at]
        home = str(holder.get("title", home))
    if value:
        # What is wrong may be inside the value: `Files[0].upload`.
        named = max((n for n in holder["values"] if value.startswith(n)), key=len, default=None)
        holder["values"].pop(named, None)
        return "value", named or value, home
    name, at = steps[-1]
    gone: Json = holder[name].pop(at)
    return name.removesuffix("s"), str(gone.get("name") or gone.get("title") or ""), home
