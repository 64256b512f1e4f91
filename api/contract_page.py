"""The contract as people read it: one page, which needs nothing from elsewhere."""

import html
from collections.abc import Iterable
from typing import Any

from settings import VERSION

Json = dict[str, Any]


def page(contract: Json) -> str:
    """The contract for people: every operation with its parameters and its body's schema."""
    parts = [
        _shown(f"{method.upper()} {path}", operation, contract["components"]["schemas"])
        for path, operations in sorted(contract["paths"].items())
        for method, operation in operations.items()
    ]
    style = "body{font:16px/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}"
    head = f"<!doctype html><meta charset=utf-8><title>notionforge</title><style>{style}</style>"
    links = '<p><a href="/openapi.json">OpenAPI</a> · <a href="/asyncapi.json">AsyncAPI</a></p>'
    return f"{head}<h1>notionforge {VERSION}</h1>{links}{''.join(parts)}"


def _shown(name: str, operation: Json, schemas: Json) -> str:
    names = ", ".join(parameter["name"] for parameter in operation["parameters"])
    told = [f"<p>{html.escape(operation['summary'])}</p>"]
    told += [f"<p>Parameters: {html.escape(names)}</p>"] if names else []
    if body := operation.get("requestBody"):
        (content,) = body["content"].values()
        fields = " or ".join(_fields(content["schema"], schemas))
        told.append(f"<p>Body: {html.escape(fields)}</p>")
    answers = ", ".join(operation["responses"])
    told.append(f"<p>Answers: {html.escape(answers)}</p>")
    return f"<details><summary><code>{html.escape(name)}</code></summary>{''.join(told)}</details>"


def _fields(schema: Json, schemas: Json) -> Iterable[str]:
    """The names of what a body holds, for each form that it may have."""
    found = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    if "properties" in found:
        yield ", ".join(found["properties"])
    for form in found.get("anyOf", ()):
        yield from _fields(form, schemas)
