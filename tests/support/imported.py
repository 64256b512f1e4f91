"""What servers import before they listen and as they open a new data folder, and what they read."""

import gc

from tools.notion import retry

gc.disable()
retry.SETTLE_SECONDS = 2.0  # the tests' Notion is done with what was sent by then

import alembic.command  # noqa: E402, F401
import sqlalchemy.dialects.sqlite  # noqa: E402, F401

import agent.planner.embedded.planner  # noqa: E402, F401
import minds  # noqa: E402
import sandbox.freshdesk  # noqa: E402, F401
import server  # noqa: E402, F401
import wiring  # noqa: E402, F401

for skill in minds.shipped()[0].values():
    assert skill.pattern

gc.freeze()  # what the copies share is not walked, nor written, by any of them
gc.enable()
