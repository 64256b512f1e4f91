"""File uploads: single part, several parts, or imported from a url.

Only names, types and sizes are kept: the workspace shows that a file is there, not what it holds.
"""

from __future__ import annotations

import mimetypes
from dataclasses import replace
from datetime import datetime, timedelta
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
from sandbox.notion.uploads import UPLOADED

MAX_SINGLE_PART = 20 * 1024 * 1024  # bytes

MAX_PARTS = 10_000
MAX_NAME = 900
_GOOD_FOR = timedelta(hours=1)
_PENDING = "pending"
_KEYS = frozenset({"mode", "filename", "content_type", "number_of_parts", "external_url"})
_read_mode = checks.one_of("single_part", "multi_part", "external_url")
_STATUSES = (_PENDING, UPLOADED, "expired", "failed")


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
        status=_PENDING,
        filename=filename,
        content_type=_type_of(body, filename),
        expiry_time=stamp(datetime.fromisoformat(call.tx.now) + _GOOD_FOR),
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
    names = [n for n, u in uploads.items() if wanted in (None, _status(call, u))]
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
    size = (upload.content_length or 0) + len(file.content)
    if upload.parts is None:
        name = upload.filename or file.filename
        done = {"status": UPLOADED, "filename": name, "expiry_time": upload.expiry_time}
        return _shown(call, call.tx.edit(upload, content_length=size, **done))
    _check_number(upload, parts)
    counted = [upload.parts[0] + 1, upload.parts[1]]
    return _shown(call, call.tx.edit(upload, content_length=size, parts=counted))


def complete(call: Call) -> Json:
    """POST /file_uploads/{id}/complete: ends an upload of several parts."""
    upload = _pending(call)
    if upload.parts is None or upload.parts[0] < upload.parts[1]:
        raise ValidationError("Cannot complete an upload before all of its parts have been sent.")
    return _shown(call, call.tx.edit(upload, status=UPLOADED))


def _pending(call: Call) -> FileUpload:
    upload = call.find(FileUpload, "file_upload_id")
    status = _status(call, upload)
    if status != _PENDING:
        raise ValidationError(f"File upload {upload.id} is {status}, not {_PENDING}.")
    return upload


def _status(call: Call, upload: FileUpload) -> str:
    expired = upload.expiry_time is not None and upload.expiry_time < call.tx.now
    return "expired" if upload.status == _PENDING and expired else upload.status


def _imported(call: Call, upload: FileUpload) -> FileUpload:
    """An upload from a url as it is once it is fetched, which here takes no time."""
    imported = {"type": "success", "success": {}, "imported_time": precise(call.tx.now)}
    return replace(upload, status=UPLOADED, import_result=imported)


def _read_count(body: Json) -> int:
    count = checks.integer(*checks.member(body, "number_of_parts", BODY))
    checks.at_most(count, (BODY, "number_of_parts"), MAX_PARTS)
    if count < 1:
        checks.refuse((BODY, "number_of_parts"), "≥ `1`", count)
    return count


def _check_number(upload: FileUpload, parts: dict[str, Part]) -> None:
    field = parts.get("part_number")
    number = field.content.decode(errors="replace") if field else ""
    total = upload.parts[1] if upload.parts else 1
    if not number.isdecimal() or not 1 <= int(number) <= total:
        expected = f"a number from `1` to `{total}`"
        checks.refuse((BODY, "part_number"), expected, number or checks.MISSING)


def _type_of(body: Json, filename: Any) -> str | None:
    given = body.get("content_type")
    if given is not None:
        return checks.filled(given, (BODY, "content_type"))
    return mimetypes.guess_type(filename)[0] if filename else None


def _shown(call: Call, upload: FileUpload) -> Json:
    status = _status(call, upload)
    address = f"{call.base_url}/file_uploads/{upload.id}"
    shown: Json = {
        "object": "file_upload",
        "id": upload.id,
        "created_time": minute(upload.created_time),
        "created_by": {"id": upload.created_by, "type": "bot"},
        "last_edited_time": minute(upload.last_edited_time),
        "expiry_time": minute(upload.expiry_time) if upload.expiry_time else None,
    }
    if status == _PENDING:
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
