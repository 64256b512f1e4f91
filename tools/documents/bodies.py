"""Blocks with what they may hold: texts cut to fit, lists kept apart, nothing deeper than a plan
takes. Pure."""

from collections.abc import Iterable, Iterator, Sequence

from tools.documents.notes import Notes
from tools.documents.paper import Json
from tools.documents.runs import portions, stripped, text_of

MOST_LEVELS = 24  # of blocks in blocks; a blueprint takes 30
_MOST_COLUMNS = 100
_LISTS = ("bulleted_list_item", "numbered_list_item")


def text_blocks(kind: str, runs: Iterable[Json], **more: object) -> list[Json]:
    """A block of text; what is too long for one goes on in paragraphs behind it."""
    first, *further = portions(stripped(runs))
    blocks = [{"type": kind, "text": text_of(first), **more}]
    return blocks + [{"type": "paragraph", "text": text_of(rest)} for rest in further]


def code_block(text: str, language: str) -> Json:
    runs = portions([{"text": text}])
    return {"type": "code", "text": text_of(runs[0]), "language": language}


def table(rows: Sequence[Sequence[Sequence[Json]]], *, header: bool = True) -> list[Json]:
    """A table of rich texts; rows are made equally long. One too wide becomes several."""
    width = max((len(row) for row in rows), default=0)
    if not width:
        return []
    level = [[*row, *([[]] * (width - len(row)))] for row in rows]
    return [
        {
            "type": "table",
            "header": header,
            "rows": [
                [text_of(portions(stripped(cell))[0]) for cell in row[at : at + _MOST_COLUMNS]]
                for row in level
            ],
        }
        for at in range(0, width, _MOST_COLUMNS)
    ]


def settled(blocks: Sequence[Json], place: str, notes: Notes) -> list[Json]:
    """A body as it can be built: lists that follow each other stay two, and what lies too deep
    comes up to the deepest level that there is."""
    return list(_settled(blocks, 1, place, notes))


def _settled(blocks: Sequence[Json], level: int, place: str, notes: Notes) -> Iterator[Json]:
    for block in blocks:
        inner = block.get("children")
        if not inner:
            yield block
        elif level < MOST_LEVELS:
            yield {**block, "children": list(_settled(inner, level + 1, place, notes))}
        else:
            notes.add("blocks_raised", place, most=MOST_LEVELS)
            yield {key: value for key, value in block.items() if key != "children"}
            yield from _settled(inner, level, place, notes)


def apart(before: Sequence[Json], kind: str) -> list[Json]:
    """An empty line, where a list would else go on counting what the one before it began."""
    if before and before[-1]["type"] == kind and kind in _LISTS:
        return [{"type": "paragraph", "text": ""}]
    return []
