"""Numbers as Notion shows them, in the format of their property. Pure."""

from decimal import Decimal

_SIGNS = {
    "dollar": "$",
    "canadian_dollar": "CA$",
    "euro": "€",
    "pound": "£",
    "yen": "¥",
    "ruble": "₽",
    "rupee": "₹",
    "won": "₩",
    "yuan": "CN¥",
    "real": "R$",
    "lira": "₺",
    "franc": "CHF ",
}
_WHOLE = frozenset({"won", "yen"})  # currencies without a smaller coin


def figure(value: float, format_: str) -> str:
    """A number in its format, no digit of it lost: `12.5%`, `₩1,234,560`, `-$0.50`."""
    exact = Decimal(str(value))
    if format_ == "percent":
        return f"{_plain(exact * 100)}%"
    if format_ == "number_with_commas":
        return _grouped(exact, 0)
    if format_ in _SIGNS:
        sign, figures = "-" if exact < 0 else "", abs(exact)
        return f"{sign}{_SIGNS[format_]}{_grouped(figures, 0 if format_ in _WHOLE else 2)}"
    return _plain(exact)


def _plain(exact: Decimal) -> str:
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _grouped(exact: Decimal, least: int) -> str:
    """With commas between thousands, and at least so many digits behind the point."""
    digits = max(least, len(_plain(exact).partition(".")[2]))
    return f"{exact:,.{digits}f}"
