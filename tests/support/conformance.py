"""Notion's published schemas, where the folder that holds them is beside the checkout.

`Witness` sees every request that reaches the embedded workspace in this process, and its answer.
"""

import importlib.util
import json
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest

from sandbox.notion.app import App
from tests.support.novelty import Novelty

SHARED = Path(__file__).resolve().parents[3] / "shared"
ABSENT = "Notion's published schemas are not beside the checkout"
CURRENT = "2026-03-11"
_TOOL = SHARED / "tools" / "notion_conformance.py"
_FILES = ("openapi.json", "types.schema.json")
_OUR_CLIENT = b"ramnes/notion-sdk-py"
_REFUSED = range(400, 500)

beside_the_schemas = pytest.mark.skipif(not _TOOL.exists(), reason=ABSENT)


@dataclass(frozen=True)
class Exemption:
    """A finding that is the schema's fault; the patterns are searched for in what was found."""

    side: str  # "request" or "answer"
    endpoint: str
    finding: str
    evidence: str


EXEMPTIONS = (
    Exemption(
        "request",
        r"^PATCH /v1/views/",
        r"^body\.sorts\[\d+\]: 'property' is a required property$",
        "The types know a sort by timestamp where a view is made, not where it is changed; Notion's"
        " reference: filters and sorts are those of queries, and PATCH takes all but the type.",
    ),
    Exemption(
        "request",
        r"^PATCH /v1/databases/",
        r"^body\.(icon|cover): None is not of type 'object'$",
        "No schema says how a database loses its icon or cover; null is how pages and data sources"
        " do, and what the recorded answers show for none.",
    ),
)


@cache
def tool() -> Any:
    """The module `notion_conformance`."""
    module_spec = importlib.util.spec_from_file_location("notion_conformance", _TOOL)
    assert module_spec is not None
    assert module_spec.loader is not None
    module = importlib.util.module_from_spec(module_spec)
    sys.modules["notion_conformance"] = module
    module_spec.loader.exec_module(module)
    return module


@cache
def spec(version: str = CURRENT) -> Any:
    """The schemas as they hold for an API version."""
    return tool().Spec.load(version=version)


class Witness:
    """Validates what is new in each request and answer; `findings` are what the schemas refuse.

    Requests are those of our gateway, which its client's name tells from a test's own; one that is
    refused was meant to be, so only its answer is checked.
    """

    def __init__(self) -> None:
        folder = SHARED / "notion-spec"
        self._novelty = Novelty(*(json.loads((folder / name).read_bytes()) for name in _FILES))
        self.seen: Counter[str] = Counter()
        self.findings: list[str] = []

    @property
    def summary(self) -> str:
        """What was seen, in one line."""
        counted = ", ".join(f"{self.seen[part]} {part}s" for part in ("answer", "request"))
        return f"checked {counted} against Notion's schemas ({self.seen['new']} looked new)"

    def take(self) -> list[str]:
        """The findings since the last time."""
        taken, self.findings = self.findings, []
        return taken

    def saw(self, scope: Any, request: bytes, status: int, answer: bytes) -> None:
        """Checks one exchange over HTTP."""
        method, path = scope["method"], scope["path"].removeprefix(scope.get("root_path", ""))
        headers = dict(scope["headers"])
        asked = headers.get(b"notion-version", b"").decode()
        schemas = spec(asked if asked == "2025-09-03" else CURRENT)
        found = schemas.response_schema(method, path, status)
        self._check("answer", schemas, (method, path, status), found, answer)
        ours = headers.get(b"user-agent", b"").startswith(_OUR_CLIENT)
        is_json = headers.get(b"content-type", b"").startswith(b"application/json")
        if ours and is_json and request and status not in _REFUSED:
            found = schemas.request_schema(method, path)
            self._check("request", schemas, (method, path), found, request)

    def _check(self, side: str, schemas: Any, call: Any, found: Any, raw: bytes) -> None:
        source, schema = found
        if schema is None:
            return
        self.seen[side] += 1
        value = orjson.loads(raw)
        pruned, new = self._novelty.of(value, id(schema))
        if not new:
            return
        self.seen["new"] += 1
        check = schemas.check_response if side == "answer" else schemas.check_request
        # What was pruned may be too short: a list of two columns, of which one looks known.
        wrong = check(*call, pruned) and check(*call, value)
        found = [text for text in wrong if not _is_exempt(side, call, text)]
        self.findings += [_told(side, source, call, text) for text in found]
        if not wrong:
            self._novelty.learn(new)


def _told(side: str, source: str, call: Any, text: str) -> str:
    where = os.environ.get("PYTEST_CURRENT_TEST", "between the tests")
    return f"{side} of {' '.join(map(str, call))} ({source}): {text}, in {where}"


def _is_exempt(side: str, call: Any, text: str) -> bool:
    endpoint = f"{call[0]} {call[1]}"
    return any(
        side == exemption.side
        and re.search(exemption.endpoint, endpoint)
        and re.search(exemption.finding, text)
        for exemption in EXEMPTIONS
    )


def watch(patch: pytest.MonkeyPatch) -> Witness | None:
    """Puts a witness before every embedded workspace of this process, if there are schemas."""
    if not _TOOL.exists():
        return None
    witness, answer_to = Witness(), App.__call__

    async def watched(self: App, scope: Any, receive: Any, send: Any) -> None:
        asked, told, status = bytearray(), bytearray(), 0

        async def hear() -> Any:
            message = await receive()
            asked.extend(message.get("body", b""))
            return message

        async def tell(message: Any) -> None:
            nonlocal status
            status = message.get("status", status)
            told.extend(message.get("body", b""))
            await send(message)

        await answer_to(self, scope, hear, tell)
        if told and scope["path"].removeprefix(scope.get("root_path", "")).startswith("/v1/"):
            witness.saw(scope, bytes(asked), status, bytes(told))

    patch.setattr(App, "__call__", watched)
    return witness
