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
        ("Runs: shoe, distance km, time in minutes", ["Shoe", "Distance", "Time"]),
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
