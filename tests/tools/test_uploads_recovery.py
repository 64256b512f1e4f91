"""Files that a blueprint brings along survive lost answers, dead processes and long waits."""

import time

import pytest

from tests.support.designs import EVERYWHERE, LIBRARY, design
from tests.support.notion import Notion
from tools.errors import NotionError
from tools.notion.difference import from_nothing
from tools.notion.journal import Entry, Journal, MemoryJournal, RecordsJournal, Undone
from tools.notion.operations import WORKSPACE, Plan
from tools.notion.rollback import roll_back
from tools.records import Records

PLAN = from_nothing(EVERYWHERE, WORKSPACE)
# The page itself waits for nothing, so that uploads come while it is there already.
LATER = from_nothing(design(databases=[{**LIBRARY, "icon": None, "cover": None}]), WORKSPACE)


FAULTS = [(500, False), (503, True), (502, True), (None, True), (409, False), (None, False)]


@pytest.mark.parametrize(("status", "after"), FAULTS)
@pytest.mark.parametrize("path", ["file_uploads$", "send$", "pages$", "databases$"])
async def test_a_lost_answer_costs_no_file_and_sends_none_twice(
    notion: Notion, path: str, status: int | None, after: bool
) -> None:
    notion.faults.inject(
        method="POST",
        path=path,
        status=status or 500,
        drop=status is None,
        after_write=after,
    )
    page_id = await notion.forge(PLAN).run()
    assert notion.faults.struck == 1
    done = [record for record in notion.uploads() if record.status == "uploaded"]
    assert len(done) == 5
    assert len(notion.page(page_id)["blocks"]) == 8
    assert len(notion.top()) == 1
    assert all(item.status != 400 for item in notion.wire.sent)


@pytest.mark.parametrize("after", range(len(PLAN.operations)))
async def test_a_build_with_files_that_dies_after_any_step_is_finished_by_the_next_process(
    notion: Notion, records: Records, after: int
) -> None:
    journal = RecordsJournal(records, "b1")

    await notion.dies_after(after, PLAN, journal)
    await notion.forge(PLAN, journal).run()
    assert len(notion.uploads()) == 5
    assert len(notion.top()) == 1


@pytest.mark.parametrize("carried_out", [True, False])
async def test_a_file_that_a_dead_process_was_sending_is_looked_for(
    notion: Notion, records: Records, carried_out: bool
) -> None:
    journal = RecordsJournal(records, "b1")

    with notion.dying(lambda request: request.url.path.endswith("/send"), sent=carried_out):
        await notion.forge(PLAN, journal).run()
    await notion.forge(PLAN, journal).run()
    assert [record.status for record in notion.uploads()] == ["uploaded"] * 5
    assert all(item.status != 400 for item in notion.wire.sent)


async def aged(journal: Journal, seconds: float) -> None:
    """Makes every trace older than it is."""
    assert isinstance(journal, MemoryJournal)
    for name, entry in journal.entries.items():
        then = entry.started_at - seconds
        journal.entries[name] = Entry(entry.state, entry.notion_id, entry.captured, then)


async def stopped_before(notion: Notion, plan: Plan, path: str) -> MemoryJournal:
    """The journal of a build that was refused where it came to a certain request."""
    journal = MemoryJournal()
    notion.faults.inject(method="POST", path=path, status=403, times=100)
    with pytest.raises(NotionError):
        await notion.forge(plan, journal).run()
    notion.faults.clear()
    return journal


def expired(notion: Notion) -> None:
    """Lets more than an hour pass for what nothing shows yet."""
    for record in notion.uploads():
        if record.expiry_time is not None:
            object.__setattr__(record, "expiry_time", "2020-01-01T00:00:00.000Z")


@pytest.mark.parametrize("failed", ["/v1/pages$", "/send$"])
async def test_a_build_that_goes_on_after_its_uploads_expired_uploads_again(
    notion: Notion, failed: str
) -> None:
    journal = await stopped_before(notion, PLAN, failed)
    await aged(journal, 51 * 60)
    expired(notion)
    page_id = await notion.forge(PLAN, journal).run()
    assert len(notion.page(page_id)["blocks"]) == 8
    assert all(entry.state == "done" for entry in journal.entries.values())


async def test_a_build_that_goes_on_soon_enough_uploads_nothing_again(notion: Notion) -> None:
    journal = await stopped_before(notion, PLAN, "/v1/pages$")
    await aged(journal, 40 * 60)
    await notion.forge(PLAN, journal).run()
    assert len(notion.uploads()) == 5


async def test_an_upload_that_something_shows_already_serves_the_others_at_any_time(
    notion: Notion,
) -> None:
    journal = await stopped_before(notion, PLAN, "/v1/databases$")
    await aged(journal, 24 * 3600)
    expired(notion)
    await notion.forge(PLAN, journal).run()
    assert len(notion.uploads()) == 5


async def test_what_expired_is_forgotten_by_a_lasting_journal_before_it_is_done_again(
    notion: Notion, records: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = RecordsJournal(records, "b1")
    with monkeypatch.context() as past:
        long_ago = time.time() - 3600
        past.setattr(time, "time", lambda: long_ago)
        notion.faults.inject(method="POST", path="/v1/pages$", status=403, times=100)
        with pytest.raises(NotionError):
            await notion.forge(LATER, journal).run()
        notion.faults.clear()

    expired(notion)
    await notion.dies_after(0, LATER, journal)
    assert all(e.started_at > long_ago + 60 for e in (await journal.load()).values())
    await notion.forge(LATER, journal).run()
    assert all(entry.state == "done" for entry in (await journal.load()).values())


async def test_a_build_of_which_only_files_came_to_be_is_undone_without_a_call(
    notion: Notion,
) -> None:
    journal = await stopped_before(notion, PLAN, "/v1/pages$")
    sent = len(notion.wire.sent)
    assert await roll_back(PLAN, notion.gateway(), journal) == Undone()
    assert len(notion.wire.sent) == sent
