#!/usr/bin/env bash
# DBOS 3.4.0 on somebody else's event loop: the first `start_workflow_async` makes DBOS' own threads
# the loop's default executor, and `DBOS.destroy()` shuts them down without giving the loop others.
# After that `asyncio.to_thread` raises RuntimeError on that loop for the rest of its life: whatever
# is closed after DBOS, and uses a thread for it, fails. Fails if that has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check dbos==3.4.0
cat >"$folder/try.py" <<'PY'
import asyncio
import importlib.metadata

from dbos import DBOS, DBOSConfig


@DBOS.workflow()
async def nothing() -> str:
    return "done"


async def main() -> None:
    config: DBOSConfig = {
        "name": "finding",
        "system_database_url": "sqlite:///work.db",
        "log_level": "CRITICAL",
    }
    DBOS(config=config)
    DBOS.launch()
    print("before:", await asyncio.to_thread(lambda: "a thread"))
    handle = await DBOS.start_workflow_async(nothing)
    print("workflow:", await handle.get_result())
    DBOS.destroy()
    try:
        print("after:", await asyncio.to_thread(lambda: "a thread"))
    except RuntimeError as error:
        print("after: RuntimeError:", error)


print("dbos", importlib.metadata.version("dbos"))
asyncio.run(main())
PY
cd "$folder"
seen=$(env/bin/python try.py)
echo "$seen"
grep -q "after: RuntimeError: cannot schedule new futures after shutdown" <<<"$seen"
