"""What is done to a page as a whole: a comment, a lock, the trash, a recipe made of it.

The words mean the same whatever planner is chosen, so they are read here, before one is asked. Only
a text that says nothing else is read: each pattern of `managing.yaml` has to fit all of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from agent.planner.seam import Act, Manage
from agent.planner.words import normalised

LONGEST_COMMENT = 2_000  # characters
_LONGEST = 400  # characters beside what is quoted: who says more says something else
_MARK = "§"
_QUOTED = re.compile(
    r"「([^「」]+)」|『([^『』]+)』|《([^《》]+)》|“([^“”]+)”|\"([^\"]+)\"|＂([^＂]+)＂|«([^«»]+)»"
    r"|(?<![A-Za-z])['‘’]([^'‘’]+)['’‘](?![A-Za-z])"
)
_PARTS = ("here", "page", "word", "please", "verb")


def read_manage(text: str) -> Manage | None:
    """What a text asks to be done to a page; None where it asks for anything else, or more.

    A comment without a `text` is still to be asked for what it says.
    """
    parts = [next(filter(None, found.groups())) for found in _QUOTED.finditer(text)]
    plain = normalised(_QUOTED.sub(_MARK, text.replace(_MARK, " "))).strip(" !.~。！")
    if len(plain) > _LONGEST:
        return None
    for act, pattern in _patterns():
        if fits := pattern.fullmatch(plain):
            return _meant(act, fits, parts)
    return None


def quoted(text: str) -> str | None:
    """The first part of a text that stands in quotes."""
    found = _QUOTED.search(text)
    return None if found is None else next(filter(None, found.groups())).strip()


def _meant(act: Act, fits: re.Match[str], parts: Sequence[str]) -> Manage:
    """What a text says by the pattern that fits it; of two quoted parts one names the page."""
    groups = fits.groupdict()
    at = fits.start("said") if groups.get("said") else -1
    said = parts[fits.string.count(_MARK, 0, at)] if at >= 0 else groups.get("text")
    others = [part for part in parts if part is not said]
    return Manage(act=act, text=said and said.strip(), page=others[0] if others else None)


@cache
def _patterns() -> list[tuple[Act, re.Pattern[str]]]:
    return list(_compiled())


def _compiled() -> Iterator[tuple[Act, re.Pattern[str]]]:
    content = Path(__file__).with_name("managing.yaml").read_text("utf-8")
    # The C twin of SafeLoader: as safe, and ten times as fast.
    languages: Mapping[str, Mapping[str, Any]] = yaml.load(content, Loader=yaml.CSafeLoader)
    acts = {act: act for act in get_args(Act)}
    for parts in languages.values():
        named: dict[str, str] = {}
        for name in _PARTS:
            named[name] = parts[name].format(**named)
        for key, patterns in parts.items():
            act = acts.get(key.removesuffix("_said").removesuffix("_asked"))
            for pattern in patterns if act is not None else ():
                assert act is not None  # noqa: S101 - else there is no pattern
                yield act, re.compile(pattern.format(**named), re.IGNORECASE)
