"""A table of three hundred rows is built once, though Notion fails amid it."""

import pytest

from tests.support.notion import Notion
from tools.documents.convert import Converter, File
from tools.errors import NotionError
from tools.notion.compile.compiler import compile_blueprint
from tools.notion.forge import Forge, Step
from tools.notion.journal import MemoryJournal
from tools.notion.limiter import Limiter
from tools.notion.operations import WORKSPACE

ROWS = 300


@pytest.mark.parametrize("fault", [{"status": 403}, {"status": 502, "after_write": True}])
async def test_a_failure_at_row_150_is_gone_on_from_and_no_row_comes_twice(fault: dict):
    content = "이름,값\n" + "".join(f"항목 {n},{n}\n" for n in range(ROWS))
    made = await Converter().convert([File("표.csv", content.encode())], "ko")
    plan, journal = compile_blueprint(made.blueprint, WORKSPACE), MemoryJournal()
    notion = await Notion.fresh()

    async def watch(step: Step) -> None:
        if step.done == 150:
            notion.faults.inject(method="POST", path=r"/v1/pages$", **fault)

    forge = Forge(plan, notion.gateway(limiter=Limiter(10 * ROWS)), journal, watch)
    try:
        page_id = await forge.run()
    except NotionError:
        page_id = await Forge(
            plan, notion.gateway(limiter=Limiter(10 * ROWS)), journal, watch
        ).run()

    assert notion.faults.struck == 1
    (database,) = notion.page(page_id)["databases"].values()
    names = [row["properties"]["이름"]["title"][0]["plain_text"] for row in database["rows"]]
    assert sorted(names) == sorted(f"항목 {n}" for n in range(ROWS))
