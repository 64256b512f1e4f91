"""The frames in which people put a list of columns: none becomes part of a name."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.agent.embedded_planner import designed, with_encoder

SUPPORT = Path(__file__).parent.parent / "support"
FRAMES = yaml.load((SUPPORT / "list_frames.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
PRODUCT = yaml.load((SUPPORT / "list_product.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
SAID = [(say, frame["columns"]) for frame in FRAMES.values() for say in frame["says"]]


@pytest.mark.parametrize(("say", "columns"), SAID)
async def test_a_list_is_one_table_of_its_columns(say: str, columns: list[str]):
    made = (await designed(say, planner=with_encoder())).blueprint

    assert [[p.name for p in table.properties] for table in made.databases] == [columns]


def _said(frame: str, name: str, columns: list[str], comma: str) -> str:
    listed = comma.join(c.lower() for c in columns)
    return frame.format(list=name, listed=listed)


@pytest.mark.parametrize(
    ("frame", "told"), [(frame, told) for told in PRODUCT.values() for frame in told["frames"]]
)
async def test_a_frame_holds_whatever_is_listed_in_it(frame: str, told: dict[str, Any]):
    torn = {}
    for name, columns in told["contents"].items():
        say = _said(frame, name, columns, told["comma"])
        made = (await designed(say, planner=with_encoder())).blueprint
        if [[p.name for p in table.properties] for table in made.databases] != [columns]:
            torn[say] = made.title
    assert torn == {}
