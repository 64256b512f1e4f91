"""Skills and recipes over REST: what is there, what people add, and what is built from it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from agent.planner.seam import OwnPlanner
from sandbox.notion.snapshot import page_snapshot
from settings import ApiKey
from tests.support.examples import examples
from tests.support.planners import ObedientPlanner, blueprint
from tests.support.rest import rest
from tests.support.serving import Server, serving
from tools.blueprint.model import Blueprint, databases
from tools.blueprint.parse import check
from tools.recipes import with_samples

HOME = Path(__file__).resolve().parents[2]
SKILL = {
    "skill_id": "meeting_notes",
    "name": "회의록",
    "description": "회의록 생성 스킬",
    "keywords": "회의,미팅,meeting",
    "content": "# 회의록 템플릿...",
}
RECIPE = {
    "name": {"ko": "나의 책장", "en": "My shelf", "ja": "私の本棚"},
    "description": "Books and when they were read",
    "category": "reading",
    "icon": "📚",
    "tags": ["books"],
    "blueprint": {
        "title": {"ko": "책장", "en": "Shelf", "ja": "本棚"},
        "databases": [
            {
                "key": "books",
                "title": "Books",
                "properties": [{"name": "Name", "type": "title"}, {"name": "On", "type": "date"}],
                "rows": [{"values": {"Name": f"Book {n}", "On": {"days": n}}} for n in range(4)],
            }
        ],
    },
}


@pytest.fixture(scope="module")
def planner() -> OwnPlanner | None:
    return None  # the embedded one


@pytest_asyncio.fixture(loop_scope="module")
async def client(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with rest(server.url) as client:
        yield client


async def refused(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.text


@pytest.mark.asyncio(loop_scope="module")
class TestSkills:
    async def test_all_that_came_with_the_product_are_listed(self, client: httpx.AsyncClient):
        skills = (await client.get("/api/skills")).json()["skills"]
        assert set(skills) == {path.parent.name for path in HOME.glob("skills/*/SKILL.md")}
        habit = skills["habit"]
        for language, name in (("ko", "습관 기록"), ("en", "Habit tracker")):
            asked = await client.get("/api/skills", headers={"Accept-Language": language})
            assert asked.json()["skills"]["habit"]["name"] == name
        assert "습관" in habit["keywords"]
        assert habit["description"]
        assert habit["is_custom"] is False
        whole = (await client.get("/api/skills/habit")).json()
        assert "# Databases and why" in whole["content"]

    async def test_a_skill_is_added_changed_and_taken_away(self, client: httpx.AsyncClient):
        added = await client.post("/api/skills", json=SKILL)
        assert (added.status_code, added.json()["is_custom"]) == (201, True)
        assert added.json()["keywords"] == ["회의", "미팅", "meeting"]
        assert added.json()["shared_keywords"] == dict.fromkeys(
            ["회의", "미팅", "meeting"], "meeting"
        )
        await refused(await client.post("/api/skills", json=SKILL), 409, "CONFLICT")
        path = "/api/skills/meeting_notes"
        changed = await client.put(path, json={**SKILL, "content": "# New"})
        assert (await client.get(path)).json()["content"] == changed.json()["content"] == "# New"
        listed = (await client.get("/api/skills")).json()["skills"]
        assert listed["meeting_notes"]["name"] == "회의록"
        assert (await client.delete(path)).json() == {"success": True}
        await refused(await client.get(path), 404, "NOT_FOUND")

    async def test_a_skill_of_ones_own_decides_from_the_next_wish_on(
        self, client: httpx.AsyncClient
    ):
        skill = {**SKILL, "skill_id": "bees", "name": "Bee diary", "keywords": "hive, brood frame"}
        wish = {"prompt": "make me a brood frame tracker"}
        await client.post("/api/skills", json=skill)
        made = (await client.post("/api/templates/preview", json=wish)).json()
        assert made["blueprint"]["title"] == "Bee diary"
        await client.delete("/api/skills/bees")
        made = (await client.post("/api/templates/preview", json=wish)).json()
        assert made["blueprint"]["title"] != "Bee diary"

    async def test_one_may_stand_before_a_built_in_one_which_comes_back(
        self, client: httpx.AsyncClient
    ):
        before = (await client.get("/api/skills/habit")).json()
        await refused(await client.delete("/api/skills/habit"), 403, "FORBIDDEN")
        await refused(
            await client.put("/api/skills/habit", json=SKILL | {"skill_id": "habit"}),
            403,
            "FORBIDDEN",
        )
        added = await client.post("/api/skills", json={**SKILL, "skill_id": "habit"})
        assert added.status_code == 201
        assert (await client.get("/api/skills/habit")).json()["name"] == "회의록"
        await client.delete("/api/skills/habit")
        assert (await client.get("/api/skills/habit")).json() == before

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("skill_id", "Bad-Id"),
            ("skill_id", ""),
            ("skill_id", "a" * 51),
            ("name", ""),
            ("name", 3),
            ("content", ""),
            ("keywords", "a" * 51),
            ("keywords", ",".join(f"k{n}" for n in range(51))),
            ("colour", "red"),
        ],
    )
    async def test_a_skill_that_cannot_be_is_refused_by_its_field(
        self, client: httpx.AsyncClient, field: str, value: Any
    ):
        answer = await client.post("/api/skills", json={**SKILL, field: value})
        await refused(answer, 422, "VALIDATION_ERROR")
        assert [item["field"] for item in answer.json()["error"]["details"]] == [field]

    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
    async def test_what_is_not_there_is_not_found(self, client: httpx.AsyncClient, method: str):
        for skill_id in ("nothing", "No-Such", "..%2fx", "한글"):
            answer = await client.request(method, f"/api/skills/{skill_id}", json=SKILL)
            assert answer.status_code in (404, 405)


@pytest.mark.asyncio(loop_scope="module")
class TestRecipes:
    async def test_all_are_listed_as_the_seed_shows_them(self, client: httpx.AsyncClient):
        answer = await client.get("/api/recipes", headers={"Accept-Language": "en"})
        recipes = {recipe["id"]: recipe for recipe in answer.json()}
        assert set(recipes) == {path.stem for path in HOME.glob("recipes/*.yaml")}
        crm = recipes["crm-dashboard"]
        assert crm.keys() == {
            *("id", "name", "description", "category", "icon", "tags", "complexity"),
            *("is_custom", "contents"),
        }
        assert crm["name"] == "CRM dashboard"

    async def test_they_are_found_by_category_and_words(self, client: httpx.AsyncClient):
        everything = (await client.get("/api/recipes")).json()
        categories = (await client.get("/api/recipes/categories")).json()["categories"]
        assert categories == sorted({recipe["category"] for recipe in everything})
        for category in categories:
            found = (await client.get("/api/recipes", params={"category": category})).json()
            assert found == [recipe for recipe in everything if recipe["category"] == category]
        for words, ids in (
            ("CRM Forecast", ["crm-dashboard"]),
            ("영업 고객 관리", ["crm-dashboard"]),
            ("商談 売上予測", ["crm-dashboard"]),
            ("zzz", []),
            ("description", []),  # what a file calls its parts is not looked through
        ):
            found = (await client.get("/api/recipes", params={"search": words})).json()
            assert [recipe["id"] for recipe in found] == ids

    @pytest.mark.parametrize("recipe", ["project-dashboard", "reading-log"])
    async def test_a_recipe_is_built_at_once(
        self, server: Server, client: httpx.AsyncClient, recipe: str
    ):
        shown = (await client.get(f"/api/recipes/{recipe}")).json()["blueprint"]
        made = (await client.post(f"/api/recipes/{recipe}/generate", json={})).json()
        assert made["success"] is True
        found = len(list(databases(Blueprint.model_validate(shown))))
        assert made["summary"]["databases"] == found > 1
        assert made["blueprint"]["title"] == shown["title"]
        assert page_snapshot(server.app.embedded.workspace, made["page_id"])["databases"]
        undone = await client.post(f"/api/templates/undo/{made['undo_id']}")
        assert undone.status_code == 200

    async def test_the_options_cut_the_samples(self, client: httpx.AsyncClient):
        path = "/api/recipes/crm-dashboard/generate"
        for options, rows in (
            ({"include_sample_data": False}, 0),
            ({"sample_count": 1, "language": "ja"}, 1),
        ):
            made = (await client.post(path, json={"options": options})).json()
            assert made["summary"]["rows"] == rows * made["summary"]["databases"]
        assert made["blueprint"]["language"] == "ja"

    async def test_a_recipe_of_ones_own_is_built_like_the_others(self, client: httpx.AsyncClient):
        added = await client.post("/api/recipes", json=RECIPE, headers={"Accept-Language": "ja"})
        assert added.status_code == 201
        recipe = added.json()
        assert (recipe["name"], recipe["blueprint"]["title"]) == ("私の本棚", "本棚")
        path = f"/api/recipes/{recipe['id']}"
        again = await client.post("/api/recipes", json={**RECIPE, "id": recipe["id"]})
        await refused(again, 409, "CONFLICT")
        made = (await client.post(f"{path}/generate", json={"options": {"language": "en"}})).json()
        assert (made["blueprint"]["title"], made["summary"]["rows"]) == ("Shelf", 4)
        assert recipe["id"] in [found["id"] for found in (await client.get("/api/recipes")).json()]
        assert (await client.delete(path)).json() == {"success": True}
        assert (await client.get(path)).status_code == 404

    async def test_what_came_with_the_product_stays(self, client: httpx.AsyncClient):
        await refused(await client.delete("/api/recipes/crm-dashboard"), 403, "FORBIDDEN")
        for taken in ("crm-dashboard", "categories"):
            answer = await client.post("/api/recipes", json={**RECIPE, "id": taken})
            await refused(answer, 409, "CONFLICT")

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"id": "Bad Id"}, "VALIDATION_ERROR"),
            ({"id": 3}, "VALIDATION_ERROR"),
            ({"name": {"ko": "하나"}}, "VALIDATION_ERROR"),
            ({"name": ""}, "VALIDATION_ERROR"),
            ({"blueprint": []}, "VALIDATION_ERROR"),
            ({"blueprint": {}}, "BLUEPRINT_INVALID"),
            ({"blueprint": {"title": "x", "colour": 1}}, "BLUEPRINT_INVALID"),
            ({"blueprint": {"title": {"days": 10**20}}}, "BLUEPRINT_INVALID"),
            ({"blueprint": {"title": {"days": "x", "end_days": None}}}, "BLUEPRINT_INVALID"),
            ({"blueprint": {"title": "x", "values": [1, {"name": []}]}}, "BLUEPRINT_INVALID"),
            ({"unknown": 1}, "VALIDATION_ERROR"),
        ],
    )
    async def test_a_recipe_that_cannot_be_built_is_refused(
        self, client: httpx.AsyncClient, changes: dict[str, Any], code: str
    ):
        await refused(await client.post("/api/recipes", json={**RECIPE, **changes}), 422, code)

    async def test_a_recipe_deep_in_itself_is_refused(self, client: httpx.AsyncClient):
        deep = '{"a":' * 900 + "1" + "}" * 900
        text = json.dumps(RECIPE).replace('"blueprint": {', f'"blueprint": {{"deep": {deep}, ', 1)
        await refused(await client.post("/api/recipes", content=text), 422, "BLUEPRINT_INVALID")

    async def test_an_unknown_recipe_is_not_found(self, client: httpx.AsyncClient):
        for method, path in (("GET", ""), ("DELETE", ""), ("POST", "/generate")):
            answer = await client.request(method, f"/api/recipes/no-such{path}", json={})
            await refused(answer, 404, "NOT_FOUND")


async def test_what_was_added_is_there_after_a_restart(tmp_path: Path):
    async with serving(tmp_path, ObedientPlanner()) as server, rest(server.url) as client:
        await client.post("/api/skills", json=SKILL)
        recipe = (await client.post("/api/recipes", json=RECIPE)).json()
        count = (await client.get("/health")).json()["skills"]
    async with serving(tmp_path, ObedientPlanner()) as server, rest(server.url) as client:
        assert (await client.get("/api/skills/meeting_notes")).json()["is_custom"] is True
        assert (await client.get(f"/api/recipes/{recipe['id']}")).json() == recipe
        assert (await client.get("/health")).json()["skills"] == count


async def test_what_a_server_key_added_counts_for_it_alone(tmp_path: Path):
    keys = (ApiKey("keyone"), ApiKey("keytwo"))
    bees = {**SKILL, "skill_id": "bees", "name": "Bee diary", "keywords": "brood frame"}
    wish = {"prompt": "make me a brood frame tracker"}
    async with serving(tmp_path, None, api_keys=keys) as server:
        one = rest(server.url, headers={"Authorization": "Bearer keyone"})
        two = rest(server.url, headers={"Authorization": "Bearer keytwo"})
        async with one, two:
            recipe = (await one.post("/api/recipes", json=RECIPE)).json()["id"]
            for skill in (bees, {**bees, "skill_id": "habit", "keywords": "compost"}):
                assert (await one.post("/api/skills", json=skill)).status_code == 201

            listed = (await two.get("/api/recipes")).text, (await two.get("/api/skills")).text
            assert recipe not in listed[0]
            assert "Bee diary" not in listed[1]
            paths = f"/api/recipes/{recipe}", "/api/skills/bees"
            for path in paths:
                for method in ("GET", "DELETE", *(["PUT"] if "skills" in path else [])):
                    await refused(await two.request(method, path, json=bees), 403, "FORBIDDEN")
            await refused(await two.post(f"{paths[0]}/generate", json={}), 403, "FORBIDDEN")
            await refused(await two.post("/api/skills", json=bees), 409, "CONFLICT")
            assert (await two.get("/api/skills/habit")).json()["is_custom"] is False
            await refused(await two.delete("/api/skills/habit"), 403, "FORBIDDEN")

            mine = (await one.post("/api/templates/preview", json=wish)).json()
            theirs = (await two.post("/api/templates/preview", json=wish)).json()
            assert mine["blueprint"]["title"] == "Bee diary"
            assert theirs["blueprint"]["title"] != "Bee diary"
            for path in paths:
                assert (await one.delete(path)).status_code == 200


async def test_what_was_added_without_keys_is_everybodys(tmp_path: Path):
    async with serving(tmp_path, ObedientPlanner()) as server, rest(server.url) as client:
        await client.post("/api/skills", json=SKILL)
    keys = (ApiKey("keyone"),)
    bearer = {"Authorization": "Bearer keyone"}
    async with (
        serving(tmp_path, ObedientPlanner(), api_keys=keys) as server,
        rest(server.url, headers=bearer) as one,
    ):
        assert (await one.get("/api/skills/meeting_notes")).json()["is_custom"] is True


@examples(25)
@given(st.integers(0, 5), st.integers(0, 5), st.integers(1, 4))
def test_cut_samples_relate_to_none_that_are_gone(most: int, rows: int, databases: int):
    cut: Blueprint = with_samples(blueprint(rows=rows, databases=databases), most)
    check(cut)
    assert [len(database.rows) for database in cut.databases] == [min(most, rows)] * databases
