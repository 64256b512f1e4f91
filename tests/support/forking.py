"""Commands that begin as copies of a process which has imported what they need.

A start of the server takes 2.3 s of CPU, nearly all of it for imports; such a copy takes 0.4. What
runs is a process like any other, with its own environment and exit code, to be killed at will.
"""

import asyncio
import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.support.waiting import PATIENCE

# Of the standard library: a process without threads, which the first copy starts. It ends with us.
_COPIES = multiprocessing.get_context("forkserver")
_COPIES.set_forkserver_preload(["tests.support.imported"])


class Forked:
    """A copy that runs a command, with what `asyncio.subprocess.Process` offers of itself."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.exitcode

    def send_signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    async def wait(self) -> int:
        """The exit code once it has ended. Raises TimeoutError."""
        await asyncio.to_thread(self._process.join, PATIENCE)
        if self._process.exitcode is None:
            raise TimeoutError
        return self._process.exitcode


async def forked(
    arguments: Sequence[str], folder: Path, env: Mapping[str, str], log: Path
) -> Forked:
    """What `python` and the arguments would be, begun in a folder; `log` gets what it prints."""
    process = _COPIES.Process(target=_run, args=(list(arguments), folder, dict(env), log))
    await asyncio.to_thread(process.start)  # the first waits for the imports
    return Forked(process)


def _run(arguments: list[str], folder: Path, env: dict[str, str], log: Path) -> None:
    """Becomes the command: `-m` and a module, or a file of Python, and what is said to it."""
    os.environ.clear()
    os.environ.update(env)
    os.chdir(folder)
    with log.open("ab") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(output.fileno(), sys.stderr.fileno())
    if arguments[0] == "-m":
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = arguments
        runpy.run_path(arguments[0], run_name="__main__")
