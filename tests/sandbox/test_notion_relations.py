"""The two sides of a relation, whatever is written to either."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox.notionkit import Api, serving, text_value
from tests.support.examples import examples

ROWS = 3
# One write: the side, the row of that side, and the rows of the other that it shall name.
WRITES = st.lists(
    st.tuples(st.booleans(), st.integers(0, ROWS - 1), st.sets(st.integers(0, ROWS - 1))),
    max_size=6,
)


async def links(api: Api, row: str, name: str) -> set[str]:
    page = await api.ok("GET", f"/v1/pages/{row}")
    return {item["id"] for item in page["properties"][name]["relation"]}


async def write_all(writes: list) -> None:
    async with serving() as api:
        home = await api.page()
        _, left = await api.database(home["id"], "L", {"N": {"title": {}}})
        dual = {"dual_property": {"synced_property_name": "right"}}
        relation = {"relation": {"data_source_id": left, **dual}}
        _, right = await api.database(home["id"], "R", {"N": {"title": {}}, "left": relation})
        sides = [
            [(await api.row(source, N=text_value(str(n))))["id"] for n in range(ROWS)]
            for source in (left, right)
        ]
        for on_right, row, others in writes:
            name = "left" if on_right else "right"
            value = {"relation": [{"id": sides[not on_right][other]} for other in others]}
            path = f"/v1/pages/{sides[on_right][row]}"
            await api.ok("PATCH", path, {"properties": {name: value}})
        forth = {(a, b) for a in sides[0] for b in await links(api, a, "right")}
        back = {(a, b) for b in sides[1] for a in await links(api, b, "left")}
        assert forth == back


@given(WRITES)
@examples(15)
def test_both_sides_of_a_relation_always_agree(writes: list):
    asyncio.run(write_all(writes))
