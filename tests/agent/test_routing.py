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

    await asyncio.gather(*(router.nearest(f"wish {n}") for n in range(12)))

    assert len(encoder.encoded) == len(set(encoder.encoded))
    assert {f"wish {n}" for n in range(12)} <= set(encoder.encoded)


async def test_others_go_on_between_the_patterns_that_a_first_vague_wish_has_read():
    router, turns = Router(skills(), _Counting()), 0

    async def others() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    going_on = asyncio.create_task(others())
    await router.by_parts("sleep, weight and my medicines")
    going_on.cancel()

    assert turns >= len(skills())


async def test_a_skill_is_as_near_as_its_sentences_are_in_the_mean():
    class _Letters:
        async def encode(self, texts: Sequence[str]) -> list[list[float]]:
            return [[text.count(letter) / len(text) for letter in "aei"] for text in texts]

    few = {name: skills()[name] for name in ("crm", "diary", "reading", "travel")}

    def mean(name: str) -> float:
        skill = few[name]
        said = [*vars(skill.examples).values(), *vars(skill.names).values()]
        texts = dict.fromkeys([skill.description, *said, " ".join(skill.keywords[:12])])
        return sum(text.count("a") / len(text) for text in texts) / len(texts)

    near = await Router(few, _Letters()).nearest("aaa")

    assert near == sorted(few, key=mean, reverse=True)
