"""A blueprint says what its workspace is: there and back nothing is lost."""

from hypothesis import given

from tests.support.blueprints import blueprints
from tests.support.examples import examples
from tools.blueprint.model import Blueprint
from tools.workspace.from_blueprint import opened
from tools.workspace.to_blueprint import blueprint_of


@examples(60)
@given(blueprints())
def test_any_blueprint_comes_back_from_its_workspace_as_it_was(blueprint: Blueprint) -> None:
    assert blueprint_of(opened(blueprint).structure) == blueprint
