"""The workspace of tickets, as it is designed: its days, its calls, whence it came."""

from hypothesis import given
from hypothesis import strategies as st

from agent.dashboard.origin import Origin, company_source
from agent.dashboard.rows import all_rows, designed
from tools.freshdesk.facts import Ticket
from tools.freshdesk.snapshot import Page, Snapshot
from tools.freshdesk.tools import MakeDashboard
from tools.notion.difference import from_nothing
from tools.notion.operations import WORKSPACE

LATE = "2026-11-29T16:30:00Z"  # a Sunday; in Seoul it is Monday
ARTICLE = Page(1, "환불 안내", "정책", LATE, "https://x.example/a/1", "")


def ticket(number: int, **fields: object) -> Ticket:
    plain = {
        "subject": f"티켓 {number}",
        "status": 2,
        "status_name": "Open",
        "priority": 1,
        "type": "환불",
        "tags": [],
        "customer": f"고객 {number}",
        "company": "오로라상사",
        "customer_id": number,
        "agent": "이수현",
        "created_at": LATE,
        "updated_at": LATE,
        "url": f"https://x.example/a/tickets/{number}",
        "summary": "",
    }
    return Ticket(id=number, **{**plain, **fields})  # type: ignore[arg-type]


def shown(*tickets: Ticket) -> Snapshot:
    return Snapshot(list(tickets), [ARTICLE], len(tickets), {})


def test_days_are_those_of_the_persons_zone():
    for zone, day, week in (
        ("Asia/Seoul", "2026-11-30", "2026-11-30"),
        ("America/New_York", "2026-11-29", "2026-11-23"),
        ("UTC", "2026-11-29", "2026-11-23"),
    ):
        rows = all_rows(shown(ticket(1)), "ko", zone)
        said = rows["tickets"][1]
        assert (said["created"], said["updated"], said["week"]) == (day, day, week)
        assert rows["articles"][1]["updated"] == day


def test_it_takes_one_call_a_thing():
    for language in ("ko", "en", "ja"):
        design = designed(shown(*map(ticket, range(1, 61))), "freshdesk:x", language, "UTC")
        counts = from_nothing(design, WORKSPACE).counts
        assert counts.api_calls <= 1.05 * counts.bound


def test_statuses_stand_in_the_order_of_what_is_to_be_done_and_in_their_colours():
    said = (("Closed", 1), ("Parked", 4), ("Open", 2))
    some = [ticket(n, status_name=name, priority=p) for n, (name, p) in enumerate(said, 1)]
    tickets = next(
        each for each in designed(shown(*some), "x", "en", "UTC").databases if each.key == "tickets"
    )
    options = {
        prop.name: [(option.name, option.color) for option in prop.options]
        for prop in tickets.properties
        if prop.name in ("Status", "Priority")
    }
    assert options == {
        "Status": [("Open", "red"), ("Closed", "gray"), ("Parked", None)],
        "Priority": [("Urgent", "red"), ("Medium", "yellow"), ("Low", "gray")],
    }


words = st.text(min_size=1, max_size=20)
chosen = st.builds(
    MakeDashboard,
    tool=st.just("make_dashboard"),
    text=st.text(max_size=50),
    status=st.none() | words,
    priority=st.none() | st.sampled_from(["low", "urgent"]),
    customer=st.none() | words,
    since=st.none() | st.dates(),
    waiting=st.booleans(),
)


@given(chosen, st.none() | st.sampled_from(["Asia/Seoul", "America/New_York", "UTC"]))
def test_what_was_meant_is_kept_where_it_came_from(asked: MakeDashboard, zone: str | None):
    origin = Origin(asked, zone)
    source = origin.source("shop")
    assert Origin.of(source) == origin
    assert source.split("?")[0] == company_source("shop")
