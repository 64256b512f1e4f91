"""One server to a data folder."""

import os
from pathlib import Path
from types import TracebackType

from tools.errors import CannotStart
from tools.starting import opening

try:
    import fcntl
except ImportError:  # Windows has no flock; there the folder is trusted to have one user
    fcntl = None  # type: ignore[assignment]


class FolderLock:
    """Held while the block lasts; the system lets go of it when the process dies.

    Raises CannotStart where another holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / "server.lock"
        self._descriptor: int | None = None

    def __enter__(self) -> None:
        with opening(self._path):
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if fcntl is None:
            return
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._descriptor)
            message = f"another server uses {self._path.parent}: stop it, or set DATA_DIR"
            raise CannotStart(message) from None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
