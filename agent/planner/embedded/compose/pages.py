"""Sub-pages that no pattern has."""

from agent.planner.embedded.compose.draft import everywhere, words_for
from agent.planner.embedded.lexicon import lexicon
from agent.planner.patterns import BlockPattern, SubPagePattern
from agent.texts import say
from tools.blueprint.base import Language


def spare_pages(count: int, language: Language) -> list[str]:
    """Names of pages that most workspaces can use, then numbered ones."""
    numbered = [say("own_page", language, n=n) for n in range(1, count + 1)]
    return [*(page.title.in_language(language) for page in lexicon().pages), *numbered]


def made_page(name: str, key: str, language: Language) -> SubPagePattern:
    """A page that says what it is for, and is empty otherwise: whoever asked knows its content."""
    known = (page.icon for page in lexicon().pages if name.casefold() in words_for(page.title))
    icon = next(known, "📄")
    text = say("own_page_intro", language, title=name)
    intro = BlockPattern(type="callout", icon=icon, color="gray_background", text=everywhere(text))
    return SubPagePattern(key=key, title=everywhere(name), icon=icon, blocks=[intro])
