"""Numbers as people write them: money, percent, thousands, negatives in brackets. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tools.documents.paper import Cell

_LONGEST = 60  # signs; what is around a number is tried in many ways
_MOST_DIGITS = 15  # that a float keeps exactly; longer ones are numbers of accounts and cards

# In Notion's words. A sign may stand for several; `of_language` says which people of one mean.
_SIGNS = {
    "₩": "won", "￦": "won", "원": "won", "KRW": "won",
    "€": "euro", "EUR": "euro", "£": "pound", "GBP": "pound",
    "US$": "dollar", "USD": "dollar", "$": "dollar", "달러": "dollar", "ドル": "dollar",
    "C$": "canadian_dollar", "CA$": "canadian_dollar", "CAD": "canadian_dollar",
    "円": "yen", "엔": "yen", "JPY": "yen", "¥": "yen", "￥": "yen",
    "元": "yuan", "CNY": "yuan", "RMB": "yuan", "위안": "yuan",
    "₹": "rupee", "INR": "rupee", "₽": "ruble", "RUB": "ruble",
    "R$": "real", "BRL": "real", "₺": "lira", "TRY": "lira", "CHF": "franc",
}  # fmt: skip
_WHOLE = {"won", "yen"}  # of which nobody writes a fraction: a comma parts their thousands
_SIGN = "|".join(sorted(map(re.escape, _SIGNS), key=len, reverse=True))
_DIGITS = r"(?:\d+|\d{1,3}(?:[,.' \u00a0\u202f]\d{3})+)(?:[.,]\d+)?|[.,]\d+"
_NUMBER = re.compile(
    rf"(?P<minus>[-\u2212\u2013▲△]?)\s*(?P<outside>{_SIGN})?\s*(?P<open>\(?)\s*"
    rf"(?P<minus2>[-\u2212]?)\s*(?P<before>{_SIGN})?\s*(?P<minus3>[-\u2212]?)\s*"
    rf"(?P<digits>{_DIGITS})\s*(?P<percent>[%％]?)\s*(?P<after>{_SIGN})?\s*(?P<close>\)?)"
    r"(?P<minus4>-?)"
)
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－＋（）", "0123456789.,-+()")


@dataclass(frozen=True)
class Written:
    """A number as it stood: its digits with their separators, and what was around them."""

    digits: str
    negative: bool = False
    sign: str | None = None
    percent: bool = False


@dataclass(frozen=True)
class Numbers:
    """A column of numbers. `format` is Notion's, `rule` what there is to tell of their reading."""

    format: str
    values: list[int | float]
    rule: str | None = None


def numbers(
    cells: Sequence[Cell], *, continental: bool = False, decimal_comma: bool = False
) -> Numbers | str | None:
    """The numbers of cells that are not empty; the rule why they are none where they nearly are,
    None where they are something else. `continental` is how the rest of the table writes decimals,
    for a column of which `1.200` is all there is; `decimal_comma` whether `1,200` is as open."""
    found = list[Written]()
    for cell in cells:
        if (number := _read(cell)) is None:
            return None
        found.append(number)
    signs = {_SIGNS[number.sign] for number in found if number.sign is not None}
    percents = {number.percent for number in found}
    if len(signs) > 1 or (signs and True in percents) or len(percents) > 1:
        return "mixed_units"
    open_comma = decimal_comma and not signs & _WHOLE
    says = {_says(number.digits, open_comma=open_comma) for number in found} - {None}
    if len(says) > 1:
        return "mixed_decimals"
    is_told = open_comma and not says and any("," in number.digits for number in found)
    continental = is_told or (continental if not says else True in says)
    percent = percents == {True}
    values = [_value(number, continental=continental, percent=percent) for number in found]
    rule = "decimal_comma" if is_told else None
    form = _format(signs, found, percent=percent, comma="" if continental else ",")
    return Numbers(form, values, rule)


def _read(cell: Cell) -> Written | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return Written(_shortest(cell).lstrip("-"), cell < 0)
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    if _PLAIN.fullmatch(text):  # most are: the rest costs twenty times as much
        bare = text.lstrip("-")
        return None if _is_label(bare) else Written(bare, text[0] == "-")
    if len(text) > _LONGEST:
        return None
    match = _NUMBER.fullmatch(text.translate(_FULL_WIDTH).lstrip("+"))
    if match is None or bool(match["open"]) != bool(match["close"]) or _is_label(match["digits"]):
        return None
    around = [sign for name in ("outside", "before", "after") if (sign := match[name])]
    if len({_SIGNS[sign] for sign in around}) > 1:
        return None
    minus = any(match[name] for name in ("minus", "minus2", "minus3", "minus4", "open"))
    return Written(match["digits"], minus, next(iter(around), None), bool(match["percent"]))


def _is_label(digits: str) -> bool:
    """Whether digits name something and count nothing: with zeros before them, or very long."""
    bare = re.sub(r"\D", "", digits)
    return len(bare) > _MOST_DIGITS or (
        len(digits) > 1 and digits[0] == "0" and digits[1].isdigit()
    )


def _shortest(number: float) -> str:
    """As it is read: programs of tables keep every number as one with a fraction."""
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else f"{number:.15g}"


def writes_continental(cells: Iterable[Cell], *, decimal_comma: bool = False) -> bool | None:
    """Whether the numbers of a table begin their decimals with a comma; None where they do not
    tell, or not all the same. With `decimal_comma` `1,234` does not tell."""
    digits = (number.digits for cell in cells if (number := _read(cell)) is not None)
    says = {_says(text, open_comma=decimal_comma) for text in digits} - {None}
    return says.pop() if len(says) == 1 else None


def _says(text: str, *, open_comma: bool = False) -> bool | None:
    """Whether digits write decimals as `1.234,50`; None where they could be either, as `1.234`, and
    with `open_comma` `1,234` as well."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        return comma > point
    at = max(comma, point)
    if at < 0:
        return None
    grouped = text.count(text[at]) > 1 or (len(text) - at == 4 and text[:at] not in ("", "0"))
    if grouped and text.count(text[at]) == 1 and (text[at] == "." or open_comma):
        return None
    return (text[at] == ",") != grouped


def _value(number: Written, *, continental: bool, percent: bool) -> int | float:
    digits = re.sub(r"[' \u00a0\u202f]", "", number.digits)
    digits = digits.replace(".", "").replace(",", ".") if continental else digits.replace(",", "")
    signed = f"-{digits}" if number.negative else digits
    if percent:
        return round(float(signed) / 100, 12)
    return float(signed) if "." in signed or "e" in signed else int(signed)


def _format(signs: set[str], found: Sequence[Written], *, percent: bool, comma: str) -> str:
    if signs:
        return next(iter(signs))
    if percent:
        return "percent"
    grouping = re.compile(rf"\d[{comma}' \u00a0\u202f]\d{{3}}(?!\d)")
    grouped = any(grouping.search(number.digits) for number in found)
    return "number_with_commas" if grouped else "number"
