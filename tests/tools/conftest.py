from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.notion import Notion
from tests.support.records import opened
from tools.records import Records


@pytest.fixture
async def notion() -> Notion:
    """A fresh workspace in memory, reached over a wire that is watched."""
    return await Notion.fresh()


@pytest.fixture
async def records(tmp_path: Path) -> AsyncIterator[Records]:
    """An application database in a file of its own."""
    records = await opened(tmp_path / "app.sqlite")
    yield records
    await records.close()
