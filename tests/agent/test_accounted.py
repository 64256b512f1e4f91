"""What a wish lists is in the design, or is told: nothing of a list is dropped in silence."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planner.embedded.changing.proposal import propose
from agent.planner.embedded.creating.accounted import unaccounted
from agent.planner.embedded.creating.beyond import beyond
from agent.planner.embedded.grammar.clauses.splitting import clauses_of
from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import tokens_of
from agent.planner.embedded.grammar.unread import at_most
from tests.agent.embedded_planner import by_words, designed
from tests.support.change_structures import workspace
from tools.blueprint.model import Blueprint

TODAY = date(2026, 11, 28)
BARE = Blueprint.model_validate({"title": "Vendors", "language": "en", "icon": "🗂️"})
MADE_UP = st.sampled_from(
    ["zorbel", "quandix", "mivrot", "plessuk", "tarnovi", "깜돌미", "뷁슴찌", "누렵박", "ヌメロキ"]
)


@pytest.mark.parametrize(
    ("said", "dropped"),
    [
        ("Vendors: kind (florist, caterer), quote", ["florist, caterer"]),
        ("업체 관리. 상태(문의, 견적 발송, 거절)", ["문의, 견적 발송, 거절"]),
        ("業者の一覧。項目は「見積額」、「保証人」", ["項目は「見積額」、「保証人」"]),
        ("Vendors with kind, but no guests, no seating", []),  # done by its absence
        ("Vendors, guests. No wait, no guests", []),
        ("Vendors (large), nothing", []),  # a remark in brackets
        ("I am a florist and I love my vendors", []),  # a sentence is no list
    ],
)
def test_a_member_of_a_list_that_is_seen_nowhere_is_told(said: str, dropped: list[str]):
    told = unaccounted(said, BARE, ["kind", "quote"])
    assert told == dropped


def test_what_was_told_before_is_not_told_twice():
    assert unaccounted("Vendors: kind, quote", BARE, ["kind, quote"]) == []


@settings(max_examples=12)
@given(st.lists(MADE_UP, min_size=3, max_size=6, unique=True), st.sampled_from(["{}", "X ({})"]))
async def test_whatever_a_list_names_is_in_the_design_or_told(names: list[str], form: str):
    wish = f"make a list of vendors: {form.format(', '.join(names))}"
    made = await designed(wish, planner=by_words())
    said = (made.blueprint.model_dump_json() + " ".join(made.agreed.unread)).casefold()
    assert [name for name in names if name not in said] == []


async def test_what_stands_in_brackets_is_quoted_with_what_it_belongs_to():
    structure = workspace("en")
    said = "add properties Priority (title), Foo (title)"
    assert list(propose(structure, [said], "en", TODAY).unread) == [said]


@pytest.mark.parametrize(
    "said",
    ["columns: Priority - title, Due - date", "Priority — title\nArea — number"],
)
def test_a_column_that_is_called_a_title_is_read_without_a_fall(said: str):
    propose(workspace("en"), [said], "en", TODAY, otherwise=beyond)


@settings(max_examples=20)
@given(st.integers(1, 120))
def test_of_ever_the_same_words_three_are_read_and_the_others_told(times: int):
    words = lexis()
    text = "delete the board. " * times
    clauses = clauses_of(tokens_of(text, words), words, text)
    read, left = at_most(clauses, text)
    assert (len(read), left) == (min(times, 3), ["delete the board"] if times > 3 else [])


def test_of_more_clauses_than_anybody_means_the_rest_is_told_as_it_was_typed():
    words = lexis()
    text = " ".join(f"delete the view number {n}." for n in range(70))
    read, left = at_most(clauses_of(tokens_of(text, words), words, text), text)
    assert len(read) == 50
    assert left == [text[text.index("delete the view number 50") :]]
