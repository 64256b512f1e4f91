"""What a wish lists is taken to the letter: each name as it stands, each list as far as it goes."""

import pytest

from agent.planner.embedded.creating.reader import read
from agent.planner.language import language_of


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
