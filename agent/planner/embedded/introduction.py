"""How a design is introduced: what it holds, in numbers and names, and what was obeyed."""

import re

from agent.planner.brief import MOST_DATABASES, MOST_ROWS, MOST_SUB_PAGES, Limited
from agent.planner.embedded.compose.generated import VIEW_NAMES
from agent.planner.embedded.korean import ends_in_consonant
from agent.planner.embedded.wants import Wants
from tools.blueprint.base import Hue, Language
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
_BARE: dict[Language, str] = {
    "ko": "‘{title}’{object} 데이터베이스 없이 설계했어요. {pages}가 들어 있어요.",
    "en": "I designed “{title}” without databases, with {pages}.",
    "ja": "「{title}」をデータベースなしで設計しました。{pages}です。",
}
_PARTS: dict[str, dict[Language, str]] = {
    "pages": {"ko": "하위 페이지 {n}개", "en": "{n} sub-page{s}", "ja": "サブページ{n}個"},
    "rows": {"ko": "샘플 {n}건", "en": "{n} sample row{s}", "ja": "サンプル{n}件"},
    "no_rows": {"ko": "샘플 없음", "en": "no sample data", "ja": "サンプルなし"},
    "icon": {"ko": "아이콘 {n}", "en": "the icon {n}", "ja": "アイコン{n}"},
    "view": {"ko": "{n} 보기", "en": "a {n} view", "ja": "{n}ビュー"},
    "removed": {"ko": "{n} 제외", "en": "without {n}", "ja": "{n}の削除"},
    "property": {"ko": "속성 {n}", "en": "the propert{ies} {n}", "ja": "プロパティ「{n}」"},
    "option": {"ko": "옵션 {n}", "en": "the option{s} {n}", "ja": "選択肢「{n}」"},
    "rename": {"ko": "새 이름 {n}", "en": "the name {n}", "ja": "新しい名前「{n}」"},
}
_HUE_NAMES: dict[Hue, dict[Language, str]] = {
    "gray": {"ko": "회색", "en": "gray", "ja": "グレー"},
    "brown": {"ko": "갈색", "en": "brown", "ja": "茶色"},
    "orange": {"ko": "주황색", "en": "orange", "ja": "オレンジ色"},
    "yellow": {"ko": "노란색", "en": "yellow", "ja": "黄色"},
    "green": {"ko": "초록색", "en": "green", "ja": "緑色"},
    "blue": {"ko": "파란색", "en": "blue", "ja": "青色"},
    "purple": {"ko": "보라색", "en": "purple", "ja": "紫色"},
    "pink": {"ko": "분홍색", "en": "pink", "ja": "ピンク色"},
    "red": {"ko": "빨간색", "en": "red", "ja": "赤色"},
}
_CUT: dict[Limited, dict[Language, str]] = {
    "databases": {
        "ko": "데이터베이스는 한 번에 {n}개까지라 {n}개로 맞췄어요.",
        "en": "One design holds at most {n} databases, so I stopped at {n}.",
        "ja": "データベースは一度に{n}個までのため、{n}個にしました。",
    },
    "sub_pages": {
        "ko": "하위 페이지는 한 번에 {n}개까지라 {n}개로 맞췄어요.",
        "en": "One design holds at most {n} sub-pages, so I stopped at {n}.",
        "ja": "サブページは一度に{n}個までのため、{n}個にしました。",
    },
    "rows": {
        "ko": "샘플은 데이터베이스마다 {n}건까지라 {n}건으로 맞췄어요.",
        "en": "A database gets at most {n} sample rows, so I stopped at {n}.",
        "ja": "サンプルはデータベースごとに{n}件までのため、{n}件にしました。",
    },
}
_MOST: dict[Limited, int] = {
    "databases": MOST_DATABASES,
    "sub_pages": MOST_SUB_PAGES,
    "rows": MOST_ROWS,
}


def introduce(blueprint: Blueprint, wants: Wants, *, revised: bool = False) -> str:
    """One to three sentences about a design, in its language."""
    language = blueprint.language
    sentences = [_contents(blueprint, _REVISED if revised else _HOLDS)]
    if obeyed := _obeyed(blueprint, wants):
        sentences.append(obeyed)
    sentences += [_CUT[kind][language].format(n=_MOST[kind]) for kind in wants.cut]
    return ("" if language == "ja" else " ").join(sentences)


def nothing_changed(language: Language, *, understood: bool) -> str:
    """The honest answer to feedback that changed nothing, with two examples of what can be said."""
    return (_UNCHANGED if understood else _NOT_UNDERSTOOD)[language]


def _contents(blueprint: Blueprint, holds_texts: dict[Language, str]) -> str:
    language = blueprint.language
    tables = [d for _, _, d in databases(blueprint)]
    sub_pages = sum(1 for _ in pages(blueprint)) - 1
    rows = sum(len(d.rows) for d in tables)
    if not tables:
        pages_part = _part("pages", language, sub_pages)
        return _BARE[language].format(
            title=blueprint.title, pages=pages_part, object=_object(blueprint)
        )
    count = str(len(tables))
    if language == "en":
        count = f"{count} database{'s' * (len(tables) != 1)}"
    holds = holds_texts[language].format(
        title=blueprint.title,
        object=_object(blueprint),
        databases=count,
        names=_listed([d.title for d in tables], language),
    )
    parts = [_part("pages", language, sub_pages)] if sub_pages else []
    parts.append(_part("rows" if rows else "no_rows", language, rows))
    return _sentence(holds, parts, language)


def _object(blueprint: Blueprint) -> str:
    return "을" if ends_in_consonant(blueprint.title) else "를"


def _sentence(holds: str, parts: list[str], language: Language) -> str:
    if language == "ko":
        whole = ", ".join([holds, *parts])
        # The particle follows the word that is spoken last, not what stands in brackets.
        particle = "이" if ends_in_consonant(re.sub(r"\([^()]*\)$", "", whole)) else "가"
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
    if view is None:
        return name
    return view.en.lower() if language == "en" else view.in_language(language)


def _obeyed(blueprint: Blueprint, wants: Wants) -> str:
    """What of the wish's own words can be seen in the design: only that is claimed."""
    language = blueprint.language
    parts = [*_named(blueprint, wants), *_seen_views(blueprint, wants)]
    gone = [_shown_name(removal.name, language) for removal in wants.removals]
    parts += [_PARTS["removed"][language].format(n=name) for name in gone]
    if wants.icon:
        parts.append(_PARTS["icon"][language].format(n=wants.icon))
    if wants.color:
        parts.append(_HUE_NAMES[wants.color][language])
    if not parts:
        return ""
    what = _listed(list(dict.fromkeys(parts)), language)
    if language == "ko":
        what += "을" if ends_in_consonant(what) else "를"
    return _SAID[language].format(what=what)


def _named(blueprint: Blueprint, wants: Wants) -> list[str]:
    """The properties, options and new names of the wish that the design has."""
    tables = [d for _, _, d in databases(blueprint)]
    properties = [p for d in tables for p in d.properties]
    options = {o.name for p in properties for o in getattr(p, "options", [])}
    has = {p.name for p in properties}
    titles = {d.title for d in tables} | {page.title for _, page in pages(blueprint)}
    everything = has | options | titles
    listed = {
        "property": [w.name for one in wants.properties for w in one.properties if w.name in has],
        "option": [w.name for w in wants.options if w.name in options],
        "rename": [rename.new for rename in wants.renames if rename.new in everything],
    }
    return [_names(kind, names, blueprint.language) for kind, names in listed.items() if names]


def _names(kind: str, names: list[str], language: Language) -> str:
    distinct = list(dict.fromkeys(names))
    one = len(distinct) == 1
    return _PARTS[kind][language].format(
        n=("」「" if language == "ja" else ", ").join(distinct[:8]),
        ies="y" if one else "ies",
        s="" if one else "s",
    )


def _seen_views(blueprint: Blueprint, wants: Wants) -> list[str]:
    language = blueprint.language
    shown = {v.type for _, _, d in databases(blueprint) for v in d.views}
    names = [_shown_name(view.type, language) for view in wants.views if view.type in shown]
    return [_PARTS["view"][language].format(n=name) for name in names]
