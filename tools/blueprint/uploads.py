"""Files that a blueprint brings along, and which of them Notion takes where.

Types and sizes are Notion's (working with files and media): by the extension of the name; at most
20 MB in a single part. Larger ones would go in parts, but no message that carries a blueprint is
that long.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping

from tools.blueprint.base import Strict

MOST_BYTES = 20 * 1024 * 1024
MOST_NAME_BYTES = 900

_OFFICE = "application/vnd.openxmlformats-officedocument"
# By extension; the first type is the one that a name stands for.
_TYPES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("aac", "adts"), ("audio/aac",)),
    **dict.fromkeys(("mid", "midi"), ("audio/midi",)),
    **dict.fromkeys(("mp3", "mpga"), ("audio/mpeg",)),
    **dict.fromkeys(("m4a", "m4b"), ("audio/mp4",)),
    **dict.fromkeys(("oga", "ogg"), ("audio/ogg",)),
    "wav": ("audio/wav",),
    "wma": ("audio/x-ms-wma",),
    "gif": ("image/gif",),
    "heic": ("image/heic",),
    "ico": ("image/vnd.microsoft.icon",),
    **dict.fromkeys(("jpeg", "jpg"), ("image/jpeg",)),
    "png": ("image/png",),
    "svg": ("image/svg+xml",),
    **dict.fromkeys(("tif", "tiff"), ("image/tiff",)),
    "webp": ("image/webp",),
    "amv": ("video/x-amv",),
    **dict.fromkeys(("asf", "wmv"), ("video/x-ms-asf",)),
    "avi": ("video/x-msvideo",),
    "f4v": ("video/x-f4v",),
    "flv": ("video/x-flv",),
    **dict.fromkeys(("gifv", "m4v"), ("video/mp4",)),
    "mp4": ("video/mp4", "audio/mp4", "application/mp4"),
    **dict.fromkeys(("mkv", "webm"), ("video/webm",)),
    **dict.fromkeys(("mov", "qt"), ("video/quicktime",)),
    "mpeg": ("video/mpeg",),
    "pdf": ("application/pdf",),
    "txt": ("text/plain",),
    "json": ("application/json",),
    **dict.fromkeys(("doc", "dot"), ("application/msword",)),
    "docx": (f"{_OFFICE}.wordprocessingml.document",),
    "dotx": (f"{_OFFICE}.wordprocessingml.template",),
    **dict.fromkeys(("xls", "xlt", "xla"), ("application/vnd.ms-excel",)),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet",),
    "xltx": (f"{_OFFICE}.spreadsheetml.template",),
    **dict.fromkeys(("ppt", "pot", "pps", "ppa"), ("application/vnd.ms-powerpoint",)),
    "pptx": (f"{_OFFICE}.presentationml.presentation",),
    "potx": (f"{_OFFICE}.presentationml.template",),
}
# What the types of a place begin with; other places take every type.
_PLACES = {
    "image": "image/",
    "video": "video/",
    "audio": "audio/",
    "pdf": "application/pdf",
    "icon": "image/",
    "cover": "image/",
}


class Upload(Strict):
    """A file of its own: `content` is base64; the type follows from the name where it is absent."""

    filename: str
    content: str
    content_type: str | None = None

    @property
    def type(self) -> str:
        """The content type; of a name that Notion does not know, the empty string."""
        return self.content_type or next(iter(_TYPES.get(_extension(self.filename), ())), "")

    @property
    def digest(self) -> str:
        """What tells it from every other upload: the same file of the same name has the same."""
        parts = (self.filename, self.type, self.content)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


class Uploaded(Strict):
    """An icon or cover that is uploaded."""

    upload: Upload


Icon = str | Uploaded  # an emoji, an image's address, or a file
_OLDEST_EMOJI = "\u203c"  # but for two signs of Latin-1
_KEYCAP = "\u20e3"
_LONGEST_EMOJI = 24  # code points, with all that joins them


def is_icon(icon: Icon) -> bool:
    """Whether it can be shown; of emoji no list is kept, so signs beyond letters are let pass."""
    if isinstance(icon, Uploaded) or icon.startswith(("http://", "https://")):
        return True
    is_sign = any(sign >= _OLDEST_EMOJI or sign in "©®" for sign in icon)
    is_word = any(map(str.isalnum, icon)) and _KEYCAP not in icon
    return is_sign and not is_word and len(icon) <= _LONGEST_EMOJI


def content_of(upload: Upload) -> bytes | None:
    """The bytes of an upload; None where they are not base64."""
    try:
        return base64.b64decode(upload.content, validate=True)
    except (binascii.Error, ValueError):
        return None


def broken_rule(upload: Upload, place: str) -> str | None:
    """The rule that an upload breaks, or None.

    `place` is a block's type, `icon`, `cover`, or `files` for a row's value.
    """
    return _broken_by_type(upload, place) or _broken_by_content(upload)


def _broken_by_type(upload: Upload, place: str) -> str | None:
    extension = _extension(upload.filename)
    if not extension:
        return "upload_without_extension"
    if len(upload.filename.encode()) > MOST_NAME_BYTES:
        return "too_long"
    if upload.type not in _TYPES.get(extension, ()):
        return "upload_type_unknown"
    return None if upload.type.startswith(_PLACES.get(place, "")) else "upload_type_elsewhere"


def _broken_by_content(upload: Upload) -> str | None:
    content = content_of(upload)
    if content is None:
        return "upload_not_base64"
    if not content:
        return "upload_empty"
    return "upload_too_large" if len(content) > MOST_BYTES else None


def type_at(filename: str, place: str) -> str | None:
    """The content type to name where a name stands for several, of which a place takes one; None
    where the name alone says it."""
    known = _TYPES.get(_extension(filename), ())
    fitting = next((kind for kind in known if kind.startswith(_PLACES.get(place, ""))), None)
    return None if fitting is None or fitting == known[0] else fitting


def _extension(filename: str) -> str:
    stem, dot, extension = filename.rpartition(".")
    return extension.lower() if dot and stem.strip() else ""
