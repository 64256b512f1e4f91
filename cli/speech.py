"""What the command line says by itself, in the person's language. What the server says, it says."""

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

Language = Literal["ko", "en", "ja"]
LANGUAGES: tuple[Language, ...] = ("ko", "en", "ja")

_FOLDER = Path(__file__).parent / "texts"
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as POSIX has it
_HANGUL = re.compile("[\uac00-\ud7a3]")
_JAPANESE = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_QUOTED = re.compile(r"[\"“「『‘][^\"”」』’\n]{1,200}[\"”」』’]")


@cache
def _texts(language: Language) -> dict[str, str]:
    path = _FOLDER / f"{language}.yaml"
    found: dict[str, str] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return found


def say(key: str, language: Language, /, **params: object) -> str:
    """The text of a key. Raises KeyError for a key or a parameter that is not there."""
    return _texts(language)[key].format(**params)


def of_machine(environ: Mapping[str, str] = os.environ) -> Language | None:
    """The language that the machine is set to, if it is one of ours."""
    given = next(filter(None, (environ.get(name) for name in _VARIABLES)), "")
    return next((known for known in LANGUAGES if given.lower().startswith(known)), None)


def of_words(words: str, otherwise: Language = "en") -> Language:
    """The language that some words are written in, by their letters; `otherwise` where there are
    none."""
    if _HANGUL.search(words):
        return "ko"
    if _JAPANESE.search(words):
        return "ja"
    return "en" if any(map(str.isalpha, words)) else otherwise


def without_quotes(words: str) -> str:
    """Words without what they quote, which may be of any language."""
    return _QUOTED.sub(" ", words)
