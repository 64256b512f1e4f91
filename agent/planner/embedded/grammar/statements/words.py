"""The words by which statements are read as rows, as data (`words.yaml`)."""

import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator

from agent.planner.embedded.grammar.text.syllables import PAST_LETTERS
from tools.blueprint.base import Strict

_DATA = Path(__file__).with_name("words.yaml")


def _joined(said: Any) -> Any:
    """One pattern of those of each language."""
    return "|".join(f"(?:{one})" for one in said.values()) if isinstance(said, dict) else said


Pattern = Annotated[re.Pattern[str], BeforeValidator(_joined)]


class Words(Strict):
    """All of it; the file says what each is of."""

    ahead: Pattern
    behind: Pattern
    towards: Pattern
    past: Pattern
    done: Pattern
    acting: Pattern
    acts: Pattern
    glued: Pattern
    glued_on: Pattern
    owner: Pattern
    owned: Pattern
    joined: Pattern
    ended: Pattern
    called_ahead: Pattern
    called_behind: Pattern
    article: Pattern
    none: Pattern
    agents: Pattern
    counted: Pattern
    containers: Pattern
    hours: Pattern
    minutes: Pattern
    half: Pattern
    year: Pattern
    due: Pattern
    does: Pattern
    so: Pattern
    planned: Pattern
    asks: Pattern
    supposes: Pattern


@cache
def words() -> Words:
    """The words, read once."""
    text = _DATA.read_text("utf-8").replace("[PAST]", f"[{PAST_LETTERS}]")
    return Words.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))
