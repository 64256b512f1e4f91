"""Records that are there at once: to migrate a file takes longer than what a test does with it."""

import tempfile
from pathlib import Path

from tools.records import Records

_EMPTY: list[bytes] = []  # a file without rows, once it has been made


async def opened(path: Path) -> Records:
    """Records over a file, for the caller to close; where there is none it is a new one."""
    await prepare(path)
    return await Records.open(path)


async def prepare(path: Path) -> None:
    """Has a file be there, and its folder, that needs no migration."""
    _begin(path, await _empty())


def _begin(path: Path, content: bytes) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


async def _empty() -> bytes:
    if not _EMPTY:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "records.db"
            await (await Records.open(path)).close()
            _EMPTY.append(path.read_bytes())
    return _EMPTY[0]
