"""What a workspace of tickets says of where its rows came from: which tickets were meant, and in
whose days. By that it is found again, and brought up to date with the same ones, whoever asks.
Pure."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, urlencode

from tools.freshdesk.tools import ASKED, MakeDashboard

_NOT_WHICH = {"tool", "latest", "again"}
_ZONE = "zone"


@dataclass(frozen=True)
class Origin:
    """`zone` is a time zone by its name; None: this machine's."""

    meant: MakeDashboard
    zone: str | None

    @property
    def which(self) -> dict[str, str]:
        """What the tickets had to fulfil; nothing where all were meant."""
        return self.meant.model_dump(mode="json", exclude_defaults=True, exclude=_NOT_WHICH)

    def source(self, company: str) -> str:
        """`freshdesk:COMPANY`, and behind a `?` the rest as a query."""
        said = self.which | ({} if self.zone is None else {_ZONE: self.zone})
        return "?".join(filter(None, (company_source(company), urlencode(said))))

    @classmethod
    def of(cls, source: str) -> Self:
        """The same as it was kept."""
        said = dict(parse_qsl(source.partition("?")[2]))
        zone = said.pop(_ZONE, None)
        meant = ASKED.validate_python({"tool": "make_dashboard", **said})
        assert isinstance(meant, MakeDashboard)  # noqa: S101 - as its name says
        return cls(meant, zone)


def company_source(company: str) -> str:
    """What the sources of all workspaces of a company begin with."""
    return f"freshdesk:{company}"
