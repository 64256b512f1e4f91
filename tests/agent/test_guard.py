"""What is taken as a wish, and what is not."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from agent.guard import LONGEST, check_content, check_length
from tools.errors import RequestRefused, ValidationFailed

SUPPORT = Path(__file__).parents[1] / "support"
SAID: dict[str, list[str]] = yaml.load(
    (SUPPORT / "guard.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader
)


@pytest.mark.parametrize(
    "wish",
    [
        "프로젝트 관리 대시보드 만들어줘",
        "Act as a project manager and build a board",
        "A page with instructions for new colleagues, and rules of the house above all",
        "ignore list for my mail rules",
        "이전 회의록을 무시하지 않도록 정리해줘",
        "システムの運用手順をまとめて",
        "ㅋㅋㅋㅋ 재밌는 거",
        "!!!",
        "1111 2222 3333 4444",
        "프로젝트 관리 만들어줘" + " " * 1_980,
        "a list of my plants" + "\u00a0\n\t" * 600,
    ],
)
def test_a_wish_is_let_pass(wish: str):
    check_length(wish)
    check_content(wish)


@pytest.mark.parametrize("wish", SAID["honest"])
def test_words_of_an_attack_in_an_honest_wish_are_let_pass(wish: str):
    check_content(wish)


@pytest.mark.parametrize("attack", SAID["attacks"])
def test_an_attack_on_the_agents_own_instructions_is_refused(attack: str):
    with pytest.raises(RequestRefused) as caught:
        check_content(attack)
    assert caught.value.reason == "guard_injection"


@pytest.mark.parametrize(
    "noise", ["ㅋ" * 20, "a" * 2_000, "! " * 30, "가" * 12, "가\n" + " \t가" * 600]
)
def test_noise_is_refused(noise: str):
    with pytest.raises(RequestRefused) as caught:
        check_content(noise)
    assert caught.value.reason == "guard_spam"


@pytest.mark.parametrize("text", ["", " ", "가", " 가 ", "\n\t"])
def test_less_than_two_characters_are_too_few(text: str):
    with pytest.raises(ValidationFailed) as caught:
        check_length(text)
    assert caught.value.reason == "prompt_too_short"


def test_the_bounds_themselves_are_inside():
    check_length("가나")
    check_length("가" * LONGEST)
    check_length("3", shortest=1)


def test_too_long_a_text_says_how_long_it_is():
    with pytest.raises(ValidationFailed) as caught:
        check_length("a" * (LONGEST + 1), field="content")
    assert caught.value.params["length"] == LONGEST + 1
    assert [problem.place for problem in caught.value.problems] == ["content"]


@given(st.text(max_size=300))
def test_whatever_is_written_is_passed_or_refused_in_words(text: str):
    try:
        check_length(text)
        check_content(text)
    except (ValidationFailed, RequestRefused):
        return
    assert 2 <= len(text.strip()) <= LONGEST


@pytest.mark.parametrize(
    "text", ["토큰은 ntn_A1b2C3d4E5f6G7h8 이야", "use sk-proj-0123456789abcdef for it"]
)
def test_a_token_in_the_text_is_stopped_at_the_door(text: str):
    """It would be kept with the conversation otherwise."""
    with pytest.raises(RequestRefused) as refused:
        check_content(text)

    assert refused.value.reason == "guard_secret"
    assert "ntn_" not in str(refused.value)
