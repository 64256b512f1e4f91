"""What the operator decides, read once from the environment (and `.env`)."""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from agent.planner.model.provider import COPILOT, PROVIDERS, provider_of
from tools.environment import Environment, SettingsError
from tools.freshdesk.company_id import COMPANY_ID

VERSION = "0.1.0"

# What all who read an address of a database part in the same way: SQLAlchemy takes a password with
# a stroke in it, libpq takes what is before the stroke for a port.
_DATABASE_URL = re.compile(
    r"postgres(?:ql)?://"
    r"(?:(?:[^\s@/?#%\[\]]|%[0-9a-f]{2})*@)?"  # the user, and the password
    r"(?:[^\s@/?#%\[\]:,]*|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?"  # the host, and the port
    r"(?:[/?][^\s@#]*)?",  # the database, and options
    re.IGNORECASE,
)


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
    database_url: str | None = field(default=None, repr=False)  # None: files in `data_dir`
    secret_key: str | None = field(default=None, repr=False)
    api_keys: tuple[ApiKey, ...] = ()
    rate_limit_rpm: int = 60
    ws_messages_per_minute: int = 20
    ws_connections_per_address: int = 20
    trusted_proxies: tuple[str, ...] = ()  # addresses and networks, as `ipaddress` writes them
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
    drain_seconds: int = 0
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
        env = Environment(os.environ if environ is None else environ, dotenv)
        port = env.integer("PORT", 9500, 0, 65_535)
        host = env.text("HOST", "127.0.0.1")
        return cls(
            host=host,
            port=port,
            public_url=env.address("PUBLIC_URL") or f"http://localhost:{port}",
            frontend_url=env.address("FRONTEND_URL") or f"http://localhost:{port}",
            data_dir=Path(env.text("DATA_DIR", "data")),
            database_url=_database_url(env),
            secret_key=env.get("SECRET_KEY"),
            api_keys=tuple(_api_key(item) for item in env.listed("API_KEYS")),
            rate_limit_rpm=env.integer("RATE_LIMIT_RPM", 60),
            ws_messages_per_minute=env.integer("WS_MESSAGES_PER_MINUTE", 20),
            ws_connections_per_address=env.integer("WS_CONNECTIONS_PER_ADDRESS", 20),
            trusted_proxies=tuple(env.networks("TRUSTED_PROXIES")),
            cors_origins=tuple(env.origins("CORS_ORIGINS")),
            allowed_hosts=tuple(env.hosts("ALLOWED_HOSTS")),
            notion_api_key=env.token("NOTION_API_KEY"),
            notion_parent_page_id=env.get("NOTION_PARENT_PAGE_ID"),
            notion_base_url=env.address("NOTION_BASE_URL"),
            notion_oauth_client_id=env.get("NOTION_OAUTH_CLIENT_ID"),
            notion_oauth_client_secret=env.token("NOTION_OAUTH_CLIENT_SECRET"),
            notion_oauth_redirect_uri=env.address("NOTION_OAUTH_REDIRECT_URI"),
            notion_oauth_base_url=env.address("NOTION_OAUTH_BASE_URL"),
            ai_provider=_provider(env),
            ai_model=env.get("AI_MODEL"),
            ai_base_url=env.address("AI_BASE_URL"),
            ai_keys=_ai_keys(env),
            ai_calls_per_thread=env.integer("AI_CALLS_PER_THREAD", 200),
            ai_tokens_per_day=env.integer("AI_TOKENS_PER_DAY", 0) or None,
            ai_prices=_prices(env),
            copilot_enabled=env.boolean("COPILOT_ENABLED", default=False),
            copilot_github_token=env.token("COPILOT_GITHUB_TOKEN"),
            sandbox=env.boolean("SANDBOX", default=_is_loopback(host)),
            embedding_model=_embedding_model(env),
            demo_tickets=env.integer("DEMO_TICKETS", 300, 0, 100_000),
            demo_faults=env.share("DEMO_FAULTS", 0.0),
            freshdesk_allowed_domains=tuple(env.listed("FRESHDESK_ALLOWED_DOMAINS")),
            freshdesk_endpoints=env.addresses("FRESHDESK_ENDPOINTS"),
            freshdesk_share=env.share("FRESHDESK_SHARE", 0.8),
            time_zone=env.zone("TIME_ZONE"),
            retention_days=env.integer("RETENTION_DAYS", 30, 0, 36_500),
            max_running=env.integer("MAX_RUNNING", 32, 1),
            drain_seconds=env.integer("DRAIN_SECONDS", 0, 0, 3600),
            approval_ttl_seconds=env.integer("APPROVAL_TTL_SECONDS", 86_400, 1),
            generate_timeout_seconds=env.integer("GENERATE_TIMEOUT_SECONDS", 180, 1),
            tracing=env.choice("TRACING", "off", ("off", "langsmith")),
            otel_exporter_otlp_endpoint=env.address("OTEL_EXPORTER_OTLP_ENDPOINT"),
            log_level=env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
            log_format=env.choice("LOG_FORMAT", "text", ("text", "json")),
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


def _database_url(env: Environment) -> str | None:
    url = env.text("DATABASE_URL")
    if url and not _DATABASE_URL.fullmatch(url):
        raise SettingsError(
            "DATABASE_URL must be postgresql://user:password@host:port/database; in the user and "
            "the password write % as %25, @ as %40, / as %2F, ? as %3F, # as %23, [ as %5B, ] as "
            "%5D, a blank as %20"
        )
    return url or None


def _embedding_model(env: Environment) -> str | None:
    name = env.text("EMBEDDING_MODEL")
    return None if name in ("", "embedded") else name


def _provider(env: Environment) -> str | None:
    """Who plans where nobody chose: as it is said, else whoever an address or a key is given for.

    A provider's own variable says nothing of that: many a machine has one set for something else.
    """
    named = env.text("AI_PROVIDER").lower()
    if named == "embedded":
        return None
    if not named:
        if env.get("AI_BASE_URL"):
            return "custom"
        known = provider_of(env.token("AI_API_KEY") or "")
        return None if known is None else known.name
    if named not in PROVIDERS:
        raise SettingsError(f"AI_PROVIDER must be embedded or one of {', '.join(PROVIDERS)}")
    needed = {"custom": "AI_BASE_URL", COPILOT: "COPILOT_ENABLED"}.get(named)
    if needed and not env.get(needed):
        raise SettingsError(f"AI_PROVIDER={named} needs {needed}")
    return named


def _ai_keys(env: Environment) -> dict[str, str]:
    """Keys by provider: each from its own variable, `AI_API_KEY` for the one that was named."""
    found = {name: env.token(each.variable) for name, each in PROVIDERS.items() if each.variable}
    if (named := _provider(env)) is not None and (key := env.token("AI_API_KEY")):
        found[named] = key
    return {name: key for name, key in found.items() if key}


def _prices(env: Environment) -> tuple[float, float] | None:
    try:
        found = [float(price) for price in env.listed("AI_PRICES")]
    except ValueError:
        found = [-1.0]
    if not found:
        return None
    if len(found) != 2 or not all(0 <= price < 1e6 for price in found):
        raise SettingsError("AI_PRICES must be two prices: of a million tokens read, and written")
    return found[0], found[1]


def _api_key(item: str) -> ApiKey:
    key, _, company = (part.strip() for part in item.partition(":"))
    if not key or not (key.isascii() and key.isprintable()):
        raise SettingsError(
            "API_KEYS must be key or key:company, with commas between them, in printable ASCII"
        )
    if company and not COMPANY_ID.fullmatch(company):
        raise SettingsError(
            "API_KEYS: a company has 2 to 63 small letters, digits, - and _, and begins with a "
            "letter or digit"
        )
    return ApiKey(key, company or None)
