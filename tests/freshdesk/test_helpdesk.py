"""The embedded helpdesk answers as Freshdesk does, and misbehaves when asked to."""

import httpx
import pytest

from sandbox.freshdesk import Account, Faults, Limits, demo_account
from sandbox.freshdesk.account import stamp
from tests.freshdesk.helpdesks import (
    DAY,
    NOW,
    Clock,
    account_of,
    app_of,
    client_of,
    helpdesk_server,
)
from tests.support.rest import rest

OLD = "2000-01-01T00:00:00Z"


async def test_a_list_hides_what_is_older_than_thirty_days_unless_asked_since_when():
    account = Account(clock=Clock())
    account.add_ticket(1, subject="old", created_at=stamp(NOW - 31 * DAY))
    account.add_ticket(2, subject="new", created_at=stamp(NOW - DAY))
    async with client_of(app_of(account)) as client:
        by_default = (await client.get("/tickets")).json()
        since = (await client.get("/tickets", params={"updated_since": OLD})).json()
    assert [ticket["id"] for ticket in by_default] == [2]
    assert [ticket["id"] for ticket in since] == [2, 1]


async def test_pages_are_named_by_a_link_while_another_exists():
    async with client_of(app_of(account_of(45))) as client:
        first = await client.get("/tickets")
        second = await client.get(first.links["next"]["url"])
    assert len(first.json()) == 30
    assert len(second.json()) == 15
    assert "link" not in second.headers


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"per_page": "101"}, "per_page"),
        ({"page": "0"}, "page"),
        ({"page": "301"}, "page"),
        ({"colour": "red"}, "colour"),
        ({"include": "everything"}, "include"),
    ],
)
async def test_a_query_that_cannot_be_meant_is_refused_with_its_field(query, field):
    async with client_of(app_of(account_of(1))) as client:
        answer = await client.get("/tickets", params=query)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


async def test_a_wrong_key_is_told_in_freshdesks_words():
    async with client_of(app_of(account_of(1)), key="other") as client:
        answer = await client.get("/tickets")
    assert answer.status_code == 401
    assert answer.json()["code"] == "invalid_credentials"


async def test_lists_hold_no_description_and_no_attachments_views_do():
    account = account_of(1)
    account.update(1, attachments=[account.attach("a.txt", "text/plain", b"inside")])
    async with client_of(app_of(account)) as client:
        [listed] = (await client.get("/tickets")).json()
        [included] = (await client.get("/tickets?include=description")).json()
        view = (await client.get("/tickets/1?include=conversations")).json()
    assert "description" not in listed
    assert "attachments" not in included
    assert included["description_text"] == "Question number 1"
    assert view["attachments"][0]["name"] == "a.txt"
    assert view["conversations"][0]["body_text"] == "Answer 1"


async def test_the_address_of_a_file_dies_after_five_minutes():
    clock = Clock()
    account = account_of(1, clock)
    account.update(1, attachments=[account.attach("a.txt", "text/plain", b"inside")])
    async with client_of(app_of(account)) as client:
        [file] = (await client.get("/tickets/1")).json()["attachments"]
        alive = await client.get(file["attachment_url"])
        clock.seconds += 300
        dead = await client.get(file["attachment_url"])
    assert alive.content == b"inside"
    assert dead.status_code == 403


async def test_spam_and_deleted_tickets_are_found_by_their_filters_alone():
    account = account_of(3)
    account.update(1, spam=True)
    account.update(2, deleted=True)
    async with client_of(app_of(account)) as client:
        found = [
            [ticket["id"] for ticket in (await client.get("/tickets", params=query)).json()]
            for query in ({}, {"filter": "spam"}, {"filter": "deleted"})
        ]
    assert found == [[3], [1], [2]]


async def test_includes_of_a_list_cost_two_credits_each_and_headers_say_so():
    app = app_of(account_of(1), limits=Limits(calls=10))
    async with client_of(app) as client:
        answer = await client.get("/tickets?include=description,stats")
    assert answer.headers["x-ratelimit-used-currentrequest"] == "5"
    assert answer.headers["x-ratelimit-remaining"] == "5"
    assert app.usage.credits == 5


@pytest.mark.parametrize("sliding", [False, True])
async def test_a_spent_minute_is_refused_until_it_is_over(sliding):
    clock = Clock()
    app = app_of(account_of(1), limits=Limits(calls=2, sliding=sliding, clock=clock))
    async with client_of(app) as client:
        statuses = []
        for _ in range(3):
            statuses.append((await client.get("/agents/me")).status_code)
            clock.seconds += 1
        refused = await client.get("/agents/me")
        clock.seconds += 57
        later = await client.get("/agents/me")
    assert statuses == [200, 200, 429]
    assert refused.headers["retry-after"] == "57"
    assert later.status_code == 200


async def test_articles_are_found_by_folder_sub_folder_and_language():
    async with client_of(app_of(demo_account(1))) as client:
        [category] = (await client.get("/solutions/categories")).json()
        path = f"/solutions/categories/{category['id']}/folders"
        top = (await client.get(path)).json()
        below = (await client.get(f"/solutions/folders/{top[0]['id']}/subfolders")).json()
        [korean] = (await client.get(f"/solutions/folders/{below[0]['id']}/articles")).json()
        [english] = (await client.get(f"/solutions/folders/{below[0]['id']}/articles/en")).json()
        unknown = await client.get(f"/solutions/folders/{below[0]['id']}/articles/fr")
    assert korean["id"] == english["id"]
    assert korean["title"] != english["title"]
    assert unknown.status_code == 404


async def test_changes_come_between_two_lists_when_asked_for():
    faults = Faults()
    faults.meanwhile = lambda account: account.update(1)
    app = app_of(account_of(3, every=2.0), faults=faults)
    async with client_of(app) as client:
        query = {"updated_since": OLD, "order_by": "updated_at", "order_type": "asc"}
        orders = [
            [ticket["id"] for ticket in (await client.get("/tickets", params=query)).json()]
            for _ in range(2)
        ]
    assert orders == [[1, 2, 3], [2, 3, 1]]


async def test_a_body_is_cut_and_a_connection_dropped_when_asked_for():
    app = app_of(account_of(3))
    app.faults.inject("^/tickets", cut=True)
    app.faults.inject("^/tickets", drop=True)
    app.faults.inject("^/tickets", 502, body=b"<html>")
    async with helpdesk_server(app) as url, rest(f"{url}/api/v2", auth=("demo", "X")) as client:
        for _ in range(2):
            with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
                await client.get("/tickets")
        assert (await client.get("/tickets")).content == b"<html>"


def test_the_demo_account_holds_the_same_tickets_later_and_newer_ones():
    clock = Clock()
    early = demo_account(40, clock=clock)
    clock.seconds += 2 * DAY
    late = demo_account(40, clock=clock)
    both = early.tickets.keys() & late.tickets.keys()
    assert len(both) == 28
    settled = sorted(both)[:-18]  # for three days something may yet happen to a ticket
    assert all(early.tickets[number] == late.tickets[number] for number in settled)
    assert max(late.tickets) > max(early.tickets)


def test_the_demo_account_has_tickets_of_today_and_nothing_of_tomorrow():
    account = demo_account(40, clock=Clock())
    created = [ticket["created_at"] for ticket in account.tickets.values()]
    said = [item["created_at"] for some in account.conversations.values() for item in some]
    assert stamp(NOW - DAY / 2) < max(created) <= stamp(NOW)
    assert max(said) <= stamp(NOW)
    assert all(t["created_at"] <= t["updated_at"] <= stamp(NOW) for t in account.tickets.values())


def test_private_notes_of_the_demo_account_are_quoted_to_nobody():
    account = demo_account(300, clock=Clock())
    for said in account.conversations.values():
        notes = {item["body_text"] for item in said if item["private"]}
        public = "".join(item["body_text"] for item in said if not item["private"])
        assert not any(note in public for note in notes)
