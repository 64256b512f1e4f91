"""What a file that somebody sent says, read where it can do no harm."""

import asyncio
import os
import sys
from pathlib import Path

from tools.documents.text import is_pdf, squeezed, text_of

MOST_SECONDS = 30.0  # for one PDF, of which it may compute 20
_PROGRAM = Path(__file__).with_name("pdf.py")


async def read(
    name: str, content_type: str, content: bytes, *, seconds: float = MOST_SECONDS
) -> str | None:
    """Its text; None for a kind that is not read here, and for one that cannot be read."""
    if is_pdf(name, content_type, content):
        return await _text_of_pdf(content, seconds)
    return await asyncio.to_thread(text_of, name, content_type, content)


async def _text_of_pdf(content: bytes, seconds: float) -> str | None:
    """None for what is damaged, locked by a password, or takes too long."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",  # `text.py` beside it is no module of its
        str(_PROGRAM),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environment(),
    )
    try:
        async with asyncio.timeout(seconds):
            told, _ = await process.communicate(content)
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return squeezed(told.decode()) if process.returncode == 0 else None


def _environment() -> dict[str, str]:
    """What a Python needs to start, and no key."""
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
