"""What to do after a failed call, decided by what the failure means. Pure.

Notion: 429 was not carried out and says when to come back; 409 and 529 were not carried out; 5xx
and lost connections may have been. A read is simply repeated; a write is looked for first.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

MOST_ATTEMPTS = 6
SETTLE_SECONDS = 60.0  # Notion: its own deadline; a request that was sent is over by then
LONGEST_WAIT = 900.0  # seconds; a longer `Retry-After` is told to the person instead

_NOT_SHARED = frozenset({"public_api_request_blocked"})
_REFUSED_BEFORE_WRITING = frozenset({409, 429, 529})
_FATE_UNKNOWN = frozenset({500, 502, 503, 504})


@dataclass(frozen=True)
class Failure:
    """One failed call: `status` is None where no answer came; `sent` is False where the
    connection was never made, so that nothing can have been written."""

    status: int | None
    retry_after: float | None = None
    additional: Mapping[str, Any] | None = None
    sent: bool = True

    @property
    def fate_unknown(self) -> bool:
        """Whether the call may have been carried out all the same."""
        return self.sent and (self.status is None or self.status in _FATE_UNKNOWN)


@dataclass(frozen=True)
class Decision:
    """`wait` then repeat after `delay` seconds (`everyone`: the whole token pauses); `look`, after
    as many, for what a write may have left; or `give_up`."""

    action: Literal["wait", "look", "give_up"]
    delay: float = 0.0
    everyone: bool = False


def decide(
    failure: Failure,
    *,
    repeatable: bool,
    attempt: int,
    jitter: Callable[[], float] = random.random,
) -> Decision:
    """What follows the `attempt`-th failure (from 0) of a call that is safe to repeat or not."""
    delay = failure.retry_after
    is_too_long = delay is not None and delay > LONGEST_WAIT
    if failure.fate_unknown and not repeatable:
        # A look is a request as well, and who asks for a pause wants none before its end.
        return Decision("look", 0.0 if delay is None or is_too_long else delay)
    if attempt + 1 >= MOST_ATTEMPTS or _is_blocked(failure) or is_too_long:
        return Decision("give_up")
    if failure.status in _REFUSED_BEFORE_WRITING or not failure.sent:
        everyone = failure.status in (429, 529)
        return Decision("wait", _backoff(attempt, jitter) if delay is None else delay, everyone)
    if failure.fate_unknown:
        return Decision("wait", delay or _backoff(attempt, jitter))
    return Decision("give_up")


def _is_blocked(failure: Failure) -> bool:
    reason = (failure.additional or {}).get("rate_limit_reason")
    return reason in _NOT_SHARED


def _backoff(attempt: int, jitter: Callable[[], float]) -> float:
    """Half a second, doubling, with up to as much again at random."""
    base: float = 0.5 * 2**attempt
    return base * (1 + jitter())
