"""Words for property types, and one property as a person writes it."""

import re
from functools import lru_cache

from agent.planner.brief import PropertyType, WantedProperty
from agent.planner.embedded.constraints.hues import HUE_WORD, hue_of
from agent.planner.embedded.constraints.names import tidy
from agent.planner.embedded.constraints.phrases import SEPARATOR
from agent.planner.embedded.korean import without_particle
from agent.planner.embedded.lexicon import concept_of, is_known
from agent.planner.embedded.numerals import NUMBER, UNIT
from agent.planner.embedded.text import BLANKS, Scan, split_outside
from tools.blueprint.base import Hue
from tools.blueprint.properties import NumberFormat

_TYPES: dict[PropertyType, str] = {
    "multi_select": r"다중\s?선택|멀티\s?(?:셀렉트|선택)|multi[- _]?select|tags?|태그"
    r"|マルチ\s?セレクト|複数選択|タグ",
    "status": r"status|스테이터스|상태|ステータス",
    "select": r"select|single[- ]select|dropdown|choice|선택형?|셀렉트|단일\s?선택|드롭다운"
    r"|선택지|セレクト|選択肢?",
    "number": r"number|numeric|integer|숫자형?|수치|정수|数値|数字|currency|통화|금액|money|price"
    r"|퍼센트"
    r"|percent(?:age)?|%|通貨|パーセント"
    r"|[$€£₩¥]|원|달러|엔|유로|円|ドル|ウォン|won|usd|krw|jpy|eur|dollars?|euros?|yen",
    "date": r"date(?:time)?|날짜|일자|일시|日付|日時|day",
    "people": r"people|person|사람|사용자|담당자|user|assignee|人|ユーザー|担当者",
    "files": r"files?(?: & media)?|파일|첨부|사진|이미지|image|ファイル|画像",
    "checkbox": r"check\s?box|체크\s?박스|체크|boolean|yes/no|チェック(?:ボックス)?",
    "url": r"url|링크|link|リンク",
    "email": r"e-?mail|이메일|메일|メール(?:アドレス)?",
    "phone_number": r"phone(?: number)?|전화(?:번호)?|電話(?:番号)?",
    "relation": r"relation|관계형?|릴레이션|リレーション",
    "unique_id": r"id|unique id|고유\s?(?:번호|id)|자동\s?번호|固有id",
    "created_time": r"created(?: time)?|생성\s?(?:일시?|시간)|作成日時",
    "last_edited_time": r"last edited(?: time)?|수정\s?일시|最終更新日時",
    "place": r"place|location|위치|장소|位置|場所",
    "title": r"title|제목|이름|타이틀|タイトル",
    "rich_text": r"text|rich[- _]?text|long text|string|텍스트|글|문자|문자열|テキスト|文字列|文章",
}
_FORMATS: dict[NumberFormat, str] = {
    "percent": r"퍼센트|percent(?:age)?|%|パーセント",
    "won": r"₩|원|won|krw|ウォン",
    "dollar": r"\$|달러|usd|dollars?|ドル",
    "yen": r"¥|엔|円|jpy|yen",
    "euro": r"€|유로|eur|euros?|ユーロ",
    "pound": r"£|파운드|gbp|pounds?|ポンド",
    "yuan": r"위안|cny|yuan|元",
}
# `select` alone in a wish names a type; a word that also names properties needs a bracket.
TYPE_WORD = (
    r"(?:multi[- _]?select|single[- ]select|select|number|date|check\s?box|text|status|url"
    r"|email|phone"
    r"|people|person|files?|다중\s?선택|멀티\s?셀렉트|선택|셀렉트|숫자|날짜|체크\s?박스|텍스트"
    r"|상태|파일|사람|이메일|링크|전화번호"
    r"|セレクト|マルチセレクト|数値|日付|チェックボックス|テキスト)"
)
_COMPILED = {
    kind: re.compile(rf"(?:{words})(?:형|타입| type)?", re.IGNORECASE)
    for kind, words in _TYPES.items()
}
_COMPILED_FORMATS = {kind: re.compile(words, re.IGNORECASE) for kind, words in _FORMATS.items()}
_OPTION = re.compile(
    rf"(?:{BLANKS}(?:[/|,、·・]|→|->|>)|(?:(?<!\s)\s+|(?<=\s))or(?=\s))\s*", re.IGNORECASE
)
# A name ends before the first bracket, colon or blank: later ones are not tried.
_BRACKETS = re.compile(
    r"(?P<name>.[^(\[\n]*?)(?<!\s)\s*+[(\[](?P<inside>.+?)[)\]]\s*+(?P<tail>\S{0,6})"
)
_COLON = re.compile(r"(?P<name>[^:][^:=]*?)(?<!\s)\s*+[:=]\s*+(?P<inside>.+)")
# "Order date" is a name, "Order select" is a name and a type.
_PLAIN_TYPE = (
    r"(?:multi[- _]?)?select|check\s?box|number|다중\s?선택|멀티\s?셀렉트|선택|셀렉트|숫자"
    r"|체크\s?박스"
    r"|텍스트|マルチセレクト|セレクト|数値|チェックボックス"
)
_TYPE_LAST = re.compile(
    rf"(?P<name>[\ue000-\uf8ff])\s*(?P<inside>{TYPE_WORD})(?:형|타입| type)?"
    rf"|(?P<name_>.+?)(?<!\s)\s+(?:as an? (?P<as>{TYPE_WORD})|(?P<plain>{_PLAIN_TYPE}))"
    r"(?:형|타입| type)?",
    re.IGNORECASE,
)
_TYPE_FIRST = re.compile(
    rf"(?P<inside>{TYPE_WORD})(?:형|타입| type)?\s+(?P<name>[\ue000-\uf8ff].*)", re.IGNORECASE
)
# "완료(초록색)": the colour of an option.
_IN_COLOR = re.compile(rf"{BLANKS}[(\[]\s*+(?P<hue>{HUE_WORD})\s*+[)\]]\s*+$", re.IGNORECASE)
# "대기/진행/완료 3개로": the count is not part of the last option.
_COUNT = re.compile(rf"(?<!\s)\s+{NUMBER}\s*{UNIT}(?:으?로)?$")
_FEW = 2
_RANGE = re.compile(r"\d\s*[-~–]\s*\d")
_ARTICLE = re.compile(r"^(?:an?|the|and|my|with|new|그리고|각각|새|새로운)\s+", re.IGNORECASE)


@lru_cache(maxsize=1024)
def type_of_word(word: str) -> PropertyType | None:
    """The property type that a word means where a type is expected."""
    text = word.strip()
    return next((kind for kind, words in _COMPILED.items() if words.fullmatch(text)), None)


def currency_of_word(word: str) -> NumberFormat | None:
    """The number format that a word or sign means ("원", "$", "percent")."""
    text = word.strip()
    return next((kind for kind, words in _COMPILED_FORMATS.items() if words.fullmatch(text)), None)


def read_property(scan: Scan, piece: str) -> WantedProperty | None:
    """One property of a list: `상태(예정/완료)`, `Score: number`, `select '우선순위'`, `Due "
    "date`."""
    text = _ARTICLE.sub("", piece.strip())
    for shape in (_BRACKETS, _COLON, _TYPE_FIRST, _TYPE_LAST):
        found = shape.fullmatch(text)
        if found is not None and not is_known(text):
            parts = {key.rstrip("_"): part for key, part in found.groupdict().items() if part}
            inside = parts.get("inside") or parts.get("as") or parts["plain"]
            if name := tidy(scan, parts["name"]):
                return described(scan, name, inside)
    name = tidy(scan, text)
    return WantedProperty(name=name) if name else None


def properties_in(scan: Scan, listed: str) -> list[WantedProperty]:
    """The properties of a written list, each name once."""
    found: dict[str, WantedProperty] = {}
    pieces = split_outside(listed, SEPARATOR)
    words = listed.split()
    # "이름 담당자 연락처": known names with nothing but spaces between them.
    if len(pieces) == 1 and len(words) > _FEW and all(concept_of(word) for word in words):
        pieces = words
    pieces = [part for piece in pieces for part in _slashed(piece)]
    for piece in pieces:
        wanted = read_property(scan, piece)
        if wanted is not None:
            found.setdefault(wanted.name.casefold(), wanted)
    return list(found.values())


def _slashed(piece: str) -> list[str]:
    """`이름/도수/평점` is a list too; `yes/no` and what stands in brackets is not."""
    parts = piece.split("/")
    return parts if len(parts) > _FEW and not re.search(r"[(\[:]", piece) else [piece]


def described(scan: Scan, name: str, inside: str) -> WantedProperty:
    """A property with what was said about it: a type, options, a number format, a target."""
    kind, _, rest = (part.strip() for part in inside.partition(":"))
    if rest and (type_ := type_of_word(kind)):
        return _with_details(scan, name, type_, rest)
    if type_ := type_of_word(inside):
        return WantedProperty(name=name, type=type_, format=currency_of_word(inside))
    first, *others = _OPTION.split(inside)
    type_ = type_of_word(first.strip())
    if type_ is None:
        return _with_options(scan, name, inside)
    formats = [found for word in (first, *others) if (found := currency_of_word(word))]
    if others and type_ in ("select", "multi_select", "status") and not formats:
        return _with_details(scan, name, type_, ",".join(others))
    return WantedProperty(name=name, type=type_, format=formats[0] if formats else None)


def _with_details(scan: Scan, name: str, type_: PropertyType, rest: str) -> WantedProperty:
    if type_ == "relation":
        return WantedProperty(name=name, type=type_, target=tidy(scan, rest))
    if type_ == "number":
        return WantedProperty(name=name, type=type_, format=currency_of_word(rest))
    return with_options(scan, WantedProperty(name=name, type=type_), rest)


def with_options(scan: Scan, wanted: WantedProperty, text: str) -> WantedProperty:
    """The property with the options of a written list, and the colours said of them."""
    options, colors = options_of(scan, text), _colors_of(scan, text)
    return wanted.model_copy(update={"options": options, "colors": colors})


def is_choice(name: str) -> bool:
    """Whether a property of this name has options."""
    known = concept_of(name)
    return known is not None and known.type in ("select", "multi_select", "status")


def _with_options(scan: Scan, name: str, inside: str) -> WantedProperty:
    if _RANGE.search(inside) or len(_OPTION.split(inside)) < 2:
        return WantedProperty(name=name)
    known = concept_of(name)
    kind = known.type if known else "select"
    type_: PropertyType = "select"
    if kind in ("status", "multi_select"):
        type_ = "status" if kind == "status" else "multi_select"
    return with_options(scan, WantedProperty(name=name, type=type_), inside)


def options_of(scan: Scan, text: str) -> list[str]:
    """The options of a choice, each once, at most 100."""
    names: list[str] = []
    for piece in _pieces(text):
        name = _option_name(scan, piece)
        if name and name.casefold() not in {known.casefold() for known in names}:
            names.append(name)
    return names[:100]


def _pieces(text: str) -> list[str]:
    pieces = _OPTION.split(re.sub(r"(?<!\s)\s+(?:and|및)\s+", ", ", text))
    # "상, 중, 하로": the particle belongs to the sentence.
    last = _COUNT.sub("", pieces[-1].strip())
    return [*pieces[:-1], without_particle(last) if last.endswith("로") else last]


def _option_name(scan: Scan, piece: str) -> str:
    return scan.name(_IN_COLOR.sub("", piece)).strip(" '\".")[:100].replace(",", " ").strip()


def _colors_of(scan: Scan, text: str) -> dict[str, Hue]:
    """`대기(회색), 완료(초록색)`: the options that have a colour behind them."""
    return {
        _option_name(scan, piece): hue
        for piece in _pieces(text)
        if (found := _IN_COLOR.search(piece)) and (hue := hue_of(found["hue"]))
    }
