"""What `notionforge mcp` does: MCP on the standard streams."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import server
from settings import Settings

if __name__ == "__main__":
    server.serve_stdio(Settings.from_env(dotenv=None))
