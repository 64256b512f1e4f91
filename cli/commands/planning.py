"""What the commands have in common that lead to a plan."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from cli.answers import Answers
from cli.conversation import Conversation
from cli.interrupts import Interrupts
from cli.outcome import CommandFailed, Exit
from cli.reach import Reach, reached
from cli.screen import screen
from cli.speech import Language, of_words, without_quotes
from cli.talk import talking

Opening = Callable[[Reach], Awaitable[dict[str, Any]]]


def plan(arguments: argparse.Namespace, language: Language, opening: Opening) -> Exit:
    """Leads a conversation that begins with a message, whose fields `opening` brings.

    Raises CommandFailed.
    """
    return asyncio.run(_plan(arguments, language, opening))


async def _plan(arguments: argparse.Namespace, language: Language, opening: Opening) -> Exit:
    shown = screen(as_json=arguments.json)
    with Interrupts() as interrupts:
        async with reached(arguments.server, language) as reach:
            fields = await opening(reach)
            async with talking(reach, introduction(arguments)) as talk:
                if talk.welcome.get("remark"):  # another would plan than was asked for
                    raise CommandFailed("no_model", Exit.USAGE, model=arguments.model)
                conversation = Conversation(
                    talk, shown, Answers(), interrupts, language, approves=arguments.yes
                )
                try:
                    return await conversation.lead("message", **fields)
                finally:
                    shown.rest()


def wished_in(arguments: argparse.Namespace, language: Language) -> Language:
    """The language of a talk that a wish begins: as asked for, else that of its words, which is
    the one that the server answers in."""
    if arguments.language:
        return language
    return of_words(without_quotes(" ".join(arguments.wish)), language)


def introduction(arguments: argparse.Namespace) -> dict[str, Any]:
    """What the first frame of a conversation says of the person's wishes."""
    told: dict[str, Any] = {"settings": {}}
    if arguments.language:
        told["settings"]["language"] = arguments.language
    if arguments.model:
        told["ai_model"] = arguments.model
    if arguments.parent:
        told["parent_page_id"] = arguments.parent
    return told
