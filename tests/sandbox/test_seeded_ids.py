"""Ids of the embedded workspace repeat in tests, so that a failing example fails again."""

from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion.ids import new_id, new_property_id
from tests.support.seeded import apart, begin


def some() -> tuple[str, str]:
    return new_id(), new_property_id(set())


def test_each_example_of_a_property_has_the_same_ids():
    seen = set()

    @given(st.booleans())
    def draw(_: bool) -> None:
        seen.add(some())

    draw()
    assert len(seen) == 1


def test_two_tests_have_other_ids_and_each_has_them_again():
    begin("one")
    first = some()
    begin("another")
    assert some() != first
    begin("one")
    assert some() == first


def test_what_is_made_once_and_shared_takes_no_ids_from_its_test():
    begin("one")
    expected = [some(), some()]
    begin("one")
    first = some()
    with apart("shared"):
        shared = some()
    assert [first, some()] == expected
    assert shared not in expected
