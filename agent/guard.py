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
_EN_SECRETS = (
    r"(?:(?:integration|api|access|secret|notion) ){0,2}(?:tokens?|keys?|passwords?|credentials)"
    r"|secrets|environment variables|env vars?|config(?:uration)?(?: file)?"
)
_KO_RULES = r"(?:지시(?:사항|문)?|명령|지침|규칙|프롬프트|제한|제약|가이드라인|설정 ?(?:문구|내용))"
_KO_YOUR = (
    r"(?<![가-힣])(?:네|니|너의|너희|당신의|(?:너|당신)(?:에게|한테) (?:주어진 )?"
    r"|(?:네|니|당신이?)가 (?:숨기|숨긴|받은|가진)[^.\n]{0,5})\s?"
)
_KO_KIND = r"(?:(?:시스템|숨겨진|내부|초기|원래|모든|비밀|안전)\s?){0,2}"
_KO_ALL = (
    r"(?:을|를|은|는|이|가|의|내용|원문|전문|전체|전부|모두|그대로"
    r"|좀|다|도|나에게|나한테|페이지에|(?:첫 ?줄|처음)부터|하나씩|(?:영어|한국어|일본어)로|\s){0,6}"
)
_KO_TELL = (
    r"(?:(?:보여|알려|말해|적어|읽어|읊어|써|드러내)(?! ?(?:주는|주기|줄|는|둔|야))"
    r"|(?:출력|공개|노출|복사|번역|요약|나열|인용)(?:해|하라)(?!야)|뭐|무엇|어떻게 돼)"
)
_KO_MODE = r"(?:개발자|디버그|탈옥|무제한|제한 없는)\s?모드"
_JA_RULES = r"(?:指示|命令|ルール|プロンプト|制約|制限|ガイドライン|規則)"
_JA_KIND = r"(?:内部の?|初期の?|隠された|隠し|システム|本来の|元の|すべての|全ての|秘密の){0,2}"
_JA_ALL = (
    r"(?:[をはのも]|(?:日本|英|韓国)語で|内容|全文|全部|全て|すべて|そのまま"
    r"|私に|一字一句|、){0,5}"
)
_JA_TELL = (
    r"(?:(?:見せ|教え)(?!る)|(?:表示|出力|公開|翻訳|要約|コピー)(?:し|せよ)"
    r"|何|書き出し|明かし|言って|繰り返し(?!た))"
)
_JA_YOUR = r"(?:あなた|君|きみ|お前|おまえ)(?:自身)?(?:の|に(?:与え|課さ|設定さ)(?:られ|れ)た)"

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
    r"^ ?(?:your |the )?system prompt(?: please| pls)?\W*$",
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
    rf"{_JA_YOUR}{_JA_KIND}{_JA_RULES}.{{0,8}}(?:無視|忘れ|破[っり]|従わ)",
    rf"{_JA_YOUR}{_JA_KIND}{_JA_RULES}{_JA_ALL}{_JA_TELL}",
    rf"(?:システム|隠し|隠された|初期|最初に(?:設定|指示)された)プロンプト{_JA_ALL}{_JA_TELL}",
    r"(?:あなたは|君は|お前は|今から)[^.\n]{0,10}(?:開発者|デバッグ|脱獄|無制限)モード",
    r"(?:開発者|デバッグ|脱獄|無制限)モード[にをへ](?:切り替え|移行し|なっ|なれ|入っ|入れ|有効化?[にし]|起動し)"
    r"[^.\n,、]{0,6}(?:$|[.!\n,、])",
    r"(?:あなたには|君には|お前には)[^.\n]{0,8}(?:ルール|制限|制約)[はが](?:ない|ありません)",
    r"(?:あなたは|君は|お前は)[^.\n]{0,4}(?:ルール|制限|制約)の(?:ない|無い)",
    # What it was told before anybody spoke.
    r"\bwhat (?:were|are|have) you (?:been )?(?:told|instructed|configured)\b",
    r"\bhow you (?:were|are) (?:configured|instructed|programmed)\b",
    r"\brepeat (?:the |all |every)?(?:text|words|thing|messages?) above\b",
    rf"{_KO_YOUR}{_KO_KIND}프롬프트[^.\n]{{0,20}}"
    r"(?:알려|보여|출력해|정리해|넣어|적어)\s?(?:줘|주세요|$)",
    r"(?:안전|보안) ?(?:규칙|장치|필터)[을를]? ?(?:모두 |다 )?(?:끄고|해제하고|풀고)"
    r" ?(?:대?답|말|실행)",
    r"시스템 ?(?:메시지|프롬프트)를? ?\S{1,4}로 번역해서? ?(?:적어|알려|보여|출력|줘)",
)
# What asks for the keys of the house, for what is others', or to act without anybody's yes.
_HOUSE = _any_of(
    rf"{_TELL}[^.\n]{{0,30}}\b(?:{_EN_SECRETS})\b[^.\n]{{0,6}}"
    r"\b(?:you(?:'re| are| use| have)\b|(?:of|on|from) (?:the|this|your) server)",
    rf"{_TELL} (?:me |us )?your (?:{_EN_SECRETS})\b",
    rf"{_TELL}[^.\n]{{0,30}}\bvalue of (?:\w+_)?(?:secret|api|token)_?key\b",
    r"\b(?:says|with|is|contains) the value of (?:\w+_)?(?:secret|api)_?key\b",
    rf"{_TELL}[^.\n]{{0,20}}\bother (?:users|tenants|customers|people)'?s? (?:\w+ ){{0,2}}"
    r"(?:workspaces?|tokens?|conversations?|chats?|keys?|passwords?)\b",
    r"\b(?:bypass|skip|disable|circumvent) (?:the|your|any)"
    r" (?:approval|confirmation|guardrails?)\b",
    r"\b(?:previous|prior|earlier|all) (?:\w+ )?(?:guardrails|rules|instructions|policies)"
    r" (?:are|is) (?:now )?(?:void|lifted|revoked|invalid)\b",
    r"(?:서버|너|네|당신)(?:에|의|가)?[^.,\n]{0,8}(?:토큰|api ?키|비밀 ?키|환경 ?변수|설정 ?파일)"
    rf"(?: ?값)?{_KO_ALL}{_KO_TELL}",
    r"다른 (?:사용자|이용자|고객|사람)(?:들)?의? ?(?:대화|토큰|워크스페이스|비밀번호)(?: ?내용)?"
    rf"{_KO_ALL}{_KO_TELL}",
    r"승인 없이 (?:바로 |그냥 )?(?:실행|진행)(?:해|하라)(?:줘|라)? ?(?:$|[.!,\n])",
    r"(?:サーバー?|あなた|君)の(?:api ?キー|トークン|秘密鍵|環境変数|設定ファイル)(?:の値)?"
    rf"{_JA_ALL}{_JA_TELL}",
    r"環境変数を(?:一覧にして|全部|すべて){0,2}(?:教え|見せ)(?!る)",
    r"他の(?:利用者|ユーザー|顧客|人)の(?:トークン|会話|ワークスペース|パスワード)[をはも]?"
    r"(?:(?:見せ|教え)(?!る)|出して|表示して)",
    r"承認(?:なし|無し)で(?:実行|書き込み)?し(?:て(?:ください)?|ろ) ?(?:$|[.!,、\n])",
)
# To drop what was said before is an attack, unless something else is to be made in its place.
_DROPS = _any_of(
    r"(?<!n't )(?<!not )\b(?:ignore|disregard|forget|override)\b(?! (?:my|our)\b).{0,30}"
    rf"\b(?:(?:previous|above|prior|earlier|preceding)\b.{{0,30}}|all (?:the )?)\b{_RULES}\b",
    rf"(?:이전|앞선|앞의|위의|기존|지금까지의?|여태까지의?)\s*(?:모든\s*)?{_KO_RULES}"
    r".{0,12}(?:무시|잊어|잊고|따르지|무효)",
    rf"(?:以前|前|上記|これまで|今まで|先ほど)の?(?:すべての|全ての)?{_JA_RULES}.{{0,10}}(?:無視|忘れ|無効)",
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
    if _ATTACKS.search(text) or _HOUSE.search(text):
        return True
    dropped = _DROPS.search(text)
    if dropped is None:
        return False
    rest = text[dropped.end() :]
    return not _MAKES.search(rest) or _SECRETS.search(rest) is not None
