"""Skills: folders that teach a planner one domain (`docs/skills.md` describes them).

SkillError(ValueError)    a skill's file is missing or breaks the schema; names file and place
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from agent.planner.patterns import Local, Pattern
from tools.blueprint.base import Strict

SKILL_ID = re.compile(r"^[a-z][a-z0-9_]{0,49}$")
_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n?(.*)\Z", re.DOTALL)

M = TypeVar("M", bound=BaseModel)


class SkillError(ValueError):
    """A skill's file is missing or breaks the schema; the message names the file and the place."""


@dataclass(frozen=True)
class Skill:
    """One domain: what routes to it, guidance for a model, a pattern for the embedded planner.

    A skill that a person wrote may come without a pattern.
    """

    id: str
    name: str
    names: Local
    description: str
    keywords: tuple[str, ...]
    examples: Local
    guidance: str
    pattern: Pattern | None


class _FrontMatter(Strict):
    name: str
    description: str
    keywords: list[str]
    names: Local
    examples: Local


@cache
def load_skills(folder: Path) -> Mapping[str, Skill]:
    """Every skill below a folder, by id in alphabetical order: read once, which takes a quarter of
    a second. Raises `SkillError`."""
    return {path.parent.name: _load(path.parent) for path in sorted(folder.glob("*/SKILL.md"))}


def _load(folder: Path) -> Skill:
    if not SKILL_ID.match(folder.name):
        raise SkillError(f"{folder}: a skill's id matches {SKILL_ID.pattern}; rename the folder")
    manifest = folder / "SKILL.md"
    parts = _FRONT_MATTER.match(manifest.read_text("utf-8"))
    if parts is None:
        raise SkillError(f"{manifest}: begins with front matter between two lines of ---")
    front = _validated(_FrontMatter, manifest, _parse(manifest, parts[1]))
    return Skill(
        id=folder.name,
        name=front.name,
        names=front.names,
        description=front.description,
        keywords=tuple(front.keywords),
        examples=front.examples,
        guidance=parts[2].strip(),
        pattern=_pattern(folder / "pattern.yaml"),
    )


def _pattern(path: Path) -> Pattern | None:
    if not path.exists():
        return None
    return _validated(Pattern, path, _parse(path, path.read_text("utf-8")))


def _parse(path: Path, text: str) -> Any:
    try:
        # The C twin of SafeLoader: as safe, and ten times as fast.
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise SkillError(f"{path}: not YAML: {error}") from error


def _validated(model: type[M], path: Path, data: Any) -> M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        places = [
            f"{'.'.join(map(str, problem['loc'])) or 'top'}: {problem['msg']}"
            for problem in error.errors()[:5]
        ]
        raise SkillError(f"{path}: {'; '.join(places)}") from error
