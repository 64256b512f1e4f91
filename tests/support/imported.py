"""What servers import before they listen, and what they import as they open a new data folder."""

import gc

gc.disable()

import alembic.command  # noqa: E402, F401
import sqlalchemy.dialects.sqlite  # noqa: E402, F401

import sandbox.freshdesk  # noqa: E402, F401
import server  # noqa: E402, F401
import wiring  # noqa: E402, F401

gc.freeze()  # what the copies share is not walked, nor written, by any of them
gc.enable()
