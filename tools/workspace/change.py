"""What every change is: its wire form, and what it makes of a workspace.

Who merely holds changes needs no more than this; which actions there are is said by `changes.py`.
"""

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema

from tools.blueprint.base import Name, Strict

if TYPE_CHECKING:
    from tools.workspace.draft import Edit


def _of_its_kind(given: Any) -> "Change":
    if isinstance(given, Change):
        return given
    kind = Change.kinds.get(given["action"])
    if kind is None:
        raise ValueError(f"there is no action {given['action']}")
    return kind.model_validate(given)


def _said(change: "Change", how: core_schema.SerializationInfo) -> dict[str, Any]:
    return change.model_dump(
        mode=how.mode, exclude_unset=how.exclude_unset, exclude_defaults=how.exclude_defaults
    )


class Change(Strict):
    """One change, known by its `action`. Whatever it names goes by title or name, as a person
    would say it, or by id; what is new is described as in a blueprint."""

    action: str

    kinds: ClassVar[dict[str, type["Change"]]] = {}  # every action, by its name

    @abstractmethod
    def apply(self, edit: "Edit") -> dict[str, Any]:
        """Makes the change; returns what a person is told of it, the action itself left out.

        Raises ValidationFailed where it cannot be meant.
        """

    def went_already(self, edit: "Edit") -> bool:  # noqa: ARG002  # only what deletes looks
        """Whether what it would take away went with something else before."""
        return False

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        for action in getattr(cls.model_fields["action"].annotation, "__args__", ()):
            Change.kinds[action] = cls

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """A field of changes of any kind keeps each as what it is."""
        if Strict not in cls.__bases__:
            return handler(source)
        return core_schema.no_info_plain_validator_function(
            _of_its_kind,
            serialization=core_schema.plain_serializer_function_ser_schema(_said, info_arg=True),
        )


class InDatabase(Change):
    """A change inside a database, which may be left out where there is only one."""

    database: Name | None = None


class OfPage(Change):
    """A change of the page itself where no `target` (a sub-page or database) is named."""

    target: Name | None = None
