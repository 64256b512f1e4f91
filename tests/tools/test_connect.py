"""Which Notion a token leads to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from embedded import EmbeddedWorkspace
from sandbox.notion import Workspace
from tests.support.notion import TOKEN
from tests.support.serving import remote_notion
from tools.errors import InvalidInput, NotionAuthFailed
from tools.notion.connect import NotionConnector, Target
from tools.notion.operations import WORKSPACE, page_parent

NOWHERE = EmbeddedWorkspace(Workspace())  # nothing is sent in these tests
PAGE = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.fixture
async def embedded(tmp_path: Path) -> AsyncIterator[EmbeddedWorkspace]:
    embedded = await EmbeddedWorkspace.open(tmp_path / "workspace.sqlite", "http://here")
    yield embedded
    await embedded.close()


@pytest.mark.parametrize("token", [None, "", "sandbox"])
async def test_without_a_token_it_is_the_embedded_workspace(token: str | None) -> None:
    connector = NotionConnector(NOWHERE)
    assert await connector.target(token, None) == Target(None, WORKSPACE)
    assert await connector.target(token, PAGE.replace("-", "")) == Target(None, page_parent(PAGE))


async def test_a_token_needs_a_page_to_write_to_but_for_a_persons() -> None:
    internal, personal = "ntn_internal000000000", "ntn_personal000000000"
    async with remote_notion(internal) as notion:
        notion.tokens[personal] = "personal"
        connector = NotionConnector(NOWHERE, base_url=notion.url)
        with pytest.raises(InvalidInput) as caught:
            await connector.target(internal, None)
        assert caught.value.reason == "parent_required"
        with pytest.raises(NotionAuthFailed):
            await connector.target("ntn_of_nobody", None)
        assert await connector.target(personal, None) == Target(personal, WORKSPACE)
        await connector.aclose()
    assert await connector.target(TOKEN, PAGE) == Target(TOKEN, page_parent(PAGE))


async def test_the_servers_own_token_and_page_stand_in() -> None:
    connector = NotionConnector(
        NOWHERE,
        server_token=TOKEN,
        server_parent=PAGE,
    )
    assert await connector.target(None, None) == Target(TOKEN, page_parent(PAGE))
    assert await connector.target("sandbox", None) == Target(None, WORKSPACE)


def test_a_target_shows_no_token() -> None:
    assert TOKEN not in repr(Target(TOKEN, WORKSPACE))


async def test_the_embedded_workspace_answers_from_inside(embedded: EmbeddedWorkspace) -> None:
    connector = NotionConnector(embedded)
    answer = await connector.open(None).call("GET", "users/me")
    assert answer["type"] == "bot"
    await connector.aclose()


async def test_a_token_opens_a_way_out_that_is_closed_in_the_end() -> None:
    connector = NotionConnector(NOWHERE, base_url="http://localhost:9/v1")
    gateway = connector.open(TOKEN)
    assert TOKEN not in repr(gateway)
    await connector.aclose()
