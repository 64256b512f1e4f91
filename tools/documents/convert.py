"""Has documents turned into a blueprint where they can do no harm: in a process of their own."""

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.documents.kinds import Kind, named_kind
from tools.documents.notes import Refused
from tools.documents.paper import Source
from tools.errors import NotionForgeError, Problem, Unavailable, UnsupportedMedia, ValidationFailed
from tools.received import json_in

MOST_BYTES = 10 * 1024 * 1024  # of an upload
MOST_FILES = 50
MOST_SECONDS = 30.0  # for what may compute two: the machine may be busy
MOST_WAITING = 20
_ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class File:
    """A file as somebody sent it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Converted:
    """The workspace that files come to, what was not carried over: rules with their places, and
    the files' names."""

    blueprint: Blueprint
    notes: Sequence[Problem]
    names: Sequence[str]


def check_kind(file: File) -> Kind:
    """The kind that a file's name says. Raises UnsupportedMedia for one that is not read here."""
    try:
        return named_kind(Source(file.name, b""))
    except Refused as refused:
        raise _error(refused.told) from None


class Converter:
    """Reads uploads, two at once; some more wait."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        self._seconds = seconds
        self._room = asyncio.Semaphore(2)
        self._waiting = 0

    async def convert(
        self, files: Sequence[File], language: Language, time_zone: str | None = None
    ) -> Converted:
        """The blueprint of some files. `time_zone` is that of times of day in them.

        Raises UnsupportedMedia and ValidationFailed with the place, Unavailable where too many
        wait.
        """
        if self._waiting >= MOST_WAITING:
            raise Unavailable("too many documents wait", reason="at_capacity", retry_after=5.0)
        self._waiting += 1
        try:
            async with self._room:
                told = await self._told(_asked(files, language, time_zone), files)
        finally:
            self._waiting -= 1
        answer = await asyncio.to_thread(json_in, told)
        if refused := answer.get("refused"):
            raise _error(refused)
        blueprint = await asyncio.to_thread(parse, answer["blueprint"])
        notes = [Problem(note["place"], note["rule"], note["params"]) for note in answer["notes"]]
        return Converted(blueprint, notes, [file.name for file in files])

    async def _told(self, asked: bytes, files: Sequence[File]) -> bytes:
        """What the process says; it is ended where nobody waits for it any more."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "tools.documents.program"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=_environment(),
        )
        try:
            async with asyncio.timeout(self._seconds):
                told, _ = await process.communicate(asked)
        except TimeoutError:
            raise _too_much(files) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()  # what nobody reads would keep its end from being seen
        if process.returncode:
            raise _too_much(files)
        return told


def _asked(files: Sequence[File], language: Language, time_zone: str | None) -> bytes:
    """What the process is told: what was asked for in one line, then the files."""
    head = {
        "language": language,
        "time_zone": time_zone,
        "files": [{"name": file.name, "size": len(file.content)} for file in files],
    }
    return b"".join((orjson.dumps(head), b"\n", *(file.content for file in files)))


def _environment() -> dict[str, str]:
    """What a Python needs to start and to find this package, and no key."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _too_much(files: Sequence[File]) -> NotionForgeError:
    """The process was ended by the system: it took more than a document may."""
    names = ", ".join(file.name for file in files[:3])
    return ValidationFailed("reading took too much", [Problem(names, "document_too_much")])


def _error(refused: dict[str, Any]) -> NotionForgeError:
    """What the process says against a file, as an error."""
    problem = Problem(refused["place"], refused["rule"], refused["params"])
    error = UnsupportedMedia if refused["kind"] == "unsupported" else ValidationFailed
    return error(f"{problem.place}: {problem.rule}", [problem])
