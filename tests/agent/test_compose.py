"""What a brief comes to: named parts to the letter, given rows, samples that fit, dashboards."""

from datetime import date
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.planner.brief import (
    Brief,
    PropertyList,
    Removal,
    WantedProperty,
    WantedRelation,
    WantedRow,
    WantedView,
)
from agent.planner.embedded.compose.composer import compose
from agent.planner.embedded.introduction import introduce
from tests.agent.skill_files import IDS, LANGUAGES, SPREAD, pattern_of
from tools.blueprint.base import Language
from tools.blueprint.model import Blueprint, Database
from tools.blueprint.parse import check
from tools.blueprint.views import DashboardView

TODAY = date(2026, 11, 28)


def composed(brief: Brief, language: Language = "ko", skill: str | None = None) -> Blueprint:
    pattern = pattern_of(skill) if skill else None
    return check(compose(pattern, brief, language, TODAY, skill))


def named(*names: str, database: str | None = None, exact: bool = False) -> PropertyList:
    wanted = [WantedProperty(name=name) for name in names]
    return PropertyList(database=database, exact=exact, properties=wanted)


def kinds(database: Database) -> dict[str, str]:
    return {prop.name: prop.type for prop in database.properties}


def titles(database: Database) -> list[str]:
    return [str(row.values[database.title_property]) for row in database.rows]


NAMED = [
    ("ko", ["하객", "예산", "업체"]),
    ("en", ["Units", "Tenants", "Leases"]),
    ("ja", ["登場人物", "場所", "年表"]),
]


@pytest.mark.parametrize(("language", "names"), NAMED)
@pytest.mark.parametrize("skill", [None, "budget", "travel"])
def test_named_databases_are_these_in_this_order_and_all_connected(
    language: Language, names: list[str], skill: str | None
):
    made = composed(Brief(databases=names), language, skill)

    assert [database.title for database in made.databases] == names
    targets = [p.target for d in made.databases for p in d.properties if p.type == "relation"]
    assert len(targets) == len(names) - 1


def test_a_property_called_like_a_named_database_links_to_it():
    listed = named("Price", "Stock", "Supplier", database="Products")
    listed.properties[0] = WantedProperty(name="Price", format="euro")
    made = composed(Brief(databases=["Products", "Suppliers"], properties=[listed]), "en")
    products, suppliers = made.databases

    assert kinds(products) == {
        "Product": "title", "Price": "number", "Stock": "number", "Supplier": "relation",
    }  # fmt: skip
    link = next(p for p in products.properties if p.type == "relation")
    assert (link.target, link.two_way) == (suppliers.key, "Products")
    assert next(p.format for p in products.properties if p.name == "Price") == "euro"


LISTED = [
    ("ko", "중고거래 기록장", ["물건", "판 가격", "산 사람", "거래일"],
     ["title", "number", "rich_text", "date"]),
    ("en", "plant care log", ["Plant", "Last watered", "Next watering", "Photo"],
     ["title", "date", "date", "files"]),
    ("ja", "釣果ノート", ["魚種", "サイズ", "釣り場", "写真"],
     ["title", "select", "rich_text", "files"]),
]  # fmt: skip


@pytest.mark.parametrize(("language", "topic", "names", "types"), LISTED)
def test_named_properties_are_these_with_types_from_their_names(
    language: Language, topic: str, names: list[str], types: list[str]
):
    made = composed(Brief(topic=topic, properties=[named(*names)], nothing_more=True), language)

    assert kinds(made.databases[0]) == dict(zip(names, types, strict=True))


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("ko", ["이름", "상태", "마감일"]),
        ("en", ["Name", "Status", "Due"]),
        ("ja", ["名前", "期限"]),
    ],
)
def test_an_exact_list_has_no_others_on_a_skills_ground(language: Language, names: list[str]):
    made = composed(Brief(properties=[named(*names, exact=True)]), language, "project")

    assert list(kinds(made.databases[0])) == names


def test_a_list_that_the_skill_hardly_knows_leaves_none_of_its_furniture():
    made = composed(Brief(properties=[named("캠핑장", "동행", "날씨", "불멍")]), "ko", "travel")

    assert list(kinds(made.databases[0]))[1:] == ["캠핑장", "동행", "날씨", "불멍"]


def test_habits_that_are_named_take_the_place_of_all_others():
    habits = ["물 마시기", "스트레칭", "영어 단어 외우기"]
    boxes = [WantedProperty(name=name, type="checkbox") for name in habits]
    made = composed(Brief(properties=[PropertyList(properties=boxes)]), "ko", "habit")

    assert [name for name, kind in kinds(made.databases[0]).items() if kind == "checkbox"] == habits
    assert "책 10쪽" not in made.model_dump_json()


@pytest.mark.parametrize("skill", [None, "project"])
def test_options_are_exactly_those_that_were_given(skill: str | None):
    wanted = WantedProperty(name="상태", options=["컨택", "미팅", "검토", "확정"])
    made = composed(
        Brief(topic="투자자", properties=[PropertyList(properties=[wanted])]), "ko", skill
    )
    status = next(p for p in made.databases[0].properties if p.name == "상태")

    assert [option.name for option in status.options] == wanted.options
    assert status.options[-1].group == "complete"


ROWS = [
    ("ko", "카페 메뉴판", "가격", ["4,500원", "5000원"], [4500, 5000], "won"),
    ("en", "cafe menu", "Price", ["$4.50", "$5"], [4.5, 5], "dollar"),
    ("ja", "カフェメニュー", "価格", ["450円", "500円"], [450, 500], "yen"),
]


@pytest.mark.parametrize(("language", "topic", "name", "said", "values", "format_"), ROWS)
def test_given_rows_are_the_only_ones_and_their_values_have_types(
    language: Language, topic: str, name: str, said: list[str], values: list[float], format_: str
):
    rows = [WantedRow(title=f"{i}", values={name: text}) for i, text in enumerate(said)]
    made = composed(Brief(topic=topic, rows=rows), language)
    home = made.databases[0]

    assert titles(home) == ["0", "1"]
    assert [row.values[name] for row in home.rows] == values
    assert next(p.format for p in home.properties if p.name == name) == format_


def test_what_only_rows_name_becomes_a_property_of_the_type_that_all_values_can_be():
    values = [
        {"Course": "Main", "Minutes": "60", "Served": "2026-12-24", "Weight": "1.5 kg"},
        {"Course": "Dessert", "Minutes": "25", "Served": "Dec 25", "Weight": "300 g"},
    ]
    rows = [WantedRow(title=f"Dish {i}", values=one) for i, one in enumerate(values)]
    home = composed(Brief(topic="Dinner", rows=rows), "en").databases[0]

    found = kinds(home)
    assert (found["Minutes"], found["Served"], found["Weight"]) == ("number", "date", "number")
    assert home.rows[1].values["Served"] == "2026-12-25"
    assert home.rows[0].values["Weight"] == 1.5


@pytest.mark.parametrize("skill", [None, "project"])
def test_a_ticked_row_is_a_done_one(skill: str | None):
    rows = [WantedRow(title="book the venue", done=True), WantedRow(title="order it", done=False)]
    home = composed(Brief(topic="party", rows=rows), "en", skill).databases[0]
    done, still_open = home.rows

    assert titles(home) == ["book the venue", "order it"]
    assert done.values != {**still_open.values, home.title_property: "book the venue"}


def test_a_given_row_links_to_a_row_of_the_database_that_it_names():
    listed = named("Supplier", database="Products")
    rows = [
        WantedRow(database="Products", title="Tea", values={"Supplier": "Acme"}),
        WantedRow(database="Products", title="Oil", values={"Supplier": "Acme, Borg"}),
    ]
    brief = Brief(databases=["Products", "Suppliers"], properties=[listed], rows=rows)
    products, suppliers = composed(brief, "en").databases

    assert [row.values["Supplier"] for row in products.rows] == [["Acme"], ["Acme", "Borg"]]
    assert titles(suppliers) == ["Acme", "Borg"]


@pytest.mark.parametrize("skill", [None, "project"])
def test_nothing_that_was_given_is_lost_to_the_type_of_its_property(skill: str | None):
    """People have ids only, a step may be a new one, and not every cell of dates is a date."""
    values = {"담당자": "민수", "상태": "검수 중", "마감일": "미정"}
    made = composed(
        Brief(topic="할 일", rows=[WantedRow(title="초안", values=values)]), "ko", skill
    )

    assert values.items() <= made.databases[0].rows[0].values.items()


@pytest.mark.parametrize(("said", "ticked"), [("x", True), ("O", True), ("네", True), ("", False)])
def test_a_mark_ticks_a_box(said: str, ticked: bool):
    rows = [WantedRow(title="A", values={"참석 여부": said}), WantedRow(title="B")]
    home = composed(Brief(topic="모임", rows=rows), "ko").databases[0]

    assert kinds(home)["참석 여부"] == "checkbox"
    assert home.rows[0].values.get("참석 여부", False) is ticked


def test_options_that_given_rows_name_are_made():
    kinds_wanted = WantedProperty(name="Course", type="select")
    rows = [WantedRow(title="Ratatouille", values={"Course": "Main"})]
    listed = [PropertyList(properties=[kinds_wanted])]
    home = composed(Brief(topic="Dinner", properties=listed, rows=rows), "en").databases[0]

    assert home.rows[0].values["Course"] == "Main"


@pytest.mark.parametrize(
    ("language", "particular", "foreign"),
    [("ko", "도쿄", "후시미"), ("en", "Berlin", "Alfama"), ("ja", "京都", "台北")],
)
def test_no_sample_speaks_of_another_place_than_the_wish(
    language: Language, particular: str, foreign: str
):
    brief = Brief(topic=particular, particulars=[particular])

    assert foreign in composed(Brief(), language, "travel").model_dump_json()
    assert foreign not in composed(brief, language, "travel").model_dump_json()


SUBJECTS = [
    ("ko", ["별자리 관측 기록", "와인 시음 노트", "카페 메뉴판", "동아리 회원", "결혼 준비"]),
    ("en", ["Stargazing nights", "Wine cellar", "Vinyl records", "Piano repair", "Beekeeping log"]),
    ("ja", ["植物の水やり記録", "ワイン日記", "社内備品", "面接の質問集", "部活の記録"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "topic"), [(code, topic) for code, topics in SUBJECTS for topic in topics]
)
def test_samples_of_a_domain_of_its_own_are_whole_records_or_none(language: Language, topic: str):
    """No row has less than most of what a person would fill in, and none is a number."""
    home = composed(Brief(topic=topic), language).databases[0]
    filled = [p for p in home.properties if p.type in ("status", "select", "number", "date")]

    for row in home.rows:
        assert sum(prop.name in row.values for prop in filled) >= len(filled) * 0.6
    assert not any(title[-1].isdigit() for title in titles(home) if "집" not in title)
    assert all(v.name for v in home.views if v.type != "table")


def test_part_of_another_subject_gets_no_samples_of_its_usual_one():
    made = composed(Brief(topic="결혼 준비", databases=["하객", "예산"]), "ko")

    assert "점심 식사" not in made.model_dump_json()
    assert "식비" not in made.model_dump_json()


def test_a_wine_that_is_named_is_no_money_of_another_currency():
    amounts = PropertyList(properties=[WantedProperty(name="Price", format="pound")])
    home = composed(Brief(databases=["Products"], properties=[amounts]), "en").databases[0]

    assert all(row.values["Price"] < 1000 for row in home.rows)


@pytest.mark.parametrize(
    ("language", "topic"), [("ko", "할 일"), ("en", "Expenses"), ("ja", "タスク")]
)
def test_a_domain_of_its_own_opens_on_a_dashboard_where_there_is_something_to_show(
    language: Language, topic: str
):
    home = composed(Brief(topic=topic), language).databases[0]
    simple = composed(Brief(topic=topic, complexity="simple"), language).databases[0]

    assert isinstance(home.views[0], DashboardView)
    assert {"list", "chart"} == {widget.type for widget in home.views[0].widgets}
    assert simple.views[0].type == "table"


def test_a_page_of_text_alone_has_no_database_and_does_not_speak_of_one():
    made = composed(Brief(topic="우리 집 규칙", no_databases=True), "ko")

    assert made.databases == []
    assert "새로 만들기" not in made.model_dump_json()


def test_guidance_that_speaks_of_samples_goes_with_them():
    with_samples = composed(Brief(), "ko", "project").model_dump_json()
    without = composed(Brief(sample_count=0), "ko", "project").model_dump_json()

    assert "예시" in with_samples
    assert "예시" not in without


def test_a_view_has_its_name_and_is_cut_by_what_was_said():
    views = [
        WantedView(type="board", name="단계", by="분야"),
        WantedView(type="calendar", by="완료일"),
    ]
    made = composed(Brief(views=views), "ko", "project")
    board = next(v for v in made.databases[0].views if v.name == "단계")
    calendars = [v.date_property for v in made.databases[0].views if v.type == "calendar"]

    assert board.group_by == "분야"
    assert "완료일" in calendars


def test_a_view_that_is_there_is_not_made_twice():
    listed = named("이름", "등록일")
    listed.properties.append(WantedProperty(name="학년", options=["중1", "중2"]))
    views = [WantedView(type="board", by="학년")]
    made = composed(Brief(topic="수강생", properties=[listed], views=views), "ko")

    assert [v.type for v in made.databases[0].views].count("board") == 1


def test_no_guidance_speaks_of_a_property_that_was_left_out():
    with_it = composed(Brief(), "ko", "project").model_dump_json()
    without = composed(
        Brief(removals=[Removal(name="우선순위")]), "ko", "project"
    ).model_dump_json()

    assert "우선순위 정하기" in with_it
    assert "우선순위" not in without


@pytest.mark.parametrize(
    ("language", "word"), [("ko", "여권"), ("en", "passport"), ("ja", "パスポート")]
)
def test_what_only_fits_some_subjects_stays_out_of_particular_ones(language: Language, word: str):
    there = composed(Brief(), language, "travel").model_dump_json().casefold()
    gone = composed(Brief(topic="Jeju", particulars=["Jeju"]), language, "travel")

    assert word in there
    assert word not in gone.model_dump_json().casefold()


def test_a_relation_that_is_there_is_not_made_twice():
    pair = WantedRelation(source="작업", target="프로젝트")
    before, after = (
        composed(Brief(), "ko", "project"),
        composed(Brief(relations=[pair]), "ko", "project"),
    )

    assert [kinds(d) for d in before.databases] == [kinds(d) for d in after.databases]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_introduced_is_counted_as_it_is(language: Language):
    rows = [WantedRow(title="A"), WantedRow(title="B")]
    brief = Brief(topic="Dinner", rows=rows)
    told = introduce(composed(brief, language), brief, language)

    assert "2" in told
    assert not any(word in told for word in ("샘플", "sample", "サンプル"))


@pytest.mark.parametrize("skill", SPREAD)
def test_what_a_wish_for_a_skill_calls_its_subject_changes_nothing_by_itself(skill: str):
    """So that such wishes can share one composition."""
    called = Brief(topic="우리 팀 공간", sample_count=3, views=[WantedView(type="calendar")])
    plain = called.model_copy(update={"topic": None})

    assert composed(called, "ko", skill) == composed(plain, "ko", skill)


@pytest.mark.parametrize("skill", SPREAD)
def test_any_two_databases_of_a_skill_make_a_workspace_alone(skill: str):
    """Whatever their views, rollups and pages show of the others goes with those."""
    for one, other in permutations(pattern_of(skill).databases, 2):
        made = composed(Brief(databases=[one.title.ko, other.title.en]), "ja", skill)
        assert [d.title for d in made.databases] == [one.title.ko, other.title.en]


@pytest.mark.parametrize("skill", SPREAD)
def test_a_skill_stands_without_any_one_of_its_properties(skill: str):
    for database in pattern_of(skill).databases:
        for name in [p.name.en for p in database.properties if p.type != "title"]:
            brief = Brief(complexity="advanced", removals=[Removal(name=name, kind="property")])
            made = composed(brief, "en", skill)
            assert all(kinds(d).get(name, "title") == "title" for d in made.databases)


_NAMES = st.sampled_from(
    [
        "이름",
        "상태",
        "가격",
        "Price",
        "Due",
        "메모",
        "担当",
        "작업",
        "Books",
        "사진",
        "a,b",
        "😀",
        "x" * 300,
        " ",
        "a\nb",
    ]
)


@given(
    skill=st.sampled_from([None, *IDS]),
    language=st.sampled_from(LANGUAGES),
    databases=st.lists(_NAMES, max_size=3, unique=True),
    names=st.lists(_NAMES, max_size=6),
    exact=st.booleans(),
    rows=st.lists(
        st.tuples(_NAMES, _NAMES, st.sampled_from(["1", "어제", "3만 원", ""])), max_size=3
    ),
    view=st.sampled_from(["table", "board", "calendar", "chart", "gallery", "map", "form"]),
    gone=st.lists(_NAMES, max_size=2),
    only=st.booleans(),
)
def test_whatever_is_briefed_comes_to_a_valid_workspace(
    skill, language, databases, names, exact, rows, view, gone, only
):
    brief = Brief(
        databases=databases,
        properties=[named(*names, exact=exact)] if names else [],
        rows=[WantedRow(title=t, values={name: value}) for t, name, value in rows],
        views=[WantedView(type=view, by=names[0] if names else None)],
        views_only=only,
        removals=[Removal(name=name) for name in gone],
        relations=[WantedRelation(source=a, target=b) for a, b in pairwise(names)],
    )

    assert composed(brief, language, skill)


@pytest.mark.parametrize(
    ("kind", "rows", "first"),
    [
        ("board", [], "board"),
        ("calendar", [], "calendar"),
        ("gallery", [], "board"),  # a gallery shows nothing where there is no row
        ("gallery", [WantedRow(title="가마 1호")], "gallery"),
    ],
)
def test_a_table_opens_on_the_view_that_was_asked_for(kind: Any, rows: list[WantedRow], first: str):
    listed = named("작품명", "상태", "완성일", exact=True)
    made = composed(
        Brief(topic="도자기", properties=[listed], rows=rows, views=[WantedView(type=kind)])
    )
    assert made.databases[0].views[0].type == first


def test_a_table_with_samples_opens_on_what_they_show():
    made = composed(Brief(views=[WantedView(type="board")]), skill="project")
    assert made.databases[0].views[0].type == "dashboard"
