"""Conversations: how soon a plan lies before the person, and how many fit into a second."""

import asyncio
import gc
import secrets
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from agent.inputs import Answer, Decision, Message
from agent.threads import Settings as ThreadSettings
from api.app import App
from bench.floor import Floor
from bench.report import percentile, row, title
from server import COLLECTING
from settings import Settings
from wiring import running

WISHES = (
    "프로젝트 관리 대시보드 만들어줘",
    "습관 트래커 만들어줘",
    "Build me a CRM with deals and activities",
    "독서 기록을 정리하고 싶어, 파란색으로",
    "旅行計画のページを作って",
    "가계부 만들어줘, 샘플 3개만",
)
ROUNDS = 8
AT_ONCE = 20


@dataclass(frozen=True)
class _Timing:
    to_approval: float
    whole: float


async def _converse(app: App, wish: str, decision: Decision) -> _Timing:
    thread = await app.desk.threads.create("", ThreadSettings())
    begun = time.perf_counter()
    run = await app.runs.submit(thread.id, secrets.token_hex(16), Message(text=wish))
    result = await app.runs.result(run)
    to_approval = time.perf_counter() - begun
    assert result["approval_id"] is not None
    answer = Answer(approval_id=result["approval_id"], decision=decision)
    decided = await app.runs.decide(thread.id, secrets.token_hex(16), answer)
    if decided is not None:
        await app.runs.result(decided)
    return _Timing(to_approval, time.perf_counter() - begun)


async def _rate(app: App, decision: Decision, times: int) -> tuple[float, float]:
    """Conversations a second, and milliseconds of CPU for each."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(number: int) -> None:
        async with gate:
            await _converse(app, WISHES[number % len(WISHES)], decision)

    begun, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*[one(number) for number in range(times)])
    seconds, used = time.perf_counter() - begun, time.process_time() - cpu
    return times / seconds, used / times * 1000


async def main() -> None:
    gc.set_threshold(*COLLECTING)  # as the server has it, which freezes what is there once open
    with tempfile.TemporaryDirectory() as folder:
        async with Floor.open(Path(folder) / "floor.db") as floor:
            await floor.seconds(10)
            single = await floor.seconds(60)
            cpu = time.process_time()
            many = await floor.per_second(100, AT_ONCE)
            bare = (time.process_time() - cpu) * 10
        async with running(Settings(data_dir=Path(folder) / "data")) as (app, _):
            for wish in WISHES:  # the first of each loads what it needs
                await _converse(app, wish, "reject")
            gc.freeze()
            timings = [await _converse(app, w, "reject") for _ in range(ROUNDS) for w in WISHES]
            rejected = await _rate(app, "reject", 60)
            built = await _rate(app, "approve", 40)
    _report_waiting([timing.to_approval for timing in timings], single)
    _report_rates((many, bare), rejected, built)


def _report_waiting(to_approval: list[float], single: float) -> None:
    title("Message → approval_request, ÷ one conversation of a bare graph on the same saver")
    row("bare graph, one conversation", f"{single * 1000:.1f} ms")
    for name, share in (("p50", 0.5), ("p95", 0.95)):
        seconds = percentile(to_approval, share)
        ratio = seconds / single
        row(name, f"{seconds * 1000:.1f} ms = {ratio:.1f}x", "<= 20x", met=ratio <= 20)


def _report_rates(
    bare: tuple[float, float], rejected: tuple[float, float], built: tuple[float, float]
) -> None:
    title(f"Whole conversations, {AT_ONCE} at once, ÷ the bare graph: a second, and CPU for each")
    row("bare graph", f"{bare[0]:.0f} /s, {bare[1]:.1f} ms")
    for name, (rate, cpu), least in (("declined", rejected, 0.3), ("built", built, 0.25)):
        ratio = rate / bare[0]
        row(
            f"planned, rehearsed, {name}",
            f"{rate:.1f} /s = {ratio:.2f}",
            f">= {least}",
            met=ratio >= least,
        )
        row("its CPU", f"{cpu:.1f} ms = {cpu / bare[1]:.1f}x")


if __name__ == "__main__":
    asyncio.run(main())
