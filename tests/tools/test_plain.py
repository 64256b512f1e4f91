"""Values of answers as plain JSON."""

from typing import Any

import pytest

from tools.notion.plain import row, value

ADA, UNKNOWN = {"id": "u1", "name": "Ada"}, {"id": "u2"}


@pytest.mark.parametrize(
    ("kind", "held", "plain"),
    [
        ("title", [{"plain_text": "a "}, {"plain_text": "b"}], "a b"),
        ("rich_text", [], None),
        ("number", 0, 0),
        ("checkbox", False, False),
        ("select", None, None),
        ("status", {"name": "Done"}, "Done"),
        ("multi_select", [{"name": "x"}, {"name": "y"}], ["x", "y"]),
        ("people", [ADA, UNKNOWN], ["Ada", "u2"]),
        ("created_by", UNKNOWN, "u2"),
        ("relation", [{"id": "r1"}], ["r1"]),
        ("date", {"start": "2026-01-31", "end": None}, "2026-01-31"),
        ("date", {"start": "2026-01-31", "end": "2026-02-01"}, "2026-01-31 → 2026-02-01"),
        ("unique_id", {"prefix": "T", "number": 7}, "T-7"),
        ("unique_id", {"prefix": None, "number": 7}, "7"),
        ("files", [{"name": "a.pdf"}], ["a.pdf"]),
        ("formula", {"type": "boolean", "boolean": True}, True),
        ("formula", {"type": "string", "string": None}, None),
        ("formula", {"type": "date", "date": {"start": "2026-01-31", "end": None}}, "2026-01-31"),
        ("rollup", {"type": "number", "number": 3, "function": "sum"}, 3),
        ("rollup", {"type": "array", "array": [{"type": "url", "url": "u"}]}, ["u"]),
        ("rollup", {"type": "incomplete", "incomplete": {}}, None),
        ("button", {}, None),
    ],
)
def test_a_value_is_what_a_person_would_read(kind: str, held: Any, plain: Any):
    assert value({"type": kind, kind: held}) == plain


def test_a_row_has_its_values_by_name():
    answer = {"properties": {"N": {"type": "number", "number": 1}, "B": {"type": "button"}}}
    assert row(answer) == {"N": 1, "B": None}
