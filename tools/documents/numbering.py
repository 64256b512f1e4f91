"""The numbers that Word counts by itself and that a list of Notion cannot say: 제1조, 가., ①, 1.2.

mammoth 1.13 keeps a list's order, drops what its numbers look like, and drops the numbers of
headings; "as Article 3 says" would then speak of nothing. They are written into the text here,
before it reads. How they count and look: ECMA-376-1, 17.9 and 17.18.59.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
NO_LIST = "0"
_ORDERED, _BULLETED = "written-ordered", "written-bulleted"
# What a list of Notion counts with; of "(1)", "1)" and "1." it makes its own.
_PLAIN = {"decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"}

_GANADA = "가나다라마바사아자차카타파하"
_CHOSUNG = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_AIUEO = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
_IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
_ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc"}
_ROMAN |= {50: "l", 40: "xl", 10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}
_SINO_KOREAN = ("", *"일이삼사오육칠팔구"), "십"
_SINO = ("", *"一二三四五六七八九"), "十"


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _letters(number: int) -> str:
    """27 is aa and 28 bb, as Word has it."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    found = ""
    for step, sign in _ROMAN.items():
        found += sign * (number // step)
        number %= step
    return found


def _sino(digits: tuple[str, ...], ten: str) -> Callable[[int], str]:
    def said(number: int) -> str:
        tens, ones = divmod(number, 10)
        if tens > 9:
            return str(number)
        return (digits[tens] if tens > 1 else "") + (ten if tens else "") + digits[ones]

    return said


def _circled(number: int) -> str:
    if number <= 20:
        return chr(0x2460 + number - 1)
    if number <= 35:
        return chr(0x3251 + number - 21)
    return chr(0x32B1 + number - 36) if number <= 50 else str(number)


_KINDS: Mapping[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ganada": _of(_GANADA),
    "chosung": _of(_CHOSUNG),
    "aiueo": _of(_AIUEO),
    "aiueoFullWidth": _of(_AIUEO),
    "iroha": _of(_IROHA),
    "irohaFullWidth": _of(_IROHA),
    "decimalEnclosedCircle": _circled,
    "koreanCounting": _sino(*_SINO_KOREAN),
    "japaneseCounting": _sino(*_SINO),
    "chineseCounting": _sino(*_SINO),
    "chineseCountingThousand": _sino(*_SINO),
    "ideographDigital": _sino(*_SINO),
}


@dataclass(frozen=True)
class _Level:
    start: int
    kind: str
    text: str  # of its number: "제%1조" shows what its first level counts
    between: str  # its number and its words
    legal: bool  # shows all levels in Arabic digits

    def is_plain(self, depth: int) -> bool:
        own = re.fullmatch(r"[(]?%(\d)[.)]?", self.text.strip())
        of_itself = own is not None and int(own[1]) == depth + 1
        return self.kind == "bullet" or not self.text or (of_itself and self.kind in _PLAIN)


@dataclass
class _Numbering:
    """A document's definitions, and how far each has counted."""

    levels: dict[str, dict[int, _Level]]  # by `numId`
    counted_by: dict[str, str]  # a `numId` to what counts for it and for others like it
    starts: dict[str, dict[int, int]]  # a `numId` to the levels that it begins anew
    of_styles: dict[str, tuple[str, int]]
    headings: set[str]  # styles
    counts: dict[str, list[int | None]] = field(default_factory=dict)

    def next(self, name: str, depth: int) -> list[int | None]:
        counts = self.counts.setdefault(self.counted_by[name], [None] * 9)
        for anew, start in self.starts.pop(name, {}).items():
            counts[anew] = start - 1
        levels = self.levels[name]
        for above in range(depth):
            if counts[above] is None and above in levels:
                counts[above] = levels[above].start
        before = counts[depth]
        counts[depth] = levels[depth].start if before is None else before + 1
        counts[depth + 1 :] = [None] * (8 - depth)
        return counts

    def label(self, name: str, depth: int, counts: list[int | None]) -> str:
        levels, own = self.levels[name], self.levels[name][depth]

        def shown(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            number = counts[level] if level in levels else None
            if number is None or number < 1:
                return str(number or 0)
            kind = "decimal" if own.legal else levels[level].kind
            return _KINDS.get(kind, str)(number)

        return re.sub(r"%([1-9])", shown, own.text) + own.between

    def written_above(self, name: str, depth: int) -> int:
        """How many of the levels above are no list any more."""
        levels = self.levels[name]
        return sum(above in levels and not levels[above].is_plain(above) for above in range(depth))


def write_numbers(document: ET.Element, numbering: ET.Element, styles: ET.Element | None) -> None:
    """Makes text of the numbers that a list cannot say; what they counted are paragraphs then."""
    known = _read(numbering, styles)
    for paragraph in _paragraphs(document):
        place = _place(paragraph, known)
        if place is None:
            continue
        name, depth = place
        counts = known.next(name, depth)
        level = known.levels[name][depth]
        heading = _style(paragraph) in known.headings and level.text and level.kind != "bullet"
        if heading or not level.is_plain(depth):
            _write(paragraph, known.label(name, depth, counts))
        elif above := known.written_above(name, depth):
            listed = _BULLETED if level.kind == "bullet" else _ORDERED
            _put_into(paragraph, listed, depth - above)
    for name, kind in ((_ORDERED, "decimal"), (_BULLETED, "bullet")):
        _define(numbering, name, kind)


def _paragraphs(element: ET.Element) -> Iterator[ET.Element]:
    """In their order, and of a drawing said in two ways only the first."""
    for child in element:
        if child.tag == f"{W}p":
            yield child
        if child.tag != _FALLBACK:
            yield from _paragraphs(child)


def _read(numbering: ET.Element, styles: ET.Element | None) -> _Numbering:
    abstract = {
        str(each.get(f"{W}abstractNumId")): {
            int(level.get(f"{W}ilvl", "0")): _level(level) for level in each.iterfind(f"{W}lvl")
        }
        for each in numbering.iterfind(f"{W}abstractNum")
    }
    known = _Numbering({}, {}, {}, {}, set())
    for num in numbering.iterfind(f"{W}num"):
        name, counter = str(num.get(f"{W}numId")), _value(num, "abstractNumId") or ""
        if not abstract.get(counter):
            continue
        known.levels[name], known.counted_by[name] = dict(abstract[counter]), counter
        for override in num.iterfind(f"{W}lvlOverride"):
            depth = int(override.get(f"{W}ilvl", "0"))
            if (start := _value(override, "startOverride")) is not None:
                known.starts.setdefault(name, {})[depth] = int(start)
            if (own := override.find(f"{W}lvl")) is not None:
                known.levels[name][depth] = _level(own)
    if styles is not None:
        _read_styles(known, styles)
    return known


def _level(element: ET.Element) -> _Level:
    after = {"nothing": "", "space": " "}.get(_value(element, "suff") or "tab", " ")
    return _Level(
        start=int(_value(element, "start") or 0),
        kind=_value(element, "numFmt") or "decimal",
        text=_value(element, "lvlText") or "",
        between=after,
        legal=is_on(element.find(f"{W}isLgl")),
    )


def _read_styles(known: _Numbering, styles: ET.Element) -> None:
    found = {str(style.get(f"{W}styleId")): style for style in styles.iterfind(f"{W}style")}
    for name, style in found.items():
        if re.match(r"heading \d", (_value(style, "name") or "").lower()):
            known.headings.add(name)
        based, seen = style, {name}
        while (numbers := based.find(f"{W}pPr/{W}numPr")) is None:
            parent = _value(based, "basedOn") or ""
            if parent in seen or parent not in found:
                break
            seen.add(parent)
            based = found[parent]
        if numbers is not None and (listed := _value(numbers, "numId")) in known.levels:
            known.of_styles[name] = str(listed), int(_value(numbers, "ilvl") or 0)


def _place(paragraph: ET.Element, known: _Numbering) -> tuple[str, int] | None:
    """The definition that counts a paragraph, and the level in it."""
    by_style = known.of_styles.get(_style(paragraph))
    numbers = paragraph.find(f"{W}pPr/{W}numPr")
    name, depth = by_style or ("", 0)
    if numbers is not None:
        name = _value(numbers, "numId") or name
        depth = int(_value(numbers, "ilvl") or depth)
    return (name, depth) if depth in known.levels.get(name, {}) else None


def _style(paragraph: ET.Element) -> str:
    properties = paragraph.find(f"{W}pPr")
    return (_value(properties, "pStyle") or "") if properties is not None else ""


def _write(paragraph: ET.Element, label: str) -> None:
    _put_into(paragraph, NO_LIST, 0)
    if not any(text.text for text in paragraph.iter(f"{W}t")):
        return
    run = ET.Element(f"{W}r")
    ET.SubElement(run, f"{W}t").text = label
    paragraph.insert(1, run)


def _put_into(paragraph: ET.Element, name: str, depth: int) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = ET.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    for old in properties.findall(f"{W}numPr"):
        properties.remove(old)
    numbers = ET.SubElement(properties, f"{W}numPr")
    ET.SubElement(numbers, f"{W}ilvl", {f"{W}val": str(depth)})
    ET.SubElement(numbers, f"{W}numId", {f"{W}val": name})


def _define(numbering: ET.Element, name: str, kind: str) -> None:
    """A list whose levels are all alike."""
    abstract = ET.SubElement(numbering, f"{W}abstractNum", {f"{W}abstractNumId": name})
    for depth in range(9):
        level = ET.SubElement(abstract, f"{W}lvl", {f"{W}ilvl": str(depth)})
        ET.SubElement(level, f"{W}numFmt", {f"{W}val": kind})
    num = ET.SubElement(numbering, f"{W}num", {f"{W}numId": name})
    ET.SubElement(num, f"{W}abstractNumId", {f"{W}val": name})


def is_on(mark: ET.Element | None) -> bool:
    """A mark that is there counts, but where its value takes it back."""
    return mark is not None and mark.get(f"{W}val") not in ("0", "false", "off")


def _value(element: ET.Element, name: str) -> str | None:
    found = element.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val")
