"""Things that exist get other names."""

import re
from typing import Any

from agent.planner.embedded.changing.editing import new_name
from agent.planner.embedded.changing.marks import ATOM, Entity, Kind, atoms
from agent.planner.embedded.changing.nouns import (
    ALL,
    DATABASE,
    OPTION,
    PAGE,
    PROPERTY,
    SUB_PAGE,
    TITLE,
    VIEW,
)
from agent.planner.embedded.changing.rows import edit_rows
from agent.planner.embedded.changing.values import option_named, value_of
from agent.planner.embedded.changing.views import renamed_view, update_view
from agent.planner.embedded.changing.which_view import view_meant, view_of_database
from agent.planner.embedded.changing.wish import Ask, OnlyInNotion, Unread, Wish, bare
from agent.planner.embedded.text import BLANKS
from tools.blueprint.base import Language
from tools.blueprint.changes import (
    Change,
    Rename,
    RenameOption,
    RenameProperty,
    UpdateView,
)
from tools.blueprint.properties import CHOICES
from tools.workspace.model import ExistingProperty

_TITLE = re.compile(TITLE, re.IGNORECASE)

_CALLS = re.compile(
    rf"{TITLE}|개명|불러|라고|(?<![A-Za-z])(?:rename|call|named?)(?![A-Za-z])|改名|リネーム|呼",
    re.IGNORECASE,
)
_EXCHANGES = re.compile(r"바꾸|바꿔|바꿀|바꼈|변경|고치|고쳐|change|turn|変|直", re.IGNORECASE)
_ALL = re.compile(ALL, re.IGNORECASE)
_EVERY: dict[Language, str] = {"ko": "전체", "en": "all", "ja": "すべて"}
_TEXTS = ("title", "rich_text", "url", "email", "phone_number")


_LISTED = re.compile(r"[^/]++(?:/[^/]++)+")
_PAGE = re.compile(rf"{PAGE}|(?<![A-Za-z])(?:it|this|everything)(?![A-Za-z])", re.IGNORECASE)


_NOUNS: list[tuple[Kind, re.Pattern[str]]] = [
    ("sub_page", re.compile(SUB_PAGE, re.IGNORECASE)),
    ("option", re.compile(OPTION, re.IGNORECASE)),
    ("view", re.compile(VIEW, re.IGNORECASE)),
    ("property", re.compile(PROPERTY, re.IGNORECASE)),
]


_TOLD_NAME = re.compile(rf"{TITLE}\s*(?:변경|수정|を?変更)?$", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?:[の의]\s*+|{BLANKS})(?:[の의]\s*+)?{TITLE}$|^(?:the\s+)?{TITLE}\s+of\s+", re.IGNORECASE
)
_SENTENCE = re.compile(r"[은는]\s+\S")


_DATABASE = re.compile(rf"{ATOM}\s*(?:の)?{DATABASE}", re.IGNORECASE)


_ORDER: tuple[Kind, ...] = ("database", "property", "option", "view", "sub_page", "row", "block")


def renamed(wish: Wish, obj: str, to: str) -> list[Change]:
    name = new_name(wish, to)
    kind = next((k for k, noun in _NOUNS if noun.search(re.sub(ATOM, "", obj))), None)
    if kind is None and _DATABASE.search(obj):
        kind = "database"
    entity = view_of_database(wish, _LABEL.sub("", obj)) or _subject(wish, obj, kind)
    if entity is None:
        return _page_or_last(wish, obj, name)
    if entity.kind == "view" and re.search(r"별$|순$|기준$", name):
        return update_view(wish) or []
    if entity.kind == "property" and not calls(wish, obj):
        _refuse_value(wish, wish.property(entity), obj, to)
    return _called(wish, entity, name)


def calls(wish: Wish, obj: str) -> bool:
    """Whether the words speak of a name that something is to have."""
    bare_words = re.sub(ATOM, " ", obj)
    return _CALLS.search(f"{bare_words} {wish.clause.verb}") is not None or bool(
        _TOLD_NAME.search(re.sub(ATOM, " ", wish.clause.body))
    )


def _refuse_value(wish: Wish, prop: ExistingProperty, obj: str, to: str) -> None:
    """Raises Ask or Unread where what a property becomes may as well be a value of its rows."""
    said = wish.plain(to).strip(" '\",.")
    database = next(d for d in wish.databases if prop in d.properties)
    if prop.type == "people":
        raise OnlyInNotion
    if _is_value(wish, prop, to):
        titles = [row.title for row in database.rows if row.title.strip()]
        raise Ask("row", [_EVERY[wish.language], *titles])
    quoted = any(wish.marks.is_quoted(atom) for atom in atoms(to))
    exchanged = _EXCHANGES.search(wish.clause.verb) or not wish.clause.verb
    if _ALL.search(wish.plain(obj)) or not (quoted or exchanged) or _SENTENCE.search(said):
        raise Unread


def _is_value(wish: Wish, prop: ExistingProperty, to: str) -> bool:
    if prop.type in _TEXTS:
        return False
    if prop.type in CHOICES:
        return option_named(prop, wish.plain(to).strip(" '\",.")) is not None
    try:
        return value_of(wish, prop, to) is not None
    except Unread:
        return False


def _subject(wish: Wish, obj: str, kind: Kind | None) -> Entity | None:
    """What the words before the new name mean."""
    kept = wish.body
    wish.body = obj
    named = None
    if kind in ("property", "option", "view") or len(atoms(obj)) > 1:
        named = wish.take_database()
    text, wish.body = wish.body, kept
    if (
        named is not None
        and not atoms(text)
        and kind is None
        and not bare(wish.plain(_TITLE.sub("", text)))
    ):
        return Entity("database", named.title, named.id)
    options = [e for atom in atoms(text) for e in wish.of(atom, "option")]
    props = {e.id for atom in atoms(text) for e in wish.of(atom, "property")}
    if kind is None and any(option.property in props for option in options):
        kind = "option"  # "단계에서 종료를"
    kinds = (kind,) if kind else _ORDER
    for one in kinds:
        found = wish.named(_TITLE.sub(" ", text) if not atoms(text) else text, one)
        if named is not None and one in ("property", "option", "view"):
            found = [e for e in found if e.database == named.id]
        if one == "option":
            found = _of_named_property(wish, text, found)
        if found:
            return wish.one(found[-1:] if one == "property" and len(found) > 1 else found)
    if kind == "view":
        return view_meant(wish, text, named)
    said = bare(wish.plain(text))
    return wish.property_said(text, named) if kind == "property" or _known_word(said) else None


def _known_word(said: str) -> bool:
    return bool(said) and not _TITLE.fullmatch(said) and not _PAGE.fullmatch(said)


def _of_named_property(wish: Wish, text: str, found: list[Entity]) -> list[Entity]:
    props = {e.id for atom in atoms(text) for e in wish.of(atom, "property")}
    return [o for o in found if o.property in props] or found


def _page_or_last(wish: Wish, obj: str, name: str) -> list[Change]:
    """The title of the page; "its name" is that of what was spoken of last."""
    label = _TITLE.search(obj)
    left = bare(wish.plain(_TITLE.sub("", obj)))
    last = wish.memory.last
    if (
        left
        and not _PAGE.search(left)
        and not re.fullmatch(r"그|이|the|my|our|that|its?|その", left)
    ):
        _ask_for(wish, obj)
    titled = label is not None and re.match(r"제목|타이틀|title|タイトル", label[0], re.IGNORECASE)
    own = _PAGE.search(left) and not re.fullmatch(r"it", left, re.IGNORECASE)
    if last is not None and not titled and not own:
        return _called(wish, last, name)
    named = re.search(PAGE, obj, re.IGNORECASE) or _CALLS.search(wish.clause.verb)
    if not label and not named:
        raise Unread
    return [Rename(action="rename", to=name)]


def _ask_for(wish: Wish, obj: str) -> None:
    """Raises Ask where the words name a property, option … that is not there; else Unread."""
    for kind, noun in _NOUNS:
        if not noun.search(obj):
            continue
        if kind == "property":
            homes = (
                [wish.database(wish.memory.database)] if wish.memory.database else wish.databases
            )
            raise Ask("property", [p.name for d in homes for p in d.properties], wish.plain(obj))
        if kind == "view":
            raise Ask("view", [v.name for d in wish.databases for v in d.views], wish.plain(obj))
    raise Unread


def _called(wish: Wish, entity: Entity, name: str) -> list[Change]:
    """The change that gives something another name."""
    wish.remember(Entity(entity.kind, name, entity.id, entity.database, entity.property))
    home: Any = wish.database(entity.database).title if entity.database else None
    match entity.kind:
        case "property" if _LISTED.fullmatch(name) and wish.property(entity).type in CHOICES:
            raise Unread  # "우선순위를 상/중/하로": its options are meant, not its name
        case "property":
            return [
                RenameProperty(
                    action="rename_property", database=home, property=entity.name, to=name
                )
            ]
        case "option":
            prop = wish.property(entity).name
            return [
                RenameOption(
                    action="rename_option",
                    database=home,
                    property=prop,
                    option=entity.name,
                    to=name,
                )
            ]
        case "view":
            view = next(v for v in wish.database(entity.database).views if v.name == entity.name)
            return [
                UpdateView(
                    action="update_view",
                    database=home,
                    view=entity.name,
                    to=renamed_view(wish.database(entity.database), view, name),
                )
            ]
        case "row":
            database = wish.database(entity.database)
            title = next(p.name for p in database.properties if p.type == "title")
            rows = [r for r in database.rows if r.title == entity.name]
            return edit_rows(wish, database, rows, {title: name})
        case "database" | "sub_page":
            return [Rename(action="rename", target=entity.name, to=name)]
        case _:
            raise Unread
