"""Rich text within a line of markdown.

Escaped are the characters that Notion's guide names (``\\ * ~ ` $ [ ] < > { } | ^``) and, as in
CommonMark, underscores at the edge of a word. Where readers of markdown disagree on what a line
means, the line is refused: blocks then say it without doubt.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from tools.blueprint.base import Color, DateSpan, Mention, Run, Text

_SPECIAL = re.compile(r"[\\*~`$\[\]<>{}|^]|(?<![^\W_])_|_(?![^\W_])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_SPACE_AT_BREAK = re.compile(r"[ \t]\n|\n[ \t]")
# What some reader would make a link, a custom emoji or an entity.
_MAGIC = re.compile(r"://|\bwww\.|\w@\w|:[a-z_][\w+-]*:|&#?\w+;", re.IGNORECASE)
# White space and breaks that may be trimmed, and what would be an image.
_DOUBTFUL = re.compile(r"^\s|\s$|^<br>|<br>$|!\[")
_UNSAFE_ADDRESS = re.compile(r"[\s()<>{}\[\]\"\\`|^*]|&#?\w+;")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Inexpressible(Exception):
    """Something that markdown cannot say, or not so that it is surely read as it was meant."""


@dataclass(frozen=True)
class _Piece:
    """A written run: wrapping tags or brackets, signs such as `**`, and what they enclose."""

    core: str
    signs: str = ""
    before: str = ""
    after: str = ""
    apart: bool = False  # needs white space on both sides

    def __str__(self) -> str:
        return f"{self.before}{self.signs}{self.core}{self.signs[::-1]}{self.after}"


def inline(text: Text) -> str:
    """A text as a part of a line. Raises Inexpressible."""
    runs = [Run(text=text)] if isinstance(text, str) else text
    pieces = [_piece(run) for run in _merged(runs)]
    written = [str(piece) for piece in pieces]
    for i, piece in enumerate(pieces):
        left, right = written[i - 1] if i else "", "".join(written[i + 1 : i + 2])
        _check_edges(piece, left[-1:], right[:1])
    line = "".join(written)
    if _DOUBTFUL.search(line):
        raise Inexpressible
    return line


def address(url: str) -> str:
    """An address as it stands in a link or an attribute. Raises Inexpressible."""
    if _UNSAFE_ADDRESS.search(url) or _CONTROL.search(url):
        raise Inexpressible
    return url


def verbatim(text: Text) -> str:
    """The words of a text without any format. Raises Inexpressible."""
    runs = [Run(text=text)] if isinstance(text, str) else text
    words = "".join(run.text for run in runs)
    if any(run != Run(text=run.text) for run in runs) or _CONTROL.search(words):
        raise Inexpressible
    return words


def short_color(color: Color) -> str:
    """A colour in the words of markdown."""
    return color.replace("_background", "_bg")


def _merged(runs: list[Run]) -> Iterator[Run]:
    """The runs with neighbours of one format joined, as Notion joins them; empty ones left out."""
    filled = [run for run in runs if run.text or not _is_words(run)]
    for form, group in groupby(filled, key=lambda run: run.model_copy(update={"text": ""})):
        if _is_words(form):
            yield form.model_copy(update={"text": "".join(run.text for run in group)})
        else:
            yield from group


def _is_words(run: Run) -> bool:
    return run.mention is None and run.equation is None


def _piece(run: Run) -> _Piece:
    if run.equation is not None:
        return _equation(run)
    core = _mention(run.mention) if run.mention is not None else _words(run)
    before, after = _wrapping(run)
    stars = "*" * (2 * run.bold + run.italic)
    return _Piece(core, f"{'~~' if run.strikethrough else ''}{stars}", before, after)


def _equation(run: Run) -> _Piece:
    expression = run.equation or ""
    bare = run.model_copy(update={"link": None}) == Run(text=run.text, equation=run.equation)
    doubtful = "`" in expression or "\n" in expression or _CONTROL.search(expression)
    if not bare or doubtful or not expression or expression != expression.strip():
        raise Inexpressible
    return _Piece(f"$`{expression}`$", apart=True)


def _mention(mention: Mention) -> str:
    """Only days: ids of pages are not known yet, and times are written in several ways."""
    match mention.date:
        case DateSpan(start=start, end=end, time_zone=None):
            if not all(_DAY.fullmatch(day) for day in (start, end) if day is not None):
                raise Inexpressible
            until = "" if end is None else f' end="{end}"'
            return f'<mention-date start="{start}"{until}/>'
        case _:
            raise Inexpressible


def _words(run: Run) -> str:
    text = run.text
    if _CONTROL.search(text) or _SPACE_AT_BREAK.search(text):
        raise Inexpressible
    if run.code:
        if "`" in text or "\n" in text or text != text.strip():
            raise Inexpressible
        return f"`{text}`"
    if run.link is None and _MAGIC.search(text):
        raise Inexpressible
    return _SPECIAL.sub(r"\\\g<0>", text).replace("\n", "<br>")


def _wrapping(run: Run) -> tuple[str, str]:
    """What stands before and after a run's signs. A mention takes no link, and is no code."""
    if run.mention is not None and run.code:
        raise Inexpressible
    before = after = ""
    if run.underline:
        before, after = f'<span underline="true">{before}', f"{after}</span>"
    if run.color != "default":
        before, after = f'<span color="{short_color(run.color)}">{before}', f"{after}</span>"
    if run.link is not None and run.mention is None:
        before, after = f"[{before}", f"{after}]({address(run.link)})"
    return before, after


def _check_edges(piece: _Piece, left: str, right: str) -> None:
    """Refuses signs that are not surely read as such (CommonMark: left- and right-flanking)."""
    if piece.apart and not ((left or " ").isspace() and (right or " ").isspace()):
        raise Inexpressible
    if not piece.signs:
        return
    outside = (piece.before[-1:] or left, piece.after[:1] or right)
    inside = (piece.core[0], piece.core[-1])
    if len(set(piece.signs)) > 1:
        inside = ("*", "*")
    if any(char in ("*", "~") for char in outside) or piece.core != piece.core.strip():
        raise Inexpressible
    for out, within in zip(outside, inside, strict=True):
        if _is_letter(out) and not _is_letter(within):
            raise Inexpressible


def _is_letter(char: str) -> bool:
    """Whether a character is neither absent nor white space nor punctuation."""
    return bool(char) and not char.isspace() and unicodedata.category(char)[0] not in "PS"
