"""Which rows are meant, and what a bare value belongs to; rows edited and deleted."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from agent.planner.embedded.changing.dates import date_of
from agent.planner.embedded.changing.marks import Entity, atoms
from agent.planner.embedded.changing.nouns import ALL, DATABASE, OPTION, PROPERTY, ROW
from agent.planner.embedded.changing.values import DONE, done_option, option_named
from agent.planner.embedded.changing.wish import Unread, Wish, bare
from agent.planner.embedded.text import BLANKS
from tools.blueprint.changes import Change, DeleteRows, EditRows, RowEdit
from tools.blueprint.properties import CHOICES
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingRow

_OVERDUE = re.compile(
    rf"(?:(?:기한|마감일?|날짜)(?:[이을가]\s*+|\s*+)|[이을가]\s*+|{BLANKS})(?:지난|넘긴|넘은|초과한?|지나간|밀린)|연체된?"
    r"|(?<![A-Za-z])(?:overdue|past due|late|expired)(?![A-Za-z])"
    r"|期限(?:切れ|が?(?:過ぎ|切れ)た)の?|(?:過ぎた|遅れている)",
    re.IGNORECASE,
)


_DONE_ROWS = re.compile(
    r"(?:완료|끝난|끝낸|마친|종료)(?:된|한|됨)?(?=\s|$)|(?<![A-Za-z])(?:done|completed|finished|closed)"
    r"(?![A-Za-z])|(?:完了|終了)(?:した|済みの?|の)|終わった",
    re.IGNORECASE,
)


_NOT = re.compile(
    r"안\s?(?:된|한|끝난)|않은|미완료|아닌|(?<![A-Za-z])(?:not|un(?:done|finished)|incomplete|open)"
    r"(?![A-Za-z])|未完了|していない",
    re.IGNORECASE,
)


_EMPTY = re.compile(
    r"(?<![가-힣])(?:빈|비어\s?있는|제목\s?없는)|(?<![A-Za-z])(?:empty|blank|untitled)(?![A-Za-z])"
    r"|空の|空白の",
    re.IGNORECASE,
)


_ALL = re.compile(ALL, re.IGNORECASE)


def rows_meant(wish: Wish, text: str, database: ExistingDatabase) -> list[ExistingRow] | None:
    """The rows of a database that a text speaks of: by title, else by what they hold; else None."""
    named = [e.id for e in _named_rows(wish, text) if e.database == database.id]
    if named:
        return [row for row in database.rows if row.id in named]
    kept, limited = list(database.rows), False
    for holds in _conditions(wish, text, database):
        kept, limited = [row for row in kept if holds(row)], True
    if not limited and not _ALL.search(wish.plain(text)):
        return None
    return None if _says_more(wish, text, database) else kept


TICKED = re.compile(
    r"체크\s?(?:된|한|안\s?된)(?:거|것)?|(?<![A-Za-z])(?:un)?(?:checked|ticked)|チェック(?:した|済み?)",
    re.IGNORECASE,
)
_STATES = re.compile(
    "|".join(state.pattern for state in (_OVERDUE, _DONE_ROWS, _NOT, _EMPTY, TICKED)),
    re.IGNORECASE,
)
_NOUNS = re.compile("|".join((ALL, ROW, PROPERTY, OPTION, DATABASE)), re.IGNORECASE)
_SMALL_WORDS = re.compile(
    r"(?<![A-Za-z])(?:the|my|our|their|its?|of|in|on|to|at|for|from|that|which|who|are|is|be|been|was|were"
    r"|has|have|having|with|already|currently|now|still|status|please|one|ones|those|these|them"
    r"|this|things?|tasks?|s|everything|everyone|anything|as|and|so|also|just|and)(?![A-Za-z])"
    r"|(?<![가-힣])(?:것|거|것들|애들|걸|좀|이미|현재|지금|아직|이제|그냥|상태|제발|전|중)(?:[을를은는이가도만의]|들|인)*(?![가-힣])"
    r"|(?:있는|되어|돼|해|인|된|한|들|로|으로|에서|에|의|은|는|이|가|을|를|도|만|중인|중)+(?![가-힣])"
    r"|もの|なって|いる|ある|状態|タスク|した|[のをはがにもでと]|[\W\d_]",
    re.IGNORECASE,
)


def _says_more(wish: Wish, text: str, database: ExistingDatabase) -> bool:
    """Whether words are left that may limit the rows in a way that is not understood."""
    left = _STATES.sub(" ", wish.plain(text))
    for atom in atoms(text):
        left = left.replace(wish.marks.surface(atom), " ")
    left = _NOUNS.sub(" ", left)
    words = _SMALL_WORDS.sub(" ", left).split()
    return any(wish.property_said(word, database) is None for word in words)


def _named_rows(wish: Wish, text: str) -> list[Entity]:
    return [e for atom in atoms(text) for e in wish.of(atom, "row")]


def _conditions(wish: Wish, text: str, database: ExistingDatabase) -> list[Any]:
    plain, found = wish.plain(text), []
    negated = _NOT.search(plain) is not None
    if _OVERDUE.search(plain) and (due := _due(wish, text, database)):
        found.append(lambda row: _is_before(row.values.get(due.id), wish.today))
    options = [
        e for atom in atoms(text) for e in wish.of(atom, "option") if e.database == database.id
    ]
    if options:
        option = options[0]
        found.append(
            lambda row: _holds(row.values.get(option.property or ""), option.id) != negated
        )
    elif _DONE_ROWS.search(plain) or (negated and _OVERDUE.search(plain) is None):
        found += _done(database, negated=negated)
    elif (box := _box(wish, text, database)) is not None:
        found.append(lambda row: bool(row.values.get(box.id)) != negated)
    if _EMPTY.search(plain):
        found.append(lambda row: not row.title.strip())
    return found


def _due(wish: Wish, text: str, database: ExistingDatabase) -> ExistingProperty | None:
    named = [e for e in wish.named(text, "property") if e.database == database.id]
    dates = [p for p in database.properties if p.type == "date"]
    return next((p for p in dates if p.id in [e.id for e in named]), None) or main_date(database)


_DUE_NAMES = re.compile(r"마감|기한|납기|due|deadline|期限|締", re.IGNORECASE)


def due_date(database: ExistingDatabase) -> ExistingProperty | None:
    """The date of a database by which something is due."""
    dates = (p for p in database.properties if p.type == "date")
    return next((p for p in dates if _DUE_NAMES.search(p.name)), None)


def main_date(database: ExistingDatabase) -> ExistingProperty | None:
    """The date of a database that a day is most likely meant for: when something is due."""
    dates = (p for p in database.properties if p.type == "date")
    return due_date(database) or next(dates, None)


def _is_before(value: Any, today: date) -> bool:
    return bool(value) and str(value.get("end") or value["start"])[:10] < today.isoformat()


def _holds(value: Any, option_id: str) -> bool:
    return option_id in value if isinstance(value, list) else value == option_id


def _done(database: ExistingDatabase, *, negated: bool) -> list[Any]:
    choices = [p for p in database.properties if p.type in ("status", "select")]
    for prop in sorted(choices, key=lambda p: p.type != "status"):
        complete = [o.id for o in prop.options if o.group == "Complete"]
        option = done_option(prop)
        held = complete or ([option.id] if option else [])
        if held:
            return [lambda row, p=prop.id, h=held: (row.values.get(p) in h) != negated]
    box = next((p for p in database.properties if p.type == "checkbox"), None)
    return [lambda row: bool(row.values.get(box.id)) != negated] if box else []


def _box(wish: Wish, text: str, database: ExistingDatabase) -> ExistingProperty | None:
    ids = [e.id for e in wish.named(text, "property") if e.database == database.id]
    boxes = [p for p in database.properties if p.type == "checkbox" and p.id in ids]
    said = re.search(r"체크된|된|한|checked|ticked|チェック", wish.plain(text))
    return boxes[0] if boxes and said else None


def row_names(database: ExistingDatabase, rows: Sequence[ExistingRow]) -> list[str]:
    """How changes name rows: by title where it is the only such one, else by id."""
    counts = Counter(row.title.casefold() for row in database.rows)
    return [
        row.title
        if row.title.strip() == row.title and counts[row.title.casefold()] == 1 and row.title
        else row.id
        for row in rows
    ]


def delete_rows(database: ExistingDatabase, rows: Sequence[ExistingRow]) -> list[Change]:
    """The deletion of rows. Raises Unread for none."""
    if not rows:
        raise Unread
    names = row_names(database, rows)
    return [DeleteRows(action="delete_rows", database=database.title, rows=names)]


def edit_rows(
    wish: Wish, database: ExistingDatabase, rows: Sequence[ExistingRow], values: dict[str, Any]
) -> list[Change]:
    """New values for rows. Raises Unread for no rows."""
    if not rows or not values:
        raise Unread
    wish.memory.rows, wish.memory.rows_database = [row.id for row in rows], database.id
    edits = [RowEdit(row=name, values=values) for name in row_names(database, rows)]
    return [EditRows(action="edit_rows", database=database.title, rows=edits)]


def inferred(
    wish: Wish, database: ExistingDatabase, said: str
) -> tuple[ExistingProperty, Any] | None:
    """The property that a bare value belongs to, with the value: "done", "높음", "내일"."""
    plain = wish.plain(said).strip(" '\",.")
    choices = [p for p in database.properties if p.type in CHOICES]
    choices.sort(key=lambda p: p.type != "status")
    for prop in choices:
        exact = [o for o in prop.options if o.name.casefold() == bare(plain).casefold()]
        if exact:
            return prop, [exact[0].name] if prop.type == "multi_select" else exact[0].name
    for prop in choices:
        if prop.type != "multi_select" and (option := option_named(prop, plain)):
            return prop, option.name
    box = next((p for p in database.properties if p.type == "checkbox"), None)
    if box is not None and DONE.fullmatch(plain):
        return box, True
    day = date_of(plain, wish.today)
    due = main_date(database)
    return (due, day) if due is not None and day is not None else None
