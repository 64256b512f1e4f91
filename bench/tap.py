"""tap-freshdesk 1.0.1 against a helpdesk on this machine: run by an interpreter that has it.

`TAP_PYTHON bench/tap.py ADDRESS [with conversations]` writes its records to the standard output,
and at the end the seconds that it took, of the processor and by the clock.
Its address is all that is changed; whatever it loses or spends is its own.
"""

import sys
import time

from singer import metadata  # type: ignore[import-not-found]
from tap_freshdesk.client import Client  # type: ignore[import-not-found]
from tap_freshdesk.discover import discover  # type: ignore[import-not-found]
from tap_freshdesk.sync import sync  # type: ignore[import-not-found]

CONFIG = {
    "api_key": "demo",
    "domain": "demo",
    "start_date": "2000-01-01T00:00:00Z",
    "user_agent": "bench",
}


def main(address: str, wanted: set[str]) -> None:
    catalog = discover()
    for stream in catalog.streams:
        known = metadata.to_map(stream.metadata)
        known[()]["selected"] = stream.tap_stream_id in wanted
        stream.metadata = metadata.to_list(known)
    with Client(CONFIG) as client:
        client.base_url = f"{address}/api/v2"
        begun, at = time.process_time(), time.perf_counter()
        sync(client=client, config=CONFIG, catalog=catalog, state={})
        taken = f"{time.process_time() - begun} {time.perf_counter() - at}"
        print(f"cpu {taken}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1], {"tickets", *sys.argv[2:]})
