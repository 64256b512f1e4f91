"""What a person names is in the design to the letter, in Korean, English and Japanese."""

import pytest

from tests.agent.embedded_planner import designed
from tests.agent.wishes import Wish, assert_obeyed

WISHES = [
    Wish("프로젝트 관리 대시보드 만들어줘", skill="project", language="ko", count=2),
    Wish("Build me a project board for my team", skill="project", language="en"),
    Wish("プロジェクト管理ダッシュボードを作って", skill="project", language="ja"),
    Wish("습관 트래커 만들어줘", skill="habit", language="ko"),
    Wish("고객 관리 CRM이 필요해요", skill="crm", language="ko"),
    Wish("Please make a CRM", skill="crm", language="en"),
    Wish("読書記録を作りたい", skill="reading", language="ja"),
    Wish("가계부 만들어줄래?", skill="budget", language="ko"),
    Wish("신혼여행 계획 세워줘", skill="travel", language="ko"),
    Wish("회의록 정리할 공간 만들어줘", skill="meeting", language="ko"),
    Wish("토익 공부 계획 만들어줘", skill="study", language="ko"),
    Wish("습관 말고 독서 기록 만들어줘", skill="reading"),
    Wish("CRM in Japanese please", skill="crm", language="ja"),
    Wish("독서 기록을 영어로 만들어줘", skill="reading", language="en"),
    Wish("顧客管理を英語で作って", skill="crm", language="en"),
    Wish("프로젝트 dashboard 만들어줘", skill="project", language="ko"),
    # More samples of books than of publishers.
    Wish("독서 기록 만들어줘, 출판사 칸도 꼭 있어야 해", types={"출판사": "rich_text"}),
    Wish("Make a reading log with a publisher field", skill="reading"),
    # Counts.
    Wish("DB 3개로 프로젝트 관리 만들어줘", skill="project", count=3),
    Wish("5개 DB + 하위 페이지 10개 대시보드", count=5, sub_page_count=10),
    Wish("회의록 DB 하나만 만들어줘", skill="meeting", count=1),
    Wish("A meeting hub with six databases", skill="meeting", count=6),
    Wish("データベース4つの顧客管理を作って", skill="crm", count=4),
    Wish("프로젝트 관리, 데이터베이스 두 개, 하위 페이지 세 개", count=2, sub_page_count=3),
    Wish("project tracker with 12 sub-pages", skill="project", sub_page_count=12),
    Wish("サブページ5つの旅行計画を作って", skill="travel", sub_page_count=5),
    Wish("독서 기록, 샘플 3개", skill="reading", rows=3),
    Wish("가계부 만들어줘, 샘플 데이터 20건씩", skill="budget", rows=20),
    Wish("a habit tracker with 20 rows", skill="habit", rows=20),
    Wish("旅行計画を作って、サンプルは3件", skill="travel", rows=3),
    Wish("독서 기록 만들어줘, 샘플 없이", skill="reading", rows=0),
    Wish("reading list, no sample data", skill="reading", rows=0),
    Wish("CRMを作って、サンプルなしで", skill="crm", rows=0),
    Wish("project tracker with 0 sample rows", skill="project", rows=0),
    # Named databases.
    Wish("'고객', '딜', '활동' 데이터베이스로 CRM 만들어줘", databases=["고객", "딜", "활동"]),
    Wish("databases: Clients, Deals and Invoices", databases=["Clients", "Deals", "Invoices"]),
    Wish("고객 DB와 계약 DB 만들어줘", databases=["고객", "계약"]),
    Wish("顧客と契約のデータベースを作って", databases=["顧客", "契約"]),
    Wish(
        "Plan a wedding with Guests, Vendors and Budget databases",
        skill="wedding",
        databases=["Guests", "Vendors", "Budget"],
    ),
    Wish(
        "Make a CRM with 3 databases: Clients (Name, Email), Deals (Title, Amount), Notes",
        databases=["Clients", "Deals", "Notes"],
        properties=["Name", "Email"],
        types={"Amount": "number"},
    ),
    Wish(
        "고객 DB에는 이름, 이메일, 전화번호, 계약 DB에는 계약명, 금액, 날짜",
        databases=["고객", "계약"],
        types={"이메일": "email", "전화번호": "phone_number", "금액": "number", "날짜": "date"},
    ),
    Wish("프로젝트 관리 만들고 예산 DB도 추가해줘", databases=["작업", "프로젝트", "예산"]),
    # Named properties.
    Wish(
        "프로젝트 관리, 속성은 이름, 상태(예정/진행/완료), 마감일(날짜), 예산(숫자)으로 해줘",
        properties=["이름", "상태", "마감일", "예산"],
        types={"이름": "title", "상태": "status", "마감일": "date", "예산": "number"},
        options={"상태": ["예정", "진행", "완료"]},
    ),
    Wish(
        "project tracker with properties Title, Priority (High, Medium, Low), Due date",
        properties=["Title", "Priority", "Due date"],
        options={"Priority": ["High", "Medium", "Low"]},
    ),
    Wish(
        "タスク管理を作って。プロパティは名前、ステータス(未着手/進行中/完了)、期限(日付)、"
        "予算(数値)",
        properties=["名前", "ステータス", "期限", "予算"],
        options={"ステータス": ["未着手", "進行中", "完了"]},
    ),
    Wish("독서 기록에 '추천인' 속성 추가해서 만들어줘", "reading", types={"추천인": "rich_text"}),
    Wish("a project list with a 'Score' number property", "project", types={"Score": "number"}),
    Wish("프로젝트 관리, '난이도' select 속성 포함", "project", types={"난이도": "select"}),
    Wish(
        "와인 시음 노트 DB 만들어줘, 속성은 이름, 산지, 빈티지(숫자), 평점(1-5), 시음일",
        title="와인 시음 노트",
        databases=["와인 시음 노트"],
        properties=["이름", "산지", "빈티지", "평점", "시음일"],
        types={"빈티지": "number", "평점": "select", "시음일": "date"},
    ),
    Wish(
        "a database of my vinyl records with artist, year, rating",
        title="Vinyl records",
        types={"Artist": "rich_text", "Year": "number", "Rating": "select"},
        rows=7,
    ),
    Wish(
        "비품 DB 만들어줘, 속성: 품명, 수량, 가격, 구매일, 구매 링크, 담당자, 점검 여부, 문의 "
        "이메일",
        properties=[
            "품명", "수량", "가격", "구매일", "구매 링크", "담당자", "점검 여부", "문의 이메일",
        ],
        types={
            "가격": "number", "구매일": "date", "구매 링크": "url", "담당자": "people",
            "점검 여부": "checkbox", "문의 이메일": "email",
        },
    ),
    Wish(
        "재고 관리 DB. 품목명, 수량(숫자), 단가(원), 입고일(날짜), 거래처(관계: 거래처)",
        properties=["품목명", "수량", "단가", "입고일", "거래처"],
        types={"단가": "number", "거래처": "relation"},
        skill="inventory",
        count=2,
    ),
    Wish(
        "a content calendar for my blog with statuses Idea, Draft, Published",
        options={"Status": ["Idea", "Draft", "Published"]},
        views={"calendar"},
    ),
    Wish(
        "make a bug tracker with severity (critical, major, minor) and a board view",
        options={"Severity": ["critical", "major", "minor"]},
        views={"board"},
    ),
    Wish(
        "팀 프로젝트 대시보드. 데이터베이스는 프로젝트, 작업, 팀원 3개로 하고, 작업에는 "
        "우선순위(높음/중간/낮음)와 "
        "마감일을 넣어줘. 칸반 보드와 캘린더 뷰도 필요해.",
        skill="project",
        databases=["프로젝트", "작업", "팀원"],
        options={"우선순위": ["높음", "중간", "낮음"]},
        views={"board", "calendar"},
    ),
    Wish(
        "영업팀용 CRM. 고객사, 담당자, 딜, 활동 기록 DB를 만들고 고객사와 딜을 연결해줘. 고객사별 "
        "딜 금액 합계도.",
        skill="crm",
        databases=["고객사", "담당자", "딜", "활동 기록"],
        types={"딜 금액 합계": "rollup"},
    ),
    Wish(
        "create a database called Wines with properties Name, Vintage (number), Tasted on (date)",
        title="Wines",
        databases=["Wines"],
        properties=["Name", "Vintage", "Tasted on"],
    ),
    Wish(
        "映画の感想データベースを作って。プロパティはタイトル、監督、評価、鑑賞日",
        title="映画の感想",
        properties=["タイトル", "監督", "評価", "鑑賞日"],
    ),
    Wish("OKR 대시보드 만들어줘", skill="okr", databases=["핵심 결과", "목표", "주간 점검"]),
    # Views.
    Wish("독서 기록, 캘린더 뷰로 만들어줘", skill="reading", views={"calendar"}),
    Wish("CRM with board and calendar only", views={"board"}, no_views={"table", "list"}),
    Wish("회의록, 갤러리로", skill="meeting", views={"gallery"}),
    Wish("読書記録、タイムラインビュー付き", skill="reading", views={"timeline"}),
    Wish("budget tracker with a chart view", skill="budget", views={"chart"}),
    Wish("프로젝트 관리 만들어줘, 캘린더는 빼고", skill="project", no_views={"calendar"}),
    Wish("a project tracker without the calendar", skill="project", no_views={"calendar"}),
    Wish("プロジェクト管理、カレンダーなしで", skill="project", no_views={"calendar"}),
    # Looks.
    Wish("프로젝트 관리, 제목은 '2027 목표'로 해줘", title="2027 목표"),
    Wish('a project hub called "Apollo"', skill="project", title="Apollo"),
    Wish("タイトルは「春の旅」で旅行計画を作って", skill="travel", title="春の旅"),
    Wish("습관 트래커 파란색으로, 아이콘은 🏃", skill="habit", color="blue", icon="🏃"),
    Wish("a habit tracker in green", skill="habit", color="green"),
    Wish("家計簿をピンク色で作って", skill="budget", color="pink"),
    Wish("간단하게 회의록 만들어줘", skill="meeting", complexity="simple", count=1),
    Wish("아주 자세한 프로젝트 관리 만들어줘", skill="project", complexity="advanced"),
    Wish("an advanced CRM", skill="crm", complexity="advanced"),
    # Sub-pages.
    Wish("회의록 만들어줘, 하위 페이지: 규칙, 회고", sub_pages=["규칙", "회고"]),
    Wish("a CRM with sub-pages: Rules, Retro", sub_pages=["Rules", "Retro"]),
    Wish("여행 계획, 하위 페이지 3개: 숙소, 맛집, 준비물", sub_pages=["숙소", "맛집", "준비물"]),
    Wish("project hub with no sub-pages", sub_pages=[]),
    # Figures and links.
    Wish(
        "프로젝트 관리 만들어줘, 프로젝트별 예산 합계도",
        types={"예산": "number", "예산 합계": "rollup"},
    ),
    Wish("CRM 만들어줘 고객과 상품을 연결해줘", skill="crm", count=4),
    Wish("project tracker, link tasks to projects", skill="project", count=2),
]  # fmt: skip


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.text)
async def test_a_wish_is_designed_as_it_was_said(wish: Wish):
    assert_obeyed(wish, await designed(wish.text))


async def test_there_are_sixty_wishes_in_three_languages():
    assert len(WISHES) >= 60


async def test_a_named_database_is_linked_to_the_main_one_and_has_rows():
    design = await designed("고객 DB와 계약 DB와 쿠폰 DB 만들어줘")
    coupons = design.blueprint.databases[2]
    links = [p for p in coupons.properties if p.type == "relation"]

    assert [link.target for link in links] == [design.blueprint.databases[0].key]
    assert all(row.values[links[0].name] for row in coupons.rows)


async def test_amounts_are_in_the_currency_of_the_language_unless_said_otherwise():
    def formats(design):
        databases = design.blueprint.databases
        return {p.format for d in databases for p in d.properties if p.type == "number"}

    assert "won" in formats(await designed("가계부 만들어줘"))
    assert "dollar" in formats(await designed("Make a household budget"))
    assert "yen" in formats(await designed("家計簿を作って"))
    assert "euro" in formats(await designed("Make a household budget in euros"))


async def test_rows_beyond_the_pattern_have_titles_of_their_own_and_later_dates():
    database = (await designed("a project tracker with 40 rows")).blueprint.databases[0]
    titles = [row.values[database.title_property] for row in database.rows]
    dates = [row.values["Due"] for row in database.rows if "Due" in row.values]

    assert len(set(titles)) == 40
    assert len(set(dates)) > 10


async def test_the_introduction_counts_what_is_there():
    design = await designed("회의록 DB 하나만 만들어줘, 샘플 3개")

    assert "데이터베이스 1개(회의)" in design.introduction
    assert "샘플 3건" in design.introduction


async def test_who_lists_the_columns_of_one_table_gets_no_other_beside_it():
    design = await designed("프로젝트 관리, 속성은 이름, 상태, 마감일")
    [tasks] = design.blueprint.databases

    assert [p.name for p in tasks.properties] == ["이름", "상태", "마감일"]


async def test_a_text_that_speaks_of_a_removed_view_goes_with_it():
    with_view = await designed("프로젝트 관리 만들어줘")
    without = await designed("프로젝트 관리 만들어줘, '남은 일' 뷰는 빼줘")

    assert "‘남은 일’" in with_view.blueprint.model_dump_json()
    assert "‘남은 일’" not in without.blueprint.model_dump_json()
