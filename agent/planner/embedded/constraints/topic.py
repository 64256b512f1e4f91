"""What a wish is about once everything else has been read out of it."""

import re

from agent.planner.embedded.constraints.phrases import DATABASE, PROPERTY, SAMPLE, SUB_PAGE
from agent.planner.embedded.korean import without_particle
from agent.planner.embedded.lexicon import is_known
from agent.planner.embedded.text import Scan
from agent.planner.words import words

_EMPTY_JA = (
    r"(?:作|つく)って(?:ください|ほしい|くれる)?|作成(?:して(?:ください)?)?|作り(?:たい|ます)?"
    r"|お願い(?:します)?|(?:整理|管理|記録)(?:したい|して|する"
    r"|用)?|ください|欲しい"
    r"|ほしい|何か|なにか|適当に|テンプレート|ページ|ワークスペース|ダッシュボード|ノーション"
    r"|こんにちは|新しい|私の|です|ます|したい|して|する|用の|ための"
    r"|いい感じ(?:の|に)?|トラッカー|追加"
)
_EMPTY = words("empty")
_JA = re.compile(_EMPTY_JA)
_NOUNS = re.compile(
    f"{DATABASE}|{PROPERTY}|{SAMPLE}|{SUB_PAGE}|(?<![가-힣])뷰|\\bviews?\\b", re.IGNORECASE
)
_PURPOSE = re.compile(r"(?<=[가-힣]{2})용$")
_JAPANESE_EDGES = re.compile(r"^[をはがのにでともへ、。 ]+|[をはがのにでともへ、。 ]+$")
_VERB = re.compile(
    r"(?:하는|하기|하려는|했던|하고|해서|싶은|싶어|싶어요|줘|줘요|주세요|줄래|줄래요|주라|할래"
    r"|하자|해요|해라|볼래|볼게|는지|려고)$"
    r"|^[가-힣](?:은|는)$|^(?:만들어|주실|주시|있나|있을까|가능|부탁)"
)
_FOR = re.compile(
    r"(?:database|collection|list|log|catalogue?) (?:of|for) (?:my |our |the )?", re.IGNORECASE
)


def read_topic(scan: Scan) -> str | None:
    """The content that is left: at most five words, or None if the wish names none."""
    text = _NOUNS.sub(" ", _JA.sub(" ", _FOR.sub(" ", scan.rest)))
    best: list[str] = []
    for clause in re.split(r"[;,.!?\n:()\[\]]", text):
        best = best or [word for raw in clause.split() if (word := _content(raw))]
    topic = scan.name(" ".join(best[:5])).strip(" '\"-~…")
    return topic if any(character.isalpha() for character in topic) else None


def _content(raw: str) -> str:
    """A word if it carries content, without its particle; else the empty text."""
    bare = raw.strip("'\"~…·")
    whole = is_known(bare) or bare.endswith("의")
    word = _JAPANESE_EDGES.sub("", bare if whole else _PURPOSE.sub("", without_particle(bare)))
    folded = word.casefold()
    empty = folded in _EMPTY or bare.casefold() in _EMPTY or folded.isdigit() or _VERB.search(bare)
    return "" if empty else word
