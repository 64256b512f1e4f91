"""Which language a wish is written in, and which one it asks for."""

import re

from tools.blueprint.base import Language

_EXPLICIT: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:in|into|to) english\b|\benglish (?:version|please)\b|language: *english"
        r"|영어(?:로|\s*버전(?:으로)?)(?!\s*된)|영문으로|英語(?:で|に|版(?:で|に)?)",
        re.IGNORECASE,
    ),
    "ko": re.compile(
        r"\b(?:in|into|to) korean\b|\bkorean (?:version|please)\b|language: *korean"
        r"|한국어(?:로|\s*버전(?:으로)?)|한글로|국문으로|韓国語(?:で|に|版(?:で|に)?)",
        re.IGNORECASE,
    ),
    "ja": re.compile(
        r"\b(?:in|into|to) japanese\b|\bjapanese (?:version|please)\b|language: *japanese"
        r"|일본어(?:로|\s*버전(?:으로)?)|일어로|日本語(?:で|に|版(?:で|に)?)",
        re.IGNORECASE,
    ),
}
_QUOTED = re.compile(r"[\"“「『'‘][^\"”」』'’\n]{1,80}[\"”」』'’]")
_ENGLISH = re.compile(
    r"\b(?:a|an|the|with|and|of|for|my|our|in|to|make|build|create|called|named|me|please|i|want"
    r"|need|track|add|remove)\b",
    re.IGNORECASE,
)
_HANGUL = re.compile("[가-힣ㄱ-ㅎㅏ-ㅣ]+")
_KANA = re.compile("[ぁ-ゖァ-ヺ]")
_HAN = re.compile("[一-鿿]")
_JAPANESE = re.compile("[ぁ-ゖァ-ヺ一-鿿]")
_LATIN = re.compile("[A-Za-z]+")


def explicit_language(text: str) -> Language | None:
    """The language that the words ask for ("in English", "영어로", "日本語で")."""
    return next((code for code, said in _EXPLICIT.items() if said.search(text)), None)


def without_language(text: str) -> str:
    """The text without the words that ask for a language."""
    for said in _EXPLICIT.values():
        text = said.sub(" ", text)
    return text


def written_language(text: str) -> Language | None:
    """The language that the script shows; names in quotes do not count unless they are all."""
    unquoted = _QUOTED.sub(" ", text)
    return _by_script(unquoted) or _by_script(text)


def _by_script(text: str) -> Language | None:
    hangul, latin = _HANGUL.findall(text), _LATIN.findall(text)
    kana, han = len(_KANA.findall(text)), len(_HAN.findall(text))
    english = len(_ENGLISH.findall(text)) >= 2
    foreign = sum(map(len, hangul)) + kana + han
    if foreign and not (english and len(latin) > foreign):
        return "ko" if sum(map(len, hangul)) >= kana + han and hangul else "ja"
    return "en" if latin else None


def speaks(text: str, language: Language) -> bool:
    """Whether any of a text is in the script of a language, or there is no letter in it at all.

    Names and quotations of other scripts may stand beside it, so this only finds what is plainly
    for somebody else.
    """
    here = {"ko": _HANGUL, "ja": _JAPANESE, "en": _LATIN}[language]
    return bool(here.search(text)) or not any(map(str.isalpha, text))


def language_of(text: str, preferred: Language | None) -> Language:
    """The language to answer and design in."""
    return explicit_language(text) or preferred or written_language(text) or "ko"
