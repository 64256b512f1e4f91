"""What Freshdesk answers becomes searchable text, whatever it is."""

import time

import pytest

from tools.freshdesk.objects import searchable_ticket, ticket_row


def seconds_for(description: str) -> float:
    ticket = ticket_row({"id": 1, "description_text": description}, "run")
    begun = time.thread_time()
    searchable_ticket(ticket, [], [], "https://shop.freshdesk.com")
    return time.thread_time() - begun


@pytest.mark.parametrize("text", ["\n", " \n", ">\n", "\n \t> said\n", "a"])
def test_a_text_is_cut_in_time_linear_in_its_length(text: str):
    short, long = 50_000 // len(text), 400_000 // len(text)
    taken = [min(seconds_for(text * times) for _ in range(3)) for times in (short, long)]
    assert taken[1] < 20 * taken[0] + 0.01  # eight times as much; of a square 64 times


def test_what_a_message_quotes_is_not_said_again():
    ticket = ticket_row(
        {"id": 1, "description_text": "부탁드려요\n\n > 지난 답\n>더 전\n끝"}, "run"
    )
    [chunk] = searchable_ticket(ticket, [], [], "https://shop.freshdesk.com").chunks
    assert chunk.text == "부탁드려요\n끝"
