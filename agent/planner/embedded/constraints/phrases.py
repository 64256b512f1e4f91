"""Pieces of patterns that several readers share."""

import re

from agent.planner.embedded.text import BLANKS

DATABASE = (
    r"(?:데이터\s?베이스|디비|(?<![A-Za-z])(?:databases?|data\s?bases?|DBs?|db|dbs)(?![A-Za-z])"
    r"|データベース)"
)
SUB_PAGE = (
    r"(?:하위\s?페이지|서브\s?페이지|(?<![A-Za-z])(?:sub[- ]?pages?|child pages?)(?![A-Za-z])"
    r"|サブページ|子ページ|下位ページ)"
)
PROPERTY = (
    r"(?:속성|필드|컬럼|칼럼|항목들|(?<![A-Za-z])(?:property|properties|fields?"
    r"|columns?)(?![A-Za-z])"
    r"|プロパティ|フィールド|項目|カラム)"
)
SAMPLE = (
    r"(?:(?:샘플|예시|예제|견본)\s?(?:데이터|행|항목|자료|레코드)?"
    r"|(?<![A-Za-z])(?:(?:sample|example|dummy|demo)\s?(?:data|rows?|items?|entries|records?)?"
    r"|samples|examples|rows)(?![A-Za-z])"
    r"|サンプル(?:データ|行|項目)?|例のデータ)"
)
ADD = (
    r"(?:추가|넣어|더해|포함|붙여|하나 더|(?<![A-Za-z])(?:add|include|plus|insert"
    r"|also want)(?![A-Za-z])"
    r"|追加|加えて|入れて)"
)
REMOVE = (
    r"(?:빼|삭제|제거|없애|지워|제외|필요\s?없|없이|말고"
    r"|(?<![A-Za-z])(?:remove|delete|drop|without|no|exclude|omit|get rid of|leave out|skip"
    r"|don'?t (?:need|want))(?![A-Za-z])"
    r"|削除|外して|なしで|なし|除いて|消して|いらない|不要|抜いて)"
)

OPTION = r"(?:옵션|선택지|선택값|(?<![A-Za-z])(?:options?|choices?)(?![A-Za-z])|オプション|選択肢)"

# Between the names of a list; quoted names may follow a particle.
SEPARATOR = re.compile(
    rf"{BLANKS}[,、·・+]\s*(?:and\s+|그리고\s+|및\s+)?|(?<=[\ue000-\uf8ff])(?=[\ue000-\uf8ff])"
    rf"|(?<!\s)\s+(?:and|및|그리고|또는|or)\s+|{BLANKS}&\s*"
    r"|(?<=[\ue000-\uf8ff가-힣A-Za-z\)])(?:이랑|하고|과|와|랑)\s+(?!둘|셋|넷)"
    r"|(?<=[\ue000-\uf8ffァ-ヺー一-鿿ぁ-ゖA-Za-z\)])と(?=[\ue000-\uf8ffァ-ヺ一-鿿A-Za-z])",
    re.IGNORECASE,
)

# Where a list of names stops: the sentence ends or turns to something else.
_STOP = re.compile(
    r"[.!?;\n](?!\d)"
    r"|[,、]\s*(?:(?:뷰|보기|제목|아이콘|색상|테마)(?:은|는|을|를|도)|(?:ビュー|タイトル|色)(?:は|を)"
    r"|(?:views?|title|icon|colou?r) )"
    r"|(?<!\s)\s+(?:with|that|which|where|so|in (?:english|korean|japanese)|please"
    r"|for (?:me|my|our)"
    r"|and (?:make|add|use|link|connect|show|no|with|a|an|\d+)|plus|but|using)(?![A-Za-z])"
    r"|(?:(?:으?로|을|를|이고|이며|이야|이에요|입니다|예요|가|이|만|도|까지|정도)(?=\s)|(?<!\s)(?=\s))\s*+"
    r"(?:해\s?줘|해주|해서|하여|하고[\s,]|하는|만들|구성|설정|바꿔|변경|수정|추가|넣|포함|가진|갖|있는|있으면|들어|된|부탁"
    r"|원해|필요|그리고\s(?:뷰|샘플|하위)"
    r"|이렇게|연결|짜\s?줘|잡아|으로|로\s)"
    r"|(?:を|が|で|に)(?:追加|作|入れ|持|含|お願い|して|ある|設定|使)"
    r"|(?:です|でお願い|にして|がある|のある|を持つ)",
    re.IGNORECASE,
)


def until_stop(text: str) -> str:
    """The beginning of a text, as far as a list of names can reach."""
    depth = place = 0
    while found := _STOP.search(text, place):
        depth += _opened(text[place : found.start() + 1])
        if depth <= 0:
            return text[: found.start()]
        place = found.start() + 1
    return text


def _opened(text: str) -> int:
    """How many more brackets a text opens than it closes."""
    return sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))
