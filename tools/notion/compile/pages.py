"""Pages and their bodies: as much as possible inside the creating call, the rest in order."""

from dataclasses import dataclass, replace

from tools.blueprint.blocks import Block, SyncedBlock
from tools.blueprint.cycles import copied
from tools.blueprint.model import bodies
from tools.notion.compile.bodies import Fill, Item, markdown, take
from tools.notion.compile.emission import Emission
from tools.notion.operations import Operation, Ref
from tools.notion.render.blocks import BlockRenderer, count
from tools.notion.render.richtext import Json


def behind(block: str | Ref) -> Json:
    """The position right behind a block of the parent."""
    return {"type": "after_block", "after_block": {"id": block}}


@dataclass(frozen=True)
class Holder:
    """What gets a body: where its id comes from, its lane, its title; the `position` where the
    blocks go, else the end; how many blocks it held `before`."""

    address: Ref | str
    lane: str
    title: str
    position: Json | None = None
    before: int = 0


class BodyWriter:
    """Emits creations with their bodies, appends, and what deep blocks need afterwards."""

    def __init__(self, emission: Emission) -> None:
        self._emission = emission
        self._renderer = BlockRenderer(emission.addresses)
        self._numbers: dict[str, int] = {}
        self._copied = copied(body for _, body in bodies(emission.blueprint))

    def items(self, blocks: list[Block]) -> list[Item]:
        return [
            Item(self._renderer.render(block), self.synced_key(block), block) for block in blocks
        ]

    def synced_key(self, block: Block) -> str | None:
        """The key of an original that has copies, which will ask for its id."""
        if isinstance(block, SyncedBlock) and block.key in self._copied:
            return block.key
        return None

    def create(self, operation: Operation, items: list[Item]) -> None:
        """Emits a row's creation and all of its body, which must be ready."""
        rest = self.create_with(operation, items)
        self.append_all(Holder(Ref(operation.id), operation.id, operation.title), rest)

    def create_with(self, operation: Operation, items: list[Item]) -> list[Item]:
        """Emits a creation that carries as much of a body as it can; returns what is left.

        A body too long or too deep for one request goes as markdown, which knows no such limits
        but has fewer kinds of blocks and is checked less by Notion: so only where it saves a call.
        """
        piece = take(items, self._emission.ready, ids_come_back=False)
        if piece.taken < len(items) and self._create_from_markdown(operation, items):
            return []
        body = dict(operation.body or {})
        if piece.blocks:
            body["children"] = piece.blocks
        self._emission.emit(replace(operation, body=body, blocks=piece.total))
        return items[piece.taken :]

    def _create_from_markdown(self, operation: Operation, items: list[Item]) -> bool:
        """Emits a creation with all of a body as markdown; False if that cannot be."""
        written = markdown(items)
        # A first heading becomes the title of what Notion takes to be untitled: a row names its
        # title property in its own words.
        if written is None or (operation.kind == "create_row" and written.startswith("# ")):
            return False
        blocks = count([item.block for item in items])
        body = {**(operation.body or {}), "markdown": written}
        made = replace(operation, body=body, blocks=blocks, first_level=len(items))
        self._emission.emit(made, "markdown_body")
        return True

    def append(
        self, holder: Holder, items: list[Item], note: str = "long_body"
    ) -> tuple[list[Item], list[Ref]]:
        """Emits one append with what follows from it; returns what is left (all, if blocked), and
        where the ids of the blocks come from."""
        piece = take(items, self._emission.ready, ids_come_back=True)
        if not piece.blocks:
            return items, []
        synced = items[0].synced
        placed = {"position": holder.position} if holder.position else {}
        operation = Operation(
            id=f"synced:{synced}" if synced else self._name(holder.lane),
            kind="append_blocks",
            method="PATCH",
            path=("blocks/", holder.address, "/children"),
            lane=holder.lane,
            title=holder.title,
            body={"children": piece.blocks, **placed},
            blocks=count(piece.blocks),
            before=holder.before,
        )
        self._emission.emit(operation, note)
        self._fill(operation, piece.fills)
        brought = [Ref(operation.id, f"/results/{i}/id") for i in range(len(piece.blocks))]
        return items[piece.taken :], brought

    def append_all(self, holder: Holder, items: list[Item], note: str = "long_body") -> list[Ref]:
        """Emits all of a body, as `append` does a part of it, and returns where the ids come from.

        It must be ready but for copies of what is original in it: where such a copy stands before
        its original, what is behind it goes first.
        """
        written: list[Ref] = []
        while items:
            ready = next((item for item in items if self._emission.ready(item.block)), None)
            if ready is None:
                raise AssertionError("a body is written when all that it names is there")
            if ready is not items[0]:
                self._emission.say("moved", holder.lane)
            others = [item for item in items if item is not ready]
            items, brought = self.append(holder, [ready, *others], note)
            written += brought
            if holder.position is not None:
                holder = replace(holder, position=behind(written[-1]))
        return written

    def _name(self, lane: str) -> str:
        number = self._numbers.get(lane, 0)
        self._numbers[lane] = number + 1
        return f"append:{lane}:{number}"

    def _fill(self, operation: Operation, fills: list[Fill]) -> None:
        """Appends what was too deep: to the block itself, or to a column whose id is read."""
        reads: dict[int, str] = {}
        for fill in fills:
            parent = Ref(operation.id, f"/results/{fill.index}/id")
            if fill.inner is not None:
                if fill.index not in reads:
                    reads[fill.index] = self._read_children(operation, parent)
                parent = Ref(reads[fill.index], f"/results/{fill.inner}/id")
            below = [Item(block) for block in fill.blocks]
            self.append_all(Holder(parent, operation.lane, operation.title), below, "deep_body")

    def _read_children(self, operation: Operation, parent: Ref) -> str:
        read = Operation(
            id=f"read:{operation.id}:{parent.pointer.split('/')[2]}",
            kind="read_children",
            method="GET",
            path=("blocks/", parent, "/children?page_size=100"),
            lane=operation.lane,
            title=operation.title,
        )
        self._emission.emit(read, "deep_body")
        return read.id
