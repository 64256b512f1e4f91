"""Which types of properties the settings of a view take: what Notion refuses otherwise."""

DATES = frozenset({"date", "created_time", "last_edited_time", "formula", "rollup"})
GROUPINGS = ("group_by", "sub_group_by", "x_axis", "stack_by")
_BOARDS = frozenset({"select", "multi_select", "status", "people", "relation", "checkbox"})
_UNGROUPABLE = frozenset({"files", "place", "rollup", "unique_id", "button", "verification"})


def groups(view_type: str, kind: str) -> bool:
    """Whether a view can be grouped by a property of that type: a board's columns are choices."""
    return kind in _BOARDS if view_type == "board" else kind not in _UNGROUPABLE


def misplaced(view_type: str, setting: str, kind: str) -> str | None:
    """The rule that a property of a type breaks in a setting of a view, or None."""
    if setting in ("date_property", "end_date_property") and kind not in DATES:
        return "not_a_date"
    return "not_groupable" if setting in GROUPINGS and not groups(view_type, kind) else None
