"""Whom a request means and counts for, and what one socket may send."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import HTTPConnection

from api.callers import BURST, FRAMES_PER_SECOND, MOST_REFUSED, Budget, Flooded, network_of
from api.guard import Hosts
from settings import Settings
from tests.support.examples import examples
from tools.errors import RateLimited


@examples(100)
@given(st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.01, 0.05, 0.3, 2.0]), max_size=300))
def test_no_stretch_of_time_holds_more_frames_than_its_budget(gaps: list[float]):
    clock, served = [0.0], []
    budget = Budget(lambda: clock[0])
    for gap in gaps:
        clock[0] += gap
        with suppress(RateLimited, Flooded):
            if budget.spend():
                served.append(clock[0])
    for number, begin in enumerate(served):
        for count, end in enumerate(served[number:], 1):
            assert count <= BURST + (end - begin) * FRAMES_PER_SECOND + 1e-6


@examples(50)
@given(st.lists(st.floats(1 / FRAMES_PER_SECOND, 5.0), max_size=200))
def test_who_keeps_to_the_pace_is_never_refused(gaps: list[float]):
    clock = [0.0]
    budget = Budget(lambda: clock[0])
    for gap in gaps:
        clock[0] += gap
        assert budget.spend()


@pytest.mark.parametrize(
    ("addresses", "networks"),
    [
        (["2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::"], 1),
        (["2001:db8:0:1::1", "2001:db8:0:2::1"], 2),
        (["192.0.2.1", "192.0.2.2"], 2),
        (["192.0.2.1", "::ffff:192.0.2.1"], 1),
        (["fe80::1%eth0", "fe80::2"], 1),
        (["", "unknown"], 2),
    ],
)
def test_a_network_of_ipv6_is_one_caller(addresses: list[str], networks: int):
    scopes = [{"type": "http", "client": (address, 1), "headers": []} for address in addresses]
    found = {network_of(HTTPConnection(scope)) for scope in scopes}
    assert len(found) == networks


def test_a_flood_hears_of_it_once_and_comes_to_its_end():
    budget = Budget(lambda: 0.0)
    served = [budget.spend() for _ in range(BURST)]
    with pytest.raises(RateLimited):
        budget.spend()
    served += [budget.spend() for _ in range(MOST_REFUSED - 1)]
    assert served.count(True) == BURST
    with pytest.raises(Flooded):
        budget.spend()


_LABELS = st.sampled_from(["localhost", "127", "0", "1", "a", "evil", "example", "com", "::1"])


@examples(200)
@given(st.lists(_LABELS, min_size=1, max_size=5), st.integers(1, 65_535))
def test_only_a_whole_name_of_loopback_is_ours(labels: list[str], port: int):
    hosts, name = Hosts(Settings(port=port)), ".".join(labels)
    is_address = len(labels) == 4 and all(label.isdigit() for label in labels)
    is_ours = name == "localhost" or (is_address and labels[0] == "127")
    assert hosts.serve(f"{name}:{port}") == is_ours
    assert hosts.trust(f"http://{name}:{port}", port) == is_ours
