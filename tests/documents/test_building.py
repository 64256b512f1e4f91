"""A table of three hundred rows is built once, though Notion fails amid it."""

import pytest

from tests.support.notion import Notion
from tools.documents.convert import Converter, File
from tools.errors import NotionError
from tools.notion.difference import from_nothing
from tools.notion.forge import Forge, Step
from tools.notion.journal import MemoryJournal
from tools.notion.limiter import Limiter
from tools.notion.operations import WORKSPACE

ROWS = 300


async def titles(notion: Notion, page_id: str) -> list[str]:
    """What the rows of a page's only database are called, all of them."""
    gateway = notion.gateway(limiter=Limiter(ROWS))
    (source,) = next(iter(notion.page(page_id)["databases"].values()))["database"]["data_sources"]
    found: list[str] = []
    asked: dict[str, object] = {"page_size": 100}
    while True:
        answer = await gateway.call("POST", f"data_sources/{source['id']}/query", asked)
        rows = answer["results"]
        found += [row["properties"]["이름"]["title"][0]["plain_text"] for row in rows]
        if not answer["has_more"]:
            return found
        asked = {**asked, "start_cursor": answer["next_cursor"]}


@pytest.mark.parametrize("fault", [{"status": 403}, {"status": 502, "after_write": True}])
async def test_a_failure_at_row_150_is_gone_on_from_and_no_row_comes_twice(fault: dict):
    content = "이름,값\n" + "".join(f"항목 {n},{n}\n" for n in range(ROWS))
    made = await Converter().convert([File("표.csv", content.encode())], "ko")
    plan, journal = from_nothing(made.blueprint, WORKSPACE), MemoryJournal()
    notion = await Notion.fresh()

    async def fail(step: Step) -> None:
        if step.done == 150:
            notion.faults.inject(method="POST", path=r"/v1/pages$", **fault)

    async def look_on(step: Step) -> None:
        assert step.total == len(plan.operations)

    try:
        page_id = await Forge(plan, notion.gateway(limiter=Limiter(10 * ROWS)), journal, fail).run()
    except NotionError:
        assert "after_write" not in fault  # what may have been made is looked for at once
        again = Forge(plan, notion.gateway(limiter=Limiter(10 * ROWS)), journal, look_on)
        page_id = await again.run()

    assert notion.faults.struck == 1
    assert sorted(await titles(notion, page_id)) == sorted(f"항목 {n}" for n in range(ROWS))
