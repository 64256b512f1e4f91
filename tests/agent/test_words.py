"""Words are data: the reader's own lines know no language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from agent.planner.embedded.changing import speech
from tests.test_house import HOME
from tools.workspace.changes import ACTIONS

READER = HOME / "agent" / "planner" / "embedded"
LETTERS = re.compile("[\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3]")


def _said(path: Path) -> Iterator[str]:
    """The texts in a module's code: its docstrings and comments give examples."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            node.value.value = None
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_no_line_of_the_reader_knows_a_word_of_a_language():
    paths = [*READER.rglob("*.py"), READER.parent / "words.py"]

    assert [p.name for p in paths if any(map(LETTERS.search, _said(p)))] == []


def test_every_action_has_its_phrase_in_every_language():
    phrases = Path(speech.__file__).with_name("phrases.yaml").read_text("utf-8")
    listed = [line.split(":")[0] for line in phrases.splitlines() if not line.startswith("#")]
    actions = [kind.model_fields["action"].annotation.__args__[0] for kind in ACTIONS]

    assert sorted(set(listed) - {"columns"}) == sorted(actions)  # of a view, by what it shows
    assert all(f"{language}:" in line for line in phrases.splitlines()[1:]
               for language in ("ko", "en", "ja"))  # fmt: skip
