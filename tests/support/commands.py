"""The command line, in this process or in a terminal of its own."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.main import main
from tests.support.processes import ROOT, environment
from tests.support.waiting import PATIENCE


@dataclass(frozen=True)
class Ran:
    """How a command ended: its exit code, what it wrote, and what it said aside."""

    code: int
    out: str
    aside: str

    def last(self, words: str) -> str:
        """What follows some words in the last line that has them, such as an id."""
        found = next(
            line.partition(words)[2].strip()
            for line in reversed(self.out.splitlines())
            if words in line
        )
        return found.removeprefix("-- ")  # what begins with a dash is told to stand behind these


class Commands:
    """Runs commands in this process, in a folder, with what is typed in a file."""

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]
    ) -> None:
        self._folder = folder
        self._patch = patch
        self._capture = capture

    def run(self, *words: str, typed: str = "") -> Ran:
        path = self._folder / "typed"
        path.write_text(typed, encoding="utf-8")
        with path.open(encoding="utf-8") as file:
            self._patch.setattr(sys, "stdin", file)
            with pytest.raises(SystemExit) as ended:
                main(list(words))
        out, aside = self._capture.readouterr()
        return Ran(int(ended.value.code or 0), out, aside)


class Terminal:
    """`python -m cli` in a pseudo-terminal; `screen` is all that was written to it."""

    def __init__(self, folder: Path, words: Iterable[str], env: Mapping[str, str]) -> None:
        self._ours, theirs = pty.openpty()
        given = {"TERM": "xterm", "PYTHONPATH": str(ROOT), "COLUMNS": "100", **env}
        self._running = subprocess.Popen(
            [sys.executable, "-m", "cli", *words],
            cwd=folder,
            env=environment(given),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self.screen = ""

    def until(self, words: str) -> None:
        """Reads on until some words are on the screen, or nothing more comes."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.screen and self._read(deadline):
            pass
        assert words in self.screen, self.screen

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def interrupt(self) -> None:
        """Ctrl-C, as the terminal passes it on."""
        self._running.send_signal(2)

    def ended(self) -> int:
        """Reads what is left; the exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline):
            pass
        code = self._running.wait(PATIENCE)
        os.close(self._ours)
        return code

    def _read(self, deadline: float) -> bool:
        ready, _, _ = select.select([self._ours], [], [], max(0.0, deadline - time.monotonic()))
        assert ready, f"nothing more came: {self.screen}"
        try:
            data = os.read(self._ours, 65536)
        except OSError:  # the other side has closed (Linux)
            return False
        self.screen += data.decode(errors="replace")
        return bool(data)
