"""What the embedded planner makes of every skill, at each complexity and in each language."""

from collections import Counter
from datetime import date

import pytest

from agent.planner.brief import Brief
from agent.planner.embedded.compose.composer import compose
from tests.agent.skill_files import IDS, LANGUAGES, TIERS, pattern_of
from tools.blueprint.base import Complexity, Language
from tools.blueprint.blocks import walk
from tools.blueprint.model import Blueprint, databases, pages
from tools.blueprint.parse import check
from tools.blueprint.views import DashboardView
from tools.notion.compile.compiler import compile_blueprint
from tools.notion.operations import WORKSPACE
from tools.workspace.from_blueprint import opened
from tools.workspace.to_blueprint import blueprint_of

TODAY = date(2026, 3, 2)

pytestmark = [
    pytest.mark.parametrize("skill", IDS),
    pytest.mark.parametrize("complexity", TIERS),
    pytest.mark.parametrize("language", LANGUAGES),
]


def composed(skill: str, complexity: Complexity, language: Language) -> Blueprint:
    brief = Brief(complexity=complexity)
    return check(compose(pattern_of(skill), brief, language, TODAY, skill))


def test_it_is_built_with_one_call_for_each_thing(
    skill: str, complexity: Complexity, language: Language
) -> None:
    """No appended bodies and no patched schemas: only what has to be created."""
    blueprint = composed(skill, complexity, language)
    calls = Counter(op.kind for op in compile_blueprint(blueprint, WORKSPACE).operations)
    tables = [table for _, _, table in databases(blueprint)]
    blocks = [block for _, page in pages(blueprint) for _, block, _ in walk(page.blocks)]
    assert calls == Counter(
        create_page=sum(1 for _ in pages(blueprint)),
        create_database=len(tables),
        create_row=sum(len(table.rows) for table in tables),
        create_view=sum(
            1 + len(getattr(view, "widgets", []))
            for table in tables
            for view in table.views
            if view.name is not None
        ),
        create_linked_view=sum(block.type == "linked_view" for block in blocks),
    )


def test_it_is_as_complete_as_a_professional_template(
    skill: str, complexity: Complexity, language: Language
) -> None:
    quality = composed(skill, complexity, language).meta.quality
    assert quality is not None
    assert quality.score >= 90, [c.name for c in quality.checks if not c.passed]


def test_it_opens_on_what_matters_now_unless_it_is_to_be_simple(
    skill: str, complexity: Complexity, language: Language
) -> None:
    first, *others = composed(skill, complexity, language).databases[0].views
    if complexity == "simple":
        assert first.type == "table"
        return
    assert isinstance(first, DashboardView)
    assert {"list", "chart"} <= {widget.type for widget in first.widgets}
    assert not {widget.name for widget in first.widgets} & {view.name for view in others}


def test_its_workspace_is_described_by_the_same_blueprint(
    skill: str, complexity: Complexity, language: Language
) -> None:
    """What feedback is applied to is the design itself, to the letter."""
    blueprint = composed(skill, complexity, language)
    assert blueprint_of(opened(blueprint).structure) == blueprint
