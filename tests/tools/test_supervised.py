"""Work without an end goes on, whatever it meets."""

import asyncio
import itertools

import pytest

from tools.supervised import supervised


async def test_work_that_broke_off_goes_on_and_its_fault_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    tries = []

    async def work() -> None:
        tries.append(len(tries))
        if len(tries) < 3:
            raise LookupError("nobody thought of it")

    await supervised("the work", work, lambda: itertools.repeat(0.0))

    assert tries == [0, 1, 2]
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [LookupError] * 2
    assert "the work" in caplog.text


async def test_pauses_begin_anew_where_the_work_had_gone_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    now, lasting = 0.0, iter((1.0, 1.0, 3600.0, 1.0))

    async def work() -> None:
        nonlocal now
        if seconds := next(lasting, None):
            now += seconds
            raise LookupError("nobody thought of it")

    await supervised("the work", work, lambda: itertools.count(0.0, 0.001), lambda: now)

    paused = [record.args[1] for record in caplog.records if isinstance(record.args, tuple)]
    assert paused == [0.0, 0.001, 0.0, 0.001]


async def test_work_that_is_cancelled_is_not_begun_again() -> None:
    begun = asyncio.Event()

    async def work() -> None:
        assert not begun.is_set()
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(supervised("the work", work))
    await begun.wait()
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
