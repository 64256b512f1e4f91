"""Multipart form data, as file uploads are sent."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass

from sandbox.notion.errors import ValidationError


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a form; files have a name."""

    content: bytes
    filename: str | None


def read_parts(raw: bytes, content_type: str) -> dict[str, Part]:
    """The fields of a form by name; raises ValidationError if it is none."""
    if not content_type.startswith("multipart/form-data"):
        raise ValidationError("The request must be sent as multipart/form-data.")
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = email.message_from_bytes(head + raw, policy=email.policy.HTTP)
    parts = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            parts[name] = Part(content, part.get_filename())
    return parts
