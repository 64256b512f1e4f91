"""Random changes to a structure that was read: whatever the model can say, some of it wrong."""

from collections.abc import Callable
from typing import Any, get_args

from hypothesis import strategies as st

from tools.workspace.actions.properties import RetypeType
from tools.workspace.model import ExistingDatabase, ExistingProperty, Structure, all_blocks

Json = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

VALUES: Json = {
    "rich_text": "다른 글",
    "number": 12.5,
    "select": "새 옵션",
    "multi_select": ["one", "새 옵션"],
    "date": "2026-05-05",
    "files": ["https://example.com/f.pdf"],
    "checkbox": True,
    "url": "https://example.com/u",
    "email": "a@example.com",
    "phone_number": "010-1234",
}


class Wishes:
    """Draws changes, each of a structure as it was before all of them."""

    def __init__(self, draw: Draw, structure: Structure) -> None:
        self._draw = draw
        self._structure = structure
        self._issued = 0

    def some(self, most: int) -> list[Json]:
        drawn = (self._one(self._makers())() for _ in range(self._number(1, most)))
        return [change for change in drawn if change is not None]

    def _one(self, choices: Any) -> Any:
        return self._draw(st.sampled_from(list(choices)))

    def _number(self, least: int, most: int) -> int:
        return int(self._draw(st.integers(least, most)))

    def _fresh(self) -> str:
        self._issued += 1
        return f"새 {self._issued}"

    def _makers(self) -> list[Callable[[], Json | None]]:
        return [
            *(self._add_property, self._property, self._property, self._retype, self._option),
            *(self._option, self._add_relation, self._add_view, self._view, self._add_rows),
            *(self._edit_rows, self._edit_rows, self._delete_rows, self._page, self._look),
            *(self._blocks, self._added, self._order),
        ]

    def _database(self) -> ExistingDatabase | None:
        found = [d for d in self._structure.databases if not d.linked]
        return self._one(found) if found else None

    def _in(self, database: ExistingDatabase, action: str, **more: Any) -> Json:
        return {"action": action, "database": database.id, **more}

    def _property_of(self, database: ExistingDatabase) -> ExistingProperty:
        prop: ExistingProperty = self._one(_by_name(database))
        return prop

    def _add_property(self) -> Json | None:
        if (database := self._database()) is None:
            return None
        kind = self._one(("rich_text", "number", "select", "status", "date", "formula"))
        if kind == "formula":
            named = self._property_of(database).name.replace("\\", "\\\\").replace('"', '\\"')
            expression = f'format(prop("{named}"))'
            return self._in(database, "add_formula", name=self._fresh(), expression=expression)
        return self._in(database, "add_property", property={"name": self._fresh(), "type": kind})

    def _property(self) -> Json | None:
        if (database := self._database()) is None:
            return None
        name = self._property_of(database).name
        if self._number(0, 1):
            return self._in(database, "delete_property", property=name)
        to = self._one((self._fresh(), self._property_of(database).name))
        return self._in(database, "rename_property", property=name, to=to)

    def _retype(self) -> Json | None:
        if (database := self._database()) is None:
            return None
        name, to = self._property_of(database).name, self._one(get_args(RetypeType))
        return self._in(database, "retype_property", property=name, to=to)

    def _option(self) -> Json | None:
        if (database := self._database()) is None:
            return None
        choices = [p for p in _by_name(database) if p.options]
        if not choices:
            return None
        prop = self._one(choices)
        option = self._one(prop.options).name
        changes = (
            {"action": "add_option", "option": {"name": self._fresh()}},
            {"action": "rename_option", "option": option, "to": self._fresh()},
            {"action": "recolor_option", "option": option, "color": "pink"},
            {"action": "delete_option", "option": option},
        )
        return self._in(database, property=prop.name, **self._one(changes))

    def _add_relation(self) -> Json | None:
        database, target = self._database(), self._database()
        if database is None or target is None:
            return None
        two_way = self._one((None, self._fresh()))
        return self._in(
            database, "add_relation", name=self._fresh(), target=target.id, two_way=two_way
        )

    def _add_view(self) -> Json | None:
        if (database := self._database()) is None:
            return None
        named = self._property_of(database).name
        view = self._one(
            (
                {"type": "table", "sorts": [{"property": named}]},
                {"type": "board", "group_by": named},
                {"type": "calendar", "date_property": named},
                {"type": "list", "properties": [named]},
                {"type": "dashboard", "widgets": [{"type": "table", "name": "w"}]},
            )
        )
        return self._in(database, "add_view", view={**view, "name": self._fresh()})

    def _view(self) -> Json | None:
        if (database := self._database()) is None:
            return None
        view, named = self._one(database.views), self._property_of(database).name
        match self._number(0, 2):
            case 0:
                return self._in(database, "delete_view", view=view.id)
            case 1:
                to = {"name": self._fresh(), "sorts": [{"property": named}]}
            case _:
                to = {"properties": list(dict.fromkeys((named, self._property_of(database).name)))}
        return self._in(database, "update_view", view=view.id, to={"type": view.type, **to})

    def _order(self) -> Json | None:
        if (database := self._database()) is None:
            return None
        names = [self._one(database.views).name for _ in range(self._number(1, 3))]
        return self._in(database, "reorder", parts="views", names=names)

    def _values(self, database: ExistingDatabase) -> Json:
        values: Json = {}
        for _ in range(self._number(0, 3)):
            prop = self._property_of(database)
            values[prop.name] = self._one((None, self._value(prop)))
        return values

    def _value(self, prop: ExistingProperty) -> Any:
        if prop.type == "relation":
            far = self._structure.source(prop.config["data_source_id"])
            return [self._one(far.rows).id] if far and far.rows else []
        if prop.options and self._number(0, 1):
            name = self._one(prop.options).name
            return [name] if prop.type == "multi_select" else name
        return VALUES.get(prop.type)

    def _add_rows(self) -> Json | None:
        if (database := self._database()) is None:
            return None
        title = next(p.name for p in database.properties if p.type == "title")
        rows = [
            {"values": {**self._values(database), title: self._fresh()}, "icon": self._icon()}
            for _ in range(self._number(1, 2))
        ]
        return self._in(database, "add_rows", rows=rows)

    def _edit_rows(self) -> Json | None:
        database = self._database()
        if database is None or not database.rows:
            return None
        edit = {"row": self._one(database.rows).id, "values": self._values(database)}
        return self._in(database, "edit_rows", rows=[edit])

    def _delete_rows(self) -> Json | None:
        database = self._database()
        if database is None or not database.rows:
            return None
        return self._in(database, "delete_rows", rows=[self._one(database.rows).id])

    def _icon(self) -> str | None:
        icon: str | None = self._one((None, "🎯", "https://example.com/i.png"))
        return icon

    def _target(self) -> str | None:
        below = [*self._structure.sub_pages, *self._structure.databases]
        rows = [row for database in self._structure.databases for row in database.rows]
        target: str | None = self._one([None, *(item.id for item in (*below, *rows))])
        return target

    def _page(self) -> Json:
        below = [*self._structure.sub_pages, *self._structure.databases]
        target = self._one([item.id for item in below] or [None])
        pages = [self._structure.page, *self._structure.sub_pages]
        actions: list[Json] = [
            {"action": "rename", "target": self._one((None, target)), "to": self._fresh()},
            {"action": "move", "target": target, "to": self._one(pages).id},
            {"action": "archive", "target": target},
        ]
        chosen: Json = self._one(actions if target else actions[:1])
        return chosen

    def _look(self) -> Json:
        looks = (
            {"action": "set_icon", "icon": self._icon()},
            {"action": "set_cover", "cover": None},
        )
        return {**self._one(looks), "target": self._target()}

    def _blocks(self) -> Json | None:
        blocks = [b for b in all_blocks(self._structure.blocks) if not b.type.startswith("child")]
        if not blocks or self._number(0, 1):
            top = [b.id for b in self._structure.blocks]
            new = [{"type": "paragraph", "text": self._fresh()} for _ in range(self._number(1, 3))]
            place = {"after": self._one([None, *top]), "first": self._one([False, True])}
            if (pages := self._structure.sub_pages) and not self._number(0, 2):
                place = {"target": self._one(pages).id}
            return {"action": "add_blocks", "blocks": new, **place}
        if self._number(0, 1):
            return {"action": "delete_blocks", "blocks": [self._one(blocks).id]}
        return {"action": "recolor", "color": "purple"}

    def _added(self) -> Json:
        title = self._fresh()
        if self._number(0, 1):
            return {"action": "add_sub_page", "page": {"title": title}}
        properties = [{"name": "이름", "type": "title"}, {"name": "수", "type": "number"}]
        rows = [{"values": {"이름": "첫 줄", "수": 1}}]
        database = {"title": title, "properties": properties, "rows": rows}
        return {"action": "add_database", "database": database}


def _by_name(database: ExistingDatabase) -> list[ExistingProperty]:
    """Properties come in the order of their ids, which differ from run to run."""
    return sorted(database.properties, key=lambda prop: prop.name)
