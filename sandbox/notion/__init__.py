"""An embedded, faithful, Notion-compatible workspace.

workspace = await Workspace.open(None)  # in memory; with a path it persists
app = create_app(workspace)             # answers what api.notion.com answers under /v1
"""

from sandbox.notion.app import App, create_app
from sandbox.notion.errors import StorageError
from sandbox.notion.faults import Faults
from sandbox.notion.rate import RateWindow
from sandbox.notion.workspace import Workspace

__all__ = ["App", "Faults", "RateWindow", "StorageError", "Workspace", "create_app"]
