"""The operations of a plan: requests to Notion that may need ids which earlier ones bring.

A plan is pure data and JSON-ready: it is stored with its approval, journalled while it runs, and
taken up again after a crash.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

Parent = dict[str, Any]  # {"type": "page_id", "page_id": …} or {"type": "workspace", …}

WORKSPACE: Parent = {"type": "workspace", "workspace": True}


def page_parent(page_id: str) -> Parent:
    return {"type": "page_id", "page_id": page_id}


Kind = Literal[
    "create_page",
    "create_row",
    "create_database",
    "create_view",
    "create_linked_view",
    "append_blocks",
    "update_schema",
    "update_row",
    "update_view",
    "update_page",
    "update_database",
    "update_block",
    "move_page",
    "delete_view",
    "read_schema",
    "read_children",
    "read_views",
    "create_upload",
    "send_upload",
    "add_comment",
]

# The steps of `progress` that a person sees.
STEPS: Mapping[Kind, str] = {
    "create_page": "create_sub_page",
    "create_row": "add_rows",
    "create_database": "create_database",
    "create_view": "create_view",
    "create_linked_view": "create_view",
    "append_blocks": "add_blocks",
    "update_schema": "link",
    "update_row": "link",
    "update_view": "create_view",
    "update_page": "create_page",
    "update_database": "create_database",
    "update_block": "add_blocks",
    "move_page": "link",
    "delete_view": "create_view",
    "read_schema": "create_view",
    "read_children": "add_blocks",
    "read_views": "create_view",
    "create_upload": "add_blocks",
    "send_upload": "add_blocks",
    "add_comment": "add_blocks",
}

Method = Literal["GET", "POST", "PATCH", "DELETE"]

MAIN_PAGE = "page"


@dataclass(frozen=True)
class Ref:
    """A value that an earlier operation's answer holds: which operation, and where in it."""

    operation: str
    pointer: str = "/id"

    def to_json(self) -> dict[str, str]:
        return {"$ref": self.operation, "at": self.pointer}


@dataclass(frozen=True)
class Operation:
    """One request. `path` parts and `body` leaves may be `Ref`s; `lane` says who takes turns.

    Operations of one lane run one after the other, in the order of the plan, because siblings
    appear in the order of completion, and what looks alike may not be in doubt together. Siblings
    have lanes of their own where their order is not seen, or is said. `after` names
    operations to wait for without needing their ids. `blocks` counts the blocks it writes;
    `first_level` those of them that stand directly in the page, where its body is markdown;
    `before` those that the parent of an append held already when the plan was made. The body of a
    `send_upload` is a file (`filename`, `content_type`, `content` as base64), sent as a form.
    """

    id: str
    kind: Kind
    method: Literal["GET", "POST", "PATCH", "DELETE"]
    path: tuple[str | Ref, ...]
    lane: str
    title: str
    body: Mapping[str, Any] | None = None
    after: tuple[str, ...] = ()
    blocks: int = 0
    first_level: int = 0
    before: int = 0

    @property
    def step(self) -> str:
        """The step of progress that it belongs to."""
        return "create_page" if self.id == MAIN_PAGE else STEPS[self.kind]

    @cached_property
    def _spots(self) -> dict[str, Any]:
        """Where references stand in it; looked for once: bodies are long."""
        return _spots_in({"path": self.path, "body": self.body}) or {}

    @cached_property
    def refs(self) -> tuple[Ref, ...]:
        """What it takes from the answers of earlier ones."""
        return tuple(refs(self._spots))

    def resolved(self, look_up: Callable[[Ref], Any]) -> "Operation":
        """The same with every reference replaced by what it stands for, or by another."""
        found = _filled({"path": self.path, "body": self.body}, self._spots, look_up)
        return replace(self, path=tuple(found["path"]), body=found["body"])

    def filled(self, look_up: Callable[[Ref], Any]) -> tuple[str, Any]:
        """Its path and its body with every reference replaced by what it stands for."""
        found = _filled({"path": self.path, "body": self.body}, self._spots, look_up)
        return "".join(found["path"]), found["body"]

    def to_json(self) -> dict[str, Any]:
        """The operation as JSON-ready data."""
        data = {name: getattr(self, name) for name in self.__dataclass_fields__}
        found: dict[str, Any] = _filled(data, self._spots, Ref.to_json)
        return {**found, "path": list(found["path"]), "after": list(self.after)}

    @cached_property
    def needs(self) -> frozenset[str]:
        """The operations that must be done before it."""
        return frozenset({ref.operation for ref in self.refs} | set(self.after))

    @property
    def shared_place(self) -> str | None:
        """Where other builds may be making the same: a title below what was there before."""
        parent = (self.body or {}).get("parent", {})
        if self.kind != "create_page" or any(refs(parent)):
            return None
        return f"{parent.get('page_id', 'workspace')}/{self.title}"

    @property
    def writes(self) -> bool:
        return self.method != "GET"


@dataclass(frozen=True)
class Counts:
    """What a plan makes; `bound` is pages + databases + rows + extra views, a call each."""

    pages: int = 0
    databases: int = 0
    rows: int = 0
    views: int = 0
    blocks: int = 0
    api_calls: int = 0

    @property
    def bound(self) -> int:
        return self.pages + self.databases + self.rows + self.views


@dataclass(frozen=True)
class Note:
    """Something the plan says of itself: a call beyond the bound, or a choice that was made."""

    rule: str
    operation: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """Operations in an order in which each needs only earlier ones; only the main page comes first
    even where it shows uploads.

    `keep` names values of the answers that a later plan will need; `present` are ids of what was
    there before and looks like what the plan makes.
    """

    operations: tuple[Operation, ...]
    counts: Counts
    notes: tuple[Note, ...] = ()
    keep: tuple[Ref, ...] = ()
    present: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON-ready data."""
        return {
            "operations": [operation.to_json() for operation in self.operations],
            "counts": asdict(self.counts),
            "notes": [asdict(note) for note in self.notes],
            "keep": [ref.to_json() for ref in self.keep],
            "present": list(self.present),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Plan":
        """The plan that `to_json` described."""
        return cls(
            tuple(_read_operation(item) for item in data["operations"]),
            Counts(**data["counts"]),
            tuple(Note(**item) for item in data["notes"]),
            tuple(_decode(item) for item in data.get("keep", ())),
            tuple(data.get("present", ())),
        )


def refs(value: Any) -> Iterator[Ref]:
    """All references inside a body or path."""
    if isinstance(value, Ref):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from refs(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from refs(item)


def _spots_in(value: Any) -> Any:
    """Where references stand: what leads to them, as keys and numbers; None where none is."""
    if isinstance(value, dict):
        items: Iterable[tuple[Any, Any]] = value.items()
    elif isinstance(value, (list, tuple)):
        items = enumerate(value)
    else:
        return value if isinstance(value, Ref) else None
    found = {}
    for key, item in items:
        # Most of a body are words, and half of compiling it would be looking into these.
        if type(item) is not str and (spots := _spots_in(item)) is not None:
            found[key] = spots
    return found or None


def _filled(value: Any, spots: Any, look_up: Callable[[Ref], Any]) -> Any:
    """The same value with what stands at the spots replaced; all else is shared, not copied."""
    if isinstance(spots, Ref):
        return look_up(spots)
    copied: Any = dict(value) if isinstance(value, dict) else list(value)
    for key, inner in spots.items():
        copied[key] = _filled(value[key], inner, look_up)
    return copied


def captures(plan: Plan) -> dict[str, set[str]]:
    """For every operation the pointers into its answer that others need.

    The main page's address is kept as well: it is what a person gets in the end.
    """
    found: dict[str, set[str]] = {operation.id: set() for operation in plan.operations}
    found.get(MAIN_PAGE, set()).add("/url")
    for ref in (*plan.keep, *(ref for op in plan.operations for ref in op.refs)):
        found[ref.operation].add(ref.pointer)
    return found


def escape(name: str) -> str:
    """A property name as one part of a pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def point(answer: Any, pointer: str) -> Any:
    """What a pointer (RFC 6901) finds in an answer. Raises KeyError or IndexError."""
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        answer = answer[int(name)] if isinstance(answer, list) else answer[name]
    return answer


def _read_operation(data: Mapping[str, Any]) -> Operation:
    decoded = {key: _decode(value) for key, value in data.items()}
    return Operation(
        **{**decoded, "path": tuple(decoded["path"]), "after": tuple(decoded["after"])}
    )


def _decode(value: Any) -> Any:
    if isinstance(value, dict):
        if "$ref" in value:
            return Ref(value["$ref"], value["at"])
        return {key: _decode(item) for key, item in value.items()}
    return [_decode(item) for item in value] if isinstance(value, list) else value
