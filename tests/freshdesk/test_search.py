"""What was collected is found by its words and by its meaning, by who may see it."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sandbox.freshdesk import Account, demo_account
from sandbox.freshdesk.account import stamp
from tests.freshdesk.collecting import COMPANY, Collecting, collecting
from tests.freshdesk.helpdesks import DAY, NOW, Clock, app_of
from tools.encoder import UsemEncoder
from tools.freshdesk.opened import MOST_SHOWN
from tools.freshdesk.ranking import Query
from tools.freshdesk.search import Search, fused, snippet
from tools.freshdesk.summaries import summary
from tools.freshdesk.sync import gist
from tools.freshdesk.words import normal

ENCODER = UsemEncoder()
QUERIES = yaml.load(
    (Path(__file__).parents[1] / "support" / "search_queries.yaml").read_text("utf-8"),
    Loader=yaml.CSafeLoader,
)

TEXTS = {
    1: ("환불 요청", "환불을 요청합니다. 결제 금액이 두 번 빠져나갔어요."),
    2: ("배송 지연", "택배가 일주일째 오지 않습니다."),
    3: ("로그인 오류", "비밀번호를 바꿔도 접속이 안 됩니다."),
    4: ("Refund please", "I was charged twice and want my money back."),
    5: ("返金のお願い", "二重に決済されたので返金してください。"),
    6: ("부분환불금액 문의", "금액이 맞지 않습니다."),
}


def shop() -> Account:
    account = Account(clock=Clock())
    account.agents = [{"id": 7, "contact": {"name": "이수현"}}]
    account.ticket_fields = [{"id": 1, "name": "status", "choices": {"2": ["Open", "Received"]}}]
    for number, (subject, text) in TEXTS.items():
        account.add_ticket(
            number,
            subject=subject,
            description_text=text,
            status=2 if number < 4 else 5,
            responder_id=7 if number == 2 else None,
            created_at=stamp(NOW - (10 - number) * DAY),
        )
    account.add_conversation(1, body_text="사기 의심 고객", private=True)
    return account


@asynccontextmanager
async def searching(account: Account, folder: Any) -> AsyncIterator[tuple[Search, Collecting]]:
    async with collecting(app_of(account), folder) as company:
        await company.run("one")
        search = Search(company.companies, ENCODER)
        await search.sync(COMPANY)
        yield search, company


async def found(search: Search, text: str, **query: Any) -> list[int]:
    return [hit.id for hit in await search.find(COMPANY, Query(text, **query))]


async def test_words_and_meaning_find_together(tmp_path):
    async with searching(shop(), tmp_path) as (search, _):
        assert set((await found(search, "환불"))[:2]) == {1, 6}
        assert (await found(search, "돈을 돌려받고 싶어요"))[0] in (1, 4, 5)
        assert (await found(search, "parcel has not arrived"))[0] == 2
        assert (await found(search, "パスワード"))[0] == 3


async def test_a_long_ticket_is_opened_at_its_beginning_and_its_end(tmp_path):
    account = shop()
    for number in range(MOST_SHOWN + 5):
        at = stamp(NOW - DAY + number)
        account.add_conversation(2, body_text=f"m{number}", private=number == 9, created_at=at)
    async with searching(account, tmp_path) as (search, _):
        whole = await search.open(COMPANY, "ticket:2", private=True)
        said = [message.text for message in whole.messages]
        assert said == [TEXTS[2][1], *(f"m{number}" for number in range(5, MOST_SHOWN + 5))]
        assert whole.total == MOST_SHOWN + 6
        public = await search.open(COMPANY, "ticket:2", private=False)
        assert public.total == MOST_SHOWN + 5
        short = await search.open(COMPANY, "ticket:3", private=True)
        assert (len(short.messages), short.total) == (1, 1)


async def test_letters_that_mean_nothing_find_nothing(tmp_path):
    async with searching(demo_account(100, clock=Clock()), tmp_path) as (search, _):
        for letters in ("ㅁㄴㅇㄹ zxqv", "asdfghjkl", "qwer", "ㅋㅋㅋ"):
            assert await found(search, letters) == []
        meant = await search.find(COMPANY, Query("돈을 돌려받고 싶어요", limit=3))
        assert [hit.similar for hit in meant] == [True, True, True]
        said = await search.find(COMPANY, Query("환불", limit=3))
        assert [hit.similar for hit in said] == [False, False, False]


async def test_words_in_two_messages_of_a_ticket_find_it(tmp_path):
    async with searching(shop(), tmp_path) as (search, _):
        assert (await found(search, "지연 택배"))[0] == 2


async def test_filters_leave_out_what_they_do_not_name(tmp_path):
    async with searching(shop(), tmp_path) as (search, _):
        assert set(await found(search, "환불", status="Open", limit=50)) == {1, 2}
        assert set(await found(search, "환불", status="5", limit=50)) == {4, 5, 6}
        assert await found(search, "환불", agent="이수현") == [2]
        assert await found(search, "환불", agent="nobody") == []
        assert await found(search, "환불", type="article") == []
        assert set(await found(search, "환불", since=stamp(NOW - 5.5 * DAY))) == {5, 6}
        assert set(await found(search, "환불", until=stamp(NOW - 8.5 * DAY))) == {1}


async def test_what_is_rare_among_the_best_is_found_among_all(tmp_path):
    account = Account(clock=Clock())
    for number in range(1, 406):
        account.add_ticket(number, subject="환불")
    account.update(7, status=5, description_text="환불 " + "배송이 늦어요 " * 50)
    async with collecting(app_of(account), tmp_path) as company:
        await company.run("one", process_attachments=False)
        search = Search(company.companies, ENCODER)
        assert await found(search, "환불", status="5") == [7]


async def test_words_of_private_notes_count_together_for_who_may_see_them_alone(tmp_path):
    account = shop()
    for text in ("사기 의심", "경찰 신고"):
        account.add_conversation(4, body_text=text, private=True)
    async with searching(account, tmp_path) as (search, _):
        notes = [hit.snippet for hit in await search.find(COMPANY, Query("의심 신고"))]
        assert not {"사기 의심", "경찰 신고"} & set(notes)
        assert (await found(search, "의심 신고", private=True))[0] == 4


async def test_private_notes_are_found_by_who_asks_for_them_alone(tmp_path):
    async with searching(shop(), tmp_path) as (search, _):
        open_hits = await search.find(COMPANY, Query("사기 의심"))
        assert not any("사기" in hit.snippet for hit in open_hits)
        [first, *_] = await search.find(COMPANY, Query("사기 의심", private=True))
        assert (first.id, first.private, first.snippet) == (1, True, "사기 의심 고객")


async def test_drafts_are_found_by_who_asks_for_them_alone(tmp_path):
    async with searching(demo_account(1), tmp_path) as (search, _):
        query = "팀원 초대와 권한 설정"
        shown = await search.find(COMPANY, Query(query, type="article", limit=50))
        everything = await search.find(
            COMPANY, Query(query, type="article", limit=50, private=True)
        )
        assert not any(hit.private for hit in shown)
        assert everything[0].title == query
        assert everything[0].status == "draft"


async def test_nothing_is_encoded_twice(tmp_path):
    account = shop()
    async with searching(account, tmp_path) as (search, company):
        again = await search.sync(COMPANY)
        assert (again.synced, again.unchanged, again.total) == (0, 6, 6)
        clock = account.clock
        assert isinstance(clock, Clock)
        clock.seconds += 600
        account.reply(2, body_text="드디어 왔어요")
        account.update(3, deleted=True)
        await company.run("two")
        third = await search.sync(COMPANY)
        assert (third.synced, third.unchanged, third.removed, third.total) == (1, 4, 1, 5)
        rebuilt = await search.sync(COMPANY, rebuild=True)
        assert (rebuilt.synced, rebuilt.unchanged) == (5, 0)


async def test_two_synchronisations_at_once_encode_nothing_twice(tmp_path):
    async with collecting(app_of(shop()), tmp_path) as company:
        await company.run("one")
        search = Search(company.companies, ENCODER)
        both = await asyncio.gather(search.sync(COMPANY), search.sync(COMPANY))
        assert sorted(synced.synced for synced in both) == [0, 6]


async def test_equal_texts_share_a_vector(tmp_path):
    account = Account(clock=Clock())
    for number in (1, 2, 3):
        account.add_ticket(number, subject=f"{number}번", description_text="같은 말입니다")
    async with searching(account, tmp_path) as (_, company):
        query = (
            "SELECT count(*), count(DISTINCT embedding) FROM chunks WHERE text = '같은 말입니다'"
        )
        assert await company.rows(query) == [(3, 1)]


async def test_without_vectors_words_find(tmp_path):
    async with collecting(app_of(shop()), tmp_path) as company:
        await company.run("one")
        assert set(await found(Search(company.companies, ENCODER), "환불")) == {1, 6}


async def test_every_word_of_the_demo_account_is_found_wherever_it_stands(tmp_path):
    """Some hundred words in three languages: nouns with particles, compounds, Latin, digits."""
    async with collecting(app_of(demo_account(40, clock=Clock())), tmp_path) as company:
        await company.run("one")
        texts = await company.rows("SELECT c.key, text FROM chunks c WHERE private = 0")
        said: dict[str, str] = {}
        for key, text in texts:
            said[key] = f"{said.get(key, '')}\n{normal(text)}"
        words = sorted({word for text in said.values() for word in re.findall(r"\w{2,}", text)})
        asked = words[:: max(1, len(words) // 150)]
        assert len(asked) >= 100
        private = "SELECT key FROM integrated_objects WHERE private = 1"
        hidden = {row[0] for row in await company.rows(private)}
        for word in asked:
            holding = {key for key, text in said.items() if _holds(text, word)} - hidden
            found = {key for key in await company.found(word) if key not in hidden}
            assert holding <= found, word


async def test_what_people_type_finds_whatever_says_it(tmp_path):
    """Recall by word is 1 over more than a hundred queries of our own."""
    asked = [query for queries in QUERIES.values() for query in queries]
    async with collecting(app_of(demo_account(60, clock=Clock())), tmp_path) as company:
        await company.run("one")
        search = Search(company.companies, ENCODER)
        said = await company.rows("SELECT key, title, content FROM integrated_objects")
        texts = {key: normal(f"{title}\n{content}") for key, title, content in said}
        private = "SELECT key FROM integrated_objects WHERE private = 1"
        hidden = {row[0] for row in await company.rows(private)}
        answered = 0
        for query in asked:
            words = normal(query).split()
            holding = {key for key, text in texts.items() if all(_holds(text, w) for w in words)}
            hits = await search.find(COMPANY, Query(query, limit=100))
            found = {f"{hit.type}:{hit.id}" for hit in hits}
            wanted = {":".join(key.split(":")[:2]) for key in holding - hidden}
            assert wanted <= found, query
            answered += bool(wanted)
    assert answered >= 100


def _holds(text: str, word: str) -> bool:
    """A Latin word counts where one begins, any other anywhere."""
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}", text) is not None


@pytest.mark.parametrize("text", ["", " ", "…", "?!"])
async def test_a_query_without_words_finds_by_meaning_or_nothing(tmp_path, text):
    async with searching(shop(), tmp_path) as (search, _):
        await found(search, text)


def test_what_is_high_in_both_rankings_comes_first():
    scores = fused([["a", "b"], ["b", "c"]])
    assert max(scores, key=lambda key: scores[key]) == "b"
    assert scores["b"] == pytest.approx(1 / 62 + 1 / 61)


@given(st.text(max_size=600), st.lists(st.text(min_size=1, max_size=5), max_size=3))
def test_a_snippet_is_a_piece_of_the_text(text, words):
    found = snippet(text, words)
    assert len(found) <= 162
    assert found.strip("…") in " ".join(text.split())


def test_a_snippet_shows_the_word_that_was_found():
    assert "환불" in snippet("가" * 500 + " 환불 " + "나" * 500, ["환불"])


def test_greetings_are_not_what_a_text_is_about():
    assert gist("안녕하세요, 오로라상사 김서연입니다. 환불해 주세요") == "환불해 주세요"
    assert gist("Hi, this is Emma. REFUND me") == "refund me"


def test_a_summary_is_made_of_the_texts_own_sentences():
    said = "Title\n안녕하세요, 저예요. 하나입니다. 둘입니다. 셋입니다. 넷입니다."
    assert summary("Title", said) == "Title 하나입니다. 둘입니다. … 넷입니다."
