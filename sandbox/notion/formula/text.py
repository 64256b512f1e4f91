"""Functions on texts. Patterns are regular expressions in JavaScript's sense."""

import re
import warnings
from collections.abc import Callable, Sequence
from functools import lru_cache

from sandbox.notion.formula.errors import EvaluationError
from sandbox.notion.formula.functions import BOOLEAN, LIST, NUMBER, STRING, list_of, pure
from sandbox.notion.formula.values import MAX_TEXT, Value, as_number, as_text, bounded

REFERENCE = re.compile(r"\$(?:(\d)|([&$]))")
REPEATED_CHOICE = re.compile(r"\([^()]*[+*{|][^()]*\)[+*{]")
"""A repeated group that itself repeats or chooses: matching may take exponential time."""


@lru_cache(maxsize=256)
def _pattern(source: str) -> re.Pattern[str]:
    # Python's matcher has no time limit, and it would block the event loop.
    if REPEATED_CHOICE.search(source):
        raise EvaluationError(f"Pattern {source} may take too long; simplify the repeated group")
    try:
        # JavaScript reads `[[a]` without a word; \d and \w are ASCII there.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return re.compile(source, re.ASCII)
    except (re.error, OverflowError) as error:
        raise EvaluationError(f"Pattern {source} is wrong: {error}") from error


def _expand(match: re.Match[str], replacement: str) -> str:
    """JavaScript's `$1` is a group, `$&` the match, `$$` a dollar."""

    def reference(found: re.Match[str]) -> str:
        if found[1] is None:
            return match[0] if found[2] == "&" else "$"
        group = int(found[1])
        return (match[group] or "") if 0 < group <= match.re.groups else found[0]

    return REFERENCE.sub(reference, replacement)


def _replacement(count: int) -> Callable[[Value, Value, Value], str]:
    """`replace` (the first match) or `replaceAll` (count 0), never growing beyond MAX_TEXT."""

    def apply(value: Value, pattern: Value, replacement: Value) -> str:
        grown = 0

        def expand(match: re.Match[str]) -> str:
            nonlocal grown
            expanded = _expand(match, as_text(replacement))
            grown += len(expanded)
            if grown > MAX_TEXT:
                raise EvaluationError(f"The text is longer than {MAX_TEXT} characters")
            return expanded

        return _pattern(as_text(pattern)).sub(expand, as_text(value), count=count)

    return apply


def _match(value: Value, pattern: Value) -> list[Value]:
    return [found[0] for found in _pattern(as_text(pattern)).finditer(as_text(value))]


def _test(value: Value, pattern: Value) -> bool:
    return _pattern(as_text(pattern)).search(as_text(value)) is not None


def _contains(value: Value, part: Value) -> bool:
    if isinstance(value, list):
        return any(as_text(entry) == as_text(part) for entry in value)
    return as_text(part) in as_text(value)


def _substring(value: Value, start: Value, end: Value = None) -> str:
    text = as_text(value)
    first = max(0, int(as_number(start)))
    last = len(text) if end is None else max(0, int(as_number(end)))
    return text[first:last]


def _repeat(value: Value, times: Value) -> str:
    # Measured before it is made: the product may not fit into memory.
    text, count = as_text(value), int(as_number(times))
    if len(text) * count > MAX_TEXT:
        raise EvaluationError(f"The text is longer than {MAX_TEXT} characters")
    return text * count


def _padding(value: Value, length: Value, pad: Value) -> tuple[str, str]:
    text, filler = as_text(value), as_text(pad)
    missing = int(as_number(length)) - len(text)
    if missing <= 0 or not filler:
        return text, ""
    return text, _repeat(filler, missing // len(filler) + 1)[:missing]


def _pad_start(value: Value, length: Value, pad: Value = " ") -> str:
    text, padding = _padding(value, length, pad)
    return padding + text


def _pad_end(value: Value, length: Value, pad: Value = " ") -> str:
    text, padding = _padding(value, length, pad)
    return text + padding


def _split(value: Value, separator: Value = "") -> list[Value]:
    text, between = as_text(value), as_text(separator)
    return [*text.split(between)] if between else [*text]


def _join(values: Value, separator: Value = ", ") -> str:
    entries = values if isinstance(values, list) else [values]
    between = bounded(as_text(separator))
    if len(entries) * len(between) > MAX_TEXT:
        raise EvaluationError(f"The text is longer than {MAX_TEXT} characters")
    return between.join(map(as_text, entries))


def _concat(*values: Value) -> Value:
    """Lists become one list, anything else one text."""
    if any(isinstance(value, list) for value in values):
        joined: list[Value] = []
        for value in values:
            joined.extend(value if isinstance(value, list) else [value])
        return joined
    return "".join(map(as_text, values))


def _concat_type(types: Sequence[str]) -> str:
    lists = [type_ for type_ in types if type_.startswith(LIST)]
    return lists[0] if lists else STRING


def _length(value: Value) -> int:
    return len(value) if isinstance(value, list) else len(as_text(value))


def _unstyled(value: Value, *_styles: Value) -> str:
    """Styles and links are not part of a value: the text is."""
    return as_text(value)


FUNCTIONS = {
    "length": pure(_length, NUMBER),
    "substring": pure(_substring, STRING, 2, 3),
    "contains": pure(_contains, BOOLEAN, 2, 2),
    "test": pure(_test, BOOLEAN, 2, 2),
    "match": pure(_match, list_of(STRING), 2, 2),
    "replace": pure(_replacement(1), STRING, 3, 3),
    "replaceAll": pure(_replacement(0), STRING, 3, 3),
    "lower": pure(lambda value: as_text(value).lower(), STRING),
    "upper": pure(lambda value: as_text(value).upper(), STRING),
    "trim": pure(lambda value: as_text(value).strip(), STRING),
    "repeat": pure(_repeat, STRING, 2, 2),
    "padStart": pure(_pad_start, STRING, 2, 3),
    "padEnd": pure(_pad_end, STRING, 2, 3),
    "split": pure(_split, list_of(STRING), 1, 2),
    "join": pure(_join, STRING, 1, 2),
    "concat": pure(_concat, _concat_type, 1, None),
    "link": pure(_unstyled, STRING, 2, 2),
    "style": pure(_unstyled, STRING, 1, None),
    "unstyle": pure(_unstyled, STRING, 1, None),
}
