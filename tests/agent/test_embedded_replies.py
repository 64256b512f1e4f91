"""Yes, no, or a remark, while a design waits for approval."""

import pytest

from agent.embedded.replies import read_reply

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
]
REJECT = [
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
    "?",
    "",
]


@pytest.mark.parametrize("text", APPROVE)
def test_a_yes_approves(text: str):
    assert read_reply(text) == "approve"


@pytest.mark.parametrize("text", REJECT)
def test_a_no_rejects(text: str):
    assert read_reply(text) == "reject"


@pytest.mark.parametrize("text", FEEDBACK)
def test_anything_about_the_design_is_feedback(text: str):
    assert read_reply(text) == "feedback"
