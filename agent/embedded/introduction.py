"""How a design is introduced: what it holds, in numbers and names, and what was obeyed."""

from agent.embedded.compose.generated import VIEW_NAMES
from agent.embedded.korean import ends_in_consonant
from agent.embedded.wants import Wants
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint, databases, pages

_HOLDS: dict[Language, str] = {
    "ko": "‘{title}’{object} 설계했어요. 데이터베이스 {databases}개({names})",
    "en": "I designed “{title}” with {databases} ({names})",
    "ja": "「{title}」を設計しました。データベース{databases}個（{names}）",
}
_NOT_UNDERSTOOD: dict[Language, str] = {
    "ko": "죄송해요, 어떻게 바꿀지 알아듣지 못해서 설계를 그대로 두었어요. “캘린더 빼줘”나 “속성 "
    "'우선순위' 추가”처럼 말씀해 주시겠어요?",
    "en": "Sorry, I did not understand what to change, so the design is as it was. "
    "You can say things like “remove the calendar view” or “add a 'Priority' property”.",
    "ja": "すみません、変更内容を読み取れなかったため、設計はそのままです。"
    "「カレンダーを外して」や「プロパティ『優先度』を追加」のように書いてください。",
}
_SAID: dict[Language, str] = {
    "ko": "말씀하신 대로 {what} 반영했어요.",
    "en": "As you asked: {what}.",
    "ja": "ご希望どおり、{what}を反映しました。",
}
_UNCHANGED: dict[Language, str] = {
    "ko": "말씀하신 것은 이미 설계에 들어 있거나 고칠 대상이 없어서 그대로 두었어요. “캘린더 "
    "빼줘”나 “속성 '점수' 추가”처럼 말씀해 주시면 고칠게요.",
    "en": "The design already is that way, or has nothing by that name, so it stays as it was. "
    "You can say things like “remove the calendar view” or “add a 'Score' property”.",
    "ja": "すでにそうなっているか、該当するものがないため、設計はそのままです。"
    "「カレンダーを外して」や「プロパティ『点数』を追加」のように書いてください。",
}
_REVISED: dict[Language, str] = {
    "ko": "‘{title}’ 설계를 고쳤어요. 이제 데이터베이스 {databases}개({names})",
    "en": "I changed “{title}”: it now has {databases} ({names})",
    "ja": "「{title}」の設計を直しました。いまはデータベース{databases}個（{names}）",
}
_PARTS: dict[str, dict[Language, str]] = {
    "pages": {"ko": "하위 페이지 {n}개", "en": "{n} sub-page{s}", "ja": "サブページ{n}個"},
    "rows": {"ko": "샘플 {n}건", "en": "{n} sample row{s}", "ja": "サンプル{n}件"},
    "no_rows": {"ko": "샘플 없음", "en": "no sample data", "ja": "サンプルなし"},
    "title": {"ko": "제목", "en": "the title", "ja": "タイトル"},
    "color": {"ko": "색상", "en": "the colour", "ja": "色"},
    "icon": {"ko": "아이콘 {n}", "en": "the icon {n}", "ja": "アイコン{n}"},
    "view": {"ko": "{n} 보기", "en": "a {n} view", "ja": "{n}ビュー"},
    "removed": {"ko": "{n} 제외", "en": "without {n}", "ja": "{n}の削除"},
    "property": {"ko": "속성 {n}", "en": "the propert{ies} {n}", "ja": "プロパティ{n}"},
}


def introduce(blueprint: Blueprint, wants: Wants, *, revised: bool = False) -> str:
    """One to three sentences about a design, in its language."""
    sentences = [_contents(blueprint, _REVISED if revised else _HOLDS)]
    if obeyed := _obeyed(blueprint, wants):
        sentences.append(obeyed)
    return " ".join(sentences)


def nothing_changed(language: Language, *, understood: bool) -> str:
    """The honest answer to feedback that changed nothing, with two examples of what can be said."""
    return (_UNCHANGED if understood else _NOT_UNDERSTOOD)[language]


def _contents(blueprint: Blueprint, holds_texts: dict[Language, str]) -> str:
    language = blueprint.language
    tables = [d for _, _, d in databases(blueprint)]
    sub_pages = sum(1 for _ in pages(blueprint)) - 1
    rows = sum(len(d.rows) for d in tables)
    count = str(len(tables))
    if language == "en":
        count = f"{count} database{'s' * (len(tables) != 1)}"
    holds = holds_texts[language].format(
        title=blueprint.title,
        object="을" if ends_in_consonant(blueprint.title) else "를",
        databases=count,
        names=_listed([d.title for d in tables], language),
    )
    parts = [_part("pages", language, sub_pages)] if sub_pages else []
    if tables:
        parts.append(_part("rows" if rows else "no_rows", language, rows))
    return _sentence(holds, parts, language)


def _sentence(holds: str, parts: list[str], language: Language) -> str:
    if language == "ko":
        whole = ", ".join([holds, *parts])
        particle = "이" if ends_in_consonant(whole) else "가"
        if parts and parts[-1] == _PARTS["no_rows"]["ko"]:
            return f"{', '.join([holds, *parts[:-1]])}를 담았고, 샘플은 넣지 않았어요."
        return f"{whole}{particle} 들어 있어요."
    if language == "ja":
        whole = "、".join([holds, *parts])
        return f"{whole}です。"
    return " and ".join([", ".join([holds, *parts[:-1]]), *parts[-1:]]) + "."


def _part(kind: str, language: Language, number: int) -> str:
    return _PARTS[kind][language].format(n=number, s="" if number == 1 else "s")


def _listed(names: list[str], language: Language) -> str:
    return ("、" if language == "ja" else ", ").join(names)


def _shown_name(name: str, language: Language) -> str:
    view = VIEW_NAMES.get(name)
    return view.in_language(language) if view else name


def _obeyed(blueprint: Blueprint, wants: Wants) -> str:
    """What of the wish's own words can be seen in the design."""
    language = blueprint.language
    tables = [d for _, _, d in databases(blueprint)]
    # Only what can be seen is claimed.
    has = {p.name for d in tables for p in d.properties}
    shown = {v.type for d in tables for v in d.views}
    named = [w.name for lists in wants.properties for w in lists.properties if w.name in has]
    parts = []
    if named:
        text = _PARTS["property"][language]
        parts.append(
            text.format(n=_listed(named[:8], language), ies="y" if len(named) == 1 else "ies")
        )
    for view in wants.views:
        if view.type in shown:
            name = VIEW_NAMES[view.type].in_language(language)
            name = name.lower() if language == "en" else name
            parts.append(_PARTS["view"][language].format(n=name))
    gone = [_shown_name(removal.name, language) for removal in wants.removals]
    parts += [_PARTS["removed"][language].format(n=name) for name in gone]
    if wants.icon:
        parts.append(_PARTS["icon"][language].format(n=wants.icon))
    if wants.color:
        parts.append(_PARTS["color"][language])
    if not parts:
        return ""
    what = _listed(list(dict.fromkeys(parts)), language)
    if language == "ko":
        what += "을" if ends_in_consonant(what) else "를"
    return _SAID[language].format(what=what)
