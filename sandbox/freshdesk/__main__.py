"""Runs a helpdesk on its own: a stand-in for NAME.freshdesk.com on this machine.

python -m sandbox.freshdesk --port 9700 --tickets 1000 --calls 200 --updates 3
"""

from __future__ import annotations

import argparse
import random
from itertools import islice

import uvicorn

from sandbox.freshdesk import Account, App, Faults, Limits, demo_account


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.freshdesk", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=9700)
    parser.add_argument("--key", default="demo", help="the account's API key")
    parser.add_argument("--tickets", type=int, default=300)
    parser.add_argument("--shown", action="store_true", help="no ticket is spam or deleted")
    parser.add_argument("--calls", type=int, help="credits a minute for the account")
    parser.add_argument("--ticket-lists", type=int, help="lists of tickets a minute")
    parser.add_argument("--sliding", action="store_true", help="the minute slides")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds for each request")
    parser.add_argument("--faults", type=float, default=0.0, help="share of requests that fail")
    parser.add_argument("--updates", type=int, default=0, help="of read tickets after each list")
    parser.add_argument("--bulk", type=int, default=0, help="of one second, across page 300")
    return parser.parse_args()


def updates(number: int) -> Faults:
    """Faults that change nothing but so many tickets after each list, of those that were read."""
    faults, chance = Faults(), random.Random(number)  # noqa: S311 - no secret

    def meanwhile(account: Account) -> None:
        oldest = [ticket["id"] for ticket in islice(account.updated_since(""), 50)]
        for ticket_id in chance.sample(oldest, min(number, len(oldest))):
            account.update(ticket_id, priority=4)

    if number:
        faults.meanwhile = meanwhile
    return faults


def change_in_bulk(account: Account, number: int) -> None:
    """Has so many tickets change within one second, where the 300th page of a list ends."""
    begin = max(0, 300 * 100 - number // 2)
    changed = list(islice(account.updated_since(""), begin, begin + number))
    for ticket in changed:
        account.update(ticket["id"], updated_at=changed[0]["updated_at"])


def main() -> None:
    options = _options()
    faults = updates(options.updates)
    faults.latency, faults.share = options.latency, options.faults
    limits = Limits(options.calls, options.ticket_lists, sliding=options.sliding)
    account = demo_account(options.tickets, key=options.key)
    for ticket in account.tickets.values() if options.shown else ():
        ticket.update(spam=False, deleted=False)
    change_in_bulk(account, options.bulk)
    app = App(account, limits=limits, faults=faults)
    uvicorn.run(app, host=options.host, port=options.port, lifespan="off", log_level="warning")


if __name__ == "__main__":
    main()
