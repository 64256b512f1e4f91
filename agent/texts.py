"""What a person reads, in their language."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tools.blueprint.base import Language
from tools.errors import NotionForgeError, Problem, RequestRefused, ValidationFailed

_FILE = Path(__file__).with_name("texts.yaml")


@cache
def _texts() -> dict[str, dict[Language, str]]:
    texts: dict[str, dict[Language, str]] = yaml.load(
        _FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return texts


def say(key: str, language: Language, /, **params: Any) -> str:
    """The text of a key. Raises KeyError for a key or a parameter that is not there."""
    return _texts()[key][language].format(**params)


def explain(error: NotionForgeError, language: Language) -> str:
    """What went wrong and what to do about it, as one or two sentences."""
    params: dict[str, Any] = {"detail": str(error), **error.params}
    if isinstance(error, RequestRefused):
        return say("request_refused", language, detail=say(error.reason, language))
    if isinstance(error, ValidationFailed) and error.problems:
        params["detail"] = describe(error.problems[0], language)
    return say(error.reason, language, **params)


def describe(problem: Problem, language: Language) -> str:
    """One problem with its place."""
    return f"{problem.place}: {say(f'rule_{problem.rule}', language, **problem.params)}"
