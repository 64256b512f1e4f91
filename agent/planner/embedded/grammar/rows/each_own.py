"""Several rows that are told several values in one breath: each gets its own."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from agent.planner.embedded.grammar.clauses.clause import Ask, Clause
from agent.planner.embedded.grammar.rows.record_part import Part, PartKind
from agent.planner.embedded.grammar.rows.record_values import TEXTS

_JOINTS = frozenset({",", "/", "+"})


def each_own(clause: Clause, parts: Sequence[Part]) -> list[Part]:
    """The parts with each row before its own value ("A and B to 1 and 2"), and with a property that
    is named once before each of its values ("the price of A to 1, of B to 2").

    Raises Ask where there are more values than rows, or fewer.
    """
    return list(_led_on(_dealt_out(clause, parts)))


def _dealt_out(clause: Clause, parts: Sequence[Part]) -> list[Part]:
    rows, values = _run(parts, "row"), _run(parts, "value")
    if min(len(rows), len(values)) < 2 or not _is_one_kind(values):
        return list(parts)
    if len(rows) != len(values):
        clause.use(*clause.said.tokens, *clause.everything)
        raise Ask("row", [part.tokens[0].text for part in rows])
    led = [part for part in parts if part.kind == "property"]
    cuts = [part for part in parts if part.kind == "cut"]
    kept = [part for part in parts if part not in (*rows, *values, *led, *cuts)]
    pairs = zip(rows, values, strict=True)
    return [*kept, *(one for row, value in pairs for one in (*cuts[:1], row, *led, value))]


def _run(parts: Sequence[Part], kind: PartKind) -> list[Part]:
    """All parts of a kind, where a joint and nothing else stands between each two; else none."""
    places = [i for i, part in enumerate(parts) if part.kind == kind]
    for before, behind in pairwise(places):
        marks = [t for part in parts[before + 1 : behind] for t in part.tokens]
        joins = {part.kind for part in parts[before + 1 : behind]} == {"cut"}
        if not joins or any(t.kind == "punct" and t.text not in _JOINTS for t in marks):
            return []
    return [parts[i] for i in places]


def _is_one_kind(values: Sequence[Part]) -> bool:
    """Whether values may all be of one property, of which a row holds only one."""
    many = any(v.prop is not None and v.prop.type == "multi_select" for v in values)
    spans = any(v.plays("from", "until") for v in values)
    return not (many or spans) and len({_kind(value) for value in values}) == 1


def _kind(value: Part) -> tuple[str, ...]:
    prop = value.prop.id if value.prop is not None else ""
    units = [t.text for t in value.tokens[1:]] if value.number is not None else []
    return (prop, "number" if value.number is not None else value.tokens[0].kind, *units)


def _led_on(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts with the property that led the value of a row before that of the next, where that
    stands right behind its row and is of the same kind."""
    led: Part | None = None  # the property of the last value
    like = tuple[str, ...]()
    for before, part in zip((None, *parts), parts, strict=False):
        if part.kind == "property":
            led, like = part, ()
        elif part.kind in ("value", "text") and led is not None:
            if not like:
                like = _kind(part)
            elif before is not None and before.kind == "row" and _goes_on(part, led, like):
                yield replace(led, roles=set())
        elif part.kind not in ("row", "cut", "thing"):
            led = None
        yield part


def _goes_on(part: Part, led: Part, like: tuple[str, ...]) -> bool:
    if led.prop is None or _kind(part)[:2] != like[:2]:
        return False
    return part.kind == "value" or led.prop.type in TEXTS
