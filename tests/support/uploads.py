"""Small files, as blueprints bring them along."""

import base64
from typing import Any

Json = dict[str, Any]

# One red pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)


def upload(filename: str, content: bytes = PIXEL, **more: Any) -> Json:
    """The JSON of an upload."""
    return {"filename": filename, "content": base64.b64encode(content).decode(), **more}


PICTURE = upload("그림 1.png")
# A file for every kind of block that shows one.
FILES = {
    "image": PICTURE,
    "video": upload("film.mp4", b"moving"),
    "audio": upload("sound.mp4", b"loud", content_type="audio/mp4"),
    "pdf": upload("plan.pdf", b"%PDF-1.4"),
    "file": upload("notes.txt", "메모\r\n".encode()),
}
