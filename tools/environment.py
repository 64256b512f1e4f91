"""The environment, read as what each setting takes; what cannot be meant is said by its name."""

import ipaddress
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tools.tokens import OddToken, cleaned
from tools.zones import known_zone

_DIGITS = re.compile(r"[0-9]{1,18}")
_HOST = re.compile(r"[a-z0-9_.-]+|\[[0-9a-f:.]+\]")


class SettingsError(Exception):
    """A setting that cannot be used; the message names it and says what it takes."""


class Environment:
    """Variables over those of a `.env` file; a blank one is none. Reading raises SettingsError.

    Instead of any of them its `…_FILE` names a file that holds the value, as secrets come into
    containers.
    """

    def __init__(self, given: Mapping[str, str], dotenv: Path | None = None) -> None:
        found = {**_read_dotenv(dotenv), **given}
        self._values = {name: value for name, value in found.items() if value.strip()}

    def get(self, name: str) -> str | None:
        """A text as it is; one out of a file without blanks around it."""
        given, path = self._values.get(name), self._values.get(f"{name}_FILE")
        if path is None:
            return given
        if given is not None:
            raise SettingsError(f"set {name} or {name}_FILE, not both")
        return _content(f"{name}_FILE", Path(path.strip()))

    def text(self, name: str, default: str = "") -> str:
        """A text without blanks around it."""
        return (self.get(name) or default).strip()

    def integer(self, name: str, default: int, least: int = 0, most: int = 10**9) -> int:
        if not (text := self.text(name)):
            return default
        if not _DIGITS.fullmatch(text) or not least <= int(text) <= most:
            raise SettingsError(f"{name} must be a whole number from {least} to {most}")
        return int(text)

    def share(self, name: str, default: float) -> float:
        """A number from 0 to 1."""
        text = self.text(name)
        try:
            share = float(text) if text else default
        except ValueError:
            share = -1.0
        if not 0.0 <= share <= 1.0:
            raise SettingsError(f"{name} must be a share from 0 to 1")
        return share

    def boolean(self, name: str, *, default: bool) -> bool:
        if not (text := self.text(name).lower()):
            return default
        if text in ("1", "true", "yes", "on"):
            return True
        if text in ("0", "false", "no", "off"):
            return False
        raise SettingsError(f"{name} must be true or false")

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> Any:
        """One of some words, whatever its case."""
        text = self.text(name, default)
        for value in allowed:
            if text.lower() == value.lower():
                return value
        raise SettingsError(f"{name} must be one of {', '.join(allowed)}")

    def listed(self, name: str) -> list[str]:
        """Items with commas between them, or a JSON list."""
        text = self.text(name)
        if text.startswith("["):
            try:
                return [str(item) for item in json.loads(text)]
            except ValueError:
                raise SettingsError(f"{name} must be a JSON list, or items with commas") from None
        return [item.strip() for item in text.split(",") if item.strip()]

    def networks(self, name: str) -> list[str]:
        """Addresses, and networks such as 10.0.0.0/8."""
        try:
            return [_network(item) for item in self.listed(name)]
        except ValueError as error:
            raise SettingsError(f"{name} must be addresses or networks: {error}") from None

    def address(self, name: str) -> str | None:
        """An address without a slash at its end."""
        text = self.text(name).rstrip("/")
        if text and not _is_address(text):
            raise SettingsError(f"{name} must begin with http:// or https:// and name a host")
        return text or None

    def origins(self, name: str) -> list[str]:
        """Where pages come from: addresses that end behind the host and its port."""
        found = [item.rstrip("/") for item in self.listed(name)]
        for item in found:
            if not _is_address(item) or item.count("/") != 2:
                raise SettingsError(f"{name} must be origins such as https://forge.example.com")
        return found

    def hosts(self, name: str) -> list[str]:
        found = [item.lower() for item in self.listed(name)]
        for item in found:
            if not _HOST.fullmatch(item):
                raise SettingsError(f"{name} must be names of hosts, such as forge.example.com")
        return found

    def addresses(self, name: str) -> dict[str, str]:
        """A JSON object of domains and the addresses that stand for them."""
        try:
            found = json.loads(self.text(name, "{}"))
            addresses = {str(domain): str(url).rstrip("/") for domain, url in found.items()}
        except (ValueError, AttributeError):
            raise SettingsError(f"{name} must be a JSON object: domain to address") from None
        if not all(map(_is_address, addresses.values())):
            raise SettingsError(f"{name} must name addresses that begin with http:// or https://")
        return addresses

    def token(self, name: str) -> str | None:
        """A secret without what nobody sees around it."""
        try:
            return cleaned(self.get(name) or "") or None
        except OddToken as error:
            raise SettingsError(f"{name}: {error}") from None

    def zone(self, name: str) -> str | None:
        """A time zone's IANA name."""
        try:
            return known_zone(text) if (text := self.text(name)) else None
        except ValueError as error:
            raise SettingsError(f"{name}: {error}") from None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _content(name: str, path: Path) -> str:
    """What a file holds. Raises SettingsError, also for nothing: a secret that is missing must not
    become a server without one."""
    try:
        content = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text"
        raise SettingsError(f"{name}={path} cannot be read: {why}") from None
    if not content:
        raise SettingsError(f"{name}={path} holds nothing")
    return content


def _network(item: str) -> str:
    """Raises ValueError."""
    if "/" in item:
        return str(ipaddress.ip_network(item, strict=False))  # 10.1.2.3/8 means 10.0.0.0/8
    return str(ipaddress.ip_address(item))


def _read_dotenv(path: Path | None) -> dict[str, str]:
    """`NAME=value` lines; quotes around a value are taken off, `#` starts a comment line."""
    if path is None or not path.is_file():
        return {}
    found: dict[str, str] = {}
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()  # Windows puts a mark before it
    except (OSError, ValueError):
        raise SettingsError(f"{path} cannot be read: it must be a text in UTF-8") from None
    for line in lines:
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            found[name.removeprefix("export ").strip()] = value.strip().strip("\"'")
    return found
