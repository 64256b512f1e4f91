"""File uploads: single part, several parts, or imported from a url.

Nothing is fetched from elsewhere: what is imported from a url stays there.
"""

from __future__ import annotations

import mimetypes
from dataclasses import replace
from datetime import datetime
from typing import Any

from sandbox.notion import checks
from sandbox.notion.calls import Call
from sandbox.notion.checks import BODY
from sandbox.notion.errors import ValidationError
from sandbox.notion.ids import WORKSPACE_ID, new_id
from sandbox.notion.media import read_url
from sandbox.notion.multipart import Part, read_parts
from sandbox.notion.paging import page_of
from sandbox.notion.records import FileUpload, Json, Parent
from sandbox.notion.times import minute, precise, stamp
from sandbox.notion.uploads import (
    EXPIRED,
    GOOD_FOR,
    PENDING,
    UPLOADED,
    is_content_type,
    status_of,
)

MAX_SINGLE_PART = 20 * 1024 * 1024  # bytes

MAX_PARTS = 10_000
MAX_NAME = 900
_KEYS = frozenset({"mode", "filename", "content_type", "number_of_parts", "external_url"})
_read_mode = checks.one_of("single_part", "multi_part", "external_url")
_STATUSES = (PENDING, UPLOADED, EXPIRED, "failed")


def create(call: Call) -> Json:
    """POST /file_uploads."""
    body = checks.mapping(call.body, BODY, _KEYS)
    mode = _read_mode(body.get("mode", "single_part"), (BODY, "mode"))
    filename = body.get("filename")
    if filename is not None or mode != "single_part":
        filename = checks.filled(filename or checks.MISSING, (BODY, "filename"), MAX_NAME)
    if mode == "external_url":
        read_url(*checks.member(body, "external_url", BODY))
    upload = FileUpload(
        id=new_id(),
        status=PENDING,
        filename=filename,
        content_type=_type_of(body, filename),
        expiry_time=stamp(datetime.fromisoformat(call.tx.now) + GOOD_FOR),
        parts=[0, _read_count(body)] if mode == "multi_part" else None,
        **call.tx.stamp(Parent("workspace", WORKSPACE_ID)),
    )
    # The answer still says pending, as Notion's does; whoever looks again finds it done.
    if mode == "external_url":
        call.tx.put(_imported(call, upload))
    else:
        call.tx.put(upload)
    return _shown(call, upload)


def list_uploads(call: Call) -> Json:
    """GET /file_uploads?status: newest first."""
    wanted = call.parameter("status")
    if wanted is not None and wanted not in _STATUSES:
        raise ValidationError(f"query failed validation: query.status is unknown: `{wanted}`.")
    uploads = {upload.id: upload for upload in reversed(list(call.tx.all(FileUpload)))}
    names = [n for n, u in uploads.items() if wanted in (None, status_of(u, call.tx.now))]
    return page_of(call, names, lambda name: _shown(call, uploads[name]), "file_upload")


def retrieve(call: Call) -> Json:
    """GET /file_uploads/{id}."""
    return _shown(call, call.find(FileUpload, "file_upload_id"))


def send(call: Call) -> Json:
    """POST /file_uploads/{id}/send: the file, or one part of it, as multipart form data."""
    upload = _pending(call)
    parts = read_parts(call.raw, call.content_type)
    file = parts.get("file")
    if file is None:
        checks.refuse((BODY, "file"), "defined", checks.MISSING)
    if len(file.content) > MAX_SINGLE_PART:
        raise ValidationError(f"A part may not be larger than {MAX_SINGLE_PART} bytes.")
    number = 1 if upload.parts is None else _read_number(upload.parts[1], parts)
    call.tx.contents[upload.id, number] = file.content
    sizes = {**upload.sizes, str(number): len(file.content)}
    arrived = call.tx.edit(upload, sizes=sizes, content_length=sum(sizes.values()))
    if upload.parts is not None:
        return _shown(call, call.tx.edit(arrived, parts=[len(sizes), upload.parts[1]]))
    name = upload.filename or file.filename
    told = file.content_type if is_content_type(file.content_type or "") else None
    kind = upload.content_type or told or _guessed(name)
    done = call.tx.edit(arrived, status=UPLOADED, filename=name, content_type=kind)
    return _shown(call, done)


def complete(call: Call) -> Json:
    """POST /file_uploads/{id}/complete: ends an upload of several parts."""
    upload = _pending(call)
    if upload.parts is None or upload.parts[0] < upload.parts[1]:
        raise ValidationError("Cannot complete an upload before all of its parts have been sent.")
    return _shown(call, call.tx.edit(upload, status=UPLOADED))


def _pending(call: Call) -> FileUpload:
    upload = call.find(FileUpload, "file_upload_id")
    status = status_of(upload, call.tx.now)
    if status != PENDING:
        raise ValidationError(f"File upload {upload.id} is {status}, not {PENDING}.")
    return upload


def _imported(call: Call, upload: FileUpload) -> FileUpload:
    """An upload from a url as it is once it is fetched, which here takes no time."""
    imported = {"type": "success", "success": {}, "imported_time": precise(call.tx.now)}
    address = call.body["external_url"]
    return replace(upload, status=UPLOADED, import_result=imported, external_url=address)


def _read_count(body: Json) -> int:
    count = checks.integer(*checks.member(body, "number_of_parts", BODY))
    checks.at_most(count, (BODY, "number_of_parts"), MAX_PARTS)
    if count < 1:
        checks.refuse((BODY, "number_of_parts"), "≥ `1`", count)
    return count


def _read_number(total: int, parts: dict[str, Part]) -> int:
    field = parts.get("part_number")
    number = field.content.decode(errors="replace") if field else ""
    if not number.isdecimal() or not 1 <= int(number) <= total:
        expected = f"a number from `1` to `{total}`"
        checks.refuse((BODY, "part_number"), expected, number or checks.MISSING)
    return int(number)


def _type_of(body: Json, filename: Any) -> str | None:
    given = body.get("content_type")
    if given is None:
        return _guessed(filename)
    kind = checks.filled(given, (BODY, "content_type"))
    if not is_content_type(kind):
        checks.refuse((BODY, "content_type"), "a type and a subtype", kind)
    return kind


def _guessed(filename: str | None) -> str | None:
    return mimetypes.guess_type(filename)[0] if filename else None


def _shown(call: Call, upload: FileUpload) -> Json:
    status = status_of(upload, call.tx.now)
    address = f"{call.base_url}/file_uploads/{upload.id}"
    shown: Json = {
        "object": "file_upload",
        "id": upload.id,
        "created_time": minute(upload.created_time),
        "created_by": {"id": upload.created_by, "type": "bot"},
        "last_edited_time": minute(upload.last_edited_time),
        "expiry_time": minute(upload.expiry_time) if upload.expiry_time else None,
    }
    if status == PENDING:
        shown["upload_url"] = f"{address}/send"
        if upload.parts is not None:
            shown["complete_url"] = f"{address}/complete"
    shown.update(
        in_trash=False,
        status=status,
        filename=upload.filename,
        content_type=upload.content_type,
        content_length=upload.content_length if status == UPLOADED else None,
    )
    if upload.parts is not None:
        shown["number_of_parts"] = {"total": upload.parts[1], "sent": upload.parts[0]}
    if status == UPLOADED and upload.import_result:
        shown["file_import_result"] = upload.import_result
    return shown
