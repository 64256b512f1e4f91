"""The ground of the blueprint model: strictness, colours, keys and text."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

Language = Literal["ko", "en", "ja"]
Complexity = Literal["simple", "standard", "advanced"]
TemplateType = Literal[
    "dashboard", "tracker", "bookmark", "project", "note", "onboarding", "crm", "custom"
]

Hue = Literal["gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red"]
# Each one list and no union of lists: so who errs is told all that is allowed.
SelectColor = Literal["default", Hue]
Color = Literal[
    SelectColor,
    "gray_background",
    "brown_background",
    "orange_background",
    "yellow_background",
    "green_background",
    "blue_background",
    "purple_background",
    "pink_background",
    "red_background",
]

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
# The key of what may be without one, as nothing refers to it yet: `parse` and `apply` fill it in.
OwnKey = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9][A-Za-z0-9_-]{0,63})?$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://", max_length=2000)]

MOST_CHARACTERS = 100_000  # of one text: what fits into one request (500 KB) in any script
_MOST_ITEMS = 100  # of one rich text (Notion), each with 1,800 to 2,000 characters when it is cut
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Strict(BaseModel):
    """A frozen model that refuses unknown keys and does not coerce types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class DateSpan(Strict):
    """A date (`2026-01-31`) or date-time (ISO 8601), with an optional end."""

    start: str
    end: str | None = None
    time_zone: str | None = None

    @model_validator(mode="after")
    def _are_dates(self) -> "DateSpan":
        if not all(is_date(given) for given in (self.start, self.end) if given is not None):
            raise PydanticCustomError("bad_date", "a date is written as ISO 8601")
        return self


class Mention(Strict):
    """Something named inside a text: a page or database by key, a day, or a user by id."""

    page: Key | None = None
    database: Key | None = None
    date: DateSpan | None = None
    user: str | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "Mention":
        given = [v for v in (self.page, self.database, self.date, self.user) if v is not None]
        if len(given) != 1:
            raise PydanticCustomError("one_mention", "a mention names exactly one thing")
        return self


class Run(Strict):
    """A stretch of text with one format: words, an inline equation (LaTeX) or a mention."""

    text: str = ""
    equation: str | None = Field(default=None, max_length=1000)
    mention: Mention | None = None
    link: Url | None = None
    bold: bool = False
    italic: bool = False
    strikethrough: bool = False
    underline: bool = False
    code: bool = False
    color: Color = "default"


Text = str | Annotated[list[Run], Field(max_length=100)]


_BLANKS = " \t\r\n\xa0"  # not the wide one, with which Japanese paragraphs begin


def trimmed(text: Text) -> Text:
    """A text without the blanks around it: nobody sees them, but markdown cannot say them, and a
    long body that is not markdown takes many times the calls."""
    if isinstance(text, str):
        return text.strip(_BLANKS)
    led = _led(text, lambda words: words.lstrip(_BLANKS))
    return _led(led[::-1], lambda words: words.rstrip(_BLANKS))[::-1]


def _led(runs: list[Run], strip: Callable[[str], str]) -> list[Run]:
    """Runs without blanks at their beginning; code, an equation or a mention has none to lose."""
    for at, run in enumerate(runs):
        if run.code or run.equation is not None or run.mention is not None:
            return runs[at:]
        if words := strip(run.text):
            return [run.model_copy(update={"text": words}), *runs[at + 1 :]]
    return []


Prose = Annotated[Text, AfterValidator(trimmed)]


def plain(text: Text) -> str:
    """The words of a text without their format; mentions count as nothing."""
    if isinstance(text, str):
        return text
    return "".join(run.text or run.equation or "" for run in text)


def too_long(text: Text) -> bool:
    """Whether a text is more than Notion takes at once, even in pieces."""
    runs = [text] if isinstance(text, str) else [run.text for run in text]
    items = sum(-(-len(run) // 1800) for run in runs)
    return sum(map(len, runs)) > MOST_CHARACTERS or items > _MOST_ITEMS


def is_date(text: Any) -> bool:
    """Whether a text is a day (`2026-01-31`) or a date-time in ISO 8601."""
    if not isinstance(text, str) or not _DAY.match(text):
        return False
    try:
        date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
