"""Where in a blueprint icons stand, and where files are uploaded."""

from collections.abc import Iterator

from tools.blueprint.blocks import Block, Callout, Media, Tab, walk
from tools.blueprint.model import Blueprint, Database, Page, Row, bodies, databases, pages
from tools.blueprint.uploads import Icon, Upload, Uploaded
from tools.blueprint.values import read_upload

# Where it stands, what it is there (a block's type, `icon`, `cover` or `files`), and the file.
Found = tuple[str, str, Upload]


def uploads(blueprint: Blueprint) -> Iterator[Found]:
    """Every upload of a blueprint, as often as it is used."""
    for place, page in pages(blueprint):
        yield from _looks(f"{place}." if place else "", page)
    for place, _, database in databases(blueprint):
        yield from _looks(f"{place}.", database)
        for i, row in enumerate(database.rows):
            yield from _looks(f"{place}.rows[{i}].", row)
            yield from _values(f"{place}.rows[{i}].values", database, row)
    for place, body in bodies(blueprint):
        yield from in_blocks(body, place)


def in_blocks(blocks: list[Block], place: str = "blocks") -> Iterator[Found]:
    """Every upload of a body."""
    for where, block, _ in walk(blocks, place):
        match block:
            case Media(type=kind, upload=Upload() as upload):
                yield f"{where}.upload", kind, upload
            case _:
                for at, icon in _icons(where, block):
                    if isinstance(icon, Uploaded):
                        yield f"{at}.upload", "icon", icon.upload


def icons(blueprint: Blueprint) -> Iterator[tuple[str, Icon | None]]:
    """Every place for an icon, and what stands there."""
    for place, page in pages(blueprint):
        yield f"{place}.icon" if place else "icon", page.icon
    for place, _, database in databases(blueprint):
        yield f"{place}.icon", database.icon
        for i, row in enumerate(database.rows):
            yield f"{place}.rows[{i}].icon", row.icon
    for place, body in bodies(blueprint):
        for where, block, _ in walk(body, place):
            yield from _icons(where, block)


def _icons(where: str, block: Block) -> Iterator[tuple[str, Icon | None]]:
    match block:
        case Callout(icon=icon):
            yield f"{where}.icon", icon
        case Tab(tabs=tabs):
            for i, pane in enumerate(tabs):
                yield f"{where}.tabs[{i}].icon", pane.icon
        case _:
            pass


def _looks(prefix: str, item: Page | Database | Row) -> Iterator[Found]:
    if isinstance(item.icon, Uploaded):
        yield f"{prefix}icon.upload", "icon", item.icon.upload
    if isinstance(item.cover, Uploaded):
        yield f"{prefix}cover.upload", "cover", item.cover.upload


def _values(where: str, database: Database, row: Row) -> Iterator[Found]:
    for declared in database.properties:
        given = row.values.get(declared.name)
        if declared.type != "files" or not isinstance(given, list):
            continue
        for i, item in enumerate(given):
            if (upload := read_upload(item)) is not None:
                yield f"{where}.{declared.name}[{i}].upload", "files", upload
