"""What rows mean is found out once, and never remembered wrongly."""

from tools.records.remembered import LONG, MOST_REMEMBERED, Remembered


class Reader:
    """Reads a row as its own words in upper case, and counts."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.remembered = Remembered[str, str](self.upper)

    def upper(self, kept: str) -> str:
        self.read.append(kept)
        return kept.upper()


async def test_what_was_written_a_moment_ago_is_not_read_again() -> None:
    reader = Reader()
    reader.remembered.put("a plan", "A PLAN")
    assert await reader.remembered.of("a plan") == "A PLAN"
    assert reader.read == []


async def test_what_somebody_else_has_written_meanwhile_is_read_once() -> None:
    reader = Reader()
    reader.remembered.put("a plan", "A PLAN")
    assert [await reader.remembered.of("edited") for _ in range(2)] == ["EDITED"] * 2
    assert reader.read == ["edited"]


async def test_so_many_are_remembered_and_none_that_is_long() -> None:
    reader = Reader()
    for number in range(MOST_REMEMBERED + 1):
        await reader.remembered.of(str(number))
    await reader.remembered.of("1")
    await reader.remembered.of("0")
    assert reader.read == [*map(str, range(MOST_REMEMBERED + 1)), "0"]
    long = "a" * (LONG + 1)
    assert await reader.remembered.of(long) == await reader.remembered.of(long) == long.upper()
    assert reader.read[-2:] == [long, long]
