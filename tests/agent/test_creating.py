"""What a list in a wish is: rows, ticks, options, databases, properties; and what is no wish."""

import pytest

from agent.planner.embedded.creating.reader import read
from agent.planner.language import language_of
from tests.agent.embedded_planner import designed, understood


def brief(text: str):
    return read(text, language_of(text, None)).brief


@pytest.mark.parametrize(
    ("said", "titles"),
    [
        ("할 일: 우유 사기, 세탁소 들르기, 엄마한테 전화하기",
         ["우유 사기", "세탁소 들르기", "엄마한테 전화하기"]),
        ("引っ越しのやることリスト：電気の解約、鍵の返却", ["電気の解約", "鍵の返却"]),
        ("packing list: passport copy, charger", ["passport copy", "charger"]),
        ("카페 메뉴판: 메뉴명, 가격. 라떼 5000원, 에이드 6000원 두 개 넣어줘", ["라떼", "에이드"]),
        ("- [x] book the venue\n- [ ] order the cake", ["book the venue", "order the cake"]),
    ],
)  # fmt: skip
def test_what_is_to_be_done_or_has_a_price_are_rows(said: str, titles: list[str]):
    assert [row.title for row in brief(said).rows] == titles


@pytest.mark.parametrize(
    ("said", "databases"),
    [
        ("결혼 준비 (하객, 예산, 업체)", ["하객", "예산", "업체"]),
        ("rental property manager: units, tenants, leases", ["Units", "Tenants", "Leases"]),
        ("小説の設定資料：登場人物、場所、年表の三つ", ["登場人物", "場所", "年表"]),
        ("Products and Suppliers. Products need price in euros", ["Products", "Suppliers"]),
        ("bike shop. Customers: name, email. Repairs: job, price in pounds, paid (checkbox)",
         ["Customers", "Repairs"]),
        ("책방 운영. 도서(제목, 저자), 판매(판매일, 수량)", ["도서", "판매"]),
    ],
)  # fmt: skip
def test_kinds_of_things_and_what_is_described_are_databases(said: str, databases: list[str]):
    assert brief(said).databases == databases


@pytest.mark.parametrize(
    ("said", "properties"),
    [
        ("동아리 회원 관리. 이름, 학번, 회비 냈는지",
         {"이름": None, "학번": None, "회비 냈는지": "checkbox"}),
        ("gift ideas - person, price, bought?",
         {"Person": None, "Price": None, "Bought": "checkbox"}),
        ("猫の健康記録。体重(kg)、通院日", {"体重 (kg)": "number", "通院日": None}),
        ("수업 예약표 만들어줘요 수강생 연락처 날짜 인원 결제여부",
         {"수강생": None, "연락처": None, "날짜": None, "인원": None, "결제여부": "checkbox"}),
        ("plant care log. plant, dose (ml), soil",
         {"Plant": None, "Dose (ml)": "number", "Soil": None}),
    ],
)  # fmt: skip
def test_attributes_are_properties(said: str, properties: dict[str, str | None]):
    found = {p.name: p.type for one in brief(said).properties for p in one.properties}
    assert properties.keys() == found.keys()
    assert {name: kind for name, kind in properties.items() if kind}.items() <= found.items()


def test_a_list_behind_a_habit_are_check_boxes():
    listed = brief("아침 루틴 습관 트래커: 물 마시기, 스트레칭").properties[0].properties
    assert [p.name for p in listed if p.type == "checkbox"] == ["물 마시기", "스트레칭"]


def test_names_of_what_was_counted_are_options():
    options = brief("반려묘 두 마리 병원 기록. 초코, 나비").properties[0].properties[0].options
    assert options == ["초코", "나비"]


def test_what_is_taken_back_within_a_text_counts_for_nothing():
    assert brief("등산 기록 만들어줘 아 아니다 캠핑 기록으로").topic == "캠핑"


async def test_what_is_said_of_parts_is_a_change_as_after_the_yes():
    made = await designed("프로젝트 관리 만들어줘. 상태가 완료가 아닌 작업만 보이는 보기 추가해줘")
    assert any(change.action.endswith("view") for change in made.agreed.changes)


async def test_what_nobody_understood_is_quoted():
    made = await designed("독서 기록 만들어줘. 춤추는 무지개 색연필로 노래해줘")
    assert made.agreed.unread
    assert made.agreed.unread[0] in made.introduction


@pytest.mark.parametrize(
    "said",
    ["나중에 마감일을 지울게", "how many guests have said yes?", "지금 칸이 몇 개야?",
     "I'll add a deadline later", "あとで締切を消すよ", "할 일이 너무 많다"],
)  # fmt: skip
async def test_ordinary_talk_makes_no_workspace(said: str):
    assert (await understood(said)).kind == "answer"


async def test_a_single_word_does_not_decide_for_a_skill_that_has_nothing_of_what_is_named():
    made = await designed("飲食店の予約台帳。お客様名、人数、日時、電話番号、来店済み")
    assert made.agreed.skill is None


def test_a_list_right_behind_a_table_is_read():
    said = "| Name | Price |\n|---|---|\n| Pip | 35 |\n- sold\n- hatched"

    assert [row.title for row in brief(said).rows] == ["Pip"]


@pytest.mark.parametrize(
    ("said", "options"),
    [
        (
            "행사 목록: 이름, 대상(햇님, 달님, 별님 중 여러 개 선택), 준비물",
            ["햇님", "달님", "별님"],
        ),
        ("行事の表：行事名、対象（りす、うさぎ、くま から複数）、日付", ["りす", "うさぎ", "くま"]),
        ("Rota: name, days (Mon, Tue, Wed as multiple choice), phone", ["Mon", "Tue", "Wed"]),
    ],
)
def test_options_that_may_be_taken_together_are_no_single_choice(said: str, options: list[str]):
    (listed,) = brief(said).properties

    assert [p.options for p in listed.properties if p.type == "multi_select"] == [options]


@pytest.mark.parametrize(
    ("said", "topic", "columns"),
    [
        ("먹은 거랑 칼로리 적는 식단 기록 만들어줘", "식단", ["먹은 거", "칼로리"]),
        ("水温と餌を記録するメダカノートがほしい", "メダカノート", ["水温", "餌"]),
        ("올해 읽은 책을 정리하는 독서 기록장 만들어줘", "독서 기록장", ["올해 읽은 책"]),
    ],
)
def test_what_is_written_down_in_something_are_its_columns(said, topic, columns):
    heard = brief(said)

    assert heard.topic == topic
    assert [p.name for one in heard.properties for p in one.properties] == columns


def test_a_sentence_that_only_tells_something_apart_is_no_topic():
    assert brief("매달 나가는 구독료 정리해줘").topic == "매달 나가는 구독료"
    assert (
        brief("인스타그램과 블로그 콘텐츠 캘린더 만들어줘").topic
        == "인스타그램과 블로그 콘텐츠 캘린더"
    )


async def test_a_long_list_of_things_to_do_is_a_wish_whatever_words_are_in_it():
    heard = await understood("引っ越しやることリスト：電気の解約、住所変更、荷造り、挨拶回り")

    assert heard.kind == "create"


async def test_what_is_to_be_a_table_of_its_own_is_not_taken_away():
    made = await designed("러닝 기록용. 날짜/거리(km)/신발. 신발은 따로 표로 빼서 연결")

    assert [database.title for database in made.blueprint.databases][1:] == ["신발"]
    assert any(p.type == "relation" for p in made.blueprint.databases[0].properties)
    assert made.agreed.unread == []


def test_the_number_of_tables_is_no_part_of_the_name_of_the_last():
    assert brief("고객사랑 계약 두 개 표로 만들어줘").databases == ["고객사", "계약"]


@pytest.mark.parametrize(
    "said",
    [
        "I run a small pottery studio and need to keep track of classes",
        "합창단 총무인데 지출 관리할 표가 필요해요",
        "We run a rowing club and need a list of expenses",
        "도자기 공방을 운영하는데 콘텐츠 목록이 필요해요",
    ],
)
async def test_who_asks_for_whom_gets_no_samples_of_another_world(said: str):
    design = (await designed(said)).blueprint
    assert [row for database in design.databases for row in database.rows] == []
