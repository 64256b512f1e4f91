"""What the parts of a diff share: both states, the growing plan, and where new ids come from."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.notion.compile.emission import Emission
from tools.notion.compile.pages import BodyWriter
from tools.notion.modify.uploads import Shown
from tools.notion.operations import Kind, Method, Operation, Ref
from tools.workspace.model import ExistingDatabase, ExistingProperty, Json, Structure, is_new
from tools.workspace.values import is_uploaded


@dataclass
class Work:
    """The way from `now` to `then`. `refs` say where the ids of what is new come from; `prefix`
    keeps the operations of the way back apart. `built` has the new databases as they have been made
    before anything links them to others."""

    now: Structure
    then: Structure
    emission: Emission
    prefix: str = ""
    built: Structure | None = None
    refs: dict[str, Ref] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bodies = BodyWriter(self.emission)
        self.restored: list[str] = []  # operations that bring pages and databases back

    def address(self, name: str) -> str | Ref:
        """An id as a request says it."""
        return self.refs.get(name, name)

    def emit(
        self,
        name: str,
        kind: Kind,
        method: Method,
        path: tuple[str | Ref, ...],
        body: Json | None,
        title: str,
        *,
        lane: str | None = None,
        after: tuple[str, ...] = (),
        note: str | None = None,
    ) -> str:
        """Adds an operation; in a lane of its own unless one is given. Returns its id."""
        op_id = f"{self.prefix}{name}"
        operation = Operation(
            op_id, kind, method, path, f"{self.prefix}{lane or name}", title, body, after
        )
        self.emission.emit(operation, note)
        return op_id

    def pairs(self) -> Iterator[tuple[ExistingDatabase, ExistingDatabase]]:
        """The databases that are there now and then, in both states."""
        then = {database.id: database for database in self.then.databases}
        for database in self.now.databases:
            if database.id in then and database.data_source_id is not None:
                yield database, then[database.id]
        for database in self.built.databases if self.built else ():
            if is_new(database.id) and database != then[database.id]:
                yield database, then[database.id]


def by_id(database: ExistingDatabase) -> dict[str, ExistingProperty]:
    """The properties of a database by id."""
    return {prop.id: prop for prop in database.properties}


def looks(old: Shown, new: Shown) -> Json:
    """The icon and cover that are new, as a request says them; an uploaded one can neither be
    sent nor come back, and so stays."""
    pairs = {key: (getattr(old, key), getattr(new, key)) for key in ("icon", "cover")}
    return {
        key: pair[1]
        for key, pair in pairs.items()
        if pair[0] != pair[1] and not any(map(is_uploaded, pair))
    }
