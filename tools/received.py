"""What others send: JSON, and for how long they want to be left alone."""

import math
import re
from typing import Any

import orjson

# A NUL, where its backslash is not itself an escaped one. It stands for nothing that anybody
# writes, comes with what is pasted from some documents, and Postgres keeps none (15: neither in
# text nor in jsonb).
_NUL = re.compile(rb"((?<!\\)(?:\\\\)*)\\u0000")


def has_nul(json: bytes) -> bool:
    """Whether a text in it holds one."""
    return rb"\u0000" in json and _NUL.search(json) is not None


def json_in(content: bytes | str) -> Any:
    """What it says, without NULs. Raises orjson.JSONDecodeError, also for half a character, NaN,
    and what is nested without end."""
    sent = content.encode(errors="surrogatepass") if isinstance(content, str) else content
    return orjson.loads(_NUL.sub(rb"\1", sent) if rb"\u0000" in sent else sent)


def seconds_to_wait(retry_after: str | None) -> float | None:
    """The seconds of a `Retry-After`; None where there is none, or nobody can count them."""
    try:
        seconds = float(retry_after or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < math.inf else None
