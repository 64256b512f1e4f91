"""Files that Notion keeps: no change may take one away, since no request brings it back.

Icons and covers are not taken as `file` at all; of a files property the API says that a file which
is named in an update remains, and nothing of one that has gone before.
"""

from collections.abc import Iterator

from tools.blueprint.names import fail
from tools.workspace.model import ExistingDatabase, ExistingPage, ExistingRow, Structure
from tools.workspace.values import is_uploaded, uploaded

Shown = ExistingPage | ExistingDatabase | ExistingRow


def need_kept(before: Structure, after: Structure) -> None:
    """Raises ValidationFailed where an uploaded icon, cover or file has gone.

    What is in the trash keeps its own: a row there loses a value with its property only.
    """
    _need_looks(before, after)
    then = {database.id: database for database in after.databases}
    for database in before.databases:
        if database.id in then:
            _need_values(database, then[database.id])


def _need_looks(before: Structure, after: Structure) -> None:
    then = {item.id: item for item in _shown(after)}
    for item in _shown(before):
        kept = then.get(item.id, item)
        for old, new in ((item.icon, kept.icon), (item.cover, kept.cover)):
            if is_uploaded(old) and new != old:
                fail("look_uploaded", name=item.title)


def _shown(structure: Structure) -> Iterator[Shown]:
    yield structure.page
    yield from structure.sub_pages
    for database in structure.databases:
        yield database
        yield from database.rows


def _need_values(before: ExistingDatabase, after: ExistingDatabase) -> None:
    then = {row.id: row for row in after.rows}
    for prop in before.properties:
        left = after.property(prop.id)
        for row in before.rows if prop.type == "files" else ():
            kept = then.get(row.id, row).values.get(prop.id, [])
            gone = left is None or left.type != prop.type
            if any(gone or file not in kept for file in uploaded(row.values.get(prop.id))):
                fail("files_uploaded", name=prop.name)
