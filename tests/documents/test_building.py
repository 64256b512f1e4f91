"""A table of three hundred rows is built once, though Notion fails amid it; a workbook stands as it
stood."""

import pytest

from tests.support.notion import Notion
from tests.support.office import xlsx_of
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


async def test_tables_rows_and_columns_stand_in_the_order_of_the_file():
    teams = ["개발부", "영업부", "총무부"]
    staff = [[f"E00{n}", f"직원 {n}", ("영업부", "개발부")[n % 2], n] for n in range(1, 8)]
    sheets = {
        "직원": [["사번", "성명", "부서", "호봉"], *staff],
        "부서": [["부서", "부서장"], *zip(teams, ["직원 4", "직원 1", "직원 2"], strict=True)],
        "보고": [["보고서", "쪽"], ["1분기", 3], ["2분기", 5]],
    }
    made = await Converter().convert([File("인사.xlsx", xlsx_of(sheets))], "ko")
    notion = await Notion.fresh()
    plan = from_nothing(made.blueprint, WORKSPACE)
    page_id = await Forge(plan, notion.gateway(), MemoryJournal(), told_nobody).run()

    shown = notion.page(page_id)
    stand = [b["child_database"]["title"] for b in shown["blocks"] if b["type"] == "child_database"]
    assert stand == list(sheets)
    tables = {
        table["database"]["title"][0]["plain_text"]: table for table in shown["databases"].values()
    }
    for name, title in (("직원", "성명"), ("부서", "부서"), ("보고", "보고서")):
        header, *rows = sheets[name]
        named = [row["properties"][title]["title"][0]["plain_text"] for row in tables[name]["rows"]]
        assert named == [row[header.index(title)] for row in rows]
    [view] = tables["직원"]["views"]
    names = {prop["id"]: name for name, prop in tables["직원"]["data_source"]["properties"].items()}
    columns = [names[each["property_id"]] for each in view["configuration"]["properties"]]
    assert columns == sheets["직원"][0]


async def told_nobody(_: Step) -> None:
    """Hears what a build tells, and says nothing."""
