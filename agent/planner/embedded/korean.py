"""Korean particles: taking them off a noun, and choosing the right one for a name."""

import re

_PARTICLES = re.compile(
    r"(.+?)(으로|이랑|이고|이며|하고|에는|에서|을|를|은|는|이|가|과|와|랑|로|에|의)"
)
# Nouns that end in what looks like a particle.
_WHOLE = re.compile(
    r"(?:결과|성과|효과|학과|교과|치과|내과|외과|안과|초과|통과|경과|아이|고양이|어린이|놀이|먹이|나이|차이"
    r"|종이|길이|높이|깊이|추이|회의|강의|정의|문의|합의|논의|건의|창의|편의|예의|경로|진로|도로|선로)$"
)
_AFTER_CONSONANT = frozenset({"으로", "이랑", "이고", "이며", "을", "은", "이", "과"})
_AFTER_VOWEL = frozenset({"를", "는", "가", "와", "랑"})
_DIGIT_FINALS = frozenset("013678")
_LATIN_FINALS = frozenset("lmnrLMNR")


def ends_in_consonant(word: str) -> bool:
    """Whether the last sound is a consonant, as far as writing tells (빵: yes, 노트: no)."""
    letters = [c for c in word if c.isalnum()]
    if not letters:
        return False
    last = letters[-1]
    if "가" <= last <= "힣":
        return (ord(last) - 0xAC00) % 28 != 0
    return last in _DIGIT_FINALS or last in _LATIN_FINALS


def without_particle(word: str) -> str:
    """A noun without its particle, if the particle fits the sound before it (성과와 → 성과)."""
    split = _PARTICLES.fullmatch(word)
    if split is None or _WHOLE.search(word):
        return word
    stem, particle = split.groups()
    closed = ends_in_consonant(stem)
    fits = (
        (closed and particle in _AFTER_CONSONANT)
        or (not closed and particle in _AFTER_VOWEL)
        or particle in {"에", "에는", "에서", "의", "하고"}
        or (particle == "로" and (not closed or (ord(stem[-1]) - 0xAC00) % 28 == 8))
    )
    return stem if fits else word
