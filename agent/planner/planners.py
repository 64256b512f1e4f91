"""Who understands a thread: the planner that it chose, and the embedded one behind that.

Whatever another planner does, a conversation goes on: where it fails, takes too long, or hears
what nobody could carry out, the same words go to the embedded planner, with all that was agreed.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from agent.planner.seam import About, Design, Heard, NothingYet, OwnPlanner, PageRead, Planner, Said
from tools.blueprint.model import Blueprint
from tools.errors import StorageFailed, ValidationFailed
from tools.notion.modify.compile import problems

EMBEDDED = "embedded"
PATIENCE_SECONDS = 60.0

_logger = logging.getLogger("notionforge.planners")


@dataclass(frozen=True)
class Choice:
    """The planner that a thread or a request asks: a provider, and which of its models."""

    provider: str = EMBEDDED
    model: str = ""

    @classmethod
    def of(cls, named: str) -> "Choice":
        """What `provider` or `provider/model` names."""
        return cls(*named.split("/", 1))


Open = Callable[[Choice], Planner]


class Planners:
    """All planners of an application, by the names of their providers.

    `default` is who is asked where nobody chose; `seconds` is how long another than the embedded
    planner may take over one text.
    """

    def __init__(
        self,
        embedded: OwnPlanner,
        others: Mapping[str, Open] | None = None,
        *,
        default: Choice | None = None,
        seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._embedded = embedded
        self._others = dict(others or {})
        self._default = default or Choice()
        self._seconds = seconds

    def knows(self, named: str) -> bool:
        """Whether a thread may choose the planner of that name."""
        return Choice.of(named).provider in (EMBEDDED, *self._others)

    async def understand(self, named: str | None, said: Said, about: About) -> tuple[Heard, bool]:
        """What is wanted by now, and whether the embedded planner had to stand in to find out.

        `named` is the planner that was chosen, if one was.
        """
        chosen = self._default if named is None else Choice.of(named)
        if chosen.provider == EMBEDDED:
            return await self._embedded.understand(said, about), False
        heard = await self._tried(chosen, said, about)
        if heard is not None:
            return heard, False
        return await self._embedded.understand(said, about), True

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        """The workspace that was asked for, whoever heard it. Raises ValidationFailed."""
        return await self._embedded.design(heard, today, waiting)

    async def _tried(self, chosen: Choice, said: Said, about: About) -> Heard | None:
        """What another planner heard; None where that is nothing to go on with."""
        try:
            async with asyncio.timeout(self._seconds):
                heard = await self._others[chosen.provider](chosen).understand(said, about)
                await self._check(heard, said, about)
        except StorageFailed:
            raise
        except Exception as error:  # noqa: BLE001 - models fail in more ways than have names
            # Its text may quote a key or what a person said: the class has to do.
            _logger.warning("planner %s failed: %s", chosen.provider, type(error).__name__)
            return None
        return heard

    async def _check(self, heard: Heard, said: Said, about: About) -> None:
        """Raises ValidationFailed for what could not be carried out."""
        match heard.kind, about:
            case "create", NothingYet():
                await self.design(heard, said.today)
            case "create", Design():
                await self.design(heard, said.today, about)
            case "modify", PageRead(structure=structure):
                changes, language = heard.changes, heard.language
                if found := await asyncio.to_thread(problems, structure, changes, language):
                    raise ValidationFailed("changes that cannot be made", found)
            case "modify", NothingYet() if about.workspace is not None or about.must_change:
                pass
            case (("tickets" | "ingest" | "dashboard"), NothingYet()) if heard.asked is not None:
                pass
            case "answer", _ if heard.reply:
                pass
            case "ask", _ if heard.question is not None:
                pass
            case kind, _:
                raise ValidationFailed(f"{kind} does not answer {type(about).__name__}")
