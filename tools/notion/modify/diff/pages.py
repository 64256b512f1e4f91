"""The page, its sub-pages, databases as a whole, and blocks."""

from tools.notion.compile.pages import Holder, behind
from tools.notion.modify.diff.work import Work, looks
from tools.notion.operations import Kind
from tools.workspace.model import (
    ExistingBlock,
    ExistingDatabase,
    ExistingPage,
    Json,
    all_blocks,
    is_new,
)
from tools.workspace.to_blueprint import blocks_of
from tools.workspace.values import sent_runs, text_run

_ELSEWHERE = frozenset({"child_page", "child_database"})


class PagesDiff:
    """Emits what turns the pages, databases and blocks of now into those of then."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def bring_back(self) -> None:
        """Out of the trash, before anything is done to what comes back."""
        now = {d.id for d in self._work.now.databases} | {p.id for p in self._work.now.sub_pages}
        page, then = self._work.now.page, self._work.then.page
        if page.in_trash and not then.in_trash:
            self._restore(then.id, then.title, database=then.object == "database")
        for database in self._work.then.databases:
            if database.id not in now and not is_new(database.id):
                self._restore(database.id, database.title, database=True)
        for sub in self._work.then.sub_pages:
            if sub.id not in now and not is_new(sub.id):
                self._restore(sub.id, sub.title, database=False)

    def _restore(self, name: str, title: str, *, database: bool) -> None:
        op_id = self._patch("restore", name, {"in_trash": False}, title, database=database)
        self._work.restored.append(op_id)

    def change(self) -> None:
        """Names, icons, covers, places, and the colours of blocks."""
        if self._work.then.page.object == "page":
            self._change_page(self._work.now.page, self._work.then.page)
        subs = {page.id: page for page in self._work.now.sub_pages}
        for page in self._work.then.sub_pages:
            if not is_new(page.id):
                self._change_page(subs.get(page.id, page), page)
        databases = {database.id: database for database in self._work.now.databases}
        for database in self._work.then.databases:
            if not is_new(database.id):
                self._change_database(databases.get(database.id, database), database)
        blocks = {block.id: block for block in all_blocks(self._work.now.blocks)}
        for block in all_blocks(self._work.then.blocks):
            self._change_block(blocks.get(block.id), block)

    def _change_page(self, old: ExistingPage, page: ExistingPage) -> None:
        body = looks(old, page)
        if page.title != old.title:
            body["properties"] = {"title": {"title": sent_runs([text_run(page.title)])}}
        if body:
            self._patch("edit", page.id, body, page.title, database=False)
        if page.parent != old.parent:
            self._work.emit(
                f"move:{page.id}",
                "move_page",
                "POST",
                (f"pages/{page.id}/move",),
                {"parent": self._parent(page.parent)},
                page.title,
                after=tuple(self._work.restored),
            )

    def _change_database(self, old: ExistingDatabase, database: ExistingDatabase) -> None:
        body = looks(old, database)
        if database.title != old.title:
            body["title"] = sent_runs([text_run(database.title)])
        if database.parent != old.parent:
            body["parent"] = self._parent(database.parent)
        if body:
            self._patch("edit", database.id, body, database.title, database=True)

    def _parent(self, parent: Json) -> Json:
        if parent["type"] != "page_id":
            return parent
        return {"type": "page_id", "page_id": self._work.address(parent["page_id"])}

    def _change_block(self, old: ExistingBlock | None, block: ExistingBlock) -> None:
        if block.type in _ELSEWHERE or is_new(block.id):
            return
        if old is None and self._is_top_of_gone(block):
            self._patch_block("restore", block.id, {"in_trash": False}, block.text)
        elif old is not None and old.color != block.color:
            body = {block.type: {"color": block.color}}
            self._patch_block("recolor", block.id, body, block.text)

    def _is_top_of_gone(self, block: ExistingBlock) -> bool:
        """Whether a block went by itself, and not with the one that it stands in."""
        now = {b.id for b in all_blocks(self._work.now.blocks)}
        above = [b for b in all_blocks(self._work.then.blocks) if block in b.children]
        return not above or above[0].id in now

    def add_blocks(self) -> None:
        """Appends what is new, each run of new blocks behind what it stands behind."""
        before: ExistingBlock | None = None
        waiting: list[ExistingBlock] = []
        for block in self._work.then.blocks:
            if is_new(block.id):
                waiting.append(block)
                continue
            position = behind(self._work.address(before.id)) if before else {"type": "start"}
            self._append(waiting, position)
            before, waiting = block, []
        self._append(waiting, None)  # nothing is behind them: the end is where requests append
        for page in self._work.then.sub_pages:
            if not is_new(page.id):  # else they come with it
                self._append([b for b in page.blocks if is_new(b.id)], None, page)

    def _append(
        self, blocks: list[ExistingBlock], position: Json | None, page: ExistingPage | None = None
    ) -> None:
        """Appends to the page, or to a sub-page: how many blocks that has, nobody has read."""
        onto, bodies = page or self._work.then.page, self._work.bodies
        before = len(self._work.now.blocks) if page is None else 0
        holder = Holder(onto.id, f"page:{onto.id}", onto.title, position, before)
        brought = bodies.append_all(holder, bodies.items(blocks_of(blocks)))
        names = (block.id for block in blocks)
        self._work.refs |= dict(zip(names, brought, strict=True))

    def trash(self) -> None:
        """Into the trash, when nothing else needs it any more."""
        then = {d.id for d in self._work.then.databases} | {p.id for p in self._work.then.sub_pages}
        for database in self._work.now.databases:
            if database.id not in then:
                self._trash(database.id, database.title, database=True)
        for page in self._work.now.sub_pages:
            if page.id not in then:
                self._trash(page.id, page.title, database=False)
        self._trash_blocks()
        page, wanted = self._work.now.page, self._work.then.page
        if wanted.in_trash and not page.in_trash:
            self._trash(page.id, page.title, database=page.object == "database", last=True)

    def _trash_blocks(self) -> None:
        kept = {block.id for block in all_blocks(self._work.then.blocks)}
        below = {page.id: page.blocks for page in self._work.then.sub_pages}
        kept |= {block.id for body in below.values() for block in all_blocks(body)}
        subs = (page for page in self._work.now.sub_pages if page.id in below)
        gone: set[str] = set()
        bodies = [*self._work.now.blocks, *(block for page in subs for block in page.blocks)]
        for block in all_blocks(bodies):
            if block.id in kept or block.type in _ELSEWHERE:
                continue
            if block.id not in gone:
                self._patch_block("trash", block.id, {"in_trash": True}, block.text)
            gone |= {inner.id for inner in all_blocks(block.children)}

    def _trash(self, name: str, title: str, *, database: bool, last: bool = False) -> None:
        """A page that goes as a whole goes after everything that is done to it."""
        after = tuple(op.id for op in self._work.emission.operations) if last else ()
        body = {"in_trash": True}
        self._patch("trash", name, body, title, database=database, after=after)

    def _patch(
        self,
        verb: str,
        name: str,
        body: Json,
        title: str,
        *,
        database: bool,
        after: tuple[str, ...] = (),
    ) -> str:
        kind: Kind = "update_database" if database else "update_page"
        path = ("databases/" if database else "pages/", self._work.address(name))
        waits = () if verb == "restore" else tuple(self._work.restored)
        return self._work.emit(
            f"{verb}:{name}", kind, "PATCH", path, body, title, after=(*waits, *after)
        )

    def _patch_block(self, verb: str, name: str, body: Json, title: str) -> None:
        appends = tuple(o.id for o in self._work.emission.operations if o.kind == "append_blocks")
        after = (*self._work.restored, *(appends if verb == "trash" else ()))
        path = ("blocks/", self._work.address(name))
        self._work.emit(
            f"{verb}:{name}", "update_block", "PATCH", path, body, title[:80], after=after
        )
