"""What people say, settled here alone.

Each function is part of the transaction that keeps what was said, so the order of transactions is
the order of answers, and the first answer to a plan counts. A button names its plan and is settled
as it comes; words are understood when their turn comes, and no button overtakes words that wait:

    files came with them                       a wish                          `_wish`
    a plan waits, or did as the words came     yes, no, or feedback            `_reply`
    they ask to go on, to take back, to redo   what failed, was done, undone   `about_builds`
    anything else                              a wish, about the page meant    `_wish`

What a wish asks for, and whether feedback only asks about the plan, is the planner's to say.
"""

import contextlib
import re
import time
from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, literal_column, select

from agent.builds_made import about_builds, last_made, open_runs
from agent.inputs import Answer, Decision, Message, Opening, Page, Redo, Retry, Undo
from agent.planner.words import only_nods, read_reply, wants_retry
from agent.plans.statuses import PlanStatus, moved
from tools.errors import Conflict, Expired, InvalidInput, NotFound
from tools.notion.gateway import notion_id
from tools.records.compiled import Compiled
from tools.records.tables import approvals, builds, events, runs

_AFTER: Mapping[Decision, PlanStatus] = {
    "approve": PlanStatus.APPROVED,
    "edit": PlanStatus.EDITED,
    "reject": PlanStatus.REJECTED,
    "respond": PlanStatus.ANSWERED,
}
_SAID: Mapping[str, Decision] = {"approve": "approve", "reject": "reject", "feedback": "respond"}


# As they come: a message, a button, a cancel; undo and redo are `agent.builds_made`.


def noted(
    connection: Connection, thread_id: str, message: Message, seen: int | None = None
) -> Message:
    """A message as it is kept: with the plan that its sender looked at, be it just being answered.

    `seen` is the number of the last frame that the sender had been sent; None: all of them.
    """
    plan = _pending(connection, thread_id) or _being_answered(connection, thread_id)
    shown = plan is not None and _was_shown(connection, thread_id, plan, seen)
    return message.model_copy(update={"plan": plan if shown else None, "seen": seen})


def awaits_words(connection: Connection, thread_id: str) -> bool:
    """Whether a plan or a question of a thread is open, which a single character may answer."""
    waiting = _pending(connection, thread_id) or _being_answered(connection, thread_id)
    return waiting is not None or _asked(connection, thread_id) is not None


def by_button(
    connection: Connection, thread_id: str, run_id: str, answer: Answer, seen: int | None = None
) -> bool:
    """Settles the plan that an answer names; False where the plan is now expired.

    Raises NotFound, Expired, or Conflict where another answer was first: words that wait for their
    turn are one; and where a yes comes from somebody to whom the plan was not shown.
    """
    is_yes = answer.decision == "approve"
    if is_yes and not _was_shown(connection, thread_id, answer.approval_id, seen):
        raise Conflict("the yes came before the plan was shown", reason="plan_unseen")
    is_pending = answer.approval_id == _pending(connection, thread_id)
    if is_pending and _first_words(connection, thread_id) is not None:
        raise Conflict("words that came before answer it", reason="already_answered")
    return _decide(connection, answer.approval_id, answer.decision, run_id, answer.edited)


def by_cancel(connection: Connection, thread_id: str, run_id: str) -> Answer | Message | str | None:
    """What a cancel means: a no to the plan that waits, which is settled, or the id of the run
    that is to stop; words that close the open question, or None, where neither is there.

    Where words wait to answer the plan they are what is to stop: the run that showed it is at its
    end.
    """
    waiting, words = _pending(connection, thread_id), _first_words(connection, thread_id)
    if waiting is None:
        running = next(iter(open_runs(connection, thread_id)), None)
        is_asked = running is None and _asked(connection, thread_id) is not None
        return Message(text="cancel", echo=False) if is_asked else running
    if words is not None:
        return words
    answer = Answer(approval_id=waiting, decision="reject")
    in_time = _decide(connection, waiting, answer.decision, run_id)
    return answer if in_time else answer.model_copy(update={"fault": "late"})


# As their turn comes: words.


def by_words(
    connection: Connection, thread_id: str, run_id: str, message: Message
) -> Opening | Answer | Retry | Undo | Redo:
    """What a message means now that its turn has come; an answer among them settles its plan."""
    if message.attachments:  # they are what a plan is to be made of, whatever else waits
        return _wish(connection, thread_id, message)
    waiting = _pending(connection, thread_id)
    if waiting or message.plan:
        asks = _last_ended(connection, thread_id).get("asks", False)
        answer = _reply(connection, run_id, message, waiting, asks=asks)
        if answer is not None:
            return answer
    return about_builds(connection, thread_id, message) or _wish(connection, thread_id, message)


def _reply(
    connection: Connection, run_id: str, message: Message, waiting: str | None, *, asks: bool
) -> Answer | None:
    """The answer that a message is, with its fault where it comes too late; None for a wish.

    A mere yes is none to the plan where something is asked about it. A yes counts only for the plan
    that was shown before it came; "again" is one to a plan that was approved and could not be
    begun. Feedback is about the plan that waits by now; where none does, it is a wish.
    """
    decision = _SAID["feedback" if asks and only_nods(message.text) else read_reply(message.text)]
    if waiting and wants_retry(message.text) and _was_approved(connection, waiting):
        decision = "approve"
    feedback = message.text if decision == "respond" else None
    plan = waiting or message.plan or ""
    answer = Answer(approval_id=plan, decision=decision, feedback=feedback)
    if decision == "approve" and waiting != message.plan:
        return answer.model_copy(update={"fault": "unseen" if waiting else "overtaken"})
    if waiting is None:
        return None if feedback else answer.model_copy(update={"fault": "overtaken"})
    if _decide(connection, waiting, decision, run_id):
        return answer
    return None if feedback else answer.model_copy(update={"fault": "late"})


def _wish(connection: Connection, thread_id: str, message: Message) -> Opening:
    """A wish, with the page that it may ask to change and the question that it may answer.

    The page is the one that is named, and then no question is answered; else the one that the open
    question is about, or what the thread has built or changed last, or else has spoken of.
    """
    named, text = _page_named(message)
    wish = Opening(text=text, mode=message.mode, about=named, given=message.given)
    if message.attachments:
        return wish.model_copy(update={"attachments": message.attachments, "about": None})
    if named is not None:
        return wish
    asked = _asked(connection, thread_id) or {}
    question, about = asked.get("question"), asked.get("about")
    if question is not None and question["kind"] != "create" and about is not None:
        page: Page | None = Page.model_validate(about)
    else:
        page = last_made(connection, thread_id) or _spoken_of(connection, thread_id)
    before = {"agreed": asked.get("agreed"), "earlier": asked.get("earlier") or []}
    return wish.model_copy(update={"about": page, "question": question, **before})


def _page_named(message: Message) -> tuple[Page | None, str]:
    """The page that the caller names, or whose address the words begin with; and the words left."""
    if message.page_id is not None:
        return Page(page_id=message.page_id, named=True), message.text
    address, *words = message.text.split(None, 1)
    with contextlib.suppress(InvalidInput):
        if words:
            return Page(page_id=notion_id(_without_particle(address)), named=True), words[0]
    return None, message.text


def _without_particle(address: str) -> str:
    """An address without what Korean and Japanese put behind it ("…에", "…の")."""
    return re.sub(r"[^!-~]+$", "", address)


# What the records say of a thread.


def asked_key(approval_id: str) -> str:
    """The key of the event that shows a plan."""
    return f"asked:{approval_id}"


def _was_approved(connection: Connection, approval_id: str) -> bool:
    """Whether the last answer to a plan was a yes."""
    said: Any = connection.execute(_ANSWER, {"plan": approval_id}).scalar()
    return said is not None and said.get("decision") in ("approve", "edit")


def _was_shown(connection: Connection, thread_id: str, approval_id: str, seen: int | None) -> bool:
    """Whether a plan is among the frames up to a number."""
    if seen is None:
        return True
    key = events.c.key == asked_key(approval_id)
    query = select(events.c.seq).where(events.c.thread_id == thread_id, key)
    asked: int | None = connection.execute(query).scalar()
    return asked is None or asked <= seen


def _decide(
    connection: Connection,
    approval_id: str,
    decision: Decision,
    run_id: str,
    edited: Mapping[str, Any] | None = None,
) -> bool:
    """Settles a pending plan, once; False where it is past its time, and now expired."""
    found = _STANDS(connection, {"plan": approval_id}).fetchone()
    if found is None:
        raise NotFound(f"no plan {approval_id}", reason="no_plan")
    status, expires_at = found
    if status != PlanStatus.PENDING:
        if status == PlanStatus.EXPIRED:
            raise Expired(f"plan {approval_id} is past its time")
        raise Conflict(f"plan {approval_id} is {status}", reason="already_answered")
    if expires_at <= time.time():
        connection.execute(moved(approval_id, PlanStatus.EXPIRED))
        return False
    changes: dict[str, Any] = {"answer_id": run_id}
    if edited is not None:
        changes["subject"] = edited
    connection.execute(moved(approval_id, _AFTER[decision]).values(changes))
    return True


def _pending(connection: Connection, thread_id: str) -> str | None:
    """The plan of a thread that waits for an answer."""
    waiting = _PENDING(connection, {"thread": thread_id, "status": PlanStatus.PENDING}).fetchone()
    return None if waiting is None else str(waiting[0])


def _being_answered(connection: Connection, thread_id: str) -> str | None:
    """The plan of a thread whose answer is kept and not yet carried out."""
    inputs = open_runs(connection, thread_id).values()
    return next((said.approval_id for said in inputs if isinstance(said, Answer)), None)


def _first_words(connection: Connection, thread_id: str) -> str | None:
    """The first message of a thread that waits for its turn: later it is what it means."""
    waiting = open_runs(connection, thread_id).items()
    return next((run_id for run_id, said in waiting if isinstance(said, Message)), None)


def _asked(connection: Connection, thread_id: str) -> Mapping[str, Any] | None:
    """How the last turn ended, if it was with a question, which is open since. One that failed
    leaves it open; one that was done or undone meanwhile is what is spoken of from then on."""
    result = _last_ended(connection, thread_id)
    return result if result.get("question") else None


def _last_ended(connection: Connection, thread_id: str) -> Mapping[str, Any]:
    """How the last turn ended that did not fail; empty where there was none."""
    for (ended,) in _ENDED(connection, {"thread": thread_id}):
        result: Mapping[str, Any] = orjson.loads(ended)
        if result["status"] != "failed":
            return result
    return {}


def _spoken_of(connection: Connection, thread_id: str) -> Page | None:
    """The page that a thread spoke of last and that another has made, as long as it has begun no
    build of its own: what it undid is none to go back to."""
    if connection.execute(_BEGUN, {"thread": thread_id}).first() is not None:
        return None
    ends = (
        orjson.loads(ended).get("about") for (ended,) in _ENDED(connection, {"thread": thread_id})
    )
    about = next(filter(None, ends), None)
    return None if about is None else Page.model_validate({**about, "named": False})


# Asked of every message and every click: to put such a query together costs more than it does.
_PENDING = Compiled(
    select(approvals.c.id).where(
        approvals.c.thread_id == bindparam("thread"), approvals.c.status == bindparam("status")
    )
)
_ANSWER = (
    select(runs.c.input)
    .join(approvals, approvals.c.answer_id == runs.c.id)
    .where(approvals.c.id == bindparam("plan"))
)
_BEGUN = select(builds.c.id).where(builds.c.thread_id == bindparam("thread")).limit(1)
_STANDS = Compiled(
    select(approvals.c.status, approvals.c.expires_at).where(approvals.c.id == bindparam("plan"))
)
_ENDED = Compiled(
    select(runs.c.result)
    .where(runs.c.thread_id == bindparam("thread"), runs.c.status == literal_column("'done'"))
    .order_by(runs.c.created_at.desc())
)
