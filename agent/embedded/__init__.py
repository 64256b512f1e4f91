"""The embedded planner: understands ko, en and ja, and designs from skills, without any key.

Words first (`routing`, `constraints`), a sentence embedding where words do not decide, then
composition from the skill's pattern (`compose`). Everything is deterministic.
"""

from agent.embedded.encoder import Encoder, UsemEncoder
from agent.embedded.planner import EmbeddedPlanner

__all__ = ["EmbeddedPlanner", "Encoder", "UsemEncoder"]
