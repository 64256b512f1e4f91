"""`notionforge.json`: the blueprint of what was exported, its files inside. Pure but for the files.

A file may be larger than what memory should hold, so a sign stands for it until the JSON is
written out in pieces.
"""

import base64
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import orjson

from tools.blueprint.base import Language
from tools.blueprint.uploads import MOST_BYTES, Upload, broken_rule, type_at
from tools.export.files import Brought, Files
from tools.notion.structure.assemble import assembled
from tools.notion.structure.read import Reading
from tools.notion.structure.saved import Saved, saved

Json = dict[str, Any]

_MEDIA = frozenset({"image", "video", "audio", "file", "pdf"})


class Exact:
    """The blueprint of some readings, and what is not in it."""

    def __init__(
        self,
        readings: Sequence[Reading],
        bodies: Mapping[str, Reading],
        files: Files,
        language: Language,
    ) -> None:
        self._files = files
        self._signs: dict[str, Brought] = {}
        known = {name: self._with_files(reading) for name, reading in bodies.items()}
        found = [self._with_files(reading) for reading in readings]
        self._saved: Saved = saved(found, language, known)

    def blueprint(self) -> Iterator[bytes]:
        """The JSON in pieces, for a thread to write."""
        text = self._saved.blueprint.model_dump_json(exclude_defaults=True)
        if not self._signs:
            yield text.encode()
            return
        for part in re.split(f"({'|'.join(map(re.escape, self._signs))})", text):
            brought = self._signs.get(part)
            yield from [part.encode()] if brought is None else _base64(brought)

    def lost(self) -> bytes:
        """What the blueprint has no words for, as JSON; empty where that is nothing."""
        found = [asdict(lost) for lost in self._saved.lost]
        return orjson.dumps(found, option=orjson.OPT_INDENT_2) if found else b""

    def _with_files(self, reading: Reading) -> Reading:
        """The same with uploads, as blueprints bring them along, in the place of kept files."""
        changed = [self._answer(answer) for answer in reading.answers]
        if all(new is old for new, old in zip(changed, reading.answers, strict=True)):
            return reading
        return Reading(assembled(changed), changed)

    def _answer(self, answer: Json) -> Json:
        match answer["object"]:
            case "page" | "database":
                return self._looks(self._values(answer))
            case "block" if isinstance(body := answer.get(answer["type"]), dict):
                kind = answer["type"]
                changed = self._sent(body, kind) if kind in _MEDIA else body
                changed = self._looks(changed)
                return answer if changed is body else {**answer, kind: changed}
            case _:
                return answer

    def _looks(self, item: Json) -> Json:
        for name in ("icon", "cover"):
            shown = item.get(name)
            if isinstance(shown, dict) and (sent := self._sent(shown, name)) is not shown:
                item = {**item, name: sent}
        return item

    def _values(self, answer: Json) -> Json:
        properties = answer.get("properties", {})
        changed = {}
        for name, value in properties.items():
            if value["type"] == "files" and value["files"]:
                sent = [self._sent(item, "files") for item in value["files"]]
                changed[name] = {**value, "files": sent}
        return {**answer, "properties": {**properties, **changed}} if changed else answer

    def _sent(self, item: Json, place: str) -> Json:
        """A file object as one that is uploaded; unchanged where a blueprint cannot bring it."""
        brought = self._files.get(item)
        upload = None if brought is None else self._upload(brought, place)
        if upload is None:
            return item
        rest = {key: value for key, value in item.items() if key != "file"}
        return {**rest, "type": "file_upload", "upload": upload.model_dump(exclude_none=True)}

    def _upload(self, brought: Brought, place: str) -> Upload | None:
        sign = base64.b64encode(secrets.token_bytes(24)).decode()
        upload = Upload(
            filename=brought.name, content=sign, content_type=type_at(brought.name, place)
        )
        if not 0 < brought.size <= MOST_BYTES or broken_rule(upload, place):
            return None
        self._signs[sign] = brought
        return upload


def _base64(brought: Brought) -> Iterator[bytes]:
    held = b""
    for piece in brought.pieces():
        held += piece
        whole = len(held) - len(held) % 3
        yield base64.b64encode(held[:whole])
        held = held[whole:]
    yield base64.b64encode(held)
