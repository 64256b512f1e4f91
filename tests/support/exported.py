"""A page of the tests' Notion as the archive that an export makes of it."""

import io
import json
import re
import zipfile
from typing import Any

from tests.support.notion import Notion
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint
from tools.blueprint.parse import parse
from tools.export.archived import BLUEPRINT, LOST, Export
from tools.export.files import Room
from tools.notion.downloads import Downloads

Json = dict[str, Any]

_ID = re.compile(r" ?[0-9a-f]{32}")


class Exported:
    """The files of an archive by their paths, from which ids are left out where `plain` asks."""

    def __init__(self, archive: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(archive)) as held:
            assert held.testzip() is None
            self.files = {name: held.read(name) for name in held.namelist()}

    @property
    def paths(self) -> list[str]:
        return sorted(_ID.sub("", path) for path in self.files)

    def plain(self, path: str) -> str:
        """A text by its path without ids, its links without them too."""
        found = [data for name, data in self.files.items() if _ID.sub("", name) == path]
        assert len(found) == 1, (path, self.paths)
        return re.sub(r"(%20)?[0-9a-f]{32}", "", found[0].decode("utf-8-sig"))

    @property
    def blueprint(self) -> Blueprint:
        return parse(json.loads(self.files[BLUEPRINT]))

    @property
    def lost(self) -> list[Json]:
        found: list[Json] = json.loads(self.files.get(LOST, b"[]"))
        return found


async def exported(notion: Notion, page_id: str, language: Language = "ko") -> Exported:
    downloads = Downloads(None, notion.wire)
    export = await Export.read(notion.gateway(), downloads, Room(), page_id, language)
    return Exported(b"".join([piece async for piece in export.pieces()]))
