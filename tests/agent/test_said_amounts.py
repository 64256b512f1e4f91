"""Amounts as people write them, in figures, letters or both."""

from pathlib import Path

import pytest
import yaml

from agent.planner.embedded.grammar.text.lexis import lexis
from agent.planner.embedded.grammar.text.tokens import tokens_of
from agent.planner.embedded.grammar.text.trie import Trie

SAID = yaml.load(
    (Path(__file__).parent.parent / "support" / "said_amounts.yaml").read_text("utf-8"),
    Loader=yaml.CSafeLoader,
)


@pytest.mark.parametrize(("text", "amount"), SAID.items())
@pytest.mark.parametrize("frame", ["{}", "금액 {}", "{} 냈어"])
def test_an_amount_is_one_number(text: str, amount: int, frame: str):
    tokens = tokens_of(frame.format(text), lexis(), Trie())
    assert [token.value for token in tokens if token.kind == "number"] == [amount]


@pytest.mark.parametrize("text", ["八百屋のリスト", "千葉の店", "백만장자 명단", "일만 하는 사람"])
def test_letters_of_numbers_within_other_words_are_none(text: str):
    assert not [token for token in tokens_of(text, lexis(), Trie()) if token.kind == "number"]
