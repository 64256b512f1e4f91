"""Whether what was built is what was designed; asserts, so that a difference is shown."""

from typing import Any

from tools.notion.operations import Plan


def same_pages(plan: Plan, built: dict[str, Any], designed: dict[str, Any]) -> None:
    """Bodies are equal in order, but where the plan says that a block had to wait."""
    moved = {note.operation for note in plan.notes if note.rule == "moved"}
    moved_titles = {operation.title for operation in plan.operations if operation.id in moved}
    assert set(built) == set(designed)
    for title, page in designed.items():
        assert (built[title]["icon"], built[title]["cover"]) == (page["icon"], page["cover"])
        tail = len(page["body"])
        body = built[title]["body"]
        if title in moved_titles:
            assert sorted(map(repr, body)) == sorted(map(repr, page["body"] + page["tail"]))
        else:
            assert body[:tail] == page["body"]
            assert sorted(map(repr, body[tail:])) == sorted(map(repr, page["tail"]))


def same_databases(built: dict[str, Any], designed: dict[str, Any]) -> None:
    assert set(built) == set(designed)
    for title, database in designed.items():
        found = built[title]
        for part in ("icon", "inline", "description", "views"):
            assert found[part] == database[part]
        assert set(found["schema"]) == set(database["schema"])
        for name, field in database["schema"].items():
            assert found["schema"][name][: len(field)] == field or _grew(
                found["schema"][name], field
            )
        _same_rows(found["rows"], database["rows"])


def _grew(found: Any, field: Any) -> bool:
    """Rows may add options to a select."""
    return found[0] == field[0] and found[1] >= field[1]


def _same_rows(built: dict[str, Any], designed: dict[str, Any]) -> None:
    assert set(built) == set(designed)
    for title, row in designed.items():
        found = built[title]
        assert found["icon"] == row["icon"]
        assert found["links"] == row["links"]
        assert found["body"] == row["body"]
        assert {name: found["values"][name] for name in row["values"]} == row["values"]
