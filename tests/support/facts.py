"""What is different between two states of a page, a line for each difference.

`+ Deals.Probability: number percent`, `- 회원.학번`, `~ Deals.Value = Amount`,
`+ view Deals/Board: board by Stage`, `~ order Deals: Board, All`,
`+ row 작업: 작업=도면 검토; 마감일=2026-12-18`,
`~ row Products/Soap bar: Stock=0`, `+ base Orders`, `+ page Minutes`, `+ block quote: Hello`.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any

from tools.workspace.model import (
    ExistingDatabase,
    ExistingProperty,
    ExistingRow,
    ExistingView,
    Structure,
    all_blocks,
    key_of,
)
from tools.workspace.references import in_condition
from tools.workspace.values import given_value


def facts(before: Structure, after: Structure) -> list[str]:
    """Every difference, in no order that matters."""
    told = [*_page(before, after)]
    olds = {d.id: d for d in before.databases if not d.linked}
    news = {d.id: d for d in after.databases if not d.linked}
    told += [f"- base {olds[name].title}" for name in olds.keys() - news.keys()]
    for name, new in news.items():
        old = olds.get(name)
        if old is None:
            told.append(f"+ base {new.title}")
            old = ExistingDatabase(id=name, title=new.title)
        elif old.title != new.title:
            told.append(f"~ base {old.title} = {new.title}")
        told += [*_properties(old, new, after), *_rows(old, new, after)]
        if name in olds:
            told += _views(old, new)
    return told


def _page(before: Structure, after: Structure) -> Iterator[str]:
    if before.page.title != after.page.title:
        yield f"~ title {after.page.title}"
    if before.page.icon != after.page.icon:
        yield f"~ icon {(after.page.icon or {}).get('emoji')}"
    known = {page.id: page.title for page in before.sub_pages}
    yield from (f"+ page {p.title}" for p in after.sub_pages if p.id not in known)
    blocks = {block.id for block in all_blocks(before.blocks)}
    made = (b for b in all_blocks(after.blocks) if b.id not in blocks and "child_" not in b.type)
    yield from (f"+ block {block.type}: {block.text}" for block in made if block.said)
    below = ((page, block) for page in after.sub_pages if page.id in known for block in page.blocks)
    yield from (f"+ block {page.title}/{block.type}: {block.text}" for page, block in below)


def _properties(old: ExistingDatabase, new: ExistingDatabase, after: Structure) -> Iterator[str]:
    olds, news = {p.id: p for p in old.properties}, {p.id: p for p in new.properties}
    yield from (f"- {old.title}.{olds[n].name}" for n in olds.keys() - news.keys())
    for name, prop in news.items():
        was = olds.get(name)
        if was is None:
            yield f"+ {new.title}.{prop.name}: {_kind(prop, after)}"
            continue
        if was.name != prop.name:
            yield f"~ {new.title}.{was.name} = {prop.name}"
        if _kind(was, after) != _kind(prop, after):
            yield f"~ {new.title}.{prop.name}: {_kind(prop, after)}"


def _kind(prop: ExistingProperty, after: Structure) -> str:
    match prop.type:
        case "number":
            return f"number {prop.config.get('format', 'number')}"
        case "select" | "multi_select" | "status":
            return f"{prop.type} {', '.join(option.name for option in prop.options)}"
        case "relation":
            far = after.source(prop.config.get("data_source_id"))
            return f"relation {far.title if far else '?'}"
        case "formula":
            return f"formula {prop.config['expression']}"
        case kind:
            return kind


def _views(old: ExistingDatabase, new: ExistingDatabase) -> Iterator[str]:
    """A view that stands elsewhere under another id, as the API has it, is the same one."""
    olds, kept = {view.id: view for view in old.views}, {view.id for view in new.views}
    gone = {(v.name, v.type): v for v in old.views if v.id not in kept}
    names = {prop.id: prop.name for prop in new.properties}
    stayed, order = list[str](), [view.name for view in new.views]
    for view in new.views:
        was = olds.get(view.id) or gone.pop((view.name, view.type), None)
        stayed += [was.id] if was else []
        if was is None:
            yield f"+ view {new.title}/{view.name}: {_shows(view, names)}"
        elif view.model_copy(update={"id": was.id}) != was:
            yield f"~ view {new.title}/{view.name}: {_shows(view, names)}"
    yield from (f"- view {new.title}/{view.name}" for view in gone.values())
    added = [name for name in order if name not in {view.name for view in old.views}]
    ahead = bool(stayed) and added != order[len(order) - len(added) :]
    if ahead or stayed != [view.id for view in old.views if view.id in stayed]:
        yield f"~ order {new.title}: {', '.join(order)}"


def _shows(view: ExistingView, names: Mapping[str, str]) -> str:
    said = [view.type]
    for field in ("group_by", "date_property_id", "x_axis"):
        held = view.configuration.get(field)
        name = held.get("property_id") if isinstance(held, dict) else held
        said += [f"by {names.get(str(name), name)}"] if name else []
    if view.filter:
        said.append(f"where {in_condition(view.filter, lambda one: names.get(one, one))}")
    said += [f"sort {names.get(s['property'])} {s['direction']}" for s in view.sorts or ()]
    listed = view.configuration.get("properties") or ()
    if shown := [names.get(p["property_id"], "?") for p in listed if p["visible"]]:
        said.append(f"showing {', '.join(shown)}")
    return " ".join(said)


def _rows(old: ExistingDatabase, new: ExistingDatabase, after: Structure) -> Iterator[str]:
    olds, types = {row.id: row for row in old.rows}, {p.id: p.type for p in old.properties}
    retyped = {p.id for p in new.properties if p.type != types.get(p.id, p.type)}
    yield from (f"- row {old.title}/{r.title}" for r in old.rows if r.id not in _ids(new.rows))
    for row in new.rows:
        held = _values(new, row, after)
        if row.id not in olds:
            yield f"+ row {new.title}: {'; '.join(f'{k}={held[k]}' for k in sorted(held))}"
            continue
        was = _values(new, olds[row.id], after, raw=retyped)
        for name in held.keys() | was.keys():
            if held.get(name) != was.get(name):
                yield f"~ row {new.title}/{row.title}: {name}={held.get(name)}"


def _ids(rows: list[ExistingRow]) -> set[str]:
    return {row.id for row in rows}


def _values(
    home: ExistingDatabase, row: ExistingRow, after: Structure, raw: Container[str] = ()
) -> dict[str, Any]:
    titles = {one.id: one.title for d in after.databases for one in d.rows}
    return {
        prop.name: row.values[prop.id]
        if prop.id in raw
        else given_value(prop, row.values[prop.id], titles, key_of)
        for prop in home.properties
        if prop.id in row.values
    }
