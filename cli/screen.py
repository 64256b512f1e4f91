"""What the person sees: lines and a bar in a terminal, plain lines elsewhere, or the frames."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from cli.words import printable

Json = Mapping[str, Any]


class Screen(Protocol):
    """Where a command tells what happens."""

    def frame(self, frame: Json) -> None:
        """Something that the server said, as it said it."""
        ...

    def lines(self, lines: Iterable[str]) -> None:
        """What was asked for."""
        ...

    def problem(self, text: str) -> None:
        """What went wrong."""
        ...

    def progress(self, message: str, current: int | None, total: int | None) -> None: ...

    def rest(self) -> None:
        """Nothing is under way any more."""
        ...

    def ask(self, prompt: str) -> None:
        """Puts a question; the answer is read elsewhere."""
        ...


class Frames:
    """One JSON object a line, for programs."""

    def frame(self, frame: Json) -> None:
        print(json.dumps(frame, ensure_ascii=False), flush=True)  # noqa: T201 - this is the output

    def lines(self, lines: Iterable[str]) -> None:
        """The frames say it."""

    def problem(self, text: str) -> None:
        self.frame({"type": "error", "content": text})

    def progress(self, message: str, current: int | None, total: int | None) -> None:
        """The frames say it."""

    def rest(self) -> None:
        """There is no bar."""

    def ask(self, prompt: str) -> None:
        """Programs know when to answer: by `turn_end`."""


class Plain:
    """Lines: what was asked for on standard output, what happens on the way on the other."""

    def __init__(self) -> None:
        self._last = ""

    def frame(self, frame: Json) -> None:
        """The words are said one by one."""

    def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            print(printable(line), flush=True)  # noqa: T201 - this is the output

    def problem(self, text: str) -> None:
        self._aside(text)

    def progress(self, message: str, current: int | None, total: int | None) -> None:
        told = f"[{current}/{total}] {message}" if total else message
        if told != self._last:
            self._aside(told)
        self._last = told

    def rest(self) -> None:
        """There is no bar."""

    def ask(self, prompt: str) -> None:
        end = " " if sys.stdin.isatty() else "\n"  # what is piped in is not seen
        print(prompt, end=end, file=sys.stderr, flush=True)  # noqa: T201 - this is the output

    def _aside(self, text: str) -> None:
        print(printable(text), file=sys.stderr, flush=True)  # noqa: T201 - this is the output


class Terminal:
    """Lines, and a bar while something is under way."""

    def __init__(self) -> None:
        # rich is not needed elsewhere, and takes as long to import as all the rest.
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        self._console = Console(highlight=False, markup=False, emoji=False)
        self._bar = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[counted]}", markup=False),
            TextColumn("{task.description}", markup=False),
            console=self._console,
            transient=True,
        )
        self._task = self._bar.add_task("", total=None, counted="")

    def frame(self, frame: Json) -> None:
        """The words are said one by one."""

    def lines(self, lines: Iterable[str]) -> None:
        for line in lines:
            # An address stays whole, to be clicked; words are wrapped between each other.
            self._console.print(printable(line), soft_wrap="://" in line)

    def problem(self, text: str) -> None:
        self.rest()
        self._console.print(printable(text), style="red")

    def progress(self, message: str, current: int | None, total: int | None) -> None:
        counted = f"{current}/{total}" if total else ""
        self._bar.update(
            self._task,
            description=printable(message),
            completed=current or 0,
            total=total,
            counted=counted,
        )
        self._bar.start()

    def rest(self) -> None:
        self._bar.stop()

    def ask(self, prompt: str) -> None:
        self.rest()
        self._console.print(prompt, end=" ", style="bold", soft_wrap=True)


def screen(*, as_json: bool) -> Screen:
    """The one that fits where standard output leads."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # what a terminal has no letters for
    if as_json:
        return Frames()
    is_terminal = sys.stdout.isatty() and os.environ.get("TERM", "") not in ("", "dumb")
    return Terminal() if is_terminal else Plain()
