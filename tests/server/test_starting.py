"""A server that cannot start says in one line what is wrong, where, and what helps."""

import re
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import pytest_asyncio

from agent.planner.planners import Planners
from settings import Settings
from tests.support.planners import ObedientPlanner
from tests.support.processes import Ended, anew, server_process, start_of_server
from tests.support.waiting import until
from tools.errors import CannotStart
from wiring import running

pytestmark = pytest.mark.asyncio(loop_scope="module")

# A file system of its own for the folder $0, without touching what others see.
MOUNTED = ("unshare", "--map-root-user", "--mount", "sh", "-c")
FULL = 'mount -t tmpfs -o size=64k none "$0" && exec "$@"'
READ_ONLY = 'mount -t tmpfs -o ro none "$0" && exec "$@"'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that a server has used."""
    folder = tmp_path_factory.mktemp("used") / "data"
    async with running(Settings(data_dir=folder), Planners(ObedientPlanner())):
        pass
    return folder


@pytest.fixture
def folder(used: Path, tmp_path: Path) -> Path:
    return shutil.copytree(used, tmp_path / "data")


@pytest.fixture
def mountable() -> None:
    if shutil.which("unshare") is None or subprocess.call([*MOUNTED, "true"]):
        pytest.skip("no file system can be mounted here")


def one_line(ended: Ended, *words: str) -> None:
    """Exit code 1, no address, and one line on stderr with the words."""
    assert (ended.code, ended.said) == (1, "")
    assert ended.complaints.startswith("notionforge: ")
    assert ended.complaints.count("\n") == 1
    for word in words:
        assert word in ended.complaints


async def refused(folder: Path, *words: str) -> None:
    """No services open over a data folder, for a reason with the words. How a process tells its
    reason, whatever that is, is shown below."""
    with pytest.raises(CannotStart) as told:
        async with running(Settings(data_dir=folder), Planners(ObedientPlanner())):
            pytest.fail("the services are open")
    for word in words:
        assert word in str(told.value)


def damage(file: Path) -> None:
    file.write_bytes(b"x" * 8192)
    file.with_name(f"{file.name}-wal").unlink(missing_ok=True)  # which would mend it


def empty(file: Path) -> None:
    file.write_bytes(b"")


def make_newer(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()


def fill_with_other_records(file: Path) -> None:
    with sqlite3.connect(file) as connection:
        connection.execute("INSERT INTO records VALUES ('1', 'Hologram', '{}')")
    connection.close()


@pytest.mark.parametrize(
    ("name", "harm", "remedy"),
    [
        ("notionforge.db", damage, "put a backup in its place"),
        ("notionforge.db", make_newer, "newer release"),
        ("workspace.db", damage, "put a backup in its place"),
        ("workspace.db", fill_with_other_records, "newer release"),
        ("checkpoints.db", damage, "put a backup in its place"),
        ("secret.key", empty, "delete it"),
    ],
)
async def test_a_file_that_cannot_be_used_is_named_with_the_remedy(
    folder: Path, name: str, harm: Callable[[Path], None], remedy: str
):
    harm(folder / name)
    await refused(folder, str(folder / name), remedy)


async def test_a_database_that_another_program_holds_is_named(folder: Path):
    holder = sqlite3.connect(folder / "notionforge.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    await refused(folder, str(folder / "notionforge.db"), "another program")
    holder.close()


@pytest.mark.parametrize(
    ("mount", "words"),
    [(FULL, ("notionforge.db", "disk is full")), (READ_ONLY, ("server.lock", "set DATA_DIR"))],
    ids=["full", "read-only"],
)
async def test_a_disk_that_takes_nothing_is_told(
    tmp_path: Path, mountable: None, mount: str, words: tuple[str, ...]
):
    one_line(await start_of_server(tmp_path, *MOUNTED, mount, str(tmp_path)), *words)


async def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path):
    (tmp_path / "data").touch()
    one_line(await start_of_server(tmp_path / "data"), str(tmp_path / "data"), "set DATA_DIR")


async def test_a_taken_port_is_told_and_nothing_is_opened(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        one_line(await start_of_server(tmp_path / "data", PORT=port), port, "set PORT")
    assert not (tmp_path / "data").exists()


async def test_the_address_is_told_and_opened_once_the_server_listens(tmp_path: Path):
    """The browser is a script that fetches what it is told to open, once."""
    script, seen = tmp_path / "browser.py", tmp_path / "seen"
    script.write_text(
        "import sys, urllib.request\n"
        "status = urllib.request.urlopen(sys.argv[1]).status\n"
        f"open({str(seen)!r}, 'w').write(str(status))\n"
    )
    browser = {"BROWSER": f"{sys.executable} {script} %s", "DISPLAY": ":0"}
    async with server_process(tmp_path, "--open", begin=anew, **browser) as process:
        await until(lambda: seen.exists() and seen.read_text() == "200")
        address = re.findall(r"^notionforge: (http\S+)$", process.log.read_text(), re.MULTILINE)
        assert address == [f"http://localhost:{process.port}"]


async def test_what_the_server_writes_is_its_owners(tmp_path: Path):
    async with server_process(tmp_path):
        data = tmp_path / "data"
        assert stat.S_IMODE(data.stat().st_mode) == 0o700
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in data.iterdir()}
    assert {"notionforge.db", "workspace.db", "checkpoints.db"} <= set(modes)
    assert set(modes.values()) == {0o600}
