"""What a first wish orders not to make is not made, and no other part of it is taken for that."""

import pytest

from tests.agent.embedded_planner import designed

# The wish, what kind of view no database has, and columns that are there all the same.
VIEWS = [
    ("Don't make a calendar. I want recipes with name, time", "calendar", {"Name", "Time"}),
    ("Do not make a board. A book list with title, author", "board", {"Title", "Author"}),
    ("I don't want a calendar. Track my plants: name, watering day", "calendar", {"Name"}),
    ("No calendar. I want a book list: title, author", "calendar", {"Title", "Author"}),
    ("Please don't add any charts. Wine log with name, year, rating", "chart", {"Name", "Year"}),
    ("I want recipes with name, time. Don't add a calendar", "calendar", {"Name", "Time"}),
    ("We don't need a board or a calendar. Tools: tool, owner, due date", "board", {"Owner"}),
    ("Don't create a timeline view, just trips: place, date", "timeline", {"Place", "Date"}),
    ("カレンダーは作らないで。レシピの一覧：名前、時間", "calendar", {"名前", "時間"}),
    ("レシピの一覧：名前、時間。カレンダーは作らないでください", "calendar", {"名前", "時間"}),
    ("グラフは付けないで。読書記録：本、著者、読んだ日", "chart", {"本", "著者"}),
    ("ボードは要りません。備品リスト：品名、数", "board", {"品名", "数"}),
    ("캘린더는 만들지 마. 레시피 목록: 이름, 시간", "calendar", {"이름", "시간"}),
    ("캘린더 만들지 말아줘. 레시피 목록: 이름, 시간", "calendar", {"이름", "시간"}),
    ("보드 보기는 넣지 말아줘. 비품 목록: 품명, 수량", "board", {"품명", "수량"}),
]


@pytest.mark.parametrize(("wish", "view", "columns"), VIEWS)
async def test_a_view_that_is_turned_down_is_nowhere(wish: str, view: str, columns: set[str]):
    blueprint = (await designed(wish)).blueprint

    assert view not in {one.type for home in blueprint.databases for one in home.views}
    assert columns <= {p.name for home in blueprint.databases for p in home.properties}
    assert not blueprint.title.startswith(("Don", "Do not", "カレンダー", "ボード"))


@pytest.mark.parametrize(
    "wish",
    [
        "No sample rows please. Guest list: name, phone",
        "샘플은 넣지 마세요. 회원 명부: 이름, 전화번호",
        "サンプルは入れなくていいです。会員名簿：名前、電話",
    ],
)
async def test_samples_that_are_turned_down_are_not_put_in(wish: str):
    (home,) = (await designed(wish)).blueprint.databases

    assert home.rows == []


@pytest.mark.parametrize(
    ("wish", "column"),
    [
        ("I don't want to forget birthdays. List: name, birthday", "Birthday"),
        ("Never miss a bill. List: bill, due date", "Due date"),
    ],
)
async def test_what_is_not_to_be_forgotten_is_kept(wish: str, column: str):
    (home,) = (await designed(wish)).blueprint.databases

    assert column in {one.name for one in home.properties}
