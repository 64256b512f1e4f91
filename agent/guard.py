"""What is not taken as a wish: too short, too long, noise, or an attack on the instructions.

It covers every entrance and three languages, and lets "act as a project manager" pass: only words
that aim at the agent's own instructions are refused.
"""

import re
from collections import Counter

from agent.planner.words import squeezed
from tools.errors import Problem, RequestRefused, ValidationFailed
from tools.logs import holds_secret

SHORTEST, LONGEST = 2, 2_000
_SPAM_SHARE = 0.7
_SPAM_LENGTH = 12  # below that, "ㅋㅋㅋㅋ" or "!!!!" is just somebody being brief

_ATTACKS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(ignore|disregard|forget)\b.{0,30}\b(previous|above|prior|earlier|all|your)\b"
        r".{0,30}\b(instructions?|rules?|prompts?|directions?)\b",
        r"\b(reveal|show|print|repeat|leak)\b.{0,30}\b(system prompt|hidden prompt|instructions)\b",
        r"\b(jailbreak|do anything now|developer mode)\b",
        r"<\|?(im_start|system|assistant)\|?>|^\s*\[?system\]?\s*:",
        r"(이전|앞선|위의|기존|지금까지의?)\s*(모든\s*)?(지시|명령|지침|규칙|프롬프트).{0,12}(무시|잊어|따르지)",
        r"시스템\s*프롬프트.{0,10}(보여|출력|알려|공개)",
        r"(以前|前|上記|これまで|今まで)の?(すべての|全ての)?(指示|命令|ルール|プロンプト).{0,10}(無視|忘れ)",
        r"システムプロンプト.{0,10}(見せ|表示|教え|出力)",
    )
]


def check_length(text: str, *, shortest: int = SHORTEST, field: str = "prompt") -> None:
    """Raises ValidationFailed for a text out of bounds; blanks around it do not count."""
    length = len(text.strip())
    if length < shortest:
        problems = [Problem(field, "too_short")]
        message = f"{length} characters are too few"
        raise ValidationFailed(message, problems, reason="prompt_too_short")
    if len(text) > LONGEST:
        problems = [Problem(field, "too_long")]
        message = f"{len(text)} characters are too many"
        error = ValidationFailed(message, problems, reason="prompt_too_long")
        error.params["length"] = len(text)
        raise error


def check_content(text: str) -> None:
    """Raises RequestRefused for tokens, noise and attacks on the instructions.

    A token typed into a message would be kept with the conversation, so it is stopped at the door.
    """
    text = squeezed(text)
    if holds_secret(text):
        raise RequestRefused("a token or key stands in the text", reason="guard_secret")
    if any(pattern.search(text) for pattern in _ATTACKS):
        raise RequestRefused("an attack on the instructions", reason="guard_injection")
    letters = "".join(text.split())
    if len(letters) >= _SPAM_LENGTH:
        [(_, most)] = Counter(letters).most_common(1)
        if most / len(letters) > _SPAM_SHARE:
            raise RequestRefused("one character repeats", reason="guard_spam")
