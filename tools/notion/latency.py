"""Seconds that a call takes, for estimates alone.

Of the real service as others report it (not measured by us), of the embedded one as measured.
"""

NOTION_LATENCY = 0.35
EMBEDDED_LATENCY = 0.005
