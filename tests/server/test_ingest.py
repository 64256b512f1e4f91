"""Collecting over HTTP: the guide's requests, field by field, and inputs that cannot be meant."""

import contextlib
import json
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.support.databases import place_of
from tests.support.rest import rest
from tests.support.serving import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEADERS = {
    "X-Company-ID": "aurora",
    "X-Platform": "freshdesk",
    "X-Domain": "demo.freshdesk.localhost",
    "X-API-Key": "demo",
    "Accept-Language": "en",
}


@pytest.fixture(scope="module")
def overrides() -> dict[str, Any]:
    return {"demo_tickets": 30}


def headers(company: str = "aurora", **changes: str | None) -> dict[str, str]:
    given = {**HEADERS, "X-Company-ID": company, **changes}
    return {name: value for name, value in given.items() if value is not None}


async def post(server: Server, path: str, body: Any, **options: Any) -> httpx.Response:
    async with rest(server.url) as client:
        return await client.post(path, json=body, **{"headers": headers(), **options})


async def get(server: Server, path: str, **options: Any) -> Any:
    async with rest(server.url, headers={"Accept-Language": "en"}) as client:
        return (await client.get(path, **options)).json()


async def test_collecting_at_once_is_answered_as_the_guide_says(server: Server):
    body = {"incremental": True, "include_kb": True, "max_tickets": 10, "max_articles": 5}
    answer = await post(server, "/ingest", {**body, "process_attachments": False})
    assert answer.status_code == 200
    told = answer.json()
    assert told["status"] == "completed"
    assert told["execution_id"].startswith("exec-20")
    assert told["results"]["tickets_collected"] == 10
    assert told["results"]["kb_articles_collected"] == 5
    assert told["results"]["attachments_processed"] == 0
    assert told["storage"]["database_path"] == place_of("aurora", server.settings.data_dir)
    assert told["storage"]["tables_created"] == [
        "tickets",
        "conversations",
        "integrated_objects",
        "kb_articles",
    ]
    assert told["storage"]["total_records"] > 25
    assert told["timing"].keys() == {"started_at", "completed_at", "duration_seconds"}
    assert told["execution_time"].endswith("s")
    assert len(told["next_steps"]) == 2
    assert told["warnings"] == []
    assert await server.app.desk.ingest.companies.exists("aurora")


async def test_a_job_is_answered_listed_and_looked_at_as_the_guide_says(server: Server):
    made = await post(server, "/ingest/jobs", {"batch_size": 100}, headers=headers("jobs-a"))
    assert made.status_code == 202
    job = made.json()
    assert job.keys() >= {
        "job_id",
        "status",
        "priority",
        "estimated_duration",
        "estimated_items",
        "created_at",
        "progress_url",
        "progress_tracking",
        "control",
    }
    ended = await server.app.desk.ingest.following.ended(job["job_id"], 60)
    assert ended.status == "completed"
    told = await get(server, job["progress_url"])
    assert told["status"] == "completed"
    assert told["progress"]["percentage"] == 100.0
    assert told["progress"]["completed_items"] == told["progress"]["total_items"]
    assert told["statistics"]["tickets_collected"] == ended.progress["counts"]["tickets"] > 25
    assert told["statistics"]["kb_articles_collected"] == 18
    assert told["timing"]["elapsed_seconds"] >= 0
    assert told["logs"][0]["message"] == "Collecting tickets…"
    query = {"company_id": "jobs-a", "status": "completed", "limit": 10, "page": 1}
    found = await get(server, "/ingest/jobs", params=query)
    assert [item["job_id"] for item in found["jobs"]] == [job["job_id"]]
    assert found["jobs"][0]["statistics"] == told["statistics"]
    assert found["pagination"] == {"page": 1, "limit": 10, "total": 1, "total_pages": 1}
    assert found["summary"]["completed"] == 1


async def test_a_held_job_starts_is_paused_and_cancelled_by_hand(server: Server):
    options = {"headers": headers("jobs-b")}
    job = (await post(server, "/ingest/jobs", {"auto_start": False}, **options)).json()["job_id"]
    control = f"/ingest/jobs/{job}/control"
    urgent = {"action": "priority_change", "options": {"priority": "high"}}
    assert (await post(server, control, urgent)).status_code == 403  # another company's header
    assert (await post(server, control, urgent, headers={})).json()["current_status"] == "queued"
    paused = (await post(server, control, {"action": "pause"}, headers={})).json()
    assert (paused["previous_status"], paused["current_status"]) == ("queued", "paused")
    assert paused["progress_saved"]
    assert paused["resume_capability"]
    cancelled = (await post(server, control, {"action": "cancel"}, headers={})).json()
    assert cancelled["current_status"] == "cancelled"
    again = await post(server, control, {"action": "resume"}, headers={"Accept-Language": "en"})
    assert again.status_code == 409
    begin_another = "The job is cancelled and stays so. Begin another with POST /ingest/jobs."
    assert again.json()["error"]["message"] == begin_another
    assert (await post(server, control, urgent, headers={})).status_code == 409
    told = await get(server, f"/ingest/jobs/{job}")
    assert told["priority"] == "high"


async def test_who_drops_the_progress_of_a_job_hears_that_it_begins_anew(server: Server):
    options = {"headers": headers("jobs-c", **{"Accept-Language": "en"})}
    job = (await post(server, "/ingest/jobs", {"auto_start": False}, **options)).json()["job_id"]
    dropped = {"action": "pause", "options": {"save_progress": False}}
    told = (await post(server, f"/ingest/jobs/{job}/control", dropped, **options)).json()
    assert (told["current_status"], told["progress_saved"]) == ("paused", False)
    assert told["message"] == "Job paused. Its progress was not kept: resumed, it begins anew."


@pytest.mark.parametrize("missing", ["X-Company-ID", "X-Platform", "X-Domain", "X-API-Key"])
@pytest.mark.parametrize("path", ["/ingest", "/ingest/jobs"])
async def test_a_missing_header_is_named(server: Server, path: str, missing: str):
    answer = await post(server, path, {}, headers=headers(**{missing: None}))
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "AUTH_FAILED"
    assert missing in answer.json()["error"]["message"]


async def test_keys_in_a_body_are_not_read_and_it_is_said_where_they_belong(server: Server):
    body = {"company_id": "aurora", "api_key": "demo", "max_tickets": 1}
    refused = await post(server, "/ingest", body, headers={"Accept-Language": "en"})
    assert refused.status_code == 401
    assert "X-API-Key" in refused.json()["error"]["message"]
    taken = await post(server, "/ingest", {**body, "api_key": "wrong"})
    assert taken.status_code == 200
    assert "X-API-Key" in taken.json()["warnings"][0]


async def test_query_parameters_are_named_and_not_read(server: Server):
    answer = await post(server, "/ingest?max_tickets=1&x=2", {"max_tickets": 0, "max_articles": 0})
    assert answer.json()["results"]["tickets_collected"] == 0
    assert "max_tickets, x" in answer.json()["warnings"][0]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"X-Domain": "evil.example"}, 403),
        ({"X-Domain": "demo.freshdesk.localhost.evil.example"}, 403),
        ({"X-Domain": "127.0.0.1"}, 403),
        ({"X-Domain": "user@shop.freshdesk.com"}, 400),
        ({"X-Domain": "shop.freshdesk.com:80"}, 400),
        ({"X-Platform": "zendesk"}, 400),
        ({"X-Company-ID": "../../etc/passwd"}, 400),
        ({"X-Company-ID": "UPPER"}, 400),
        ({"X-API-Key": "wrong"}, 401),
    ],
)
async def test_headers_that_cannot_be_meant_leave_nothing(server: Server, changes, status):
    jobs = server.app.desk.ingest.jobs
    before = (await jobs.find(None)).total
    answer = await post(server, "/ingest", {}, headers=headers("nobody", **changes))
    assert answer.status_code == status
    assert (await jobs.find(None)).total == before
    assert not await server.app.desk.ingest.companies.exists("nobody")


@pytest.mark.parametrize(
    "body",
    [
        {"max_tickets": -1},
        {"max_tickets": 1.5},
        {"max_tickets": "many"},
        {"max_articles": 10**30},
        {"max_tickets": True},
        {"batch_size": 0},
        {"batch_size": 201},
        {"parallel_workers": 9},
        {"max_retries": 11},
        {"priority": "urgent"},
        {"start_date": "yesterday"},
        {"start_date": "0001-01-01T00:00:00+14:00"},
        {"start_date": "9999-12-31T23:59:59-14:00"},
        {"colour": "red"},
    ],
)
async def test_absurd_values_are_refused_by_their_field(server: Server, body):
    answer = await post(server, "/ingest/jobs", body)
    assert answer.status_code == 422
    assert answer.json()["error"]["details"][0]["field"] == next(iter(body))


@pytest.mark.parametrize("content", [b"[]", b"{", b'"x"', b"null"])
async def test_a_body_that_is_no_object_is_refused(server: Server, content: bytes):
    async with rest(server.url, headers=headers()) as client:
        assert (await client.post("/ingest", content=content)).status_code == 400


async def test_null_is_no_limit_and_no_body_takes_the_defaults(server: Server):
    given = {"max_tickets": None, "max_articles": None}
    first = await post(server, "/ingest", given, headers=headers("nulls"))
    assert first.json()["results"]["tickets_collected"] > 25
    async with rest(server.url, headers=headers("nulls")) as client:
        second = await client.post("/ingest")
    assert second.json()["results"]["tickets_collected"] == 0


async def test_a_stream_tells_a_job_from_wherever_somebody_stood(server: Server):
    job = (await post(server, "/ingest/jobs", {}, headers=headers("streams"))).json()
    address = job["progress_tracking"]["websocket_url"]
    async with connect(address) as socket:
        frames = [json.loads(text) async for text in socket]
    assert [frame["seq"] for frame in frames] == list(range(1, len(frames) + 1))
    assert {frame["type"] for frame in frames} == {"progress", "log", "status"}
    assert frames[-1]["status"] == "completed"
    assert all(frame["job_id"] == job["job_id"] for frame in frames)
    async with connect(f"{address}?since=3") as socket:
        assert [json.loads(text) async for text in socket] == frames[3:]


async def test_whatever_the_reader_of_a_stream_says_it_is_told_to_its_end(server: Server):
    held = {"auto_start": False}
    job = (await post(server, "/ingest/jobs", held, headers=headers("chatter"))).json()
    async with connect(job["progress_tracking"]["websocket_url"]) as socket:
        for said in (b"\xff", "words", b"", "{}"):
            await socket.send(said)
        await (await socket.ping())
        path = f"/ingest/jobs/{job['job_id']}/control"
        await post(server, path, {"action": "resume"}, headers=headers("chatter"))
        frames = [json.loads(text) async for text in socket]
    assert frames[-1]["status"] == "completed"


async def test_a_stream_is_closed_to_who_floods_it(server: Server):
    held = {"auto_start": False}
    job = (await post(server, "/ingest/jobs", held, headers=headers("flood"))).json()
    async with connect(job["progress_tracking"]["websocket_url"]) as socket:
        with contextlib.suppress(ConnectionClosed):
            for _ in range(5_000):
                await socket.send("words")
        await socket.wait_closed()
    assert socket.close_code == 4008


async def test_any_client_of_freshdesk_reads_the_demo_account_over_http(server: Server):
    async with rest(f"{server.url}/sandbox/freshdesk", auth=("demo", "X")) as client:
        first = await client.get("/api/v2/tickets", params={"updated_since": "2000-01-01"})
        second = await client.get(first.links["next"]["url"]) if first.links else None
        strange = await client.get("/api/v2/tickets", auth=("other", "X"))
    assert first.status_code == 200
    assert first.headers["x-ratelimit-total"] == "200"
    assert second is None or second.status_code == 200
    assert strange.status_code == 401


async def test_what_was_collected_is_synchronised_and_found(server: Server):
    await post(server, "/ingest", {"max_tickets": 5}, headers=headers("finds"))
    body = {"company_id": "finds", "sync_options": {"embedding_model": "text-embedding-3-small"}}
    told = (await post(server, "/ingest/sync-summaries", body, headers={})).json()
    assert told["status"] == "completed"
    assert told["synced"] == told["total"] > 20
    assert (told["unchanged"], told["removed"], told["failed"]) == (0, 0, 0)
    assert "text-embedding-3-small" in told["warnings"][0]
    query = {"company_id": "finds", "q": "환불 규정", "type": "article"}
    found = (await get(server, "/ingest/search", params=query))["results"]
    assert found[0]["title"] == "환불 규정과 처리 기간"
    assert found[0].keys() == {
        *("key", "type", "id", "title", "snippet", "score"),
        *("url", "updated_at", "private", "status", "customer", "similar"),
    }
    assert found[0]["url"].startswith("http://demo.freshdesk.localhost/a/solutions/articles/")
    ids = [hit["id"] for hit in found]
    assert len(ids) == len(set(ids))  # whatever languages an article is there in
    company = {"company_id": "finds"}
    article = await get(server, f"/ingest/found/{found[0]['key']}", params=company)
    assert article["messages"][0]["text"].startswith(found[0]["snippet"][:50])
    tickets = await get(server, "/ingest/search", params={**company, "q": "주문", "type": "ticket"})
    for hit in tickets["results"]:
        ticket = await get(server, f"/ingest/found/{hit['key']}", params=company)
        assert hit["customer"] == ticket["company"]
        assert hit["snippet"] != hit["title"]
        assert ticket["messages"][0]["incoming"]
        assert ticket["total"] == len(ticket["messages"])
    gone = await get(server, "/ingest/found/ticket:1", params=company)
    assert gone["error"]["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"q": "x"}, 401),
        ({"q": "x", "company_id": "../x"}, 400),
        ({"q": "x", "company_id": "unknown"}, 404),
        ({"company_id": "asked"}, 422),
        ({"q": "x", "company_id": "asked", "limit": "0"}, 422),
        ({"q": "x", "company_id": "asked", "from": "then"}, 422),
        ({"q": "x", "company_id": "asked", "to": "9999-12-31"}, 422),
        ({"q": "x", "company_id": "asked", "to": "2026-12-31", "from": "2026-01-01T00:00"}, 200),
        ({"q": "x", "company_id": "asked", "status": "9" * 30, "agent": "9" * 30}, 200),
        ({"q": "\x00*", "company_id": "asked"}, 200),
        ({"q": "x", "company_id": "asked", "colour": "red"}, 422),
    ],
)
async def test_a_search_that_cannot_be_meant_is_refused(server: Server, params, status):
    await post(server, "/ingest", {"max_tickets": 1, "max_articles": 0}, headers=headers("asked"))
    async with rest(server.url) as client:
        assert (await client.get("/ingest/search", params=params)).status_code == status


async def test_a_date_that_is_none_is_named_by_its_parameter(server: Server):
    query = {"q": "x", "company_id": "asked", "from": "xx"}
    answer = await get(server, "/ingest/search", params=query)
    assert [item["field"] for item in answer["error"]["details"]] == ["from"]


async def test_two_companies_are_told_apart_from_a_malformed_one(server: Server):
    answer = await post(
        server, "/ingest/sync-summaries", {"company_id": "other"}, headers={"X-Company-ID": "asked"}
    )
    assert answer.status_code == 400
    assert "서로 달라요" in answer.json()["error"]["message"]


async def test_who_gets_ingest_hears_how_to_post_it(server: Server):
    message = (await get(server, "/ingest"))["error"]["message"]
    assert "POST /ingest, with headers" in message
    assert "body" in message


async def test_metrics_are_measured_in_the_guides_four_groups(server: Server):
    await post(server, "/ingest", {"max_articles": 0}, headers=headers("measured"))
    told = await get(server, "/ingest/metrics")
    assert told["system_metrics"]["total_jobs_today"] >= 1
    assert told["performance_metrics"]["memory_usage_mb"] > 10
    freshdesk = told["platform_metrics"]["freshdesk"]
    assert freshdesk["successful_requests"] > 20
    assert freshdesk["average_response_time"] > 0
    assert told["data_quality"].keys() == {
        "duplicate_rate",
        "validation_error_rate",
        "missing_fields_rate",
    }
    names = {alert["name"] for alert in told["alerts"]}
    assert names <= {"failure_rate", "rate_limit_usage", "queue_wait_minutes"}


async def test_a_schedule_is_made_listed_and_dropped(server: Server):
    options = {"headers": headers("timed")}
    body = {"schedule": "0 2 * * *", "timezone": "Asia/Seoul", "max_tickets": 1}
    made = (await post(server, "/ingest/jobs", body, **options)).json()
    await server.app.desk.ingest.following.ended(made["job_id"], 60)
    assert len(made["next_runs"]) == 3
    assert all(time.endswith("T17:00:00Z") for time in made["next_runs"])
    mine = {"headers": {"X-Company-ID": "timed", "Accept-Language": "en"}}
    [found] = (await get(server, "/ingest/schedules", **mine))["schedules"]
    assert found == {
        "id": made["schedule_id"],
        "company_id": "timed",
        "cron": "0 2 * * *",
        "timezone": "Asia/Seoul",
        "next_run": made["next_runs"][0],
        "last_job_id": made["job_id"],
        "error": None,
    }
    await server.app.desk.vault.drop(f"ingest-schedule:{found['id']}")
    await server.app.desk.schedules.put(found["id"], next_run=0.0)
    await server.app.desk.schedules.begin_due()
    [told] = (await get(server, "/ingest/schedules", **mine))["schedules"]
    assert told["error"]["code"] == "CREDENTIALS_REQUIRED"
    assert "headers" in told["error"]["message"]
    async with rest(server.url, **mine) as client:
        dropped = await client.delete(f"/ingest/schedules/{found['id']}")
        again = await client.delete(f"/ingest/schedules/{found['id']}")
    assert dropped.json() == {"success": True}
    assert again.status_code == 404
    refused = await post(server, "/ingest/jobs", {"schedule": "0 0 1 * MON"}, **options)
    assert refused.json()["error"]["details"][0]["field"] == "schedule"
