"""Documents of Hangul (HWPX, HWP 5)."""

import base64
from dataclasses import replace

from unhwp import RenderOptions, UnhwpError, parse_bytes

from tools.documents.addresses import Neighbours
from tools.documents.markdown.reading import FromHtml, Reading, page
from tools.documents.notes import Notes, Refused
from tools.documents.paper import Json, Paper, Source

_PICTURES = "pictures/"
# Merged cells are told by HTML alone.
_OPTIONS = RenderOptions(table_fallback="html", image_path_prefix=_PICTURES)


def read(source: Source, neighbours: Neighbours, notes: Notes, from_html: FromHtml) -> Paper:
    """A page, by way of the Markdown that the library makes of it."""
    try:
        with parse_bytes(source.content, render_options=_OPTIONS) as found:
            text = found.markdown
            images = {image.name: image.data for image in found.images}
    except (UnhwpError, ValueError, OSError):
        raise Refused("unreadable", "file_broken", source.name) from None

    def picture(path: str) -> Json | None:
        name = path.rpartition("/")[2]
        if name not in images:
            return None
        return {"filename": name, "content": base64.b64encode(images[name]).decode()}

    own = replace(neighbours, picture=picture)
    return page(text, source.stem, Reading(source.name, own, notes, from_html))
