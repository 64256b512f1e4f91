"""Tokens, estimated: the tables with which they are counted would have to be downloaded."""

import re

_WORDS = re.compile(r"[A-Za-z]+|\d+|\s+|[^\sA-Za-z\d]")
_LETTERS = 4  # of Latin script to a token, the rest of a word begun
_DIGITS = 3


def tokens_in(text: str) -> int:
    """About how many tokens a text is to a model, rather too many than too few.

    A run of Latin letters is cut into fours, of digits into threes; a single blank goes with what
    follows it, and every other character (Hangul, kana, marks) counts as one.
    """
    return sum(_size(found) for found in _WORDS.findall(text))


def _size(run: str) -> int:
    if run.isspace():
        return 0 if len(run) == 1 else 1
    if run.isascii() and run.isalpha():
        return (
            -(-len(run) // (_LETTERS + 2)) if len(run) <= _LETTERS + 2 else -(-len(run) // _LETTERS)
        )
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
