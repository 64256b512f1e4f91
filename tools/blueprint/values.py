"""A property as it stands in a database, and whether a row's value fits it."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tools.blueprint.base import Text, is_date, plain
from tools.blueprint.properties import (
    COMPUTED,
    STANDARD_STATUSES,
    ChoiceProperty,
    Property,
    RelationProperty,
)
from tools.blueprint.uploads import Upload

_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
TOO_LARGE = 2**63  # for a whole number in JSON that every reader takes

_TEXT: TypeAdapter[Text] = TypeAdapter(Text)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class Field:
    """One property as it will stand in a database.

    `origin` is the declared property; of the far side of a two-way relation it is the near side.
    """

    name: str
    type: str
    origin: Property
    declared_in: str
    reverse: bool = False

    @property
    def target(self) -> str | None:
        """Of a relation: the key of the database whose rows it links to."""
        if not isinstance(self.origin, RelationProperty):
            return None
        return self.declared_in if self.reverse else self.origin.target


Schema = Mapping[str, Field]


def misfit(field: Field, value: Any) -> str | None:
    """The name of the rule that a value breaks, or None. `null` means empty and always fits."""
    if field.type in COMPUTED:
        return "value_computed"
    if value is None or _FITS[field.type](value):
        return _too_many_links(field, value) or _unknown_status(field, value)
    return "value_unfit"


def _too_many_links(field: Field, value: Any) -> str | None:
    """What one request cannot carry, only the rows at the far side can: over a two-way relation."""
    if not isinstance(field.origin, RelationProperty) or field.origin.two_way is not None:
        return None
    return "too_many" if value is not None and len(value) > 100 else None


def _unknown_status(field: Field, value: Any) -> str | None:
    """A row may invent an option of a select, but not one of a status (Notion refuses it)."""
    if field.type != "status" or value is None or not isinstance(field.origin, ChoiceProperty):
        return None
    names = [option.name for option in field.origin.options or STANDARD_STATUSES]
    return None if value.strip() in names else "value_unknown_option"


def read_text(value: Any) -> Text | None:
    """A row's title or text as the model has it; None for what is no text."""
    if isinstance(value, str):
        return value
    try:
        return _TEXT.validate_python(value)
    except ValidationError:
        return None


def read_upload(item: Any) -> Upload | None:
    """The file that an item of a row's files brings along; None for an address."""
    given = item.get("upload") if isinstance(item, dict) else None
    try:
        return Upload.model_validate(given)
    except ValidationError:
        return None


def words(value: Any) -> str:
    """What a row's title or text says; nothing for what is no text."""
    return plain(read_text(value) or "")


def _is_text(value: Any) -> bool:
    return read_text(value) is not None


def _is_number(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < TOO_LARGE


def _is_date_value(value: Any) -> bool:
    if isinstance(value, dict):
        known = set(value) <= {"start", "end", "time_zone"}
        return known and is_date(value.get("start")) and (not value.get("end") or _end_ok(value))
    return is_date(value)


def _end_ok(value: Mapping[str, Any]) -> bool:
    return is_date(value["end"]) and str(value["end"])[:10] >= str(value["start"])[:10]


def _is_option(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value.strip()) <= 100 and "," not in value


def _list_of(inner: Callable[[Any], bool], most: int = 100) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and len(value) <= most and all(map(inner, value))


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 2000


def _is_file(value: Any) -> bool:
    if not isinstance(value, dict):
        return _is_link(value)
    if "upload" in value:
        return set(value) <= {"name", "upload"} and read_upload(value) is not None
    return set(value) <= {"name", "url"} and _is_link(value.get("url"))


def _is_link(value: Any) -> bool:
    return _is_url(value) and value.startswith(("http://", "https://"))


def _is_place(value: Any) -> bool:
    return isinstance(value, dict) and _is_number(value.get("lat")) and _is_number(value.get("lon"))


def _is_user(value: Any) -> bool:
    """People are named by the id that Notion gives them; there is no search by name."""
    return isinstance(value, str) and bool(_UUID.fullmatch(value))


def _is_string(value: Any) -> bool:
    return isinstance(value, str)


# A two-way relation may hold more titles than one request carries: compile spreads them.
_FITS: dict[str, Callable[[Any], bool]] = {
    "title": _is_text,
    "rich_text": _is_text,
    "number": _is_number,
    "select": _is_option,
    "status": _is_option,
    "multi_select": _list_of(_is_option),
    "date": _is_date_value,
    "people": _list_of(_is_user),
    "files": _list_of(_is_file),
    "checkbox": lambda value: isinstance(value, bool),
    "url": _is_url,
    "email": lambda v: isinstance(v, str) and len(v) <= 200 and bool(_EMAIL.fullmatch(v)),
    "phone_number": lambda v: isinstance(v, str) and 0 < len(v) <= 200,
    "relation": _list_of(_is_string, most=10_000),
    "place": _is_place,
}
