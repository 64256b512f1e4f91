"""What a person reads, in their language: one file each, `ko.yaml`, `en.yaml`, `ja.yaml`."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agent.texts.particles import Word
from tools.blueprint.base import Language
from tools.errors import NotionForgeError, Problem, RequestRefused, ValidationFailed

_FOLDER = Path(__file__).parent


@cache
def _texts(language: Language) -> dict[str, str]:
    texts: dict[str, str] = yaml.load(
        (_FOLDER / f"{language}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return texts


def say(key: str, language: Language, /, **params: Any) -> str:
    """The text of a key. Raises KeyError for a key or a parameter that is not there."""
    worded = {k: Word(v) if isinstance(v, str) else v for k, v in params.items()}
    return _texts(language)[key].format(**worded)


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
