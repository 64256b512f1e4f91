"""What was collected of a company goes from its file into a schema: all of it, once."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from moving import tickets
from sandbox.freshdesk import App, demo_account
from tests.freshdesk.collecting import COMPANY, collecting
from tests.freshdesk.helpdesks import Clock, app_of
from tools.encoder import UsemEncoder
from tools.freshdesk.postgres import Schemas
from tools.freshdesk.ranking import Query
from tools.freshdesk.search import Hit, Search
from tools.freshdesk.sqlite import Files

ASKED = (Query("환불", private=True), Query("refund please", limit=50), Query("돈을 돌려주세요"))


@pytest.fixture
def app() -> App:
    return app_of(demo_account(12, clock=Clock()))


@pytest.fixture
async def filled(app: App, tmp_path: Path) -> tuple[Path, list[list[Hit]]]:
    """A file, with what is found in it."""
    async with collecting(app, tmp_path, homes=Files(tmp_path)) as company:
        await company.run("one", process_attachments=False)
        search = Search(company.companies, UsemEncoder())
        await search.sync(COMPANY)
        found = [await search.find(COMPANY, query) for query in ASKED]
    return tmp_path / f"{COMPANY}.db", found


def change(file: Path, to: str) -> None:
    """One of the tickets."""
    with contextlib.closing(sqlite3.connect(file)) as db, db:
        db.execute(f"UPDATE tickets SET {to} WHERE id = (SELECT min(id) FROM tickets)")


def schemas(database: str) -> Schemas:
    return Schemas(database, 1, lambda _: None)


async def test_what_was_collected_is_there_is_found_there_and_goes_on_there(
    app: App, filled: tuple[Path, list[list[Hit]]], database: str, tmp_path: Path
) -> None:
    file, expected = filled
    change(file, "tags = '[\"a\\u0000b\"]', description_text = 'x' || char(0)")  # as it once was
    with contextlib.closing(schemas(database)) as there:
        parts = tickets.move(file, COMPANY, there, lambda *_: None)
    assert [part.name for part in parts if not part.is_same] == []
    counts = {part.name: part.after.count for part in parts}
    assert counts[f"{COMPANY} tickets"] >= 12
    assert counts[f"{COMPANY} chunks"] > 30
    assert counts[f"{COMPANY} cursors"] > 0

    async with collecting(app, tmp_path, homes=schemas(database)) as company:
        search = Search(company.companies, UsemEncoder())
        assert [await search.find(COMPANY, query) for query in ASKED] == expected
        assert isinstance(app.account.clock, Clock)
        app.account.clock.seconds += 600
        app.account.add_ticket(subject="new")
        run = await company.run("two", process_attachments=False, include_kb=False)
        assert run.counts["tickets"] == 1


async def test_a_broken_move_goes_on_where_it_stopped_and_a_second_one_compares_alone(
    filled: tuple[Path, list[list[Hit]]], database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "BATCH", 7)
    told: list[tuple[str, int]] = []

    class Broken(Exception):
        pass

    def break_off(name: str, done: int) -> None:
        told.append((name, done))
        if len(told) in (1, 3, 8):
            raise Broken

    with contextlib.closing(schemas(database)) as there:
        for _ in range(3):
            with pytest.raises(Broken):
                tickets.move(filled[0], COMPANY, there, break_off)
        parts = tickets.move(filled[0], COMPANY, there, break_off)
        assert all(part.is_same for part in parts)
        assert len(told) == len(set(told))  # nothing was moved twice
        steps = len(told)
        assert tickets.move(filled[0], COMPANY, there, break_off) == parts
        assert len(told) == steps


async def test_another_companys_tickets_are_told_apart_and_left_as_they_are(
    filled: tuple[Path, list[list[Hit]]], database: str
) -> None:
    with contextlib.closing(schemas(database)) as there:
        tickets.move(filled[0], COMPANY, there, lambda *_: None)
        change(filled[0], "subject = 'changed since'")
        parts = tickets.move(filled[0], COMPANY, there, lambda *_: None)
    assert [part.name for part in parts if not part.is_same] == [f"{COMPANY} tickets"]
