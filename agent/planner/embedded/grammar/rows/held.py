"""What rows hold, beside what is told."""

from typing import Any

from tools.workspace.model import ExistingProperty, ExistingRow
from tools.workspace.values import words


def holds(row: ExistingRow, prop: ExistingProperty, value: Any) -> bool:
    """Whether a row has a value, as `spoken` gives it."""
    held = row.values.get(prop.id)
    if prop.options:
        wanted = value if isinstance(value, list) else [value]
        ids = {option.id for option in prop.options if option.name in wanted}
        return bool(ids & set(held if isinstance(held, list) else [held]))
    if prop.type == "date":
        return held is not None and str(held["start"])[:10] == str(value)[:10]
    if prop.type == "checkbox":
        return bool(held) is value
    if prop.type == "number":
        return held is not None and float(held) == value
    if prop.type == "relation":
        return bool(set(value) & set(held or []))
    text = held if isinstance(held, str) else words(held or [])  # a phone number is no rich text
    return text.casefold() == str(value).casefold()
