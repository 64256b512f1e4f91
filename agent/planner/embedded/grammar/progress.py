"""What a text has come to while it is read, clause by clause, and the way back."""

from dataclasses import replace

from agent.planner.embedded.grammar.clause import Memory
from agent.planner.embedded.grammar.heard import Heard
from agent.planner.embedded.grammar.lexis import Lexis
from agent.planner.embedded.grammar.names import World
from tools.errors import ValidationFailed
from tools.workspace.actions.new_parts import AddDatabase
from tools.workspace.change import Change
from tools.workspace.course import Course
from tools.workspace.draft import Draft


class Progress:
    """What was `heard` so far, what was spoken of, and what exists by now."""

    def __init__(self, start: Draft, memory: Memory, heard: Heard, words: Lexis) -> None:
        self.start, self.memory, self.heard, self.words = start, memory, heard, words
        self.world = self._world()

    def _world(self) -> World:
        return World(self.heard.draft.structure, self.start.language, self.words)

    def go_back(self, heard: Heard, memory: Memory) -> None:
        """Forgets what was read since."""
        self.heard = heard
        self.memory.take(memory)
        self.world = self._world()

    def take(self, changes: list[Change]) -> bool:
        """Takes changes on, all or none; whether they can be made."""
        course = self.heard.course
        try:
            for one in changes:
                course = course.then(one)
        except ValidationFailed:
            return False
        self.went_on(course)
        if any(isinstance(one, AddDatabase) for one in changes):
            self.memory.database = course.draft.structure.databases[-1].id
        return True

    def went_on(self, course: Course) -> None:
        """Takes over what others made of the workspace."""
        self.heard = replace(self.heard, course=course, acted=True)
        self.world = self._world()
        self.memory.settle(self.world)
