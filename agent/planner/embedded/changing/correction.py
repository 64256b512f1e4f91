"""Feedback that takes one word back for another: "상태 말고 우선순위", "not X but Y"."""

import re
from collections.abc import Sequence

from agent.planner.words import normalised

_INSTEAD = re.compile(
    r"^(?:아니\s*,?\s*)?(?P<a>[^\n]{1,60}?)(?:이|가)?\s*(?:말고|대신에?|아니라|아니고)\s+"
    r"(?P<b>[^\n]{1,60}?)(?:으로|로|을|를)?(?:\s*(?:해|하|바꿔|추가|넣어|만들어)[가-힣]*(?:\s*(?:줘|주세요))?)?\s*[.!~]*$"
    r"|^(?:no,?\s+)?not\s+(?:an?\s+|the\s+)?(?P<c>[^\n]{1,60}?),?\s+but\s+(?:an?\s+|the\s+)?"
    r"(?P<d>[^\n]{1,60}?)[.!]*$"
    r"|^(?:use\s+|make it\s+)?(?:an?\s+|the\s+)?(?P<f>[^\n]{1,60}?)\s+instead of\s+"
    r"(?:an?\s+|the\s+)?(?P<e>[^\n]{1,60}?)[.!]*$"
    r"|^(?P<g>[^\n]{1,40}?)(?:では|じゃ)なく(?:て)?、?(?P<h>[^\n]{1,40}?)(?:に|で|を)?"
    r"(?:して|お願い|追加)?(?:ください|します)?[.!\s]*$",
    re.IGNORECASE,
)


def corrected(said: Sequence[str]) -> list[str]:
    """What was said, with every correction worked into what it corrects."""
    texts: list[str] = []
    for text in said:
        found = _INSTEAD.match(normalised(text).strip())
        parts = [part.strip(" \"'") for part in found.groups() if part] if found else []
        if found and found["f"]:
            parts.reverse()
        place = _last_with(texts, parts[0]) if len(parts) == 2 else None
        if place is None:
            texts.append(text)
        else:
            texts[place] = _exchanged(texts[place], *parts)
    return texts


def _last_with(texts: Sequence[str], word: str) -> int | None:
    folded = word.casefold()
    return next((i for i in reversed(range(len(texts))) if folded in texts[i].casefold()), None)


def _exchanged(text: str, old: str, new: str) -> str:
    return re.sub(re.escape(old), lambda _: new, text, flags=re.IGNORECASE)
