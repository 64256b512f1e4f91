"""What follows a failed call depends on what the failure means, and on nothing else."""

import pytest

from tools.notion.retry import LONGEST_WAIT, MOST_ATTEMPTS, Decision, Failure, decide

WAIT, LOOK, GIVE_UP = "wait", "look", "give_up"


def decided(failure: Failure, *, repeatable: bool = False, attempt: int = 0) -> Decision:
    return decide(failure, repeatable=repeatable, attempt=attempt, jitter=lambda: 0.0)


@pytest.mark.parametrize(
    ("status", "write", "read"),
    [
        (400, GIVE_UP, GIVE_UP),
        (401, GIVE_UP, GIVE_UP),
        (403, GIVE_UP, GIVE_UP),
        (404, GIVE_UP, GIVE_UP),
        (409, WAIT, WAIT),
        (429, WAIT, WAIT),
        (500, LOOK, WAIT),
        (502, LOOK, WAIT),
        (503, LOOK, WAIT),
        (504, LOOK, WAIT),
        (529, WAIT, WAIT),
        (None, LOOK, WAIT),
    ],
)
def test_each_status_has_its_own_answer(status: int | None, write: str, read: str) -> None:
    assert decided(Failure(status)).action == write
    assert decided(Failure(status), repeatable=True).action == read


def test_what_was_never_sent_may_be_sent_again() -> None:
    assert decided(Failure(None, sent=False)).action == WAIT


@pytest.mark.parametrize(("status", "everyone"), [(429, True), (529, True), (409, False)])
def test_a_limit_holds_back_everyone_with_the_token(status: int, everyone: bool) -> None:
    assert decided(Failure(status)).everyone is everyone


def test_a_retry_after_is_obeyed_to_the_second() -> None:
    assert decided(Failure(429, retry_after=37.0)).delay == 37.0
    assert decided(Failure(503, retry_after=4.0), repeatable=True).delay == 4.0


def test_a_retry_after_is_waited_for_before_a_write_is_looked_for() -> None:
    assert decided(Failure(503, retry_after=300.0)) == Decision(LOOK, 300.0)
    assert decided(Failure(503, retry_after=LONGEST_WAIT + 1)) == Decision(LOOK, 0.0)
    assert decided(Failure(503)) == Decision(LOOK, 0.0)


def test_a_wait_beyond_a_quarter_of_an_hour_is_left_to_the_person() -> None:
    assert decided(Failure(429, retry_after=LONGEST_WAIT)).action == WAIT
    assert decided(Failure(429, retry_after=LONGEST_WAIT + 1)).action == GIVE_UP
    assert decided(Failure(503, retry_after=LONGEST_WAIT + 1), repeatable=True).action == GIVE_UP


def test_a_blocked_connection_is_not_retried() -> None:
    blocked = {"rate_limit_reason": "public_api_request_blocked"}
    assert decided(Failure(429, 1.0, blocked)).action == GIVE_UP


def test_waits_double_and_jitter_at_most_doubles_them_again() -> None:
    assert [decided(Failure(409), attempt=n).delay for n in range(5)] == [0.5, 1, 2, 4, 8]
    late = decide(Failure(409), repeatable=False, attempt=2, jitter=lambda: 1.0)
    assert late.delay == 4.0


@pytest.mark.parametrize("status", [409, 429, 500, 503, 529, None])
def test_after_six_attempts_what_may_be_repeated_is_given_up(status: int | None) -> None:
    last = decided(Failure(status), repeatable=True, attempt=MOST_ATTEMPTS - 1)
    assert last.action == GIVE_UP


@pytest.mark.parametrize(("status", "after"), [(409, GIVE_UP), (500, LOOK), (None, LOOK)])
def test_a_write_is_looked_for_even_if_the_last_attempt_left_it_in_doubt(
    status: int | None, after: str
) -> None:
    last = decided(Failure(status), repeatable=False, attempt=MOST_ATTEMPTS - 1)
    assert last.action == after
