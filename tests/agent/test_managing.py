"""What is to be done to a page as a whole, in the words of three languages."""

import pytest

from agent.planner.managing import read_manage
from agent.planner.seam import Manage

MEANT: dict[str, tuple[str | None, ...]] = {
    "이 페이지에 '잘했어요'라고 댓글 달아줘": ("comment", "잘했어요"),
    '이 페이지에 "최고!"라고 코멘트 남겨주세요': ("comment", "최고!"),
    "댓글 달아줘: 다음 주까지 마무리": ("comment", "다음 주까지 마무리"),
    "댓글 달아줘": ("comment",),
    "이 페이지에 수고했어요라고 댓글 남겨줘": ("comment", "수고했어요"),
    "'가이드' 페이지에 '읽어보세요'라고 댓글 달아줘": ("comment", "읽어보세요", "가이드"),
    "이 페이지 잠가줘": ("lock",),
    "이 페이지를 잠금 설정해 주세요": ("lock",),
    "페이지 편집 못 하게 해줘": ("lock",),
    "'가이드' 페이지 잠가줘": ("lock", None, "가이드"),
    "잠금 풀어줘": ("unlock",),
    "이 페이지 잠금 해제해줘": ("unlock",),
    "이 페이지 보관해줘": ("archive",),
    "이 페이지를 휴지통으로 보내줘": ("archive",),
    "휴지통에서 꺼내줘": ("restore",),
    "이 페이지 복원해줘": ("restore",),
    "이 페이지를 레시피로 저장해줘": ("save_recipe",),
    "'우리 팀 보드'라는 이름으로 레시피로 저장해줘": ("save_recipe", "우리 팀 보드"),
    "이 페이지를 우리 팀 보드라는 이름의 레시피로 저장해줘": ("save_recipe", "우리 팀 보드"),
    'Add a comment saying "great work"': ("comment", "great work"),
    "leave a comment on this page: needs review by Friday": ("comment", "needs review by Friday"),
    "comment: don't forget the budget": ("comment", "don't forget the budget"),
    'Please leave a comment on the "Guide" page saying "read me"': ("comment", "read me", "Guide"),
    "add a comment": ("comment",),
    "Lock this page.": ("lock",),
    "make this page read-only": ("lock",),
    'lock the "Guide" page': ("lock", None, "Guide"),
    "unlock this page please": ("unlock",),
    "archive this page": ("archive",),
    "move this page to the trash": ("archive",),
    "restore this page": ("restore",),
    "bring it back from the trash": ("restore",),
    "이 페이지를 '책장2'라는 레시피로 저장해줘": ("save_recipe", "책장2"),
    "'우리 여행' 레시피로 저장해줘": ("save_recipe", "우리 여행"),
    "「本棚」というレシピとして保存して": ("save_recipe", "本棚"),
    "save this page as a recipe": ("save_recipe",),
    "save this page as a recipe called Team board": ("save_recipe", "Team board"),
    "turn this page into a recipe": ("save_recipe",),
    "このページに「いいですね」とコメントして": ("comment", "いいですね"),
    "コメントして：明日までにお願いします": ("comment", "明日までにお願いします"),
    "このページにコメントを追加してください": ("comment",),
    "このページをロックして": ("lock",),
    "「ガイド」ページをロックしてください": ("lock", None, "ガイド"),
    "このページのロックを解除して": ("unlock",),
    "このページをアーカイブして": ("archive",),
    "このページをゴミ箱に移動してください": ("archive",),
    "ゴミ箱から戻して": ("restore",),
    "このページをレシピとして保存して": ("save_recipe",),
    "このページを「チームボード」という名前でレシピに登録してください": (
        "save_recipe",
        "チームボード",
    ),
}


@pytest.mark.parametrize("text", MEANT)
def test_what_is_to_be_done_to_a_page_is_read(text: str):
    meant = dict(zip(("act", "text", "page"), MEANT[text], strict=False))
    assert read_manage(text) == Manage.model_validate(meant)


@pytest.mark.parametrize(
    "text",
    [
        "댓글 속성 추가해줘",
        "댓글 DB 만들어줘",
        "레시피 페이지 만들어줘",
        "레시피 모음 만들어줘",
        "작업에 잠금 체크박스 추가해줘",
        "이 페이지 제목을 바꾸고 잠가줘",
        "add a comment property to tasks",
        "save recipes in a database",
        "archive completed tasks",
        "lock 속성을 추가해줘",
        "レシピ管理のページを作って",
        "コメント列を追加して",
        "§",
        "",
    ],
)
def test_a_text_that_says_anything_else_is_left_to_the_planner(text: str):
    assert read_manage(text) is None


def test_what_is_quoted_is_taken_to_the_letter():
    for said in ("１．２ “quoted”  twice!", "first line\nsecond line"):
        text = f"이 페이지에 「{said}」라고 댓글 달아줘"
        assert read_manage(text) == Manage(act="comment", text=said)
    assert read_manage("'한 줄\n두 줄'이라고 댓글 달아줘") == Manage(
        act="comment", text="한 줄\n두 줄"
    )
