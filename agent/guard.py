"""What is not taken as a wish: too short, too long, noise, or an attack on the instructions.

It covers every entrance and three languages, and lets "act as a project manager" pass: only what
aims at the agent's own instructions or secrets is refused, whatever words stand in it.
"""

import re
from collections import Counter

from agent.planner.words import normalised, squeezed
from tools.errors import Problem, RequestRefused, ValidationFailed
from tools.logs import holds_secret

SHORTEST, LONGEST = 2, 2_000
_SPAM_SHARE = 0.7
_SPAM_LENGTH = 12  # below that, "ㅋㅋㅋㅋ" or "!!!!" is just somebody being brief


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_RULES = (
    r"(?:system )?(?:instructions?|rules?|prompts?|directions?|guidelines?|directives|messages?)"
)
_KIND = (
    r"(?:(?:own|full|entire|exact|hidden|secret|initial|original|internal|system|safety|all) ){0,3}"
)
_TELL = (
    r"\b(?:reveal|show|print|repeat|leak|output|display|tell|give|share|dump|list|expose|recite"
    r"|paste|copy|translate|summari[sz]e|write|what (?:is|are|were)|what's)\b"
)
_MODE = r"(?:developer|debug|god|admin|dan|jailbreak|unrestricted) mode"
_ENDS = r" ?(?:$|[.!,;:\n]|and\b|now\b)"
_KO_RULES = r"(?:지시(?:사항|문)?|명령|지침|규칙|프롬프트|제한|제약|가이드라인)"
_KO_YOUR = r"(?<![가-힣])(?:네|니|너의|너희|당신의|너에게 주어진|당신에게 주어진)\s?"
_KO_KIND = r"(?:(?:시스템|숨겨진|내부|초기|원래|모든|비밀|안전)\s?){0,2}"
_KO_ALL = (
    r"(?:을|를|은|는|이|가|의|내용|원문|전문|전체|전부|모두|그대로"
    r"|좀|다|나에게|나한테|\s){0,6}"
)
_KO_TELL = (
    r"(?:(?:보여|알려|말해|적어|읽어|써|드러내)(?! ?(?:주는|주기|줄|는|둔|야))"
    r"|(?:출력|공개|노출|복사|번역|요약|나열|인용)(?:해|하라)(?!야)|뭐|무엇|어떻게 돼)"
)
_KO_MODE = r"(?:개발자|디버그|탈옥|무제한|제한 없는)\s?모드"
_JA_RULES = r"(?:指示|命令|ルール|プロンプト|制約|制限|ガイドライン|規則)"
_JA_KIND = r"(?:内部|初期|隠された|隠し|システム|本来の|元の|すべての|全ての|秘密の){0,2}"
_JA_ALL = r"(?:[をはの]|内容|全文|全部|全て|すべて|そのまま|私に|一字一句|、){0,5}"
_JA_TELL = (
    r"(?:(?:見せ|教え)(?!る)|(?:表示|出力|公開|翻訳|要約|コピー)(?:し|せよ)"
    r"|何|書き出し|明かし|言って)"
)

# What aims at the agent's own instructions, or at what it was told to be.
_ATTACKS = _any_of(
    rf"\b(?:ignore|disregard|forget|override|bypass|break|drop)\b[^.\n]{{0,20}}\byour {_KIND}"
    rf"(?:(?:previous|prior|earlier) )?{_RULES}\b",
    rf"{_TELL}(?: \w+){{0,4}} your {_KIND}{_RULES}\b(?! (?:for|on|about) (?!this\b))",
    rf"{_TELL}(?: (?:me|us|out|verbatim|word for word|exactly)){{0,2}}(?: the)? {_KIND}"
    r"(?:(?:system|hidden|secret|initial) prompt)(?! (?:for|of|\w*(?:list|log|table|page)\b)"
    r"| (?!now|please|verbatim|and|you|in|word|above|to)\w)",
    rf"\byou(?: are|'re| will be| have been)(?: now)?(?: switched)?(?: in| into| to| entering)?"
    rf" {_MODE}",
    rf"\b(?:enable|activate|enter|switch to|turn on|go into) {_MODE}{_ENDS}",
    r"\bjailbreak yourself|\b(?:you(?: are|'re) (?:now )?(?:jailbroken|dan\b|no longer bound))",
    r"\byou (?:can|will|shall|must)(?: now)? do anything now",
    r"\b(?:pretend|act as if|imagine)(?: that)? you have no"
    r" (?:\w+ )?(?:rules|restrictions|limits|filters)",
    r"\byou (?:now )?have no (?:rules|restrictions|filters|guidelines)",
    r"<\|?(?:im_start|system|assistant)\|?>|\[system\] ?:",
    r"(?:^|\n)[ #*-]{0,6}system ?: ?(?:you |ignore|override|new (?:rules|instructions))",
    r"^ ?(?:jailbreak|developer mode|do anything now)\W*$",
    rf"{_KO_YOUR}{_KO_KIND}{_KO_RULES}.{{0,8}}(?:무시|잊어|잊고|따르지|어기|어겨|버리고|버려)",
    rf"{_KO_YOUR}{_KO_KIND}{_KO_RULES}{_KO_ALL}{_KO_TELL}",
    rf"(?:시스템|숨겨진|비밀|초기)\s?(?:프롬프트|메시지|지시문){_KO_ALL}{_KO_TELL}",
    rf"(?:너는|넌|당신은|이제부터|지금부터)[^.\n]{{0,12}}{_KO_MODE}",
    rf"{_KO_MODE}(?:로|를|을)?\s?(?:전환|진입|활성화|들어가|켜|바꿔)(?:해)?(?:줘|라)?"
    r" ?(?:$|[.!,\n])",
    r"(?:너는|넌|당신은|네가|너에게는)[^.\n]{0,8}(?:아무 |어떤 )?(?:규칙|제한|제약)"
    r"[이도은]? ?(?:없|풀렸)",
    r"탈옥(?:해|하라)(?:줘|라)? ?(?:$|[.!,\n])",
    rf"(?:あなた|君|きみ|お前|おまえ)(?:自身)?の{_JA_KIND}{_JA_RULES}"
    r".{0,8}(?:無視|忘れ|破[っり]|従わ)",
    rf"(?:あなた|君|きみ|お前|おまえ)(?:自身)?の{_JA_KIND}{_JA_RULES}{_JA_ALL}{_JA_TELL}",
    rf"(?:システム|隠し|隠された|初期)プロンプト{_JA_ALL}{_JA_TELL}",
    r"(?:あなたは|君は|お前は|今から)[^.\n]{0,10}(?:開発者|デバッグ|脱獄|無制限)モード",
    r"(?:開発者|デバッグ|脱獄|無制限)モード[にをへ](?:切り替え|移行し|なっ|なれ|入っ|入れ|有効化?[にし]|起動し)"
    r"[^.\n]{0,6}(?:$|[.!\n])",
    r"(?:あなたには|君には|お前には)[^.\n]{0,8}(?:ルール|制限|制約)[はが](?:ない|ありません)",
)
# To drop what was said before is an attack, unless something else is to be made in its place.
_DROPS = _any_of(
    r"(?<!n't )(?<!not )\b(?:ignore|disregard|forget|override)\b(?! (?:my|our)\b).{0,30}"
    rf"\b(?:(?:previous|above|prior|earlier|preceding)\b.{{0,30}}|all (?:the )?)\b{_RULES}\b",
    rf"(?:이전|앞선|앞의|위의|기존|지금까지의?|여태까지의?)\s*(?:모든\s*)?{_KO_RULES}"
    r".{0,12}(?:무시|잊어|잊고|따르지)",
    rf"(?:以前|前|上記|これまで|今まで|先ほど)の?(?:すべての|全ての)?{_JA_RULES}.{{0,10}}(?:無視|忘れ)",
)
_MAKES = _any_of(
    r"\b(?:make|build|create|add|plan|set up|start|design|give me an?)\b",
    r"만들|만드|짜 ?줘|구성해|추가해|정리|바꿔|(?:으로|로) (?:해|부탁|다시|가)"
    r"|목록|체크리스트|페이지",
    r"作[っりる]|作成|追加|変えて|にして|まとめ|一覧|リスト|ページ",
)
_SECRETS = _any_of(
    r"\b(?:secrets?|passwords?|tokens?|api keys?|prompt|your)\b",
    r"비밀(?!번호)|프롬프트|토큰|너의|당신의|秘密|プロンプト|トークン|あなたの",
)


def check_length(text: str, *, shortest: int = SHORTEST, field: str = "prompt") -> None:
    """Raises ValidationFailed for a text out of bounds; blanks around it do not count."""
    length = len(text.strip())
    if length < shortest:
        problems = [Problem(field, "too_short")]
        message = f"{length} characters are too few"
        reason = "prompt_too_short" if shortest > 1 else "prompt_blank"
        raise ValidationFailed(message, problems, reason=reason)
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
    if _is_attack(normalised(text)):
        raise RequestRefused("an attack on the instructions", reason="guard_injection")
    letters = "".join(text.split())
    if len(letters) >= _SPAM_LENGTH:
        [(_, most)] = Counter(letters).most_common(1)
        if most / len(letters) > _SPAM_SHARE:
            raise RequestRefused("one character repeats", reason="guard_spam")


def _is_attack(text: str) -> bool:
    if _ATTACKS.search(text):
        return True
    dropped = _DROPS.search(text)
    if dropped is None:
        return False
    rest = text[dropped.end() :]
    return not _MAKES.search(rest) or _SECRETS.search(rest) is not None
