"""What a person reads exists in every language and says the same in each."""

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest
import yaml

from agent import texts
from agent.plans.registry import KINDS
from agent.texts import describe, explain, made, say
from tools.blueprint.base import Language
from tools.errors import (
    BlueprintInvalid,
    NotionError,
    NotionForgeError,
    Problem,
    RequestRefused,
    ValidationFailed,
)

FOLDER = Path(texts.__file__).parent
ROOT = FOLDER.parents[1]
LANGUAGES = get_args(Language)
ALL: dict[str, dict[str, str]] = {
    path.stem: yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    for path in FOLDER.glob("*.yaml")
}
KEYS = set[str]().union(*ALL.values())
SOURCES = [path for part in ("agent", "api", "tools") for path in (ROOT / part).rglob("*.py")]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def tree(kind: type[NotionForgeError]) -> list[type[NotionForgeError]]:
    """The public errors; what others derive from them for themselves is never told as such."""
    below = [found for sub in kind.__subclasses__() for found in tree(sub)]
    return [found for found in (kind, *below) if found.__module__ == NotionForgeError.__module__]


def test_each_language_has_its_texts():
    assert set(ALL) == set(LANGUAGES)


def test_a_text_is_there_in_every_language():
    missing = [(key, name) for key in KEYS for name in ALL if not ALL[name].get(key, "").strip()]
    assert missing == []


def test_a_text_has_the_same_fields_in_every_language():
    told = {key: {frozenset(fields(found[key])) for found in ALL.values()} for key in KEYS}
    assert [key for key, ways in told.items() if len(ways) > 1] == []


def test_only_what_is_there_is_counted():
    counts = {"pages": 1, "databases": 0, "views": 0, "rows": 2, "blocks": 9}
    assert made(counts, "en") == "1 page, 2 rows"
    assert made(counts, "ko") == "페이지 1개, 항목 2개"
    assert made(counts, "ja") == "ページ1件、項目2件"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_there_twice(language: str):
    """The later of two would silently win."""
    node = yaml.compose((FOLDER / f"{language}.yaml").read_text("utf-8"))
    keys = [key.value for key, _ in node.value]
    assert len(keys) == len(set(keys))


def spoken(call: ast.Call) -> Iterator[str]:
    """The keys of texts that a call names: `say(key)`, `Problem(place, rule)`, `reason=key`."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    named = {"say": call.args[:1], "Problem": call.args[1:2]}.get(name, [])
    prefix = "rule_" if name == "Problem" else ""
    is_error = name != "Cancelled"  # a frame, whose reason is none of a text
    reasons = [k.value for k in call.keywords if k.arg == "reason" and is_error]
    for node in (*named, *reasons):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield prefix + node.value


def test_what_the_code_says_is_there():
    said = [
        (path.name, key)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        for key in spoken(node)
    ]
    assert len(said) > 100
    assert [(name, key) for name, key in said if key not in KEYS] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_plan_is_asked_about_and_told_of(kind: str):
    of_builds = ("failed", "reverted", "undone") if KINDS[kind].undertaking else ()
    moments = ("question", "completed", *of_builds)
    assert {f"{kind}_{moment}" for moment in moments} | {KINDS[kind].planning} <= KEYS


@pytest.mark.parametrize("kind", tree(NotionForgeError))
def test_every_error_has_a_text_of_its_own(kind: type[NotionForgeError]):
    assert kind.default_reason in KEYS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", tree(NotionForgeError))
def test_every_error_can_be_explained(kind: type[NotionForgeError], language: Language):
    error = kind("details") if kind is not RequestRefused else kind("x", reason="guard_spam")
    assert explain(error, language)


def test_an_explanation_names_the_first_place():
    problems = [Problem("rows[0].name", "missing"), Problem("title", "too_long")]
    text = explain(BlueprintInvalid("2 problems", problems), "en")
    assert text == "The blueprint needs fixing: rows[0].name: is required"


def test_notions_own_words_are_passed_on():
    error = NotionError("title is too long", status=400)
    assert explain(error, "en") == "Notion refused: title is too long"


def test_braces_in_what_others_say_do_no_harm():
    assert "{x}" in explain(NotionError("{x} {0} {}"), "ko")
    assert "{y}" in describe(Problem("a", "unknown_ref", {"key": "{y}"}), "ja")
    assert explain(ValidationFailed("{detail}"), "en").endswith("{detail}")


def test_an_unknown_key_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        say("nothing_of_the_kind", "ko")


@pytest.mark.parametrize(
    ("title", "told"),
    [("노트", '"노트"를'), ("책", '"책"을'), ("2026", '"2026"을'), ("Notion", '"Notion"을')],
)
def test_a_particle_fits_the_last_sound_before_it(title: str, told: str):
    assert say("given", "ko", title=title) == f"{told} 만들게요."


def test_behind_rieul_the_way_is_told_without_a_vowel():
    params = {"name": "점수", "type": "글", "to": "메일"}
    assert "메일로 바꿀" in say("rule_retype_impossible", "ko", **params)


def test_no_text_leaves_two_particles_to_choose_from():
    both = ("을(를)", "(으)로", "이(가)", "은(는)", "와(과)")
    phrases = (ROOT / "agent/planner/embedded/changing/phrases.yaml").read_text("utf-8")

    said = [*ALL["ko"].values(), phrases]

    assert [text for text in said if any(form in text for form in both)] == []
