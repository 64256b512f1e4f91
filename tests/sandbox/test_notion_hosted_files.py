"""Files that Notion keeps, named again by the address that an answer gave them."""

from dataclasses import replace
from typing import Any

import pytest

from sandbox.notion import Workspace
from sandbox.notion.records import FileUpload
from tests.sandbox.notionkit import HEADERS, Api, serving, text_value

Json = dict[str, Any]

SCHEMA: Json = {"Name": {"title": {}}, "첨부": {"files": {}}}


async def uploaded(api: Api) -> Json:
    """A complete upload as a request names it."""
    upload = await api.ok("POST", "/v1/file_uploads", {"filename": "a.png"})
    path = f"/v1/file_uploads/{upload['id']}/send"
    sent = await api.http.post(path, headers=HEADERS, files={"file": ("a.png", b"abc")})
    assert sent.json()["status"] == "uploaded"
    return {"type": "file_upload", "file_upload": {"id": upload["id"]}}


async def imported(api: Api) -> Json:
    """The same for a file that was fetched from elsewhere."""
    address = {"mode": "external_url", "external_url": "https://example.com/a.png?size=2"}
    upload = await api.ok("POST", "/v1/file_uploads", {"filename": "a.png", **address})
    assert (await api.ok("GET", f"/v1/file_uploads/{upload['id']}"))["status"] == "uploaded"
    return {"type": "file_upload", "file_upload": {"id": upload["id"]}}


async def row_with(api: Api, *files: Json) -> Json:
    home = await api.page()
    _, source = await api.database(home["id"], "D", SCHEMA)
    return await api.row(source, Name=text_value("r"), 첨부={"files": list(files)})


def named(row: Json) -> Json:
    """The only file of a row, by the address without what is signed anew."""
    [file] = row["properties"]["첨부"]["files"]
    address = file["file"]["url"].partition("?")[0]
    return {"type": "file", "name": "새 이름", "file": {"url": address}}


async def written(api: Api, row: Json, *files: Json) -> list[Json]:
    body = {"properties": {"첨부": {"files": list(files)}}}
    answer = await api.ok("PATCH", f"/v1/pages/{row['id']}", body)
    found: list[Json] = answer["properties"]["첨부"]["files"]
    return found


@pytest.mark.parametrize("source", [uploaded, imported], ids=["uploaded", "imported"])
async def test_a_file_that_is_named_by_its_address_remains(api: Api, source: Any) -> None:
    row = await row_with(api, {"name": "a.png", **await source(api)})
    link = {"type": "external", "name": "b", "external": {"url": "https://example.com/b.png"}}
    file, other = await written(api, row, named(row), link)
    assert (file["type"], file["name"], other["name"]) == ("file", "새 이름", "b")
    assert file["file"]["expiry_time"]


async def test_a_file_that_has_gone_is_only_an_address(api: Api) -> None:
    row = await row_with(api, {"name": "a.png", **await uploaded(api)})
    again = named(row)
    assert await written(api, row) == []
    [file] = await written(api, row, again)
    assert file["type"] == "external"


async def test_the_file_of_another_row_is_only_an_address(api: Api) -> None:
    theirs = await row_with(api, {"name": "a.png", **await uploaded(api)})
    [file] = await written(api, await row_with(api), named(theirs))
    assert file["type"] == "external"


@pytest.mark.parametrize("look", ["icon", "cover"])
async def test_icons_and_covers_do_not_take_it(api: Api, look: str) -> None:
    home = await api.page()
    body = {look: {"type": "file", "file": {"url": "https://example.com/a.png"}}}
    refusal = await api.refused("PATCH", f"/v1/pages/{home['id']}", body)
    assert f"body.{look}.file should be not present" in refusal


async def test_a_type_that_no_header_carries_is_served_as_bytes() -> None:
    """An earlier version kept whatever it was told."""
    workspace = await Workspace.open(None)
    async with serving(workspace) as api:
        row = await row_with(api, {"name": "a.png", **await uploaded(api)})
        tx = workspace.begin("2026-01-01T00:00:00.000Z")
        (upload,) = tx.all(FileUpload)
        tx.put(replace(upload, content_type="text/html\r\nX-Odd: é"))
        await workspace.commit(tx)

        [file] = row["properties"]["첨부"]["files"]
        served = await api.http.get(file["file"]["url"])

        assert served.headers["content-type"] == "application/octet-stream"
        assert served.content == b"abc"
