"""Where the ids of a blueprint's pages and databases will come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.blueprint.uploads import Upload
from tools.notion.operations import MAIN_PAGE, Ref


@dataclass(frozen=True)
class Addresses:
    """Blueprint keys to references; `uploads` are by the operation whose answer has the id."""

    page_operations: Mapping[str, str]
    database_operations: Mapping[str, str]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def page(self, key: str) -> Ref:
        """The id of a page, or of a database where the key names one."""
        if key in self.page_operations:
            return Ref(self.page_operations[key])
        return self.database(key)

    def database(self, key: str) -> Ref:
        return Ref(self.database_operations[key])

    def data_source(self, key: str) -> Ref:
        return Ref(self.database_operations[key], "/data_sources/0/id")


def page_operation(key: str) -> str:
    """The operation that creates a sub-page."""
    return f"{MAIN_PAGE}:{key}"


def database_operation(key: str) -> str:
    """The operation that creates a database."""
    return f"database:{key}"


def row_operation(key: str, index: int) -> str:
    """The operation that creates a row of a database."""
    return f"row:{key}:{index}"


def upload_operation(upload: Upload) -> str:
    """The operation that sends a file; one for all places that show the same file."""
    return f"upload:{upload.digest}"
