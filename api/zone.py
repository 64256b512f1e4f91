"""In which time zone a caller counts days."""

from starlette.requests import HTTPConnection

from tools.notion.transport import ZONE_HEADER
from tools.zones import known_zone


def zone_of(connection: HTTPConnection) -> str | None:
    """What the viewer's page says of its browser, by its IANA name; None where nothing is said, or
    what is not known here, as browsers may be newer."""
    try:
        return known_zone(connection.headers[ZONE_HEADER])
    except (KeyError, ValueError):
        return None
