"""What people do: a wish, and then one of the ways a conversation goes."""

import secrets
from dataclasses import dataclass, field
from enum import StrEnum

from tests.soak.line import Frame, Line, Stranded

TRIES = 8  # of one thing, where the server says that it failed


class Way(StrEnum):
    """How a conversation goes on once a plan is there."""

    BUILT = "built"
    DECLINED = "declined"
    FEEDBACK = "feedback"
    CANCELLED = "cancelled"
    CHANGED = "changed"
    UNDONE = "undone"


# Out of twenty conversations.
MIX = (
    [Way.BUILT] * 7
    + [Way.DECLINED] * 4
    + [Way.FEEDBACK] * 2
    + [Way.CANCELLED] * 3
    + [Way.CHANGED] * 2
    + [Way.UNDONE] * 2
)

_WISHES = (
    "{title!r}이라는 제목으로 프로젝트 관리 만들어줘",
    "제목은 {title!r}로 습관 트래커 만들어줘",
    "Build me a CRM called {title!r}",
    "가계부 만들어줘. 제목은 {title!r}",
)


@dataclass
class Story:
    """One conversation and how it came out.

    `whole` is what the workspace must hold of it in the end: one whole page, or nothing; None
    where the person was told that it could not be done and could not be taken back either.
    """

    number: int
    way: Way
    embedded: bool
    line: Line
    title: str
    whole: bool | None = None
    counts: Frame = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


class Person:
    """Goes through one conversation to its end. What fails is tried again, as a person would."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._line = story.line

    async def converse(self) -> None:
        try:
            await self._converse()
        except Stranded as error:
            self._line.faults.append(str(error))
        finally:
            await self._line.hang_up()
        self._line.check()

    async def _converse(self) -> None:
        story = self._story
        if not await self._planned(_wish(story)):
            story.whole = False
            return
        if story.way is Way.DECLINED:
            await self._answer("reject")
            story.whole = False
            return
        if story.way is Way.FEEDBACK and not await self._planned("색은 파란색으로 해줘"):
            story.whole = False
            return
        await self._build()
        if story.whole and story.way is Way.CHANGED:
            await self._change()
        if story.whole and story.way is Way.UNDONE:
            await self._undo()

    async def _planned(self, words: str) -> bool:
        """Whether a plan waits in the end."""
        for _ in range(TRIES):
            end = await self._say(words)
            if end["status"] == "awaiting_approval":
                return True
            self._tell(end)
        return False

    async def _build(self) -> None:
        cancelling = self._story.way is Way.CANCELLED
        request = self._line.newest("approval_request")
        assert request is not None
        self._story.counts = request["metadata"]
        end = await self._answer("approve", cancel=cancelling)
        for _ in range(TRIES):
            if end["status"] != "failed":
                break
            self._tell(end)
            end = await self._say("다시 시도해줘")
        if end["status"] == "failed" or (end["status"] == "cancelled" and self._is_left_over()):
            await self._undo()
        else:
            self._story.whole = end["status"] == "completed"

    def _is_left_over(self) -> bool:
        """Whether the person was told that what was cancelled is not taken back yet."""
        told = self._line.newest("cancelled")
        return told is not None and told.get("unfinished", False)

    async def _change(self) -> None:
        """Adds a property, which leaves one whole page."""
        if await self._planned("첫 번째 데이터베이스에 '메모 칸' 텍스트 속성 추가해줘"):
            end = await self._answer("approve")
            for _ in range(TRIES):
                if end["status"] != "failed":
                    return
                self._tell(end)
                end = await self._say("다시 시도해줘")

    async def _undo(self) -> None:
        for _ in range(TRIES):
            end = await self._line.turn("undo")
            if end["status"] != "failed":
                self._story.whole = False
                return
            self._tell(end)
        self._story.whole = None

    async def _say(self, words: str) -> Frame:
        return await self._line.turn("message", content=words, id=secrets.token_hex(8))

    async def _answer(self, decision: str, *, cancel: bool = False) -> Frame:
        request = self._line.newest("approval_request")
        assert request is not None
        sent = False

        async def call_it_off(frame: Frame) -> None:
            nonlocal sent
            if cancel and not sent and frame.get("current", 0) >= 2:
                sent = True
                await self._line.send("cancel")

        return await self._line.turn(
            "approval",
            call_it_off,
            approval_id=request["approval_id"],
            decision=decision,
            id=secrets.token_hex(8),
        )

    def _tell(self, end: Frame) -> None:
        error = self._line.newest("error")
        self._story.told.append(f"{end['status']}: {error and error['code']}")


def _wish(story: Story) -> str:
    return _WISHES[story.number % len(_WISHES)].format(title=story.title)
