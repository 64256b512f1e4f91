"""What is uploaded is kept, shown where its type may stand, and served without doing harm."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.notion import Workspace
from sandbox.notion.multipart import read_parts
from tests.sandbox.notionkit import HEADERS, Api, serving, text_value

Json = dict[str, Any]


class Clock:
    """The workspace's time, which a test moves on."""

    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **span: int) -> None:
        self.time += timedelta(**span)


@asynccontextmanager
async def clocked() -> AsyncIterator[tuple[Api, Clock]]:
    clock = Clock()
    async with serving(now=clock) as api:
        yield api, clock


async def send(api: Api, upload: Json, content: bytes, **data: str) -> httpx.Response:
    return await api.http.post(
        f"/v1/file_uploads/{upload['id']}/send",
        headers=HEADERS,
        files={"file": (upload["filename"] or "a.png", content)},
        data=data,
    )


async def uploaded(api: Api, filename: str = "a.png", content: bytes = b"abc", **more: Any) -> str:
    """The id of a complete upload."""
    upload = await api.ok("POST", "/v1/file_uploads", {"filename": filename, **more})
    assert (await send(api, upload, content)).json()["status"] == "uploaded"
    return str(upload["id"])


def shown(kind: str, upload_id: str) -> Json:
    return {kind: {"type": "file_upload", "file_upload": {"id": upload_id}}}


async def status(api: Api, upload_id: str) -> str:
    return str((await api.ok("GET", f"/v1/file_uploads/{upload_id}"))["status"])


async def served(api: Api, upload_id: str, kind: str = "file") -> httpx.Response:
    """What a browser finds at the address that answers carry."""
    home = await api.page()
    [made] = await api.append(home["id"], shown(kind, upload_id))
    return await api.http.get(made[kind]["file"]["url"])


async def test_bytes_come_back_as_they_were_sent(api: Api):
    content = b"\r\n--\x00\xff\r\n\r\n"
    answer = await served(api, await uploaded(api, "그림 1.png", content), "image")
    assert answer.content == content
    assert answer.headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("filename", "kind", "disposition", "sandboxed"),
    [
        ("a.png", "image/png", "inline", True),
        ("a.svg", "image/svg+xml", "inline", True),
        ("a.mp3", "audio/mpeg", "inline", True),
        ("a.mp4", "video/mp4", "inline", True),
        ("a.pdf", "application/pdf", "inline", False),
        ("a.html", "text/html", "attachment", True),
        ("a.txt", "text/plain", "attachment", True),
    ],
)
async def test_a_served_file_runs_nothing_in_the_servers_name(
    api: Api, filename: str, kind: str, disposition: str, sandboxed: bool
):
    answer = await served(api, await uploaded(api, filename, b"<script>", content_type=kind))
    assert answer.headers["content-type"] == kind
    assert answer.headers["content-disposition"].startswith(f"{disposition};")
    assert answer.headers["x-content-type-options"] == "nosniff"
    policy = answer.headers.get("content-security-policy", "")
    assert ("sandbox" in policy.split("; ")) == sandboxed


async def test_an_address_works_for_an_hour_and_only_as_it_is():
    async with clocked() as (api, clock):
        home = await api.page(cover=shown("cover", await uploaded(api))["cover"])
        address = home["cover"]["file"]["url"]
        assert (await api.http.get(address)).status_code == 200
        for wrong in (address.replace("signature=", "signature=가"), address.partition("?")[0]):
            assert (await api.http.get(wrong)).status_code == 400
        assert (await api.http.post(address)).status_code == 400
        clock.forward(minutes=61)
        assert (await api.http.get(address)).status_code == 400
        again = await api.ok("GET", f"/v1/pages/{home['id']}")
        assert (await api.http.get(again["cover"]["file"]["url"])).status_code == 200


async def test_what_nothing_shows_is_gone_after_an_hour():
    async with clocked() as (api, clock):
        home = await api.page()
        pending = await api.ok("POST", "/v1/file_uploads", {"filename": "a.png"})
        sent = await uploaded(api)
        clock.forward(minutes=61)
        assert [await status(api, name) for name in (pending["id"], sent)] == ["expired"] * 2
        assert (await send(api, pending, b"late")).status_code == 400
        path = f"/v1/blocks/{home['id']}/children"
        refusal = await api.refused("PATCH", path, {"children": [shown("image", sent)]})
        assert "is expired" in refusal
        listed = await api.ok("GET", "/v1/file_uploads?status=expired")
        assert len(listed["results"]) == 2


async def test_what_is_shown_once_can_be_shown_again_at_any_time():
    async with clocked() as (api, clock):
        home, upload_id = await api.page(), await uploaded(api)
        await api.append(home["id"], shown("image", upload_id))
        found = await api.ok("GET", f"/v1/file_uploads/{upload_id}")
        assert (found["status"], found["expiry_time"]) == ("uploaded", None)
        clock.forward(days=3)
        assert (await served(api, upload_id)).content == b"abc"


@pytest.mark.parametrize(
    ("kind", "filename"), [("image", "a.txt"), ("video", "a.mp3"), ("pdf", "a.png")]
)
async def test_a_block_refuses_a_file_of_another_kind(api: Api, kind: str, filename: str):
    home = await api.page()
    upload_id = await uploaded(api, filename)
    path = f"/v1/blocks/{home['id']}/children"
    refusal = await api.refused("PATCH", path, {"children": [shown(kind, upload_id)]})
    assert "is not supported" in refusal


@pytest.mark.parametrize("look", ["icon", "cover"])
async def test_icons_and_covers_are_pictures(api: Api, look: str):
    home, upload_id = await api.page(), await uploaded(api, "a.pdf")
    body = shown(look, upload_id)
    refusal = await api.refused("PATCH", f"/v1/pages/{home['id']}", body)
    assert "is not supported" in refusal


async def test_a_files_value_takes_files_of_any_kind(api: Api):
    home = await api.page()
    schema = {"Name": {"title": {}}, "image": {"files": {}}}
    _, source = await api.database(home["id"], "D", schema)
    item = {"name": "notes", "file_upload": {"id": await uploaded(api, "a.txt")}}
    row = await api.row(source, Name=text_value("r"), image={"files": [item]})
    [file] = row["properties"]["image"]["files"]
    assert file["name"] == "notes"
    assert (await api.http.get(file["file"]["url"])).content == b"abc"


async def test_parts_are_put_together_by_number_and_one_may_be_sent_again(api: Api):
    body = {"mode": "multi_part", "filename": "a.mp4", "number_of_parts": 3}
    upload = await api.ok("POST", "/v1/file_uploads", body)
    path = f"/v1/file_uploads/{upload['id']}"
    for number, content in (("3", b"c"), ("1", b"?"), ("1", b"aa")):
        await send(api, upload, content, part_number=number)
    await api.refused("POST", f"{path}/complete", {})
    await send(api, upload, b"b", part_number="2")
    assert (await api.ok("POST", f"{path}/complete", {}))["content_length"] == 4
    assert (await served(api, upload["id"], "video")).content == b"aabc"


async def test_what_is_imported_from_a_url_is_shown_from_there(api: Api):
    address = "https://example.com/a.png"
    body = {"mode": "external_url", "filename": "a.png", "external_url": address}
    upload = await api.ok("POST", "/v1/file_uploads", body)
    assert await status(api, upload["id"]) == "uploaded"
    home = await api.page(cover=shown("cover", upload["id"])["cover"])
    assert home["cover"]["file"]["url"] == address


async def test_an_upload_without_a_name_gets_that_of_its_form(api: Api):
    upload = await api.ok("POST", "/v1/file_uploads", {})
    sent = await api.http.post(
        f"/v1/file_uploads/{upload['id']}/send",
        headers=HEADERS,
        files={"file": ("그림.png", b"abc", "image/png")},
    )
    assert (sent.json()["filename"], sent.json()["content_type"]) == ("그림.png", "image/png")


async def test_what_was_uploaded_is_there_after_a_restart(tmp_path: Path):
    file = tmp_path / "workspace.sqlite"
    workspace = await Workspace.open(file)
    async with serving(workspace) as api:
        home = await api.page(cover=shown("cover", await uploaded(api, content=b"kept"))["cover"])
    await workspace.close()
    workspace = await Workspace.open(file)
    async with serving(workspace) as api:
        page = await api.ok("GET", f"/v1/pages/{home['id']}")
        assert (await api.http.get(page["cover"]["file"]["url"])).content == b"kept"
        assert (await api.http.get(home["cover"]["file"]["url"])).status_code == 400
    await workspace.close()


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.binary(max_size=60)), st.data())
def test_any_form_is_read_as_it_was_written(fields: dict[str, bytes], data: st.DataObject):
    filename = data.draw(st.text("ab가 .\"'", min_size=1, max_size=6))
    files = {name: (filename, content) for name, content in fields.items()}
    request = httpx.Request("POST", "http://notion.test", files=files)
    parts = read_parts(request.read(), request.headers["content-type"]) if files else {}
    assert {name: part.content for name, part in parts.items()} == fields
