"""A workspace moves from a file to a database that servers share: all of it, whatever happens."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sandbox.notion import StorageError, Workspace
from sandbox.notion.shared import moving
from sandbox.notion.shared.moving import NotEmpty, move
from sandbox.notion.shared.tables import HalfMoved
from sandbox.notion.shared.workspace import SharedWorkspace
from tests.sandbox.notionkit import HEADERS, Api, paragraph, runs, serving, text_value
from tests.support.disk import in_file, same
from tests.support.sharing import in_database, shared


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    """A workspace of some hundred records, in an order of creation with gaps, and two files."""
    path = tmp_path / "workspace.db"
    workspace = await Workspace.open(path)
    async with serving(workspace) as api:
        home = await api.page(children=[paragraph(str(number)) for number in range(99)])
        _, source = await api.database(home["id"], "D", {"Name": {"title": {}}})
        for name in "abc":
            await api.row(source, Name=text_value(name))
        comment = {"parent": {"page_id": home["id"]}, "rich_text": runs("so")}
        said = [await api.ok("POST", "/v1/comments", comment) for _ in range(3)]
        await api.ok("DELETE", f"/v1/comments/{said[1]['id']}")
        for content in (b"one", bytes(300_000)):
            await _sent(api, content)
    await workspace.close()
    return path


async def _sent(api: Api, content: bytes) -> None:
    upload = await api.ok("POST", "/v1/file_uploads", {"filename": "a.bin"})
    path = f"/v1/file_uploads/{upload['id']}/send"
    form = {"file": ("a.bin", content, "application/pdf")}
    await api.http.post(path, files=form, headers=HEADERS)


class CutOffError(Exception):
    """As though the process had died."""


def cut_off_after(batches: int) -> Callable[[int], None]:
    """Lets so many batches come, and no further one."""
    left = iter(range(batches))

    def heard(_: int) -> None:
        if next(left, None) is None:
            raise CutOffError

    return heard


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = [replace(kind, most=min(kind.most, 20)) for kind in moving._KINDS]
    monkeypatch.setattr(moving, "_KINDS", kinds)


async def test_a_workspace_that_was_moved_is_the_same(file: Path, address: str):
    batches: list[int] = []

    moved = move(file, address, batches.append)

    assert moved.source == moved.target
    assert (moved.source.records, moved.source.parts) == (sum(batches) - 2, 2)
    assert move(file, address, batches.append) == moved  # again, which changes nothing
    before = await in_file(file)
    assert same(before, await in_database(address))
    async with shared(address) as workspace, serving(workspace) as api:
        files = [n for n, each in before.records.items() if type(each).__name__ == "FileUpload"]
        assert [await workspace.content(name) for name in files] == [b"one", bytes(300_000)]
        await api.page("Goes on")
        assert same(workspace.state, await in_database(address))


@pytest.mark.parametrize("batches", [0, 1, 4, 6])
@pytest.mark.usefixtures("small_batches")
async def test_who_was_cut_off_goes_on_behind_what_is_there(file: Path, address: str, batches: int):
    with pytest.raises(CutOffError):
        move(file, address, cut_off_after(batches))
    with pytest.raises(StorageError) as refused:
        await SharedWorkspace.shared(address)
    assert isinstance(refused.value.__cause__, HalfMoved)
    rows: list[int] = []

    moved = move(file, address, rows.append)

    assert moved.source == moved.target
    assert sum(rows) < moved.source.records + moved.source.parts
    assert same(await in_file(file), await in_database(address))


@pytest.mark.usefixtures("small_batches")
async def test_a_file_that_was_written_to_meanwhile_is_moved_anew(file: Path, address: str):
    with pytest.raises(CutOffError):
        move(file, address, cut_off_after(2))
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE records SET kind = 'Block' WHERE rowid = 1")
    first = move(file, address, lambda _: None)
    assert first.source != first.target

    again = move(file, address, lambda _: None)

    assert again.source == again.target == first.source


async def test_nothing_is_moved_to_where_there_is_a_workspace(file: Path, address: str):
    async with shared(address) as workspace, serving(workspace) as api:
        await api.page()
        with pytest.raises(StorageError) as refused:
            move(file, address, lambda _: None)
        assert isinstance(refused.value.__cause__, NotEmpty)
        assert same(workspace.state, await in_database(address))


@pytest.mark.usefixtures("small_batches")
async def test_a_server_that_was_there_before_writes_nothing_until_all_is_moved(
    file: Path, address: str
):
    async with shared(address) as workspace, serving(workspace) as api:
        with pytest.raises(CutOffError):
            move(file, address, cut_off_after(2))
        body = {"parent": {"workspace": True}, "properties": {"title": text_value("early")}}
        await api.refused("POST", "/v1/pages", body, status=503)
        move(file, address, lambda _: None)
        await api.page("in time")
        assert same(workspace.state, await in_database(address))
        assert len(workspace.state.records) == len((await in_file(file)).records) + 1
