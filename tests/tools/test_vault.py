"""Secrets at rest: sealed, expiring, readable with the right key only."""

import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from tools.errors import CannotStart
from tools.records import Records
from tools.vault import Vault, load_key

TOKEN = "ntn_0123456789abcdef"


@pytest.fixture
def key() -> bytes:
    return Fernet.generate_key()


async def test_a_secret_comes_back_by_its_name(records: Records, key: bytes) -> None:
    vault = Vault(records, key)
    await vault.put("thread:1", TOKEN)
    assert await vault.get("thread:1") == TOKEN
    assert await vault.get("thread:2") is None


async def test_a_new_secret_takes_the_old_ones_place(records: Records, key: bytes) -> None:
    vault = Vault(records, key)
    await vault.put("thread:1", "old")
    await vault.put("thread:1", TOKEN)
    assert await vault.get("thread:1") == TOKEN


async def test_an_expired_secret_is_gone(records: Records, key: bytes) -> None:
    vault = Vault(records, key)
    await vault.put("thread:1", TOKEN, ttl=-1)
    assert await vault.get("thread:1") is None


async def test_sweeping_forgets_what_expired_and_nothing_else(records: Records, key: bytes) -> None:
    vault = Vault(records, key)
    await vault.put("old", TOKEN, ttl=-1)
    await vault.put("new", TOKEN)
    await vault.sweep()
    await vault.put("old", "x", ttl=60)
    assert (await vault.get("old"), await vault.get("new")) == ("x", TOKEN)


async def test_a_dropped_secret_is_gone(records: Records, key: bytes) -> None:
    vault = Vault(records, key)
    await vault.put("thread:1", TOKEN)
    await vault.drop("thread:1")
    await vault.drop("thread:1")
    assert await vault.get("thread:1") is None


async def test_another_key_opens_nothing(records: Records, key: bytes) -> None:
    await Vault(records, key).put("thread:1", TOKEN)
    assert await Vault(records, Fernet.generate_key()).get("thread:1") is None


async def test_a_server_with_another_key_than_those_that_run_does_not_start(
    records: Records, key: bytes
) -> None:
    await Vault(records, key).join(lambda _: False)
    await Vault(records, key).join(lambda _: True)
    with pytest.raises(CannotStart, match="the same for all"):
        await Vault(records, Fernet.generate_key()).join(lambda _: True)
    await Vault(records, key).join(lambda _: True)


async def test_a_key_that_was_changed_is_told_once(
    records: Records, key: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    await Vault(records, key).join(lambda _: False)
    assert caplog.messages == []
    vault = Vault(records, Fernet.generate_key())
    for _ in range(2):
        await vault.join(lambda _: False)
        await vault.sweep()
    assert [message.partition(":")[0] for message in caplog.messages] == ["SECRET_KEY was changed"]


async def test_no_file_ever_holds_the_secret_itself(
    records: Records, key: bytes, tmp_path: Path
) -> None:
    await Vault(records, key).put("thread:1", TOKEN)
    written = _everything_in(tmp_path)
    assert b"thread:1" in written
    assert TOKEN.encode() not in written


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    made = load_key(None, tmp_path)
    file = tmp_path / "secret.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_key(None, tmp_path) == made == file.read_bytes()
    Fernet(made)


def test_a_key_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    """What a crash in the middle of making it leaves does not count, and is written over."""
    (tmp_path / "secret.new").write_bytes(b"half a k")
    Fernet(load_key(None, tmp_path))
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


@pytest.mark.parametrize("content", [b"", b"short", b"\x00" * 44])
def test_a_file_without_a_key_is_never_taken_for_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "secret.key").write_bytes(content)
    with pytest.raises(CannotStart, match="delete it"):
        load_key(None, tmp_path)


def test_what_a_key_file_holds_is_the_same_key_as_a_secret_key(tmp_path: Path) -> None:
    made = load_key(None, tmp_path)
    assert load_key((tmp_path / "secret.key").read_text(), tmp_path / "other") == made


def test_a_secret_key_makes_the_same_key_everywhere_and_no_file(tmp_path: Path) -> None:
    assert load_key("pass phrase", tmp_path) == load_key("pass phrase", tmp_path / "other")
    assert load_key("pass phrase", tmp_path) != load_key("another", tmp_path)
    assert list(tmp_path.iterdir()) == []
    Fernet(load_key("pass phrase", tmp_path))


def _everything_in(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())
