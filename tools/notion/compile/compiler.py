"""What is new, from a blueprint to operations. Pure, and a part of `difference.py`.

Everything that is ready is emitted, round after round; when nothing is, the cheapest knot is cut:
a database gets its cyclic relation by a later patch, a row its cyclic link, a linked view its
property ids by a read, a block with a link to a page that comes later moves behind it.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tools.blueprint.blocks import Block, DatabasePlace, LinkedView
from tools.blueprint.model import Page, SubPage
from tools.notion.compile.bodies import Item
from tools.notion.compile.emission import Emission
from tools.notion.compile.pages import BodyWriter, Holder
from tools.notion.compile.rows import RowWriter
from tools.notion.compile.schema import SchemaWriter
from tools.notion.compile.views import ViewWriter
from tools.notion.operations import MAIN_PAGE, Operation, Parent, Ref
from tools.notion.render.addresses import page_operation
from tools.notion.render.richtext import cover, icon, rich_text


def write_new(emission: Emission, home: Parent | str) -> None:
    """Emits what makes the valid blueprint of an emission: its main page, and all on it, below a
    parent; or its databases and sub-pages on the page of an id, for which its main page stands.

    The number of calls is pages + databases + rows + extra views wherever the shape allows; notes
    say why any call is beyond that.
    """
    _Compiler(emission).write(home)


@dataclass
class _Databases:
    """Databases that stand at this place of a body; several may come in any order."""

    keys: list[str]


@dataclass
class _Blocks:
    items: list[Item]


_Segment = _Blocks | _Databases | LinkedView | SubPage


@dataclass
class _PageState:
    """A page that exists, with what is still to come in its body, in order."""

    holder: Holder
    segments: deque[_Segment] = field(default_factory=deque)
    linked: int = 0
    split: bool = False


class _Compiler:
    def __init__(self, emission: Emission) -> None:
        self._emission = emission
        self._bodies = BodyWriter(self._emission)
        self._schema = SchemaWriter(self._emission)
        self._rows = RowWriter(self._emission, self._schema, self._bodies)
        self._views = ViewWriter(self._emission, self._schema, self._rows)
        self._pages: list[_PageState] = []

    def write(self, home: Parent | str) -> None:
        main = self._emission.blueprint
        if isinstance(home, str):
            self._stand_for(home, main)
        else:
            self._create_page(main, MAIN_PAGE, "workspace", home)
        while self._round() or self._cut():
            pass
        if self._rows.pending or self._views.pending or any(p.segments for p in self._pages):
            raise AssertionError("a checked blueprint compiles to the end")
        self._rows.patch_late()

    def _round(self) -> bool:
        """Emits whatever is ready, everywhere; False when nothing was."""
        moved = sum(self._advance_page(state) for state in list(self._pages))
        moved += sum(self._schema.patch(key) for key in self._emission.databases)
        return bool(moved + self._rows.advance() + self._views.advance())

    def _stand_for(self, page_id: str, main: Page) -> None:
        """Goes on from a page that is there. Its new blocks come among those that stand on it,
        which is for the diff."""
        added = self._segments(main.model_copy(update={"blocks": []}))
        self._pages.append(_PageState(Holder(page_id, f"page:{page_id}", main.title), added))

    def _create_page(self, page: Page, id_: str, lane: str, parent: Parent) -> None:
        state = _PageState(Holder(Ref(id_), id_, page.title), self._segments(page))
        body = {
            "parent": parent,
            "properties": {"title": {"title": rich_text(page.title, self._emission.addresses)}},
            **icon(page.icon),
            **cover(page.cover),
        }
        operation = Operation(id_, "create_page", "POST", ("pages",), lane, page.title, body)
        first = state.segments[0] if state.segments else None
        if isinstance(first, _Blocks):
            first.items = self._bodies.create_with(operation, first.items)
        else:
            self._bodies.create_with(operation, [])
        self._pages.append(state)

    def _segments(self, page: Page) -> deque[_Segment]:
        segments: deque[_Segment] = deque()
        plain: list[Block] = []

        def flush() -> None:
            if plain:
                segments.append(_Blocks(self._bodies.items(plain)))
                plain.clear()

        placed: set[str] = set()
        for block in page.blocks:
            if self._bodies.synced_key(block) is not None:
                flush()  # copies may wait for it, so that it has to be able to go ahead
            if not isinstance(block, DatabasePlace | LinkedView):
                plain.append(block)
                continue
            flush()
            if isinstance(block, DatabasePlace):
                placed.add(block.ref)
                segments.append(_Databases([block.ref]))
            else:
                segments.append(block)
        flush()
        free = [database.key for database in page.databases if database.key not in placed]
        if free:
            segments.append(_Databases(free))
        segments.extend(page.sub_pages)
        return segments

    def _advance_page(self, state: _PageState) -> bool:
        moved = False
        while state.segments and self._advance_segment(state, state.segments[0]):
            moved = True
        return moved

    def _advance_segment(self, state: _PageState, segment: _Segment) -> bool:
        match segment:
            case _Blocks():
                return self._advance_blocks(state, segment)
            case _Databases(keys=keys):
                ready = next((key for key in keys if self._schema.ready(key)), None)
                if ready is None:
                    return False
                self._place_database(state, segment, ready)
            case LinkedView():
                if not self._views.linked_ready(segment):
                    return False
                self._views.linked(segment, state.holder.lane, state.linked)
                state.linked += 1
                state.segments.popleft()
            case SubPage():
                parent = {"type": "page_id", "page_id": state.holder.address}
                self._create_page(segment, page_operation(segment.key), state.holder.lane, parent)
                state.segments.popleft()
        return True

    def _advance_blocks(self, state: _PageState, segment: _Blocks) -> bool:
        before = len(segment.items)
        if before:
            note = "body_split" if state.split else "long_body"
            segment.items, _ = self._bodies.append(state.holder, segment.items, note)
        if not segment.items:
            state.segments.popleft()
            return True
        return len(segment.items) < before

    def _place_database(self, state: _PageState, segment: _Databases, key: str) -> None:
        self._schema.create(key, state.holder.lane, state.holder.address)
        segment.keys.remove(key)
        state.split = True
        if not segment.keys:
            state.segments.popleft()

    def _cut(self) -> bool:
        """Cuts one knot; False when there is nothing left to do."""
        return (
            self._cut_database()
            or self._cut_schema()
            or self._cut_linked_view()
            or self._rows.force()
            or self._pass_by()
        )

    def _cut_database(self) -> bool:
        for state in self._pages:
            head = state.segments[0] if state.segments else None
            if isinstance(head, _Databases) and self._force_database(state, head):
                return True
        return False

    def _force_database(self, state: _PageState, segment: _Databases) -> bool:
        possible = next((key for key in segment.keys if self._schema.possible(key)), None)
        if possible is not None:
            self._place_database(state, segment, possible)
        return possible is not None

    def _cut_schema(self) -> bool:
        return any(self._schema.patch(key, partly=True) for key in self._emission.databases)

    def _cut_linked_view(self) -> bool:
        for state in self._pages:
            head = state.segments[0] if state.segments else None
            if isinstance(head, LinkedView) and self._schema.complete(head.ref):
                self._views.read_schema(head.ref)
                return True
        return False

    def _pass_by(self) -> bool:
        """Lets what stands behind a blocked block go first; that comes when its target exists."""
        behind = [(s, segment) for s in self._pages for segment in list(s.segments)[1:]]
        return any(self._try_first(*found, self._advance_segment) for found in behind) or any(
            self._try_first(state, segment, self._force_database)
            for state, segment in behind
            if isinstance(segment, _Databases)
        )

    def _try_first(
        self, state: _PageState, segment: Any, advance: Callable[[_PageState, Any], bool]
    ) -> bool:
        """Moves a segment to the head if something comes of it."""
        before = deque(state.segments)
        state.segments = deque([segment, *(s for s in before if s is not segment)])
        if advance(state, segment):
            self._emission.say("moved", state.holder.lane)
            return True
        state.segments = before
        return False
