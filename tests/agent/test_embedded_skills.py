"""Skills come from folders; what is wrong with one is said with its file and place."""

from pathlib import Path

import pytest

from agent.planner.embedded.planner import EmbeddedPlanner
from agent.planner.seam import NothingYet, Said
from agent.planner.skills import SkillError, load_skills
from tests.agent.embedded_planner import TODAY, Unused
from tools.blueprint.parse import check

MANIFEST = """---
name: Bee keeping
description: Hives, inspections and honey.
keywords: [벌통, beehive, 養蜂]
names: {ko: 양봉, en: Bee keeping, ja: 養蜂}
examples: {ko: 벌통 기록 만들어줘, en: Track my beehives, ja: 養蜂の記録を作って}
---
Inspect every ten days.
"""


def written(folder: Path, manifest: str = MANIFEST, pattern: str | None = None) -> Path:
    home = folder / "bees"
    home.mkdir()
    (home / "SKILL.md").write_text(manifest, "utf-8")
    if pattern is not None:
        (home / "pattern.yaml").write_text(pattern, "utf-8")
    return folder


def test_a_skill_is_its_front_matter_and_its_guidance(tmp_path: Path):
    skill = load_skills(written(tmp_path))["bees"]

    assert (skill.id, skill.names.ja) == ("bees", "養蜂")
    assert skill.keywords == ("벌통", "beehive", "養蜂")
    assert skill.guidance == "Inspect every ten days."
    assert skill.pattern is None


@pytest.mark.parametrize(
    ("manifest", "pattern", "told"),
    [
        ("no front matter", None, "SKILL.md: begins with front matter"),
        (MANIFEST.replace("name: Bee", "title: Bee"), None, "SKILL.md: name: Field required"),
        (MANIFEST.replace("[벌통", "[[벌통"), None, "SKILL.md: not YAML"),
        (MANIFEST, "icon: 🐝", "pattern.yaml: color: Field required"),
        (MANIFEST, "icon: [", "pattern.yaml: not YAML"),
        (
            MANIFEST,
            "title: {en: Bees, honey too}",
            "honey too: reads as a key; a text with a comma",
        ),
    ],
)
def test_an_error_names_the_file_and_the_place(
    tmp_path: Path, manifest: str, pattern: str | None, told: str
):
    with pytest.raises(SkillError, match=r"bees") as error:
        _ = load_skills(written(tmp_path, manifest, pattern))["bees"].pattern

    assert told in str(error.value)


def test_a_folder_with_an_unfit_id_is_refused(tmp_path: Path):
    home = tmp_path / "Bee-Keeping"
    home.mkdir()
    (home / "SKILL.md").write_text(MANIFEST, "utf-8")

    with pytest.raises(SkillError, match="rename the folder"):
        load_skills(tmp_path)


async def test_a_skill_without_a_pattern_still_gets_a_design(tmp_path: Path):
    planner = EmbeddedPlanner(load_skills(written(tmp_path)), Unused())

    intent = await planner.understand(Said("벌통 기록 만들어줘", TODAY), NothingYet())
    blueprint = check(await planner.design(intent, TODAY))

    assert (intent.skill, blueprint.title) == ("bees", "양봉")


async def test_a_planner_without_any_skill_still_designs_and_answers():
    planner = EmbeddedPlanner({}, Unused())

    wine = await planner.understand(Said("와인 시음 노트 만들어줘", TODAY), NothingYet())
    vague = await planner.understand(Said("뭔가 만들어줘", TODAY), NothingYet())

    assert check(await planner.design(wine, TODAY)).title == "와인 시음 노트"
    assert vague.question is not None
    assert vague.question.options == []
