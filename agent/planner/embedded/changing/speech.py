"""How changes are introduced: what will be different, and what was not understood."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from agent.planner.seam import Question
from tools.blueprint.base import Language
from tools.blueprint.changes import Change
from tools.workspace.model import Structure

_SHOWN = 4  # changes that are named; the others are counted
_QUOTED = 80  # characters of what was not understood

_WILL: dict[Language, str] = {
    "ko": "이렇게 바꿀게요: {what}.",
    "en": "Here is what will change: {what}.",
    "ja": "次のように変更します：{what}。",
}
_MORE: dict[Language, str] = {"ko": " 외 {n}가지", "en": " and {n} more", "ja": "、ほか{n}件"}
_UNREAD: dict[Language, str] = {
    "ko": "{what}은(는) 이해하지 못했어요.",
    "en": "I did not understand {what}.",
    "ja": "{what}は理解できませんでした。",
}
_UNFIT: dict[Language, str] = {
    "ko": "새 설계에는 맞지 않아 빠진 것: {what}.",
    "en": "This no longer fits the new design and was left out: {what}.",
    "ja": "新しい設計に合わないため外したもの：{what}。",
}
_NOTHING: dict[Language, str] = {
    "ko": "죄송해요, 무엇을 바꿀지 이해하지 못했어요. “{one}”나 “{two}”처럼 말씀해 주세요.",
    "en": "Sorry, I did not understand what to change. You can say “{one}” or “{two}”.",
    "ja": "すみません、何を変更するか理解できませんでした。"
    "「{one}」や「{two}」のように書いてください。",
}
_LEFT: dict[Language, str] = {
    "ko": "말씀하신 대로 모두 뺐어요. 이제 바꿀 것이 없어요.",
    "en": "I took all of that out again, so nothing is left to change.",
    "ja": "ご希望どおりすべて取りやめました。変更するものは残っていません。",
}
_PEOPLE: dict[Language, str] = {
    "ko": "담당자처럼 사람을 지정하는 값은 Notion에서 직접 골라 주세요.",
    "en": "People can only be chosen in Notion itself.",
    "ja": "担当者など人の値は、Notionで直接選んでください。",
}
_EXAMPLES: dict[Language, tuple[str, str, str]] = {
    "ko": ("'{}' DB에 {} 속성 추가해줘", "'{}' 뷰 지워줘", "제목을 '우리 팀'으로 바꿔줘"),
    "en": (
        "add the property {1} to '{0}'",
        "delete the '{}' view",
        "change the title to 'Our team'",
    ),
    "ja": (
        "『{}』データベースに{}プロパティを追加して",
        "『{}』ビューを削除して",
        "タイトルを『チーム』に変更して",
    ),
}
_NEW: dict[Language, tuple[str, ...]] = {
    "ko": ("메모", "태그", "링크", "비고", "참고 사항"),
    "en": ("Notes", "Tags", "Link", "Remarks", "Further notes"),
    "ja": ("メモ", "タグ", "リンク", "備考", "補足"),
}
_QUOTES: dict[Language, str] = {"ko": "‘{}’", "en": "“{}”", "ja": "「{}」"}
_THIS_PAGE: dict[Language, str] = {"ko": "페이지", "en": "the page", "ja": "ページ"}


def introduce(changes: Sequence[Change], unread: Sequence[str], language: Language) -> str:
    """One or two sentences about what will change, and one about what was not understood."""
    said = list(dict.fromkeys(_phrase(change, language) for change in changes))
    comma = "、" if language == "ja" else ", "
    what = comma.join(said[:_SHOWN])
    if len(said) > _SHOWN:
        what += _MORE[language].format(n=len(said) - _SHOWN)
    sentences = [_WILL[language].format(what=what)]
    if unread:
        sentences.append(not_understood(unread, language))
    return ("" if language == "ja" else " ").join(sentences)


def not_understood(unread: Sequence[str], language: Language) -> str:
    """What was not understood, in quotes."""
    comma = "、" if language == "ja" else ", "
    return _UNREAD[language].format(what=comma.join(_quoted(unread, language)))


def no_longer_fits(changes: Sequence[Change], language: Language) -> str:
    """Which agreed changes a design that was composed anew has no place for."""
    comma = "、" if language == "ja" else ", "
    said = dict.fromkeys(_phrase(change, language) for change in changes)
    return _UNFIT[language].format(what=comma.join(said))


def asked(question: Question, language: Language) -> str:
    """A question about feedback, with what may be answered."""
    comma = "、" if language == "ja" else ", "
    labels = [option.label for option in question.options]
    return f"{question.content} ({comma.join(labels)})" if labels else question.content


def people_stay(language: Language) -> str:
    """That people can be set in Notion alone: who they are is not known here."""
    return _PEOPLE[language]


def nothing_left(language: Language) -> str:
    """That all changes were taken back again."""
    return _LEFT[language]


def nothing_read(structure: Structure, language: Language) -> str:
    """That nothing was understood, with two wishes that fit this very workspace."""
    one, two = _examples(structure, language)
    return _NOTHING[language].format(one=one, two=two)


def _quoted(texts: Sequence[str], language: Language) -> list[str]:
    flat = [" ".join(text.split()) for text in texts]
    cut = [text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…" for text in flat]
    return [_QUOTES[language].format(text) for text in cut]


def _examples(structure: Structure, language: Language) -> tuple[str, str]:
    add, remove, rename = _EXAMPLES[language]
    own = [database for database in structure.databases if not database.linked]
    if not own:
        return rename, rename
    view = next((v.name for d in own for v in d.views[1:]), None)
    taken = {prop.name for prop in own[0].properties}
    new = next((name for name in _NEW[language] if name not in taken), "★")
    return add.format(own[0].title, new), remove.format(view) if view else rename


def _phrase(change: Change, language: Language) -> str:
    said = change.model_dump(mode="json")
    words: dict[str, str] = _phrases()[change.action]
    place = said.get("property") if change.action == "add_option" else said.get("database")
    return words[language].format(
        name=_name(said, language), to=said.get("to"), place=place or _THIS_PAGE[language]
    )


def _name(said: dict[str, Any], language: Language) -> str:
    action = said["action"]
    for counted in ("rows", "blocks"):
        if counted in said:
            return str(len(said[counted]))
    if "target" in said and action in ("rename", "set_icon", "set_cover", "move", "archive"):
        target = said["target"]
        return _QUOTES[language].format(target) if target else _THIS_PAGE[language]
    for part in ("option", "view", "property", "database", "page"):
        if part in said and action.endswith(("option", "view", "property", "database", "page")):
            given = said[_part(action)]
            return (
                str(given.get("name") or given.get("title")) if isinstance(given, dict) else given
            )
    return str(said.get("name", ""))


def _part(action: str) -> str:
    return action.rsplit("_", 1)[1]


@cache
def _phrases() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("phrases.yaml").read_text("utf-8")
    # The C twin of SafeLoader: as safe, and ten times as fast.
    parsed: dict[str, dict[str, str]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return parsed
