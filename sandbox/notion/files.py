"""The urls of uploaded files: made anew for every answer, good for an hour; and what they serve."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlencode

from sandbox.notion.ids import as_uuid
from sandbox.notion.records import FileUpload, Json
from sandbox.notion.state import Transaction
from sandbox.notion.times import stamp
from sandbox.notion.uploads import is_content_type
from sandbox.notion.workspace import Workspace

_GOOD_FOR = timedelta(hours=1)
_SHOWN = ("image/", "audio/", "video/", "application/pdf")  # inside the browser; else saved
# A document of its own that may run nothing, whatever the file says that it is.
_HARMLESS = (
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
)


@dataclass(frozen=True, slots=True)
class Files:
    """Shows icons, covers and files; `base_url` is where the uploads can be fetched."""

    tx: Transaction
    base_url: str

    def shown(self, item: Json) -> Json:
        """An icon, cover, file or media content as answers carry it."""
        upload_id = item["file"].get("upload_id") if item.get("type") == "file" else None
        return {**item, "file": self.signed(upload_id)} if upload_id else item

    def signed(self, upload_id: str) -> Json:
        """A url for an upload, with the time at which it stops to work."""
        upload = self.tx.get(FileUpload, upload_id)
        expires = datetime.fromisoformat(self.tx.now) + _GOOD_FOR
        if upload and upload.external_url:
            return {"url": upload.external_url, "expiry_time": stamp(expires)}
        until = str(int(expires.timestamp()))
        name = quote((upload and upload.filename) or "file", safe="")
        query = urlencode({"expires": until, "signature": _sign(self.tx, upload_id, until)})
        url = f"{self.base_url}/files/{upload_id}/{name}?{query}"
        return {"url": url, "expiry_time": stamp(expires)}


@dataclass(frozen=True, slots=True)
class Served:
    """An uploaded file with the headers that make it harmless in a browser."""

    content: bytes
    headers: Mapping[str, str]


async def serve(
    workspace: Workspace, upload_id: str, query: Mapping[str, str], now: datetime
) -> Served | None:
    """What a signed url stands for; None where it was not signed here, or for an earlier time.

    Raises StorageError.
    """
    await workspace.catch_up()
    tx = workspace.begin(stamp(now))
    name, until = as_uuid(upload_id) or "", query.get("expires", "")
    given = query.get("signature", "").encode()
    signed = hmac.compare_digest(_sign(tx, name, until).encode(), given)
    upload = tx.get(FileUpload, name)
    if not signed or upload is None or int(until) < now.timestamp():
        return None
    content = await workspace.content(name)
    return None if content is None else Served(content, _headers(upload))


def _sign(tx: Transaction, upload_id: str, until: str) -> str:
    return hmac.new(tx.secret, f"{upload_id}/{until}".encode(), hashlib.sha256).hexdigest()


def _headers(upload: FileUpload) -> dict[str, str]:
    # What an earlier version kept may be no type, and nothing that a header carries.
    told = upload.content_type or ""
    kind = told if is_content_type(told) else "application/octet-stream"
    disposition = "inline" if kind.startswith(_SHOWN) else "attachment"
    name = quote(upload.filename or "file", safe="")
    headers = {
        "Content-Type": kind,
        "Content-Disposition": f"{disposition}; filename*=UTF-8''{name}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=3600",
    }
    # Browsers show no PDF inside a sandbox, and run none of its scripts in the page's name.
    return (
        headers if kind == "application/pdf" else {**headers, "Content-Security-Policy": _HARMLESS}
    )
