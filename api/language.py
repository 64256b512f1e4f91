"""Which language an answer speaks."""

from starlette.requests import HTTPConnection

from tools.blueprint.base import Language

_KNOWN: dict[str, Language] = {"ko": "ko", "en": "en", "ja": "ja"}


def accepted(header: str) -> Language | None:
    """The first of our languages in an `Accept-Language` header, by its weights."""
    ranked: list[tuple[float, int, Language]] = []
    for position, item in enumerate(header.split(",")):
        name, _, weight = item.strip().partition(";q=")
        known = _KNOWN.get(name.strip().lower()[:2])
        if known is not None:
            ranked.append((-_number(weight), position, known))
    return min(ranked)[2] if ranked else None


def speak(connection: HTTPConnection, language: Language) -> None:
    """Has the rest of an answer, its errors included, speak a language."""
    connection.state.language = language


def language_of(connection: HTTPConnection) -> Language:
    """What a caller reads: what was settled for the answer, `Accept-Language`, else Korean."""
    settled: Language | None = getattr(connection.state, "language", None)
    return settled or accepted(connection.headers.get("accept-language", "")) or "ko"


def _number(weight: str) -> float:
    try:
        return float(weight) if weight else 1.0
    except ValueError:
        return 0.0
