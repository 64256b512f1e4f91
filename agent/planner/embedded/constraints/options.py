"""Single options of a choice: added, coloured (`'보류' 옵션을 빨간색으로`, `make Blocked red`)."""

import re

from agent.planner.embedded.constraints.hues import HUE_WORD, hue_of
from agent.planner.embedded.constraints.names import tidy
from agent.planner.embedded.constraints.phrases import ADD, OPTION, PROPERTY, SEPARATOR
from agent.planner.embedded.constraints.types import is_choice
from agent.planner.embedded.led import Led, Shape
from agent.planner.embedded.lexicon import is_option
from agent.planner.embedded.text import BLANKS, Scan, is_quoted, split_outside
from agent.planner.embedded.wants import WantedOption

_WORD = r"[^\s;,.:!?]{1,30}?"
_WORDS = rf"{_WORD}(?:(?:,\s*+|\s++){_WORD}){{0,5}}?"
_BEFORE = re.compile(r"(?P<property>[^\s;,.:!?]{1,30})\Z")
_PROPERTY = rf"(?:{BLANKS}(?:속성|property|field|プロパティ))?"
_ADDED: list[Shape] = [
    Led(
        _BEFORE,
        re.compile(
            rf"{_PROPERTY}[의에]?{BLANKS}(?P<noun>{OPTION})(?:에|으?로)(?:는|도|다가?)?\s+"
            rf"(?P<names>{_WORDS})\s*+(?:[을를도]\s*+)?(?:하나\s*+)?(?:더\s*+)?{ADD}"
        ),
    ),
    Led(
        _BEFORE,
        re.compile(
            rf"{_PROPERTY}에(?:는|다가?)?\s+(?P<names>{_WORDS})\s*+(?:(?P<noun>{OPTION})\s*+)?"
            rf"(?:[을를도]\s*+)?(?:하나\s*+)?(?:더\s*+)?{ADD}"
        ),
    ),
    Led(
        re.compile(r"(?P<names>[^\s;,.:!?]{1,30})\Z"),
        re.compile(
            rf"(?:{BLANKS}(?P<noun>{OPTION}))?(?:을|를|도)?(?<!\s)\s+"
            rf"(?P<property>{_WORD}){_PROPERTY}에(?:도|다가?)?\s*+(?:하나\s*+)?(?:더\s*+)?{ADD}"
        ),
    ),
    re.compile(
        rf"(?<![A-Za-z])add\s+(?:an?\s+|the\s+)?(?:new\s+|another\s+)?(?P<noun>{OPTION})?\s*"
        rf"(?:called\s+|named\s+)?(?P<names>{_WORDS})\s+(?:as an? option )?(?:to|in|for)\s+"
        rf"(?:the\s+|my\s+)?(?P<property>{_WORD}){_PROPERTY}(?:\s+options)?(?=[\s.,;!?]|$)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?<![A-Za-z])add\s+(?:an?\s+|the\s+)?(?P<names>{_WORDS})\s+(?P<noun>{OPTION})"
        rf"(?:\s+(?:to|in|for)\s+(?:the\s+)?(?P<property>{_WORD}){_PROPERTY}(?=[\s.,;!?]|$))?",
        re.IGNORECASE,
    ),
    Led(
        re.compile(r"(?P<names>[^\s;、,.を]{1,20})\Z"),
        re.compile(
            rf"(?:という|の)?(?P<noun>{OPTION})?を"
            rf"(?P<property>[^\s;、,.をに]{{1,20}}?){_PROPERTY}に{ADD}"
        ),
    ),
    Led(
        re.compile(r"(?P<property>[^\s;、,.をに]{1,20})\Z"),
        re.compile(
            rf"{_PROPERTY}に(?P<names>[^\s;、.をに]{{1,40}}?)"
            rf"(?:という|の)?(?P<noun>{OPTION})?[をも]{ADD}"
        ),
    ),
]
_COLORED: list[Shape] = [
    Led(
        re.compile(r"(?P<name>[\ue000-\uf8ff]|[^\s;,.:!?]{1,30}(?: [^\s;,.:!?]{1,30})?)\Z"),
        re.compile(
            rf"(?:{BLANKS}(?P<noun>{OPTION}))?{BLANKS}(?:색(?:상|깔)?)?(?:은|는|을|를)\s*"
            rf"(?P<hue>{HUE_WORD})(?:으?로)?"
        ),
    ),
    re.compile(
        rf"(?<![A-Za-z])(?:make|turn|colou?r|paint|set)\s+(?:the\s+)?(?:(?P<noun>{OPTION})\s+)?"
        rf"(?P<name>[\ue000-\uf8ff]|{_WORD}(?: {_WORD})?)(?P<noun_>\s+{OPTION})?\s+(?:to\s+|in\s+)?"
        rf"(?P<hue>{HUE_WORD})(?![A-Za-z])",
        re.IGNORECASE,
    ),
    Led(
        re.compile(r"(?P<name>[\ue000-\uf8ff]|[^\s;、,.をは]{1,20})\Z"),
        re.compile(
            rf"(?:の?(?P<noun>{OPTION}))?(?:の色)?"
            rf"[をは](?P<hue>{HUE_WORD})"
        ),
    ),
]

# "a select property with options A, B" adds a property.
_OTHER = re.compile(rf"{PROPERTY}|(?<![A-Za-z])(?:with|view)(?![A-Za-z])", re.IGNORECASE)


def read_options(scan: Scan) -> list[WantedOption]:
    """Options to add to a choice, and those to show in another colour."""
    return [*_added(scan), *_colored(scan)]


def _added(scan: Scan) -> list[WantedOption]:
    wanted = []
    for pattern in _ADDED:
        for found in scan.find_all(pattern):
            name = tidy(scan, found["property"] or "")
            if not (found["noun"] or is_choice(name)) or _OTHER.search(found["names"]):
                continue
            listed = split_outside(found["names"], SEPARATOR)
            names = [option for piece in listed if (option := tidy(scan, piece))]
            wanted += [WantedOption(name=o, property=name or None, new=True) for o in names]
            scan.rest = scan.rest.replace(found[0], " ; ", 1)
    return wanted


def _colored(scan: Scan) -> list[WantedOption]:
    wanted = []
    for pattern in _COLORED:
        for found in scan.find_all(pattern):
            name = tidy(scan, found["name"])
            said = found["noun"] or found.groupdict().get("noun_") or is_quoted(found["name"])
            # "프로젝트를 파란색으로" is about the whole workspace.
            if name and (said or is_option(name) or _is_proper(found["name"])):
                wanted.append(WantedOption(name=name, color=hue_of(found["hue"])))
                scan.rest = scan.rest.replace(found[0], " ; ", 1)
    return wanted


def _is_proper(name: str) -> bool:
    return name.isascii() and name[:1].isupper()
