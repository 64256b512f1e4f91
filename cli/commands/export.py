"""`notionforge export PAGE`: a page with all below it as a zip, written as it comes."""

import argparse
import asyncio
import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote

import httpx

from cli.commands.change import page_id
from cli.interrupts import Interrupted, Interrupts
from cli.outcome import CommandFailed, Exit
from cli.reach import reached
from cli.rest import check
from cli.screen import Screen, screen
from cli.speech import Language, say

_KB = 1024
_TOLD_EVERY = 256 * _KB


def run(arguments: argparse.Namespace, language: Language) -> Exit:
    return asyncio.run(_export(arguments, language))


async def _export(arguments: argparse.Namespace, language: Language) -> Exit:
    page, shown = page_id(arguments.page), screen(as_json=arguments.json)
    with Interrupts() as interrupts:
        async with reached(arguments.server, language) as reach, reach.client() as client:
            try:
                path = f"/api/workspaces/{quote(page)}/export"
                written = _written(client, path, arguments, language, shown)
                return await interrupts.unless(written)
            except Interrupted:
                return Exit.INTERRUPTED
            except httpx.TransportError as error:
                is_there = not isinstance(error, httpx.ConnectError)
                key = "broken_off" if is_there else "unreachable"
                raise CommandFailed(key, address=reach.address) from None
            finally:
                shown.rest()


async def _written(
    client: httpx.AsyncClient,
    path: str,
    arguments: argparse.Namespace,
    language: Language,
    shown: Screen,
) -> Exit:
    shown.progress(say("exporting", language), None, None)
    async with client.stream("GET", path) as answer:
        if not answer.is_success:
            await answer.aread()
        check(answer)
        if arguments.output == "-":
            async for piece in answer.aiter_bytes():
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
            return Exit.DONE
        target = Path(arguments.output or _name(answer))
        size = 0
        with _whole(target, force=arguments.force) as file:
            async for piece in answer.aiter_bytes():
                told = size // _TOLD_EVERY
                size += file.write(piece)
                if size // _TOLD_EVERY > told:
                    shown.progress(f"{target} {size // _KB} KB", None, None)
    shown.rest()
    shown.frame({"type": "exported", "path": str(target), "bytes": size})
    shown.lines([say("exported", language, path=target, size=max(1, size // _KB))])
    return Exit.DONE


@contextlib.contextmanager
def _whole(target: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A file that is there once it is whole. Raises CommandFailed where it cannot be."""
    if target.exists() and not force:
        raise CommandFailed("file_exists", path=target)
    part = target.with_name(f".{target.name[:100]}.{os.getpid()}.part")
    try:
        with part.open("xb") as file:
            yield file
        part.replace(target)
    except OSError as error:
        raise CommandFailed("not_written", path=target, why=error.strerror) from None
    finally:
        part.unlink(missing_ok=True)


def _name(answer: httpx.Response) -> str:
    """What the server calls it, as a name in this folder whatever it says."""
    _, _, given = answer.headers.get("content-disposition", "").partition("filename*=UTF-8''")
    name = Path(unquote(given)).name
    return name if name.endswith(".zip") else "export.zip"
