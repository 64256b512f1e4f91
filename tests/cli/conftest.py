"""A data folder for each module, with a server process over it or without one."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands import Commands
from tests.support.processes import Process, free_port, server_process


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cli")


@pytest.fixture(scope="module", params=["alone", "with a server"])
def server(request: pytest.FixtureRequest, home: Path) -> Iterator[Process | None]:
    """The server that holds the folder; None where a command opens its own."""
    if request.param == "alone":
        yield None
        return
    with asyncio.Runner() as runner:
        running = server_process(home)
        yield runner.run(running.__aenter__())
        runner.run(running.__aexit__(None, None, None))


@pytest.fixture
def commands(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Commands]:
    """The command line in the folder, on a machine that speaks no language of ours."""
    for name, value in {"DATA_DIR": str(home / "data"), "PORT": str(free_port())}.items():
        monkeypatch.setenv(name, value)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "NOTIONFORGE_KEY", "API_KEYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(home)
    handlers = logging.root.handlers[:]
    yield Commands(home, monkeypatch, capsys)
    logging.root.handlers[:] = handlers
