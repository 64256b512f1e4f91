"""Reading: the CPU that the worst 2,000 characters cost, beside that of a usual wish."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from agent.guard import LONGEST
from agent.planner.embedded.planner import EmbeddedPlanner
from agent.planner.seam import About, Design, NothingYet, PageRead, Said
from agent.planner.skills import load_skills
from bench.report import row, title
from bench.serving import HOME
from embedded import InMemory
from tools.notion.rehearse import rehearse, structure_of
from tools.workspace.model import ExistingDatabase, ExistingPage, ExistingProperty, Structure

TODAY = date(2026, 11, 22)
USUAL = "프로젝트 관리 만들어줘, 작업에 우선순위 속성 추가하고 샘플은 3개만"
UNITS = (
    " ", "가", "한", "ㅋ", "a", "あ", "漢", "1", "(", "()", "[", ", ", "、", ".", ": ", "'", '"',
    '"a" ', "「あ」", "a/b/", "a ", "가 ", "の", "는 ", "에 ", "을 ", "속성 ", "작업에 ",
    "습관 트래커에 ", "추가 ", "add ", "and ", "with ", "DB ", "옵션", "보드 ", "새 ", "🚀",
    "상태 ", "3개 ", "という", "추가해줘. ", "작업을 태스크로 바꿔줘, ",
    "“", "“a” ", "‘a’ ", "«a» ", "『a』", "《a》", "„a“ ", "“가”을 ", "\u200d", "\u200d🙂",
    "👨\u200d👩\u200d👧", "🙂🏽", "\u1112\u1161\u11ab", "a\u0301", "Ａ１ ", "“a” 가 ", "「あ」🙂",
    "a’s «b» ",
)  # fmt: skip
BUDGET = 50.0  # ms


class _Alike:
    """An encoder to which all texts are alike: what is measured is the reading."""

    async def encode(self, texts: Sequence[str]) -> list[list[float]]:
        return [[1.0] for _ in texts]


async def _milliseconds(read: Callable[[str], Awaitable[object]], text: str) -> float:
    """The least CPU time of three readings."""
    taken = []
    for _ in range(3):
        begun = time.thread_time()
        await read(text)
        taken.append(time.thread_time() - begun)
    return min(taken) * 1000


def _structure() -> Structure:
    """A page with a database of the usual properties."""
    types = {"이름": "title", "상태": "status", "우선순위": "select", "마감일": "date"}
    listed = [
        ExistingProperty(id=f"p{n}", name=name, type=types[name]) for n, name in enumerate(types)
    ]
    tasks = ExistingDatabase(id="d", title="작업", data_source_id="s", properties=listed)
    page = ExistingPage(id="page", title="프로젝트 관리")
    return Structure(page=page, databases=[tasks])


async def _readings() -> dict[str, Callable[[str], Awaitable[object]]]:
    planner = EmbeddedPlanner(load_skills(HOME / "skills"), _Alike())
    agreed = await planner.understand(Said(USUAL, TODAY), NothingYet())
    plan = await planner.design(agreed, TODAY)
    built = await structure_of(await rehearse(plan, InMemory()))
    abouts: dict[str, About] = {
        "a wish": NothingYet(),
        "feedback on a plan": Design(agreed, plan, built),
        "changes of a page": PageRead(_structure()),
    }

    def reading(about: About) -> Callable[[str], Awaitable[object]]:
        return lambda text: planner.understand(Said(text, TODAY), about)

    return {name: reading(about) for name, about in abouts.items()}


async def main() -> None:
    title(f"CPU to read the worst {LONGEST} characters, ÷ a usual wish")
    for name, read in (await _readings()).items():
        usual = await _milliseconds(read, USUAL)
        taken = {u: await _milliseconds(read, (u * LONGEST)[:LONGEST]) for u in UNITS}
        worst = max(taken, key=lambda unit: taken[unit])
        within = sum(each <= BUDGET for each in taken.values())
        figure = f"{taken[worst]:.0f} ms = {taken[worst] / usual:.0f}x"
        row(
            f"{name}: {worst.strip() or 'blanks'} …",
            figure,
            f"<= {BUDGET:.0f} ms",
            met=within == len(UNITS),
        )
        row("  of the repeated units within it", f"{within} of {len(UNITS)}")


if __name__ == "__main__":
    asyncio.run(main())
