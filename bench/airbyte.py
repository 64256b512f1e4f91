"""Airbyte's source-freshdesk 3.1.3 against a helpdesk on this machine: run by an interpreter that
has it (Python 3.10: `pip install airbyte-source-freshdesk==3.1.3 airbyte-cdk==0.72.2`, the one that
its manifest was written for).

`AIRBYTE_PYTHON bench/airbyte.py ADDRESS [conversations]` writes its records to the standard output
as `bench/tap.py` does. The scheme of its address is all that is changed, at its way to the network.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import source_freshdesk  # type: ignore[import-not-found]
from airbyte_cdk.models import ConfiguredAirbyteCatalog  # type: ignore[import-not-found]

DOMAIN = "bench.freshdesk.com"


def main(address: str, wanted: set[str]) -> None:
    _lead_to(address)
    package = Path(source_freshdesk.__file__).parent.parent
    sys.path.insert(0, str(package))
    source = source_freshdesk.SourceFreshdesk()
    config = {"api_key": "demo", "domain": DOMAIN, "start_date": "2000-01-01T00:00:00Z"}
    catalog = source.discover(_Quiet(), config)
    streams = [
        {
            "stream": json.loads(stream.json(exclude_unset=True)),
            "sync_mode": "incremental" if stream.name == "tickets" else "full_refresh",
            "destination_sync_mode": "append",
        }
        for stream in catalog.streams
        if stream.name in wanted
    ]
    configured = ConfiguredAirbyteCatalog.parse_obj({"streams": streams})
    begun, at = time.process_time(), time.perf_counter()
    for message in source.read(_Quiet(), config, configured, []):
        if message.record is not None:
            told = {"stream": message.record.stream, "record": {"id": message.record.data["id"]}}
            print(json.dumps(told))
    taken = f"{time.process_time() - begun} {time.perf_counter() - at}"
    print(f"cpu {taken}", file=sys.stderr)


def _lead_to(address: str) -> None:
    """Has what it sends to its domain arrive here."""
    send, here = requests.Session.send, urlsplit(address)

    def led(session: requests.Session, request: Any, **options: Any) -> requests.Response:
        there = urlsplit(request.url)
        if there.hostname == DOMAIN:
            request.url = there._replace(scheme=here.scheme, netloc=here.netloc).geturl()
        return send(session, request, **options)

    requests.Session.send = led  # type: ignore[method-assign, assignment]


class _Quiet:
    """A logger of no words."""

    def __getattr__(self, _: str) -> Any:
        return lambda *_args, **_options: None


if __name__ == "__main__":
    main(sys.argv[1], {"tickets", *sys.argv[2:]})
