"""Uploads as others refer to them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from sandbox.notion.errors import NotFoundError, ValidationError
from sandbox.notion.ids import as_uuid
from sandbox.notion.records import FileUpload, Json
from sandbox.notion.state import Transaction
from sandbox.notion.users import BOT_ID, BOT_NAME

GOOD_FOR = timedelta(hours=1)  # until something shows it
PENDING = "pending"
UPLOADED = "uploaded"
EXPIRED = "expired"
_MEDIA = frozenset({"audio", "image", "video"})
_CONTENT_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:; ?[\w-]+=[\w.+-]+)*", re.ASCII)
# What the content types of a place begin with; other places take all that can be uploaded.
_PLACES = {
    "image": "image/",
    "video": "video/",
    "audio": "audio/",
    "pdf": "application/pdf",
    "icon": "image/",
    "cover": "image/",
}


def is_content_type(text: str) -> bool:
    """Whether a text is a type and a subtype, as a header may carry it."""
    return _CONTENT_TYPE.fullmatch(text) is not None


def status_of(upload: FileUpload, now: str) -> str:
    """The status at a time: what nothing shows expires."""
    late = upload.expiry_time is not None and upload.expiry_time < now
    return EXPIRED if late and upload.status in (PENDING, UPLOADED) else upload.status


def need_uploaded(tx: Transaction, name: str) -> FileUpload:
    """An upload that is complete; shown by whoever asks, it does not expire any more."""
    upload = tx.get(FileUpload, as_uuid(name) or name)
    if upload is None:
        raise NotFoundError("file_upload", name, (BOT_ID, BOT_NAME))
    status = status_of(upload, tx.now)
    if status != UPLOADED:
        raise ValidationError(f"File upload {name} is {status}, not {UPLOADED}.")
    return upload if upload.expiry_time is None else tx.put(replace(upload, expiry_time=None))


def check_uploads(tx: Transaction, body: Json, place: str = "") -> None:
    """Refuses a body with an upload that is not there, not complete or of a type that its place
    (`image`, `cover`, `files`, …) does not show."""
    for key, value in body.items():
        if key == "file_upload" and isinstance(value, dict) and isinstance(value.get("id"), str):
            _check_type(need_uploaded(tx, value["id"]), place)
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, dict):
                check_uploads(tx, item, key)


def _check_type(upload: FileUpload, place: str) -> None:
    given = upload.content_type or ""
    if not given.startswith(_PLACES.get(place, "")):
        raise ValidationError(f"Content type `{given}` of {upload.id} is not supported in {place}.")


def category_of(upload: FileUpload) -> str:
    """What kind of thing a file is, in the words of comment attachments."""
    kind = (upload.content_type or "").partition("/")[0]
    if kind in _MEDIA:
        return kind
    return "pdf" if upload.content_type == "application/pdf" else "productivity"
