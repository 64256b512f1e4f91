"""Tokens, estimated: the tables with which they are counted would have to be downloaded."""

import json
import re
from collections.abc import Mapping
from functools import lru_cache

_WORDS = re.compile(r"[A-Za-z]+|\d+|\s+|[^\sA-Za-z\d]")
_WORD = 6  # letters of Latin script: so short a word is one token
_LETTERS = 4  # to a token, where a word is longer
_DIGITS = 3


@lru_cache(maxsize=64)  # rules are the same each time, and counted several times over
def tokens_in(text: str) -> int:
    """About how many tokens a text is to a model, rather too many than too few.

    A word of Latin letters is one, or is cut into fours; digits are cut into threes; a single blank
    goes with what follows it, and every other character (Hangul, kana, marks) counts as one.
    """
    return sum(_size(found) for found in _WORDS.findall(text))


def tokens_in_schema(shape: Mapping[str, object]) -> int:
    """About how many tokens a JSON schema is to a model that reads it as it is sent.

    Its marks come in runs, of which a token takes several: SmolLM2's tokenizer makes 2,154 of what
    counted one by one is 3,606.
    """
    return -(-2 * tokens_in(json.dumps(shape, separators=(",", ":"))) // 3)


def _size(run: str) -> int:
    if run.isspace():
        return 0 if len(run) == 1 else 1
    if run.isascii() and run.isalpha():
        return 1 if len(run) <= _WORD else -(-len(run) // _LETTERS)
    if run.isdigit():
        return -(-len(run) // _DIGITS)
    return 1


def cut(text: str, most: int) -> str:
    """The beginning of a text, of `most` tokens at the most, with a sign that there was more."""
    if tokens_in(text) <= most:
        return text
    end, used = 0, 1
    for found in _WORDS.finditer(text):
        used += _size(found.group())
        if used > most:
            break
        end = found.end()
    return f"{text[:end].rstrip()}…"
