"""`notionforge undo ID`: takes a build or a change back."""

import argparse
import asyncio
import re

from cli.answers import Answers
from cli.conversation import Conversation
from cli.interrupts import Interrupts
from cli.outcome import Exit
from cli.reach import Reach, reached
from cli.rest import asked
from cli.screen import Screen, screen
from cli.speech import Language
from cli.talk import talking

_THREAD = re.compile(r"[\w-]{32}")  # a conversation's id; what REST gives to undo with is longer


def run(arguments: argparse.Namespace, language: Language) -> Exit:
    return asyncio.run(_undo(arguments, language))


async def _undo(arguments: argparse.Namespace, language: Language) -> Exit:
    shown = screen(as_json=arguments.json)
    with Interrupts() as interrupts:
        async with reached(arguments.server, language) as reach:
            if not _THREAD.fullmatch(arguments.id):
                return await _by_secret(reach, arguments.id, shown)
            async with talking(reach, {"settings": {}}, arguments.id) as talk:
                conversation = Conversation(talk, shown, Answers(), interrupts, language)
                try:
                    return await conversation.lead("undo")
                finally:
                    shown.rest()


async def _by_secret(reach: Reach, undo_id: str, shown: Screen) -> Exit:
    """Takes back what a REST route built: its answer brought the id."""
    async with reach.client() as client:
        answer = await asked(client, "POST", f"/api/templates/undo/{undo_id}")
    shown.frame(answer)
    shown.lines([answer["message"]] if "message" in answer else [])
    return Exit.DONE
