"""Which skill a wish comes to, and which only looks like one: words that another word holds."""

from pathlib import Path

import pytest
import yaml

from tests.agent.embedded_planner import understood, with_encoder

# A wish and the skill that it is for; none where no skill has what it is about. Whoever adds that
# skill names it here.
MEANT = [
    ("채용 파이프라인 만들어줘", "hiring"),
    ("Make a hiring pipeline", "hiring"),
    ("採用パイプラインを作って", "hiring"),
    ("영업 파이프라인 만들어줘", "sales_pipeline"),
    ("Make a sales pipeline", "sales_pipeline"),
    ("데이터 파이프라인 페이지 만들어줘", None),
    ("Make a data pipeline page", None),
    ("고객사 관리 만들어줘", "crm"),
    ("고객님 관리 페이지 만들어줘", "crm"),
    ("고객관리 페이지 만들어줘", "crm"),
    ("장례식 준비 페이지 만들어줘", None),
    ("葬儀の準備ページを作って", None),
    ("Make a page for planning a funeral", None),
    ("결혼기념일 페이지 만들어줘", None),
    ("결혼기념일 여행 계획 만들어줘", "travel"),
    ("Make a wedding anniversary trip page", "travel"),
    ("結婚記念日のページを作って", None),
    ("결혼준비 페이지 만들어줘", "wedding"),
    ("결혼식 준비 만들어줘", "wedding"),
    ("Make a wedding page", "wedding"),
    ("구독자 관리 페이지 만들어줘", None),
    ("YouTube 구독자 분석 페이지 만들어줘", "youtube"),
    ("Make a subscriber list", None),
    ("회원권 관리 페이지 만들어줘", None),
    ("구독관리 페이지 만들어줘", "subscription"),
    ("구독하는 서비스 목록 만들어줘", "subscription"),
    ("구독료 정리 페이지 만들어줘", "subscription"),
    ("ペットボトル在庫のページを作って", "inventory"),
    ("ペットの記録を作って", "pet_care"),
    ("株の記録を作って", "investment"),
    ("株式投資の記録を作って", "investment"),
    ("주식 투자 기록 만들어줘", "investment"),
    ("Make a stock portfolio page", "investment"),
    ("재고관리 페이지 만들어줘", "inventory"),
    ("Make a page to track stock", "inventory"),
    ("고객 연락처 일정 관리 페이지 만들어줘", "crm"),
    ("결혼 예산 하객 페이지 만들어줘", "wedding"),
    ("면접 준비 페이지 만들어줘", "job_search"),
    ("Make an interview prep page", "job_search"),
    ("面接対策のページを作って", "job_search"),
    ("면접관 일정이랑 지원자 관리 만들어줘", "hiring"),
    ("행사 사진 정리 페이지 만들어줘", None),
    ("행사준비 페이지 만들어줘", "event"),
    ("イベント写真のページを作って", None),
    ("회의실 예약 페이지 만들어줘", None),
    ("Make a page for meeting room bookings", None),
    ("회의록 페이지 만들어줘", "meeting"),
    ("수입차 비교 페이지 만들어줘", None),
    ("독서기록 페이지 만들어줘", "reading"),
    ("여행지에서 쓸 여행계획 만들어줘", "travel"),
    ("매달 나가는 구독료 정리해줘", "subscription"),
    ("주유랑 정비 적는 차계부 만들어줘", "car_log"),
    ("일기 만들어줘", "diary"),
    ("육아 일기 만들어줘", None),
    ("家計をまとめたい", "budget"),
    ("釣り日記つけたい", None),
    ("アパートの家賃管理をしたい", "property_rental"),
    ("A diary with mood and gratitude", "diary"),
]


# What ordinary people type, most of it without a verb.
_FILE = Path(__file__).parent.parent / "support" / "meant.yaml"
TYPED = yaml.safe_load(_FILE.read_text("utf-8"))
NONE, REMARKS = TYPED.pop("none"), TYPED.pop("remarks")
TYPED_OF = [(wish, skill) for skill, wishes in TYPED.items() for wish in wishes]
TYPED_OF += [(wish, None) for wishes in NONE.values() for wish in wishes]


@pytest.mark.parametrize(("wish", "skill"), MEANT)
async def test_a_wish_comes_to_the_skill_that_it_is_about(wish: str, skill: str | None):
    heard = await understood(wish, planner=with_encoder())

    assert (heard.kind, heard.skill) == ("create", skill)


@pytest.mark.parametrize(("wish", "skill"), TYPED_OF)
async def test_what_people_type_comes_to_its_skill_and_to_no_neighbour(
    wish: str, skill: str | None
):
    heard = await understood(wish, planner=with_encoder())

    assert heard.skill == skill


@pytest.mark.parametrize("remark", [one for listed in REMARKS.values() for one in listed])
async def test_a_remark_with_nothing_to_make_is_answered_or_asked_about(remark: str):
    heard = await understood(remark, planner=with_encoder())

    assert heard.kind in ("answer", "ask")
