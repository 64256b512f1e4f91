"""Changing what exists: changes as a person names them, checked, compiled, and undone."""

from tools.blueprint.changes import CHANGES, Change
from tools.notion.modify.check import changes_json, problems
from tools.notion.modify.compile import ChangePlan, compile_changes, resolve, restore_plan
from tools.notion.modify.undo import Journals, WayBack, take_back

__all__ = [
    "CHANGES",
    "Change",
    "ChangePlan",
    "Journals",
    "WayBack",
    "changes_json",
    "compile_changes",
    "problems",
    "resolve",
    "restore_plan",
    "take_back",
]
