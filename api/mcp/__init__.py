"""The agent over MCP: its conversation, what it reads and what it knows, for any MCP client.

`endpoint.py` is `/mcp`, `stdio.py` the standard streams; both serve what `server.py` puts together.
Only these two are imported with the application: the SDK takes its time, and few need it.
"""
