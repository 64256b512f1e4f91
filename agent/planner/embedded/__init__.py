"""The embedded planner: understands ko, en and ja, and designs from skills, without any key.

Words first (`creating`, `routing`), a sentence embedding where words do not decide, then
composition from the skill's pattern (`compose`). Everything is deterministic. `planner` is the way
in; nothing is imported here, because who only wants `replies` should not load all of it.
"""
