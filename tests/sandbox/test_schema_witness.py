"""The suite's check against Notion's schemas sees what they see, whatever it has seen before."""

import json
from collections.abc import Iterator
from typing import Any

from tests.sandbox.notionkit import VERSION
from tests.support.conformance import Witness, beside_the_schemas, spec
from tests.support.designs import everything
from tests.support.notion import Notion

OURS = {"notion-version": VERSION, "user-agent": "ramnes/notion-sdk-py@3.1.0"}
TITLE = {"title": [{"text": {"content": "x"}}]}
HOME = {"parent": {"page_id": "p"}, "properties": {"title": TITLE}}


def scope(method: str, path: str) -> dict[str, Any]:
    headers = {**OURS, "content-type": "application/json"}
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"method": method, "path": path, "headers": encoded}


def findings(witness: Witness, method: str, path: str, *, sent: Any = None, got: Any) -> list[str]:
    """What a witness has to say about one exchange."""
    asked = b"" if sent is None else json.dumps(sent).encode()
    status = got.get("status", 200) if got["object"] == "error" else 200
    witness.saw(scope(method, path), asked, status, json.dumps(got).encode())
    return witness.take()


def poorer(value: Any) -> Iterator[Any]:
    """A value without one of its keys, each in turn."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield {name: kept for name, kept in value.items() if name != key}
            yield from ({**value, key: less} for less in poorer(item))
    if isinstance(value, list):
        for index, item in enumerate(value[:2]):
            yield from ([*value[:index], less, *value[index + 1 :]] for less in poorer(item))


@beside_the_schemas
async def test_an_answer_that_lost_a_key_is_found_out_exactly_where_the_schemas_do():
    notion = await Notion.fresh()
    witness, gateway = Witness(), notion.gateway()
    page_id = await notion.build(everything())
    for asked in (f"pages/{page_id}", f"blocks/{page_id}/children?page_size=9"):
        answer, path = await gateway.call("GET", asked), f"/v1/{asked}".partition("?")[0]
        assert findings(witness, "GET", path, got=answer) == []
        for less in list(poorer(answer))[::7]:
            if "object" in less:
                wrong = spec().check_response("GET", path, 200, less)
                assert bool(findings(witness, "GET", path, got=less)) == bool(wrong), less


@beside_the_schemas
def test_a_request_is_checked_unless_it_was_refused():
    refusal = {"object": "error", "status": 400, "code": "validation_error", "message": "no"}
    refusal["request_id"] = "r"
    task = {"object": "list", "results": [], "next_cursor": None, "has_more": False}
    query = "/v1/data_sources/d/query"
    answer = {**task, "type": "page_or_data_source", "page_or_data_source": {}}
    witness = Witness()
    assert findings(witness, "POST", query, sent={"page_size": 3}, got=answer) == []
    [found] = findings(witness, "POST", query, sent={"page_size": "3"}, got=answer)
    assert found.startswith("request of POST /v1/data_sources/d/query (openapi): body.page_size")
    assert "test_a_request_is_checked_unless_it_was_refused" in found
    assert findings(witness, "POST", query, sent={"page_size": "3"}, got=refusal) == []


@beside_the_schemas
def test_a_text_over_its_limit_is_not_taken_for_a_short_one():
    witness = Witness()
    for length in (1, 2000):
        title = {"title": [{"text": {"content": "x" * length}}]}
        assert not requested(witness, {**HOME, "properties": {"title": title}})
    title = {"title": [{"text": {"content": "x" * 2001}}]}
    assert requested(witness, {**HOME, "properties": {"title": title}})


def requested(witness: Witness, body: Any) -> list[str]:
    """What is found about a request, its answer aside."""
    told = findings(witness, "POST", "/v1/pages", sent=body, got={"object": "page"})
    return [text for text in told if text.startswith("request")]
