"""One server to a data folder, and where it can be reached."""

import contextlib
import os
import time
from pathlib import Path
from types import TracebackType

from tools.errors import CannotStart
from tools.starting import opening

try:
    import fcntl
except ImportError:  # Windows has no flock; there the folder is trusted to have one user
    fcntl = None  # type: ignore[assignment]


_NAME = "server.lock"
_TRIES, _PAUSE = 3, 0.02


def tell(folder: Path, address: str) -> None:
    """Writes where the server that holds a folder listens, for its owner's other processes."""
    with contextlib.suppress(OSError):  # a full disk: who asks finds the folder taken, no more
        (folder / _NAME).write_text(address, encoding="utf-8")


def holder(folder: Path) -> str | None:
    """The address of the server that holds a folder, empty where it has not said one; None where
    nobody holds it."""
    path = folder / _NAME
    if fcntl is None:
        return None
    if not path.is_file():
        return None
    with path.open(encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return file.read().strip()
    return None


class FolderLock:
    """Held while the block lasts; the system lets go of it when the process dies.

    Raises CannotStart where another holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _NAME
        self._descriptor: int | None = None

    def __enter__(self) -> None:
        with opening(self._path):
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if fcntl is None:
            return
        if not self._locked(self._descriptor):
            os.close(self._descriptor)
            message = f"another server uses {self._path.parent}: stop it, or set DATA_DIR"
            raise CannotStart(message)
        os.truncate(self._descriptor, 0)  # what an earlier server told

    def _locked(self, descriptor: int) -> bool:
        """Whether it is ours now. Who only looks (`holder`) has it for an instant, hence the
        tries; nothing runs yet that could be held up."""
        for _ in range(_TRIES):
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            time.sleep(_PAUSE)
        return False

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
