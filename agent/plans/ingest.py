"""Plans to collect: tickets, conversations and articles of the thread's helpdesk, by a job."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, ClassVar, Literal

from agent import frames
from agent.planner.seam import Heard, NothingYet
from agent.plans.collecting import Helpdesk
from agent.plans.kinds import Approval, Building, Ending, Json, Planned, Subject, Task, Turn
from agent.plans.undertaking import Undertaking
from agent.server_frames import ApprovalRequest, Cancelled, Complete
from agent.texts import say
from tools.blueprint.base import Language, Strict
from tools.errors import InvalidInput, Stopped
from tools.freshdesk.jobs import Job
from tools.freshdesk.tools import FetchTickets
from tools.freshdesk.work import Taking, Wanted
from tools.notion.journal import Rehearsal, Undone
from tools.notion.operations import Counts, Plan
from tools.notion.transport import Stage

FIRST_LOOK = 100  # tickets that are collected where somebody asked about them before there were any
_LISTED = 99  # tickets a page of the list brings beyond the last one's
_LIST_PRICE = 3  # credits of a page with descriptions
_CALLS_A_MINUTE = 200  # of a small plan, as a first guess where no answer told the limit yet
_LOCAL_SECONDS = 0.02  # a call within this process


class Collection(Strict):
    """What is to be collected, in the words of `POST /ingest`; `further` says that so many are
    meant which are not here yet, and not the latest ones."""

    max_tickets: int | None = None
    start_date: str | None = None
    further: bool = False

    @classmethod
    def of(cls, asked: FetchTickets) -> "Collection":
        since = asked.start_date
        return cls(
            max_tickets=asked.max_tickets,
            start_date=None if since is None else f"{since.isoformat()}T00:00:00Z",
            further=asked.further,
        )

    def wanted(self) -> Wanted:
        taking: Taking = "further" if self.further else "latest"
        return Wanted(max_tickets=self.max_tickets, start_date=self.start_date, taking=taking)


class Ingestion(Subject):
    """Something to be collected of a company: an errand, done elsewhere than in Notion, of which
    nothing is seen before and nothing can be taken back. `tickets` is about how many there are,
    where the helpdesk says so, `limit` how many calls a minute may be made, where it has told."""

    kind: Literal["ingest"] = "ingest"
    planning: ClassVar[str] = "ingest_planning"
    rehearsing: ClassVar[str | None] = None
    undertaking: ClassVar[type[Undertaking] | None] = None

    company: str
    domain: str
    collection: Collection
    tickets: int | None
    limit: int | None

    @property
    def title(self) -> str:
        return self.domain

    @classmethod
    async def planned(cls, task: Task, turn: Turn) -> Planned:
        """Asks the helpdesk how much there is, which proves the key as well.

        Raises CredentialsRequired, Forbidden, FreshdeskError.
        """
        heard = task.heard
        if task.last is not None:
            heard = await _heard_again(task, turn)
            if heard.kind == "tickets":
                return Planned(heard, stays=True)
            if heard.asked == task.heard.asked:
                waits = {"reply": say("plan_waits", heard.spoken)}
                return Planned(task.heard.model_copy(update=waits), stays=True)
        subject = await cls.of(_collection_of(heard), turn.helpdesk)
        told = " ".join(filter(None, (heard.reply, subject.introduced(heard.spoken))))
        return Planned(heard.model_copy(update={"reply": told}), subject)

    @classmethod
    async def of(cls, collection: Collection, helpdesk: Helpdesk) -> "Ingestion":
        """What is to be collected, once the helpdesk has said how much that is.

        Raises CredentialsRequired, Forbidden, FreshdeskError.
        """
        tickets, account = await helpdesk.estimate(collection.wanted()), await helpdesk.account()
        return cls(
            company=account.company,
            domain=account.domain,
            collection=collection,
            tickets=tickets,
            limit=await helpdesk.limit(),
        )

    def presented(self, language: Language) -> str:
        return self.introduced(language)

    def introduced(self, language: Language) -> str:
        """What would be collected, in a sentence."""
        most, since = self.collection.max_tickets, self.collection.start_date
        if since is not None:
            what = say("ingest_since", language, day=since[:10])
        elif most is not None:
            key = "ingest_further" if self.collection.further else "ingest_latest"
            what = say(key, language, count=f"{most:,}")
        else:
            what = say("ingest_all", language)
        return say("ingest_introduced", language, domain=self.domain, what=what)

    @property
    def calls(self) -> int:
        """About how many the helpdesk will be asked: pages of the list, conversations and files
        one by one."""
        tickets = self.tickets or self.collection.max_tickets or 0
        return _LIST_PRICE * -(-tickets // _LISTED) + 2 * tickets

    @property
    def seconds(self) -> float:
        if self.limit is None and self.domain.endswith(".localhost"):
            return round(self.calls * _LOCAL_SECONDS, 1)
        return round(60 * self.calls / (self.limit or _CALLS_A_MINUTE), 1)

    def figures(self, counts: Mapping[str, int]) -> Mapping[str, Any]:
        tickets = self.tickets if self.tickets is not None else self.collection.max_tickets
        shown = "?" if tickets is None else f"{tickets:,}"
        told = {"domain": self.domain, "tickets": shown, "calls": f"{self.calls:,}"}
        return {**told, "seconds": max(1, round(self.seconds))}

    def asked(self, request: ApprovalRequest, language: Language) -> ApprovalRequest:
        figures = replace(request.metadata, api_calls=self.calls, estimated_seconds=self.seconds)
        return replace(request, metadata=figures, ingest=self._body())

    def listed(self, language: Language) -> Mapping[str, Any]:
        return {"ingest": self._body()}

    def _body(self) -> Json:
        body = self.collection.model_dump(mode="json", exclude_defaults=True)
        return {"company_id": self.company, "domain": self.domain, **body}

    async def rehearse(self, stage: Stage) -> Rehearsal:
        nothing = Plan((), Counts())
        return Rehearsal(nothing, await stage.empty(), "", {}, from_nothing=False)

    async def begin(self, approval: Approval, turn: Turn) -> tuple[Plan, Undertaking]:
        raise InvalidInput("to collect makes nothing in Notion")

    async def is_begun(self, approval: Approval, turn: Turn) -> bool:
        return True  # its job bears the plan's id: who asks again is given the same one

    async def carry_out(
        self, approval: Approval, turn: Turn, language: Language, build: Building
    ) -> Ending:
        async def on_progress(seq: int, facts: Json) -> None:
            told = frames.progress(facts["step"], language)
            shown = replace(told, current=facts["completed"], total=facts["total"] or None)
            await turn.tell(f"{approval.id}:{seq}", shown)

        try:
            job = await turn.helpdesk.collect(approval.id, self.collection.wanted(), on_progress)
        except Stopped:
            text, nothing = say("ingest_stopped", language), Undone()
            told = Cancelled(content=text, reason="cancelled", undone=nothing)
            return Ending("cancelled", told, {"status": "cancelled", "undone": asdict(nothing)})
        return Ending(f"errand:{approval.id}", _completed(job, language))


def _collection_of(heard: Heard) -> Collection:
    asked = heard.asked
    if isinstance(asked, FetchTickets):
        return Collection.of(asked)
    return Collection(max_tickets=FIRST_LOOK)


async def _heard_again(task: Task, turn: Turn) -> Heard:
    """What was heard first, with what is said about it now: how many, or since when; or the
    question about tickets that it is.

    What only says a number names neither tickets nor the wish to collect, so both go before it.
    """
    text, counts = task.said.text, any(map(str.isdigit, task.said.text))
    said = replace(task.said, text=f"Freshdesk, fetch: {text}" if counts else text, question=None)
    again = await turn.understand(said, NothingYet())
    is_told = isinstance(again.asked, FetchTickets) if counts else again.kind == "tickets"
    kept = {"language": task.heard.language, "said": [*task.heard.said, text]}
    return again.model_copy(update=kept) if is_told else task.heard


def _completed(job: Job, language: Language) -> Complete:
    """What came of a job."""
    counts = job.progress.get("counts", {})
    result = {
        "tickets_collected": counts.get("tickets", 0),
        "conversations_collected": counts.get("conversations", 0),
        "kb_articles_collected": counts.get("kb_articles", 0),
        "attachments_processed": counts.get("attachments", 0),
    }
    seconds = round((job.finished_at or job.changed_at) - (job.started_at or job.created_at), 1)
    return Complete(
        content=say("ingest_completed", language, **result, seconds=seconds),
        warnings=[],
        job_id=job.id,
        result={"company_id": job.company_id, **result, "duration_seconds": seconds},
    )
