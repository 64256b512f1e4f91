"""A workspace in a few lines, for a prompt. Pure.

What stands in a page was written by anybody: a text that aims at an agent's rules, or holds a key,
is withheld, and each is cut to a length at which it can name a thing and not tell a story.
"""

from collections.abc import Iterable

from agent.guard import check_content
from tools.errors import RequestRefused
from tools.workspace.model import ExistingDatabase, ExistingProperty, Structure, all_blocks

_MOST_LETTERS = 80  # of a name
_MOST_ROWS = 12
_MOST_BLOCKS = 20
_WITHHELD = "(withheld)"


def harmless(text: str, most: int = _MOST_LETTERS) -> str:
    """A text of somebody's as data: on one line, cut, and without marks that could end it."""
    plain = " ".join(text.split()).replace("⟦", "[").replace("⟧", "]")
    try:
        check_content(plain)
    except RequestRefused as refused:
        if refused.reason != "guard_spam":  # a row of dashes aims at nobody
            return _WITHHELD
    return plain if len(plain) <= most else f"{plain[:most]}…"


def outlined(structure: Structure, *, rows: int = _MOST_ROWS) -> str:
    """The page, its databases with properties, views and first rows, its sub-pages, its text."""
    lines = [f'Page "{harmless(structure.page.title)}"']
    for database in structure.databases:
        if not database.linked:
            lines += _database(database, structure, rows)
    subs = [f'"{harmless(page.title)}"' for page in structure.sub_pages[:_MOST_BLOCKS]]
    if subs:
        lines.append(f"Sub-pages: {', '.join(subs)}")
    said = [block.text for block in all_blocks(structure.blocks) if block.text][:_MOST_BLOCKS]
    if said:
        lines.append(f"Text: {' / '.join(map(harmless, said))}")
    return "\n".join(lines)


def sketched(structure: Structure) -> str:
    """The same in fewer words: what a property may be added to, or an option."""
    lines = [f'Page "{harmless(structure.page.title)}"']
    for database in structure.databases:
        if not database.linked:
            props = (f"{harmless(p.name)} ({p.type})" for p in database.properties)
            lines.append(f'Database "{harmless(database.title)}": {"; ".join(props)}')
    return "\n".join(lines)


def texts_of(structure: Structure) -> list[str]:
    """What somebody wrote into a page: its blocks, and the titles of its rows."""
    rows = [row.title for database in structure.databases for row in database.rows]
    return [*rows, *(block.text for block in all_blocks(structure.blocks))]


def _database(database: ExistingDatabase, structure: Structure, most: int) -> Iterable[str]:
    yield f'Database "{harmless(database.title)}" with {len(database.rows)} rows'
    yield f"  properties: {'; '.join(_property(p, structure) for p in database.properties)}"
    if database.views:
        views = (f"{harmless(view.name)} ({view.type})" for view in database.views)
        yield f"  views: {', '.join(views)}"
    titles = [f'"{harmless(row.title)}"' for row in database.rows[:most]]
    if titles:
        yield f"  rows: {', '.join(titles)}{' …' if len(database.rows) > most else ''}"


def _property(prop: ExistingProperty, structure: Structure) -> str:
    told = f"{harmless(prop.name)} ({prop.type}"
    if prop.options:
        told += f": {'|'.join(harmless(option.name) for option in prop.options[:12])}"
    far = structure.source(prop.config.get("data_source_id")) if prop.type == "relation" else None
    return f"{told} to {harmless(far.title)})" if far else f"{told})"
