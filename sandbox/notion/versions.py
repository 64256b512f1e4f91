"""The versions of the API that are spoken here, and how answers differ between them."""

from __future__ import annotations

from typing import Any

from sandbox.notion.calls import CURRENT
from sandbox.notion.errors import VersionError

VERSIONS = ("2025-09-03", CURRENT)


def read_version(header: str | None) -> str:
    """The version that a request asks for."""
    if header in VERSIONS:
        return str(header)
    instead = "`undefined`" if header is None else f'`"{header}"`'
    known = " or ".join(f'`"{version}"`' for version in VERSIONS)
    raise VersionError(
        "Notion-Version header failed validation: Notion-Version header should be"
        f" {'defined' if header is None else known}, instead was {instead}."
    )


def with_archived(value: Any) -> Any:
    """An answer in the words of 2025-09-03: what has `in_trash` ends with `archived`."""
    if isinstance(value, list):
        return [with_archived(item) for item in value]
    if not isinstance(value, dict):
        return value
    old = {key: with_archived(item) for key, item in value.items()}
    if "in_trash" in old:
        old["archived"] = old["in_trash"]
    return old
