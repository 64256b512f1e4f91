"""From outside data to a blueprint that keeps every rule, or an error that names each place."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from tools.blueprint import blocks, properties, views
from tools.blueprint.check import problems
from tools.blueprint.model import Blueprint
from tools.errors import BlueprintInvalid, Problem

MOST_PROBLEMS = 50
MOST_LEVELS = 64
"""Of objects and lists in each other, far from Python's recursion limit: 30 blocks in blocks, or 30
pages below pages, each with what it says."""


def parse(data: Any) -> Blueprint:
    """A valid blueprint with every key filled in.

    Raises BlueprintInvalid with the first 50 problems, each with its place.
    """
    check_depth(data)
    try:
        blueprint = Blueprint.model_validate(with_keys(data))
    except ValidationError as error:
        raise _invalid(list(shape_problems(error))) from None
    return check(blueprint)


def check_depth(data: Any) -> None:
    """Raises BlueprintInvalid for what lies so deep in itself that nobody could walk it."""
    if deep := list(_too_deep(data)):
        raise _invalid(deep)


def check(blueprint: Blueprint) -> Blueprint:
    """The same blueprint, if it keeps the rules. Raises BlueprintInvalid otherwise."""
    if found := problems(blueprint):
        raise _invalid(found)
    return blueprint


def _invalid(found: Sequence[Problem]) -> BlueprintInvalid:
    first = found[0]
    return BlueprintInvalid(
        f"the blueprint breaks {len(found)} rule(s), first {first.rule} at {first.place}",
        found[:MOST_PROBLEMS],
    )


def _too_deep(data: Any) -> Iterator[Problem]:
    """Where a level begins that is one too many."""
    level: list[tuple[tuple[int | str, ...], Any]] = [((), data)]
    for _ in range(MOST_LEVELS):
        level = [
            ((*place, key), item)
            for place, value in level
            for key, item in _items(value)
            if isinstance(item, dict | list)
        ]
    for place, _ in level:
        yield Problem(place_of(place) or "blueprint", "too_deep")


def _items(value: Any) -> Iterable[tuple[int | str, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def with_keys(data: Any) -> Any:
    """The same data with a key for every database and sub-page that has none.

    Keys may be left out where nothing refers to them; operations and journals need them.
    """
    if not isinstance(data, dict):
        return data
    taken = set(_given_keys(data))
    return _filled(data, _fresh(taken))


def _given_keys(page: dict[str, Any]) -> Iterator[str]:
    for kind in ("databases", "sub_pages"):
        for item in _dicts(page.get(kind)):
            if isinstance(item.get("key"), str):
                yield item["key"]
            if kind == "sub_pages":
                yield from _given_keys(item)


def _fresh(taken: set[str]) -> Iterator[str]:
    return (key for n in range(1, 1_000_000) if (key := f"k{n}") not in taken)


def _filled(page: dict[str, Any], fresh: Iterator[str]) -> dict[str, Any]:
    filled = dict(page)
    for kind in ("databases", "sub_pages"):
        if isinstance(page.get(kind), list):
            filled[kind] = [_with_key(item, kind, fresh) for item in page[kind]]
    return filled


def _with_key(item: Any, kind: str, fresh: Iterator[str]) -> Any:
    if not isinstance(item, dict):
        return item
    keyed = item if item.get("key") else {**item, "key": next(fresh)}
    return _filled(keyed, fresh) if kind == "sub_pages" else keyed


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


_MEMBER = re.compile(r"(?:constrained-)?str$|function-|list\[|literal\[|Uploaded$|Local$")
_RULES = {
    "missing": "missing",
    "extra_forbidden": "unknown_key",
    "union_tag_invalid": "unknown_type",
    "union_tag_not_found": "missing_type",
    **dict.fromkeys(("literal_error", "enum"), "not_allowed"),
    "string_pattern_mismatch": "other_form",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "too_long": "too_many",
    "too_short": "too_few",
    "greater_than_equal": "below_least",
    "less_than_equal": "above_most",
    "string_type": "no_text",
    "list_type": "no_list",
    # What our own models say by the name of the rule.
    **{
        rule: rule
        for rule in ("bad_date", "bad_time_zone", "bad_token", "one_mention", "copy_holds_nothing")
    },
}
# Of these pydantic has an error for each way to be none.
_FAMILIES = {"int": "no_number", "float": "no_number", "bool": "no_flag", "date": "bad_date"}
_FAMILIES |= {"datetime": "bad_date", "dict": "no_object", "model": "no_object"}
_OF_TYPE = frozenset({"no_text", "no_list", "no_number", "no_flag", "no_object"})


def broken_rule(item: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The rule that one of pydantic's errors stands for, and what fills its sentence: never
    pydantic's own words, which are English."""
    context = {k: str(v) for k, v in (item.get("ctx") or {}).items() if k != "error"}
    if "expected" in context:
        context["expected"] = context["expected"].replace(" or ", ", ")
    kind: str = item["type"]
    family = _FAMILIES.get(kind.partition("_")[0], "wrong_shape")
    return _RULES.get(kind, family), context


Place = Callable[[Mapping[str, Any]], str]


def _in_blueprint(item: Mapping[str, Any]) -> str:
    return place_of(item["loc"]) or "blueprint"


def shape_problems(error: ValidationError, place: Place = _in_blueprint) -> Iterator[Problem]:
    """What does not have the shape of a model; `place` says where one of pydantic's errors is."""
    found: defaultdict[str, dict[str, Problem]] = defaultdict(dict)
    for item in error.errors(include_url=False, include_input=False):
        rule, params = broken_rule(item)
        found[place(item)].setdefault(rule, Problem(place(item), rule, params))
    for by_rule in found.values():
        yield from _told_once(by_rule)


def _told_once(by_rule: Mapping[str, Problem]) -> Iterable[Problem]:
    """What is wrong at one place. Each member of a union complains for itself: those that the value
    was never meant for say so by its type, and count only where none says more."""
    more = [problem for rule, problem in by_rule.items() if rule not in _OF_TYPE]
    if more or len(by_rule) == 1:
        return more or by_rule.values()
    return [Problem(next(iter(by_rule.values())).place, "wrong_shape")]


def place_of(location: tuple[int | str, ...]) -> str:
    """`databases[0].properties[2].type`, or '' for the whole; the names of union members are not
    places."""
    place = ""
    for before, part in pairwise(("", *location)):
        if isinstance(part, int):
            place += f"[{part}]"
        elif not _is_member(before, part):
            place += f".{part}" if place else part
    return place


def _is_member(before: int | str, part: str) -> bool:
    tagged = (isinstance(before, int) or before == "view") and part in _TAGS
    return tagged or bool(_MEMBER.match(part))


def _tags() -> frozenset[str]:
    found: set[str] = set()
    for module in (blocks, properties, views):
        for model in vars(module).values():
            fields = getattr(model, "model_fields", {})
            if "type" in fields:
                found.update(getattr(fields["type"].annotation, "__args__", ()))
    return frozenset(found)


_TAGS = _tags()
