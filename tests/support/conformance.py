"""Notion's published schemas, where the folder that holds them is beside the checkout."""

import importlib.util
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_TOOL = Path(__file__).resolve().parents[3] / "shared" / "tools" / "notion_conformance.py"

beside_the_schemas = pytest.mark.skipif(
    not _TOOL.exists(), reason="Notion's published schemas are not beside the checkout"
)


@cache
def spec() -> Any:
    """The schemas of the current API version."""
    module_spec = importlib.util.spec_from_file_location("notion_conformance", _TOOL)
    assert module_spec is not None
    assert module_spec.loader is not None
    module = importlib.util.module_from_spec(module_spec)
    sys.modules["notion_conformance"] = module
    module_spec.loader.exec_module(module)
    return module.Spec.load()
