"""A run keeps everything once, whatever changes, fails or ends meanwhile."""

from typing import Any

import pytest

from sandbox.freshdesk import Account, Limits, demo_account
from sandbox.freshdesk.account import stamp
from tests.freshdesk.collecting import Killed, collecting
from tests.freshdesk.helpdesks import DAY, NOW, Clock, account_of, app_of
from tests.support.pdf import needs_pdfium, pdf_of
from tools.errors import FreshdeskAuthFailed
from tools.freshdesk.run import Run


async def test_tickets_older_than_thirty_days_come_with_the_first_run(tmp_path):
    account = Account(clock=Clock())
    old = account.add_ticket(created_at=stamp(NOW - 400 * DAY))
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        assert await company.ids() == {old}


@pytest.mark.parametrize("updates", [1, 3])
async def test_no_ticket_is_lost_while_read_ones_move(tmp_path, updates):
    clock = Clock()
    account, read = account_of(450, clock), iter(range(1, 451))
    app = app_of(account)

    def meanwhile(_: Account) -> None:
        clock.seconds += 1
        for number in [number for _, number in zip(range(updates), read, strict=False)]:
            account.update(number, priority=4)

    app.faults.meanwhile = meanwhile
    async with collecting(app, tmp_path) as company:
        run = await company.run("one", batch_size=100)
        assert await company.ids() == set(account.tickets)
        assert run.counts["tickets"] == 450


async def test_a_bulk_change_longer_than_a_page_is_read_whole(tmp_path):
    account = account_of(400)
    for number in range(50, 300):
        account.update(number, updated_at=stamp(NOW - 60))
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        assert await company.ids() == set(account.tickets)


async def test_a_long_talk_and_one_of_a_whole_page_come_complete(tmp_path):
    account = account_of(2)
    for number, more in ((1, 249), (2, 99)):
        for _ in range(more):
            account.reply(number, body_text="more")
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        counted = "SELECT ticket_id, count(*) FROM conversations GROUP BY 1 ORDER BY 1"
        assert await company.rows(counted) == [(1, 250), (2, 100)]


async def test_spam_and_deleted_tickets_leave_the_search_and_come_back(tmp_path):
    clock = Clock()
    account = account_of(3, clock)
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        assert await company.found("number") == ["ticket:1", "ticket:2", "ticket:3"]
        clock.seconds += 600
        account.update(1, spam=True)
        account.update(2, deleted=True)
        await company.run("two")
        assert await company.found("number") == ["ticket:3"]
        clock.seconds += 600
        account.update(1, spam=False)
        account.update(2, deleted=False)
        await company.run("three")
        assert await company.found("number") == ["ticket:1", "ticket:2", "ticket:3"]


async def test_a_first_message_that_is_also_the_description_counts_once(tmp_path):
    account = account_of(1)
    account.reply(1, body_text="Question number 1")
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        [[content]] = await company.rows("SELECT content FROM integrated_objects")
        assert content.count("Question number 1") == 1


async def test_empty_and_nested_fields_are_kept_and_found_by_what_there_is(tmp_path):
    account = Account(clock=Clock())
    fields = {"cf_a": None, "cf_b": {"inner": [1, None]}, "cf_c": "12.50"}
    number = account.add_ticket(subject=None, description=None, custom_fields=fields)
    account.add_conversation(number, body_text=None, body="<p>환불 <b>문의</b></p>")
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        assert await company.found("환불") == [f"ticket:{number}"]


async def test_private_notes_stay_apart_and_markup_stays_out(tmp_path):
    account = account_of(1)
    account.reply(1, body_text="the secret is heliotrope", private=True)
    account.reply(1, body_text=None, body="<style>p{color:red}</style><p>Tom &amp; Jerry</p>")
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        assert await company.found("heliotrope") == []
        assert await company.found("heliotrope", private=True) == ["ticket:1"]
        [[content, notes]] = await company.rows(
            "SELECT content, private_content FROM integrated_objects"
        )
        assert "Tom & Jerry" in content
        assert "color" not in content
        assert "heliotrope" not in content
        assert notes == "the secret is heliotrope"


async def test_one_bad_ticket_ends_no_run_and_is_tried_again(tmp_path):
    account = account_of(5)
    app = app_of(account)
    app.faults.inject("^/tickets/3/conversations", 404, times=2)
    async with collecting(app, tmp_path) as company:
        first = await company.run("one")
        assert await company.ids() == {1, 2, 3, 4, 5}
        assert len(await company.ids("conversations")) == 4
        assert first.counts["errors"] == 2
        assert company.warned[0] == ("ingest_ticket_failed", {"ticket": 3, "status": 404})
        await company.run("two")
        assert len(await company.ids("conversations")) == 5


async def test_cut_bodies_and_server_errors_are_asked_for_again(tmp_path):
    app = app_of(account_of(40))
    app.faults.share = 0.2
    async with collecting(app, tmp_path) as company:
        app.faults.inject("^/tickets", 200, body=b'[{"id": 1, "upd')
        await company.run("one", max_retries=10)
        await company.run("two", max_retries=10)
        assert await company.ids() == set(app.account.tickets)
        assert len(await company.ids("conversations")) == 40
        assert app.faults.struck > 3


async def test_half_an_emoji_ends_no_run(tmp_path):
    app = app_of(account_of(2))
    half = b'[{"id": 9, "ticket_id": 1, "body_text": "good \\ud83d bad \xff"}]'
    app.faults.inject("^/tickets/1/conversations", 200, body=half)
    async with collecting(app, tmp_path) as company:
        await company.run("one")
        said = "SELECT body_text FROM conversations WHERE ticket_id = 1"
        assert await company.rows(said) == [("good \ufffd bad \ufffd",)]


async def test_lists_that_the_agent_may_not_see_are_done_without(tmp_path):
    app = app_of(account_of(2))
    app.faults.inject("^/agents", 403)
    app.faults.inject("^/ticket_fields", 403)
    async with collecting(app, tmp_path) as company:
        await company.run("one")
        assert await company.ids() == {1, 2}
        assert {params["path"] for _, params in company.warned} == {"/agents", "/ticket_fields"}


async def test_a_refused_key_ends_the_run(tmp_path):
    async with collecting(app_of(account_of(1)), tmp_path) as company:
        company.key = "other"
        with pytest.raises(FreshdeskAuthFailed):
            await company.run("one")


async def test_a_second_run_with_nothing_new_costs_three_credits_for_tickets(tmp_path):
    app = app_of(account_of(250), limits=Limits(calls=100_000))
    async with collecting(app, tmp_path) as company:
        await company.run("one")
        app.usage.paths.clear()
        before = app.usage.credits
        run = await company.run("two", include_kb=False, process_attachments=False)
        tickets = app.usage.paths["/tickets"]
        assert tickets == 3
        assert app.usage.credits - before == 3 + 5  # the names
        assert run.counts.get("tickets", 0) == 0


async def test_only_what_changed_is_asked_for_again(tmp_path):
    clock = Clock()
    account = account_of(250, clock)
    app = app_of(account)
    async with collecting(app, tmp_path) as company:
        await company.run("one")
        clock.seconds += 600
        account.reply(7, body_text="one more")
        app.usage.paths.clear()
        run = await company.run("two")
        assert app.usage.paths["/tickets/N/conversations"] == 1
        assert run.counts["tickets"] == 1


async def test_a_limit_takes_the_oldest_changes_and_goes_on_there_next_time(tmp_path):
    clock = Clock()
    account = account_of(10, clock)
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        clock.seconds += 3_600
        for number in (3, 4, 5, 6):
            clock.seconds += 60
            account.update(number, priority=4)
        urgent = "SELECT id FROM tickets WHERE priority = 4 ORDER BY id"
        await company.run("two", max_tickets=2)
        assert await company.rows(urgent) == [(3,), (4,)]
        await company.run("three", max_tickets=2)
        assert await company.rows(urgent) == [(3,), (4,), (5,), (6,)]


async def test_a_first_run_with_a_limit_takes_the_newest_and_hides_none_later(tmp_path):
    async with collecting(app_of(account_of(150)), tmp_path) as company:
        await company.run("one", max_tickets=3)
        assert await company.ids() == {148, 149, 150}
        await company.run("two")
        assert len(await company.ids()) == 150


async def test_the_latest_are_those_that_changed_last_whatever_is_here(tmp_path):
    clock = Clock()
    account = account_of(150, clock)
    async with collecting(app_of(account), tmp_path) as company:
        for run, options in enumerate(({}, {"taking": "latest"})):
            await company.run(f"first{run}", max_tickets=20, **options)
            assert await company.ids() == set(range(131, 151))
        await company.run("all")
        for number in (3, 4, 5):
            clock.seconds += 60
            account.update(number, priority=4)
        await company.run("latest", max_tickets=2, taking="latest")
        urgent = "SELECT id FROM tickets WHERE priority = 4 ORDER BY id"
        assert await company.rows(urgent) == [(4,), (5,)]
        await company.run("rest")
        assert await company.rows(urgent) == [(3,), (4,), (5,)]


async def test_further_ones_are_the_latest_that_are_not_here(tmp_path):
    async with collecting(app_of(account_of(150)), tmp_path) as company:
        await company.run("one", max_tickets=110)
        await company.run("two", max_tickets=10, taking="further")
        assert await company.ids() == set(range(31, 151))


@pytest.mark.parametrize("taking", ["next", "latest", "further"])
async def test_a_limit_holds_where_a_run_ends_half_way(tmp_path, taking):
    clock = Clock()
    account = account_of(30, clock)
    async with collecting(app_of(account), tmp_path) as company:
        if taking == "next":  # behind a cursor, oldest changes first
            await company.run("before")
            clock.seconds += 600
            for number in range(1, 31):
                account.update(number, priority=4)
        options: dict[str, Any] = {"max_tickets": 10, "batch_size": 3, "taking": taking}
        with pytest.raises(Killed):
            await company.run("one", tell=_killed_with_six_tickets, **options)
        run = await company.run("one", **options)
        assert run.counts["tickets"] == 10
        [[kept]] = await company.rows("SELECT count(*) FROM tickets WHERE generation = 'one'")
        assert kept == 10


def _killed_with_six_tickets(run: Run) -> None:
    if run.counts.get("tickets") == 6:
        raise Killed


async def test_what_is_on_its_way_to_be_kept_is_fetched_once(tmp_path):
    """A second longer than a page is read again and again, until a pass brings nothing new."""
    account = account_of(250)
    for number in range(1, 251):
        account.update(number, updated_at=stamp(NOW - 60))
    app = app_of(account)
    async with collecting(app, tmp_path) as company:
        await company.run("one", process_attachments=False)
        assert app.usage.paths["/tickets/N/conversations"] == 250


async def test_no_tickets_are_wanted_and_none_come(tmp_path):
    async with collecting(app_of(demo_account(5)), tmp_path) as company:
        await company.run("one", max_tickets=0, max_articles=0)
        assert await company.ids() == set()
        assert await company.ids("kb_articles") == set()


async def test_older_tickets_than_were_ever_read_come_when_they_are_asked_for(tmp_path):
    account = account_of(10, every=DAY)
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one", start_date=stamp(NOW - 3 * DAY))
        assert await company.ids() == {8, 9, 10}
        await company.run("two")
        assert len(await company.ids()) == 10


async def test_a_rebuild_drops_what_is_gone_and_keeps_it_readable_until_then(tmp_path):
    account = account_of(5)
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        account.erase(2)
        await company.run("two")
        assert await company.ids() == {1, 2, 3, 4, 5}
        await company.run("three", force_rebuild=True)
        assert await company.ids() == {1, 3, 4, 5}
        assert await company.found("number") == ["ticket:1", "ticket:3", "ticket:4", "ticket:5"]


async def test_a_purge_empties_the_file_first(tmp_path):
    account = account_of(5)
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        account.erase(2)
        await company.run("two", purge=True)
        assert await company.ids() == {1, 3, 4, 5}


async def test_articles_of_sub_folders_come_in_every_language_and_drafts_are_private(tmp_path):
    async with collecting(app_of(demo_account(1)), tmp_path) as company:
        await company.run("one")
        [[articles, languages]] = await company.rows(
            "SELECT count(DISTINCT id), count(DISTINCT language) FROM kb_articles"
        )
        hidden = "SELECT count(*) FROM integrated_objects WHERE type = 'article' AND private = 1"
        assert (articles, languages) == (6, 3)
        assert await company.rows(hidden) == [(3,)]


async def test_unchanged_articles_count_in_a_whole_reading_alone(tmp_path):
    async with collecting(app_of(demo_account(1)), tmp_path) as company:
        runs = [
            await company.run("one"),
            await company.run("two"),
            await company.run("three", incremental=False),
        ]
    assert [run.counts["kb_articles"] for run in runs] == [18, 0, 18]


async def test_a_limit_of_articles_is_kept(tmp_path):
    async with collecting(app_of(demo_account(1)), tmp_path) as company:
        await company.run("one", max_articles=4)
        assert await company.rows("SELECT count(*) FROM kb_articles") == [(4,)]


async def test_the_text_of_attachments_is_found_and_a_dead_address_is_asked_for_anew(tmp_path):
    clock = Clock()
    account = account_of(2, clock)
    page = account.attach("a.html", "text/html", "<p>모란 영수증</p>".encode())
    note = account.attach("b.txt", "text/plain", "작약".encode("cp949"))
    picture = account.attach("c.png", "image/png", b"\x89PNG")
    account.update(1, attachments=[page, picture])
    account.reply(2, body_text="see file", private=True, attachments=[note])
    app = app_of(account)
    async with collecting(app, tmp_path) as company:
        await company.run("one", tell=lambda _: setattr(clock, "seconds", clock.seconds + 400))
        assert await company.found("모란") == ["ticket:1"]
        assert await company.found("작약") == []
        assert await company.found("작약", private=True) == ["ticket:2"]
        states = await company.rows("SELECT name, state FROM attachments ORDER BY name")
        assert states == [("a.html", "done"), ("b.txt", "done"), ("c.png", "skipped")]


@needs_pdfium
async def test_the_text_of_a_pdf_is_found(tmp_path):
    account = account_of(1)
    file = account.attach("견적서.pdf", "application/pdf", pdf_of(["도라지 삼백 상자"]))
    account.update(1, attachments=[file, account.attach("x.pdf", "application/pdf", b"%PDF-")])
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        assert await company.found("도라지") == ["ticket:1"]
        states = await company.rows("SELECT name, state FROM attachments ORDER BY name")
        assert states == [("x.pdf", "skipped"), ("견적서.pdf", "done")]


async def test_a_run_fetches_the_files_that_the_ones_before_it_left(tmp_path):
    account = account_of(2)
    account.update(1, attachments=[account.attach("a.txt", "text/plain", "모란".encode())])
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one", process_attachments=False)
        assert await company.rows("SELECT name FROM attachments") == []
        await company.run("two", incremental=True)
        assert await company.rows("SELECT name, state FROM attachments") == [("a.txt", "done")]
        again = await company.run("three", incremental=True)
        assert again.counts.get("attachments", 0) == 0


async def test_notes_stay_away_where_they_are_not_wanted(tmp_path):
    account = account_of(1)
    account.reply(1, body_text="a note", private=True)
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one", include_private_notes=False)
        assert await company.rows("SELECT body_text FROM conversations") == [("Answer 1",)]


async def test_a_run_that_ends_anywhere_goes_on_to_the_same_content(tmp_path):
    """Killed after every second step in turn."""
    app = app_of(demo_account(12, clock=Clock()))
    options: dict[str, Any] = {"batch_size": 3, "parallel_workers": 2}
    async with collecting(app, tmp_path / "whole") as company:
        steps: list[None] = []
        await company.run("one", tell=lambda _: steps.append(None), **options)
        expected, counts = await company.content(), (await company.run("one", **options)).counts

    for dies_at in range(1, len(steps), 2):
        left = dies_at

        def tell(_: object) -> None:
            nonlocal left
            left -= 1
            if not left:
                raise Killed

        folder = tmp_path / f"killed{dies_at}"
        async with collecting(app, folder) as company:
            with pytest.raises(Killed):
                await company.run("one", tell=tell, **options)
        async with collecting(app, folder) as company:
            run = await company.run("one", **options)
            assert await company.content() == expected
            assert run.counts == counts


async def test_a_text_that_stays_the_same_keeps_its_vector_and_a_summary_is_never_wiped(tmp_path):
    clock = Clock()
    account = account_of(1, clock)
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one")
        await company.write("UPDATE chunks SET embedding = ?, model = 'm'", b"\x01")
        await company.write("UPDATE integrated_objects SET summary = 'short'")
        clock.seconds += 600
        account.reply(1, body_text="one more")
        await company.run("two")
        vectors = "SELECT count(*), count(embedding) FROM chunks"
        assert await company.rows(vectors) == [(4, 3)]
        assert await company.rows("SELECT summary FROM integrated_objects") == [("short",)]
