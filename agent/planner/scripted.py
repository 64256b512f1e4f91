"""A planner that says what it was given: for demonstrations, and for tests of all but planning."""

import re
from collections import deque
from collections.abc import Iterable

from agent.planner.seam import About, Heard, Said

_PIECES = re.compile(r"\s*\S+\s*")


class ScriptedPlanner:
    """Answers with the lines of a script, one after the other, whatever it is asked.

    A line that is an exception is raised. A reply is said word by word first, as a model would
    write it. `asked` keeps what each line was the answer to.
    """

    def __init__(self, script: Iterable[Heard | Exception]) -> None:
        self._lines = deque(script)
        self.asked: list[tuple[Said, About]] = []

    async def understand(self, said: Said, about: About) -> Heard:
        """The next line. Raises what it is, or LookupError where the script is over."""
        self.asked.append((said, about))
        if not self._lines:
            raise LookupError("the script is over")
        line = self._lines.popleft()
        if isinstance(line, Exception):
            raise line
        for piece in _PIECES.findall(line.reply):
            await said.say(piece)
        return line
