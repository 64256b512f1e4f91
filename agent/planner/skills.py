"""Skills: folders that teach a planner one domain (`docs/skills.md` describes them).

SkillError(ValueError)    a skill's file is missing or breaks the schema; names file and place
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, Field, ValidationError

from agent.planner.patterns import Local, Pattern
from tools.blueprint.base import Strict, TemplateType

SKILL_ID = re.compile(r"^[a-z][a-z0-9_]{0,49}$")
_KEY = re.compile(r"\w+\Z")
_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n?(.*)\Z", re.DOTALL)

M = TypeVar("M", bound=BaseModel)


class SkillError(ValueError):
    """A skill's file is missing or breaks the schema; the message names the file and the place."""


def _no_pattern() -> None:
    return None


@dataclass(frozen=True)
class Skill:
    """One domain: what routes to it, guidance for a model, a pattern for the embedded planner.

    `meant_by` is what people say who want it and do not name it; `not_for` are words that look like
    the domain's and mean something else.
    A skill that a person wrote may come without a pattern. Patterns are long, and a conversation
    needs one of them: each is read when it is first asked for.
    """

    id: str
    name: str
    names: Local
    description: str
    template_type: TemplateType
    keywords: tuple[str, ...]
    examples: Local
    guidance: str
    meant_by: tuple[str, ...] = ()
    not_for: tuple[str, ...] = ()
    read_pattern: Callable[[], Pattern | None] = _no_pattern

    @cached_property
    def pattern(self) -> Pattern | None:
        """What the embedded planner composes from. Raises SkillError."""
        return self.read_pattern()


class _FrontMatter(Strict):
    name: str
    description: str
    template_type: TemplateType = "custom"
    keywords: list[str]
    names: Local
    examples: Local
    meant_by: list[str] = Field(default_factory=list)
    not_for: list[str] = Field(default_factory=list)


def load_skills(folder: Path) -> dict[str, Skill]:
    """Every skill below a folder, by id in alphabetical order; patterns when asked for.

    Raises `SkillError`.
    """
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
        template_type=front.template_type,
        keywords=tuple(front.keywords),
        examples=front.examples,
        guidance=parts[2].strip(),
        meant_by=tuple(front.meant_by),
        not_for=tuple(front.not_for),
        read_pattern=partial(_pattern, folder / "pattern.yaml", front.template_type),
    )


def _pattern(path: Path, kind: TemplateType) -> Pattern | None:
    if not path.exists():
        return None
    data = _parse(path, path.read_text("utf-8"))
    return _validated(Pattern, path, {"template_type": kind, **(data or {})})


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
            f"{'.'.join(map(str, problem['loc'])) or 'top'}: {_told(problem)}"
            for problem in error.errors()[:5]
        ]
        raise SkillError(f"{path}: {'; '.join(places)}") from error


def _told(problem: Mapping[str, Any]) -> str:
    """What is wrong at one place, in pydantic's words or, where these mislead, in ours."""
    key = str(problem["loc"][-1]) if problem["loc"] else ""
    # `{en: Bread, butter}` is two keys in YAML, the second of which nobody meant as one.
    if problem["type"] == "extra_forbidden" and not _KEY.match(key):
        return "reads as a key; a text with a comma or a colon stands in quotes"
    return str(problem["msg"])
