"""Functions on texts. Patterns are regular expressions in JavaScript's sense."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from sandbox.notion.formula.errors import EvaluationError
from sandbox.notion.formula.functions import (
    BOOLEAN,
    LIST,
    NUMBER,
    STRING,
    contextual,
    list_of,
    pure,
)
from sandbox.notion.formula.patterns import Found, compiled, find_all
from sandbox.notion.formula.values import MAX_TEXT, Context, Value, as_number, as_text, bounded

REFERENCE = re.compile(r"\$(?:(\d)|([&$]))")


def _found(context: Context, value: Value, pattern: Value) -> Iterator[Found]:
    return find_all(compiled(as_text(pattern)), as_text(value), context.budget)


def _expand(match: Found, replacement: str) -> str:
    """JavaScript's `$1` is a group, `$&` the match, `$$` a dollar."""

    def reference(found: re.Match[str]) -> str:
        if found[1] is None:
            return match.groups[0] or "" if found[2] == "&" else "$"
        group = int(found[1])
        return (match.groups[group] or "") if 0 < group < len(match.groups) else found[0]

    return REFERENCE.sub(reference, replacement)


def _replacement(count: int | None) -> Callable[[Context, Value, Value, Value], str]:
    """`replace` (the first match) or `replaceAll` (all of them), never beyond MAX_TEXT."""

    def apply(context: Context, value: Value, pattern: Value, replacement: Value) -> str:
        text, wanted, parts, end, grown = as_text(value), as_text(replacement), [], 0, 0
        for found in islice(_found(context, value, pattern), count):
            parts += [text[end : found.start], _expand(found, wanted)]
            end, grown = found.end, grown + len(parts[-1])
            if grown > MAX_TEXT:
                raise EvaluationError(f"The text is longer than {MAX_TEXT} characters")
        return "".join(parts) + text[end:]

    return apply


def _match(context: Context, value: Value, pattern: Value) -> list[Value]:
    return [found.groups[0] for found in _found(context, value, pattern)]


def _test(context: Context, value: Value, pattern: Value) -> bool:
    return any(True for _ in _found(context, value, pattern))


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
    "test": contextual(_test, BOOLEAN, 2, 2),
    "match": contextual(_match, list_of(STRING), 2, 2),
    "replace": contextual(_replacement(1), STRING, 3, 3),
    "replaceAll": contextual(_replacement(None), STRING, 3, 3),
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
