"""Multipart form data, as file uploads are sent."""

from __future__ import annotations

import email
import email.message
import email.policy
from dataclasses import dataclass

from sandbox.notion.errors import ValidationError

_BREAK = b"\r\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form; files have a name and may have a type."""

    content: bytes
    filename: str | None
    content_type: str | None


def read_parts(raw: bytes, content_type: str) -> dict[str, Part]:
    """The fields of a form by name; raises ValidationError if it is none."""
    head = _head(f"Content-Type: {content_type}".encode())
    boundary = head.get_boundary()
    if not content_type.startswith("multipart/form-data") or boundary is None:
        raise ValidationError("The request must be sent as multipart/form-data.")
    # Split by hand: what is between two boundaries is bytes, of which none may change.
    _, *parts = (_BREAK + raw).split(f"\r\n--{boundary}".encode())
    return dict(map(_part, parts[:-1]))


def _part(section: bytes) -> tuple[str, Part]:
    written, _, content = section.partition(_BREAK * 2)
    head = _head(written.lstrip())
    name = head.get_param("name", header="content-disposition")
    kind = head.get_content_type() if "content-type" in head else None
    return str(name), Part(content, head.get_filename(), kind)


def _head(written: bytes) -> email.message.EmailMessage:
    return email.message_from_string(written.decode(errors="replace"), policy=email.policy.HTTP)
