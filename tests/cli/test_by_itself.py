"""What the command line decides by itself: languages, keys, servers that are not there."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cli import speech
from cli.speech import LANGUAGES, of_machine, of_words
from cli.words import printable, table
from tests.support.commands import Commands, Terminal
from tests.support.processes import (
    ROOT,
    Process,
    environment,
    free_port,
    notion_process,
    server_process,
)
from tools.lock import FolderLock

TOKEN = "ntn_of_the_command_line"


def test_each_language_says_everything() -> None:
    folder = Path(speech.__file__).parent / "texts"
    texts = {
        name: yaml.load((folder / f"{name}.yaml").read_text(), Loader=yaml.CSafeLoader)
        for name in LANGUAGES
    }
    fields = {
        language: {key: set(re.findall(r"{(\w+)}", said)) for key, said in found.items()}
        for language, found in texts.items()
    }
    assert fields["ko"] == fields["en"] == fields["ja"]


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "ko_KR.UTF-8"}, "ko"),
        ({"LC_ALL": "ja_JP", "LANG": "ko_KR.UTF-8"}, "ja"),
        ({"LC_ALL": "", "LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, None),
        ({}, None),
    ],
)
def test_the_machine_says_which_language(environ: dict[str, str], language: str | None) -> None:
    assert of_machine(environ) == language


def test_else_the_words_do() -> None:
    assert [of_words(w) for w in ("할 일", "読書記録を作って", "a tracker")] == ["ko", "ja", "en"]


@given(st.text())
def test_no_title_can_steer_a_terminal(text: str) -> None:
    said = printable(text + "\x1b[2J\x9b31m\u202e")
    assert not set(said) & {"\x1b", "\x9b", "\x07", "\u202e", "\r"}


def test_columns_line_up_with_wide_letters() -> None:
    assert list(table([("가", "x"), ("ab", "y")])) == ["가  x", "ab  y"]


def test_help_comes_without_the_server() -> None:
    """Nothing heavy is imported for it: neither the agent nor the network."""
    code = "import sys; from cli.arguments import parser; parser('en'); print(sorted(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment({}), capture_output=True, check=True
    ).stdout.decode()
    for heavy in ("httpx", "rich", "websockets", "agent", "server", "pydantic"):
        assert f"'{heavy}'" not in said


@pytest.mark.parametrize("words", [[], ["fly"], ["build"], ["build", "x", "--language", "fr"]])
def test_what_nobody_can_type_is_refused_as_usage(commands: Commands, words: list[str]) -> None:
    assert commands.run(*words).code == 2


def test_keys_are_told_apart_and_never_shown(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("API_KEYS", "first-secret,second-secret:acme")
    told = commands.run("keys")
    assert "acme" in told.out
    assert "secret" not in told.out + told.aside
    made = commands.run("keys", "new")
    assert re.fullmatch(r"[\w-]{43}\n", made.out)
    assert "API_KEYS" in made.aside
    monkeypatch.delenv("API_KEYS")
    assert "No key is set" in commands.run("keys").out


def test_a_folder_that_another_command_uses_is_left_alone(commands: Commands, home: Path) -> None:
    (home / "data").mkdir(exist_ok=True)
    with FolderLock(home / "data"):
        told = commands.run("recipes")
    assert (told.code, str(home / "data") in told.aside) == (1, True)


def test_a_server_that_is_not_there_is_named(commands: Commands) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    for words in (["recipes"], ["build", "a tracker"], ["export", "0" * 32]):
        told = commands.run(*words, "--server", address)
        assert (told.code, address in told.aside) == (1, True), told.aside
    assert commands.run("recipes", "--server", "here").code == 2


KEY = "of-the-server"


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as runner:
        yield runner


@pytest.fixture(scope="module")
def keyed(runner: asyncio.Runner, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    """A server that asks for a key, as one elsewhere would."""
    folder = tmp_path_factory.mktemp("keyed")
    running = server_process(folder, API_KEYS=KEY, HOST="0.0.0.0")
    yield runner.run(running.__aenter__())
    runner.run(running.__aexit__(None, None, None))


def test_a_key_is_needed_where_the_server_asks_for_one(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, keyed: Process
) -> None:
    for words in (["recipes"], ["build", "a tracker"]):
        told = commands.run(*words, "--server", keyed.url)
        assert told.code == 1
        assert told.aside
    monkeypatch.setenv("NOTIONFORGE_KEY", KEY)
    told = commands.run("build", "a reading log", "--yes", "--server", keyed.url)
    assert told.code == 0, told.aside
    assert KEY not in told.out + told.aside


def test_whose_the_folder_is_needs_no_address_and_no_key(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, keyed: Process
) -> None:
    """The server listens everywhere, and tells under which name this machine reaches it."""
    monkeypatch.setenv("DATA_DIR", str(keyed.log.parent / "data"))
    assert commands.run("recipes").code == 1
    monkeypatch.setenv("API_KEYS", KEY)
    assert commands.run("recipes").code == 0


def at(server: Process, folder: Path, *words: str, **env: str) -> Terminal:
    """A command in a terminal that talks to a server."""
    asked = [*words, "--language", "en", "--server", server.url]
    return Terminal(folder, asked, {"NOTIONFORGE_KEY": KEY, **env})


def test_an_interrupted_question_leaves_nothing(tmp_path: Path, keyed: Process) -> None:
    terminal = at(keyed, tmp_path, "build", "habit tracker")
    terminal.until(">")
    terminal.interrupt()
    assert terminal.ended() == 130
    assert "Stopping" in terminal.screen


def test_a_server_that_comes_back_is_gone_on_with(
    tmp_path: Path, keyed: Process, runner: asyncio.Runner
) -> None:
    terminal = at(keyed, tmp_path, "build", "habit tracker")
    terminal.until(">")
    keyed.kill()
    runner.run(keyed.ended())
    runner.run(keyed.start())
    terminal.type("y\r")
    terminal.until("notionforge undo")
    assert terminal.ended() == 0
    assert terminal.screen.count("Shall I build it?") == 1
    assert KEY not in terminal.screen


def test_in_a_terminal_a_plan_is_answered_and_a_bar_tells_how_far_it_is(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path, ["build", "habit tracker", "--language", "en"], {})
    terminal.until("Shall I build it?")
    terminal.until(">")
    terminal.type("y\r")
    terminal.until("notionforge undo")
    assert terminal.ended() == 0
    assert "━" in terminal.screen
    assert "\x1b[" in terminal.screen


@pytest.mark.parametrize(("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_no_colour_where_none_is_wanted(
    tmp_path: Path, keyed: Process, env: dict[str, str], coloured: bool
) -> None:
    terminal = at(keyed, tmp_path, "build", "x" * 2001, **env)
    assert terminal.ended() == 1
    assert ("\x1b[31m" in terminal.screen) is coloured


def test_an_interrupted_build_is_taken_back(tmp_path: Path, runner: asyncio.Runner) -> None:
    running = notion_process(tmp_path, TOKEN, "--rate", "40")
    notion = runner.run(running.__aenter__())
    env = {"NOTION_BASE_URL": notion.url, "NOTION_API_KEY": "owner"}
    terminal = Terminal(tmp_path, ["build", "habit tracker", "--language", "en", "--yes"], env)
    terminal.until("/32")
    terminal.interrupt()
    assert terminal.ended() == 130
    assert "undone" in terminal.screen
    assert "owner" not in terminal.screen
    runner.run(running.__aexit__(None, None, None))
