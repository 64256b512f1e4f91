"""Conversations stay in the house, whatever the environment was set up for.

LangChain's libraries send every run's inputs and outputs to LangSmith where variables such as
`LANGSMITH_TRACING` are set, as developers have them for other projects. Here only our own setting
decides.
"""

import os
from typing import Literal

import langsmith

# With these langchain-core refuses to run at all unless newer tracing is on.
_OUTDATED = ("LANGCHAIN_TRACING", "LANGCHAIN_HANDLER")


def trace(to: Literal["off", "langsmith"]) -> None:
    """Says for the whole process whether runs are sent to LangSmith."""
    for name in _OUTDATED:
        os.environ.pop(name, None)
    langsmith.configure(enabled=to == "langsmith")
