"""Taking changes out of what stands now, and leaving what others did since. Pure.

Three states, as JSON: `before` our changes, `after` them, and `now`. Where ours made no difference
now stays; where now is as we left it, it becomes what it was; where somebody went on from
there, now stays. Lists of things with an `id` are merged thing by thing, others as sets.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.workspace.model import Structure
from tools.workspace.values import spoken

_MISSING: Any = object()
_LABELS = ("type", "name", "title")


def without_changes(before: Structure, after: Structure, now: Structure) -> Structure:
    """What now would be without the changes that led from before to after.

    What the changes made and has no id in `after` yet (`+…`) is known by its name, and so is what
    they took away and an earlier try brought back under another id.
    """
    was, made, stands = before.to_json(), after.to_json(), now.to_json()
    made = renamed(made, {o: n for o, n in _matches(made, stands, was) if o.startswith("+")})
    was = renamed(was, dict(_matches(was, stands, made)))
    return Structure.from_json(_merged(was, made, stands))


def _merged(before: Any, after: Any, now: Any) -> Any:
    if before == after or _alike(now, before):
        return now
    if _alike(now, after):  # also where both lack what was there before
        return before
    if now is _MISSING:
        return now
    states = before, after, now
    if all(isinstance(state, dict) for state in states):
        keys = dict.fromkeys((*now, *before))
        pairs = {key: _merged(*(state.get(key, _MISSING) for state in states)) for key in keys}
        return {key: value for key, value in pairs.items() if value is not _MISSING}
    if all(map(_has_ids, states)):
        return _merged_things(before, after, now)
    if all(map(_is_set, states)):
        kept = [item for item in now if item in before or item not in after]
        return kept + [item for item in before if item not in (*after, *now)]
    return now


def _alike(one: Any, other: Any) -> bool:
    """Whether two states are the same; texts that changes wrote come back in more words."""
    if one == other:
        return True
    return _is_text(one) and _is_text(other) and spoken(one) == spoken(other)


def _merged_things(before: list[Any], after: list[Any], now: list[Any]) -> list[Any]:
    was, made, stands = _by_id(before), _by_id(after), _by_id(now)
    kept = [
        _merged(was[name], made[name], item) if name in was and name in made else item
        for name, item in stands.items()
        if name in was or name not in made
    ]
    for place, item in enumerate(before):
        if item["id"] not in made and item["id"] not in stands:
            kept.insert(_behind(kept, before[:place]), item)
    return kept


def _behind(kept: list[Any], earlier: list[Any]) -> int:
    """Where something stands that came right behind the last of the earlier ones still there."""
    names = [item["id"] for item in kept]
    found = (names.index(item["id"]) + 1 for item in reversed(earlier) if item["id"] in names)
    return next(found, 0)


def _matches(ours: Any, now: Any, other: Any) -> Iterator[tuple[str, str]]:
    """Pairs of ids: a thing of ours that is not there now, and a stranger now of the same label.

    A stranger is in neither of the other states.
    """
    if isinstance(ours, dict) and isinstance(now, dict):
        for key in ours.keys() & now.keys():
            inner = other.get(key) if isinstance(other, dict) else None
            yield from _matches(ours[key], now[key], inner)
    elif _has_ids(ours) and _has_ids(now):
        yield from _matches_in(ours, now, other if _has_ids(other) else [])


def _matches_in(ours: list[Any], now: list[Any], other: list[Any]) -> Iterator[tuple[str, str]]:
    here, there, known = _by_id(now), _by_id(other), {item["id"] for item in ours}
    strangers = {_label(i): n for n, i in here.items() if n not in known and n not in there}
    for item in ours:
        name = item["id"]
        if name in here:
            yield from _matches(item, here[name], there.get(name))
        elif name not in there and _label(item) in strangers:
            found = strangers[_label(item)]
            yield name, found
            yield from _matches(item, here[found], None)


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """JSON with other ids in it, keys and references of formulas included."""
    if isinstance(value, dict):
        return {names.get(key, key): renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    if not isinstance(value, str) or not names:
        return value
    if value in names:
        return names[value]
    for old, new in names.items():
        value = value.replace(f'prop("{old}")', f'prop("{new}")')
    return value


def _label(item: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(item.get(key) for key in _LABELS)


def _by_id(items: list[Any]) -> dict[str, Any]:
    return {item["id"]: item for item in items}


def _has_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(i, dict) and "id" in i for i in value)


def _is_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(i, dict) and "plain_text" in i for i in value)


def _is_set(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
