"""What a person reads, in their language: one file each, `ko.yaml`, `en.yaml`, `ja.yaml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agent.texts.particles import Number, Word
from tools.blueprint.base import Language
from tools.errors import NotionForgeError, Problem, RequestRefused, ValidationFailed

_FOLDER = Path(__file__).parent
_MADE = ("pages", "databases", "views", "rows")


@cache
def _texts(language: Language) -> dict[str, str]:
    texts: dict[str, str] = yaml.load(
        (_FOLDER / f"{language}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return texts


def say(key: str, language: Language, /, **params: Any) -> str:
    """The text of a key. Raises KeyError for a key or a parameter that is not there."""
    return _texts(language)[key].format(**{k: _worded(v) for k, v in params.items()})


def _worded(value: Any) -> Any:
    if isinstance(value, str):
        return Word(value)
    return Number(value) if type(value) is int else value  # and no bool


def made(counts: Mapping[str, int], language: Language) -> str:
    """What is made, in numbers, from pages to rows; what there is none of is left out."""
    named = [name for name in _MADE if counts.get(name)]
    told = [say(f"made_{name}", language, count=counts[name]) for name in named]
    return say("comma", language).join(told)


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
