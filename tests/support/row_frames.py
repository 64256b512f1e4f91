"""Rows that are told in a sentence: every frame of `row_frames.yaml` with every record of it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.support.told import Told, learn

Json = dict[str, Any]
_FILE = Path(__file__).with_name("row_frames.yaml")
_HOLE = re.compile(r"\{(\w+)(?:\[(.*?)\])?\}")


@dataclass(frozen=True)
class RowTold:
    """A wish with the frame and the record that it is made of."""

    frame: str
    record: str
    wish: Told


@cache
def rows_told() -> list[RowTold]:
    """The product of both, in every language."""
    found = yaml.load(_FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return [
        RowTold(frame, record["kind"], _Record(language, at, record).wish(frame))
        for language, frames in found["frames"].items()
        for at, record in enumerate(found["records"][language])
        for frame in frames
    ]


class _Record:
    """A row to be told, and another of the same table."""

    def __init__(self, language: str, at: int, record: Json) -> None:
        self.page, self.kind = f"rows_{language}_{at}", record["kind"]
        learn(self.page, record["page"])
        home = record["page"]["databases"][-1]
        self.base = home["title"]
        self.col = next(p["name"] for p in home["properties"] if p["type"] == "title")
        self.names, self.titles = record["name"], record.get("title", record["name"])
        self.values = [(v[0], v[1], v[2], v[3] if len(v) > 3 else v[1]) for v in record["values"]]
        others = ((k, v if isinstance(v, list) else [v, v]) for k, v in record["other"].items())
        self.others = [(name, said, said, held) for name, (said, held) in others]

    def wish(self, frame: str) -> Told:
        """What is said in a frame, and what it comes to."""
        said = _HOLE.sub(lambda hole: self._part(hole[1], hole[2]), frame)
        two = "{other" in frame or "{tabs}" in frame or "{pipes}" in frame
        values = self.values if "{v1}" not in frame else self.values[:2]
        rows = [_row(self.base, self.col, self.titles[0], values)]
        rows += [_row(self.base, self.col, self.titles[1], self.others)] if two else []
        return Told(self.page, said, tuple(rows))

    def _part(self, name: str, between: str | None) -> str:
        match name:
            case "name" | "other":
                return self.names[name == "other"]
            case "kind" | "col":
                return getattr(self, name)
            case "v1" | "v2":
                return self.values[int(name[1]) - 1][1]
            case "bare" | "told" | "otherbare":
                at = 2 if name == "told" else 1
                values = self.others if name == "otherbare" else self.values
                return (between or "").join(v[at] for v in values)
            case "lines":
                held = [(self.col, self.names[0]), *((v[0], v[1]) for v in self.values)]
                return "\n".join(f"{k}: {v}" for k, v in held)
            case _:
                return "\n".join(self._table("\t" if name == "tabs" else " | "))

    def _table(self, between: str) -> Iterator[str]:
        yield between.join([self.col, *(v[0] for v in self.values)])
        yield between.join([self.names[0], *(v[1] for v in self.values)])
        yield between.join([self.names[1], *(v[1] for v in self.others)])


def _row(base: str, col: str, title: str, values: list[tuple[str, str, str, Any]]) -> str:
    held = {col: title, **{name: value for name, _, _, value in values}}
    return f"+ row {base}: " + "; ".join(f"{k}={_cell(held[k])}" for k in sorted(held))


def _cell(value: Any) -> str:
    linked = isinstance(value, str) and value.startswith("[")
    return f"['{value[1:-1]}']" if linked else str(value)
