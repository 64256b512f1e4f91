"""The pattern for a wish that no skill knows: made of what the person named."""

from agent.planner.brief import Brief, WantedProperty
from agent.planner.embedded.compose.draft import everywhere
from agent.planner.embedded.compose.generated import listed_for, new_database
from agent.planner.embedded.lexicon import thing_of
from agent.planner.patterns import BlockPattern, LocalText, Pattern
from agent.texts import say
from tools.blueprint.base import Language

_WELCOME = LocalText(
    ko="'{}'을(를) 한곳에 모으는 공간입니다. 예시를 지우고 첫 기록부터 적어 보세요.",
    en="A home for “{}”. Delete the samples and start with your first entry.",
    ja="「{}」をまとめる場所です。サンプルを消して、最初の記録から書いてみましょう。",
)
_STEPS = [
    LocalText(ko="예시 살펴보기", en="Look through the samples", ja="サンプルを見てみる"),
    LocalText(ko="첫 항목 추가하기", en="Add the first entry", ja="最初の項目を追加する"),
    LocalText(
        ko="보기를 내 방식대로 고치기",
        en="Adjust the views to your taste",
        ja="ビューを使いやすく整える",
    ),
]
_START = LocalText(ko="시작하기", en="Getting started", ja="はじめに")


def blank_pattern(brief: Brief, language: Language) -> Pattern:
    """A page with one database (the first named one, or one named by the topic)."""
    only = brief.databases[0] if len(brief.databases) == 1 else None
    name = _title(brief.topic or only or say("untitled", language))
    main = brief.databases[0] if brief.databases else name
    listed = _listed(brief, main, language)
    thing = thing_of(main)
    welcome = {code: getattr(_WELCOME, code).format(name) for code in ("ko", "en", "ja")}
    return Pattern(
        template_type="tracker" if thing else "custom",
        icon=thing.icon if thing else "🗂️",
        color="blue",
        title=everywhere(name),
        promise=everywhere(welcome[language]),
        blocks=[
            BlockPattern(
                type="callout",
                icon="👋",
                color="blue_background",
                text=LocalText.model_validate(welcome),
            ),
            BlockPattern(type="heading_2", text=_START),
            *(BlockPattern(type="to_do", text=step) for step in _STEPS),
            BlockPattern(type="divider"),
        ],
        databases=[new_database(main, "main", listed, language)],
    )


def _listed(brief: Brief, main: str, language: Language) -> list[WantedProperty]:
    lists = [one for one in brief.properties if one.database in (None, main)]
    return listed_for(main, lists, language)


def _title(topic: str) -> str:
    return topic[0].upper() + topic[1:60]
