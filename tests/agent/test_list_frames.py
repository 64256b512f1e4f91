"""The frames in which people put a list of columns: none becomes part of a name."""

from pathlib import Path

import pytest
import yaml

from tests.agent.embedded_planner import designed, with_encoder

FRAMES = yaml.load(
    (Path(__file__).parent.parent / "support" / "list_frames.yaml").read_text("utf-8"),
    Loader=yaml.CSafeLoader,
)
SAID = [(say, frame["columns"]) for frame in FRAMES.values() for say in frame["says"]]


@pytest.mark.parametrize(("say", "columns"), SAID)
async def test_a_list_is_one_table_of_its_columns(say: str, columns: list[str]):
    made = (await designed(say, planner=with_encoder())).blueprint

    assert [[p.name for p in table.properties] for table in made.databases] == [columns]
