"""Questions about a page are answered from what stands on it, and change nothing."""

from datetime import date

import pytest

from agent.planner.embedded.changing.inquiry import answered
from agent.planner.embedded.changing.proposal import propose
from agent.planner.seam import NothingYet, Said
from tests.agent.embedded_planner import by_words
from tests.support.told import page

TODAY = date(2026, 11, 28)


def told(name: str, text: str) -> str | None:
    structure, language = page(name)
    return answered(structure, text, language, TODAY)


@pytest.mark.parametrize(
    ("name", "text", "answer"),
    [
        ("members", "어떤 속성이 있어?", "회원의 속성은 4개예요"),
        ("members", "회원이 몇 명이야?", "3건이에요: 박도윤, 이서연, 최민호"),
        ("project", "상태에 뭐뭐 있어?", "시작 전, 진행 중, 대기, 완료"),
        ("project", "마감 지난 작업 있어?", "1건이에요: 메인 화면 퍼블리싱"),
        ("agency", "how many deals are there?", "Deals (3)"),
        ("agency", "which deals are in proposal?", "(1): Rebrand"),
        ("agency", "what's the total value of deals?", "23,500"),
        ("agency", "what stage is Rebrand in?", "Stage of Rebrand: Proposal"),
        ("agency", "what's on this page?", "Databases (3)"),
        ("invoices", "how much is unpaid?", "Amount: €1,500.00 (over 2 entries)"),
        ("invoices", "how much is paid?", "Amount: €80.00 (over 1"),
        ("invoices", "which invoices are overdue?", "(1): Acme"),
        ("invoices", "show overdue invoices", "(1): Acme"),
        ("invoices", "list unpaid invoices", "(2): Acme, Globex"),
        ("invoices", "average amount?", "Average Amount: €526.66"),
        ("project", "완료되지 않은 작업 보여줘", "3건이에요"),
        ("reading", "読了の本は？", "2件です：こころ"),
        ("reading", "こころの著者は誰？", "こころの著者：夏目漱石"),
        ("choir_en", "has Nora paid?", "Dues paid of Nora Feld: no"),
        ("choir_en", "is Petra coming to the concert?", "Concert of Petra Lund: No reply"),
        ("workshop_ko", "도마 입금됐나요", "호두나무 도마의 입금: 아니요"),
        ("workshop_ko", "오일 몇 병 남았어?", "천연 오일의 수량: 5"),
        ("workshop_ko", "도마 얼마였지?", "호두나무 도마의 금액"),
        ("seminar_ja", "大谷さん会費払ったかな", "大谷ゆきの会費納入：いいえ"),
        ("seminar_ja", "統計入門の発表いつだっけ", "統計入門の発表日：2026年12月15日"),
        ("loans_en", "what did Ann borrow?", "(1): Dune"),
        ("loans_en", "how many books are on loan?", "(1): Emma"),
        ("loans_en", "is anything due today?", "No entry in Loans fits."),
        ("loans_en", "what was due on November 10?", "(1): Emma"),
        ("equip_ja", "いま貸出中の備品は何件ありますか？", "1件です：プロジェクター"),
        ("equip_ja", "ノートPCを借りているのは誰？", "ノートPCの借りている人：佐藤"),
        ("project", "다음 마감은 언제야?", "앱 알림 문구 다듬기의 마감일: 2026년 12월 1일"),
        ("invoices", "what's next?", "Due of Globex: December 24, 2026"),
        ("invoices", "how many invoices are left?", "(2): Acme, Globex"),
        ("invoices", "which invoice is the most expensive?", "Amount of Acme: €1,200.00"),
        ("seminar_ja", "次の発表はいつ？", "方言調査の発表日：2026年12月8日"),
        ("equip_ja", "備品はあと何件残ってる？", "1件です：プロジェクター"),
        ("equip_ja", "期限が切れているものはある？", "備品に当てはまる項目はありません"),
        ("invoices", "Who has not paid?", "(2): Acme, Globex"),
        ("seminar_ja", "まだ払っていない人は?", "2件です："),
        ("equip_ja", "プロジェクターの返却予定日はいつ？", "2026年12月8日"),
        ("reading", "今どんなプロパティがある？", "読書記録のプロパティは4個"),
    ],
)
def test_what_stands_on_the_page_is_told(name: str, text: str, answer: str):
    assert answer in (told(name, text) or "")


def nothing_changed(name: str, text: str) -> str:
    structure, language = page(name)
    found = propose(structure, [text], language, TODAY)
    assert list(found.changes) == []
    return found.introduction


def test_a_question_that_the_page_does_not_answer_is_told_so():
    assert "does not answer" in nothing_changed("agency", "when was this page edited last?")


@pytest.mark.parametrize("text", ["can you add a phone column to contacts?", "calendar of deals?"])
def test_a_wish_with_a_question_mark_is_no_question(text: str):
    assert told("agency", text) is None


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("project", "마감 하루 전에 알림 보내줘", "알림은"),
        ("project", "작업에 버튼 추가해줘", "버튼은"),
        ("members", "단톡방에 공지 보내줘", "메시지"),
        ("agency", "text me whenever a deal closes", "sends no messages"),
        ("reading", "読みたい本を自動注文して", "自動化"),
    ],
)
def test_what_no_change_brings_about_is_told_by_name(name: str, text: str, why: str):
    introduction = nothing_changed(name, text)
    assert why in introduction
    assert text.rstrip("。") in introduction


def test_a_row_may_be_called_like_what_cannot_be_done():
    structure, language = page("project")
    found = propose(structure, ["작업에 '알림 문구 검토' 추가해줘"], language, TODAY)
    assert [change.action for change in found.changes] == ["add_rows"]


def test_a_question_leaves_the_changes_that_wait():
    structure, language = page("agency")
    wish = "add a phone column to contacts"
    found = propose(structure, [wish, "how many deals are there?"], language, TODAY)
    assert [change.action for change in found.changes] == ["add_property"]
    assert "Deals (3)" in found.introduction


@pytest.mark.parametrize("text", ["make it better", "change it"])
def test_what_says_neither_what_nor_how_is_asked_about(text: str):
    structure, language = page("agency")
    question = propose(structure, [text], language, TODAY).question
    assert question is not None
    assert "What should change" in question.content


def test_what_is_not_there_is_told_by_its_name():
    structure, language = page("agency")
    found = propose(structure, ["get rid of the warehouse column"], language, TODAY)
    assert found.question is not None
    assert "no property “warehouse”" in found.question.content


@pytest.mark.parametrize(
    "text", ["이 페이지 제목을 '예약'으로 바꿔줘", "페이지 이름을 '예약'으로 바꿔줘"]
)
def test_the_page_is_no_number_of_pages(text: str):
    structure, language = page("stock")
    (change,) = propose(structure, [text], language, TODAY).changes
    assert change.model_dump(exclude_none=True) == {"action": "rename", "to": "예약"}


@pytest.mark.parametrize(
    "text",
    [
        "show overdue tasks", "list tasks due this week", "완료되지 않은 작업 보여줘",
        "一番評価が高い本は？", "期限切れのタスクは？", "一番高い支出は？", "평균 금액은?",
    ],
)  # fmt: skip
async def test_a_question_where_there_is_a_page_makes_no_other_one(text: str):
    heard = await by_words().understand(Said(text, TODAY), NothingYet("Tasks"))
    assert heard.kind == "modify"


@pytest.mark.parametrize("text", ["workout tracker", "책 목록", "workout tracker?"])
async def test_the_name_of_a_place_to_keep_things_in_is_a_wish_for_one(text: str):
    heard = await by_words().understand(Said(text, TODAY), NothingYet("Tasks"))
    assert heard.kind == "create"
