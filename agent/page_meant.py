"""Which page a message may ask to change."""

import contextlib
import re
from collections.abc import Mapping
from typing import Any

from agent.inputs import Message
from agent.plans.statuses import BuildStatus
from agent.plans.store import Plans
from agent.state import Page
from tools.errors import InvalidInput
from tools.notion.gateway import notion_id


async def page_meant(
    plans: Plans, thread_id: str, message: Message, last: Mapping[str, Any]
) -> tuple[Page | None, str]:
    """The page that a message may ask to change, and the words without its address.

    The caller names it, or the message begins with its address, or it is what the open question of
    the `last` turn is about, or what the thread has built or changed last.
    """
    if message.page_id is not None:
        return Page(message.page_id, named=True), message.text
    address, *words = message.text.split(None, 1)
    with contextlib.suppress(InvalidInput):
        if words:
            return Page(notion_id(_without_particle(address)), named=True), words[0]
    if (last.get("question") or {}).get("kind") == "modify":
        return Page(last["page_id"], last["workspace"], last["must_change"]), message.text
    build = await plans.latest_build(thread_id, BuildStatus.COMPLETED)
    if build is None or build.result is None or build.result["status"] != "completed":
        return None, message.text
    title = (await plans.get(build.id)).subject.title
    return Page(build.result["page_id"], title), message.text


def _without_particle(address: str) -> str:
    """An address without what Korean and Japanese put behind it ("…에", "…の")."""
    return re.sub(r"[^!-~]+$", "", address)
