"""Ways of speaking that other, plainer words say as well; and what says nothing at all."""

import re
from collections.abc import Callable

from agent.planner.embedded.changing.marks import ATOM

_Say = str | Callable[[re.Match[str]], str]

_REASON = (
    r"(?:이제\s*|더\s*|별로\s*)?(?:필요\s?없(?:으니까?|어서|으므로|는데)|안\s?(?:쓰니까?|써서|쓰는데))\s*"
    r"|(?:もう)?(?:いらない|不要な|使わない|要らない)(?:ので|から)、?\s*"
    r"|[,;.]?(?<!\s)\s{1,3}(?:(?:because|since|as) )?(?:(?:we|i) )?"
    r"(?:don'?t|do not|no longer) (?:need|use) "
    r"(?:it|them|that|this)(?: any ?more)?\s*(?=[.!]*$)"
)
# "코스모스 다 읽었어", "로고 배포 끝났어요": that something is done.
_IS_DONE = (
    r"(?:은|는|이|가|을|를)?\s*(?:드디어\s*|이제\s*)?"
    r"(?:끝났|끝냈|마쳤|완료했|완료됐|다\s?(?:했|읽었|봤|됐|끝났|끝냈))(?:어요?|습니다|네요?|다|음)?"
    r"(?=[\s.,!~]|$)"
)
_PHRASES: list[tuple[str, _Say]] = [
    (_REASON, " "),
    (rf"(?<=\S)\s*{_IS_DONE}", " 완료 처리해줘"),
    (r"(?:が|は)?(?:終わりました|終わった(?:よ)?|完了しました)(?=[\s.!、]|$)", "を完了にして"),
    (
        r"^(?:i|we)(?:'ve| have)?(?: just| already)? (?:finished|completed|am done with|done with"
        r"|finished with)\s+",
        "complete ",
    ),
    (r"^(?:(?:what|how) about|maybe)\s+(?:adding\s+)?(?=an?\s)", "add "),
    (r"^(?P<a>.{1,60}?) should only show (?P<b>.+)$", r"show only \g<b> in \g<a>"),
    (
        r"(?<![a-z])(?:make|have|let|change|set) (?P<a>[^,]{1,60}?) (?:to )?(?:be )?"
        r"(?P<v>group|sort)(?:ed)? by ",
        r"\g<v> \g<a> by ",
    ),
    (r"(?<![a-z])(?:swap|exchange) (?P<a>[^,]{1,60}?) (?:for|with) ", r"change \g<a> to "),
    (r"(?<![a-z])split (?P<a>[^,]{1,60}?) (?:up )?by ", r"group \g<a> by "),
    (r"^(?:tasks? )?(?P<a>.{1,60}?) (?:is|are) (?P<b>done|finished|complete)(?=[.!]*$)",
     r"mark \g<a> as \g<b>"),
    (
        rf"^(?P<a>{ATOM}|\w{{1,20}})\s*:\s*(?P<b>(?:add|create|delete|remove)\s+[^:]+)$",
        r"\g<b> in \g<a>",
    ),
    (r"^(?:DB|디비|데이터\s?베이스)\s*하나\s*더\s*:\s*(?P<a>[^:]{1,60})$", r"\g<a> DB 추가"),
    (rf"^(?P<a>{ATOM}|\w{{1,20}})\s*:\s*(?=[^:]*(?:추가|넣어|삭제|지워))", r"\g<a>에 "),
    (r"(?<=[\s.!~])(?:[ㅋㅎㅠㅜ]{1,9}|plz|pls|thanks|thank you|thx|감사합니다|고마워요?)"
     r"[\s.!~]*$", ""),
]  # fmt: skip
_COMPILED = [(re.compile(said, re.IGNORECASE), plainly) for said, plainly in _PHRASES]


def plainly(sentence: str) -> str:
    """The sentence in words that the grammar of changes knows."""
    for said, instead in _COMPILED:
        sentence = said.sub(instead, sentence)
    return sentence.strip()
