"""What is to go: by the noun that says what it is, else by what has that name."""

import re

from agent.planner.embedded.changing.marks import ATOM, BETWEEN, Entity, Kind, atoms
from agent.planner.embedded.changing.nouns import (
    ALL,
    BLOCK,
    COVER,
    DATABASE,
    ICON,
    OPTION,
    PAGE,
    PROPERTY,
    ROW,
    SUB_PAGE,
    VIEW,
)
from agent.planner.embedded.changing.pages import set_look
from agent.planner.embedded.changing.rows import TICKED, delete_rows, rows_meant
from agent.planner.embedded.changing.which_view import type_in, view_meant, view_of_database
from agent.planner.embedded.changing.wish import Ask, Unread, Wish, bare
from agent.planner.embedded.text import split_outside
from tools.blueprint.changes import (
    Archive,
    Change,
    DeleteBlocks,
    DeleteDatabase,
    DeleteOption,
    DeleteProperty,
    DeleteView,
)
from tools.workspace.model import ExistingDatabase

_NOUNS: list[tuple[Kind | str, re.Pattern[str]]] = [
    (kind, re.compile(noun, re.IGNORECASE))
    for kind, noun in (
        ("sub_page", SUB_PAGE),
        ("property", PROPERTY),
        ("option", OPTION),
        ("view", VIEW),
        ("block", BLOCK),
        ("page", PAGE),
    )
]
_DATABASE = re.compile(rf"\s*+の?{DATABASE}", re.IGNORECASE)
_LOOK = re.compile(f"{ICON}|{COVER}", re.IGNORECASE)
_ROW = re.compile(ROW, re.IGNORECASE)
_ALL = re.compile(ALL, re.IGNORECASE)
_IT = re.compile(
    r"^(?:그|이|방금(?:\s?추가한)?)?\s*(?:거|것|그거|이거|걸|뷰|속성|옵션|행|페이지|DB)?(?:는|은|을|를|도|만)?$"
    r"|^(?:it|that|this|them|that one|the (?:new )?(?:view|property|option|row|page))$"
    r"|^(?:それ|これ|その\S+)[をはも]?$",
    re.IGNORECASE,
)
_BLOCK_WORD = re.compile(
    r"콜아웃|구분선|인용(?:문|구)?|제목|문단|텍스트|토글|(?<![A-Za-z])(?:callout|quote|heading|paragraph"
    r"|divider|toggle|text)(?![A-Za-z])|コールアウト|引用|見出し|段落|区切り線",
    re.IGNORECASE,
)
_BLOCK_TYPES = [
    (re.compile(r"콜아웃|callout|コールアウト", re.IGNORECASE), "callout"),
    (re.compile(r"구분선|divider|区切り線", re.IGNORECASE), "divider"),
    (re.compile(r"인용|quote|引用", re.IGNORECASE), "quote"),
    (re.compile(r"목차|table of contents|目次", re.IGNORECASE), "table_of_contents"),
    (re.compile(r"토글|toggle|トグル", re.IGNORECASE), "toggle"),
]
# Without a noun, in this order.
_ORDER: tuple[Kind, ...] = ("property", "view", "option", "sub_page", "row", "block", "database")


def delete(wish: Wish) -> list[Change] | None:
    """Everything that the clause asks to take away. Raises Ask and Unread."""
    if _LOOK.search(wish.body) and not wish.named(wish.body, "property", "view"):
        return set_look(wish)
    if _IT.match(wish.plain(wish.body)) and wish.memory.last:
        return _gone(wish, wish.memory.last)
    views = [view_of_database(wish, piece) for piece in split_outside(wish.body, BETWEEN)]
    if views and all(views):
        return [change for view in views if view for change in _gone(wish, view)]
    kind = _head_kind(wish.body)
    if kind is None and (rows := _rows(wish)) is not None:
        return rows
    if kind is None and _is_database(wish):
        kind = "database"
    if kind == "page" and not atoms(wish.body):
        return [Archive(action="archive")]
    pieces = split_outside(_parts(wish, kind), BETWEEN)
    return [change for piece in pieces for change in _one(wish, piece, kind)]


def _head_kind(body: str) -> Kind | str | None:
    """What the last noun says that is to go; "from the …" only says where it is."""
    head = re.sub(r"(?<!\s)\s+(?:from|in|of)\s.*$", "", body, flags=re.IGNORECASE)
    found = [(f.start(), kind) for kind, noun in _NOUNS for f in noun.finditer(head or body)]
    return max(found, key=lambda place: place[0])[1] if found else None


def _parts(wish: Wish, kind: str | None) -> str:
    """The body without the place that it names, unless the place is what is to go."""
    if kind in ("property", "option", "view", "row") or len(atoms(wish.body)) > 1:
        kept, memory = wish.body, wish.memory.database
        found = wish.take_database()
        if found is not None and not re.sub(r"[\W_]", "", bare(wish.plain(wish.body))):
            wish.body, wish.memory.database = kept, memory
    return wish.body


def _is_database(wish: Wish) -> bool:
    for found in re.finditer(ATOM, wish.body):
        behind = wish.body[found.end() :]
        if wish.of(found[0], "database") and (noun := _DATABASE.match(behind)):
            return not re.match(r"\s*+(?:에서|의|에)\s*+\S", behind[noun.end() :])
    return False


def _rows(wish: Wish) -> list[Change] | None:
    """Rows that go, where the words name them or say what they hold."""
    kept, memory = wish.body, wish.memory.database
    said = _ROW.search(wish.body) is not None or _ALL.search(wish.plain(wish.body)) is not None
    option = any(wish.of(a, "option") for a in atoms(wish.body))
    home = any(wish.of(a, "database") for a in atoms(wish.body)) and not _is_database(wish)
    placed = re.search(rf"{ATOM}\s*(?:에서|から)|(?<![A-Za-z])from\s", wish.body)
    database = wish.take_database() if home else None
    if database is None and (titled := wish.named(wish.body, "row")) and not option:
        others = wish.named(wish.body, "property", "view", "sub_page")
        if not others:
            database = wish.database(wish.one(titled).database)
    boxes = [
        e.database for a in atoms(wish.body) for e in wish.of(a, "property") if _is_box(wish, e)
    ]
    if database is None and boxes and TICKED.search(wish.plain(wish.body)):
        database = wish.the_database([box for box in boxes if box])
    if database is None and (said or option) and _conditioned(wish):
        database = _home_of(wish)
    rows = None
    if database is not None and not (placed and option and not _conditioned(wish)):
        rows = rows_meant(wish, wish.body, database)
    if rows is None or database is None:
        wish.body, wish.memory.database = kept, memory
        return None
    return delete_rows(database, rows)


def _is_box(wish: Wish, entity: Entity) -> bool:
    return wish.property(entity).type == "checkbox"


_CONDITION = re.compile(
    r"(?:된|한|인|끝난|지난)\s|(?<![A-Za-z])(?:that are|which are|tasks?|rows?|items?)(?![A-Za-z])"
    r"|した"
)


def _conditioned(wish: Wish) -> bool:
    return _CONDITION.search(wish.plain(wish.body) + " ") is not None or bool(
        _ROW.search(wish.body)
    )


def _home_of(wish: Wish) -> ExistingDatabase:
    homes = [e.database for a in atoms(wish.body) for e in wish.of(a, "option") if e.database]
    return wish.the_database(list(dict.fromkeys(homes)) or None)


def _one(wish: Wish, piece: str, kind: str | None) -> list[Change]:
    view_type = type_in(wish, piece)
    if (
        kind in (None, "view")
        and view_type is not None
        and not wish.named(piece, "property", "option")
    ):
        database = wish.database(wish.memory.database) if wish.memory.database else None
        try:
            entity = view_meant(wish, piece, database)
        except Ask:
            entity = view_meant(wish, piece, None)
        if entity is not None:
            return _gone(wish, entity)
    if kind in (None, "option") and (option := _of_its_property(wish, piece)):
        return _gone(wish, option)
    kinds: tuple[Kind, ...] = (kind,) if kind in _ORDER else _ORDER
    if kind == "page":
        kinds = ("sub_page",)
    for one in kinds:
        named = _here(wish, wish.named(piece, one))
        if named and (kind is not None or (_is_all(piece) and len(atoms(piece)) < 2)):
            return _gone(wish, wish.one(named))
    if kind in (None, "property") and (prop := _by_meaning(wish, piece)):
        return _gone(wish, prop)
    if kind in (None, "block") and (block := _block(wish, piece)):
        return [DeleteBlocks(action="delete_blocks", blocks=[block])]
    return _hinted_or_ask(wish, piece, kind)


def _of_its_property(wish: Wish, piece: str) -> Entity | None:
    """The option that is named beside the property it belongs to ("상태에서 대기를")."""
    props = {e.id for atom in atoms(piece) for e in wish.of(atom, "property")}
    owned = [e for a in atoms(piece) for e in wish.of(a, "option") if e.property in props]
    return wish.one(owned) if len(atoms(piece)) > 1 and owned and _is_all(piece) else None


_FILLER = re.compile(
    rf"{DATABASE}|{PAGE}|{_BLOCK_WORD.pattern}|(?<![A-Za-z])(?:the|my|our|old|now|please)(?![A-Za-z])"
    r"|(?:은|는|이|가|을|를|도|의|에서|에|이제|좀|그|를)(?=\s|$)|[をはがもの\W]",
    re.IGNORECASE,
)


def _is_all(piece: str) -> bool:
    """Whether nothing is said beside the name: what else is said may mean less than all of it."""
    left = re.sub(ATOM, " ", piece) if atoms(piece) else ""
    return not _FILLER.sub("", left)


def _here(wish: Wish, entities: list[Entity]) -> list[Entity]:
    """Those in the database that was spoken of, where there are some."""
    here = [e for e in entities if e.database == wish.memory.database]
    return here or entities


def _by_meaning(wish: Wish, piece: str) -> Entity | None:
    if atoms(piece):
        return None
    home = wish.database(wish.memory.database) if wish.memory.database else None
    return wish.property_said(piece, home)


def _block(wish: Wish, piece: str) -> str | None:
    """The block of a type that is named without its words, where there is only one."""
    for said, kind in _BLOCK_TYPES:
        if said.search(piece):
            blocks = [b for b in wish.draft.structure.blocks if b.type == kind]
            if len(blocks) == 1:
                return blocks[0].text if blocks[0].text.strip() else blocks[0].id
    return None


def _hinted_or_ask(wish: Wish, piece: str, kind: str | None) -> list[Change]:
    if kind not in ("property", "option", "view", "sub_page"):
        raise Unread
    if hinted := [e for e in wish.hinted(kind) if not _is_title(wish, e)]:  # type: ignore[arg-type]
        return _gone(wish, wish.one(hinted))
    homes = [wish.database(wish.memory.database)] if wish.memory.database else wish.databases
    names = {
        "property": [p.name for d in homes for p in d.properties if p.type != "title"],
        "option": [o.name for d in homes for p in d.properties for o in p.options],
        "view": [v.name for d in homes for v in d.views],
        "sub_page": [page.title for page in wish.draft.structure.sub_pages],
    }
    missing = "page" if kind == "sub_page" else kind
    raise Ask(missing, names[kind], bare(wish.plain(piece)))  # type: ignore[arg-type]


def _is_title(wish: Wish, entity: Entity) -> bool:
    return entity.kind == "property" and wish.property(entity).type == "title"


def _gone(wish: Wish, entity: Entity) -> list[Change]:
    """The deletion of one thing."""
    home = wish.database(entity.database).title if entity.database else None
    wish.remember(entity)
    match entity.kind:
        case "property":
            return [DeleteProperty(action="delete_property", database=home, property=entity.name)]
        case "option":
            prop = wish.property(_known(wish, entity)).name
            return [
                DeleteOption(
                    action="delete_option", database=home, property=prop, option=entity.name
                )
            ]
        case "view":
            return [DeleteView(action="delete_view", database=home, view=entity.name)]
        case "row":
            database = wish.database(entity.database)
            rows = [r for r in database.rows if r.title == entity.name]
            return delete_rows(database, rows[:1])
        case "block":
            return [DeleteBlocks(action="delete_blocks", blocks=[_block_name(wish, entity)])]
        case "database":
            return [DeleteDatabase(action="delete_database", database=entity.name)]
        case "sub_page":
            return [Archive(action="archive", target=entity.name)]


def _known(wish: Wish, entity: Entity) -> Entity:
    """The option as it is now. Raises Unread where what was spoken of is gone."""
    found = [e for e in wish.index.find(entity.name, "option") if e.database == entity.database]
    if not found:
        raise Unread
    return next((e for e in found if e.property == entity.property), found[0])


def _block_name(wish: Wish, entity: Entity) -> str:
    same = wish.index.find(entity.name, "block")
    return entity.name if len(same) == 1 else entity.id
