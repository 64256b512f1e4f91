"""What may be said next about a workspace that was just built, as an example."""

from agent.texts import say
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint, Database

_CHOICES = ("status", "select")


def next_wish(blueprint: Blueprint, language: Language) -> str:
    """A wish that fits what was made and is not in it yet: of its first database, or a page."""
    first = next(iter(blueprint.databases), None)
    if first is None:
        return say("next_page", language)
    has = {prop.type for prop in first.properties}
    seen = {view.type for view in first.views}
    if "date" in has and "calendar" not in seen:
        return say("next_calendar", language, database=first.title)
    if (choice := _choice(first)) is not None and "board" not in seen:
        return say("next_board", language, database=first.title, property=choice)
    if "rich_text" in has:  # which may be the notes already
        return say("next_page", language)
    return say("next_property", language, database=first.title)


def _choice(database: Database) -> str | None:
    return next((prop.name for prop in database.properties if prop.type in _CHOICES), None)
