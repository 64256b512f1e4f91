"""What plans may ask of the helpdesk of their thread: `agent.helpdesk` is who answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from tools.freshdesk.jobs import Job
from tools.freshdesk.work import Wanted

OnProgress = Callable[[int, dict[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Account:
    """Whose tickets a thread reads; `key` is None where it may read only what was collected."""

    company: str
    domain: str
    key: str | None = field(repr=False)


class Helpdesk(Protocol):
    """A thread's helpdesk for as long as the turn is wanted. All of it raises Stopped."""

    @property
    def zone(self) -> str | None:
        """The time zone of the person, by its name; None: this machine's."""
        ...

    async def account(self) -> Account:
        """Raises Forbidden where the company is bound to another helpdesk than the thread's."""
        ...

    async def has_any(self) -> bool:
        """Whether something was collected already. Raises Forbidden, StorageFailed."""
        ...

    async def do(self, work: Callable[..., Any], *args: Any) -> Any:
        """What a piece of work on the company's file comes to. Raises StorageFailed."""
        ...

    async def estimate(self, wanted: Wanted) -> int | None:
        """About how many tickets would be collected, which also proves the key.

        Raises CredentialsRequired, Forbidden, FreshdeskAuthFailed, FreshdeskError.
        """
        ...

    async def limit(self) -> int | None:
        """Calls a minute that may be made of the account, as far as it has told."""
        ...

    async def collect(self, plan_id: str, wanted: Wanted, on_progress: OnProgress) -> Job:
        """Has the plan's job carried out, or goes on with it where a crash cut it off.

        Stopped comes once the job is cancelled. Raises Conflict where somebody has paused it;
        FreshdeskError, CredentialsRequired.
        """
        ...
