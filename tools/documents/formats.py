"""What a workbook knows of its cells that the reader of cells does not tell: how numbers are shown,
as percent, as money, which their format alone says; and which cells hold an error."""

import io
import posixpath
import re
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from xml.etree import ElementTree as ET

from tools.documents.weekdays import is_weekday

# Written without the brackets in which Excel puts a locale: `[$¥-411]#,##0`.
_MONEY = (
    ("₩", "won"), ("￦", "won"), ("원", "won"), ("円", "yen"), ("¥", "yen"), ("￥", "yen"),
    ("€", "euro"), ("£", "pound"), ("元", "yuan"), ("₹", "rupee"), ("₽", "ruble"), ("R$", "real"),
    ("CHF", "franc"), ("$", "dollar"),
)  # fmt: skip
_BUILT_IN = {9: "percent", 10: "percent", 3: "number_with_commas", 4: "number_with_commas"}
_CELL = re.compile(rb'<c r="([A-Z]{1,3})\d+"((?:\s[a-z]+="[^"]*")*)\s*>\s*<v>')
_ERROR = re.compile(rb'<c\s(?:[a-z]+="[^"]*"\s)*t="e"')
_FORMULA = re.compile(rb'<c r="[A-Z]{1,3}(\d+)"[^<>]*>\s*<f[\s/>]')
_STYLE = re.compile(rb'\ss="(\d+)"')
_KIND = re.compile(rb'\st="(\w+)"')


@dataclass(frozen=True)
class Shown:
    """Of a sheet, by column the format in Notion's words that all its numbers have, or Excel's code
    of days of the week; the number of cells that hold an error (`#DIV/0!`), and by line of those
    that are reckoned; and the day 0."""

    formats: dict[int, str] = field(default_factory=dict)
    weekdays: dict[int, str] = field(default_factory=dict)
    errors: int = 0
    formulas: dict[int, int] = field(default_factory=dict)
    first: date = date(1899, 12, 30)


def shown(content: bytes) -> dict[str, Shown]:
    """By sheet what is shown of its cells. Nothing for workbooks of other programs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            styles = _styles(archive.read("xl/styles.xml"))
            book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - as below
            return {
                name: _sheet(archive.read(path), styles, _first(book))
                for name, path in _paths(archive, book).items()
            }
    except (zipfile.BadZipFile, KeyError, ET.ParseError, ValueError):
        return {}


def _styles(content: bytes) -> list[str | None]:
    """The format of each style, by its number."""
    root = ET.fromstring(content)  # noqa: S314 - within bounds of time and memory
    codes = {
        int(each.get("numFmtId", "0")): each.get("formatCode", "")
        for each in root.iterfind("{*}numFmts/{*}numFmt")
    }
    used = (int(each.get("numFmtId", "0")) for each in root.iterfind("{*}cellXfs/{*}xf"))
    return [_kind(codes[number]) if number in codes else _BUILT_IN.get(number) for number in used]


def _kind(code: str) -> str | None:
    if is_weekday(code):
        return code
    shown = re.sub(r"\[(?!\$)[^\]]*\]", "", code)
    if "%" in shown:
        return "percent"
    if re.search(r"[ymdhs]", re.sub(r'"[^"]*"', "", shown), re.IGNORECASE):
        return None
    money = next((name for sign, name in _MONEY if sign in shown.replace("[$", "")), None)
    return money or ("number_with_commas" if "#,##" in shown else None)


def _first(book: ET.Element) -> date:
    """Workbooks of the old Macintosh count from 1904."""
    known = book.find("{*}workbookPr")
    since = known is not None and known.get("date1904") in ("1", "true")
    return date(1904, 1, 1) if since else Shown.first


def _paths(archive: zipfile.ZipFile, book: ET.Element) -> dict[str, str]:
    """Where each sheet is kept, by its name."""
    rels = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {each.get("Id"): each.get("Target", "") for each in rels}
    found: dict[str, str] = {}
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        key = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        path = posixpath.normpath(posixpath.join("/xl", targets.get(key, "")))
        found[sheet.get("name", "")] = path.lstrip("/")
    return found


def _sheet(content: bytes, styles: list[str | None], first: date) -> Shown:
    columns = _columns(content, styles)
    weekdays = {column: code for column, code in columns.items() if is_weekday(code)}
    formats = {column: form for column, form in columns.items() if column not in weekdays}
    formulas = Counter(map(int, _FORMULA.findall(content)))
    return Shown(formats, weekdays, len(_ERROR.findall(content)), formulas, first)


def _columns(content: bytes, styles: list[str | None]) -> dict[int, str]:
    found: dict[int, set[str | None]] = defaultdict(set)
    for column, attributes in _CELL.findall(content):
        kind, style = _KIND.search(attributes), _STYLE.search(attributes)
        if kind is None or kind[1] == b"n":
            number = int(style[1]) if style else -1
            found[_number(column)].add(styles[number] if 0 <= number < len(styles) else None)
    return {
        column: form
        for column, forms in found.items()
        if len(forms) == 1 and (form := next(iter(forms))) is not None
    }


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
