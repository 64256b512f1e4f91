"""What a wish lists is taken to the letter: each name as it stands, each list as far as it goes."""

import pytest

from agent.planner.embedded.creating.reader import read
from agent.planner.language import language_of
from tests.agent.embedded_planner import designed


def brief(text: str):
    return read(text, language_of(text, None)).brief


def listed(text: str) -> dict[str, list[str]]:
    """The properties of a wish with their options."""
    return {p.name: p.options for one in brief(text).properties for p in one.properties}


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ("# 버그\n- 제목\n- 상태: 신규, 확인됨, 해결 (기본)\n- 담당자 (사람)",
         {"제목": [], "상태": ["신규", "확인됨", "해결"], "담당자": []}),
        ("# 不具合\n- 件名\n- 状態：新規、確認済み、解決（既定）\n- 担当者（人）",
         {"件名": [], "状態": ["新規", "確認済み", "解決"], "担当者": []}),
        ("# Bugs\n- Title\n- State: new, confirmed, fixed (default)\n- Owner (person)",
         {"Title": [], "State": ["new", "confirmed", "fixed"], "Owner": []}),
        ("# 과제\n- 이름\n- 상태: 예정 (회색), 진행 (파랑)\n- 금액: 숫자 (원)\n- 마감일",
         {"이름": [], "상태": ["예정", "진행"], "금액": [], "마감일": []}),
        ("backlog: task, status는 todo/doing/done, priority P0~P3",
         {"Task": [], "Status": ["todo", "doing", "done"], "Priority": ["P0", "P1", "P2", "P3"]}),
        ("backlog: task, status todo/doing/done, priority P0-P3, estimate",
         {"Task": [], "Status": ["todo", "doing", "done"], "Priority": ["P0", "P1", "P2", "P3"],
          "Estimate": []}),
        ("バックログ：作業名、ステータスは未着手/進行中/完了、優先度 P0〜P3、見積",
         {"作業名": [], "ステータス": ["未着手", "進行中", "完了"],
          "優先度": ["P0", "P1", "P2", "P3"], "見積": []}),
        ("Quests with status Rumour, Active, Done and a reward in gold",
         {"Status": ["Rumour", "Active", "Done"], "Reward in gold": []}),
        ("Tool library: item, status: available, lent, broken and a deposit in euros",
         {"Item": [], "Status": ["available", "lent", "broken"], "Deposit": []}),
        ("Grants: name, status (draft, submitted, won, lost)",
         {"Name": [], "Status": ["draft", "submitted", "won", "lost"]}),
        ("Parcels: label, status: packed, shipped, returned",
         {"Label": [], "Status": ["packed", "shipped", "returned"]}),
    ],
)  # fmt: skip
def test_a_list_of_options_ends_where_the_next_property_begins(
    said: str, options: dict[str, list[str]]
):
    assert listed(said) == options


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("커피 시음 노트. 원두명, 한줄요약, 고도, 점수", ["원두명", "한줄요약", "고도", "점수"]),
        ("영화 감상 노트: 감독명, 한줄평, 농도", ["감독명", "한줄평", "농도"]),
        ("ブログ記事。タイトル、文字数、閲覧数", ["タイトル", "文字数", "閲覧数"]),
        ("Sail log: nautical miles, skipper, engine hours",
         ["Nautical miles", "Skipper", "Engine hours"]),
        ("Film rolls: roll no, film stock, ISO", ["Roll no", "Film stock", "ISO"]),
        ("Matches: opponent, games won, games lost", ["Opponent", "Games won", "Games lost"]),
        ("Runs: shoe, distance km, time in minutes", ["Shoe", "Distance km", "Time in minutes"]),
    ],
)  # fmt: skip
def test_a_column_is_called_as_it_stands_in_its_list(said: str, names: list[str]):
    assert list(listed(said)) == names


def test_single_letters_with_what_looks_like_a_particle_are_names_of_options():
    assert listed("강아지 수첩. 강아지(콩이, 두부, 별이), 체중")["강아지"] == [
        "콩이",
        "두부",
        "별이",
    ]


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("Trips: name, km. Don't need dashboards", "dashboard"),
        ("Bike rides: route, km. No dashboards or charts please.", "dashboard"),
        ("여행 기록: 이름, 거리. 대시보드는 필요 없어요", "dashboard"),
        ("旅の記録。行き先、距離。ダッシュボードはいりません", "dashboard"),
        ("Bike rides: route, km. No dashboards or charts please.", "chart"),
    ],
)
async def test_a_kind_of_view_that_is_turned_down_is_nowhere(said: str, gone: str):
    made = (await designed(said)).blueprint
    assert gone not in {view.type for home in made.databases for view in home.views}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("ブログ記事。タイトル、PV。ステータスは使わないでください", "ステータス"),
        ("서평. 제목, 쪽수. 상태는 쓰지 마세요", "상태"),
        ("Book reviews: title, pages. Don't add a status", "Status"),
    ],
)
async def test_a_property_that_is_turned_down_is_not_made(said: str, name: str):
    made = await designed(said)
    assert name not in {p.name for home in made.blueprint.databases for p in home.properties}
    assert not made.agreed.unread


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("ブログ記事管理。タイトル、公開日。行は10件", 10),
        ("会員名簿。氏名、電話番号。会員12人を例として入れて", 12),
        ("피아노 학원 원생: 이름, 학년, 연락처. 원생 6명 예시로 넣어주세요", 6),
        ("동네 화단 목록: 이름, 위치. 행은 4개", 4),
        ("Client calls: client, minutes, topic. 6 sample calls.", 6),
        ("Gym members: name, phone. Fill in 8 example members", 8),
    ],
)
async def test_as_many_samples_are_there_as_were_asked_for(said: str, rows: int):
    made = (await designed(said)).blueprint
    assert [len(home.rows) for home in made.databases] == [rows]


@pytest.mark.parametrize(
    ("said", "axis", "of"),
    [
        ("Run log: date, distance, type = easy, long. Bar chart of distance per type",
         "Type", ("sum", "Distance")),
        ("Van costs: day, fuel litres, driver (Ann, Bo). Chart of fuel litres by driver",
         "Driver", ("sum", "Fuel litres")),
        ("달리기 기록. 날짜, 거리, 종류(조깅, 언덕). 종류별 거리 막대그래프",
         "종류", ("sum", "거리")),
        ("ブログ記事。タイトル、PV、カテゴリー（旅、料理）。カテゴリーごとの平均PVを棒グラフで",
         "カテゴリー", ("average", "PV")),
        ("体温の記録。日付、体温。グラフは体温だけ折れ線で", "日付", ("average", "体温")),
    ],
)  # fmt: skip
async def test_a_chart_shows_the_figure_that_is_asked_for(
    said: str, axis: str, of: tuple[str, str]
):
    made = (await designed(said)).blueprint
    charts = [v for home in made.databases for v in home.views if v.type == "chart"]
    shown = [(v.x_axis, (v.y_axis.aggregator, v.y_axis.property)) for v in charts]
    assert shown == [(axis, of)]


@pytest.mark.parametrize(
    ("said", "name", "where"),
    [
        ("ラーメンノート。店名、評価。★5だけの一覧も欲しい", "★5",
         {"property": "評価", "select": {"equals": "⭐⭐⭐⭐⭐"}}),
        ("ワイン帳。銘柄、評価。星3つだけの一覧もほしいです", "星3つ",
         {"property": "評価", "select": {"equals": "⭐⭐⭐"}}),
        ("Volunteers: name, stage (New, Left). Views: table of everyone who is not Left",
         "Not Left", {"property": "Stage", "status": {"does_not_equal": "Left"}}),
        ("단골 식당: 이름, 평점, 방문 여부. 방문 안 한 곳만 모은 목록도 있으면 좋겠어",
         "방문 안 한 곳", {"property": "방문 여부", "checkbox": {"equals": False}}),
    ],
)  # fmt: skip
async def test_a_list_of_some_rows_that_prose_asks_for_is_a_view(
    said: str, name: str, where: dict[str, object]
):
    made = await designed(said)
    (home,) = made.blueprint.databases
    assert {v.name: getattr(v, "filter", None) for v in home.views}[name] == where
    assert not made.agreed.unread


async def test_a_view_of_rows_that_nothing_tells_apart_is_told_and_no_database():
    made = await designed(
        "Cheese wheels: label, shelf. Views: table of everything that is not waxed"
    )
    assert len(made.blueprint.databases) == 1
    assert made.agreed.unread


@pytest.mark.parametrize(
    ("said", "databases", "relation"),
    [
        ("仕入れ帳。品名、仕入れ先、単価。仕入れ先は別の表にしてつないで",
         ["仕入れ帳", "仕入れ先"], "仕入れ先"),
        ("学童の出席表。日付、児童、時刻。児童は別の表にして、つないでください",
         ["学童の出席表", "児童"], "児童"),
        ("학생 상담 기록 만들어줘. 학생 이름, 날짜. 학생 명단은 따로 두고 상담이랑 연결",
         ["학생 상담 기록", "학생 명단"], "학생 명단"),
        ("수리 접수 대장. 접수일, 고장 내용, 고객. 고객은 따로 두고 접수랑 연결해줘",
         ["수리 접수 대장", "고객"], "고객"),
        ("Orders: item, supplier, price. Keep suppliers in a separate table and link it",
         ["Orders", "Suppliers"], "Supplier"),
        ("Violin lessons: date, pupil, piece. Put pupils in a table of their own and link it.",
         ["Violin lessons", "Pupils"], "Pupil"),
    ],
)  # fmt: skip
async def test_what_is_to_be_kept_apart_and_linked_is_a_database_with_a_relation_to_it(
    said: str, databases: list[str], relation: str
):
    made = await designed(said)
    first, apart = made.blueprint.databases
    assert [first.title, apart.title] == databases
    leads = [(p.name, p.target) for p in first.properties if p.type == "relation"]
    assert leads == [(relation, apart.key)]
    assert not made.agreed.unread


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("안녕하세요, 날씨가 춥네요.\n고객 명단을 정리하려고 합니다. 이름, 연락처.",
         "고객 명단을 정리하려고 합니다. 이름, 연락처."),
        ("안녕하세요. 요즘 날씨가 많이 덥죠?\n수업 목록 만들고 싶어요. 과목, 요일.",
         "수업 목록 만들고 싶어요. 과목, 요일."),
        ("Hi there, it is getting cold.\nI want to sort out my client list. Name, phone.",
         "I want to sort out my client list. Name, phone."),
        ("Hi,\nmy wife said this thing could help. Hives: number, queen, last check.",
         "Hives: number, queen, last check."),
        ("こんにちは、寒くなりましたね。\n顧客名簿を整理したいです。氏名、電話番号。",
         "顧客名簿を整理したいです。氏名、電話番号。"),
        ("おはようございます。雨が続きますね。\n傘の貸出表をお願いします。借りた人、日付。",
         "傘の貸出表をお願いします。借りた人、日付。"),
    ],
)  # fmt: skip
def test_a_greeting_with_a_word_on_the_weather_asks_for_nothing(said: str, bare: str):
    assert brief(said) == brief(bare)


@pytest.mark.parametrize(
    "said",
    ["Swim lessons: pupil, day of week", "수영 강습: 원생, 요일", "水泳教室：生徒名、曜日"],
)
async def test_a_weekday_is_one_of_seven(said: str):
    (home,) = (await designed(said)).blueprint.databases
    assert [len(p.options) for p in home.properties if p.type == "select"] == [7]


async def test_what_a_list_goes_on_with_behind_options_takes_nothing_from_before_them():
    made = await designed(
        "side project backlog 만들어줘. task name, status는 todo/doing/done, priority P0~P3, "
        "estimate(시간), sprint."
    )
    options = {
        p.name: [o.name for o in getattr(p, "options", [])]
        for p in made.blueprint.databases[0].properties
    }
    assert options["Status"] == ["todo", "doing", "done"]
    assert options["Priority"] == ["P0", "P1", "P2", "P3"]
