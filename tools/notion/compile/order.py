"""In which order new rows are made, of a workspace that is created or changed. Pure.

A row can name only those that are there. Of rows that wait for each other in cycles few have to go
ahead: each costs one later patch, however many links it lacks. Finding the fewest is hard (a
feedback vertex set, Karp 1972); here none is taken that is not needed beside the others, those with
the fewest links being let off first.
"""

import heapq
from collections import defaultdict, deque
from collections.abc import Mapping

_MOST_LOOKED_AT = 2_000  # rows on the way from one to itself, so that the time stays linear


def in_order(needs: Mapping[str, set[str]]) -> list[str]:
    """Rows behind those that they need, and else as they are given; of those in cycles some stand
    before what they need. What a row needs besides these and itself plays no part."""
    numbers = {name: number for number, name in enumerate(needs)}
    left = {name: (wanted & needs.keys()) - {name} for name, wanted in needs.items()}
    users: dict[str, list[str]] = defaultdict(list)
    for name, wanted in left.items():
        for other in sorted(wanted, key=numbers.__getitem__):
            users[other].append(name)
    ready = [numbers[name] for name, wanted in left.items() if not wanted]  # a heap, as it ascends
    names, order, ahead = list(needs), list[str](), list[str]()
    while left:
        if not ready:
            ahead = [name for name in ahead if name in left] or cuts(left)[::-1]
            ready.append(numbers[ahead.pop()])
        order.append(names[heapq.heappop(ready)])
        del left[order[-1]]
        for user in users[order[-1]]:
            if user in left:
                left[user].remove(order[-1])
                if not left[user]:
                    heapq.heappush(ready, numbers[user])
    return order


def rows_in_order(needs: Mapping[str, set[str]], tables: Mapping[str, str]) -> list[str]:
    """The same of rows, by the table of each: a table whose rows others name goes ahead whole. So
    rows stand as they are given in every table, but where one names itself. Of tables that name
    each other goes ahead what has the fewest rows that do: each stands before what it needs."""
    ranks = _ranks(needs, tables)

    def rank(name: str) -> int:
        return ranks[tables[name]]

    left = {
        name: {far for far in needs[name] if far in tables and rank(far) <= rank(name)}
        for name in sorted(needs, key=rank)
    }
    return in_order(left)


def _ranks(needs: Mapping[str, set[str]], tables: Mapping[str, str]) -> dict[str, int]:
    """When the rows of each table are made."""
    named = {table: set[str]() for table in tables.values()}
    naming = dict.fromkeys(named, 0)
    for name, wanted in needs.items():
        others = {tables[far] for far in wanted if far in tables} - {tables[name]}
        named[tables[name]] |= others
        naming[tables[name]] += bool(others)
    # Of a circle of tables, as of rows, the last is what goes ahead.
    asked = sorted(named, key=lambda table: -naming[table])
    return {table: rank for rank, table in enumerate(in_order({t: named[t] for t in asked}))}


def cuts(needs: Mapping[str, set[str]]) -> list[str]:
    """Rows without which no other waits for itself, in their order; `needs` says for each row what
    it waits for."""
    core = _core(needs)
    asked = [name for name in needs if name in core]  # in order: a plan is the same in any process
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
