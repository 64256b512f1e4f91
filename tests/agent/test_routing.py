"""Which skill a wish is for."""

import asyncio
from collections.abc import Sequence

from agent.planner.embedded.routing import Router
from tests.agent.embedded_planner import skills


class _Counting:
    """An encoder to which all texts are alike, and which others may pass while it works."""

    def __init__(self) -> None:
        self.encoded: list[str] = []

    async def encode(self, texts: Sequence[str]) -> list[list[float]]:
        self.encoded += texts
        await asyncio.sleep(0)
        return [[1.0] for _ in texts]


async def test_many_first_wishes_at_once_have_the_skills_encoded_once():
    encoder = _Counting()
    router = Router(skills(), encoder)

    await asyncio.gather(*(router.by_meaning(f"wish {n}") for n in range(12)))

    assert len(encoder.encoded) == len(set(encoder.encoded))
    assert {f"wish {n}" for n in range(12)} <= set(encoder.encoded)
