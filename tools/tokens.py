"""Tokens as people paste them: cleaned at every entrance, before anything can quote them."""

import unicodedata

LONGEST = 500


class OddToken(ValueError):
    """A text that can be no token; the message does not say what it was."""


def cleaned(token: str) -> str:
    """A token without blanks and invisible characters around it; '' stands for none.

    Raises OddToken for what no header can carry: Python's clients would quote all of it in the
    exception that says so.
    """
    begin, end = 0, len(token)
    while begin < end and _is_unseen(token[begin]):
        begin += 1
    while begin < end and _is_unseen(token[end - 1]):
        end -= 1
    found = token[begin:end]
    if not (found.isascii() and found.isprintable() and len(found) <= LONGEST):
        raise OddToken(f"a token is 1 to {LONGEST} printable ASCII characters")
    return found


def _is_unseen(character: str) -> bool:
    """Separators, controls, and formats such as zero-width spaces and byte order marks."""
    return unicodedata.category(character) in ("Zs", "Zl", "Zp", "Cc", "Cf")


def without(token: str, text: str) -> str:
    """What somebody else says, should it repeat the token that it was sent."""
    return text.replace(token, "***") if token else text
