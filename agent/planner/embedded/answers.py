"""Friendly, concrete answers to what is no wish: greetings, thanks, questions about the agent."""

from collections.abc import Mapping

from agent.planner.embedded.kinds import Talk
from agent.planner.skills import Skill
from tools.blueprint.base import Language

_TEXTS: dict[Talk, dict[Language, str]] = {
    "greeting": {
        "ko": "안녕하세요! 정리하고 싶은 것을 말씀해 주시면 노션 워크스페이스로 설계해 드려요. "
        "예를 들어 “{example}”라고 해 보세요.",
        "en": "Hello! Tell me what you want to organise and I will design a Notion workspace "
        "for it. For example: “{example}”.",
        "ja": "こんにちは！整理したいことを教えていただければ、Notionのワークスペースを設計します。"
        "たとえば「{example}」と書いてみてください。",
    },
    "thanks": {
        "ko": "도움이 되었다니 기뻐요. 또 정리하고 싶은 것이 생기면 말씀해 주세요. 예: “{example}”",
        "en": "Glad to help. When there is something else to organise, just say so, for example "
        "“{example}”.",
        "ja": "お役に立ててうれしいです。また整理したいことがあれば、"
        "たとえば「{example}」のように書いてください。",
    },
    "capability": {
        "ko": "말씀하신 내용을 노션 페이지, 데이터베이스, 보기, 샘플 데이터로 설계해서 먼저 보여 "
        "드리고, 승인하시면 만들어요. 만든 것은 되돌릴 수 있어요. "
        "잘 아는 분야는 {skills}이고, 그 밖의 주제도 데이터베이스와 속성을 말씀해 주시면 "
        "만들어요. 예: “{example}”",
        "en": "I turn what you describe into a Notion workspace of pages, databases, views and "
        "sample data. You see the design first, "
        "approve it, and I build it; it can be undone. I know {skills} well, and other subjects "
        "too if you name the databases or properties. "
        "Try “{example}”.",
        "ja": "ご希望の内容を、"
        "Notionのページ・データベース・ビュー・サンプルデータとして設計します。"
        "まず設計をお見せし、承認いただいてから作成します。作成後に元に戻すこともできます。"
        "得意な分野は{skills}です。それ以外のテーマも、"
        "データベースやプロパティを教えていただければ作れます。例：「{example}」",
    },
    "modify": {
        "ko": "지금 할 수 있는 것은 세 가지예요. 만든 결과는 되돌리기 버튼으로 취소할 수 있고, "
        "설계를 승인하기 전에는 “캘린더 빼줘”처럼 말씀해 주시면 "
        "고쳐 드리고, "
        "새로 원하는 워크스페이스를 “{example}”처럼 적어 주시면 다시 설계해요.",
        "en": "Three things are possible right now: the undo button takes back what was built; "
        "while a design waits for approval you can say "
        "“remove the calendar” and I change it; or describe a new workspace, such as “{example}”.",
        "ja": "いまできることは3つです。作成したものは「元に戻す」ボタンで取り消せます。"
        "承認前の設計なら「カレンダーを外して」のように書けば直します。"
        "または「{example}」のように、新しいワークスペースを書いてください。",
    },
    "cancel": {
        "ko": "알겠습니다, 멈출게요. 언제든 “{example}”처럼 말씀해 주시면 다시 시작해요.",
        "en": "All right, I will leave it. Whenever you like, start again with something like "
        "“{example}”.",
        "ja": "わかりました、ここまでにします。いつでも「{example}」のように書いて始めてください。",
    },
    "question": {
        "ko": "저는 노션 워크스페이스를 설계하고 만드는 일을 해요. {skills} 같은 주제를 정리할 "
        "공간이 필요하시면 “{example}”처럼 말씀해 주세요.",
        "en": "What I do is design and build Notion workspaces. If you need a place for "
        "{skills} or the like, say for example “{example}”.",
        "ja": "私はNotionのワークスペースを設計して作成します。"
        "{skills}などをまとめる場所が必要なら、「{example}」のように書いてください。",
    },
}
_EXAMPLE: dict[Language, str] = {
    "ko": "독서 기록 데이터베이스 만들어줘",
    "en": "Make a database of my books",
    "ja": "読書記録のデータベースを作って",
}
_COMMA: dict[Language, str] = {"ko": ", ", "en": ", ", "ja": "、"}


def answer(talk: Talk, skills: Mapping[str, Skill], language: Language) -> str:
    """The answer in a language, naming the skills that are really there."""
    names = _COMMA[language].join(skill.names.in_language(language) for skill in skills.values())
    example = next((s.examples.in_language(language) for s in skills.values()), _EXAMPLE[language])
    return _TEXTS[talk][language].format(skills=names, example=example)
