"""Fresh wishes, written before the reader's words were looked at, and how a reading is judged."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from tools.blueprint.base import Strict
from tools.workspace.model import Structure

Json = dict[str, Any]
Verdict = Literal["right", "asked", "unread", "partly", "wrong"]


@dataclass(frozen=True)
class Fresh:
    """A wish over a workspace of `change_structures` with the least that its changes must say.

    `rows_where` stands for the titles of the rows that hold an option.
    """

    workspace: str
    say: str
    changes: list[Json]
    rows_where: Json = field(default_factory=dict)
    now: Verdict = "right"

    def expected(self, structure: Structure) -> list[Json]:
        """The changes, with the rows that `rows_where` stands for."""
        if not self.rows_where:
            return self.changes
        return [{**change, "rows": _holding(structure, self.rows_where)} for change in self.changes]


def fresh_changes() -> list[Fresh]:
    """All fresh wishes to change a workspace."""
    names = ("fresh_changes.yaml", "fresh_changes_2.yaml", "fresh_changes_3.yaml")
    texts = (Path(__file__).with_name(name).read_text("utf-8") for name in names)
    listed = [wish for text in texts for wish in yaml.load(text, Loader=yaml.CSafeLoader)]
    return [
        Fresh(w["in"], w["say"], w["changes"], w.get("rows_where", {}), w.get("now", "right"))
        for w in listed
    ]


def verdict(
    wish: Fresh, structure: Structure, changes: list[Strict], *, asked: bool, unread: bool
) -> Verdict:
    """How a reading fits: `wrong` is what acts otherwise without a word, `partly` says so."""
    said = _edits_apart([c.model_dump(mode="json", exclude_unset=True) for c in changes])
    expected = _edits_apart(wish.expected(structure))
    if not said and (asked or unread):
        return "right" if not expected else "asked" if asked else "unread"
    if said and not unread and _covers(said, expected):
        return "right"
    return "partly" if unread else "wrong"


def _covers(said: Any, expected: Any) -> bool:
    """Whether data says all that is expected; a new view hides and orders nothing beside it."""
    if isinstance(expected, dict):
        if not isinstance(said, dict):
            return False
        if said.get("action") == expected.get("action") == "add_view":
            beside = {"filter", "sorts"} & said["view"].keys() - expected["view"].keys()
            if any(said["view"][key] for key in beside):
                return False
        if isinstance(listed := expected.get("properties"), list):  # of a view: in any order
            said = {**said, "properties": sorted(said.get("properties") or [])}
            expected = {**expected, "properties": sorted(listed)}
        return all(key in said and _covers(said[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        same = isinstance(said, list) and len(said) == len(expected)
        return same and all(map(_covers, said, expected))
    return bool(said == expected)


def _edits_apart(changes: list[Json]) -> list[Json]:
    """One edit to each value of a row: in how many changes they come makes no difference."""
    apart: list[Json] = []
    for change in changes:
        if change["action"] != "edit_rows" or "rows" not in change:
            apart.append(change)
            continue
        for edit in change["rows"]:
            for name, value in edit["values"].items():
                one = {"row": edit["row"], "values": {name: value}}
                apart.append({**change, "rows": [one]})
    return apart


def _holding(structure: Structure, wanted: Json) -> list[str]:
    (name, option), *_ = wanted.items()
    for database in structure.databases:
        for prop in database.properties:
            ids = [o.id for o in prop.options if prop.name == name and o.name == option]
            if ids:
                return [row.title for row in database.rows if row.values.get(prop.id) == ids[0]]
    return []
