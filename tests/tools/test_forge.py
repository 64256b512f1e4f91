"""The forge finishes what it started, once, whatever dies or gets lost on the way."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest

from tests.support.designs import database, design, everything, paragraph
from tests.support.notion import TOKEN, URL, Notion
from tools.errors import NotionError, Stopped
from tools.notion.difference import from_nothing
from tools.notion.forge import Forge, Step
from tools.notion.gateway import NotionGateway
from tools.notion.journal import MemoryJournal, RecordsJournal
from tools.notion.operations import WORKSPACE, Operation, Plan
from tools.notion.patience import Patience
from tools.notion.schedule import WORKERS
from tools.notion.transport import HttpTransport
from tools.records import Records

PLAN = from_nothing(everything(), WORKSPACE)


def one_of_each_kind() -> list[Operation]:
    """The first operation of each kind that writes, the main page and a widget as well."""
    found = {operation.kind: operation for operation in reversed(PLAN.operations)}
    widget = next(op for op in PLAN.operations if op.body and "view_id" in op.body)
    linked = next(op for op in PLAN.operations if op.kind == "create_page" and op.id != "page")
    deep = [op for op in PLAN.operations if op.kind == "append_blocks"][-1]
    return [op for op in (*found.values(), widget, linked, deep) if op.writes]


@pytest.fixture(scope="module")
def whole() -> Counter[str]:
    """What the workspace holds after a build in which nothing went wrong."""

    async def build() -> Counter[str]:
        notion = await Notion.fresh()
        await notion.forge(PLAN).run()
        return notion.census()

    return asyncio.run(build())


def test_the_plan_of_these_tests_has_every_kind_of_operation() -> None:
    kinds = {operation.kind for operation in PLAN.operations}
    assert kinds == {
        *("create_page", "create_row", "create_database", "create_view", "create_linked_view"),
        *("append_blocks", "update_schema", "update_row", "update_view"),
        *("read_schema", "read_children", "read_views"),
    }


async def test_progress_counts_up_by_one_to_the_total(notion: Notion) -> None:
    steps: list[Step] = []
    await notion.forge(PLAN, steps=steps).run()
    total = len(PLAN.operations)
    assert [step.done for step in steps] == list(range(1, total + 1))
    assert {step.total for step in steps} == {total}
    assert {step.operation.id for step in steps} == {op.id for op in PLAN.operations}


async def test_progress_has_the_same_numbers_when_a_later_process_tells_it(notion: Notion) -> None:
    """A process may die between an operation and its progress, and others had finished before."""
    first, again = [], []
    journal = MemoryJournal()
    await notion.forge(PLAN, journal, first).run()
    await notion.forge(PLAN, journal, again).run()
    assert {step.operation.id: step.done for step in again} == {
        step.operation.id: step.done for step in first
    }


async def test_the_first_pages_id_is_what_a_build_comes_to(notion: Notion) -> None:
    page_id = await notion.forge(PLAN).run()
    assert notion.page(page_id)["page"]["properties"]["title"]["title"][0]["plain_text"] == "Home"


@pytest.mark.parametrize("after", range(0, len(PLAN.operations), 3))
async def test_a_build_that_dies_after_any_step_is_finished_by_the_next_process(
    notion: Notion, records: Records, whole: Counter[str], after: int
) -> None:
    journal = RecordsJournal(records, "b1")

    await notion.dies_after(after, PLAN, journal)
    steps: list[Step] = []
    await notion.forge(PLAN, journal, steps).run()
    assert notion.census() == whole
    assert steps[-1].done == len(PLAN.operations)
    assert all(entry.state == "done" for entry in (await journal.load()).values())


@pytest.mark.parametrize("victim", one_of_each_kind(), ids=lambda op: op.id)
@pytest.mark.parametrize("sent", [True, False], ids=["carried-out", "never-sent"])
async def test_an_operation_that_was_begun_by_a_dead_process_is_done_exactly_once(
    notion: Notion, records: Records, whole: Counter[str], victim: Operation, sent: bool
) -> None:
    """Death comes after the journal's first line: before the request, or before its answer."""
    journal = RecordsJournal(records, "b1")

    with notion.dying(lambda request: _is_of(request, victim), sent=sent):
        await notion.forge(PLAN, journal).run()
    await notion.forge(PLAN, journal).run()
    assert notion.census() == whole


@pytest.mark.parametrize("victim", one_of_each_kind(), ids=lambda op: op.id)
@pytest.mark.parametrize("status", [500, 503, None], ids=str)
async def test_a_lost_answer_is_looked_for_and_not_repeated(
    notion: Notion, whole: Counter[str], victim: Operation, status: int | None
) -> None:
    await _build_with_a_fault(notion, victim, status, after_write=True)
    assert notion.census() == whole


@pytest.mark.parametrize("victim", one_of_each_kind(), ids=lambda op: op.id)
@pytest.mark.parametrize("status", [500, 409, 429, None], ids=str)
async def test_a_request_that_was_not_carried_out_is_repeated(
    notion: Notion, whole: Counter[str], victim: Operation, status: int | None
) -> None:
    await _build_with_a_fault(notion, victim, status, after_write=False)
    assert notion.census() == whole


async def test_a_refusal_is_raised_and_what_was_under_way_is_journalled(notion: Notion) -> None:
    journal = MemoryJournal()
    notion.faults.inject(method="POST", path="/v1/databases$", status=400)
    with pytest.raises(NotionError) as caught:
        await notion.forge(PLAN, journal).run()
    assert caught.value.status == 400
    made = [entry for entry in journal.entries.values() if entry.notion_id is not None]
    written = [s for s in notion.wire.sent if s.status == 200 and s.method == "POST"]
    assert len(made) == len(written)


async def test_a_write_whose_fate_stays_unknown_is_given_up_after_a_few_looks(
    notion: Notion,
) -> None:
    notion.faults.inject(method="POST", path="/v1/pages$", status=500, times=100)
    with pytest.raises(NotionError, match="internal_server_error"):
        await notion.forge(PLAN).run()
    assert notion.wire.count("POST", "/v1/pages") == 4


async def test_a_page_that_somebody_made_of_the_same_title_is_left_alone(
    notion: Notion, whole: Counter[str]
) -> None:
    title = {"title": {"title": [{"text": {"content": "Home"}}]}}
    body = {"parent": {"workspace": True}, "properties": title}
    theirs = await notion.gateway().call("POST", "pages", body)
    notion.faults.inject(method="POST", path="/v1/pages$", status=502)
    assert await notion.forge(PLAN).run() != theirs["id"]
    assert notion.census() == whole + Counter({"Page": 1})


async def test_a_write_that_comes_after_its_sender_died_and_was_looked_for_is_found(
    notion: Notion, whole: Counter[str]
) -> None:
    journal = MemoryJournal()
    await journal.start("page")

    async def land(_: float) -> None:
        if not notion.top():
            await notion.gateway().call("POST", "pages", PLAN.operations[0].body)

    gateway = NotionGateway(HttpTransport(TOKEN, notion.wire, URL), sleep=land)

    async def silence(_: Step) -> None:
        pass

    await Forge(PLAN, gateway, journal, silence).run()
    assert notion.census() == whole


async def test_two_builds_of_the_same_take_nothing_from_each_other(
    notion: Notion, records: Records, whole: Counter[str]
) -> None:
    gateway = notion.gateway()
    notion.faults.latency = 0.001
    notion.faults.inject(method="POST", path="/v1/pages$", drop=True)
    notion.faults.inject(method="POST", path="/v1/pages$", drop=True, after_write=True)

    async def silence(_: Step) -> None:
        pass

    forges = [Forge(PLAN, gateway, RecordsJournal(records, b), silence) for b in ("b1", "b2")]
    first, second = await asyncio.gather(*(forge.run() for forge in forges))
    assert first != second
    assert notion.census() == whole + whole


async def test_what_was_refused_is_not_looked_for_by_the_next_attempt(notion: Notion) -> None:
    journal = MemoryJournal()
    notion.faults.inject(method="POST", path="/v1/pages$", status=403)
    with pytest.raises(NotionError):
        await notion.forge(PLAN, journal).run()
    assert journal.entries == {}


async def test_a_stop_lets_what_is_under_way_finish_and_then_says_so(
    notion: Notion, whole: Counter[str]
) -> None:
    stop, journal, steps = asyncio.Event(), MemoryJournal(), []
    notion.faults.latency = 0.002

    async def stop_early(step: Step) -> None:
        steps.append(step)
        if step.done == 5:
            stop.set()

    with pytest.raises(Stopped):
        await Patience(stop).over(Forge(PLAN, notion.gateway(), journal, stop_early).run())
    assert {entry.state for entry in journal.entries.values()} == {"done"}
    assert 5 <= len(steps) < 5 + WORKERS
    await notion.forge(PLAN, journal).run()
    assert notion.census() == whole


async def test_nothing_is_sent_after_a_stop_that_came_before_the_start(notion: Notion) -> None:
    stop = asyncio.Event()
    stop.set()
    with pytest.raises(Stopped):
        await Patience(stop).over(notion.forge(PLAN).run())
    assert notion.wire.sent == []


async def test_at_most_eight_requests_are_under_way_at_once(notion: Notion) -> None:
    tables = [database(f"d{number}", rows=12) for number in range(12)]
    subs = [
        {"key": f"p{i}", "title": f"p{i}", "databases": [table]} for i, table in enumerate(tables)
    ]
    notion.faults.latency = 0.01
    await notion.build(design(sub_pages=subs))
    assert notion.wire.most_at_once == WORKERS


async def test_one_parent_is_written_to_by_one_request_at_a_time(notion: Notion) -> None:
    under_way: Counter[str] = Counter()
    worst: list[int] = [0]
    lanes = {operation.id: operation.lane for operation in PLAN.operations}
    notion.faults.latency = 0.001

    class Watching(MemoryJournal):
        """Sees when operations begin and end."""

        async def start(self, operation_id: str) -> None:
            under_way[lanes[operation_id]] += 1
            worst[0] = max(worst[0], *under_way.values())
            await super().start(operation_id)

        async def finish(self, operation_id: str, *rest: Any) -> None:
            under_way[lanes[operation_id]] -= 1
            await super().finish(operation_id, *rest)

    reads = sum(not operation.writes for operation in PLAN.operations)
    await notion.forge(PLAN, Watching()).run()
    assert worst == [1]
    assert sum(under_way.values()) == -reads


async def test_siblings_appear_in_the_order_of_the_plan(notion: Notion) -> None:
    notion.faults.latency = 0.001
    subs = [{"key": f"p{i}", "title": f"page {i}"} for i in range(10)]
    page_id = await notion.build(design(paragraph(), sub_pages=subs))
    blocks = notion.page(page_id)["blocks"]
    titles = [b["child_page"]["title"] for b in blocks if b["type"] == "child_page"]
    assert titles == [f"page {i}" for i in range(10)]


async def test_a_plan_can_be_stored_between_two_processes(
    notion: Notion, whole: Counter[str]
) -> None:
    stored = Plan.from_json(PLAN.to_json())
    await notion.forge(stored).run()
    assert notion.census() == whole


async def test_the_journal_counts_every_request_that_went_out(
    notion: Notion, records: Records
) -> None:
    journal = RecordsJournal(records, "b1")
    notion.faults.inject(method="POST", path="/v1/views$", status=429, retry_after=1)
    await notion.forge(PLAN, journal).run()
    assert await journal.calls() == len(notion.wire.sent) == len(PLAN.operations) + 1


async def _build_with_a_fault(
    notion: Notion, victim: Operation, status: int | None, *, after_write: bool
) -> None:
    armed = False

    def arm(request: httpx.Request) -> None:
        nonlocal armed
        if not armed and _is_of(request, victim):
            armed = True
            notion.faults.inject(
                method=victim.method,
                path=request.url.path + "$",
                status=status or 500,
                drop=status is None,
                after_write=after_write,
            )

    notion.wire.watch = arm
    await notion.forge(PLAN).run()
    assert notion.faults.struck == 1


def _is_of(request: httpx.Request, operation: Operation) -> bool:
    """Whether a request carries an operation out: it has what is peculiar to its body."""
    if request.method != operation.method or operation.body is None:
        return False
    said = request.content.decode()
    return operation.path[0] in request.url.path.removeprefix("/v1/") and all(
        mark in said for mark in _marks(operation)
    )


def _marks(operation: Operation) -> list[str]:
    body = operation.body or {}
    match operation.kind:
        case "create_page":
            return [f'"{operation.title}"', '"title"']
        case "create_row":
            return ["data_source_id", operation.title]
        case "create_database":
            return ["initial_data_source", operation.title]
        case "append_blocks":
            words = str(body["children"])
            return [f'"{w}"' for w in ("between", "tier 1", "119") if f"'{w}'" in words][:1]
        case "create_view" | "create_linked_view" | "update_view":
            return [str(body["name"])]
        case _:
            return ["properties"]
