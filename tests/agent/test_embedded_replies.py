"""Yes, no, or a remark, while a design waits for approval."""

import re
from pathlib import Path

import pytest

from agent.planner.embedded.kinds import only_thanks
from agent.planner.words import (
    drops,
    normalised,
    only_nods,
    only_protests,
    puts_off,
    read_reply,
    wants_retry,
    wants_undo,
    without_closing,
)

LOCALES = Path(__file__).parents[2] / "web" / "chat" / "locales"

APPROVE = [
    "좋아",
    "네",
    "응",
    "ㅇㅇ",
    "그래 만들어줘",
    "진행해",
    "이대로 진행해 주세요",
    "네, 좋아요!",
    "좋습니다 만들어주세요",
    "ㄱㄱ",
    "yes",
    "ok go",
    "lgtm",
    "Looks good to me!",
    "Go ahead, please",
    "OK",
    "👍",
    "はい",
    "お願いします",
    "はい、作ってください",
    "大丈夫です",
    "ㅇㅋ",
    "ㅇㅋ 만들자",
    "이대로 가자",
    "作成してください",
    "네, 변경 사항 적용해 주세요",
    "그대로 반영해줘",
    "yes, go ahead and apply the changes",
    "apply them, please",
    "approve and build it",
    "その内容で反映してください",
    "はい、この変更を適用してください",
]
REJECT = [
    "Actually never mind, cancel",
    "아 됐어 그냥 취소할게",
    "I changed my mind",
    "마음이 바뀌었어",
    "やっぱりやめて",
    "취소",
    "아니",
    "됐어",
    "아니요, 취소해줘",
    "만들지 마",
    "필요 없어요",
    "no",
    "cancel",
    "stop",
    "no thanks",
    "don't do it",
    "never mind",
    "いいえ",
    "やめて",
    "キャンセルしてください",
    "됐고 방금 말한 건 취소",
    "그건 그냥 하지 마세요",
    "변경 전부 취소해줘",
    "적용하지 말아줘",
    "없던 걸로 하자",
    "No, forget the whole thing. Drop it.",
    "don't apply the changes",
    "scrap that plan",
    "適用しないでください",
    "やっぱりなしで",
]
FEEDBACK = [
    "좋아 근데 캘린더 빼줘",
    "샘플 3개만",
    "제목을 바꿔줘",
    "캘린더는 필요 없어",
    "yes but no calendar",
    "no, make it blue",
    "add a board",
    "はい、でもカレンダーは外して",
    "もっと簡単に",
    "제주도로 가자",
    "캘린더도 만들자",
    "カレンダーを作成してください",
    "방금 말한 건 취소하고 캘린더 추가",
    "됐고 캘린더나 추가해줘",
    "첫 번째 변경만 적용해줘",
    "적용일 속성 추가해줘",
    "변경해줘",
    "make changes",
    "apply it to all",
    "apply the discount only",
    "drop that one",
    "月曜だけ適用してください",
    "適用日を追加して",
    "?",
    "",
]


@pytest.mark.parametrize("text", APPROVE)
def test_a_yes_approves(text: str):
    assert read_reply(text) == "approve"


@pytest.mark.parametrize("language", ["ko", "en", "ja"])
def test_what_the_buttons_say_is_understood_where_it_is_typed(language: str):
    words = (LOCALES / f"{language}.js").read_text("utf-8")
    approving = re.findall(r'"approval\.approve\.\w+": "(.*)"', words)
    rejecting = re.findall(r'"approval\.reject": "(.*)"', words)

    assert {read_reply(said) for said in approving} == {"approve"}
    assert {read_reply(said) for said in rejecting} == {"reject"}


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("월요일은 빼고 그대로 적용해줘", "월요일은 빼고"),
        ("drop Mondays, then apply the changes.", "drop Mondays"),
        ("月曜を外してから反映してください", "月曜を外して"),
        ("결과에 적용해줘", "결과에 적용해줘"),
        ("add a step and a date", "add a step and a date"),
        ("表に適用して", "表に適用して"),
    ],
)
def test_an_order_is_read_without_what_asks_to_carry_it_out(text: str, order: str):
    assert without_closing(text) == order


@pytest.mark.parametrize(
    "text",
    [
        *("그런 뜻이 아니었어", "아니야, 표를 지우라는 게 아니야", "어? 잘못됐어"),
        *("no, that's not what I meant", "I didn't mean to delete the table", "oops, wrong"),
        *("いや、そういう意味じゃないです", "間違えました", "そうじゃなくて"),
    ],
)
def test_who_only_protests_is_heard(text: str):
    assert only_protests(text)


@pytest.mark.parametrize(
    "text", ["아니 학생에 넣어줘", "no, in Suppliers", "いや、顧客に", "틀린 문제 표 추가해줘", ""]
)
def test_who_protests_and_says_what_instead_asks_for_that(text: str):
    assert not only_protests(text)


@pytest.mark.parametrize("text", ["네", "ok, thanks", "うん", "お願いします", "👍"])
def test_a_mere_yes_may_answer_whatever_was_asked(text: str):
    assert only_nods(text)


@pytest.mark.parametrize("text", ["네 만들어줘", "go ahead", "適用して", "네 그건 아니야"])
def test_a_yes_to_the_plan_itself_is_more_than_that(text: str):
    assert not only_nods(text)


@pytest.mark.parametrize(
    "text",
    [
        *("감사합니다, 오늘은 이만 할게요", "덕분에 살았어요 고마워요ㅋㅋ"),
        *("Great, thank you so much for the help!", "that's it for today, cheers"),
        *("すごい、ありがとうございます", "今日はここまでにします。助かりました", "お疲れ様でした"),
    ],
)
def test_thanks_are_heard_in_many_words(text: str):
    assert only_thanks(normalised(text))


@pytest.mark.parametrize(
    "text",
    [
        *("고마워요 연락처도 추가해줘", "감사 일기", "여기까지 온 회원만 보여줘"),
        *("thanks, add a row", "that's all the guests we have", "ありがとうリスト", "完璧です"),
    ],
)
def test_who_asks_for_more_than_to_be_thanked_is_heard_too(text: str):
    assert not only_thanks(normalised(text))


@pytest.mark.parametrize("text", REJECT)
def test_a_no_rejects(text: str):
    assert read_reply(text) == "reject"


@pytest.mark.parametrize("text", FEEDBACK)
def test_anything_about_the_design_is_feedback(text: str):
    assert read_reply(text) == "feedback"


@pytest.mark.parametrize(
    "text",
    [
        *("되돌려줘", "방금 한 거 되돌려 주세요", "원래대로 돌려줘", "실행 취소", "롤백해줘"),
        *("undo", "Undo that, please", "please undo the last change", "roll back", "revert it"),
        *("元に戻して", "さっきの変更を取り消して", "元に戻してください。"),
        *(
            "아니야 되돌려줘",
            "앗 실수했다. 되돌려 주세요",
            "아까 한 거 취소해줘",
            "이전 버전으로 돌려줘",
        ),
        *("표를 지우라는 게 아니야. 방금 거 취소해줘", "회원이 사라졌네? 되돌려줘"),
        *("no, wait, undo that", "oops, that's wrong. Undo it", "go back to the version before"),
        *("I didn't mean to delete it, undo that", "can you undo my last change?"),
        *("scrap that last change", "never mind, undo that"),
        *(
            "やっぱり元に戻してください",
            "あれ、名前が消えてる。元に戻して",
            "一つ前のバージョンに戻して",
            "さっきのなし",
            "今のはなしにして",
            "さっきの取り消し",
        ),
    ],
)
def test_some_words_ask_to_take_back_what_was_done(text: str):
    assert wants_undo(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "되돌려받을 책 목록 만들어줘",
            "add an undo log",
            "상태를 원래대로 바꿔줘",
            "다시",
            "취소",
        ),
        *("표가 사라졌으니 다시 추가해줘", "마지막 행 취소해줘", "점수만 되돌려줘"),
        *("cancel the last booking", "change it back to blue", "the table is gone, add it again"),
        *("drop the last one", "さっきの備考はなしで"),
        *("最後の予約を取り消して", "商品を棚に戻して", "色だけ元に戻して"),
    ],
)
def test_other_words_do_not(text: str):
    assert not wants_undo(text)


@pytest.mark.parametrize("text", ["다시", "이어서 해줘", "retry", "try again please", "もう一度"])
def test_some_words_ask_to_go_on_with_what_failed(text: str):
    assert wants_retry(text)


@pytest.mark.parametrize(
    "text",
    [
        "나중에 할게요", "조금 이따 할게", "생각 좀 해볼게요", "좀 더 생각해 볼게요", "later",
        "I'll do it later",
        "maybe later", "not yet", "let me think about it", "I'll sleep on it", "後でやります",
        "また後で", "少し考えます", "hmm not now, maybe later", "일단 보류", "일단 보류할게요",
        "あとでいいや", "今度にします", "また今度",
    ],
)  # fmt: skip
def test_who_decides_later_is_heard(text: str):
    assert puts_off(text)
    assert read_reply(text) == "feedback"


@pytest.mark.parametrize(
    "text",
    [
        *("나중에 볼 자료 추가해줘", "게시판 추가할게요", "add a later column", "後で読むを追加"),
        *("나중에 마감일을 지울게", "보류", "일단 보류 상태 추가", "not now column", "今度の予定"),
    ],
)
def test_who_asks_for_something_does_not_decide_later(text: str):
    assert not puts_off(text)


@pytest.mark.parametrize(
    "text",
    ["취소", "취소할게요", "됐어", "cancel it", "never mind", "Forget it.", "いいや", "やめます"],
)
def test_some_words_close_an_open_question(text: str):
    assert drops(text)


@pytest.mark.parametrize(
    "text",
    ["아니", "no", "いいえ", "취소 상태", "취소된 주문", "cancel button", "stop list", "いいやつ"],
)
def test_what_may_answer_a_question_does_not_close_it(text: str):
    assert not drops(text)


def test_what_was_offered_answers_the_question():
    assert not drops("취소", ["대기", "취소"])
