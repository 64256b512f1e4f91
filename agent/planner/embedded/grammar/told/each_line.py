"""Several rows that are told one by one, a line each or parted by marks, below or beside what asks
to add them."""

import re
from collections.abc import Callable, Iterator, Sequence

from agent.planner.embedded.grammar.clauses.clause import Clause, Refused
from agent.planner.embedded.grammar.rows.rows_named import added
from agent.planner.embedded.grammar.told.orders import Order, is_order
from tools.workspace.change import Change
from tools.workspace.model import ExistingDatabase

_MARK = re.compile(r"^\s*(?:[-*+•‣·]\s+|[・●○◦▪]\s*|\d{1,3}[.)]\s+)")
_PARTS = (r"\n", r"[;；\n]", r"[\n。:：]|[.!]\s|[,、，](?!\d{3}(?!\d))")
_FEWEST, _MOST = 2, 40  # rows


def rows_in_lines(read: Callable[[str], Clause], text: str) -> list[Change]:
    """`add A, 3, Italian; B, 5, Thai`: rows that all hold the same columns, with nothing left of
    any. Raises Refused for any other text."""
    clause = read(text)
    asks = is_order(clause.said, of_several=True)
    if clause.said.never or any(t.has("noun.property", "noun.option") for t in clause.everything):
        raise Refused
    for parts in _PARTS if asks else _PARTS[:2]:
        pieces = [_MARK.sub("", one).strip() for one in re.split(parts, text)]
        clauses = [read(one) for one in pieces if any(map(str.isalnum, one))]
        if not _FEWEST <= len(clauses) <= _MOST:
            continue
        found = {home.id: list(_rows(clauses, home)) for home in clause.world.databases}
        fits = [home for home in clause.world.databases if found[home.id]]
        named = {e.id for t in clause.everything for e in t.names if e.kind == "database"}
        fits = [home for home in fits if home.id in named] or fits
        if len(fits) == 1:
            rows = [one.row.made()[0] for one in found[fits[0].id]]
            if asks or all(len(row) > _FEWEST for row in rows):
                return added(clause, fits[0], rows)
    raise Refused


def _rows(clauses: Sequence[Clause], home: ExistingDatabase) -> Iterator[Order]:
    """What each clause tells of one row, without what only leads to them, or asks for them behind;
    nothing where one tells of none, or of others than the rest."""
    orders = [Order(clause, home) for clause in clauses]
    heads = [one for one in (orders[0], orders[-1]) if not one.row.names and _asks(one)]
    rows = [one for one in orders if one not in heads]
    told = {tuple(sorted(one.row.values)) for one in rows}
    said = [t for one in clauses for t in one.said.tokens]
    plain = any(t.has("verb.add") and not t.has("new.new") for t in said)
    named = any(e.kind == "row" and e.database == home.id
                for one in rows for t in one.evidence.tokens for e in t.names)  # fmt: skip
    named |= not plain and any(one.like for one in rows)  # of rows that there are
    even = len(told) == 1 and len(rows) >= _FEWEST and not named
    if even and all(one.is_full(least=1) and not one.left for one in rows):
        yield from rows


def _asks(order: Order) -> bool:
    said = order.clause.said
    return is_order(said, of_several=True) or said.verb is None
