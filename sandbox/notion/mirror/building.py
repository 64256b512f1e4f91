"""From the answers of one reading to a workspace that answers the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sandbox.notion.mirror.named import Named
from sandbox.notion.mirror.reading import Read
from sandbox.notion.mirror.stubs import Stubs
from sandbox.notion.records import Json
from sandbox.notion.workspace import Workspace


def mirror(answers: Sequence[Json], requests: Sequence[Any] = ()) -> Workspace:
    """A workspace in memory that answers as `answers` do: objects of the API (2026-03-11).

    The first is the page or database that was asked for; siblings (blocks, tabs, rows) stand in
    their order, relations hold all that they link. What `requests` (bodies) name is known too.
    Urls of uploaded files stay as they were answered, and stop to work when those do.
    """
    workspace = Workspace()
    named, read = Named(answers, requests), Read(answers)
    records = {record.id: record for record in read.records()}
    stubs = Stubs(records, answers, named, read.with_rows)
    for record in (*records.values(), *stubs.records()):
        workspace.state.put(record)
    workspace.state.users.update(named.users)
    # Who wrote them cannot be read; a copy must not refuse what stands in the original.
    workspace.state.knows_formulas = True
    return workspace
