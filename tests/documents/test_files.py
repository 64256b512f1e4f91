"""Real-looking files of all kinds in three languages, and what arrives of each, cell by cell.

`files/` holds those of text, `tests/support/document_files.py` makes the others; what should arrive
of each is in `expected/`, written as `tests/support/document_portraits.py` tells it.
"""

import re
from pathlib import Path
from typing import Any

import pytest

from embedded import InMemory
from tests.support.document_files import document_files
from tests.support.document_portraits import portrait
from tools.blueprint.parse import parse
from tools.documents.assembly import blueprint_of
from tools.documents.columns.inference import Asked
from tools.documents.notes import Notes
from tools.documents.paper import Source
from tools.notion.rehearse import rehearse

Json = dict[str, Any]

HERE = Path(__file__).parent
FILES = {path.name: path.read_bytes() for path in sorted((HERE / "files").iterdir())}
FILES |= document_files()


def language_of(name: str) -> str:
    """Whose file it is, by the letters of its name."""
    if re.search("[가-힣]", name):
        return "ko"
    return "ja" if re.search("[ぁ-ヺ一-鿿]", name) else "en"


def arrived(name: str) -> tuple[Json, Notes]:
    notes = Notes()
    asked = Asked(language_of(name), "Asia/Seoul")
    return blueprint_of([Source(name, FILES[name])], asked, notes), notes


@pytest.mark.parametrize("name", FILES)
def test_a_file_arrives_as_it_is(name: str):
    expected = (HERE / "expected" / f"{name}.txt").read_text("utf-8")
    assert portrait(*arrived(name)) == expected


@pytest.mark.parametrize("name", FILES)
async def test_what_arrives_is_taken_by_notion(name: str):
    blueprint, _ = arrived(name)
    await rehearse(parse(blueprint), InMemory())
