"""Who understands a thread: the planner that it chose, and the embedded one behind that.

Whatever another planner does, a conversation goes on: where it fails, takes too long, or hears
what nobody could carry out, the same words go to the embedded planner, with all that was agreed.
"""

import asyncio
import logging
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from agent.planner.model.provider import RETIRED_KEYS, is_of_another, provider_of
from agent.planner.seam import About, Design, Heard, NothingYet, OwnPlanner, PageRead, Planner, Said
from tools.blueprint.model import Blueprint
from tools.errors import (
    AiError,
    InvalidInput,
    Stopped,
    StorageFailed,
    Unavailable,
    ValidationFailed,
)
from tools.notion.modify.compile import problems

EMBEDDED = "embedded"
DEFAULT = "default"  # how one who chose another planner goes back to the one for all
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

    def __str__(self) -> str:
        return f"{self.provider}/{self.model}" if self.model else self.provider


Open = Callable[[Choice], Planner]


class Planners:
    """All planners of an application, by the names of their providers.

    `default` is who is asked where nobody chose; `locked` are providers that the operator has no
    key for, so whoever asks them brings one; `seconds` is how long another than the embedded
    planner may take over one text.
    """

    def __init__(
        self,
        embedded: OwnPlanner,
        others: Mapping[str, Open] | None = None,
        *,
        default: Choice | None = None,
        locked: Collection[str] = (),
        seconds: float = PATIENCE_SECONDS,
    ) -> None:
        self._embedded = embedded
        self._others = dict(others or {})
        self._default = default or Choice()
        self._locked = frozenset(locked)
        self._seconds = seconds

    @property
    def own(self) -> OwnPlanner:
        """The embedded planner, which others begin with."""
        return self._embedded

    @property
    def default(self) -> Choice:
        """Who is asked where nobody chose."""
        return self._default

    def chosen(
        self, model: str | None, key: str | None, now: str | None, kept: str | None = None
    ) -> str | None:
        """The planner that a model and a key ask for; None where they say nothing.

        A model is named `provider/model`, or by itself where the key, the planner that is there
        `now`, or the key before says whose it is. `default` is whoever plans where nobody chose.
        `kept` is the provider whose key the thread brought before.

        Raises Unavailable for one that is not there, or has no key or no such model; InvalidInput
        for a key that is no provider's.
        """
        found = self._asked_for(model, key, now, kept)
        if found is None:
            return None
        choice = Choice.of(found)
        # What somebody brings goes to its provider; the operator's may go where all models are.
        is_brought = key is not None or choice.provider == kept
        if not is_brought and choice.provider in self._locked:
            raise Unavailable(f"no key for {choice.provider}", reason="ai_no_key")
        if is_brought and is_of_another(choice.provider, choice.model):
            raise Unavailable(f"{choice.provider} has no {choice.model}", reason="ai_no_model")
        return found

    def _asked_for(
        self, model: str | None, key: str | None, now: str | None, kept: str | None
    ) -> str | None:
        """Who is meant, be there a key for them or not."""
        provider = self._whose(key) if key else None
        if not model:
            return provider
        if model == DEFAULT:
            return provider or self.named(None)
        named = Choice.of(model)
        if named.provider == EMBEDDED:  # which needs no key, whoever's comes along
            return EMBEDDED
        if self._knows(named.provider) and provider in (None, named.provider):
            return model
        whose = provider or (Choice.of(now) if now else self._default).provider
        if whose == EMBEDDED:  # which has no models; the key that the thread brought leads to some
            whose = kept or EMBEDDED
        if whose == EMBEDDED or not self._knows(whose):
            raise Unavailable(f"there is no planner {model}", reason="no_models")
        return f"{whose}/{model}"

    def named(self, chosen: str | None) -> str:
        """Who plans where `chosen` was chosen, or nobody was."""
        return chosen or str(self._default)

    def _knows(self, provider: str) -> bool:
        return provider in (EMBEDDED, *self._others)

    def _whose(self, key: str) -> str:
        if RETIRED_KEYS.match(key):
            raise InvalidInput("GitHub Models was retired", reason="ai_key_retired")
        found = provider_of(key)
        if found is None or not self._knows(found.name):
            raise InvalidInput("the key is no provider's", reason="ai_key_unknown")
        return found.name

    async def understand(
        self, named: str | None, said: Said, about: About
    ) -> tuple[Heard, AiError | None]:
        """What is wanted by now, and why the embedded planner had to stand in to find out.

        `named` is the planner that was chosen, if one was.
        """
        chosen = self._default if named is None else Choice.of(named)
        if chosen.provider == EMBEDDED:
            return await self._embedded.understand(said, about), None
        try:
            return await self._tried(chosen, said, about), None
        except AiError as failure:
            _logger.warning("planner %s failed: %s, %s", chosen.provider, failure.reason, failure)
            return await self._embedded.understand(said, about), failure

    async def design(self, heard: Heard, today: date, waiting: Design | None = None) -> Blueprint:
        """The workspace that was asked for, whoever heard it. Raises ValidationFailed."""
        return await self._embedded.design(heard, today, waiting)

    async def _tried(self, chosen: Choice, said: Said, about: About) -> Heard:
        """What another planner heard. Raises AiError where that is nothing to go on with."""
        try:
            async with asyncio.timeout(self._seconds):
                heard = await self._others[chosen.provider](chosen).understand(said, about)
                await self._check(heard, said, about)
        except (StorageFailed, Stopped, AiError):
            raise
        except TimeoutError:
            raise AiError(f"no answer in {self._seconds} s", reason="ai_timeout") from None
        except Exception as error:  # noqa: BLE001 - models fail in more ways than have names
            raise AiError(_without_text(error), reason="ai_unusable") from None
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


def _without_text(error: Exception) -> str:
    """What an error is, and the line that it came from: its text may quote a key, or what a person
    said."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"
