"""Tickets in the conversation, against the demo helpdesk: fetched with a yes, read without one."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from agent.planner.planners import Planners
from tests.agent.embedded_planner import by_words
from tests.freshdesk.helpdesks import account_of, app_of, helpdesk_server
from tests.support.chat import Chat, Frame, chatting, of_type, types
from tests.support.rest import rest
from tests.support.serving import Server, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

DEMO = "demo.freshdesk.localhost"


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {"demo_tickets": 50}


@pytest.fixture(scope="module")
def planner() -> Planners:
    return Planners(by_words())


def company(name: str) -> dict[str, str]:
    """A helpdesk of its own for each test: the demo account under another name."""
    return {"company_id": name, "domain": DEMO, "api_key": "demo"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def fetched(server: Server) -> str:
    """A company all of whose tickets are here."""
    async with chatting(server.socket_url, helpdesk=company("shop")) as chat:
        await chat.say("Freshdesk 티켓 전부 가져와줘")
        await chat.approve(of_type(await chat.turn(), "approval_request"))
        of_type(await chat.turn(), "complete")
    return "shop"


@pytest_asyncio.fixture(loop_scope="module")
async def reader(server: Server, fetched: str) -> AsyncIterator[Chat]:
    """A thread that brought a company's name and nothing else: it can read."""
    async with chatting(server.socket_url, helpdesk={"company_id": fetched}) as chat:
        yield chat


async def answer(chat: Chat, question: str) -> str:
    """What is answered to a question, which must need nobody's yes."""
    await chat.say(question)
    turn = await chat.turn()
    assert "approval_request" not in types(turn), turn[-2:]
    assert turn[-1]["status"] == "completed", turn[-2:]
    return str(of_type(turn, "ai_response")["content"])


def steps(turn: list[Frame]) -> list[str]:
    return [frame["step"] for frame in turn if frame["type"] == "progress"]


@pytest.mark.parametrize(
    ("wish", "asks"),
    [
        ("최근 티켓 20건 가져와줘", "가져올까요?"),
        ("Fetch the last 20 tickets from Freshdesk", "Shall I fetch"),
        ("直近のチケットを20件取り込んで", "取り込みますか"),
    ],
)
async def test_tickets_are_fetched_once_somebody_said_yes(server: Server, wish: str, asks: str):
    name = f"fetch-{len(wish)}"
    async with chatting(server.socket_url, helpdesk=company(name)) as chat:
        await chat.say(wish)
        turn = await chat.turn()
        request = of_type(turn, "approval_request")
        assert request["metadata"]["kind"] == "ingest"
        assert asks in request["content"]
        assert DEMO in request["content"]
        assert request["ingest"] == {"company_id": name, "domain": DEMO, "max_tickets": 20}
        assert request["metadata"]["api_calls"] >= 20
        assert "preview_url" not in request
        assert not await server.app.desk.ingest.companies.exists(name)

        await chat.approve(request)
        turn = await chat.turn()
        complete = of_type(turn, "complete")
        assert complete["result"]["tickets_collected"] == 20
        assert complete["job_id"].startswith(f"ingest-job-{name}-")
        assert "20" in complete["content"]
        assert {"collecting_tickets", "collecting_articles", "indexing"} <= set(steps(turn))
        assert turn[-1]["status"] == "completed"


async def asked_meanwhile(chat: Chat, question: str) -> str:
    """What is answered while a plan waits, which must wait on."""
    await chat.say(question)
    turn = await chat.turn()
    assert "approval_request" not in types(turn)
    assert turn[-1]["status"] == "awaiting_approval"
    return str(of_type(turn, "ai_response")["content"])


QUESTIONS = [
    ("열린 티켓 몇 건이야?", "건이에요 (열림)"),
    ("How many open tickets do we have?", "(open)"),
    ("先週いちばん多かった問い合わせは？", "種類別"),
    ("응답을 기다린 지 가장 오래된 티켓은?", "건을 찾았어요 (답변 대기)"),
    ("Which tickets have waited longest for an answer?", "(waiting for an answer)"),
    ("返信を最も長く待っているチケットは？", "（返信待ち）"),
]


@pytest.mark.parametrize(("question", "told"), QUESTIONS)
async def test_a_question_about_tickets_is_answered_while_a_plan_waits(
    reader: Chat, question: str, told: str
):
    alone = await answer(reader, question)
    await reader.asked("프로젝트 관리 만들어줘")
    found = await asked_meanwhile(reader, question)
    assert told.casefold() in found.casefold()
    assert found.split("\n")[1:] == alone.split("\n")[1:]
    await reader.say("취소")
    assert of_type(await reader.turn(), "cancelled")["reason"] == "rejected"


async def test_a_question_about_tickets_is_answered_while_changes_or_a_fetch_wait(reader: Chat):
    question, told = QUESTIONS[0]
    await reader.approve(await reader.asked("습관 트래커 만들어줘"))
    await reader.turn()
    for wish in ("최근 티켓 5건 가져와줘", "하루 기록에 '메모' 속성 추가해줘"):
        await reader.asked(wish)
        assert told in await asked_meanwhile(reader, question)
        await reader.say("취소")
        await reader.turn()


async def test_what_is_said_of_a_plan_with_tickets_is_feedback_and_no_question(reader: Chat):
    await reader.asked("Freshdesk 티켓으로 대시보드 만들어줘")
    await reader.say("티켓에 '메모' 속성 추가해줘")
    of_type(await reader.turn(), "approval_request")
    await reader.say("취소")
    await reader.turn()


async def test_another_number_is_another_plan_and_what_says_none_leaves_it(server: Server):
    async with chatting(server.socket_url, helpdesk=company("numbers")) as chat:
        await chat.say("최근 티켓 20건 가져와줘")
        first = of_type(await chat.turn(), "approval_request")
        await chat.say("아니 10건만")
        second = of_type(await chat.turn(), "approval_request")
        assert second["ingest"]["max_tickets"] == 10
        assert second["approval_id"] != first["approval_id"]
        await chat.say("흠 글쎄요")
        turn = await chat.turn()
        assert turn[-1]["status"] == "awaiting_approval"
        await chat.say("취소")
        assert of_type(await chat.turn(), "cancelled")["reason"] == "rejected"
    assert not await server.app.desk.ingest.companies.exists("numbers")


async def test_a_question_before_there_are_tickets_is_answered_once_they_are_fetched(
    server: Server,
):
    async with chatting(server.socket_url, helpdesk=company("first")) as chat:
        await chat.say("how many tickets do we have?")
        turn = await chat.turn()
        request = of_type(turn, "approval_request")
        assert request["metadata"]["kind"] == "ingest"
        assert "No tickets were fetched yet" in of_type(turn, "ai_response")["content"]
        await chat.approve(request)
        turn = await chat.turn()
        assert of_type(turn, "complete")["result"]["tickets_collected"] > 40
        assert "of the tickets that were fetched" in of_type(turn, "ai_response")["content"]
        assert turn[-1]["status"] == "completed"


async def test_a_summary_names_each_ticket_with_its_link(reader: Chat):
    told = await answer(reader, "환불 관련 티켓 요약해줘")
    lines = [line for line in told.splitlines() if line.startswith("- [#")]
    assert 1 <= len(lines) <= 5
    assert all(f"(http://{DEMO}/a/tickets/" in line for line in lines)
    assert "‘환불’" in told


@pytest.mark.parametrize(
    ("question", "by", "label"),
    [
        ("올해 가장 많은 문의 유형은?", "type", "유형별로는"),
        ("what were the most common ticket types this year?", "type", "By type"),
        ("今年いちばん多かった問い合わせは？", "type", "種類別では"),
        ("상태별 티켓 건수 알려줘", "status", "상태별로는"),
    ],
)
async def test_what_is_asked_most_is_counted(
    server: Server, reader: Chat, fetched: str, question: str, by: str, label: str
):
    told = await answer(reader, question)
    assert label in told
    counted = await server.app.desk.ingest.companies.do(fetched, _largest, by)
    first = next(line for line in told.splitlines() if line.startswith("- "))
    assert str(counted) in first


def _largest(store: Any, by: str) -> int:
    query = f"""SELECT count(*) FROM tickets WHERE deleted = 0 AND spam = 0
                GROUP BY {by} ORDER BY 1 DESC"""
    return int(store.db.execute(query).fetchone()[0])


async def test_a_customers_tickets_are_theirs_alone(server: Server, reader: Chat, fetched: str):
    name, count = await server.app.desk.ingest.companies.do(fetched, _some_customer)
    told = await answer(reader, f"{name} 고객 티켓 보여줘")
    assert f"티켓 {count}건" in told
    assert all(name in line for line in told.splitlines() if line.startswith("- "))


def _some_customer(store: Any) -> tuple[str, int]:
    query = """SELECT name, count(*) FROM tickets JOIN lookups l
               ON l.kind = 'company' AND l.id = CAST(company_id AS TEXT)
               WHERE name NOT LIKE '% %' AND deleted = 0 AND spam = 0
               GROUP BY name ORDER BY 2 DESC"""
    name, count = store.db.execute(query).fetchone()
    return str(name), int(count)


async def test_open_tickets_are_counted_in_any_language(server: Server, reader: Chat, fetched: str):
    def count(store: Any) -> int:
        query = "SELECT count(*) FROM tickets WHERE status = 2 AND deleted = 0 AND spam = 0"
        return int(store.db.execute(query).fetchone()[0])

    open_ones = await server.app.desk.ingest.companies.do(fetched, count)
    for question in (
        "how many open tickets do we have?",
        "열린 티켓 몇 건이야?",
        "未対応のチケットは何件？",
    ):
        assert str(open_ones) in (await answer(reader, question)).splitlines()[0]


async def test_articles_are_found_and_drafts_only_when_asked_for(reader: Chat):
    told = await answer(reader, "배송 지연 안내 문서 찾아줘")
    assert "/a/solutions/articles/" in told
    assert "(초안)" not in told
    told = await answer(reader, "초안도 포함해서 사용법 안내 문서 찾아줘")
    assert "초안" in told


async def test_private_notes_stay_out_unless_they_are_asked_for(
    server: Server, reader: Chat, fetched: str
):
    ticket, note = await server.app.desk.ingest.companies.do(fetched, _note)
    told = await answer(reader, f"#{ticket} 티켓 보여줘")
    assert note[:20] not in told
    told = await answer(reader, f"#{ticket} 티켓 비공개 메모까지 보여줘")
    assert note[:20] in told
    assert "비공개 메모와 초안까지 찾아봤어요." in told


def _note(store: Any) -> tuple[int, str]:
    query = """SELECT ticket_id, body_text FROM conversations JOIN tickets t ON t.id = ticket_id
               WHERE private = 1 AND t.deleted = 0 AND t.spam = 0
               ORDER BY ticket_id, conversations.id"""
    ticket, note = store.db.execute(query).fetchone()
    return int(ticket), str(note)


async def test_a_name_that_nobody_has_is_said(reader: Chat):
    told = await answer(reader, "show me the tickets of customer Nonexistia")
    assert "No customer is called “Nonexistia”." in told


async def test_who_brings_no_helpdesk_has_the_demo_account(server: Server):
    async with chatting(server.socket_url) as chat:
        request = await chat.asked("최근 티켓 5건 가져와줘")
        assert request["ingest"]["company_id"] == "demo"
        assert request["ingest"]["domain"] == DEMO


async def test_a_key_that_the_helpdesk_refuses_ends_the_turn_with_its_word(server: Server):
    wrong = {**company("wrong"), "api_key": "nobody"}
    async with chatting(server.socket_url, helpdesk=wrong) as chat:
        await chat.say("최근 티켓 5건 가져와줘")
        turn = await chat.turn()
        assert of_type(turn, "error")["code"] == "AUTH_FAILED"
    assert not await server.app.desk.ingest.companies.exists("wrong")


async def test_a_key_that_is_refused_while_it_collects_ends_the_build_with_its_word(
    tmp_path: Path,
):
    app = app_of(account_of(40, clock=time.time))
    async with (
        helpdesk_server(app) as address,
        serving(
            tmp_path,
            Planners(by_words()),
            freshdesk_allowed_domains=("shop.example",),
            freshdesk_endpoints={"shop.example": address},
        ) as server,
    ):
        brought = {"company_id": "shop", "domain": "shop.example", "api_key": "demo"}
        async with chatting(server.socket_url, helpdesk=brought) as chat:
            request = await chat.asked("최근 티켓 5건 가져와줘")
            app.faults.inject(r"^/tickets/\d+", 401, times=100)  # once its list was answered
            await chat.approve(request)
            failed = of_type(await chat.turn(), "error")
    assert failed["code"] == "AUTH_FAILED", failed


async def test_a_company_alone_is_read_and_not_collected(server: Server):
    async with chatting(server.socket_url, helpdesk={"company_id": "keyless"}) as chat:
        request = await chat.asked("최근 티켓 5건 가져와줘")  # nobody's yet: the demo account's
        assert request["ingest"]["domain"] == DEMO


async def test_the_latest_bring_nothing_older_where_more_are_here_and_further_ones_do(
    server: Server,
):
    async with chatting(server.socket_url, helpdesk=company("latest")) as chat:
        await chat.approve(await chat.asked("최근 티켓 20건 가져와줘"))
        await chat.turn()
        for wish, told, collected in (
            ("최근 티켓 10건 가져와줘", "최근 티켓 10건", 0),
            ("티켓 5건 더 가져와줘", "아직 없거나 그 뒤에 바뀐 티켓 5건까지", 5),
        ):
            await chat.say(wish)
            turn = await chat.turn()
            assert told in of_type(turn, "ai_response")["content"]
            await chat.approve(of_type(turn, "approval_request"))
            result = of_type(await chat.turn(), "complete")["result"]
            assert result["tickets_collected"] == collected


async def test_tickets_that_cannot_be_chosen_make_no_plan(reader: Chat):
    assert "아무것도 가져오지 않았어요" in await answer(reader, "긴급 티켓만 가져와줘")


async def test_a_foreign_helpdesk_is_refused_at_the_door(server: Server):
    async with chatting(server.socket_url) as chat:
        bad = {**company("evil"), "domain": "freshdesk.com.evil.example"}
        await chat.send("init", helpdesk=bad)
        assert (await chat.next())["type"] == "error"


async def test_what_a_restart_cut_off_goes_on_as_the_same_job(tmp_path: Path):
    async with (
        serving(tmp_path, Planners(by_words()), demo_tickets=40) as server,
        chatting(server.socket_url) as chat,
    ):
        thread = chat.thread_id
        await chat.approve(await chat.asked("티켓 전부 가져와줘"))
        seen = (await chat.until("progress", step="collecting_tickets"))["seq"]
        await server.app.runs.close(0)  # as if the process were told to end at once
    async with (
        serving(tmp_path, Planners(by_words()), demo_tickets=40) as server,
        chatting(server.socket_url, thread_id=thread, since=seen) as chat,
    ):
        assert (await chat.until("complete"))["result"]["tickets_collected"] > 30
        found = await server.app.desk.ingest.jobs.find(["demo"])
        assert [job.status for job in found.jobs] == ["completed"]


async def test_the_key_of_a_helpdesk_goes_nowhere_but_into_the_vault(tmp_path: Path):
    secret = "a-key-of-no-account-7391"
    async with serving(tmp_path, Planners(by_words()), demo_tickets=5) as server:
        brought = {"company_id": "secret", "domain": DEMO, "api_key": secret}
        async with chatting(server.socket_url, helpdesk=brought) as chat:
            await chat.say("최근 티켓 5건 가져와줘")
            assert of_type(await chat.turn(), "error")["code"] == "AUTH_FAILED"
            assert secret not in str(chat.frames)
            # Another company without a key: the old key would be sent to that one's helpdesk.
            thread = await server.app.desk.threads.get(chat.thread_id)
            assert await server.app.desk.threads.helpdesk_key(thread) == secret
            again = {"thread_id": chat.thread_id, "helpdesk": {"company_id": "other"}}
            async with chatting(server.socket_url, **again):
                assert await server.app.desk.threads.helpdesk_key(thread) is None
    assert secret.encode() not in _all_of(tmp_path)


def _all_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def test_who_asks_over_rest_collects_over_rest(server: Server):
    async with rest(server.url) as client:
        for route in ("generate", "preview"):
            body = {"prompt": "최근 티켓 5건 가져와줘"}
            answer = await client.post(f"/api/templates/{route}", json=body)
            assert answer.status_code == 422
            assert "POST /ingest" in answer.json()["error"]["message"]
    assert not await server.app.desk.ingest.companies.exists("demo")


async def test_a_cancel_stops_the_job_and_what_came_stays(server: Server):
    async with chatting(server.socket_url, helpdesk=company("stopped")) as chat:
        await chat.approve(await chat.asked("티켓 전부 가져와줘"))
        await chat.until("progress", step="collecting_tickets")
        await chat.send("cancel")
        turn = await chat.turn()
        assert of_type(turn, "cancelled")["reason"] == "cancelled"
        assert turn[-1]["status"] == "cancelled"
    found = await server.app.desk.ingest.jobs.find(["stopped"])
    assert [job.status for job in found.jobs] == ["cancelled"]
