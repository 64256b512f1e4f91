"""Log lines say what happened and never a secret."""

import json
import logging
from collections.abc import Iterator

import pytest

from tools.logs import configure, scrub

SECRETS = [
    "ntn_0123456789abcdefABCDEF",
    "secret_0123456789abcdefABCDEF",
    "sk-proj-0123456789_abcdef",
    "gsk_0123456789abcdef",
    "AIzaSyA0123456789-abcdefghij",
    "ghp_0123456789abcdefABCDEF",
    "github_pat_0123456789_abcdefABCDEF",
]


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Puts the root logger back as the test runner had it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("secret", SECRETS)
def test_what_looks_like_a_secret_is_taken_out(secret: str) -> None:
    assert scrub(f"token {secret}, refused") == "token ***, refused"
    assert scrub(f'{{"token":"{secret}"}}') == '{"token":"***"}'


def test_whatever_follows_bearer_is_taken_out() -> None:
    assert scrub("Authorization: Bearer abc.def") == "Authorization: Bearer ***"


def test_a_helpdesks_key_is_taken_out_as_it_is_sent() -> None:
    assert scrub("Authorization: Basic ZGVtb2tleTAxMjM0NTY3ODk6WA==") == "Authorization: Basic ***"
    assert scrub("Basic Internationalization") == "Basic Internationalization"


@pytest.mark.parametrize("text", ["a task-list", "notion", "secret_sauce", "risk-free 0123456789"])
def test_ordinary_words_stay(text: str) -> None:
    assert scrub(text) == text


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_line_is_scrubbed_with_its_arguments_and_traceback(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO", form)
    try:
        raise ValueError(SECRETS[0])
    except ValueError:
        logging.getLogger("x").exception("failed with %s", SECRETS[1])
    told = capsys.readouterr().err
    assert "failed with ***" in told
    assert "ValueError: ***" in told
    assert not any(secret in told for secret in SECRETS)


def test_a_json_line_can_be_read_by_a_machine(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "json")
    logging.getLogger("api").warning("안녕 %s", "x")
    line = json.loads(capsys.readouterr().err)
    assert (line["level"], line["logger"], line["message"]) == ("WARNING", "api", "안녕 x")


def test_the_chatter_of_libraries_is_kept_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO", "text")
    logging.getLogger("httpx").info("GET https://api.notion.com")
    assert capsys.readouterr().err == ""
