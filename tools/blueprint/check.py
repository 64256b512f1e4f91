"""The rules that a well-formed blueprint must keep, beyond its shape.

Each rule is a generator of problems over one part. What Notion itself would refuse is refused
here, with a place, before a single call is made.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from tools.blueprint.base import MOST_CHARACTERS, Mention, Text, plain, too_long
from tools.blueprint.blocks import (
    Block,
    DatabasePlace,
    LinkedView,
    LinkToPage,
    Media,
    SyncedBlock,
    Table,
    texts,
    walk,
)
from tools.blueprint.cycles import (
    circular_descriptions,
    circular_originals,
    circular_properties,
    circular_rows,
    copied,
)
from tools.blueprint.files import icons, uploads
from tools.blueprint.fitting import misplaced
from tools.blueprint.model import (
    Blueprint,
    Database,
    Page,
    SubPage,
    bodies,
    databases,
    pages,
    schemas,
)
from tools.blueprint.properties import (
    ChoiceProperty,
    FormulaProperty,
    Property,
    RelationProperty,
    RollupProperty,
    formula_properties,
)
from tools.blueprint.uploads import broken_rule, is_icon
from tools.blueprint.values import Field, misfit, read_text, words
from tools.blueprint.views import DashboardView, View, property_names
from tools.errors import Problem


def problems(blueprint: Blueprint) -> list[Problem]:
    """Everything wrong with a blueprint, in reading order; empty if nothing is."""
    return [*_Rules(blueprint).all()]


class _Rules:
    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
        self.fields = schemas(blueprint)
        self.databases = {d.key: d for _, _, d in databases(blueprint)}
        self.pages = {p.key for _, p in pages(blueprint) if isinstance(p, SubPage)}
        self.titles = {key: _titles(d) for key, d in self.databases.items()}
        self.originals = {k: b for _, body in bodies(blueprint) for k, b in _originals(body)}
        self.copied = copied(body for _, body in bodies(blueprint))
        self.circular_properties = circular_properties(self.databases.values(), self.fields)
        self.circular_originals = circular_originals(self.originals)
        self.circular_descriptions = circular_descriptions(self.databases.values())
        of_rows = {place: body for place, body in bodies(blueprint) if "rows[" in place}
        self.circular_rows = circular_rows(of_rows) if self.copied else ()

    def all(self) -> Iterator[Problem]:
        yield from self._keys()
        for place, page in pages(self.blueprint):
            yield from self._page(f"{place}." if place else "", page)
        for place, _, database in databases(self.blueprint):
            yield from self._database(place, database)
        for place, icon in icons(self.blueprint):
            if icon is not None and not is_icon(icon):
                yield Problem(place, "not_an_icon")
        for place, kind, upload in uploads(self.blueprint):
            if rule := broken_rule(upload, kind):
                yield Problem(place, rule, {"name": upload.filename, "type": kind})

    def _keys(self) -> Iterator[Problem]:
        keyed = [(f"{place}.key", d.key) for place, _, d in databases(self.blueprint)]
        subs = [(at, p) for at, p in pages(self.blueprint) if isinstance(p, SubPage)]
        keyed += [(f"{place}.key", page.key) for place, page in subs]
        yield from _duplicates(keyed)
        found = (item for place, body in bodies(self.blueprint) for item in walk(body, place))
        yield from _duplicates(
            [(f"{at}.key", b.key) for at, b, _ in found if isinstance(b, SyncedBlock) and b.key]
        )

    def _page(self, prefix: str, page: Page) -> Iterator[Problem]:
        own = {d.key for d in page.databases}
        placed: Counter[str] = Counter()
        for where, block, depth in walk(page.blocks, f"{prefix}blocks"):
            yield from self._block(where, block, depth)
            match block:
                case DatabasePlace(ref=ref):
                    placed[ref] += 1
                    yield from self._place(where, ref, depth, own, placed)
                case LinkedView(ref=ref, view=view):
                    yield from self._linked_view(where, ref, view, depth)
                case _:
                    pass

    def _block(self, where: str, block: Block, depth: int) -> Iterator[Problem]:
        """What holds for a block on a page and in a row."""
        yield from self._texts(f"{where}.text", texts(block))
        match block:
            case LinkToPage(ref=ref) if not self._is_known(ref):
                yield Problem(f"{where}.ref", "unknown_ref", {"key": ref})
            case SyncedBlock(ref=str(ref)) if ref not in self.originals:
                yield Problem(f"{where}.ref", "unknown_ref", {"key": ref})
            case SyncedBlock(key=str(key)) if key in self.copied:
                if depth:
                    yield Problem(where, "synced_nested", {"key": key})
                elif key in self.circular_originals:
                    yield Problem(where, "circular", {"name": key})
            case Table(rows=rows):
                yield from _table(f"{where}.rows", rows)
            case Media(url=url, upload=upload) if (url is None) == (upload is None):
                yield Problem(where, "url_or_upload")
            case _:
                pass

    def _is_known(self, key: str) -> bool:
        return key in self.pages or key in self.databases

    def _texts(self, where: str, found: Iterable[Text]) -> Iterator[Problem]:
        for text in found:
            if too_long(text):
                yield Problem(where, "too_long")
            for run in () if isinstance(text, str) else text:
                if run.mention is not None:
                    yield from self._mention(where, run.mention)

    def _mention(self, where: str, mention: Mention) -> Iterator[Problem]:
        if mention.page is not None and not self._is_known(mention.page):
            yield Problem(where, "unknown_ref", {"key": mention.page})
        if mention.database is not None and mention.database not in self.databases:
            yield Problem(where, "unknown_ref", {"key": mention.database})

    def _place(
        self, where: str, ref: str, depth: int, own: set[str], placed: Counter[str]
    ) -> Iterator[Problem]:
        if ref not in self.databases:
            yield Problem(f"{where}.ref", "unknown_ref", {"key": ref})
        elif ref not in own:
            yield Problem(f"{where}.ref", "database_elsewhere", {"key": ref})
        elif placed[ref] > 1:
            yield Problem(f"{where}.ref", "database_twice", {"key": ref})
        if depth:
            yield Problem(where, "database_nested", {"key": ref})

    def _linked_view(self, where: str, ref: str, view: View, depth: int) -> Iterator[Problem]:
        if ref not in self.databases:
            yield Problem(f"{where}.ref", "unknown_ref", {"key": ref})
        else:
            yield from self._view(f"{where}.view", view, self.fields[ref])
        if depth:
            yield Problem(where, "database_nested", {"key": ref})

    def _database(self, place: str, database: Database) -> Iterator[Problem]:
        yield from _names(place, database)
        yield from self._texts(f"{place}.description", [database.description])
        if database.key in self.circular_descriptions:
            yield Problem(f"{place}.description", "circular", {"name": database.title})
        for i, declared in enumerate(database.properties):
            yield from self._property(f"{place}.properties[{i}]", declared, database)
        for i, view in enumerate(database.views):
            yield from self._view(f"{place}.views[{i}]", view, self.fields[database.key])
        for i, row in enumerate(database.rows):
            yield from self._row(f"{place}.rows[{i}]", database, row.values)
            body = f"{place}.rows[{i}].blocks"
            if body in self.circular_rows:
                yield Problem(body, "circular", {"name": database.title})
            for where, block, depth in walk(row.blocks, body):
                yield from self._block(where, block, depth)
                if isinstance(block, DatabasePlace | LinkedView):
                    yield Problem(where, "database_in_row", {"key": block.ref})

    def _property(self, where: str, declared: Property, database: Database) -> Iterator[Problem]:
        own = self.fields[database.key]
        if (database.key, declared.name) in self.circular_properties:
            yield Problem(where, "circular", {"name": declared.name})
        match declared:
            case RelationProperty(target=target) if target not in self.databases:
                yield Problem(f"{where}.target", "unknown_ref", {"key": target})
            case RelationProperty(two_way=str(name), target=target):
                far = self.fields[target][name]
                if far.origin is not declared:
                    yield Problem(f"{where}.two_way", "duplicate_property", {"name": name})
            case RollupProperty():
                yield from self._rollup(where, declared, own)
            case FormulaProperty(expression=expression):
                for name in formula_properties(expression):
                    if name not in own:
                        yield _unknown_property(f"{where}.expression", name)
            case ChoiceProperty(options=options):
                yield from _options(where, [option.name for option in options])
            case _:
                pass

    def _rollup(
        self, where: str, declared: RollupProperty, own: dict[str, Field]
    ) -> Iterator[Problem]:
        relation = own.get(declared.relation)
        if relation is None:
            yield _unknown_property(f"{where}.relation", declared.relation)
        elif relation.target is None:
            yield Problem(f"{where}.relation", "not_a_relation", {"name": declared.relation})
        elif declared.property not in self.fields.get(relation.target, {}):
            yield _unknown_property(f"{where}.property", declared.property)

    def _view(self, where: str, view: View, own: dict[str, Field]) -> Iterator[Problem]:
        for field, name in property_names(view):
            if name not in own:
                yield _unknown_property(f"{where}.{field}", name)
            elif rule := misplaced(view.type, field, own[name].type):
                yield Problem(f"{where}.{field}", rule, {"name": name})
            elif field.startswith("filter.") and own[name].type == "formula":
                yield Problem(f"{where}.{field}", "filter_by_formula", {"name": name})
        if isinstance(view, DashboardView):
            for i, widget in enumerate(view.widgets):
                yield from self._view(f"{where}.widgets[{i}]", widget, own)

    def _row(self, where: str, database: Database, values: dict[str, object]) -> Iterator[Problem]:
        own = self.fields[database.key]
        for name, value in values.items():
            place = f"{where}.values.{name}"
            if name not in own:
                yield _unknown_property(place, name)
            elif rule := misfit(own[name], value):
                yield Problem(place, rule, {"name": name, "type": own[name].type})
            elif own[name].type == "relation" and isinstance(value, list):
                known = self.titles.get(own[name].target or "", set())
                for title in (t for t in value if t not in known):
                    yield Problem(place, "unknown_row", {"title": title})
            elif own[name].type in ("title", "rich_text"):
                yield from self._texts(place, [read_text(value) or ""])


def _titles(database: Database) -> set[str]:
    name = next((p.name for p in database.properties if p.type == "title"), "")
    return {words(row.values.get(name)) for row in database.rows}


def _originals(body: list[Block]) -> Iterator[tuple[str, SyncedBlock]]:
    """The original synced blocks of a body that have a key, at any depth."""
    for _, block, _ in walk(body):
        if isinstance(block, SyncedBlock) and block.key:
            yield block.key, block


def _duplicates(keyed: list[tuple[str, str]]) -> Iterator[Problem]:
    seen = Counter(key for _, key in keyed if key)
    for place, key in keyed:
        if seen[key] > 1:
            yield Problem(place, "duplicate_key", {"key": key})


def _table(where: str, rows: list[list[Text]]) -> Iterator[Problem]:
    if len({len(row) for row in rows}) > 1:
        yield Problem(where, "ragged_table")
    for i, row in enumerate(rows):
        if sum(len(plain(cell)) for cell in row) > MOST_CHARACTERS:
            yield Problem(f"{where}[{i}]", "too_long")


def _names(place: str, database: Database) -> Iterator[Problem]:
    titles = sum(p.type == "title" for p in database.properties)
    if titles != 1:
        yield Problem(f"{place}.properties", "one_title", {"count": titles})
    seen: set[str] = set()
    for i, declared in enumerate(database.properties):
        if declared.name in seen:
            place_ = f"{place}.properties[{i}].name"
            yield Problem(place_, "duplicate_property", {"name": declared.name})
        seen.add(declared.name)


def _options(where: str, names: list[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for i, name in enumerate(names):
        if name.lower() in seen:
            yield Problem(f"{where}.options[{i}].name", "duplicate_option", {"name": name})
        seen.add(name.lower())


def _unknown_property(where: str, name: str) -> Problem:
    return Problem(where, "unknown_property", {"name": name})
