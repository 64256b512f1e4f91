"""One run of ours as a process of its own: `python -m bench.collector ADDRESS FOLDER`.

Prints what it kept, the processor's seconds from the first request on, and the memory it came to.
"""

import json
import resource
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvloop

from tools.freshdesk.client import Freshdesk
from tools.freshdesk.collect import collect
from tools.freshdesk.companies import Companies
from tools.freshdesk.keyset import written
from tools.freshdesk.lanes import Lanes
from tools.freshdesk.metrics import memory_mb
from tools.freshdesk.pace import Pace
from tools.freshdesk.run import Run
from tools.freshdesk.sqlite import Files
from tools.freshdesk.store import Store
from tools.freshdesk.work import Wanted, Work

COMPANY = "bench"


async def main(address: str, folder: Path) -> None:
    companies, run, pace = Companies(Files(folder), lambda _: address), Run("bench"), Pace(1.0)

    async def do(work: Any, /, *args: Any) -> Any:
        return await companies.do(COMPANY, work, *args)

    async def tell(*_: Any) -> None:
        """Nobody listens."""

    async def warn(key: str, /, **params: Any) -> None:
        print(key, params, file=sys.stderr)

    wanted = Wanted(include_kb=False, process_attachments=False)
    freshdesk = Freshdesk(address, "demo", Lanes(), pace)
    await do(Store.totals)  # opens the file, and imports what that takes
    idle, begun, at = memory_mb(), time.process_time(), time.perf_counter()
    now = written(datetime.now(UTC))
    await collect(Work(freshdesk, do, wanted, run, tell, warn, lambda: now))
    kept = await do(Store.totals)
    taken = time.process_time() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {
        "kept": kept,
        "cpu": taken,
        "seconds": time.perf_counter() - at,
        "idle_mb": idle,
        "most_mb": most,
        "calls": pace.tally.requests,
    }
    print(json.dumps(told))
    await companies.close()


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1], Path(sys.argv[2])))  # as the server does
