"""What the operator decides, read once from the environment (and `.env`)."""

import ipaddress
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from agent.planner.model.provider import COPILOT, PROVIDERS, provider_of
from tools.tokens import OddToken, cleaned
from tools.zones import known_zone

VERSION = "0.1.0"


class SettingsError(Exception):
    """A setting that cannot be used; the message names it and says what it takes."""


@dataclass(frozen=True)
class ApiKey:
    """A server key; `company` limits it to one tenant."""

    key: str = field(repr=False)
    company: str | None = None


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; secrets are not shown by `repr`."""

    host: str = "127.0.0.1"
    port: int = 9500
    public_url: str = "http://localhost:9500"
    frontend_url: str = "http://localhost:9500"
    data_dir: Path = Path("data")
    secret_key: str | None = field(default=None, repr=False)
    api_keys: tuple[ApiKey, ...] = ()
    rate_limit_rpm: int = 60
    ws_messages_per_minute: int = 20
    ws_connections_per_address: int = 20
    trusted_proxies: tuple[str, ...] = ()
    cors_origins: tuple[str, ...] = ()
    allowed_hosts: tuple[str, ...] = ()
    notion_api_key: str | None = field(default=None, repr=False)
    notion_parent_page_id: str | None = None
    notion_base_url: str | None = None
    notion_oauth_client_id: str | None = None
    notion_oauth_client_secret: str | None = field(default=None, repr=False)
    notion_oauth_redirect_uri: str | None = None
    notion_oauth_base_url: str | None = None
    ai_provider: str | None = None
    ai_model: str | None = None
    ai_base_url: str | None = None
    ai_keys: Mapping[str, str] = field(default_factory=dict, repr=False)  # by provider
    ai_calls_per_thread: int = 200
    ai_tokens_per_day: int | None = None
    ai_prices: tuple[float, float] | None = None  # US dollars for a million tokens: read, written
    copilot_enabled: bool = False
    copilot_github_token: str | None = field(default=None, repr=False)
    sandbox: bool = True
    embedding_model: str | None = None  # None: the embedded encoder
    demo_tickets: int = 300
    demo_faults: float = 0.0
    freshdesk_allowed_domains: tuple[str, ...] = ()
    freshdesk_endpoints: Mapping[str, str] = field(default_factory=dict)
    freshdesk_share: float = 0.8
    max_running: int = 32
    retention_days: int = 30
    time_zone: str | None = None
    approval_ttl_seconds: int = 86_400
    generate_timeout_seconds: int = 180
    tracing: Literal["off", "langsmith"] = "off"
    otel_exporter_otlp_endpoint: str | None = None
    log_level: str = "INFO"
    log_format: Literal["text", "json"] = "text"

    @property
    def on_loopback(self) -> bool:
        return _is_loopback(self.host)

    @property
    def oauth_redirect_uri(self) -> str:
        """Where Notion sends a browser back to."""
        return self.notion_oauth_redirect_uri or f"{self.public_url}/api/oauth/callback"

    @property
    def embedding_account(self) -> tuple[str | None, str | None]:
        """The key for models that make vectors, and where they are; None is OpenAI's address, to
        which no other's key goes."""
        if self.ai_provider in ("custom", "openai") and self.ai_base_url is not None:
            return self.ai_keys.get(self.ai_provider), self.ai_base_url
        return self.ai_keys.get("openai"), None

    @classmethod
    def from_env(
        cls, environ: Mapping[str, str] | None = None, dotenv: Path | None = Path(".env")
    ) -> "Settings":
        """Reads the environment over `.env`; a blank value is none.

        Raises SettingsError for what cannot be meant.
        """
        given = {**_read_dotenv(dotenv), **(os.environ if environ is None else environ)}
        env = {name: value for name, value in given.items() if value.strip()}
        port = _integer(env, "PORT", 9500, 0, 65_535)
        host = env.get("HOST", "127.0.0.1")
        return cls(
            host=host,
            port=port,
            public_url=env.get("PUBLIC_URL", f"http://localhost:{port}").rstrip("/"),
            frontend_url=env.get("FRONTEND_URL", f"http://localhost:{port}").rstrip("/"),
            data_dir=Path(env.get("DATA_DIR", "data")),
            secret_key=env.get("SECRET_KEY"),
            api_keys=tuple(_api_key(item) for item in _list(env, "API_KEYS")),
            rate_limit_rpm=_integer(env, "RATE_LIMIT_RPM", 60),
            ws_messages_per_minute=_integer(env, "WS_MESSAGES_PER_MINUTE", 20),
            ws_connections_per_address=_integer(env, "WS_CONNECTIONS_PER_ADDRESS", 20),
            trusted_proxies=tuple(_list(env, "TRUSTED_PROXIES")),
            cors_origins=tuple(_list(env, "CORS_ORIGINS")),
            allowed_hosts=tuple(name.lower() for name in _list(env, "ALLOWED_HOSTS")),
            notion_api_key=_token(env, "NOTION_API_KEY"),
            notion_parent_page_id=env.get("NOTION_PARENT_PAGE_ID"),
            notion_base_url=env.get("NOTION_BASE_URL"),
            notion_oauth_client_id=env.get("NOTION_OAUTH_CLIENT_ID"),
            notion_oauth_client_secret=_token(env, "NOTION_OAUTH_CLIENT_SECRET"),
            notion_oauth_redirect_uri=env.get("NOTION_OAUTH_REDIRECT_URI"),
            notion_oauth_base_url=env.get("NOTION_OAUTH_BASE_URL"),
            ai_provider=_provider(env),
            ai_model=env.get("AI_MODEL"),
            ai_base_url=_address(env, "AI_BASE_URL"),
            ai_keys=_ai_keys(env),
            ai_calls_per_thread=_integer(env, "AI_CALLS_PER_THREAD", 200),
            ai_tokens_per_day=_integer(env, "AI_TOKENS_PER_DAY", 0) or None,
            ai_prices=_prices(env),
            copilot_enabled=_boolean(env, "COPILOT_ENABLED", default=False),
            copilot_github_token=_token(env, "COPILOT_GITHUB_TOKEN"),
            sandbox=_boolean(env, "SANDBOX", default=_is_loopback(host)),
            embedding_model=_embedding_model(env),
            demo_tickets=_integer(env, "DEMO_TICKETS", 300, 0, 100_000),
            demo_faults=_share(env, "DEMO_FAULTS", 0.0),
            freshdesk_allowed_domains=tuple(_list(env, "FRESHDESK_ALLOWED_DOMAINS")),
            freshdesk_endpoints=_addresses(env, "FRESHDESK_ENDPOINTS"),
            freshdesk_share=_share(env, "FRESHDESK_SHARE", 0.8),
            time_zone=_zone(env, "TIME_ZONE"),
            retention_days=_integer(env, "RETENTION_DAYS", 30, 0, 36_500),
            max_running=_integer(env, "MAX_RUNNING", 32, 1),
            approval_ttl_seconds=_integer(env, "APPROVAL_TTL_SECONDS", 86_400, 1),
            generate_timeout_seconds=_integer(env, "GENERATE_TIMEOUT_SECONDS", 180, 1),
            tracing=_choice(env, "TRACING", "off", ("off", "langsmith")),
            otel_exporter_otlp_endpoint=env.get("OTEL_EXPORTER_OTLP_ENDPOINT"),
            log_level=_choice(env, "LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
            log_format=_choice(env, "LOG_FORMAT", "text", ("text", "json")),
        ).checked()

    def checked(self) -> "Settings":
        """The same settings. Raises SettingsError for a combination that is not safe."""
        if not self.on_loopback and not self.api_keys:
            raise SettingsError(
                f"HOST={self.host} can be reached from elsewhere: set API_KEYS (a key, or several "
                "with commas), or leave HOST at 127.0.0.1"
            )
        return self


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read_dotenv(path: Path | None) -> dict[str, str]:
    """`NAME=value` lines; quotes around a value are taken off, `#` starts a comment line."""
    if path is None or not path.is_file():
        return {}
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            found[name.removeprefix("export ").strip()] = value.strip().strip("\"'")
    return found


def _integer(
    env: Mapping[str, str], name: str, default: int, least: int = 0, most: int = 10**9
) -> int:
    text = env.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or not least <= int(text) <= most:
        raise SettingsError(f"{name} must be a whole number from {least} to {most}")
    return int(text)


def _share(env: Mapping[str, str], name: str, default: float) -> float:
    text = env.get(name, "").strip()
    try:
        share = float(text) if text else default
    except ValueError:
        share = -1.0
    if not 0.0 <= share <= 1.0:
        raise SettingsError(f"{name} must be a share from 0 to 1")
    return share


def _addresses(env: Mapping[str, str], name: str) -> dict[str, str]:
    """A JSON object of domains and the addresses that stand for them."""
    try:
        found = json.loads(env.get(name, "").strip() or "{}")
        addresses = {str(domain): str(url).rstrip("/") for domain, url in found.items()}
    except (ValueError, AttributeError):
        raise SettingsError(f"{name} must be a JSON object: domain to address") from None
    if not all(url.startswith(("http://", "https://")) for url in addresses.values()):
        raise SettingsError(f"{name} must name addresses that begin with http:// or https://")
    return addresses


def _embedding_model(env: Mapping[str, str]) -> str | None:
    name = env.get("EMBEDDING_MODEL", "").strip()
    return None if name in ("", "embedded") else name


def _provider(env: Mapping[str, str]) -> str | None:
    """Who plans where nobody chose: as it is said, else whoever an address or a key is given for.

    A provider's own variable says nothing of that: many a machine has one set for something else.
    """
    named = env.get("AI_PROVIDER", "").strip().lower()
    if named == "embedded":
        return None
    if not named:
        if env.get("AI_BASE_URL"):
            return "custom"
        known = provider_of(_token(env, "AI_API_KEY") or "")
        return None if known is None else known.name
    if named not in PROVIDERS:
        raise SettingsError(f"AI_PROVIDER must be embedded or one of {', '.join(PROVIDERS)}")
    needed = {"custom": "AI_BASE_URL", COPILOT: "COPILOT_ENABLED"}.get(named)
    if needed and not env.get(needed):
        raise SettingsError(f"AI_PROVIDER={named} needs {needed}")
    return named


def _ai_keys(env: Mapping[str, str]) -> dict[str, str]:
    """Keys by provider: each from its own variable, `AI_API_KEY` for the one that was named."""
    found = {name: _token(env, each.variable) for name, each in PROVIDERS.items() if each.variable}
    if (named := _provider(env)) is not None and (key := _token(env, "AI_API_KEY")):
        found[named] = key
    return {name: key for name, key in found.items() if key}


def _prices(env: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        found = [float(price) for price in _list(env, "AI_PRICES")]
    except ValueError:
        found = [-1.0]
    if not found:
        return None
    if len(found) != 2 or not all(0 <= price < 1e6 for price in found):
        raise SettingsError("AI_PRICES must be two prices: of a million tokens read, and written")
    return found[0], found[1]


def _address(env: Mapping[str, str], name: str) -> str | None:
    text = env.get(name, "").strip().rstrip("/")
    if text and not text.startswith(("http://", "https://")):
        raise SettingsError(f"{name} must begin with http:// or https://")
    return text or None


def _token(env: Mapping[str, str], name: str) -> str | None:
    try:
        return cleaned(env.get(name, "")) or None
    except OddToken as error:
        raise SettingsError(f"{name}: {error}") from None


def _zone(env: Mapping[str, str], name: str) -> str | None:
    try:
        return known_zone(env[name].strip()) if name in env else None
    except ValueError as error:
        raise SettingsError(f"{name}: {error}") from None


def _boolean(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    text = env.get(name, "").strip().lower()
    if not text:
        return default
    if text in ("1", "true", "yes", "on"):
        return True
    if text in ("0", "false", "no", "off"):
        return False
    raise SettingsError(f"{name} must be true or false")


def _choice(env: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> Any:
    text = env.get(name, "").strip() or default
    for value in allowed:
        if text.lower() == value.lower():
            return value
    raise SettingsError(f"{name} must be one of {', '.join(allowed)}")


def _list(env: Mapping[str, str], name: str) -> list[str]:
    text = env.get(name, "").strip()
    if text.startswith("["):
        try:
            return [str(item) for item in json.loads(text)]
        except ValueError:
            raise SettingsError(f"{name} must be a JSON list, or items with commas") from None
    return [item.strip() for item in text.split(",") if item.strip()]


def _api_key(item: str) -> ApiKey:
    key, _, company = item.partition(":")
    if not key:
        raise SettingsError("API_KEYS must be key or key:company, with commas between them")
    return ApiKey(key, company or None)
