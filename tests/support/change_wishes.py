"""Wishes to change a workspace, as strangers type them, with exactly what each of them means."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tools.blueprint.base import Language


@dataclass(frozen=True)
class Case:
    """A wish over one of the workspaces of `change_structures`, and the changes it asks for."""

    workspace: str
    say: str
    changes: list[dict[str, Any]]


@cache  # a second of CPU for each time that a language is read
def cases(language: Language) -> tuple[Case, ...]:
    """The wishes in one language."""
    text = Path(__file__).with_name(f"change_wishes.{language}.yaml").read_text("utf-8")
    return tuple(
        Case(c["in"], c["say"], c["changes"]) for c in yaml.load(text, Loader=yaml.CSafeLoader)
    )
