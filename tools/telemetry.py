"""Spans of what the server does, sent where the operator asked for them (OpenTelemetry, OTLP/HTTP).

Without `OTEL_EXPORTER_OTLP_ENDPOINT` the library is not even imported. A span says what kind of
work it was, how long it took and how it ended: no words of a person, no titles, ids or tokens. The
provider is ours alone, so that no other library's spans leave with them.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from tools.errors import CannotStart

_SHUTDOWN_SECONDS = 3.0  # for what is still to be sent
_REMEDY = "OTEL_EXPORTER_OTLP_ENDPOINT needs the extra [otel]: pip install 'notionforge[otel]'"

_tracer: Any = None  # of the process, while `exported` is open


class Span:
    """What is said of a piece of work; without a tracer it goes nowhere."""

    def __init__(self, inner: Any = None) -> None:
        self._inner = inner

    def say(self, **facts: str | float) -> None:
        """Adds facts; a name's underscores stand for dots."""
        if self._inner is not None:
            self._inner.set_attributes({k.replace("_", "."): v for k, v in facts.items()})


_NOWHERE = contextlib.nullcontext(Span())


def span(name: str, **facts: str | float) -> AbstractContextManager[Span]:
    """A piece of work, within the one that is under way. Of an error only its class is said: its
    text may hold what somebody wrote."""
    return _NOWHERE if _tracer is None else _traced(name, facts)


@contextlib.contextmanager
def _traced(name: str, facts: Mapping[str, str | float]) -> Iterator[Span]:
    quiet = {"record_exception": False, "set_status_on_exception": False}
    with _tracer.start_as_current_span(name, **quiet) as inner:
        found = Span(inner)
        found.say(**facts)
        try:
            yield found
        except BaseException as error:
            found.say(error_type=type(error).__name__)
            raise


@contextlib.asynccontextmanager
async def exported(endpoint: str | None, version: str) -> AsyncIterator[None]:
    """Sends spans to an endpoint while it is open; to nobody where there is none.

    Raises CannotStart where the library is not installed.
    """
    global _tracer  # noqa: PLW0603 - one process has one destination
    if endpoint is None:
        yield
        return
    provider = _provider(endpoint, version)
    _tracer = provider.get_tracer("notionforge", version)
    try:
        yield
    finally:
        _tracer = None
        # It waits for the network, in threads of its own.
        await asyncio.to_thread(provider.shutdown)


def _provider(endpoint: str, version: str) -> Any:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise CannotStart(_REMEDY) from None
    resource = Resource({"service.name": "notionforge", "service.version": version})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)
    exporter = OTLPSpanExporter(f"{endpoint.rstrip('/')}/v1/traces", timeout=_SHUTDOWN_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter, max_queue_size=2_048))
    return provider
