"""The order of composing: databases, their properties, links, views, pages; then what is left."""

from datetime import date

from agent.planner.embedded.compose.blank import blank_pattern
from agent.planner.embedded.compose.colors import recolored
from agent.planner.embedded.compose.databases import with_databases
from agent.planner.embedded.compose.edits import with_edits
from agent.planner.embedded.compose.links import with_links
from agent.planner.embedded.compose.options import recolored_options, with_options
from agent.planner.embedded.compose.pages import with_pages
from agent.planner.embedded.compose.properties import with_properties
from agent.planner.embedded.compose.prune import names_in, pruned, without_mentions
from agent.planner.embedded.compose.render import render
from agent.planner.embedded.compose.rows import with_currency, with_rows
from agent.planner.embedded.compose.views import with_views
from agent.planner.embedded.quality import measured
from agent.planner.embedded.wants import Wants
from agent.planner.patterns import Pattern
from tools.blueprint.base import Complexity, Language
from tools.blueprint.model import Blueprint, Meta
from tools.blueprint.properties import NumberFormat

_CURRENCY: dict[Language, NumberFormat] = {"ko": "won", "en": "dollar", "ja": "yen"}
_DEFAULT: Complexity = "standard"


def compose(
    pattern: Pattern | None, wants: Wants, language: Language, today: date, skill: str | None
) -> Blueprint:
    """The workspace that a wish describes; without a pattern, from what it names alone."""
    complexity = wants.complexity or _DEFAULT
    draft = shaped(pattern or blank_pattern(wants, language), wants, language, complexity)
    kind = draft.template_type
    blueprint = render(
        draft,
        language,
        today,
        template_type="dashboard" if wants.dashboard else kind,
        complexity=complexity,
        color_theme=wants.color,
        meta=Meta(skill=skill, source="embedded"),
    )
    meta = blueprint.meta.model_copy(update={"quality": measured(blueprint)})
    return blueprint.model_copy(update={"meta": meta})


def shaped(pattern: Pattern, wants: Wants, language: Language, complexity: Complexity) -> Pattern:
    """A pattern with everything that was said about it, ready to be put into words."""
    draft = with_databases(pattern, wants, language, complexity)
    if draft.databases:
        draft = with_properties(draft, wants, language)
        draft = with_links(draft, wants, language)
        draft = with_views(draft, wants, language)
    draft = with_pages(draft, wants, complexity)
    # Edits come after additions: a name that was given can be removed or renamed.
    draft = with_edits(with_options(draft, wants), wants)
    draft = pruned(draft, complexity)
    draft = with_rows(draft, wants.sample_count)
    draft = with_currency(draft, wants.currency or _CURRENCY[language])
    before = names_in(pattern, language)
    draft = without_mentions(draft, before - names_in(draft, language), language)
    named = {p.name.casefold() for one in wants.properties for p in one.properties if p.options}
    return recolored_options(recolored(draft, wants.color, named), wants)
