"""The verbs that ask for something: Korean and Japanese ones behind it, English ones before it."""

import re
from typing import Literal

from agent.planner.embedded.changing.marks import ATOM

Action = Literal["add", "delete", "change", "move", "link", "sort", "show", "group", "none"]

# Nouns that become verbs by an ending, and verbs of their own.
_KO_NOUNS: dict[Action, str] = {
    "add": "추가|생성|등록|작성|입력|삽입",
    "delete": "삭제|제거",
    "change": "변경|수정|교체|전환|설정|지정|처리|표시|체크|개명|적용|업데이트",
    "move": "이동",
    "link": "연결|연동",
    "sort": "정렬",
    "show": "필터링|필터|표시되게",
    "group": "그룹화|그룹핑|그룹",
}
_KO_VERBS: dict[Action, str] = {
    "add": "넣|만들|더해|달아|붙여|적어|써\\s?(?=줘|넣)|필요해|있으면 좋",
    "delete": "지우|지워|없애|없앨|빼(?=[줘고주라자버면야]|\\s|$)|날려|치워|버려|필요\\s?없",
    "change": r"바꾸|바꿔|바꿀|바꼈|고치|고쳐|정해|맞춰|칠해|불러|비워|끝내|완료해"
    r"|(?<=로)\s?(?:해|하자|하고|할래|부탁|가자)|미루|미뤄|미룰|늦추|늦춰|당기|당겨|연기|되돌려(?=놔)",
    "move": "옮기|옮겨|넘겨",
    "link": "이어줘|이어주|엮어",
    "sort": "줄 ?세워",
    "show": "안\\s?보이|보이지\\s?않|숨기|숨겨|숨길|가려"
    "|보여|보이게|보이도록|볼 수 있게|보고\\s?싶|나오게|걸러",
    "group": "묶어|나눠",
}
_KO_AFTER_NOUN = (
    r"(?:(?:을|를|도)?\s*(?:좀|더|하나|다시|한번|지금|바로|요|만)?\s*"
    r"(?:해|하|할|했|합|시켜|시키|부탁|바람|바랍|요망|요청|ㄱㄱ?|필요|고(?=\s)|줘|주|되게|돼|된)"
    r"[가-힣]*|요(?=\s|$|[.,!])|\s*좀(?=\s*(?:$|[.,!~]))|(?=\s*(?:[,.;:!?\n~()]|$|그리고|또\s|및\s))"
    rf"|(?=\s+{ATOM}\s*$)|(?=\s+[가-힣]+색(?:으로)?\s*$))"
)
_KO_TAIL = (
    r"(?:\s*(?:줘요?|주세요|주고|주라|주시고|주실래요?|주시겠어요|줄래요?|줄 수 있어요?"
    r"|둬|놔|놓고|버려|보자|볼래|달라|부탁(?:해요?|드려요|드립니다)?|싶어요?|싶은데요?|싶습니다"
    r"|수\s?있(?:어요?|나요?|을까요?|습니까|니|는지|으면)|되나요?|될까요?)(?![가-힣]))*"
)
_JA: dict[Action, str] = {
    "add": r"追加|作成|登録|作って|作る|入れて|加えて|付けて|つけて|ほしい|欲しい|書いて",
    "delete": r"削除|消して|消す|外して|除いて|取り除いて|なくして|捨てて"
    r"|(?:は)?(?:もう)?(?:いらない|要らない|不要)",
    "change": r"変更|変えて|変える|直して|修正|改名|リネーム|設定|更新"
    r"|(?<=[にへ])して(?=$|[、\s.!])|(?<=[にへ])して(?:ください|ほしい|欲しい|おいて|くれ|もらえ|もらい|いただけ|いただき)|(?<=[にへ])し(?=、)"
    r"|(?<=[日間月分どけ])(?:延ばして|延期|伸ばして|ずらして|遅らせて|早めて|前倒し|後ろ倒し)"
    r"|(?<=[にへ])(?:延ばして|延期|伸ばして|ずらして|早めて|前倒し|戻して)|(?<=[にへ])なるように|(?<=く)して(?=$|[、\s.!]|ください|ほしい)",
    "move": r"移動|移して",
    "link": r"接続|連結|つないで|紐づけ|紐付け|関連付け|関連づけ|連携",
    "sort": r"並べ替え|並び替え|並べて|ソート",
    "show": r"非表示|隠して|表示しないで|見えないように"
    r"|表示|見せて|見たい|見えるように|絞って|絞り込み|フィルター?して",
    "group": r"グループ化|グループ分け|分けて",
}
_JA_TAIL = (
    r"(?:を?お?願い(?:します|いたします)?|してから|して|する|したい|した|し(?=、)|て|たい)?"
    r"(?:いただけます(?:でしょう)?か|いただけません(?:でしょう)?か|もらえます?か|もらえません?か|もらえない"
    r"|もらえる|くれますか|くれません?か|できますか|できません?か|できる|ます?か|ください|下さい|くださいね|ほしい(?:です)?|欲しい(?:です)?"
    r"|おいて|くれる?|です|ます|ね|よ)*"
)
_EN: dict[Action, str] = {
    "add": r"add|create|insert|put|append|include|make(?=\s+(?:me\s+)?(?:a|an|another|new|two|three"
    r"|\d)\s)(?!\s+a(?:n)?\s+\S+\s+(?:the|to)\b)|build|introduce|i(?: also)? (?:need|want"
    r"|would like)(?=\s+(?:an?|another|new|the|some|one|two|three|\d))|we need(?=\s+an?)"
    r"|give(?:\s+me)?(?=\s+an?)|new(?=\s)",
    "delete": r"delete|remove|drop|get rid of|erase|trash|archive|take out|take away|throw away"
    r"|discard|clear out|i don'?t need|we don'?t need",
    "change": r"rename|name|change|set|mark|update|edit|turn|convert|modify|call|replace|make"
    r"|assign|colou?r|paint|recolou?r|switch|complete|finish|check off|use|clear|empty|give"
    r"|push(?: back)?|postpone|delay|reschedule|bring(?: forward)?|put off|extend",
    "move": r"move",
    "link": r"link|connect|relate",
    "sort": r"sort|order",
    "show": r"show|filter|display|only show|hide",
    "group": r"group",
}
_EN_LED = (
    r"(?:(?:please|pls|plz|kindly|hi|hello|also|then|just|now|so|and|can you|could you"
    r"|would you|will you|i want you to|i(?:'d| would) like (?:you )?to|i want to|i need to"
    r"|let'?s|ok(?:ay)?|hey|next|finally|first)(?:,?\s+)){0,5}"
)
# Words that are nouns as often.
NOUNLIKE = (
    r"link|name|order|group|filter|show|call|mark|color|colour|set|update|change|use|put|check"
)


def _trailing() -> re.Pattern[str]:
    nouns = "|".join(f"(?P<kn_{a}>{words})" for a, words in _KO_NOUNS.items())
    verbs = "|".join(f"(?P<kv_{a}>{words})" for a, words in _KO_VERBS.items())
    japanese = "|".join(f"(?P<ja_{a}>{words})" for a, words in _JA.items())
    korean = rf"(?:{nouns}){_KO_AFTER_NOUN}{_KO_TAIL}|(?:{verbs})[가-힣]{{0,8}}{_KO_TAIL}"
    return re.compile(rf"(?:{korean}|(?:{japanese}){_JA_TAIL})[\s,、.!?~ㅎㅋ]*")


def _leading() -> re.Pattern[str]:
    verbs = "|".join(f"(?P<en_{a}>{words})" for a, words in _EN.items())
    return re.compile(
        rf"(?:^|(?P<edge>[,;.!?]\s*|\s(?:and|then|also|plus|please|but)\s+))\s*{_EN_LED}"
        rf"(?:{verbs})(?![A-Za-z'])",
        re.IGNORECASE,
    )


TRAILING, LEADING = _trailing(), _leading()
