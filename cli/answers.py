"""What the person types, line by line, without holding the event loop."""

import asyncio
import os
import sys
import threading

_MOST = 64 * 1024  # bytes that are read at once
_WAITING = 100  # lines that may wait; who pipes more in is read no further meanwhile


class Answers:
    """Lines of standard input; a thread of its own reads them once the first is asked for.

    It reads the descriptor itself: a thread that held Python's own buffer would keep the
    interpreter from ending.
    """

    def __init__(self) -> None:
        self._lines: asyncio.Queue[str | None] = asyncio.Queue(_WAITING)
        self._reader: threading.Thread | None = None

    async def line(self) -> str | None:
        """The next line without its end; None where there are no more."""
        if self._reader is None:
            loop = asyncio.get_running_loop()
            self._reader = threading.Thread(target=self._read, args=[loop], daemon=True)
            self._reader.start()
        line = await self._lines.get()
        if line is None:
            self._lines.put_nowait(None)  # whoever asks again hears it too
        return line

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        held = b""
        try:
            while data := os.read(sys.stdin.fileno(), _MOST):
                *lines, held = (held + data).split(b"\n")
                for line in lines:
                    self._put(loop, line)
        except (OSError, ValueError):  # there is no standard input
            pass
        if held:
            self._put(loop, held)
        self._put(loop, None)

    def _put(self, loop: asyncio.AbstractEventLoop, line: bytes | None) -> None:
        said = None if line is None else line.decode(errors="replace").strip()
        try:
            asyncio.run_coroutine_threadsafe(self._lines.put(said), loop).result()
        except RuntimeError:
            sys.exit()  # the loop has ended, and this thread with it
