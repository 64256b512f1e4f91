"""A zip that is taken piece by piece while it is written: nothing of it is kept."""

import zipfile
from collections.abc import Iterable, Iterator

_LEVEL = 6
_MODE = 0o644 << 16


class _Sink:
    """A file that only grows, and is emptied by whoever takes what was written."""

    def __init__(self) -> None:
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def close(self) -> None:
        """There is nothing to close."""

    def taken(self) -> bytes:
        held = bytes(self._held)
        self._held.clear()
        return held


class Archive:
    """Files by their paths; equal content makes equal bytes, as no clock is asked."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._zip = zipfile.ZipFile(self._sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL)

    def add(self, path: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Writes a file, and yields what of the archive is there to be sent on."""
        info = zipfile.ZipInfo(path)
        info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, _MODE
        with self._zip.open(info, "w") as file:
            for piece in pieces:
                file.write(piece)
                if data := self._sink.taken():
                    yield data
        yield self._sink.taken()

    def close(self) -> bytes:
        """What lists all files: the archive's end."""
        self._zip.close()
        return self._sink.taken()
