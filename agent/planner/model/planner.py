"""The model planner: asks, reads, mends, asks once more; what it cannot use it raises, and whoever
called goes on with the embedded planner and all that was agreed."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from agent.planner.embedded.changing.speech import introduce
from agent.planner.language import speaks
from agent.planner.model import slight
from agent.planner.model.answer import Answer, Hear, Turn
from agent.planner.model.bounds import dictated, unasked, without_links
from agent.planner.model.claims import claims_done
from agent.planner.model.form import KINDS, LOOKS, shape
from agent.planner.model.mend import Mender
from agent.planner.model.prompt import data_turn, fitting, prompt, turns_of, without_marks
from agent.planner.model.provider import Form
from agent.planner.model.saying import MOST_REPLY, Saying
from agent.planner.model.situation import HEARD, Situation, Skills, situation_of, start
from agent.planner.model.structure import Made, made_of, read, told
from agent.planner.model.tokens import cut
from agent.planner.model.unfold import unfolded
from agent.planner.outline import harmless, texts_of
from agent.planner.seam import About, Heard, NothingYet, OwnPlanner, PageRead, Said
from agent.texts import say
from tools.errors import AiError, NotionForgeError, Problem, StorageFailed, ValidationFailed

Json = dict[str, Any]

MOST_LOOKS = 6
MOST_FOUND = 900  # tokens of what one look finds
MOST_NOTES = 5
_NOTHING_DONE = "create or change (nothing is done yet; only a plan can do it)"
_ENDS = {"length": "ai_cut", "content_filter": "ai_filtered"}


class Talk(Protocol):
    """One model as a planner asks it, whoever's key pays."""

    @property
    def form(self) -> Form:
        """How its answers are given their form."""
        ...

    @property
    def room(self) -> int:
        """Tokens of a prompt that it takes."""
        ...

    @property
    def is_slight(self) -> bool:
        """Whether that, or its time, is too little for the whole: `agent.planner.model.slight`."""
        ...

    def cost(self, schema: Json) -> int:
        """Tokens of that room which the schema of its answers takes."""
        ...

    async def ask(self, turns: list[Turn], schema: Json, form: Form, hear: Hear) -> Answer:
        """Its answer; `hear` gets what is there so far, again and again. Raises AiError."""
        ...


Opening = Callable[[Said], Awaitable[Talk]]


@dataclass
class _Turns:
    """What was said to a model and by it, in one understanding."""

    said: list[Turn]
    mark: str
    schema: Json
    form: Form
    is_slight: bool = False
    looked: int = 0
    repaired: bool = False  # or has no time for that


class ModelPlanner:
    """Understands with a language model, on the ground of what the embedded planner understood.

    `opening` has the way to the model for whoever speaks; `skills` are those that are there now
    for a server key.
    """

    def __init__(self, opening: Opening, own: OwnPlanner, skills: Callable[[str], Skills]) -> None:
        self._opening = opening
        self._own = own
        self._skills = skills

    async def understand(self, said: Said, about: About) -> Heard:
        """What is wanted by now. Raises AiError where the model gives nothing to go on with."""
        situation = await situation_of(said, about, self._own, self._skills(said.owner))
        if _needs_no_model(situation):
            return situation.draft
        talk = await self._opening(said)
        if talk.is_slight and not slight.helps(situation):
            return situation.draft
        mark = secrets.token_hex(4)
        turns = _first(talk, situation, mark)
        while True:
            heard = await self._next(talk, situation, turns)
            if heard is not None:
                return heard

    async def _next(self, talk: Talk, situation: Situation, turns: _Turns) -> Heard | None:
        """What one answer comes to; None where the model is to go on."""
        saying, mender = Saying(situation), Mender()
        answer = await talk.ask(turns.said, turns.schema, turns.form, saying.hear)
        text = without_marks(_checked(answer), turns.mark)
        was_cut = turns.is_slight and answer.finish == "length"
        written = mender.unwrapped(slight.as_far_as_whole(text) if was_cut else read(text))
        reply = without_links(written, situation.words)
        brings_links = isinstance(situation.about, PageRead) and _has_links(written, reply)
        if reply.get("kind") == "look":
            await _look(situation.said, reply, turns, text)
            return None
        if turns.is_slight and reply.get("kind") in ("create", "change"):
            reply = slight.completed(reply, situation)
        heard, wrong = await self._heard(reply, situation, mender, turns)
        if brings_links:
            heard, wrong = None, [*wrong, Problem("changes", "not_asked", {"action": "link"})]
        if heard is not None:
            await saying.end(heard)
            return heard
        if turns.repaired:
            raise AiError(f"{len(wrong)} problems after a repair", reason="ai_unusable")
        turns.repaired = True
        turns.said += [Turn("ai", text), Turn("human", f"{prompt('repair').text}\n{told(wrong)}")]
        return None

    async def _heard(
        self, reply: Json, situation: Situation, mender: Mender, turns: _Turns
    ) -> tuple[Heard | None, list[Problem]]:
        """What a reply stands for, or what is wrong with it."""
        words = _words(reply.get("reply"))
        match reply.get("kind"):
            case "answer" if situation.owes_plan or (situation.is_wish and claims_done(words)):
                return None, [Problem("kind", "not_allowed", {"expected": _NOTHING_DONE})]
            case "answer" | "ask" if words and not speaks(words, situation.matter.language):
                expected = f"the person's language ({situation.matter.language})"
                return None, [Problem("reply", "not_allowed", {"expected": expected})]
            case "answer" | "ask" if words == situation.said.text.strip():
                return None, [Problem("reply", "not_allowed", {"expected": "words of your own"})]
            case "answer" if words:
                return situation.answered(words), []
            case "ask" if situation.is_wish and claims_done(words):
                return None, [Problem("reply", "not_allowed", {"expected": _NOTHING_DONE})]
            case "ask" if words:
                options = [_words(option)[:100] for option in _list(reply.get("options"))]
                return situation.asked(words, [option for option in options if option][:5]), []
            case "change" if isinstance(situation.about, NothingYet):
                if situation.about.workspace is None and not situation.about.must_change:
                    return None, [Problem("kind", "not_allowed", {"expected": "create"})]
                return situation.to_be_read(), []
            case "create" | "change":
                return await self._planned(reply, words, situation, mender, turns)
            case _:
                expected = ", ".join(KINDS)
                return None, [Problem("kind", "not_allowed", {"expected": expected})]

    async def _planned(
        self, reply: Json, words: str, situation: Situation, mender: Mender, turns: _Turns
    ) -> tuple[Heard | None, list[Problem]]:
        base = situation.base(str(reply.get("base")))
        if base is None:
            expected = ", ".join(situation.bases)
            return None, [Problem("base", "not_allowed", {"expected": expected})]
        said = situation.said
        samples = said.preferences.sample_count if said.preferences.include_sample_data else 0
        wished = unfolded(reply, base.language, mender, samples)
        try:
            begun = await start(situation, base, self._own)
        except ValidationFailed as error:
            return None, list(error.problems) or [Problem("base", "wrong_shape", {"detail": ""})]
        made = await asyncio.to_thread(made_of, begun, wished, mender)
        if turns.is_slight and not made.changes:
            return situation.draft, []
        wrong = [*([] if turns.is_slight else made.problems), *_bounded(made, situation)]
        if wrong:
            return None, wrong
        if not made.changes and not base.changes and base.skill is None and base.brief is None:
            return None, [Problem("changes", "missing")]
        unread = _left(reply, base, made, said.text)
        if not words or claims_done(words) or not speaks(words, situation.matter.language):
            words = _introduction(base, made, situation)
        reply_text = _noted(words or base.reply, mender.notes, situation)
        return situation.planned(base, made.changes, reply_text, unread), []


def _first(talk: Talk, situation: Situation, mark: str) -> _Turns:
    """What is said to a model at first, the schema of its answers counted in."""
    if talk.is_slight:
        turns = slight.turns_of(situation, mark, talk.room)
        schema = slight.shape_of(situation)
        return _Turns(turns, mark, schema, talk.form, is_slight=True, repaired=True)
    schema, matter = shape(tuple(situation.bases)), situation.matter
    cost = talk.cost(schema)
    form = fitting(matter, talk.form, cost, talk.room)
    room = talk.room - (cost if form == talk.form else 0)
    return _Turns(turns_of(matter, form, mark, room), mark, schema, form)


def _needs_no_model(situation: Situation) -> bool:
    """Whether words can only mean a change of a page that is to be read before anything else, or
    one of the further kinds of plan, which the embedded planner hears as well as anybody."""
    about, draft = situation.about, situation.draft
    if not isinstance(about, NothingYet):
        return False
    return draft.kind not in HEARD or (about.must_change and draft.kind == "modify")


def _checked(answer: Answer) -> str:
    """The text of an answer, if it came whole. Raises AiError by the name of what it lacks.

    One that was cut may still hold a whole object; whether it does shows when it is read.
    """
    if answer.refusal:
        raise AiError("the model declined", reason="ai_declined")
    if answer.finish == "content_filter":
        raise AiError("a filter held the answer back", reason="ai_filtered")
    if not answer.text.strip():
        raise AiError("the answer is empty", reason=_ENDS.get(answer.finish, "ai_empty"))
    return answer.text


async def _look(said: Said, reply: Json, turns: _Turns, text: str) -> None:
    """Looks up what the model wants to know; what is found is data, like all that others wrote."""
    wanted = [look for look in _list(reply.get("looks")) if isinstance(look, dict)]
    room = MOST_LOOKS - turns.looked
    if not wanted or room <= 0:
        if turns.repaired:
            raise AiError("it looks and looks", reason="ai_unusable")
        turns.repaired = True
        turns.said += [Turn("ai", text), Turn("human", "No more looking: answer now.")]
        return
    found = [await _found(said, look) for look in wanted[:room]]
    turns.looked += len(found)
    turns.said += [Turn("ai", text), data_turn(turns.mark, found)]


async def _found(said: Said, look: Json) -> tuple[str, str]:
    tool, query = str(look.get("tool")), str(look.get("query") or "")[:200]
    title = f"{tool} {harmless(query)}"
    if said.hands is None or tool not in LOOKS:
        return title, "(there is no such tool here)"
    try:
        text = await said.hands.look(tool, query)
    except StorageFailed:
        raise
    except NotionForgeError as error:
        return title, f"(failed: {error.code})"
    lines = (harmless(line, 300) for line in text.splitlines())
    return title, cut("\n".join(lines), MOST_FOUND)


def _has_links(written: Json, reply: Json) -> bool:
    """Whether addresses were taken out of what is to be done; out of what is said they just go."""
    return any(written[part] != reply[part] for part in written if part not in ("reply", "thought"))


def _bounded(made: Made, situation: Situation) -> list[Problem]:
    """What a model may not do to what exists."""
    if not isinstance(situation.about, PageRead):
        return []
    found, words = made.changes, situation.words
    return [*unasked(found, words), *dictated(found, words, texts_of(situation.about.structure))]


def _left(reply: Json, base: Heard, made: Made, text: str) -> list[str]:
    """What of the words was not done: as the model quotes it, else as the reader left it."""
    quoted = [_words(quote) for quote in _list(reply.get("not_done"))]
    said = [quote for quote in quoted if quote and quote in text]
    return said or ([] if made.changes else base.unread)


def _introduction(base: Heard, made: Made, situation: Situation) -> str:
    """What the embedded planner says of a plan, where the model's own words will not do."""
    language, is_draft = situation.matter.language, base is situation.bases.get("draft")
    title = made.draft.structure.page.title
    told = [base.reply] if is_draft else []
    if isinstance(situation.about, NothingYet) and (not is_draft or (made.changes and base.unread)):
        told = [say("intro_made", language, title=title)]  # the model may have read what was left
    if made.changes and (is_draft or not told):
        told.append(introduce(made.changes, [], language))
    return " ".join(told) or base.reply


def _noted(reply: str, notes: list[str], situation: Situation) -> str:
    """The reply, with what was read otherwise than the model wrote it."""
    if not notes:
        return reply
    detail = ", ".join(dict.fromkeys(notes[:MOST_NOTES]))
    return f"{reply} {say('ai_mended', situation.matter.language, detail=detail)}".strip()


def _words(given: Any) -> str:
    return given.strip()[:MOST_REPLY] if isinstance(given, str) else ""


def _list(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []
