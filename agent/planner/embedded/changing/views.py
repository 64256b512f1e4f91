"""Views: added with what they stand on, changed in their order, grouping and filter."""

import re
from typing import Any

from pydantic import TypeAdapter

from agent.planner.brief import ViewType
from agent.planner.embedded.changing.arrangement import HIDES, ONLY, arranged, mentioned
from agent.planner.embedded.changing.marks import ATOM, Entity, atoms
from agent.planner.embedded.changing.nouns import VIEW
from agent.planner.embedded.changing.rows import main_date
from agent.planner.embedded.changing.which_view import as_word, present, type_in, view_meant
from agent.planner.embedded.changing.wish import Ask, Unread, Wish
from agent.planner.embedded.constraints.views import read_views
from agent.planner.embedded.text import Scan
from tools.blueprint.changes import AddView, Change, UpdateView
from tools.blueprint.properties import CHOICES
from tools.blueprint.views import DEFAULT_NAMES, View
from tools.workspace.model import ExistingDatabase, ExistingProperty, ExistingView

_VIEW: TypeAdapter[View] = TypeAdapter(View)


_NOUN = re.compile(VIEW, re.IGNORECASE)


_GROUPS = ("status", "select", "multi_select", "people", "relation", "checkbox")


_DATES = ("date", "created_time", "last_edited_time")


_CHART = re.compile(
    r"차트|그래프|(?<![A-Za-z])(?:chart|graph)(?![A-Za-z])|チャート|グラフ", re.IGNORECASE
)
_CALLED = re.compile(
    r"(?<![A-Za-z])(?:called|named|titled)\s+(?P<en>[^,]+?)(?=\s+(?:to|in|for|on|by|with)\s|,|$)"
    r"|(?P<ko>(?<![^\s,])[^\s,]+)(?:이라는|라는)\s*(?:이름(?:의|으로)?)?|(?P<ja>(?<![^\s、をのに])[^\s、をのに]+)という(?:名前の)?",
    re.IGNORECASE,
)
_BY: dict[str, str] = {"ko": "{}별 {}", "en": "{1} by {0}", "ja": "{}別{}"}


def add_view(wish: Wish) -> list[Change] | None:
    """`상태별 보드 뷰 추가`, `add a calendar by due date`, `完了だけのテーブルビュー`."""
    kind, name = _kind_of(wish)
    if kind is None:
        return None
    database = wish.take_database() or _home(wish) or wish.the_database()
    text = " ".join([wish.body, *wish.details])
    said: dict[str, Any] = {"type": kind, **_stands_on(wish, database, kind, text)}
    said |= arranged(wish, database, text)
    said["name"] = name or _free_name(wish, database, kind, said)
    wish.remember(Entity("view", said["name"], "", database.id))
    wish.details = []
    return [AddView(action="add_view", database=database.title, view=_VIEW.validate_python(said))]


def _home(wish: Wish) -> ExistingDatabase | None:
    """The database of the properties and options that the words name."""
    text = " ".join([wish.body, *wish.details])
    homes = {e.database for atom in atoms(text) for e in wish.of(atom, "property", "option")}
    if wish.memory.database in homes or not homes:
        return None
    return wish.the_database([home for home in homes if home])


def _kind_of(wish: Wish) -> tuple[ViewType | None, str | None]:
    """The type of view that the body names, and the name in quotes."""
    quoted = [a for a in atoms(wish.body) if wish.marks.is_quoted(a)]
    quoted = [a for a in quoted if not wish.of(a, "database", "property", "option")]
    called = wish.take(_CALLED)
    name = wish.plain(next(part for part in called.groups() if part)) if called else None
    name = wish.marks.surface(quoted[0]) if quoted else name
    scan = Scan(re.sub(ATOM, lambda m: as_word(wish, m[0]), wish.body))
    views, _ = read_views(scan)
    if views:
        return views[0].type, name
    if _NOUN.search(wish.body):
        return "table", name
    return ("chart", name) if _CHART.search(wish.plain(wish.body)) else (None, None)


def _stands_on(wish: Wish, database: ExistingDatabase, kind: ViewType, text: str) -> dict[str, Any]:
    """The property that a view of a kind needs: the one that was said, else the obvious one."""
    named = mentioned(wish, database, text)
    match kind:
        case "board":
            return {"group_by": _needed(database, named, _GROUPS).name}
        case "calendar" | "timeline":
            prop = next((p for p in named if p.type in _DATES), None) or main_date(database)
            return {"date_property": (prop or _needed(database, named, _DATES)).name}
        case "chart":
            prop = _needed(database, named, ("status", "select", "multi_select", "date"))
            return {"chart_type": _chart(text, prop), "x_axis": prop.name}
        case "gallery":
            return {"cover": "page_cover"}
        case "table" if named and re.search(r"별|그룹|group|by|別|ごと", text):
            grouped = [p for p in named if p.type in CHOICES]
            return {"group_by": grouped[0].name} if grouped and "sort" not in text else {}
        case _:
            return {}


def _chart(text: str, prop: ExistingProperty) -> str:
    if re.search(r"막대|bar|column|棒", text):
        return "column"
    if re.search(r"꺾은|선\s?그래프|line|折れ線", text) or prop.type == "date":
        return "line"
    return "donut"


def _needed(
    database: ExistingDatabase, named: list[ExistingProperty], types: tuple[str, ...]
) -> ExistingProperty:
    fit = next((p for p in named if p.type in types), None)
    ranked = sorted(database.properties, key=lambda p: _rank(p, types))
    obvious = next((p for p in ranked if p.type in types[:3]), None)
    chosen = fit or obvious
    if chosen is not None:
        return chosen
    raise Ask("property", [p.name for p in database.properties if p.type in types])


def _rank(prop: ExistingProperty, types: tuple[str, ...]) -> int:
    return types.index(prop.type) if prop.type in types else len(types)


def _free_name(wish: Wish, database: ExistingDatabase, kind: ViewType, said: dict[str, Any]) -> str:
    """The usual name of a view; with the property it stands on where that name is taken."""
    taken = {view.name for view in database.views}
    usual = DEFAULT_NAMES[wish.language][kind]
    prop = said.get("group_by") or said.get("date_property") or said.get("x_axis")
    names = [usual] if prop is None else [usual, _BY[wish.language].format(prop, usual)]
    if "filter" in said and isinstance(option := _shown(said["filter"]), str):
        names.insert(0, option)
    numbered = [f"{usual} {n}" for n in range(2, len(taken) + 3)]
    return next(name for name in [*names, *numbered] if name not in taken)


def _shown(condition: dict[str, Any]) -> Any:
    inner: Any = next((v for k, v in condition.items() if k != "property"), None)
    return inner.get("equals") if isinstance(inner, dict) else None


def update_view(wish: Wish) -> list[Change] | None:
    """`작업을 마감일순으로 정렬`, `show only the done ones`, `보드를 우선순위별로 묶어줘`."""
    named = wish.take_database()
    text = " ".join([wish.body, *wish.details])
    entity = None
    if _speaks_of_view(wish, text):
        entity = view_meant(wish, text, named or _home(wish))
    last = wish.memory.last
    if entity is None and last and last.kind == "view" and named is None:
        entity = next(iter(wish.index.find(last.name, "view")), None)
    if entity is None and named is None and not atoms(text) and not _is_arranging(wish, text):
        raise Unread
    database = (
        wish.database(entity.database) if entity else named or _home(wish) or wish.the_database()
    )
    if not database.views:
        raise Unread
    view = next((v for v in database.views if entity and v.id == entity.id), database.views[0])
    said = present(database, view) | arranged(wish, database, text)
    if wish.action == "group" or re.search(r"별로|그룹|group|ごと|別", wish.plain(text)):
        grouped = [p for p in mentioned(wish, database, text) if p.type in _GROUPS]
        said |= {"group_by": grouped[0].name} if grouped else {}
    if said == present(database, view):
        raise Unread
    wish.details = []
    wish.remember(Entity("view", view.name, view.id, database.id))
    return [
        UpdateView(
            action="update_view",
            database=database.title,
            view=view.name,
            to=_VIEW.validate_python(said),
        )
    ]


def _is_arranging(wish: Wish, text: str) -> bool:
    """Whether words that name nothing still say how something is to be shown."""
    only = ONLY.search(text) is not None and bool(re.search(r"[\w]{2}", ONLY.sub("", text)))
    return wish.action in ("sort", "group") or only or HIDES.search(wish.clause.verb) is not None


def _speaks_of_view(wish: Wish, text: str) -> bool:
    return (
        bool(_NOUN.search(text))
        or any(wish.of(a, "view") for a in atoms(text))
        or bool(type_in(wish, text))
    )


def renamed_view(database: ExistingDatabase, view: ExistingView, name: str) -> View:
    """A view under another name, else as it is."""
    return _VIEW.validate_python({**present(database, view), "name": name})
