"""The questions that stay open when changes are read."""

from agent.planner.embedded.grammar.clause import Ask
from agent.planner.seam import Choice, Question
from tools.blueprint.base import Language

MOST_OPTIONS = 8

_CONTENT: dict[str, dict[Language, str]] = {
    "database": {
        "ko": "어느 데이터베이스에서 바꿀까요?",
        "en": "Which database do you mean?",
        "ja": "どのデータベースのことでしょうか？",
    },
    "property": {
        "ko": "어느 속성을 말씀하시는 건가요?",
        "en": "Which property do you mean?",
        "ja": "どのプロパティのことでしょうか？",
    },
    "option": {
        "ko": "어느 옵션을 말씀하시는 건가요?",
        "en": "Which option do you mean?",
        "ja": "どの選択肢のことでしょうか？",
    },
    "view": {
        "ko": "어느 보기를 말씀하시는 건가요?",
        "en": "Which view do you mean?",
        "ja": "どのビューのことでしょうか？",
    },
    "row": {
        "ko": "어느 항목을 말씀하시는 건가요?",
        "en": "Which entry do you mean?",
        "ja": "どの項目のことでしょうか？",
    },
    "page": {
        "ko": "어느 페이지를 말씀하시는 건가요?",
        "en": "Which page do you mean?",
        "ja": "どのページのことでしょうか？",
    },
    "relation": {
        "ko": "어느 데이터베이스와 이어진 값을 모을까요? 먼저 관계가 필요해요.",
        "en": "Which database should it gather from? A relation to it is needed first.",
        "ja": "どのデータベースの値を集めましょうか？先にリレーションが必要です。",
    },
}


def question_for(ask: Ask, about: str, language: Language) -> Question:
    """The question to a wish, with what there really is as options."""
    content = _CONTENT[ask.missing][language]
    options = [Choice(value=name, label=name) for name in ask.candidates[:MOST_OPTIONS]]
    return Question(content=content, options=options, about=about, kind="modify")
