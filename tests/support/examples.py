"""How many examples a property is tried on: enough to hold it, and more where asked for."""

import os

from hypothesis import HealthCheck, settings

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "repeatable")
EXPLORING = PROFILE == "explore"  # `make explore`: as much as there is time for
_USUAL = 100  # what hypothesis draws unless a profile says otherwise
_SLOW = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)


def examples(count: int) -> settings:
    """So many, in proportion to the profile's; each may be as slow as a whole build."""
    wanted = max(1, count * settings().max_examples // _USUAL)
    return settings(max_examples=wanted, suppress_health_check=_SLOW)
