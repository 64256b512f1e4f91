"""The order of composing: databases, their properties, links, views, pages; then what is left."""

from datetime import date

from agent.planner.brief import Brief
from agent.planner.embedded.compose.blank import blank_pattern
from agent.planner.embedded.compose.colors import recolored
from agent.planner.embedded.compose.databases import with_databases
from agent.planner.embedded.compose.edits import changes_in, without_removed
from agent.planner.embedded.compose.links import with_links
from agent.planner.embedded.compose.pages import with_pages
from agent.planner.embedded.compose.properties import with_properties
from agent.planner.embedded.compose.prune import names_in, pruned, without_mentions
from agent.planner.embedded.compose.render import render
from agent.planner.embedded.compose.rows import with_currency, with_rows
from agent.planner.embedded.compose.unique import unique_names
from agent.planner.embedded.compose.views import with_views
from agent.planner.embedded.quality import measured
from agent.planner.embedded.wants import Wants
from agent.planner.patterns import Pattern
from tools.blueprint.base import Complexity, Language
from tools.blueprint.model import Blueprint, Meta
from tools.blueprint.properties import NumberFormat
from tools.workspace.change import Change

_CURRENCY: dict[Language, NumberFormat] = {"ko": "won", "en": "dollar", "ja": "yen"}
_DEFAULT: Complexity = "standard"


def asked_of_parts(pattern: Pattern | None, wants: Wants, language: Language) -> list[Change]:
    """What a wish says of single parts of what it is composed to, as changes to that."""
    if not wants.options and not wants.renames:
        return []
    return changes_in(shaped(pattern, wants, language), wants, language)


def compose(
    pattern: Pattern | None, brief: Brief, language: Language, today: date, skill: str | None
) -> Blueprint:
    """The workspace that a wish describes; without a pattern, from what it names alone."""
    draft = shaped(pattern, brief, language)
    kind = draft.template_type
    blueprint = render(
        draft,
        language,
        today,
        template_type="dashboard" if brief.dashboard else kind,
        complexity=brief.complexity or _DEFAULT,
        color_theme=brief.color,
        meta=Meta(skill=skill, source="embedded"),
    )
    meta = blueprint.meta.model_copy(update={"quality": measured(blueprint)})
    return blueprint.model_copy(update={"meta": meta})


def shaped(pattern: Pattern | None, brief: Brief, language: Language) -> Pattern:
    """A pattern, or one made of what is named, with all that was said about the whole of it."""
    pattern, complexity = pattern or blank_pattern(brief, language), brief.complexity or _DEFAULT
    draft = with_databases(pattern, brief, language, complexity)
    if draft.databases:
        draft = with_properties(draft, brief, language)
        draft = with_links(draft, brief, language)
        draft = with_views(draft, brief, language)
    draft = with_pages(draft, brief, complexity)
    # After the additions: a name that was given can be removed.
    draft = without_removed(draft, brief.removals)
    draft = pruned(draft, complexity)
    draft = with_rows(draft, brief.sample_count)
    draft = with_currency(draft, brief.currency or _CURRENCY[language])
    before = names_in(pattern, language)
    draft = without_mentions(draft, before - names_in(draft, language), language)
    named = {p.name.casefold() for one in brief.properties for p in one.properties if p.options}
    return unique_names(recolored(draft, brief.color, named), language)
