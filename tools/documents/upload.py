"""The files that came together, as their readers know them."""

import base64
import re
from collections.abc import Sequence

from tools.documents.addresses import Addresses, Mention, Neighbours
from tools.documents.columns.inference import Asked
from tools.documents.decoding import decoded
from tools.documents.exported import without_id
from tools.documents.kinds import PICTURES
from tools.documents.notes import Notes
from tools.documents.paper import Json, Source, key_of

MOST_PICTURES = 4 * 1024 * 1024  # bytes that come along within a plan
_HEADING = re.compile(rb"\A\s*#[ \t]+(.+)")


class Upload:
    """The files that came together: what each is called, and what links between them lead to."""

    def __init__(self, sources: Sequence[Source], asked: Asked, notes: Notes) -> None:
        self.asked = asked
        self.notes = notes
        self.pictures = {s.name: s for s in sources if s.ending in PICTURES}
        self.documents = [s for s in sources if s.name not in self.pictures]
        self._left = MOST_PICTURES
        self._used: set[str] = set()
        alone = len(self.documents) < 2
        self.neighbours = Neighbours(
            {} if alone else {s.name: _mention(s) for s in self.documents},
            {s.name: _called(s, asked) for s in self.documents},
            {name.lower(): s.name for s in reversed(sources) for name in (s.stem, _last(s.name))},
            self.picture,
        )

    def picture(self, path: str) -> Json | None:
        """A picture that came along, by its path or as a `data:` address."""
        if path.startswith("data:"):
            return self._sent(*_of_data(path))
        self._used.add(path)
        source = self.pictures.get(path)
        return (
            None if source is None else self._sent(source.name.rpartition("/")[2], source.content)
        )

    def _sent(self, name: str, content: bytes) -> Json | None:
        if not content or len(content) > self._left:
            return None
        self._left -= len(content)
        return {"filename": name, "content": base64.b64encode(content).decode()}

    def note_unused(self) -> None:
        """Names the pictures that no document shows."""
        for name in self.pictures:
            if name not in self._used:
                self.notes.add("file_unused", name)

    def addresses(self, name: str) -> Addresses:
        return Addresses(name, self.neighbours, self.notes)


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _mention(source: Source) -> Mention:
    if source.ending in ("csv", "tsv"):
        return {"database": key_of(source.name)}
    return {"page": key_of(source.name)}


def _called(source: Source, asked: Asked) -> str:
    """The title that a page will have, as far as it is known before it is read."""
    heading = _HEADING.match(source.content[:500]) if source.ending in ("md", "markdown") else None
    return decoded(heading[1], asked.language).strip() if heading else without_id(source.stem)


def _of_data(address: str) -> tuple[str, bytes]:
    """The name and bytes of a `data:` address; no bytes where it holds no picture that is known."""
    head, _, content = address.partition(",")
    kind = head.removeprefix("data:").partition(";")[0].removeprefix("image/")
    ending = {"svg+xml": "svg", "jpeg": "jpg"}.get(kind, kind)
    if ending not in PICTURES or not head.endswith(";base64"):
        return "", b""
    try:
        return f"image.{ending}", base64.b64decode(content, validate=True)
    except ValueError:
        return "", b""
