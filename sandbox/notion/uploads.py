"""Uploads as others refer to them."""

from __future__ import annotations

from sandbox.notion.errors import NotFoundError, ValidationError
from sandbox.notion.records import FileUpload, Json
from sandbox.notion.state import Transaction
from sandbox.notion.users import BOT_ID, BOT_NAME

UPLOADED = "uploaded"
_MEDIA = frozenset({"audio", "image", "video"})


def need_uploaded(tx: Transaction, name: str) -> FileUpload:
    """An upload that is complete."""
    upload = tx.get(FileUpload, name)
    if upload is None:
        raise NotFoundError("file_upload", name, (BOT_ID, BOT_NAME))
    if upload.status != UPLOADED:
        raise ValidationError(f"File upload {name} is {upload.status}, not {UPLOADED}.")
    return upload


def check_uploads(tx: Transaction, body: Json) -> None:
    """Refuses a body that refers to an upload which is not there or not complete."""
    for key, value in body.items():
        if key == "file_upload" and isinstance(value, dict) and isinstance(value.get("id"), str):
            need_uploaded(tx, value["id"])
        for item in value if isinstance(value, list) else (value,):
            if isinstance(item, dict):
                check_uploads(tx, item)


def category_of(upload: FileUpload) -> str:
    """What kind of thing a file is, in the words of comment attachments."""
    kind = (upload.content_type or "").partition("/")[0]
    if kind in _MEDIA:
        return kind
    return "pdf" if upload.content_type == "application/pdf" else "productivity"
