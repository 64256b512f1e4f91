"""What a model writes is put right without another turn, or named by its place; nothing is lost in
silence, and nothing is taken away that nobody asked to take away."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, strategies
from jsonschema import Draft202012Validator

from agent.planner.model.bounds import unasked, without_links
from agent.planner.model.form import ACTIONS, shape
from agent.planner.model.mend import Mender
from agent.planner.model.prompt import summary
from agent.planner.model.structure import Made, made_of, read, so_far
from agent.planner.model.tokens import cut, tokens_in
from agent.planner.model.unfold import unfolded
from agent.planner.model.views import view_of
from tests.support.change_structures import workspace
from tools.blueprint.model import Blueprint
from tools.errors import AiError
from tools.workspace.changes import CHANGES
from tools.workspace.draft import Draft
from tools.workspace.from_blueprint import opened
from tools.workspace.model import ExistingDatabase, ExistingProperty
from tools.workspace.to_blueprint import blueprint_of

Json = dict[str, Any]


def made(reply: Json, start: Draft | None = None) -> tuple[Made, list[str]]:
    """What a reply makes of an empty page, and what was read otherwise than written."""
    mender = Mender()
    empty = opened(Blueprint(title="빈 페이지", language="ko"))
    wished = unfolded(mender.unwrapped(reply), "ko", mender, None)
    return made_of(start or empty, wished, mender), mender.notes


def designed(reply: Json) -> Blueprint:
    """The workspace that a reply designs; it has to keep every rule."""
    found, _ = made(reply)
    assert found.problems == []
    return blueprint_of(found.draft.structure)


def database(*properties: Json, rows: Any = (), **parts: Any) -> Json:
    named = [{"name": "이름", "type": "title"}, *properties]
    return {"title": "할 일", "properties": named, "rows": list(rows), **parts}


OPTIONS = [{"name": "낮음"}, {"name": "높음"}]
DATABASES = [database({"name": "급함", "type": "select", "options": OPTIONS})]


@pytest.mark.parametrize(
    "reply",
    [
        {"databases": json.dumps(DATABASES)},
        {"blueprint": {"databases": DATABASES}},
        {"blueprint": json.dumps({"databases": DATABASES})},
        {"blueprint": {"databases": json.dumps(DATABASES)}},
        {"changes": [{"action": "create_table", "database": DATABASES[0]}]},
        {"changes": [{"action": "add_database", "database": json.dumps(DATABASES[0])}]},
    ],
    ids=["a list", "a blueprint", "a string", "a list in one", "an action", "a string in one"],
)
def test_m1_what_comes_as_a_string_or_a_whole_blueprint_is_unwrapped_once(reply: Json):
    [found] = designed(reply).databases

    assert [(p.name, p.type) for p in found.properties] == [("이름", "title"), ("급함", "select")]


def test_m2_other_names_of_the_same_are_mapped_with_a_note():
    properties = [
        {"name": "메모", "type": "text"},
        {"name": "담당", "type": "person"},
        {"name": "값", "type": "USD"},
        {
            "name": "색",
            "type": "dropdown",
            "options": [{"name": "빨강", "color": "red_background"}],
        },
    ]
    blocks = [
        {"type": "code_block", "text": "let a", "language": "ts"},
        {"type": "note", "text": "!", "color": "light_blue_background"},
        {"type": "h1", "text": "제목", "color": "green_background"},
    ]
    reply = {"icon": ":fire:", "blocks": blocks, "databases": [database(*properties)]}

    found, notes = made(reply)
    design = blueprint_of(found.draft.structure)

    assert found.problems == []
    assert [p.type for p in design.databases[0].properties][1:] == [
        "rich_text", "people", "number", "select",
    ]  # fmt: skip
    code, callout, heading = (block.model_dump() for block in design.blocks[:3])
    assert (code["language"], callout["type"], heading["type"]) == (
        "typescript", "callout", "heading_1",
    )  # fmt: skip
    assert heading["color"] == "green_background"
    assert design.icon == "🔥"
    assert {"text → rich_text", "person → people", "ts → typescript", ":fire: → 🔥"} <= set(notes)


@pytest.mark.parametrize(
    ("said", "meant"), [("완료", "Done"), ("進行中", "In progress"), ("todo", "Not started")]
)
def test_m3_a_value_that_means_an_option_becomes_that_option(said: str, meant: str):
    row = {"values": [{"name": "이름", "value": "가"}, {"name": "상태", "value": said}]}
    reply = {"databases": [database({"name": "상태", "type": "status"}, rows=[row])]}

    [found] = designed(reply).databases

    assert found.rows[0].values["상태"] == meant


def test_m4_a_database_inside_a_column_comes_below_and_is_noted():
    columns = [{"blocks": [{"type": "database", "ref": "k1"}]}, {"blocks": ["글"]}]
    reply = {
        "blocks": [{"type": "column_list", "columns": columns}],
        "databases": [database(key="k1")],
    }

    found, notes = made(reply)

    assert found.problems == []
    assert len(blueprint_of(found.draft.structure).databases) == 1
    assert "database ↓" in notes


def test_m4_a_view_filtered_by_a_formula_shows_all_and_says_so():
    formula = {"name": "남은 날", "type": "formula", "expression": 'length(prop("이름"))'}
    only = [{"property": "남은 날", "condition": "greater_than", "value": 3}]
    view = {"type": "table", "name": "급한 것", "only": only}

    found, notes = made({"databases": [database(formula, views=[view])]})

    assert found.problems == []
    assert "남은 날 ✗" in notes


OPEN, DUE = {"name": "열림", "type": "checkbox"}, {"name": "점수", "type": "number"}
STATE = {"name": "상태", "type": "select", "options": [{"name": "대기"}, {"name": "완료"}]}
IS_OPEN = {"property": "열림", "checkbox": {"equals": True}}
WAITS = {"property": "상태", "select": {"equals": "대기"}}


@pytest.mark.parametrize(
    ("expression", "only", "meant"),
    [
        ('prop("열림")', ("equals", True), IS_OPEN),
        ('not prop("열림")', ("equals", False), IS_OPEN),
        ('prop("점수") >= 3', ("equals", "yes"), ("점수", "greater_than_or_equal_to", 3)),
        ('3 <= prop("점수")', ("does_not_equal", "true"), ("점수", "less_than", 3)),
        ('!empty(prop("점수"))', ("equals", True), ("점수", "is_not_empty", True)),
        ('prop("점수")', ("less_than", 4), ("점수", "less_than", 4)),
        (
            'prop("열림") and prop("상태") == "대기"',
            ("equals", True),
            {"and": [IS_OPEN, WAITS]},
        ),
        (
            'not (prop("열림") == false && prop("상태") != "대기")',
            ("equals", True),
            {"or": [{"property": "열림", "checkbox": {"does_not_equal": False}}, WAITS]},
        ),
        ('if(or(prop("열림"), prop("상태") == "대기"), "할 일", "끝")', ("equals", "할 일"),
         {"or": [IS_OPEN, WAITS]}),
        ('if(prop("열림"), "할 일", "끝")', ("does_not_equal", "끝"), IS_OPEN),
    ],
)  # fmt: skip
def test_m4_a_view_filtered_by_a_formula_is_filtered_by_its_sources_and_says_so(
    expression, only, meant
):
    formula = {"name": "급함", "type": "formula", "expression": expression}
    condition, value = only
    said = [{"property": "급함", "condition": condition, "value": value}]
    view = {"type": "table", "name": "급한 것", "only": said}
    if isinstance(meant, tuple):
        meant = {"property": meant[0], "number": {meant[1]: meant[2]}}

    found, notes = made({"databases": [database(OPEN, DUE, STATE, formula, views=[view])]})

    assert found.problems == []
    assert [note for note in notes if note.startswith("급함 → ")]
    [shown] = blueprint_of(found.draft.structure).databases
    [filtered] = [view.filter for view in shown.views if view.name == "급한 것"]
    assert filtered == meant


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('prop("점수") + 1 > 3', True),  # computes
        ('prop("열림") or (prop("점수") > 3 and prop("상태") == "대기")', True),  # nests too deep
        ('prop("이름") > "가"', True),  # an order that no filter knows
        ('not prop("열림")', "아마도"),
        ('if(prop("열림"), "가", "가")', "가"),
        ('prop("없음") == 1', True),
        ('prop("열림") ==', True),
        ("(" * 400 + 'prop("열림")', True),
        ("not " * 120 + 'prop("상태")', True),
    ],
)
def test_m4_what_sources_cannot_say_is_left_out_and_said(expression, value):
    """Whatever the rules then say of the formula itself."""
    only = [{"property": "급함", "condition": "equals", "value": value}]
    noted: list[str] = []
    props = [
        ExistingProperty(id=name, name=name, type=kind, config=config)
        for name, kind, config in (
            ("이름", "title", {}),
            ("열림", "checkbox", {}),
            ("점수", "number", {}),
            ("상태", "relation", {}),
            ("급함", "formula", {"expression": expression}),
        )
    ]
    home = ExistingDatabase(id="d", data_source_id="s", title="일", properties=props)

    shown = view_of({"type": "table", "name": "급한 것", "only": only}, home, noted.append)

    assert "filter" not in shown
    assert noted == ["급함 ✗"]


def test_databases_that_link_in_a_circle_get_relations_rollups_and_rows():
    books = database(
        {"name": "대출", "type": "relation", "target": "loans", "two_way": "책"},
        {
            "name": "몇 번",
            "type": "rollup",
            "relation": "대출",
            "property": "번호",
            "function": "count",
        },
        rows=[{"values": {"이름": "소년이 온다", "대출": "1번"}}],
        key="books",
    )
    loans = {
        "key": "loans",
        "title": "대출",
        "properties": [{"name": "번호", "type": "title"}, {"name": "날", "type": "datetime"}],
        "views": [{"type": "calendar", "name": "달력"}],
        "rows": [
            {"values": [{"name": "번호", "value": "1번"}, {"name": "날", "value": "2026/1/3"}]}
        ],
    }

    design = designed({"databases": [books, loans]})

    assert design.databases[0].rows[0].values["대출"] == ["1번"]
    assert design.databases[1].rows[0].values["날"] == "2026-01-03"
    assert [p.type for p in design.databases[0].properties] == ["title", "relation", "rollup"]


def test_a_link_to_a_row_that_is_not_there_is_named():
    links = database(
        {"name": "위", "type": "relation", "target": "할 일"},
        rows=[{"values": {"이름": "가", "위": "없는 것"}}],
    )

    found, notes = made({"databases": [links]})

    assert found.problems == []
    assert "위: 없는 것 ✗" in notes


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("number", "1,200원", 1200),
        ("number", "15 %", 0.15),
        ("checkbox", "예", True),
        ("multi_select", "가, 나、다", ["가", "나", "다"]),
        ("date", "2026년 3월 1일", "2026-03-01"),
        ("date", ["2026-03-01", "2026-03-04"], {"start": "2026-03-01", "end": "2026-03-04"}),
        ("rich_text", 7, "7"),
        ("url", "https://a.example", "https://a.example"),
    ],
)
def test_a_value_takes_the_form_of_its_property(kind: str, value: Any, kept: Any):
    row = {"values": [{"name": "이름", "value": "가"}, {"name": "값", "value": value}]}

    [found] = designed(
        {"databases": [database({"name": "값", "type": kind}, rows=[row])]}
    ).databases

    assert found.rows[0].values["값"] == kept


def test_names_are_found_whatever_their_blanks_and_capitals():
    structure = workspace("en")
    wish = {"action": "rename_property", "database": "TASKS", "property": "due  Date", "to": "When"}
    names = [p.name for d in structure.databases if d.title == "Tasks" for p in d.properties]
    wish["property"] = names[1].upper()

    found, _ = made({"changes": [wish]}, Draft(structure, "en"))

    assert found.problems == []


def test_what_cannot_be_made_is_named_by_its_place():
    wishes = [
        {"action": "rename", "to": "좋다"},
        {"action": "rename_property", "database": "없다", "property": "없다", "to": "있다"},
        {"action": "paint_the_house", "color": "red"},
        {
            "action": "add_property",
            "database": "할 일",
            "property": {"name": "가", "type": "hologram"},
        },
    ]

    found, _ = made({"databases": [database()], "changes": wishes})

    places = [problem.place.partition(".")[0] for problem in found.problems]
    assert places == ["changes[2]", "changes[3]", "changes[4]"]


@pytest.mark.parametrize(
    "text",
    [
        '{"kind": "answer"}',
        '```json\n{"kind": "answer"}\n```',
        'Sure! Here it is: {"kind": "answer"} I hope this helps.',
        '<think>{"kind": "ask"} no…</think>{"kind": "answer"}',
        '[{"kind": "answer"}]',
        '"{\\"kind\\": \\"answer\\"}"',
        '\ufeff  {"kind": "answer"}',
    ],
)
def test_an_object_is_found_in_whatever_is_around_it(text: str):
    assert read(text) == {"kind": "answer"}


@pytest.mark.parametrize(
    "text", ["", "no", "{", '{"a": ', "[1]", "null", "[" * 100_000, '{"a":' * 9_999]
)
def test_what_holds_no_whole_object_is_said_to_be_of_no_use(text: str):
    with pytest.raises(AiError, match="object"):
        read(text)


@given(strategies.text(max_size=300))
def test_whatever_is_written_is_read_or_refused(text: str):
    so_far(text)
    with contextlib.suppress(AiError):  # nothing else leaves it
        assert isinstance(read(text), dict)


WORDS = (
    *(
        "database",
        "property",
        "properties",
        "type",
        "name",
        "title",
        "view",
        "to",
        "rows",
        "values",
    ),
    *("value", "option", "options", "blocks", "page", "icon", "color", "only"),
)
JSON = strategies.recursive(
    strategies.none() | strategies.booleans() | strategies.integers() | strategies.text(max_size=8),
    lambda inner: (
        strategies.lists(inner, max_size=3)
        | strategies.dictionaries(strategies.sampled_from(WORDS), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(
    action=strategies.sampled_from(sorted(ACTIONS)),
    parts=strategies.dictionaries(
        strategies.sampled_from(sorted(("database", "property", "to"))), JSON
    )
    | strategies.fixed_dictionaries({"database": JSON, "rows": JSON, "view": JSON, "blocks": JSON}),
    databases=JSON,
)
def test_no_reply_of_whatever_form_breaks_the_reading(action: str, parts: Json, databases: Any):
    """It is made, or named as a problem: nothing else leaves the reading."""
    start = Draft(workspace("ko"), "ko")

    made(
        {"changes": [{"action": action, **parts}], "databases": databases, "blocks": databases},
        start,
    )


def test_the_schema_of_the_form_is_one_and_takes_its_own_example():
    schema = shape(("draft", "none"))
    Draft202012Validator.check_schema(schema)
    title = {"name": "이름", "type": "title", "options": []}
    plan = {
        "databases": [database(icon="", views=[]) | {"properties": [title]}],
        "changes": [{"action": "rename", "database": "", "to": "새 이름"}],
    }
    head = {"thought": "", "kind": "create", "reply": "좋아요", "base": "draft", "not_done": []}
    reply = {**head, **plan}

    assert list(Draft202012Validator(schema).iter_errors(reply)) == []


def free_maps(schema: Any) -> list[Any]:
    """The objects of a schema that take keys of any name, which strict modes empty silently."""
    if isinstance(schema, list):
        return [each for item in schema for each in free_maps(item)]
    if not isinstance(schema, dict):
        return []
    open_ = schema.get("type") == "object" and schema.get("additionalProperties") is not False
    return [*([schema] if open_ else []), *(m for item in schema.values() for m in free_maps(item))]


def test_the_form_has_no_map_with_free_keys_and_begins_with_a_field_to_think_in():
    schema = shape(("draft", "none"))

    assert free_maps(schema) == []
    assert schema["required"][0] == "thought"
    assert next(iter(schema["properties"])) == "thought"


DELETION = CHANGES.validate_python([{"action": "delete_database", "database": "작업"}])
EMPTYING = CHANGES.validate_python(
    [{"action": "edit_rows", "database": "작업", "rows": [{"row": "가", "values": {"메모": None}}]}]
)


@pytest.mark.parametrize("changes", [DELETION, EMPTYING], ids=["deleting", "emptying"])
def test_what_nobody_asked_to_take_away_is_not_taken_away(changes: Any):
    assert unasked(changes, ["제목을 봄으로 해줘"])
    assert unasked(changes, ["Add a column for the price"])
    assert unasked(changes, ["列を追加してください"])
    assert not unasked(changes, ["작업 DB 삭제해줘"])
    assert not unasked(changes, ["remove the tasks"])
    assert not unasked(changes, ["タスクを削除して"])


def test_addresses_come_from_the_person_or_not_at_all():
    said = ["https://good.example/a 를 넣어줘"]
    text = "[여기](https://evil.example/?q=1) ![](http://evil.example/p.png) https://good.example/a"

    found = without_links({"reply": text, "blocks": [{"text": "http://evil.example"}]}, said)

    assert "evil" not in json.dumps(found)
    assert "https://good.example/a" in found["reply"]
    assert "여기" in found["reply"]


@given(strategies.text(max_size=2_000), strategies.integers(2, 200))
def test_a_cut_text_is_as_short_as_was_asked(text: str, most: int):
    assert tokens_in(cut(text, most)) <= max(most, 2)


def test_a_summary_is_bounded_and_keeps_what_was_stated():
    said = ["예산은 3,000,000원이에요. 그냥 그래요.", *["음 글쎄요" * 30] * 30, "마지막 말"]

    found = summary(said)

    assert "3,000,000원" in found
    assert "그냥 그래요" not in found
    assert "마지막 말" in found
    assert tokens_in(found) < 1_500
