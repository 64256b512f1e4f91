"""For all tests: property tests repeat themselves exactly, unless told to explore.

`HYPOTHESIS_PROFILE=explore make test` draws anew at every run.
"""

import os

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
