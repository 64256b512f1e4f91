"""Texts: there in each language, and of it; no signs of a machine's hand."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from agent.content.parts import LANGUAGES

# Letters that a text of a language has none of. Japanese shares its characters with names in
# Korean texts; kana are its own.
FOREIGN = {
    "ko": re.compile(r"[\u3040-\u30ff]"),
    "en": re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"),
    "ja": re.compile(r"[\uac00-\ud7a3]"),
}
# "을(를)": what is written where nobody knew the word before it. Ours know it.
PARTICLES = re.compile(r"[은는이가을를와과]\((?:은|는|이|가|을|를|와|과)\)|\((?:으|이)\)[로라며]")
# What was left to be written.
_LEFT = re.compile(r"\b(?:TODO|FIXME|TBD|[Ll]orem ipsum)\b|\?\?\?")


def text_faults(where: str, texts: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with one text, given by language."""
    for language in LANGUAGES:
        text = texts.get(language)
        if not isinstance(text, str):
            if text is None:
                yield f"{where}: is not there in {language}"
            continue
        if not text.strip():
            yield f"{where}: is empty in {language}"
        yield from plain_faults(f"{where}, {language}", text)
        if found := FOREIGN[language].search(text):
            yield f"{where}: has {found[0]!r}, which is no letter of {language}: {text}"


def plain_faults(where: str, text: str) -> Iterator[str]:
    """What is wrong with a text of whichever language."""
    if found := PARTICLES.search(text):
        yield f"{where}: {found[0]!r}; choose the particle that fits the word: {text}"
    if found := _LEFT.search(text):
        yield f"{where}: {found[0]!r} is left to be written: {text}"
