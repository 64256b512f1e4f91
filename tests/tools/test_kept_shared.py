"""A file that was sent to one server is there for the others, until its hour is over."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.records import opened
from tools.documents.convert import File
from tools.documents.kept import KeptFiles
from tools.documents.kept_shared import PART_BYTES, Table
from tools.errors import Expired
from tools.records import Records
from tools.vault import Vault, load_key


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    records = await opened(tmp_path / "notionforge.db")
    yield records
    await records.close()


def kept_by(records: Records, folder: Path, seconds: float = 60.0) -> KeptFiles:
    return KeptFiles(Table(records), Vault(records, load_key("of-all", folder)), seconds)


@pytest.mark.parametrize("size", [0, 10, 2 * PART_BYTES])
async def test_it_is_the_same_wherever_it_is_asked_for(records: Records, tmp_path: Path, size: int):
    file = File("표.csv", bytes(range(256)) * (size // 256))
    kept = await kept_by(records, tmp_path).keep("owner", file)
    assert await kept_by(records, tmp_path).read("owner", kept.id) == file


async def test_it_is_for_who_sent_it_alone(records: Records, tmp_path: Path):
    kept = await kept_by(records, tmp_path).keep("owner", File("a.txt", b"a"))
    with pytest.raises(Expired):
        await kept_by(records, tmp_path).read("other", kept.id)


async def test_after_its_time_nothing_is_left_of_it(records: Records, tmp_path: Path):
    table = Table(records)
    await kept_by(records, tmp_path).keep("owner", File("a.txt", b"a"))
    assert await table.size() > 0
    await kept_by(records, tmp_path, seconds=-1.0)._sweep()
    assert await table.size() == 0
