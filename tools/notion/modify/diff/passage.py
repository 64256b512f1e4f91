"""The order of a passage: back from the trash, schemas, rows, views, pages and blocks, trash."""

from tools.notion.modify.diff.pages import PagesDiff
from tools.notion.modify.diff.rows import RowsDiff
from tools.notion.modify.diff.schemas import SchemaDiff
from tools.notion.modify.diff.views import ViewsDiff
from tools.notion.modify.diff.work import Work


def passage(work: Work) -> None:
    """Emits everything between the two states."""
    pages, schemas = PagesDiff(work), SchemaDiff(work)
    pages.bring_back()
    schemas.write()
    RowsDiff(work, schemas).write()
    ViewsDiff(work, schemas).write()
    pages.change()
    pages.add_blocks()
    pages.trash()
