"""The sets of characters that escapes stand for, and what holds between two characters."""

from sandbox.notion.formula.patterns.program import Ranges

LAST = "\U0010ffff"
DIGITS: Ranges = (("0", "9"),)
WORD: Ranges = (("0", "9"), ("A", "Z"), ("_", "_"), ("a", "z"))
BREAKS: Ranges = (("\n", "\n"), ("\r", "\r"), ("\u2028", "\u2029"))
SPACES: Ranges = (
    *(("\t", "\r"), (" ", " "), ("\xa0", "\xa0"), ("\u1680", "\u1680"), ("\u2000", "\u200a")),
    *(("\u2028", "\u2029"), ("\u202f", "\u202f"), ("\u205f", "\u205f"), ("\u3000", "\u3000")),
    ("\ufeff", "\ufeff"),
)


def complement(ranges: Ranges) -> Ranges:
    """All other characters."""
    others: list[tuple[str, str]] = []
    following = 0
    for first, last in sorted(ranges):
        if ord(first) > following:
            others.append((chr(following), chr(ord(first) - 1)))
        following = max(following, ord(last) + 1)
    return (*others, (chr(following), LAST)) if following <= ord(LAST) else tuple(others)


CLASSES = {
    "d": DIGITS,
    "w": WORD,
    "s": SPACES,
    "D": complement(DIGITS),
    "W": complement(WORD),
    "S": complement(SPACES),
}
CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "f": "\f", "0": "\0"}


def at_start(_text: str, place: int) -> bool:
    """`^`."""
    return place == 0


def at_end(text: str, place: int) -> bool:
    """`$`."""
    return place == len(text)


def at_edge(text: str, place: int) -> bool:
    r"""`\b`: on one side a character of words, on the other none."""
    return _is_word(text[max(0, place - 1) : place]) != _is_word(text[place : place + 1])


def within(text: str, place: int) -> bool:
    r"""`\B`."""
    return not at_edge(text, place)


def _is_word(character: str) -> bool:
    return any(first <= character <= last for first, last in WORD)
