"""Of rows that wait for each other in cycles, few that have to go ahead. Pure.

Each that goes ahead costs one later patch, however many links it lacks; so few are wanted. Finding
the fewest is hard (a feedback vertex set, Karp 1972); here none is taken that is not needed beside
the others, those with the fewest links being let off first.
"""

from collections import deque
from collections.abc import Mapping, Sequence

_MOST_LOOKED_AT = 2_000  # rows on the way from one to itself, so that the time stays linear


def cuts(needs: Mapping[str, set[str]], able: Sequence[str]) -> list[str]:
    """Those of the rows that are `able` to go ahead without which no other waits for itself.

    `needs` says for each row that waits what it waits for, in their order.
    """
    core = _core(needs)
    asked = [name for name in able if name in core]  # in order: a plan is the same in any process
    ahead = set(asked)
    for name in sorted(asked, key=lambda name: _degree(name, core)):
        ahead.remove(name)
        if _waits_for_itself(name, core, ahead):
            ahead.add(name)
    return [name for name in needs if name in ahead]


def _core(needs: Mapping[str, set[str]]) -> dict[str, tuple[set[str], set[str]]]:
    """What may lie on cycles, with what each of it waits for and what waits for it."""
    core = {name: (wanted & needs.keys(), set[str]()) for name, wanted in needs.items()}
    for name, (wanted, _) in core.items():
        for other in wanted:
            core[other][1].add(name)
    loose = deque(name for name, sides in core.items() if not all(sides))
    while loose:
        name = loose.popleft()
        wanted, users = core.pop(name, (set(), set()))
        for other in wanted | users:
            if other in core:
                sides = core[other]
                for side in sides:
                    side.discard(name)
                if not all(sides):
                    loose.append(other)
    return core


def _degree(name: str, core: Mapping[str, tuple[set[str], set[str]]]) -> int:
    wanted, users = core[name]
    return len(wanted) * len(users)


def _waits_for_itself(
    name: str, core: Mapping[str, tuple[set[str], set[str]]], ahead: set[str]
) -> bool:
    """Whether a way leads from a row to itself past those that go ahead, or may for all we see."""
    seen, left = set[str](), [name]
    while left and len(seen) < _MOST_LOOKED_AT:
        wanted = core[left.pop()][0]
        if name in wanted:
            return True
        new = wanted - ahead - seen
        seen |= new
        left += sorted(new)  # which of them are looked at first decides where too many are
    return bool(left)
