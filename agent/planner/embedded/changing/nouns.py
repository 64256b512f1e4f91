"""The nouns by which parts of a workspace are called, in ko, en and ja."""

import re

from agent.planner.embedded.text import HANGUL
from agent.planner.words import words


def _latin(alternatives: str) -> str:
    return rf"(?<![A-Za-z])(?:{alternatives})(?![A-Za-z])"


DATABASE = (
    rf"(?:데이터\s?베이스|디비|테이블|(?<![{HANGUL}])표(?![{HANGUL}])|표(?=에|의|를)"
    rf"|{_latin('databases?|data ?bases?|dbs?|tables?(?! of)')}"
    r"|データベース|テーブル|DB|db)"
)
PROPERTY = rf"(?:속성|필드|컬럼|칼럼|칸(?!반)|{_latin('propert(?:y|ies)|fields?|columns?')}" + (
    r"|プロパティ|フィールド|カラム|項目|(?<![一-鿿])列(?![一-鿿]))"
)
OPTION = rf"(?:옵션|선택지|선택값|{_latin('options?|choices?')}|オプション|選択肢)"
VIEW = rf"(?:뷰|(?<![{HANGUL}])보기|{_latin('views?|tabs?')}|ビュー)"
SUB_PAGE = (
    rf"(?:하위\s?페이지|서브\s?페이지|{_latin('sub[- ]?pages?|child pages?')}"
    r"|サブページ|子ページ|下位ページ)"
)
PAGE = rf"(?:페이지|워크스페이스|문서|{_latin('pages?|workspace')}|ページ|ワークスペース)"
ROW = rf"(?:(?<![{HANGUL}])행|항목|레코드|{_latin('rows?|items?|entr(?:y|ies)|records?')}" + (
    r"|行|レコード|アイテム)"
)
TITLE = rf"(?:제목|타이틀|이름|명칭|{_latin('titles?|names?')}|タイトル|題名|名前|名称)"
ICON = rf"(?:아이콘|이모지|{_latin('icons?|emojis?')}|アイコン|絵文字)"
COVER = rf"(?:커버|표지|배경\s?(?:사진|이미지)|{_latin('covers?')}|カバー|表紙)"
COLOR = rf"(?:색상|색깔|색|컬러|테마|{_latin('colou?rs?|theme')}|色|カラー|テーマ)"
TYPE = rf"(?:타입|유형|형식|{_latin('types?')}|タイプ|種類|型)"
STATUS = rf"(?:상태|단계|스테이지|{_latin('status(?:es)?|stages?')}|ステータス|状態|段階|フェーズ)"
RELATION = rf"(?:관계형?|릴레이션|{_latin('relations?')}|リレーション)"
ROLLUP = rf"(?:롤업|{_latin('roll-?ups?')}|ロールアップ)"
FORMULA = rf"(?:수식|포뮬러|계산식|{_latin('formulas?')}|数式|関数|フォーミュラ)"
BLOCK = rf"(?:블록|블럭|{_latin('blocks?')}|ブロック)"
ALL = r"(?:모든|모두|전체|전부|(?<![가-힣])다(?=\s*$)|싹|" + (
    rf"{_latin('all|every|everything|each')}|全て|すべて|全部|全体)"
)
NEW = r"(?:새로운|새|신규|하나|한\s?개|" + (
    rf"{_latin('new|another|one(?: more)?|an?|the|more|extra')}|新しい|新規|もう(?:1|一)つ)"
)

# What may stand right behind a name, so that the name ends there.
FOLLOWS_NAME = re.compile(
    r"들?(?:이라는|라는|에서는|에서|에게|에다가?|에는|에도|에|의|은|는|이랑|이|가|을|를|과|와|랑"
    r"|하고|도|만|부터|까지|으로|로|별로?|순으로|순|인|중인|중|된|됨|한|처럼)?(?![가-힣])"
    r"|(?:의|에|을|를|은|는|이|가)?(?:속성|필드|컬럼|칼럼|옵션|선택지|뷰|보기|보드|캘린더|달력"
    r"|디비|데이터|테이블|표|페이지|행|항목|롤업|수식|추가|삭제|제거|변경|수정|정렬|연결|이름"
    r"|아이콘|색|필터|지워|빼|없애|넣|바꿔|만들|기준|상태|숫자|체크)"
    r"|(?:データ|プロパティ|フィールド|ビュー|オプション|テーブル|ボード|カレンダー|ページ|リスト"
    r"|アイコン|タイプ|ロールアップ|リレーション|の|を|に|は|が|と|へ|で|も)"
)

# Names that are also words of this grammar are read from the text, not marked (folded).
RESERVED = words("reserved")
