"""What is asked of tickets is answered exactly, by who may see it, whatever is asked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from sandbox.freshdesk import Account
from sandbox.freshdesk.account import stamp
from tests.freshdesk.collecting import COMPANY, collecting
from tests.freshdesk.helpdesks import DAY, NOW, Clock, app_of
from tools.encoder import UsemEncoder
from tools.freshdesk.facts import CountedTickets, FoundTickets
from tools.freshdesk.reading import TicketReader
from tools.freshdesk.search import Search
from tools.freshdesk.tools import CountTickets, FindTickets, call

pytestmark = pytest.mark.asyncio(loop_scope="module")

SUBJECTS = ("환불 요청", "배송 지연", "Refund please", "返金のお願い", "로그인 오류")
TRICKS = ["'", '"', "%", "_", "' OR 1=1 --", "*", "NEAR(", "환불*", "\0", "()", "a" * 200, "🙂"]


def shop() -> Account:
    """Twenty tickets, one a day; of the last two one is spam and one deleted."""
    account = Account(clock=Clock())
    account.agents = [{"id": 7, "contact": {"name": "이수현"}}]
    account.companies = [{"id": 90, "name": "오로라 상사"}]
    account.contacts = [{"id": 70, "name": "김서연", "email": None}]
    for number in range(1, 21):
        account.add_ticket(
            number,
            subject=SUBJECTS[number % 5],
            description_text=f"본문 {number}",
            status=2 + number % 4,
            priority=1 + number % 4,
            type=("환불", "배송", None)[number % 3],
            tags=["vip"] if number % 2 else [],
            requester_id=70,
            company_id=90 if number % 2 else None,
            responder_id=7 if number % 3 else None,
            spam=number == 20,
            deleted=number == 19,
            created_at=stamp(NOW - (30 - number) * DAY),
        )
    account.add_conversation(4, body_text="사기 의심", private=True)
    return account


@dataclass
class Asking:
    reader: TicketReader

    async def __call__(self, tool: str, **arguments: Any) -> Any:
        asked = call(tool, arguments)
        assert asked is not None
        return await self.reader.answer(COMPANY, asked)  # type: ignore[arg-type]


@asynccontextmanager
async def asking(folder: Path, account: Account | None = None) -> AsyncIterator[Asking]:
    async with collecting(app_of(account or shop()), folder) as company:
        await company.run("one")
        search = Search(company.companies, UsemEncoder())
        yield Asking(TicketReader(company.companies, search))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ask(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Asking]:
    async with asking(tmp_path_factory.mktemp("reading")) as asked:
        yield asked


@pytest.mark.parametrize("by", ["type", "status", "priority", "agent", "customer", "day", "month"])
async def test_each_ticket_is_in_one_group(ask: Asking, by: str):
    counted: CountedTickets = await ask("count_tickets", by=by, limit=50)
    assert counted.total == 18
    assert sum(group.count for group in counted.groups) == 18
    assert counted.kinds == 0


async def test_what_is_told_of_the_groups_that_are_left_out(ask: Asking):
    counted: CountedTickets = await ask("count_tickets", by="status", limit=1)
    assert (len(counted.groups), counted.kinds) == (1, 3)


async def test_a_day_belongs_to_its_span_on_both_ends(ask: Asking):
    found: FoundTickets = await ask("find_tickets", since="2026-08-25", until="2026-08-27")
    assert [ticket.created_at[:10] for ticket in found.tickets] == [
        "2026-08-27", "2026-08-26", "2026-08-25",
    ]  # fmt: skip


async def test_a_day_is_that_of_the_persons_zone(ask: Asking):
    """Each came at 14:13 in UTC, when in Kiritimati it was the next day."""
    asked = call("find_tickets", {"since": "2026-08-28", "until": "2026-08-28"})
    counted = call("count_tickets", {"by": "day", "limit": 50})
    assert isinstance(asked, FindTickets)
    assert isinstance(counted, CountTickets)
    for zone, day in (("UTC", "2026-08-28"), ("Pacific/Kiritimati", "2026-08-27")):
        found = await ask.reader.answer(COMPANY, asked, zone)
        assert isinstance(found, FoundTickets)
        assert [ticket.created_at[:10] for ticket in found.tickets] == [day]
        groups = await ask.reader.answer(COMPANY, counted, zone)
        assert isinstance(groups, CountedTickets)
        assert next(g.count for g in groups.groups if g.name == "2026-08-28") == 1


async def test_a_name_is_found_with_other_blanks_and_who_is_nobody_is_said(ask: Asking):
    assert (await ask("count_tickets", customer="오로라상사")).total == 9
    assert (await ask("count_tickets", agent="이 수현")).total == 12
    nobody: CountedTickets = await ask("count_tickets", agent="아무개")
    assert (nobody.total, nobody.unknown) == (0, {"agent": "아무개"})
    words: FoundTickets = await ask("find_tickets", customer="환불")
    assert words.unknown == {"customer": "환불"}
    assert words.total == 8  # three say it, of six it is the type


async def test_a_private_note_is_found_by_who_asks_for_it_and_by_nobody_else(ask: Asking):
    assert (await ask("count_tickets", text="사기")).total == 0
    assert (await ask("count_tickets", text="사기", include_private=True)).total == 1
    assert "사기" not in str(await ask("read_ticket", number=4))
    assert "사기" in str(await ask("read_ticket", number=4, include_private=True))


async def test_what_is_deleted_or_spam_is_not_there(ask: Asking):
    for number in (19, 20, 999):
        assert (await ask("read_ticket", number=number)).ticket is None


async def test_unresolved_is_what_is_neither_resolved_nor_closed(ask: Asking):
    by_status = {g.name: g.count for g in (await ask("count_tickets", by="status")).groups}
    resolved = (await ask("count_tickets", status="resolved")).total
    closed = (await ask("count_tickets", status="closed")).total
    unresolved = (await ask("count_tickets", status="unresolved")).total
    assert unresolved == sum(by_status.values()) - resolved - closed


async def test_who_waits_longest_for_an_answer_comes_first(tmp_path: Path):
    """Of six unresolved ones: never answered since day 12, asked again on day 22 after an answer,
    answered, only noted upon among agents since day 15, and two that an agent opened, of which one
    was written back to on day 25."""
    account, days = Account(clock=Clock()), [stamp(NOW - (30 - day) * DAY) for day in range(30)]
    for number, day in ((1, 20), (2, 12), (3, 8), (4, 15), (5, 1)):
        status = 4 if number == 5 else 2
        account.add_ticket(number, subject="s", status=status, created_at=days[day])
    for number in (6, 7):
        account.add_ticket(number, subject="s", status=2, source=10, created_at=days[10])
    answer, question, note = (False, False), (True, False), (False, True)
    told = ((1, 21, answer), (1, 22, question), (1, 23, question), (3, 9, answer), (4, 16, note))
    told = (*told, (7, 25, question), (7, 26, question))
    for number, day, (incoming, private) in told:
        said = {"incoming": incoming, "private": private, "created_at": days[day]}
        account.add_conversation(number, body_text="t", **said)
    async with asking(tmp_path, account) as ask:
        found: FoundTickets = await ask("find_tickets", waiting=True)
        assert [ticket.id for ticket in found.tickets] == [2, 4, 1, 7]
        assert [found.tickets[n].waiting_since for n in (2, 3)] == [days[22], days[25]]
        assert (await ask("count_tickets", waiting=True)).total == 4
        oldest: FoundTickets = await ask("find_tickets", oldest=True, limit=2)
        assert [ticket.id for ticket in oldest.tickets] == [5, 3]


@pytest.mark.parametrize("trick", TRICKS)
async def test_no_word_breaks_out_of_a_query(ask: Asking, trick: str):
    for field in ("text", "customer", "agent", "type", "tag", "status"):
        counted: CountedTickets = await ask("count_tickets", **{field: trick})
        assert 0 <= counted.total <= 18


@given(text=st.text(max_size=200), name=st.text(min_size=1, max_size=200))
async def test_any_words_are_a_question_that_has_an_answer(ask: Asking, text: str, name: str):
    counted: CountedTickets = await ask("count_tickets", text=text, customer=name, status=name)
    assert 0 <= counted.total <= 18
