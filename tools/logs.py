"""Log lines: for people or for machines, and never with a secret in them."""

import json
import logging
import re
from typing import Literal

# Notion's tokens (new, and legacy `secret_`), GitHub's, provider keys, whatever follows "Bearer",
# and behind "Basic", which is a word as well, what is as long as a key in base64.
_SECRETS = re.compile(
    r"ntn_[A-Za-z0-9]{8,}|secret_[A-Za-z0-9]{16,}|\bsk-[A-Za-z0-9_-]{12,}|\bgsk_[A-Za-z0-9]{12,}"
    r"|\bAIza[A-Za-z0-9_-]{20,}|\bAQ\.[A-Za-z0-9_-]{20,}|\bxai-[A-Za-z0-9]{12,}|(?<=Bearer )\S+"
    r"|\bgh[opsu]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|(?<=Basic )[A-Za-z0-9+/]{24,}={0,2}"
)


def holds_secret(text: str) -> bool:
    """Whether something in a text looks like a token or a key."""
    return _SECRETS.search(text) is not None


def scrub(text: str) -> str:
    """The same text with everything that looks like a secret taken out."""
    return _SECRETS.sub("***", text)


class _Text(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record))


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return scrub(json.dumps(line, ensure_ascii=False))


def configure(level: str, form: Literal["text", "json"]) -> None:
    """Sends all logging to standard error in one form."""
    handler = logging.StreamHandler()
    plain = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    handler.setFormatter(_Json() if form == "json" else _Text(plain))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "alembic", "openai", "mcp", "sse_starlette"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # A notch quieter: at DEBUG it prints every frame of a socket, tokens and all, and at INFO says
    # what the server says itself.
    quieter = {"DEBUG": "INFO", "INFO": "WARNING"}
    logging.getLogger("uvicorn").setLevel(quieter.get(level, level))
