"""The urls of uploaded files: made anew for every answer, good for an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.notion.records import FileUpload, Json
from sandbox.notion.state import Transaction
from sandbox.notion.times import stamp

_GOOD_FOR = timedelta(hours=1)


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
        name = upload.filename if upload and upload.filename else "file"
        expires = datetime.fromisoformat(self.tx.now) + _GOOD_FOR
        url = f"{self.base_url}/files/{upload_id}/{name}"
        return {"url": url, "expiry_time": stamp(expires)}
