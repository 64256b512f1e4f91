"""What a workspace of tickets says of where its rows came from: whose they are, and which of them
were meant. By that it is found again, and brought up to date with the same ones. Pure."""

from urllib.parse import parse_qsl, urlencode

from tools.freshdesk.tools import ASKED, MakeDashboard

_NOT_WHICH = {"tool", "latest", "again"}


def source_of(company: str, asked: MakeDashboard) -> str:
    """`freshdesk:COMPANY`, and behind a `?` what the tickets had to fulfil."""
    which = asked.model_dump(mode="json", exclude_defaults=True, exclude=_NOT_WHICH)
    return "?".join(filter(None, (f"freshdesk:{company}", urlencode(which))))


def asked_in(source: str) -> MakeDashboard:
    """The same in the terms of the tool."""
    which = dict(parse_qsl(source.partition("?")[2]))
    asked = ASKED.validate_python({"tool": "make_dashboard", **which})
    assert isinstance(asked, MakeDashboard)  # noqa: S101 - as its name says
    return asked
