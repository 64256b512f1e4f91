"""Records that are there at once: to migrate a file takes longer than what a test does with it."""

import tempfile
from pathlib import Path

from tools.records import Records

_EMPTY: list[bytes] = []  # a file without rows, once it has been made


async def opened(path: Path) -> Records:
    """Records over a file, for the caller to close; where there is none it is a new one."""
    _begin(path, await _empty())
    return await Records.open(path)


def _begin(path: Path, content: bytes) -> None:
    if not path.exists():
        path.write_bytes(content)


async def _empty() -> bytes:
    if not _EMPTY:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "records.db"
            await (await Records.open(path)).close()
            _EMPTY.append(path.read_bytes())
    return _EMPTY[0]
