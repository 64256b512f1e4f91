"""Signs that may be names."""

from unicodedata import category


def is_mark(text: str, start: int, end: int) -> bool:
    """Whether a sign may be what an option is called (a circle), and leads no line of a list."""
    leads = text[end : end + 1].isspace() and not text[:start].rpartition("\n")[2].strip()
    return category(text[start]) == "So" and not leads
