"""A wish from the first word to its end: what is asked is put to the person, as in the chat."""

from dataclasses import dataclass, field
from typing import Any

from cli.answers import Answers
from cli.interrupts import Interrupted, Interrupts
from cli.outcome import CommandFailed, Exit
from cli.screen import Screen
from cli.speech import Language, of_words, say, without_quotes
from cli.talk import Frame, Talk
from cli.words import changes, outline

_YES, _NO = frozenset({"y"}), frozenset({"n"})  # single letters; words are the server's to read
_SPOKEN = frozenset({"ai_response", "complete", "cancelled", "question", "blueprint_preview"})
_ENDS = {"completed": Exit.DONE, "failed": Exit.FAILED, "cancelled": Exit.DECLINED}


@dataclass
class Conversation:
    """One thread, seen through. `approves` says yes to the first plan without asking."""

    talk: Talk
    screen: Screen
    answers: Answers
    interrupts: Interrupts
    language: Language
    approves: bool = False

    async def lead(self, opening: str, **fields: Any) -> Exit:
        """Sends a first frame and goes on until there is nothing more to say; how it ended.

        Raises CommandFailed where the server goes away.
        """
        if self.interrupts.heard():  # before anything was said
            return Exit.INTERRUPTED
        await self.talk.send(opening, **fields)
        so_far = _SoFar()
        while True:
            try:
                frame = await self.interrupts.unless(self.talk.hear())
                self._note(frame, so_far)
                self._show(frame)
                if _is_refusal(frame):
                    return self._interrupted(so_far) if self.interrupts.heard() else Exit.FAILED
                if frame["type"] != "turn_end":
                    continue
                self.screen.rest()
                code = _ENDS.get(frame["status"])
                if self.interrupts.heard():
                    return self._interrupted(so_far)
                if code is not None:
                    return Exit.DONE if so_far.is_undone else code
                await self._answer(so_far.asked)
            except Interrupted:
                self.screen.problem(say("stopping", self.language))
                await self.talk.send("cancel")

    def _note(self, frame: Frame, so_far: "_SoFar") -> None:
        """Remembers what a frame brings. What is asked tells the language of the talk, which the
        server takes from the person's words: all that follows is said in that."""
        if frame["type"] in ("approval_request", "question"):
            so_far.asked = frame
            self.language = of_words(without_quotes(frame["content"]), self.language)
        so_far.is_built = so_far.is_built or frame["type"] == "complete"
        so_far.is_undone = so_far.is_undone or frame.get("reason") == "undone"

    def _interrupted(self, so_far: "_SoFar") -> Exit:
        """How a talk ends that Ctrl-C came into: too late where all was done and stays."""
        if not so_far.is_built or so_far.is_undone:
            return Exit.INTERRUPTED
        self.screen.problem(say("was_done", self.language))
        return Exit.DONE

    async def _answer(self, asked: Frame) -> None:
        """Says what the person says to a plan or a question. Raises Interrupted."""
        is_plan = asked["type"] == "approval_request"
        if is_plan and self.approves:
            self.approves = False
            await self._decide(asked, "approve")
            return
        said = await self._said(is_plan)
        if said is None:
            self.screen.problem(say("no_more_words", self.language))
            await (self._decide(asked, "reject") if is_plan else self._give_up())
        elif is_plan and said.lower() in _YES | _NO:
            await self._decide(asked, "approve" if said.lower() in _YES else "reject")
        else:
            await self.talk.send("message", content=said)

    async def _said(self, is_plan: bool) -> str | None:  # noqa: FBT001 - read where it is called
        """The next line that is not blank; None where there are no more."""
        while True:
            self.screen.ask(say("answer_plan" if is_plan else "answer_question", self.language))
            said = await self.interrupts.unless(self.answers.line())
            if said is None or said:
                return said

    async def _decide(self, plan: Frame, decision: str) -> None:
        await self.talk.send("approval", approval_id=plan["approval_id"], decision=decision)

    async def _give_up(self) -> None:
        raise CommandFailed("unanswered", Exit.DECLINED)

    def _show(self, frame: Frame) -> None:
        """Tells what a frame says, in words and as it is."""
        self.screen.frame(frame)
        match frame["type"]:
            case "progress":
                total = frame.get("total")
                self.screen.progress(frame["message"], frame.get("current"), total)
            case "approval_request":
                self.screen.rest()
                self.screen.lines(self._plan(frame))
            case "error":
                self.screen.problem(frame["content"])
            case "system" if frame["content"]:
                self.screen.problem(frame["content"])
            case kind if kind in _SPOKEN:
                self.screen.rest()
                self.screen.lines(self._told(frame))

    def _plan(self, frame: Frame) -> list[str]:
        found: list[str] = []
        if blueprint := frame.get("blueprint"):
            found = list(outline(blueprint, self.language))
        elif frame.get("changes"):
            found = list(changes(frame["changes"], self.language))
        return ["", *found, "", frame["content"]]

    def _told(self, frame: Frame) -> list[str]:
        lines = [frame["content"]]
        lines += [f"  {i}. {o['label']}" for i, o in enumerate(frame.get("options") or (), 1)]
        lines += [f"! {warning}" for warning in frame.get("warnings") or ()]
        if self.talk.is_elsewhere and frame.get("preview_url"):
            lines.append(frame["preview_url"])
        if frame["type"] == "complete":
            lines += [frame["notion_url"]] if frame.get("notion_url") else []
            if frame.get("page_id") or frame.get("recipe"):
                thread_id = str(self.talk.thread_id)
                safe = f"-- {thread_id}" if thread_id.startswith("-") else thread_id
                lines.append(say("take_back", self.language, id=safe))
        return lines


@dataclass
class _SoFar:
    """What a talk has come to: what was asked last, and what was made and taken back."""

    asked: Frame = field(default_factory=dict)
    is_built: bool = False
    is_undone: bool = False


def _is_refusal(frame: Frame) -> bool:
    """Whether what was sent was not taken, so that no turn comes of it. Work that waits for
    storage goes on."""
    return frame["type"] == "error" and "seq" not in frame and not frame.get("waiting")
