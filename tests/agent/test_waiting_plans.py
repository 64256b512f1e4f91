"""Feedback on a plan that waits, as ordinary people type it: what it changes, and nothing else."""

import pytest

from tests.agent.embedded_planner import Designed, designed, revised, with_encoder

LANDLORD = (
    "I'm a landlord with 4 apartments. I want tenants, rent payments and repairs in one place"
)
BAKERY = "I run a small bakery, want to manage orders, suppliers and ingredients"
STUDIO = "필라테스 스튜디오: 회원, 수업, 수강권 결제"
THESIS = "석사 논문 쓰는데 챕터별 진행상황이랑 교수님 미팅이랑 참고문헌 정리하고 싶어"
PARENTS = "PTAの役員で、行事・当番・会費集金を管理したい"


def _columns(design: Designed) -> set[tuple[str, str]]:
    tables = design.blueprint.databases
    return {(table.title, prop.name) for table in tables for prop in table.properties}


async def _after(wish: str, *said: str) -> tuple[Designed, Designed]:
    before = await designed(wish, planner=with_encoder())
    return before, await revised(before, *said, planner=with_encoder())


@pytest.mark.parametrize(
    ("wish", "said", "added"),
    [
        (LANDLORD,
         'also a "paid late" checkbox on rent payments and remove the calendar from repairs',
         {("Rents received", "paid late")}),
        (LANDLORD, "can u add deposit and phone to tenants and a due date for rent payments",
         {("Tenants", "Deposit"), ("Rents received", "Due date")}),
        (LANDLORD, "could ya add nickname and birthday to tenants and a due date for rent payments",
         {("Tenants", "Nickname"), ("Tenants", "Birthday"), ("Rents received", "Due date")}),
        (STUDIO, "회원에 남은횟수랑 전화번호 넣어주고 수업에 강사 추가요",
         {("회원", "남은횟수"), ("수업", "강사")}),
        (THESIS, "챕터에 마감일이랑 진행률도. 미팅은 피드백 내용 적는 칸 필요해",
         {("챕터별 진행상황", "마감일"), ("챕터별 진행상황", "진행률"),
          ("교수님 미팅", "피드백 내용")}),
        (PARENTS, "当番に学年と担当を追加して", {("当番", "学年")}),
        (STUDIO, "회원 생년월일은 됐고 주소만요", {("회원", "주소")}),
        (STUDIO, "회원 생년월일은 됐고 전화번호만요", set()),
        (PARENTS, "当番の生年月日はいいので電話番号だけで", {("当番", "電話番号")}),
    ],
)  # fmt: skip
async def test_what_is_to_be_added_comes_and_all_else_stays(
    wish: str, said: str, added: set[tuple[str, str]]
):
    before, after = await _after(wish, said)

    assert _columns(after) - _columns(before) == added
    assert _columns(before) <= _columns(after)
    assert not after.agreed.unread


@pytest.mark.parametrize(
    ("wish", "said", "there"),
    [(LANDLORD, "add phone number and nickname to tenants", "Phone"),
     (STUDIO, "회원에 전화번호랑 주소 추가해줘", "전화"),
     (PARENTS, "当番に学年と担当を追加して", "担当者")],
)  # fmt: skip
async def test_what_is_there_by_another_word_is_told_to_be_there(wish: str, said: str, there: str):
    _, after = await _after(wish, said)

    assert there in after.introduction


@pytest.mark.parametrize(
    ("wish", "said", "title"),
    [
        (STUDIO, "수업에 강사 추가요. 아 그리고 이름은 '소담 필라테스'로 바꿔줘", "소담 필라테스"),
        (STUDIO, "회원에 주소 추가해줘. 그리고 이름은 '소담 필라테스'로 해줘", "소담 필라테스"),
        (PARENTS, "当番に学年も入れて。あと名前は「さくら小PTA」にしてください", "さくら小PTA"),
        (PARENTS, "会費集金に支払い方法を追加して、名前は「みどり小」でお願いします", "みどり小"),
        (BAKERY, "add a due date to orders. also the name should be 'Sunny Bakery'",
         "Sunny Bakery"),
        (BAKERY, "add an origin to ingredients, a rating to suppliers and call it Sunny Bakery",
         "Sunny Bakery"),
    ],
)  # fmt: skip
async def test_a_name_behind_other_orders_is_the_title_and_the_texts_follow(
    wish: str, said: str, title: str
):
    before, after = await _after(wish, said)

    assert after.blueprint.title == title
    texts = [str(getattr(block, "text", "")) for block in after.blueprint.blocks]
    assert any(title in text for text in texts)
    quoted = [f"“{before.blueprint.title}”", f"‘{before.blueprint.title}’"]
    assert not any(name in text for name in quoted for text in texts)
    assert _columns(before) <= _columns(after)


async def test_a_name_is_a_column_where_the_table_just_spoken_of_has_one_called_so():
    _, after = await _after(STUDIO, "회원에 주소 추가하고 이름은 성함으로 바꿔줘")

    assert ("회원", "성함") in _columns(after)
    assert after.blueprint.title == "필라테스 스튜디오"
