"""How many tickets a workspace of them is to hold, as somebody says it of its plan. Pure."""

from agent.planner.embedded.helpdesk.pieces import Piece, pieces
from agent.planner.words import squeezed
from tools.freshdesk.tools import MOST_ROWS

_OTHER = frozenset({"counter", "filler", "past.lead", "more", "hold", "read", "dashboard"})
_TICKETS = frozenset({"ticket", "inquiry", "source", "from_tickets"})


def amount_of(text: str) -> int | None:
    """The number that is asked for, the most that there can be for all; None where anything else
    is said with it."""
    some = pieces(squeezed(text))
    senses = frozenset(sense for piece in some for sense in piece.senses)
    if not (senses & _TICKETS and "hold" in senses and all(map(_is_part, some))):
        return None
    numbers = [piece.number for piece in some if piece.number]
    if len(numbers) > 1 or not (numbers or "all" in senses):
        return None
    return min(numbers[0], MOST_ROWS) if numbers else MOST_ROWS


def _is_part(piece: Piece) -> bool:
    known = _TICKETS | _OTHER | {"all"}
    return piece.number is not None or not piece.senses.isdisjoint(known)
