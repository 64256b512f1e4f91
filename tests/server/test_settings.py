"""The operator's settings: defaults, reading, and what cannot be meant."""

from pathlib import Path

import pytest

from server import main
from settings import ApiKey, Settings
from tools.environment import SettingsError


def test_with_nothing_set_the_server_is_local_and_complete():
    assert Settings.from_env({}, None) == Settings()
    assert Settings().on_loopback
    assert Settings().sandbox


def test_the_environment_beats_the_file(tmp_path: Path):
    dotenv = tmp_path / ".env"
    dotenv.write_text('# ours\nexport PORT=9501\nNOTION_API_KEY="ntn_file"\nRATE_LIMIT_RPM=5\n')
    settings = Settings.from_env({"PORT": "9502"}, dotenv)
    assert (settings.port, settings.rate_limit_rpm) == (9502, 5)
    assert settings.notion_api_key == "ntn_file"
    assert settings.public_url == "http://localhost:9502"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.com", "::"])
def test_beyond_loopback_a_key_is_needed_and_the_remedy_is_named(host: str):
    with pytest.raises(SettingsError, match="API_KEYS"):
        Settings.from_env({"HOST": host}, None)
    settings = Settings.from_env({"HOST": host, "API_KEYS": "a, b:acme"}, None)
    assert settings.api_keys == (ApiKey("a"), ApiKey("b", "acme"))
    assert settings.sandbox is False


def test_a_secret_may_come_in_a_file(tmp_path: Path):
    (tmp_path / "keys").write_text("a, b:acme\n")
    (tmp_path / "notion").write_text("ntn_of-the-file\n")
    env = {"API_KEYS_FILE": f"{tmp_path}/keys", "NOTION_API_KEY_FILE": f"{tmp_path}/notion"}
    settings = Settings.from_env({**env, "HOST": "0.0.0.0"}, None)
    assert settings.api_keys == (ApiKey("a"), ApiKey("b", "acme"))
    assert settings.notion_api_key == "ntn_of-the-file"


def test_a_secret_that_is_missing_leaves_no_server_without_one(tmp_path: Path):
    (tmp_path / "empty").write_text(" \n")
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    for name in ("absent", "empty", "bytes", "."):
        with pytest.raises(SettingsError, match="SECRET_KEY_FILE"):
            Settings.from_env({"SECRET_KEY_FILE": f"{tmp_path}/{name}"}, None)
    with pytest.raises(SettingsError, match="not both"):
        Settings.from_env({"SECRET_KEY": "a", "SECRET_KEY_FILE": f"{tmp_path}/empty"}, None)


@pytest.mark.parametrize(
    "address",
    [
        "mysql://me:hidden@there/db",
        *(f"postgresql://me:hid{odd}gen@there:5432/db" for odd in "@/?#%[] "),
        "postgresql://me:hidden@there:54x/db",
        "postgresql://me:hidden@one:1,two:2/db",
    ],
)
def test_an_address_of_a_database_that_may_be_read_in_two_ways_is_refused_without_its_password(
    address: str,
):
    with pytest.raises(SettingsError, match="@ as %40") as refused:
        Settings.from_env({"DATABASE_URL": address}, None)
    assert "hid" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:p%40%2F%3a$!&=+'~;:@there:5432/db?options=-csearch_path%3Dours",
        "postgres://me@[::1]:5432/db",
        "postgresql:///db?host=/run/postgresql",
        "postgresql://there",
    ],
)
def test_an_address_of_a_database_is_taken_as_it_is(address: str):
    assert Settings.from_env({"DATABASE_URL": f"{address}\n"}, None).database_url == address


def test_a_blank_value_is_none_so_that_a_blank_host_does_not_open_all_interfaces():
    blank = {"HOST": "", "PUBLIC_URL": " ", "DATA_DIR": "", "NOTION_API_KEY": ""}
    assert Settings.from_env(blank, None) == Settings()
    assert not Settings(host="").on_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_loopback_has_many_names(host: str):
    assert Settings.from_env({"HOST": host}, None).on_loopback


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "70000"),
        ("PORT", "-1"),
        ("RATE_LIMIT_RPM", "1.5"),
        ("APPROVAL_TTL_SECONDS", "0"),
        ("GENERATE_TIMEOUT_SECONDS", "0"),
        ("SANDBOX", "maybe"),
        ("LOG_LEVEL", "LOUD"),
        ("LOG_FORMAT", "xml"),
        ("TIME_ZONE", "Mars/Base"),
        ("PORT", "²"),
        ("CORS_ORIGINS", "[broken"),
        ("CORS_ORIGINS", "*"),  # whoever says so would be anybody
        ("CORS_ORIGINS", "https://a.example/page"),
        ("ALLOWED_HOSTS", "https://a.example"),
        ("ALLOWED_HOSTS", "*.a.example"),
        ("PUBLIC_URL", "forge.example.com"),
        ("FRONTEND_URL", "http://"),
        ("NOTION_BASE_URL", "api.notion.com"),
        ("NOTION_OAUTH_REDIRECT_URI", "/api/oauth/callback"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4318"),
        ("API_KEYS", "a:Acme"),
        ("API_KEYS", "a b, \u00e9"),
        ("TRUSTED_PROXIES", "*"),  # whoever says so would be anybody
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("API_KEYS", ":acme"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named(name: str, value: str):
    with pytest.raises(SettingsError, match=name):
        Settings.from_env({name: value}, None)


def test_proxies_are_addresses_and_networks():
    env = {"TRUSTED_PROXIES": "10.0.0.7, 172.16.5.4/12, ::1"}
    found = Settings.from_env(env, None).trusted_proxies
    assert found == ("10.0.0.7", "172.16.0.0/12", "::1")


def test_lists_are_json_or_separated_by_commas():
    for text in (
        '["https://a.example", "https://b.example"]',
        "https://a.example,https://b.example,",
    ):
        found = Settings.from_env({"CORS_ORIGINS": text}, None).cors_origins
        assert found == ("https://a.example", "https://b.example")


def test_a_slash_at_the_end_of_an_origin_is_none_of_it():
    found = Settings.from_env({"CORS_ORIGINS": "https://a.example:8443/"}, None).cors_origins
    assert found == ("https://a.example:8443",)


def test_a_file_of_windows_is_read_and_one_that_is_no_text_is_named(tmp_path: Path):
    dotenv = tmp_path / ".env"
    dotenv.write_bytes("\ufeffPORT=9501\r\n".encode())
    assert Settings.from_env({}, dotenv).port == 9501
    dotenv.write_bytes("PORT=9501\n".encode("utf-16"))
    with pytest.raises(SettingsError, match=r"\.env"):
        Settings.from_env({}, dotenv)


@pytest.mark.parametrize("given", ["--help", "--port=1", "serve"])
def test_arguments_that_there_are_not_start_no_server(given: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.argv", ["server.py", given])
    with pytest.raises(SystemExit, match="PORT"):
        main()


def test_the_server_does_not_start_where_it_would_be_open_to_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr("sys.argv", ["server.py"])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOST", "0.0.0.0")
    with pytest.raises(SystemExit, match="set API_KEYS"):
        main()
    assert list(tmp_path.iterdir()) == []


def test_secrets_are_not_shown():
    env = {"SECRET_KEY": "s3cret", "NOTION_API_KEY": "ntn_s3cret", "API_KEYS": "s3cret:acme"}
    assert "s3cret" not in repr(Settings.from_env(env, None))


@pytest.mark.parametrize(
    ("env", "provider", "keys"),
    [
        ({"OPENAI_API_KEY": "sk-proj-a"}, None, {"openai": "sk-proj-a"}),  # offered, not asked
        ({"AI_API_KEY": "gsk_a"}, "groq", {"custom": "gsk_a", "groq": "gsk_a"}),
        ({"AI_BASE_URL": "http://localhost:8080/v1/"}, "custom", {}),
        ({"AI_PROVIDER": "Ollama"}, "ollama", {}),
        ({"AI_PROVIDER": "embedded", "AI_BASE_URL": "http://localhost:1"}, None, {}),
    ],
)
def test_a_model_is_asked_where_the_operator_says_so(
    env: dict[str, str], provider: str | None, keys: dict[str, str]
):
    settings = Settings.from_env(env, None)
    assert settings.ai_provider == provider
    assert settings.ai_keys == keys
    assert all(key not in repr(settings) for key in keys.values())


@pytest.mark.parametrize(
    "env",
    [
        {"AI_PROVIDER": "alchemy"},
        {"AI_PROVIDER": "custom"},
        {"AI_BASE_URL": "localhost:8080"},
        {"AI_PRICES": "cheap"},
        {"AI_PRICES": "1"},
        {"AI_TOKENS_PER_DAY": "many"},
    ],
)
def test_a_model_that_cannot_be_meant_is_refused_at_the_start(env: dict[str, str]):
    with pytest.raises(SettingsError, match="AI_"):
        Settings.from_env(env, None)
