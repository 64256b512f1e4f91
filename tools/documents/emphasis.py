"""Emphasis beside letters that stand without blanks, for a parser that needs these. Pure.

CommonMark takes `**` behind a bracket for closing only before a blank or a sign, so that
`**중요(important)**입니다` stays asterisks. An entity is a sign to it: put between them it makes
the marks count, and is dropped again from what was read.
"""

import re
from collections.abc import Callable

BETWEEN = "&#8203;"
SEEN_AS = "\u200b"

_CJK = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\u3131-\u318e"
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)
_MARK = re.compile(r"(?<!\\)(\*{1,3}|~~)")
_LETTER = re.compile(f"[{_CJK}]")


def mended(text: str) -> str:
    """The same with an entity wherever a mark would not count. What is code stays as it is."""
    return outside_code(text, _mended) if "*" in text or "~~" in text else text


def outside_code(text: str, changed: Callable[[str], str]) -> str:
    """A text with all that is no code in it changed."""
    pieces, at = list[str](), 0
    for code in _CODE.finditer(text):
        pieces += [changed(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*pieces, changed(text[at:])])


def _mended(text: str) -> str:
    """Marks open and close in turn; which of both one does says the number of those before it."""
    seen: dict[str, int] = {}
    pieces, at = list[str](), 0
    for match in _MARK.finditer(text):
        mark, before, after = (
            match[1],
            text[match.start() - 1 : match.start()],
            text[match.end() :][:1],
        )
        if before.isspace() and after.isspace():
            continue
        number = seen[mark] = seen.get(mark, 0) + 1
        pieces.append(text[at : match.start()])
        closes = number % 2 == 0
        if closes and _is_sign(before) and _LETTER.match(after):
            pieces.append(mark + BETWEEN)
        elif not closes and _LETTER.match(before) and _is_sign(after):
            pieces.append(BETWEEN + mark)
        else:
            pieces.append(mark)
        at = match.end()
    return "".join([*pieces, text[at:]])


def _is_sign(letter: str) -> bool:
    return bool(letter) and not letter.isalnum() and not letter.isspace()
