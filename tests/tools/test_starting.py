"""What cannot be opened is told in one sentence with the remedy."""

import errno
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from tools.errors import CannotStart
from tools.listening import listening
from tools.records.sqlite import sqlite_engine
from tools.starting import opening, private_folder


def too_small(path: Path) -> None:
    """SQLite's own answer where there is no room: here by a limit on the file's size."""
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("CREATE TABLE t (x)")


def no_database(path: Path) -> None:
    path.write_bytes(b"x" * 4096)
    with sqlite_engine(path).connect() as connection:
        connection.execute(text("SELECT 1"))


def a_folder(path: Path) -> None:
    path.mkdir()
    sqlite3.connect(path)


def missing_tables(path: Path) -> None:
    sqlite3.connect(path).execute("SELECT * FROM records")


def read_only(path: Path) -> None:
    sqlite3.connect(path).close()
    sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("CREATE TABLE t (x)")


@pytest.mark.parametrize(
    ("use", "remedy"),
    [
        (too_small, "make room"),
        (no_database, "put a backup in its place"),
        (missing_tables, "put a backup in its place"),
        (a_folder, "set DATA_DIR"),
        (read_only, "let this user write it"),
    ],
)
@pytest.mark.filterwarnings("ignore:unclosed database")
def test_a_database_that_cannot_be_used_is_named(
    tmp_path: Path, use: Callable[[Path], None], remedy: str
) -> None:
    path = tmp_path / "some.db"
    with pytest.raises(CannotStart) as told, opening(path):
        use(path)
    assert str(told.value).startswith(f"{path} ")
    assert remedy in str(told.value)


@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.ENOSPC, "make room"),
        (errno.EROFS, "let this user write it"),
        (errno.EACCES, "let this user write it"),
        (errno.EIO, "see to its disk"),
    ],
)
def test_what_the_system_refuses_is_told(tmp_path: Path, number: int, remedy: str) -> None:
    with pytest.raises(CannotStart, match=remedy), opening(tmp_path):
        raise OSError(number, "as the system says it")


def test_a_fault_of_our_own_is_not_hidden(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), opening(tmp_path):
        raise ZeroDivisionError


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o750)
    assert private_folder(tmp_path).stat().st_mode & 0o777 == 0o750


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(CannotStart, match=r"HOST=203\.0\.113\.9 .* set HOST"):
        listening("203.0.113.9", 0)


def test_an_answer_in_pieces_does_not_wait_for_the_other_side() -> None:
    with listening("127.0.0.1", 0) as sock, socket.create_connection(sock.getsockname()):
        accepted, _ = sock.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
