"""From words to what is asked of a helpdesk; None where they ask something else. Pure.

What no list knows is what is looked for: a word that was said is read, or searched for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import takewhile
from typing import Any

from agent.planner.embedded.helpdesk.periods import Period, without_period
from agent.planner.embedded.helpdesk.pieces import Piece, pieces
from agent.planner.words import squeezed
from tools.freshdesk.tools import (
    ASKED,
    MOST_FETCHED,
    MOST_LISTED,
    MOST_ROWS,
    Asked,
    FetchTickets,
    MakeDashboard,
    Reading,
)

_ABOUT = frozenset({"source", "ticket", "inquiry", "article", "from_tickets"})
_LONGEST, _MOST_COMMAS = 300, 3  # a letter or a list of columns asks for something else
_TICKETS = frozenset({"ticket", "inquiry", "from_tickets"})
_NAMED = ("agent", "customer", "tag", "type")
# What may stand between a word that chooses and the tickets.
_CHOOSING = frozenset({
    *("filler", "counter", "all", "only", "out_of", "about", "past.lead", "waiting"),
    *(f"status.{name}" for name in ("unresolved", "open", "pending", "resolved", "closed")),
    *(f"priority.{name}" for name in ("low", "high", "urgent")),
    *(f"of.{name}" for name in ("type", "agent", "customer", "tag", "status", "priority")),
})  # fmt: skip
_MARKS = re.compile(r"[\s&+·'\"-]+")  # which parts of a name may have between them
_BIGGEST = 2**63 - 1
_A_FIRST_LOOK = 100  # tickets, where nobody said how many


@dataclass(frozen=True)
class _Said:
    """A text in pieces, with the senses that are in it and the time that it speaks of."""

    text: str
    pieces: Sequence[Piece]
    senses: frozenset[str]
    period: Period

    def has(self, *senses: str) -> bool:
        return not self.senses.isdisjoint(senses)

    def group(self, group: str) -> str:
        """The first sense of a group in the text."""
        return next((found for piece in self.pieces if (found := piece.group(group))), "")

    @property
    def is_dated(self) -> bool:
        return self.period != Period()

    @property
    def asks(self) -> bool:
        return self.has("read", "question", "count", "most") or self.text.rstrip()[-1:] in "?？"


@dataclass(frozen=True)
class Understood:
    """What a text asks of the helpdesk, and why that cannot be had as it says it, as the name of a
    text; "" where it can."""

    asked: Asked | None
    refusal: str = ""
    is_question: bool = False  # that is one whatever else is talked about


def read_helpdesk(text: str, today: date) -> Understood:
    """What is asked of the helpdesk by a text, if anything is."""
    text = squeezed(text)
    some = pieces(text)
    if not any(piece.senses & _ABOUT for piece in some):
        return Understood(None)  # as nearly always: nothing further is read then
    long = len(text) > _LONGEST or sum(map(text.count, ",、")) > _MOST_COMMAS
    if long and not any("source" in piece.senses for piece in some):
        return Understood(None)
    left, period = without_period(text, some, today)
    some = some if left == text else pieces(left)
    said = _Said(left, some, frozenset(sense for each in some for sense in each.senses), period)
    asked = _asked(said)
    return Understood(asked, _refused(said, asked), _is_question(said, asked))


def _asked(said: _Said) -> Asked | None:
    if _wants_dashboard(said):
        return _dashboard(said)
    if said.has("change") or (said.has("renew") and not said.has("source")):
        return None
    if said.has("fetch", "renew") and not said.has("count", "most"):
        return _fetching(said)
    return _reading(said)


def _is_question(said: _Said, asked: Asked | None) -> bool:
    """Whether words are about what customers wrote, though there is a plan that they may mean: they
    have something told, and speak of no part of a workspace."""
    if not isinstance(asked, Reading) or said.has("dashboard"):
        return False
    told = ("read", "count", "most", "waiting", "oldest")
    return said.has(*told) or (said.asks and said.is_dated)


def _refused(said: _Said, asked: Asked | None) -> str:
    """Tickets are collected by their number and since a day: not by what they are about."""
    if not isinstance(asked, FetchTickets | MakeDashboard):
        return ""
    if any(_is_no_number(said, piece) for piece in said.pieces):
        return "fetch_no_number"
    which = _which(said)
    chosen = which["status"] or which["priority"] or (said.has("only") and which["text"])
    return "fetch_not_chosen" if chosen and isinstance(asked, FetchTickets) else ""


def _is_no_number(said: _Said, piece: Piece) -> bool:
    before = said.text[: piece.start]
    return piece.number == 0 or (
        piece.number is not None and re.search(r"(?:^|\s)-$", before) is not None
    )


def _wants_dashboard(said: _Said) -> bool:
    """Whether something is to be made or renewed; a dashboard of some tickets only needs no verb"""
    if said.has("make") or (said.has("renew") and said.has("dashboard")):
        return True
    return said.has("only") and said.has("dashboard") and not (said.asks or said.has("change"))


def _dashboard(said: _Said) -> Asked | None:
    """A workspace of what the helpdesk holds; without naming that it is a workspace like others."""
    chosen = _chosen(said)
    named = said.has("source", "from_tickets") or (said.has("renew") and said.has("ticket"))
    if not named and not (chosen and said.has("dashboard") and said.has("only", "out_of")):
        return None
    found: dict[str, Any] = {**chosen, "again": said.has("renew") and not said.has("make")}
    if limit := _limit(said):
        found["latest"] = min(limit, MOST_ROWS)
    return ASKED.validate_python({"tool": "make_dashboard", **found})


def _chosen(said: _Said) -> dict[str, Any]:
    """Which tickets a dashboard is of: what stands with the word for them ("refund tickets"), and
    behind it where it is led in ("tickets about refunds"). What the dashboard is called is not."""
    named = (at for at, piece in enumerate(said.pieces) if piece.senses & _TICKETS)
    at = next(named, None)
    if at is None:
        return {}
    some, behind = list(said.pieces), said.pieces[at + 1 : at + 2]
    start = at - len(list(takewhile(_may_choose, some[:at][::-1])))
    end = at + 1
    if behind and behind[0].senses & {"about"} and behind[0].text.isascii():
        end += len(list(takewhile(_may_choose, some[end:])))
    found = _which(replace(said, pieces=some[start:end]))
    return {name: value for name, value in found.items() if value}


def _may_choose(piece: Piece) -> bool:
    return piece.is_unknown or piece.number is not None or bool(piece.senses & _CHOOSING)


def _fetching(said: _Said) -> Asked | None:
    if not said.has("source", "ticket", "inquiry"):
        return None
    most = None if _limit(said) is None else min(_limit(said) or 1, MOST_FETCHED)
    found: dict[str, Any] = {"max_tickets": most, "start_date": said.period.since}
    found["further"] = said.has("more")
    if most is None and not said.has("all", "sync") and not said.is_dated:
        found["max_tickets"] = _A_FIRST_LOOK
    return ASKED.validate_python({"tool": "fetch_tickets", **found})


def _reading(said: _Said) -> Asked | None:
    if not _speaks_of_tickets(said):
        return None
    private = said.has("private")
    number = _ticket_number(said)
    if number is not None:
        call = {"tool": "read_ticket", "number": number}
        return ASKED.validate_python({**call, "include_private": private})
    if said.has("article"):
        text = _left(said, said.pieces)
        call = {"tool": "find_articles", "text": text, "limit": _listed(said)}
        return ASKED.validate_python({**call, "include_private": private}) if text else None
    which = {**_which(said), "include_private": private}
    by = said.group("by.") or ((said.group("of.") or "type") if said.has("most") else "")
    if by or said.has("count"):
        return ASKED.validate_python({"tool": "count_tickets", **which, "by": by or None})
    call = {"tool": "find_tickets", "oldest": said.has("oldest"), "limit": _listed(said)}
    return ASKED.validate_python({**call, **which})


def _speaks_of_tickets(said: _Said) -> bool:
    """Whether it is a question about what customers wrote, and no wish for a place to keep that.

    "Inquiry" is said of much else, so there a time, a number or a person has to come with it, or
    that they are to be shown.
    """
    if said.has("ticket", "article"):
        return said.asks or (
            said.has("ticket") and (said.is_dated or _is_of_somebody(said) or _is_grouped(said))
        )
    if said.has("inquiry"):
        tells = said.has("count", "most", "of.customer", "read") or said.is_dated
        tells = tells or bool(said.group("by."))
        kept = said.has("table")  # "a table of inquiries" is a place to keep them
        return (tells or bool(said.group("status."))) and said.asks and not kept
    return said.has("count", "most")


def _is_of_somebody(said: _Said) -> bool:
    """Whether tickets are named by whose they are, and by nothing else."""
    which = _which(said)
    return bool(which.get("agent") or which.get("customer")) and not which["text"]


def _is_grouped(said: _Said) -> bool:
    """Whether it is how many there are of each, and nothing else: "tickets per agent"."""
    return bool(said.group("by.")) and not _which(said)["text"]


def _limit(said: _Said) -> int | None:
    """How many are asked for: a number with a counter, or before what it counts."""
    for at, piece in enumerate(said.pieces):
        if piece.number is None or not 0 < piece.number <= _BIGGEST:
            continue
        following = said.pieces[at + 1] if at + 1 < len(said.pieces) else None
        counts = following is not None and following.senses & {
            "counter",
            "ticket",
            "inquiry",
            "filler",
            "more",
        }
        before = said.pieces[at - 1] if at else None
        led = before is not None and before.senses & {"past.lead", "most"}
        if not _is_numbered(said, at) and (counts or led):
            return piece.number
    return None


def _listed(said: _Said) -> int:
    return min(_limit(said) or 5, MOST_LISTED)


def _ticket_number(said: _Said) -> int | None:
    numbers = (p.number for at, p in enumerate(said.pieces) if p.number and _is_numbered(said, at))
    return next((number for number in numbers if number <= _BIGGEST), None)


def _is_numbered(said: _Said, at: int) -> bool:
    """Whether a number names a ticket: by a mark, behind the word, or before it as the nth."""
    piece = said.pieces[at]
    if said.text[: piece.start].endswith("#"):
        return True
    before, behind = said.pieces[at - 1 : at], said.pieces[at + 1 : at + 2]
    if behind and behind[0].senses & {"counter"}:
        return False
    if behind and "number" in behind[0].senses and behind[0].start == piece.end:
        return True
    return bool(before) and "number" in before[0].senses


def _which(said: _Said) -> dict[str, Any]:
    """The fields of which tickets are meant."""
    used: list[Piece] = []
    found: dict[str, Any] = {"since": said.period.since, "until": said.period.until}
    found |= {name: said.group(f"{name}.") or None for name in ("status", "priority")}
    if not said.has("most"):
        for name in _NAMED:
            if words := _beside(said, f"of.{name}"):
                used += words
                found[name] = _text(said, words)
    left = [piece for piece in said.pieces if piece not in used]
    return {**found, "waiting": said.has("waiting"), "text": _left(said, left)}


def _beside(said: _Said, sense: str) -> list[Piece]:
    """The name that stands before a word such as "customer", or else behind it."""
    for at, piece in enumerate(said.pieces):
        if sense not in piece.senses:
            continue
        behind = list(_run(said.pieces[at + 1 :]))
        before = list(_run(said.pieces[:at][::-1]))[::-1]
        latin = piece.text.isascii()  # there the name follows
        return (behind or before) if latin else (before or behind)
    return []


def _run(some: Sequence[Piece]) -> Sequence[Piece]:
    """The unknown pieces that something begins with."""
    end = next((at for at, piece in enumerate(some) if not piece.is_unknown), len(some))
    return some[:end]


def _left(said: _Said, some: Sequence[Piece]) -> str:
    """What nobody knows, as it was typed; numbers that count nothing are words as well."""
    limit, runs = _limit(said), list[list[Piece]]()
    for piece in some:
        if not piece.is_unknown and (piece.number is None or piece.number == limit):
            continue
        if runs and not _MARKS.sub("", said.text[runs[-1][-1].end : piece.start]):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return " ".join(_text(said, run) for run in runs)[:500]


def _text(said: _Said, words: Sequence[Piece]) -> str:
    """What stands between the first and the last of some pieces, as it was typed."""
    end = words[-1].start + len(words[-1].text)  # without the particle
    return " ".join(said.text[words[0].start : end].split())[:200]
