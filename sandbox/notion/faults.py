"""Misbehaviour on request: latency, errors before or after the write, dropped connections."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.notion.errors import FaultError
from sandbox.notion.records import Json

_MAY_BE_SAVED = 503
_CODES: Mapping[int, str] = {
    400: "validation_error",
    401: "unauthorized",
    403: "restricted_resource",
    404: "object_not_found",
    409: "conflict_error",
    429: "rate_limited",
    500: "internal_server_error",
    502: "bad_gateway",
    503: "service_unavailable",
    504: "gateway_timeout",
    529: "service_overload",
}


class DroppedConnection(ConnectionError):
    """The connection broke before an answer was sent."""


@dataclass
class Fault:
    """One kind of misbehaviour and how many more times it strikes."""

    method: str | None
    path: re.Pattern[str]
    status: int
    code: str
    after_write: bool
    drop: bool
    times: int
    retry_after: int | None
    additional_data: Mapping[str, Any] = field(default_factory=dict)

    def strikes(self, method: str, path: str, *, after_write: bool) -> bool:
        """Whether this is a request, and the moment of it, that the fault is for."""
        return (
            self.times > 0
            and self.after_write == after_write
            and self.method in (None, method)
            and self.path.search(path) is not None
        )


class Faults:
    """What goes wrong, as a script: `latency` in seconds for every request, and `inject`.

    `struck` counts the faults that came to pass.
    """

    def __init__(self, latency: float = 0.0) -> None:
        self.latency = latency
        self.struck = 0
        self._pending: list[Fault] = []

    def inject(
        self,
        *,
        method: str | None = None,
        path: str = "",
        status: int = 500,
        code: str | None = None,
        after_write: bool = False,
        times: int = 1,
        retry_after: int | None = None,
        drop: bool = False,
        additional_data: Mapping[str, Any] | None = None,
    ) -> None:
        """Makes the next `times` matching requests fail.

        `path` is a regular expression searched for in `/v1/…`. With `after_write` the request has
        been carried out when it fails (a 503 then names what it made, as Notion's does); with
        `drop` the connection breaks instead of answering. `retry_after` is in seconds.
        """
        fault = Fault(
            method=method,
            path=re.compile(path),
            status=status,
            code=code or _CODES.get(status, "internal_server_error"),
            after_write=after_write,
            drop=drop,
            times=times,
            retry_after=retry_after,
            additional_data=additional_data or {},
        )
        self._pending.append(fault)

    def clear(self) -> None:
        """Ends all misbehaviour."""
        self._pending.clear()
        self.latency = 0.0

    def delay(self) -> float:
        """How many seconds the next request has to wait before it is carried out."""
        return self.latency

    def strike(self, method: str, path: str, answer: Json | None = None) -> None:
        """Raises FaultError or DroppedConnection if a fault is due for this request.

        `answer` is what the request came to, None before it is carried out.
        """
        for fault in self._pending:
            if fault.strikes(method, path, after_write=answer is not None):
                fault.times -= 1
                self.struck += 1
                if not fault.times:
                    self._pending.remove(fault)
                if fault.drop:
                    raise DroppedConnection(f"{method} {path} was dropped on request")
                # Only a 503 may have saved the write and says so (Notion: errors and retries).
                told = _committed(path, answer) if fault.status == _MAY_BE_SAVED else {}
                data = {**told, **fault.additional_data}
                raise FaultError(fault.status, fault.code, fault.retry_after, data)


def _committed(path: str, answer: Json | None) -> Json:
    """What a 503 tells of a write that was carried out all the same; reads make nothing."""
    if answer is None or not (path.endswith("/children") or "id" in answer):
        return {}
    guidance = {"retry_guidance": "The write may have been committed: look before you repeat it."}
    if answer["object"] == "list":
        names = [item["id"] for item in answer["results"]]
        parent = path.split("/")[3]
        return {**guidance, "committed_resource_id": parent, "committed_child_ids": names}
    return {**guidance, "committed_resource_id": answer["id"]}
