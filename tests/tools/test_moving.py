"""A data folder goes into Postgres: all of it, once, whatever breaks in between."""

import asyncio
import contextlib
import dataclasses
import re
import shutil
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from cryptography.fernet import Fernet

from moving.compared import Digest
from moving.move import move
from settings import Settings
from tests.support.chat import chatting, of_type
from tests.support.serving import serving
from tools.errors import CannotStart
from tools.records import Records
from tools.records.servers import SharedServers
from tools.vault import Vault, load_key

WISH = "독서 기록 만들어줘"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder of two conversations: one was built, one waits for its yes, whose id comes too."""
    folder = tmp_path_factory.mktemp("filled")
    async with serving(folder, None, database_url=None) as server:
        async with chatting(server.socket_url) as chat:
            await chat.approve(await chat.asked(WISH))
            await chat.turn()
        async with chatting(server.socket_url) as waiting:
            await waiting.asked(WISH)
    return folder, waiting.thread_id


@pytest.fixture
def settings(filled: tuple[Path, str], tmp_path: Path, database: str) -> Settings:
    folder = tmp_path / "data"
    shutil.copytree(filled[0], folder)
    return Settings(data_dir=folder, database_url=database)


@pytest.fixture
async def there(database: str) -> AsyncIterator[Records]:
    records = await Records.open(database)
    yield records
    await records.close()


async def test_all_that_was_kept_is_there_and_a_conversation_goes_on(
    settings: Settings, filled: tuple[Path, str], tmp_path: Path
) -> None:
    moved = await move(settings, lambda *_: None)
    assert [part.name for part in moved if not part.is_same] == []
    counts = {part.name: part.after.count for part in moved}
    assert counts["threads"] == 2
    assert counts["operations"] > 10
    assert counts["checkpoints"] > 2
    assert counts["workspace"] > 20

    key = (settings.data_dir / "secret.key").read_text().strip()
    other = tmp_path / "other"
    other.mkdir()
    async with (
        serving(other, None, database_url=settings.database_url, secret_key=key) as server,
        chatting(server.socket_url, thread_id=filled[1], since=0) as chat,
    ):
        request = of_type(await chat.turn(), "approval_request")
        await chat.approve(request)
        await chat.turn()
        assert of_type(chat.frames, "complete")
        assert len(await server.app.embedded.index("")) == 2


async def test_a_broken_move_goes_on_where_it_stopped(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moving.tables.BATCH", 5)

    class Broken(Exception):
        pass

    for number in (1, 3, 7, 12):
        told = 0

        def break_off(_name: str, _done: int, most: int = number) -> None:
            nonlocal told
            told += 1
            if told == most:
                raise Broken

        with pytest.raises(Broken):
            await move(settings, break_off)
    moved = await move(settings, lambda *_: None)
    assert all(part.is_same for part in moved)


async def test_nuls_that_earlier_releases_kept_are_left_behind(settings: Settings) -> None:
    with contextlib.closing(sqlite3.connect(settings.data_dir / "notionforge.db")) as file, file:
        file.execute("UPDATE threads SET title = 'a' || char(0) || 'b'")
    moved = await move(settings, lambda *_: None)
    assert all(part.is_same for part in moved)


async def test_what_was_sealed_is_opened_with_what_the_key_file_holds_and_with_no_other_key(
    settings: Settings, there: Records, tmp_path: Path
) -> None:
    key = load_key(None, settings.data_dir)
    here = await Records.open(settings.data_dir / "notionforge.db")
    await Vault(here, key).put("thread:1", "ntn_of-the-file")
    await Vault(here, key).drop("vault:key")  # earlier releases kept none
    await here.close()
    await move(settings, lambda *_: None)
    vault = Vault(there, load_key((settings.data_dir / "secret.key").read_text(), tmp_path))
    assert await vault.get("thread:1") == "ntn_of-the-file"
    with pytest.raises(CannotStart, match="SECRET_KEY"):
        await Vault(there, load_key(None, tmp_path)).join(lambda _: True)


async def test_nothing_is_mixed_with_what_is_there(settings: Settings, tmp_path: Path) -> None:
    await move(settings, lambda *_: None)
    with pytest.raises(CannotStart, match="name an empty one"):
        await move(settings, lambda *_: None)


async def test_what_no_conversation_belongs_to_is_something_too(
    settings: Settings, there: Records
) -> None:
    await Vault(there, Fernet.generate_key()).put("ingest-schedule:1", "of another server")
    with pytest.raises(CannotStart, match="kept credentials"):
        await move(settings, lambda *_: None)


async def test_a_server_that_only_looked_leaves_room(settings: Settings, there: Records) -> None:
    await Vault(there, Fernet.generate_key()).join(lambda _: False)
    moved = await move(settings, lambda *_: None)
    assert all(part.is_same for part in moved)


async def test_no_server_joins_before_all_is_there(settings: Settings, there: Records) -> None:
    def break_off(part: str, _done: int) -> None:
        if part == "workspace":
            raise RuntimeError

    joining = SharedServers(there, on_struck_off=lambda: None)
    with pytest.raises(RuntimeError):
        await move(settings, break_off)
    with pytest.raises(CannotStart, match="end that first"):
        await joining.join()
    await move(settings, lambda *_: None)
    await joining.join()
    await joining.leave()


async def test_of_two_folders_that_are_moved_at_once_one_is_refused(
    settings: Settings, tmp_path: Path
) -> None:
    shutil.copytree(settings.data_dir, tmp_path / "other")
    other = dataclasses.replace(settings, data_dir=tmp_path / "other")
    moves = [move(each, lambda *_: None) for each in (settings, other)]
    moved = await asyncio.gather(*moves, return_exceptions=True)
    [refused] = [each for each in moved if isinstance(each, BaseException)]
    assert isinstance(refused, CannotStart)
    assert re.search("was being moved there|name an empty one", str(refused))


async def test_a_folder_that_a_server_uses_is_left_alone(tmp_path: Path, database: str) -> None:
    async with serving(tmp_path, None, database_url=None) as server:
        asked = dataclasses.replace(server.settings, database_url=database)
        with pytest.raises(CannotStart, match="another server uses"):
            await move(asked, lambda *_: None)


async def test_a_database_that_servers_use_is_left_alone(
    settings: Settings, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    async with serving(other, None, database_url=settings.database_url):
        with pytest.raises(CannotStart, match="stop them"):
            await asyncio.wait_for(move(settings, lambda *_: None), 60)


def test_a_digest_asks_for_no_order_but_for_every_letter() -> None:
    one = Digest().plus([b"a", b"b"])
    assert one == Digest().plus([b"b"]).plus([b"a"])
    assert one != Digest().plus([b"a", b"a"])
    assert one != Digest().plus([b"ab"])
