"""What is sent comes in without NULs, and a pause as seconds."""

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.received import has_nul, json_in, seconds_to_wait

PIECES = st.sampled_from(["a", "\0", "\\", '"', "u0000", "\\u0000", "가"])
TEXTS = st.lists(PIECES).map("".join)


@given(st.dictionaries(TEXTS.map(lambda text: text.replace("\0", "")), TEXTS))
def test_a_nul_goes_and_nothing_else(sent: dict[str, str]) -> None:
    without = {key: value.replace("\0", "") for key, value in sent.items()}
    assert has_nul(json.dumps(sent).encode()) == any("\0" in text for text in sent.values())
    assert json_in(json.dumps(sent)) == json_in(json.dumps(sent).encode()) == without


def test_half_a_character_is_refused() -> None:
    for sent in ('"\ud83d"', '"\\ud83d"'):
        with pytest.raises(orjson.JSONDecodeError):
            json_in(sent)


def test_the_seconds_of_a_pause_are_those_that_can_be_waited_for() -> None:
    assert [seconds_to_wait(told) for told in ("0", "7", "1.5")] == [0.0, 7.0, 1.5]
    never = (None, "", "soon", "-1", "nan", "inf", "9" * 400, "Wed, 21 Oct 2026 07:28:00 GMT")
    assert {seconds_to_wait(told) for told in never} == {None}
