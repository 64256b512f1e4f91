"""Everything that can go wrong and is somebody's business, as one tree.

    NotionForgeError
    ├── InvalidInput            an id, a frame or a parameter that cannot be meant
    ├── ValidationFailed        a value out of its bounds; `details` name the fields
    │   ├── BlueprintInvalid    a supplied blueprint breaks a rule; `details` name the places
    │   └── UnsupportedMedia    a file of a kind that is not read here
    ├── RequestRefused          the guard does not take the prompt
    ├── AuthFailed              the server's own key is missing or wrong
    ├── CredentialsRequired     a token is needed that the vault no longer holds
    ├── Forbidden
    ├── Misdirected             the request names another server
    ├── NotFound
    ├── Conflict                stale, double or illegal in the present state
    │   └── Busy                the thread's queue is full
    ├── Expired
    ├── TooLarge
    ├── RateLimited             with `retry_after` seconds
    ├── Unavailable             draining, at capacity, or not configured
    │   ├── CannotStart         a file or port that the server needs; says what helps
    │   ├── StorageFailed       a file cannot be written now: the disk full, a database locked
    │   └── EncodingFailed      a model elsewhere gave no vectors for some texts
    ├── DeadlineExceeded        a synchronous request took too long
    ├── Stopped                 the person stopped the work
    ├── NotionError             Notion failed or refused, after retries
    │   ├── NotionAuthFailed    it refused the token
    │   ├── NotionForbidden     it does not let this token do that
    │   └── NotionNotFound      it does not know the id, or has not shared it
    ├── FreshdeskError          the helpdesk failed or refused, after retries
    │   ├── FreshdeskAuthFailed it refused the key
    │   ├── FreshdeskForbidden  its agent may not see that
    │   └── FreshdeskNotFound   it does not know the id
    └── AiError                 a language model gave nothing to go on with; `reason` says why
        └── AiAuthFailed        its provider refused the key

A `reason` names the text that a person reads (`agent/texts/`), `params` fill it; `str(error)`
is the English sentence for logs. Neither ever carries a secret.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong and where: a rule's name with what fills its sentence."""

    place: str
    rule: str
    params: Mapping[str, Any] = field(default_factory=dict)


class NotionForgeError(Exception):
    """The root; `code` is the public one of the contract."""

    code: ClassVar[str] = "INTERNAL_ERROR"
    default_reason: ClassVar[str] = "internal"

    def __init__(
        self,
        message: str,
        *,
        reason: str | None = None,
        params: Mapping[str, Any] | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.reason = reason or self.default_reason
        self.params = dict(params or {})
        self.retry_after = retry_after

    @property
    def retryable(self) -> bool:
        """Whether the same request may succeed later without a change."""
        return self.retry_after is not None


class InvalidInput(NotionForgeError):
    code = "INVALID_INPUT"
    default_reason = "invalid_input"


class ValidationFailed(NotionForgeError):
    """A value out of its bounds; `problems` say which and why."""

    code = "VALIDATION_ERROR"
    default_reason = "validation_error"

    def __init__(
        self, message: str, problems: Sequence[Problem] = (), *, reason: str | None = None
    ) -> None:
        super().__init__(message, reason=reason)
        self.problems = tuple(problems)


class BlueprintInvalid(ValidationFailed):
    code = "BLUEPRINT_INVALID"
    default_reason = "blueprint_invalid"


class UnsupportedMedia(ValidationFailed):
    code = "UNSUPPORTED_MEDIA"
    default_reason = "unsupported_media"


class RequestRefused(NotionForgeError):
    code = "REQUEST_REFUSED"
    default_reason = "request_refused"


class AuthFailed(NotionForgeError):
    code = "AUTH_FAILED"
    default_reason = "auth_failed"


class CredentialsRequired(NotionForgeError):
    code = "CREDENTIALS_REQUIRED"
    default_reason = "credentials_required"


class Forbidden(NotionForgeError):
    code = "FORBIDDEN"
    default_reason = "forbidden"


class Misdirected(NotionForgeError):
    code = "MISDIRECTED"
    default_reason = "misdirected"


class NotFound(NotionForgeError):
    code = "NOT_FOUND"
    default_reason = "not_found"


class Conflict(NotionForgeError):
    code = "CONFLICT"
    default_reason = "conflict"


class Busy(Conflict):
    code = "BUSY"
    default_reason = "busy"
    retryable = True


class Expired(NotionForgeError):
    code = "EXPIRED"
    default_reason = "expired"


class TooLarge(NotionForgeError):
    code = "FILE_TOO_LARGE"
    default_reason = "too_large"


class RateLimited(NotionForgeError):
    code = "RATE_LIMITED"
    default_reason = "rate_limited"


class Unavailable(NotionForgeError):
    code = "UNAVAILABLE"
    default_reason = "unavailable"


class CannotStart(Unavailable):
    """Raised before there is a server; `str(error)` is one sentence for who starts it."""


class StorageFailed(Unavailable):
    """A file of the server cannot be read or written for now; the same may succeed later."""

    default_reason = "storage_failed"

    def __init__(self, message: str, *, reason: str | None = None) -> None:
        super().__init__(message, reason=reason, retry_after=5.0)


class EncodingFailed(Unavailable):
    """A model that is not here did not turn texts into vectors; `str(error)` says what it did."""


class DeadlineExceeded(NotionForgeError):
    code = "TIMEOUT"
    default_reason = "timeout"


class Stopped(NotionForgeError):
    code = "CANCELLED"
    default_reason = "cancelled"


class NotionError(NotionForgeError):
    """Notion's refusal or failure: its HTTP status, code and request id."""

    code = "NOTION_ERROR"
    default_reason = "notion_error"

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        notion_code: str | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
        reason: str | None = None,
    ) -> None:
        details = {"status": status, "notion_code": notion_code, "request_id": request_id}
        super().__init__(
            message,
            reason=reason,
            params={"detail": message, **details},
            retry_after=retry_after,
        )
        self.status = status
        self.notion_code = notion_code
        self.request_id = request_id


class NotionAuthFailed(NotionError):
    code = "NOTION_AUTH_FAILED"
    default_reason = "notion_auth_failed"


class NotionForbidden(NotionError):
    default_reason = "notion_forbidden"


class NotionNotFound(NotionError):
    code = "NOT_FOUND"
    default_reason = "notion_not_found"


class FreshdeskError(NotionForgeError):
    """Freshdesk's refusal or failure, with its HTTP status where it answered at all."""

    code = "FRESHDESK_ERROR"
    default_reason = "freshdesk_error"

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        reason: str | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> None:
        told = {"detail": message, "status": status, **(params or {})}
        super().__init__(message, reason=reason, params=told)
        self.status = status


class FreshdeskAuthFailed(FreshdeskError):
    code = "AUTH_FAILED"
    default_reason = "freshdesk_auth_failed"


class FreshdeskForbidden(FreshdeskError):
    default_reason = "freshdesk_forbidden"


class FreshdeskNotFound(FreshdeskError):
    default_reason = "freshdesk_not_found"


class AiError(NotionForgeError):
    """What a language model failed in, named by `reason` (`ai_…`).

    `passing`: the same request may well succeed a moment later.
    """

    code = "AI_ERROR"
    default_reason = "ai_failed"

    def __init__(
        self,
        message: str,
        *,
        reason: str | None = None,
        retry_after: float | None = None,
        passing: bool = False,
    ) -> None:
        super().__init__(message, reason=reason, retry_after=retry_after)
        self.passing = passing


class AiAuthFailed(AiError):
    default_reason = "ai_auth"
