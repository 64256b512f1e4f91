"""A ticket in short, by a language model. What was written on it is data; what comes back is a
text, which nobody takes for anything else."""

import secrets
from collections.abc import Awaitable, Callable

from agent.planner.model.answer import Answer, Request, Turn
from agent.planner.model.bounds import without_links
from agent.planner.model.prompt import data_turn, prompt
from agent.planner.model.tokens import cut
from tools.freshdesk.summaries import LONGEST

_MOST_READ = 1_500  # tokens of a ticket: what it is about stands at its beginning
_MOST_WRITTEN = 1_000  # a model that reasons does so before it writes two sentences


async def summary_by(
    ask: Callable[[Request], Awaitable[Answer]], title: str, content: str, *, streams: bool
) -> str | None:
    """Two or three sentences, without addresses that are not in the ticket; None where there is no
    whole answer. Raises AiError."""
    text = cut(f"{title}\n{content}", _MOST_READ)
    mark = secrets.token_hex(8)
    turns = [Turn("system", prompt("summary").text), data_turn(mark, [("The ticket", text)])]
    answer = await ask(Request(turns, {}, "text", _MOST_WRITTEN, streams))
    said = " ".join(str(without_links(answer.text, [text])).split())
    is_whole = not answer.refusal and answer.finish in ("", "stop") and mark not in said
    return said[:LONGEST] if said and is_whole else None
