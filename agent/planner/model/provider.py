"""Who offers language models: where they answer, what their keys look like, what they expect.

Addresses and prefixes are those of November 2026; a key's prefix is a hint, and a call decides.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

COPILOT = "copilot"  # GitHub's, which has no keys: agent/planner/model/copilot.py

Form = Literal["json_schema", "tool", "json_object", "text"]  # how an answer is given its shape


@dataclass(frozen=True)
class Provider:
    """One provider. `proof` is the route, below its address, that only a good key can read.

    `variable` is its own name for a key in the environment. `forms` are tried in that order.
    `prefers` are patterns of model names, the best first, for who names none. A `local` one serves
    one request at a time, takes no key, and may still be loading. One that is `mixed` has models of
    others too. One that is `driven` has no address: a program on this machine asks it.
    """

    name: str
    base_url: str
    keys: str = ""  # a pattern that its keys match from their beginning
    variable: str = ""
    proof: str = "models"
    key_header: str = "Authorization"
    headers: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[Form, ...] = ("json_schema", "tool", "json_object", "text")
    # Others still call it by its older name, and some drop the newer one without a word.
    token_limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"  # noqa: S105
    prefers: tuple[str, ...] = ()
    local: bool = False
    mixed: bool = False
    driven: bool = False


_ALL = (
    Provider(
        "anthropic",
        "https://api.anthropic.com/v1",
        keys=r"sk-ant-",
        variable="ANTHROPIC_API_KEY",
        key_header="x-api-key",
        headers={"anthropic-version": "2023-06-01"},
        forms=("tool", "text"),  # its compatible layer ignores response_format
        prefers=(r"claude-sonnet", r"claude"),
    ),
    Provider(
        "openrouter",
        "https://openrouter.ai/api/v1",
        keys=r"sk-or-",
        variable="OPENROUTER_API_KEY",
        proof="key",  # its list of models is open to everybody
        prefers=(r"openai/gpt-.*mini", r"google/gemini.*flash"),
        mixed=True,
    ),
    Provider(
        "deepseek",
        "https://api.deepseek.com/v1",
        keys=r"sk-[0-9a-f]{32}$",
        variable="DEEPSEEK_API_KEY",
        forms=("json_object", "tool", "text"),
        prefers=(r"deepseek-chat",),
    ),
    Provider(
        "openai",
        "https://api.openai.com/v1",
        keys=r"sk-(?:proj-|svcacct-|admin-|.)",
        variable="OPENAI_API_KEY",
        token_limit="max_completion_tokens",  # noqa: S106 - the name of a field
        prefers=(r"gpt-[5-9][\d.]*-mini$", r"gpt-[5-9][\d.]*$", r"gpt-4"),
    ),
    Provider(
        "gemini",
        "https://generativelanguage.googleapis.com/v1beta/openai",
        keys=r"AQ\.|AIza",
        variable="GEMINI_API_KEY",
        prefers=(r"(?:models/)?gemini-.*flash(?!.*(?:image|audio|live|tts))",),
    ),
    Provider(
        "groq",
        "https://api.groq.com/openai/v1",
        keys=r"gsk_",
        variable="GROQ_API_KEY",
        prefers=(r"openai/gpt-oss", r"llama.*70b"),
        mixed=True,
    ),
    Provider(
        "xai",
        "https://api.x.ai/v1",
        keys=r"xai-",
        variable="XAI_API_KEY",
        prefers=(r"grok-.*fast", r"grok-"),
    ),
    Provider(
        "mistral",
        "https://api.mistral.ai/v1",
        keys=r"[A-Za-z0-9]{32}$",
        variable="MISTRAL_API_KEY",
        prefers=(r"mistral-medium", r"mistral-"),
    ),
    Provider("ollama", "http://localhost:11434/v1", local=True, mixed=True),
    Provider("llamacpp", "http://localhost:8080/v1", local=True, mixed=True),
    Provider("vllm", "http://localhost:8000/v1", local=True, mixed=True),
    Provider("lmstudio", "http://localhost:1234/v1", local=True, mixed=True),
    Provider(COPILOT, "copilot:", forms=("text",), mixed=True, driven=True),
    Provider("custom", "", variable="AI_API_KEY", mixed=True),  # whatever AI_BASE_URL leads to
)
PROVIDERS: Mapping[str, Provider] = {provider.name: provider for provider in _ALL}

# GitHub Models, which took these, was retired on 30 July 2026.
RETIRED_KEYS = re.compile(r"ghp_|github_pat_|gh[ous]_")


@dataclass(frozen=True)
class Endpoint:
    """One model where it answers, with the key for it; '' where none is asked for."""

    provider: Provider
    base_url: str
    model: str = ""
    key: str = field(default="", repr=False)

    @property
    def place(self) -> tuple[str, str]:
        """What is known of a model, whoever's key it is asked with."""
        return self.base_url, self.model

    @property
    def is_single(self) -> bool:
        """Whether it takes one request at a time: what queues there runs out of time there."""
        return self.provider.local


def provider_of(key: str) -> Provider | None:
    """The provider whose keys look like that one.

    The first of the table counts: a key with a longer prefix of its own is never sent to those who
    share the beginning of it.
    """
    return next((p for p in _ALL if p.keys and re.match(p.keys, key)), None)


def is_of_another(provider: str, model: str) -> bool:
    """Whether a model is plainly one of other providers, such as Anthropic's `gpt-5` or
    `openai/o3`; of most names only a call can tell."""
    own = PROVIDERS.get(provider)
    if own is None or own.mixed or _has(own, model):
        return False
    return model.partition("/")[0] in PROVIDERS or any(_has(other, model) for other in _ALL)


def _has(provider: Provider, model: str) -> bool:
    return any(re.match(pattern, model) for pattern in provider.prefers)


def preferred(provider: Provider, models: list[str]) -> str | None:
    """The model that is asked where nobody named one."""
    for pattern in provider.prefers:
        for model in sorted(models, reverse=True):
            if re.match(pattern, model):
                return model
    return models[0] if provider.local and models else None
