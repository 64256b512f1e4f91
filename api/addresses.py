"""Addresses of the web page: the chat's own, a thread's, and one for each room beside the chat."""

from pathlib import Path

WEB = Path(__file__).parent.parent / "web"

# A room is a folder of the page; `web/shell/places.js` links to it.
ROOMS = tuple(sorted(index.parent.name for index in (WEB / "rooms").glob("*/index.js")))


def is_page(path: str) -> bool:
    """Whether a browser is shown the page there, which asks for the rest with its key."""
    name, _, below = path.removeprefix("/").partition("/")
    return path == "/" or name in ROOMS or (name == "threads" and bool(below))
