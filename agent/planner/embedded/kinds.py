"""What kind of thing a person said: a wish to create, or something to answer."""

import re
from typing import Literal

from agent.planner.words import normalised

Talk = Literal["greeting", "thanks", "capability", "modify", "cancel", "question"]

_CREATE = re.compile(
    r"만들|생성|제작|구성해|설계|짜\s?줘|짜줄|세팅|작성해|필요해|갖고\s?싶|정리(?:해|하고\s?싶)"
    r"|관리(?:해|하고\s?싶)|기록(?:해|하고\s?싶)"
    r"|(?<![A-Za-z])(?:make|build|create|design|generate|set up|set me up|need|want|would like"
    r"|give me|track|organi[sz]e|plan)(?![A-Za-z])"
    r"|作って|つくって|作成|作り|つくり|作る|欲しい|ほしい|用意して|整理したい|管理したい|記録したい|組み立て",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"\s*(?:안녕(?:하세요|하십니까)?|하이|헬로|반가워요?|반갑습니다|hi|hello|hey|hiya"
    r"|good (?:morning|afternoon"
    r"|evening)|yo"
    r"|こんにちは|こんばんは|おはよう(?:ございます)?|はじめまして|やあ)(?:\s*(?:there|friend"
    r"|everyone"
    r"|notionforge))?[\s!.~^?ㅎ😊👋。！、]*",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"\s*(?:정말\s*|너무\s*|진짜\s*)?(?:고마워요?|고맙습니다|감사(?:합니다|해요|드려요)?|땡큐"
    r"|ㄱㅅ|수고(?:했어|하셨습니다)"
    r"|(?:many )?thanks?(?: you)?(?: (?:so much|a lot|very much))?|thx|ty"
    r"|ありがとう(?:ございま(?:す|した))?|どうも|助かりました)[\s\w]{0,12}[\s!.~^ㅎ😊🙏。！]*",
    re.IGNORECASE,
)
_CAPABILITY = re.compile(
    r"(?:뭐|무엇|뭘|무슨|어떤)[을를]?\s*(?:거|것|걸|일|게|템플릿|스킬"
    r"|기능)?[을를이가]?\s*(?:할\s*수|만들\s*수|도와줄|해줄|있어|있나|가능"
    r"|되|돼|지원)"
    r"|(?:기능|스킬|사용법|도움말|사용\s*방법)(?:이|은|을|를)?\s*(?:뭐|무엇|알려|보여|있|소개"
    r"|목록|$|\?)|도움말|도와줄\s*수\s*있"
    r"|어떻게\s*(?:써|쓰|사용|작동|동작|하는|해)|누구(?:야|세요|니)|넌\s*뭐|자기소개"
    r"|what (?:can|could|do) you (?:do|make|build|create|help|offer|know)|what (?:skills"
    r"|templates|kinds?|else)|which (?:skills|templates)|how (?:does|do) (?:this|it|you|i|that)"
    r"|who are you|what are you|what is (?:this|notionforge)|(?:list|show)(?: me)? (?:all |the "
    r"|your )*(?:skills|templates)|^\s*help(?: me)?\s*[!?.]*\s*$|capabilit"
    r"|(?:何|なに|どんな)[がをに]?(?:こと)?[がをに]?(?:テンプレート|スキル|もの"
    r"|こと)?[がをに]?\s*(?:でき|作れ|あり|ある)|使い方|ヘルプ"
    r"|あなたは(?:誰|何)|どうやって(?:使|動)|スキル(?:一覧|を教えて|は何)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"(?:무엇|뭐|뭔|왜|언제|누가|누구|어디|얼마|무슨\s*뜻)(?:[가-힣]*\s*){0,4}(?:\?|야|인가요?"
    r"|예요|에요|입니까|지|죠|나요"
    r"|니)\s*\?*\s*$|(?:차이|뜻|의미)(?:가|는|이)?\s*(?:뭐|무엇)"
    r"|^\s*(?:what|why|who|when|where|which|how|is|are|does|do|did|will)\b.*\?\s*$"
    r"|(?:って|とは)(?:何|なに)|(?:何ですか|なぜ|どうして|いつ|どこ|誰|とは)[^。]*[?？か]?\s*$",
    re.IGNORECASE,
)
_UNDO = re.compile(
    r"되돌려|되돌리|실행\s?취소|원래대로|롤백|복구해|(?<![A-Za-z])(?:undo|revert"
    r"|roll ?back)(?![A-Za-z])|元に戻|取り消"
    r"|やり直して|(?<![にへ])戻して|(?:元|前|最初|状態)[にへ]戻して",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"추가|삭제|제거|빼\s?줘|지워|없애|바꿔|바꾸|변경|수정|고쳐|옮겨|이름을"
    r"|(?<![A-Za-z])(?:add|remove|delete|rename|change|modify|edit|update|move|drop"
    r"|recolou?r)(?![A-Za-z])"
    r"|追加|削除|変更|変えて|直して|修正|編集|移動|消して|外して",
    re.IGNORECASE,
)
_OBJECT = r"(?:it|them|this|that|the|an?|all|my|our|every\w*|[\"'])"
# A verb of change as an order: with its object in English, as the last word in the others.
_ORDER = re.compile(
    r"^(?:please |(?:can|could) you )?"
    rf"(?:add|change|modify|edit|update|move|drop|recolou?r) {_OBJECT}"
    r"|(?:해|지워|없애|꿔|고쳐|옮겨|빼|돌려) ?(?:줘|주세요|줄래|주라|라)요?[\s.!?~]*$"
    r"|(?:して|て)(?:ください|下さい|ほしい)?[\s.!?]*$",
    re.IGNORECASE,
)
# What nobody calls what they want organised.
_OF_WHAT_IS = re.compile(
    rf"(?:please |(?:can|could) you )?(?:(?:delete|remove|rename|undo|revert) {_OBJECT}"
    r"|make (?:it|them|this|that) \w+[\s.!]*$)",
    re.IGNORECASE,
)
# Parts of a workspace: with a verb of change they mean one that exists.
_STRUCTURE = re.compile(
    r"속성|필드|컬럼|(?<![가-힣])뷰|보기|블록|제목|아이콘|색(?:상|깔)?을|(?:DB|데이터베이스"
    r"|페이지)(?:에|에서|의|를|을)?\s|기존|방금|아까"
    r"|행을|옵션"
    r"|(?<![A-Za-z])(?:propert(?:y|ies)|fields?|columns?|views?|blocks?|rows?|title|icon"
    r"|options?|existing|previous|last one|that page|the page|the database)(?![A-Za-z])"
    r"|プロパティ|フィールド|ビュー|ブロック|タイトル|アイコン|既存|さっき|列を|行を",
    re.IGNORECASE,
)
_CANCEL = re.compile(
    r"\s*(?:취소(?:해줘|할게|해)?|됐어요?|그만(?:할래|둘래)?|아니야?|아니요|아냐|cancel"
    r"|never ?mind|forget it|stop|(?:(?:actually|sorry),? )?i(?:'ve| have)? changed my mind"
    r"|마음이 바뀌었어요?|気が変わ(?:った|りました)"
    r"|no(?: thanks?)?|nope"
    r"|いいえ|やめ(?:て|る|ます)|キャンセル|結構です|もういい(?:です)?)[\s!.~。]*",
    re.IGNORECASE,
)


_INSTEAD = re.compile(
    r"말고|대신|아니라|다른\s?거|instead|rather|actually|not (?:this|that)|ではなく|じゃなく"
    r"|代わりに",
    re.IGNORECASE,
)


def asks_to_create(text: str) -> bool:
    """Whether the words ask for something to be made, or name a thing that holds other things.

    A question mark changes nothing.
    """
    return bool(_CREATE.search(text) or _ORGANISER.search(text))


# A wish may be a noun alone: "2027년 목표 관리", "weekly planner".
_ORGANISER = re.compile(
    r"(?:관리|기록장?|체크리스트|플래너|트래커|보드|노트|일지|목록|대시보드|데이터베이스|DB|장부"
    r"|일기장?|계획표?|리스트|정리함?|모음집?|위키|템플릿)"
    r"(?:\s*(?:용|좀|요))?[\s.!~?]*$"
    r"|(?<![A-Za-z])(?:planner|tracker|dashboard|board|notebook|journal|log|list|database"
    r"|checklist|organi[sz]er|template"
    r"|wiki|hub|diary|catalogu?e?|collection|calendar)[\s.!?]*$"
    r"|(?:管理|記録|帳|リスト|ノート|プランナー|ボード|一覧|データベース|テンプレート|日記"
    r"|計画)[\s.!?]*$",
    re.IGNORECASE,
)


def asks_for_undo(text: str) -> bool:
    """Whether the words ask to take back what was done."""
    return _UNDO.search(text) is not None


def asks_instead(text: str) -> bool:
    """Whether the words turn down what there is for something else."""
    return _INSTEAD.search(text) is not None


def talk_of(text: str, *, about_a_skill: bool) -> Talk | None:
    """What a text is, if it is no wish to create something."""
    if _GREETING.fullmatch(text):
        return "greeting"
    if _THANKS.fullmatch(text):
        return "thanks"
    if _CANCEL.fullmatch(text):
        return "cancel"
    if _CAPABILITY.search(text) and not (about_a_skill and asks_to_create(_without_can(text))):
        return "capability"
    if _CREATE.search(text):
        return None
    if _QUESTION.search(text) and not about_a_skill:
        return "question"
    if asks_to_create(text):
        return None
    changes = _CHANGE.search(text) and (not about_a_skill or _STRUCTURE.search(text))
    if _UNDO.search(text) or changes:
        return "modify"
    return "question" if _QUESTION.search(text) else None


def orders_change(text: str, *, about_a_skill: bool, has_page: bool) -> bool:
    """Whether words give an order that only what exists can follow; where there is a page, an order
    about no skill is for that."""
    said = normalised(text).strip()
    if _OF_WHAT_IS.match(said):
        return True
    is_for_page = has_page and not about_a_skill and not asks_to_create(said)
    is_change = is_for_page or talk_of(said, about_a_skill=about_a_skill) == "modify"
    return is_change and _ORDER.search(said) is not None


def _without_can(text: str) -> str:
    return re.sub(r"만들\s*수|what can you \w+|作れ", " ", text, flags=re.IGNORECASE)


# Asks what will be, and not for something to be done ("추가해 줄 수 있나요?", "can you add …?").
_ASKS = re.compile(
    r"(?<!수 있)(?<!주시)(?:나요|는가요|건가요|습니까)\s*\?\s*$"
    r"|^\s*(?:will|does|do|is|are|what|which|how|why)\b(?! you\b)[^\n]*\?\s*$"
    r"|(?<!もらえ)(?<!くれ)(?<!いただけ)(?<!でき)(?:ますか|ですか)[?？。]?\s*$"
    r"|(?:지워|없어|사라|바뀌어)(?:져요?|지나|지는|진|집니까|질까요?)[^\n?]{0,8}\?\s*$"
    r"|(?:消える|なくなる|変わる|残る)(?:の|のか)?[?？]\s*$",
    re.IGNORECASE,
)


_SUGGESTS = re.compile(r"(?:what|how) about\b", re.IGNORECASE)


def asks_about_plan(text: str) -> bool:
    """Whether words that follow a plan ask about it, and for nothing to be done."""
    if _SUGGESTS.match(text.lstrip()):
        return False
    is_question = talk_of(normalised(text), about_a_skill=False) == "question"
    return is_question or _ASKS.search(text) is not None


# What is said of a deletion that waits, and of other changes: that it is not to be.
_AS_IT_IS = re.compile(
    r"(?:아니(?:요|야)?,? ?)?(?:그냥|그대로|일단)? ?(?:그대로 )?"
    r"(?:둬|두세요|둘게요?|놔 ?둬|놔두세요|냅둬)(?:요)?"
    r"|(?:아니(?:요|야)?,? ?)?(?:그거|그건|이거|이건|그걸|이걸)? ?"
    r"(?:지우지|삭제하지|없애지|바꾸지|건드리지)"
    r" ?(?:마|말아|말자|마세요|말아 ?줘|말아 ?주세요)(?:요)?"
    r"|(?:(?:no|actually|wait|ok(?:ay)?),? ){0,3}(?:(?:just|please) )?(?:keep|leave)"
    r" (?:it|them|that|everything)"
    r"(?: (?:as (?:it is|is|they are)|alone|there|be))?"
    r"|(?:(?:no|actually|wait),? ){0,3}(?:please )?(?:don'?t|do not) (?:delete|remove|change|touch)"
    r"(?: (?:it|them|that|anything))?"
    r"|(?:いや、?|やっぱり)?(?:そのまま(?:で(?:いい(?:です)?)?|にして(?:おいて)?(?:ください)?)?"
    r"|(?:消さ|削除し|変え|変更し)ないで(?:ください)?)",
    re.IGNORECASE,
)


def leaves_as_it_is(text: str) -> bool:
    """Whether words say of changes that nothing is to be done, and nothing else."""
    return _AS_IT_IS.fullmatch(normalised(text).strip(" !.~")) is not None
