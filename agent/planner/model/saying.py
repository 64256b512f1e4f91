"""An answer of a model, said to the person while it is still being written."""

import re

from agent.planner.language import speaks
from agent.planner.model.bounds import without_links
from agent.planner.model.situation import Situation
from agent.planner.model.structure import so_far
from agent.planner.seam import Heard

MOST_REPLY = 4_000  # characters that a person is told
_OPEN_LINK = re.compile(r"(?:!?\[[^\]]*(?:\](?:\([^)]*)?)?|\bh(?:t(?:t(?:ps?:?\S*)?)?)?)$")


class Saying:
    """Says an answer while it is written, as far as it is one.

    To a wish nothing is said before the whole is read, as it may say that a thing is done.
    """

    def __init__(self, situation: Situation) -> None:
        self._said = situation.said
        self._language = situation.matter.language
        self._told = ""
        # It is no answer, may not be one, or is too long to be read again with every piece.
        self._is_over = situation.is_wish

    async def hear(self, text: str) -> None:
        """Says what is new in the beginning of an answer; what may become a link is held back."""
        if self._is_over:
            return
        found = so_far(text)
        kind, reply = found.get("kind"), found.get("reply")
        self._is_over = len(text) > 2 * MOST_REPLY or (reply is not None and kind != "answer")
        if kind == "answer" and isinstance(reply, str):
            shown = without_links(reply, [self._said.text])
            shown = _OPEN_LINK.sub("", shown.strip()[:MOST_REPLY]).rstrip()
            if speaks(shown, self._language):
                await self._tell(shown)

    async def end(self, heard: Heard) -> None:
        """Says the rest, where any of it was said."""
        if self._told:
            await self._tell(heard.reply)

    async def _tell(self, reply: str) -> None:
        if len(reply) > len(self._told) and reply.startswith(self._told):
            await self._said.say(reply[len(self._told) :])
            self._told = reply
