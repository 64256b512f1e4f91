"""The row that is called by what it holds: by two things that no other row has both of ("Rolo's
bath", "Sunday's late shift"), by one beside a part of its name, or by whose it is, where it is open
until what is told ("Sue just paid")."""

from collections.abc import Iterator, Sequence

from agent.planner.embedded.grammar.rows.held import holds
from agent.planner.embedded.grammar.told.alike import far_rows
from agent.planner.embedded.grammar.told.evidence import Evidence, Piece
from tools.workspace.model import ExistingProperty, ExistingRow

_BELONGS = ("relation", "select", "date", "rich_text")
_LEAST = 2  # kinds of what it holds by which a row is called
_TO_COME = {"status", "checkbox"}

Told = tuple[Piece, ExistingProperty]


def named_by_held(evidence: Evidence) -> list[Piece]:
    """The pieces of a text, with those by which one row is called in place of what they tell."""
    pieces = evidence.pieces
    named = [p for p in pieces if p.kind == "row"]
    logs = not _TO_COME & {p.type for p in evidence.home.properties}  # each is another one
    if logs or any(p.sure for p in named):
        return pieces
    told = [(p, p.prop) for p in (*pieces, *_days(evidence)) if p.kind == "value" and p.prop]
    told = [(p, prop) for p, prop in told if prop.type in _BELONGS]
    row, held = _only(evidence, named, told)
    days = any(p not in held and prop.type == "date" for p, prop in told)  # of another one
    meant: str | list[str] = row.id if row is not None and not days else []
    if not (meant or named):
        meant, held = _still_open(evidence, told)
    if not meant:
        return pieces
    same = [*named, *held]
    rest = [p for p in pieces if p not in same]
    return [*rest, *(Piece("row", p.start, p.end, value=meant) for p in same)]


def _still_open(evidence: Evidence, told: Sequence[Told]) -> tuple[str | list[str], list[Piece]]:
    """The row, or those of which it has to be asked which, that has all that is told, somebody
    among it, but for what came about."""
    states = [(p, p.prop) for p in evidence.pieces if p.prop and p.prop.type in _TO_COME]
    about = [(p, prop) for p, prop in told if prop.type in _BELONGS]
    linked = any(prop.type in ("relation", "rich_text") for _, prop in about)
    if not linked or not any(p.sure and p.value is not False for p, _ in states):
        return [], []
    rows = [row for row in evidence.home.rows
            if all(_is_held(evidence, row, *one) for one in about)
            and not all(holds(row, prop, p.value) for p, prop in states)]  # fmt: skip
    ids = [row.id for row in rows]
    return ids[0] if len(ids) == 1 else ids, [p for p, _ in about]


def _only(
    evidence: Evidence, named: Sequence[Piece], told: Sequence[Told]
) -> tuple[ExistingRow | None, list[Piece]]:
    """The only row that has most of what is told, if that is enough, and what that is."""
    may_be = {row for p in named for row in (p.value if isinstance(p.value, list) else [p.value])}
    rows = [row for row in evidence.home.rows if row.id in may_be or not named]
    held = [[one for one in told if _is_held(evidence, row, *one)] for row in rows]
    best = max(map(len, held), default=0)
    fits = [(row, same) for row, same in zip(rows, held, strict=True) if len(same) == best]
    kinds = {prop.id for _, prop in fits[0][1]} if fits else set()
    if len(fits) != 1 or len(kinds) < _LEAST - bool(named):
        return None, []
    return fits[0][0], [p for p, _ in fits[0][1]]


def _is_held(evidence: Evidence, row: ExistingRow, piece: Piece, prop: ExistingProperty) -> bool:
    """Whether a row has a value that is told."""
    value = row.values.get(prop.id)
    if prop.type != "relation":
        return value is not None and holds(row, prop, piece.value)
    linked = [far for one, far in far_rows(evidence.world, evidence.home) if one is prop]
    return set(piece.value) <= {far.title for far in linked if far.id in (value or ())}


def _days(evidence: Evidence) -> Iterator[Piece]:
    prop = evidence.world.main_date(evidence.home)
    for token in evidence.tokens if prop is not None else ():
        if token.kind == "date" and token.value is not None:
            yield Piece("value", token.start, token.end, prop, str(token.value))
