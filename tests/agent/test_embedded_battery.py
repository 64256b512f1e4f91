"""Wishes as people really type them: run together, without punctuation, four demands at once."""

import pytest

from tests.agent.embedded_planner import TODAY, Designed, designed, understood, with_encoder
from tests.agent.embedded_planner import revised as revise
from tests.agent.wishes import Wish, assert_obeyed

WISHES = [
    # Lists with nothing but a noun before them, or nothing but spaces inside.
    Wish(
        "Reading log with databases Books and Authors, calendar view",
        skill="reading",
        databases=["Books", "Authors"],
        views={"calendar"},
    ),
    Wish(
        "a CRM with databases Clients, Deals & Invoices and 10 sample rows each",
        databases=["Clients", "Deals", "Invoices"],
        rows=10,
    ),
    Wish(
        "create a garden planner with beds, plants and harvests databases",
        title="Garden planner",
        databases=["Beds", "Plants", "Harvests"],
    ),
    Wish("CRM인데 DB는 고객 계약 미팅 세개로", databases=["고객", "계약", "미팅"]),
    Wish("고객이랑 계약이랑 미팅 디비 만들어줄래?", databases=["고객", "계약", "미팅"]),
    Wish("読書記録を作って、データベースは本と著者", databases=["本", "著者"]),
    Wish(
        "プロジェクト管理。データベースは「案件」「タスク」の2つ、タスクには優先度(高/中/低)を入れて",
        databases=["案件", "タスク"],
        options={"優先度": ["高", "中", "低"]},
    ),
    Wish("travel planner with sub-pages Hotels, Food and Packing", "travel",
         sub_pages=["Hotels", "Food", "Packing"]),
    Wish("결혼준비 만들어줘 하위페이지 식장, 드레스, 신혼여행",
         skill="wedding", sub_pages=["식장", "드레스", "신혼여행"]),
    Wish("하위 페이지는 회의록, 규칙, 자료실로 해서 프로젝트 관리 만들어줘", "project",
         sub_pages=["회의록", "규칙", "자료실"]),
    Wish("旅行計画、サブページは宿、グルメ、持ち物", sub_pages=["宿", "グルメ", "持ち物"]),
    Wish("Simple to-do list with priority and due date, no sub pages", complexity="simple",
         sub_pages=[], types={"Priority": "select", "Due date": "date"}),
    # Counts side by side.
    Wish("프로젝트 관리 고급으로 DB 4개 하위페이지 5개 파란색", complexity="advanced", count=4,
         sub_page_count=5, color="blue"),
    Wish("make a CRM for my bakery with customers, orders and products databases, green, 6 rows "
         "each", databases=["Customers", "Orders", "Products"], color="green", rows=6),
    # Properties.
    Wish("논문 정리 만들어줘 속성 제목, 저자, 연도, 키워드(다중선택), 링크", title="논문",
         properties=["제목", "저자", "연도", "키워드", "링크"], types={"키워드": "multi_select"}),
    Wish("거래처관리 디비 필요해요 속성은 거래처명 담당자 연락처 이메일", "crm",
         properties=["거래처명", "담당자", "연락처", "이메일"]),
    Wish("영화 리뷰 DB 하나 만들어주세요! 감독, 장르, 별점, 본 날짜 넣어주세요",
         types={"감독": "rich_text", "별점": "select", "본 날짜": "date"}, count=1),
    Wish("다이어트 기록 만들고 싶어 체중, 칼로리, 운동시간 적을 수 있게", title="다이어트",
         types={"체중": "number", "칼로리": "number", "운동시간": "number"}),
    Wish("반려견 산책 일지 만들어줘 (날짜, 거리(숫자), 컨디션(좋음/보통/나쁨))",
         types={"날짜": "date", "거리": "number"}, options={"컨디션": ["좋음", "보통", "나쁨"]}),
    Wish("프로젝트 관리 만들어줘. 작업 DB에는 이름, 상태, 마감일 속성만 있으면 돼",
         properties=["이름", "상태", "마감일"]),
    Wish("DB 2개(고객, 주문), 주문에는 금액(원)과 주문일, 뷰는 보드랑 캘린더, 파란색, 샘플 8개",
         databases=["고객", "주문"], types={"금액": "number", "주문일": "date"},
         views={"board", "calendar"}, color="blue", rows=8),
    Wish("equipment inventory with fields Item, Serial number, Purchase price ($), Warranty until "
         "(date), In use (yes/no)",
         types={"Serial number": "rich_text", "Warranty until": "date", "In use": "checkbox"}),
    Wish("Podcast production with databases: Episodes, Guests. Episodes need a status (Idea, "
         "Booked, Recorded) and a release date.", title="Podcast production",
         options={"Status": ["Idea", "Booked", "Recorded"]}, types={"Release date": "date"}),
    Wish("レシピ管理、タグ(時短/和食/洋食)、調理時間(数値)、評価", title="レシピ",
         types={"タグ": "multi_select", "調理時間": "number", "評価": "select"}),
    Wish("プロパティは日付、場所、費用(数値)、満足度の旅行記録", skill="travel",
         types={"費用": "number", "満足度": "select"}),
    # What a list lies closest to is the database that it describes.
    Wish("여행 준비물 체크리스트 만들어줘, 챙김(체크박스), 수량(숫자), 가방(캐리어/배낭)", "travel",
         options={"가방": ["캐리어", "배낭"]}),
    # Options, their order and their colours.
    Wish("프로젝트 관리, 상태 옵션은 대기(회색), 진행중(파란색), 완료(빨간색)", color="blue",
         options={"상태": ["대기", "진행중", "완료"]}, colors={"대기": "gray", "완료": "red"}),
    Wish("Project tracker; status options To do (gray), Doing (pink), Done (green)",
         colors={"To do": "gray", "Doing": "pink", "Done": "green"}),
    Wish("프로젝트 관리인데 우선순위(긴급,높음,보통,낮음) 넣어줘",
         options={"우선순위": ["긴급", "높음", "보통", "낮음"]}, colors={"긴급": "red"}),
    Wish("project tracker with a priority select with options P0, P1, P2",
         options={"Priority": ["P0", "P1", "P2"]}),
    Wish("팀 할일 보드 만들어줘 상태는 대기/진행/완료 3개로",
         options={"상태": ["대기", "진행", "완료"]}),
    Wish("Job applications with statuses Applied, Interview, Offer, Rejected",
         colors={"Applied": "gray", "Rejected": "red"}),
    # A theme recolours what the person left open, never what they named.
    Wish("빨간색 프로젝트 관리, 우선순위는 급함(빨간색), 나중(파란색)", color="red",
         colors={"급함": "red", "나중": "blue"}),
    # Views.
    Wish("독서 기록 만들어줘 캘린더뷰만", skill="reading", only_views={"calendar"}),
    Wish("Task board with just a board view", only_views={"board"}),
    Wish("サンプル15件のレシピ集、ギャラリービューのみ", only_views={"gallery"}, rows=15),
    # Titles: in quotes exactly, whatever is in them.
    Wish("give me a reading tracker titled ‘Mira’s shelf’ in japanese", language="ja",
         title="Mira’s shelf"),
    Wish("タイトルは『私の本棚！』で読書記録、アイコンは🌙", title="私の本棚！", icon="🌙"),
    Wish("나만의 위키 만들어줘", title="나만의 위키"),
    Wish("고양이 두 마리 건강 기록 만들어줘", title="고양이 두 마리 건강"),
    Wish("회의록 DB 이름은 '주간회의'로 해줘", databases=["주간회의", "후속 조치"]),
    # A word inside an option or a sub-page is not the subject.
    Wish("부동산 매물 관리 만들어줘 속성은 주소, 가격, 상태(검토중/계약/보류)",
         title="부동산 매물"),
    Wish("釣り日記つくって", title="釣り日記"),
    # Words that lean on a name, and names that only look as if one did.
    Wish("우리 팀 OKR 관리 DB는 목표랑 핵심결과 둘", databases=["목표", "핵심결과"]),
    Wish("유학 준비 체크리스트 좀 만들어주실 수 있나요?", title="유학 준비 체크리스트"),
    Wish("주식 매매일지 만들어줘 종목, 매수가, 매도가, 수익률(퍼센트), 매매일",
         title="주식 매매일지", types={"종목": "title", "매수가": "number", "매매일": "date"}),
    Wish("독서기록 만들어줘 책 db에 번역가 속성 추가하고 작가 db도 추가, 샘플은 5개씩", rows=5,
         databases=["책", "독서 노트", "이달의 독서", "작가"], types={"번역가": "rich_text"}),
    Wish("会議の議事録と、アクションのDBを作って", databases=["会議の議事録", "アクション"]),
]  # fmt: skip


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.text)
async def test_a_wish_as_people_type_it_is_obeyed(wish: Wish):
    assert_obeyed(wish, await designed(wish.text, planner=with_encoder()))


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.text)
async def test_the_same_wish_twice_gives_the_same_design_and_words(wish: Wish):
    one = await designed(wish.text, planner=with_encoder())
    other = await designed(wish.text, planner=with_encoder())

    assert (one.blueprint, one.introduction) == (other.blueprint, other.introduction)


@pytest.mark.parametrize("text", ["what is a database?", "ノーションって何?", "노션이 뭐야?"])
async def test_a_question_about_a_word_is_no_wish(text: str):
    assert (await understood(text)).kind == "answer"


async def revised(wish: str, *feedback: str) -> Designed:
    return await revise(await designed(wish), *feedback)


def options(proposal: Designed, name: str) -> dict[str, str]:
    properties = (p for d in proposal.blueprint.databases for p in d.properties if p.name == name)
    return {option.name: option.color for option in next(properties).options}


SINGLE_OPTIONS = [
    ("프로젝트 관리 만들어줘", "상태",
     ["상태에 '보류' 옵션 추가해줘", "상태의 '보류' 옵션을 빨간색으로"],
     {"보류": "red"}, set()),
    ("프로젝트 관리 만들어줘", "상태", ["상태에 보류 추가", "시작 전 옵션 이름을 예정으로 바꿔줘"],
     {"예정": "gray", "보류": "orange"}, {"시작 전"}),
    ("Project tracker", "Status", ["add an option 'Blocked' to status", "make Blocked red"],
     {"Blocked": "red"}, set()),
    ("Project tracker", "Status", ["rename the option Done to Shipped"],
     {"Shipped": "green"}, {"Done"}),
    ("Project tracker", "Status", ["add a Blocked option to Status", "remove the Blocked option"],
     {"Done": "green"}, {"Blocked"}),
    ("プロジェクト管理を作って", "ステータス", ["「保留」をステータスに追加"],
     {"保留": "orange"}, set()),
    ("읽을 책 목록 만들어줘", "분야", ["분야 옵션에 SF 추가"], {"SF": "blue"}, set()),
    ("프로젝트 관리 만들어줘", "우선순위", ["우선순위를 상/중/하로 바꿔줘"],
     {"상": "red", "하": "gray"}, {"높음"}),
]  # fmt: skip


@pytest.mark.parametrize(("wish", "name", "said", "there", "gone"), SINGLE_OPTIONS)
async def test_feedback_changes_single_options(wish, name, said, there, gone):
    found = options(await revised(wish, *said), name)

    assert there.items() <= found.items()
    assert not gone & found.keys()


async def test_an_option_joins_a_status_before_the_ones_that_end_it():
    proposal = await revised("프로젝트 관리 만들어줘", "상태에 '보류' 옵션 추가해줘")

    assert list(options(proposal, "상태"))[-2:] == ["보류", "완료"]


async def test_more_of_something_is_counted_from_what_is_there():
    before = await revised("가계부 만들어줘")
    after = await revised("가계부 만들어줘", "하위페이지 2개 추가", "add 1 more sub-page")

    assert len(after.blueprint.sub_pages) == len(before.blueprint.sub_pages) + 3


async def test_a_database_is_renamed_and_the_title_stays():
    proposal = await revised("CRM 만들어줘", "고객 DB 이름을 거래처로 변경")

    assert proposal.blueprint.databases[0].title == "거래처"
    assert proposal.blueprint.title == "고객 관리"


async def test_a_property_goes_to_the_database_that_was_named():
    proposal = await revised("독서 기록 만들어줘", "작가 DB도 추가해줘", "작가에 국적 속성 추가")
    authors = proposal.blueprint.databases[-1]

    assert "국적" in [p.name for p in authors.properties]
    assert len(authors.properties) > 3


@pytest.mark.parametrize(
    ("wish", "said", "name", "type_"),
    [
        ("프로젝트 관리", "담당자를 다중선택으로 바꿔줘", "담당자", "multi_select"),
        ("Project tracker", "change Area to a number", "Area", "number"),
    ],
)
async def test_a_property_takes_the_type_that_is_said(wish: str, said: str, name: str, type_: str):
    properties = (await revised(wish, said)).blueprint.databases[0].properties

    assert [p.type for p in properties if p.name == name] == [type_]


async def test_too_complex_means_simpler():
    assert (await revised("독서 기록", "너무 복잡해")).blueprint.complexity == "simple"


async def test_a_workspace_without_databases_can_still_be_talked_about():
    removed = ("작업 DB 삭제하고 프로젝트 DB도 삭제", "속성 '점수' 추가")
    proposal = await revised("프로젝트 관리 만들어줘", *removed)

    assert proposal.blueprint.databases == []


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ("샘플 300개 가계부", "샘플은 데이터베이스마다 100건까지"),
        ("project tracker with 50 databases", "at most 20 databases"),
        ("プロジェクト管理、サブページ90個", "サブページは一度に50個まで"),
    ],
)
async def test_a_count_cut_at_its_limit_is_said(wish: str, told: str):
    assert told in (await designed(wish)).introduction


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("가계부 파란색으로", "말씀하신 대로 파란색을 반영했어요."),
        ("가계부, 샘플 없이", "샘플은 넣지 않았어요."),
        (
            "프로젝트 관리 ステータスは未着手、完了 日本語で",
            "です。ご希望どおり、プロパティ「ステータス」",
        ),
        ("project tracker in green with a timeline view", "As you asked: a timeline view, green."),
    ],
)
async def test_an_introduction_reads_as_a_person_would_write_it(wish: str, said: str):
    assert said in (await designed(wish)).introduction


@pytest.mark.parametrize(
    "wish",
    [
        "신입사원 온보딩 만들어줘",
        "우표 수집 정리해줘",
        "별자리 관측 기록 만들어줘",
        "Track my stargazing nights",
        "make a sneakers collection database",
        "ワインセラーの管理を作って",
        "切手の収集の記録を作って",
    ],
)
async def test_rows_of_an_unknown_domain_are_whole_records_or_none(wish: str):
    design = await designed(wish, planner=with_encoder())
    database = design.blueprint.databases[0]
    titles = [str(row.values[database.title_property]) for row in database.rows]

    assert len(set(titles)) in (0, 5)
    assert not any(title[-1].isdigit() for title in titles)
    assert all(len(row.values) > 1 for row in database.rows)


async def test_twenty_people_have_twenty_names():
    database = (await designed("동아리 회원 관리 만들어줘, 샘플 20개")).blueprint.databases[0]
    names = [str(row.values[database.title_property]) for row in database.rows]

    assert len(set(names)) == 20
    assert all(len(name) == 3 for name in names)


async def test_what_is_finished_never_gets_a_later_day():
    design = await designed("project tracker with 40 rows")
    tasks = design.blueprint.databases[0]
    finished = [row.values["Finished on"] for row in tasks.rows if row.values.get("Finished on")]

    assert finished
    assert all(str(day) <= TODAY.isoformat() for day in finished)


async def test_a_quoted_name_keeps_every_character():
    design = await designed('제목은 "봄 ‘학기’, 2027!"로 공부 계획')

    assert design.blueprint.title == "봄 ‘학기’, 2027!"
