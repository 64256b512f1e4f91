"""Sub-pages that no pattern has."""

from agent.planner.embedded.compose.draft import everywhere, words_for
from agent.planner.embedded.lexicon import lexicon
from agent.planner.patterns import BlockPattern, LocalText, SubPagePattern
from agent.texts import say
from tools.blueprint.base import Language


def spare_pages(count: int) -> list[LocalText]:
    """Titles of pages that most workspaces can use, then numbered ones."""
    numbers = range(1, count + 1)
    numbered = [
        LocalText(**{code: say("own_page", code, n=n) for code in ("ko", "en", "ja")})
        for n in numbers
    ]
    return [*(page.title for page in lexicon().pages), *numbered]


def made_page(title: LocalText, key: str, language: Language) -> SubPagePattern:
    """A page that says what it is for, and is empty otherwise: whoever asked knows its content."""
    known = (page.icon for page in lexicon().pages if words_for(page.title) & words_for(title))
    icon = next(known, "📄")
    text = say("own_page_intro", language, title=title.in_language(language))
    intro = BlockPattern(type="callout", icon=icon, color="gray_background", text=everywhere(text))
    return SubPagePattern(key=key, title=title, icon=icon, blocks=[intro])
