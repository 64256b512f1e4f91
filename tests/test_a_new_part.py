"""A further action is a class and a line, a further type of block a class; the embedded workspace
has to know that type as well.

Both are added to a copy of what they stand on, in these files and no others, and go their whole
way there: read, applied, compiled, carried out, and read again.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent

# What is put in front of which line of which file.
ADDED = {
    "tools/workspace/actions/pages.py": {
        "class Archive(": (
            'class Shout(OfPage):\n    """Gives a page its title in capitals."""\n\n'
            '    action: Literal["shout"]\n\n'
            "    def apply(self, edit: Edit) -> Json:\n"
            "        page = edit.structure.page\n"
            '        loud = {"title": page.title.upper()}\n'
            "        edit.update(page=page.model_copy(update=loud))\n"
            '        return {"name": page.title}\n\n\n'
        )
    },
    "tools/workspace/changes.py": {
        "from tools.workspace.change ": "from tools.workspace.actions.pages import Shout\n",
        "    AddProperty,": "    Shout,\n",
    },
    "tools/blueprint/blocks.py": {
        "class Toggle(": 'class Aside(TextBlock):\n    type: Literal["aside"]\n\n\n',
        "    | Heading\n": "    | Aside\n",
    },
    "sandbox/notion/blocks/kinds.py": {
        '    "template": ': '    "aside": _PROSE,\n',
    },
}

WAY = """
import asyncio, json
from embedded import InMemory
from tools.blueprint.parse import parse
from tools.notion.modify.compile import compile_changes
from tools.notion.rehearse import rehearse, rehearse_changes, structure_of
from tools.notion.structure.read import read_page
from tools.notion.gateway import NotionGateway
from tools.notion.transport import DirectTransport
from tools.workspace.apply import apply
from tools.workspace.changes import CHANGE
from tools.workspace.from_blueprint import opened
from tools.workspace.to_blueprint import blueprint_of

SHOUT = CHANGE.validate_python({"action": "shout"})
ASIDE = {"type": "aside", "text": "by the way", "children": [{"type": "paragraph", "text": "in"}]}


def looks(structure):
    below = [[block.type, [inner.type for inner in block.children]] for block in structure.blocks]
    return [structure.page.title, below]


async def main():
    stage, plain = InMemory(), parse({"title": "quiet", "blocks": [ASIDE]})
    changed = apply(opened(plain), SHOUT)
    planned = await structure_of(await rehearse(blueprint_of(changed.structure), stage))
    built = await rehearse(plain, stage)
    reading = await read_page(NotionGateway(DirectTransport(built.embedded)), built.page_id)
    plan = compile_changes(reading.structure, [SHOUT], "en").forward
    after = await rehearse_changes(reading.answers, plan, built.page_id, stage)
    print(json.dumps([looks(planned), looks(await structure_of(after)), changed.told]))


asyncio.run(main())
"""


def with_parts(folder: Path) -> None:
    """Copies what plans are made and carried out with, the new parts among it."""
    for name in ("tools", "sandbox"):
        ignored = shutil.ignore_patterns("__pycache__", "migrations", "formats")
        shutil.copytree(HOME / name, folder / name, ignore=ignored)
    shutil.copy(HOME / "embedded.py", folder)
    for name, lines in ADDED.items():
        text = (folder / name).read_text(encoding="utf-8")
        for before, added in lines.items():
            assert text.count(before) == 1, (name, before)
            text = text.replace(before, added + before)
        (folder / name).write_text(text, encoding="utf-8")


def test_an_action_and_a_type_of_block_are_added_where_they_are_declared(tmp_path: Path) -> None:
    with_parts(tmp_path)
    command = [sys.executable, "-c", WAY]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    planned, after, told = json.loads(done.stdout)
    assert planned == after == ["QUIET", [["aside", ["paragraph"]]]]
    assert told == [{"action": "shout", "name": "quiet"}]
