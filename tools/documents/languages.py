"""What people call the languages of code blocks, in Notion's words."""

from typing import get_args

from tools.blueprint.languages import CodeLanguage

_KNOWN = frozenset(get_args(CodeLanguage))
_ALIASES = {
    "ts": "typescript", "tsx": "typescript", "js": "javascript", "jsx": "javascript",
    "mjs": "javascript", "node": "javascript", "py": "python", "python3": "python", "rb": "ruby",
    "rs": "rust", "kt": "kotlin", "golang": "go", "sh": "shell", "zsh": "shell", "console": "shell",
    "shell-session": "shell", "yml": "yaml", "md": "markdown", "tex": "latex", "cpp": "c++",
    "cc": "c++", "cxx": "c++", "hpp": "c++", "h": "c", "cs": "c#", "csharp": "c#", "fs": "f#",
    "fsharp": "f#", "dockerfile": "docker", "ps1": "powershell", "pwsh": "powershell",
    "txt": "plain text", "text": "plain text", "plain": "plain text", "plaintext": "plain text",
    "proto": "protobuf", "objc": "objective-c", "vb": "visual basic", "make": "makefile",
    "hs": "haskell", "ex": "elixir", "exs": "elixir", "erl": "erlang", "pl": "perl",
    "jsonc": "json", "json5": "json", "htm": "html", "svg": "xml", "postgresql": "sql",
    "mysql": "sql", "sqlite": "sql", "wasm": "webassembly", "tf": "hcl", "terraform": "hcl",
    "clj": "clojure", "scm": "scheme", "asm": "assembly", "patch": "diff",
    "gql": "graphql",
}  # fmt: skip


def code_language(name: str) -> str | None:
    """Notion's name of a language; None for one that it does not know."""
    bare = name.strip().lower()
    if not bare:
        return "plain text"
    found = _ALIASES.get(bare, bare)
    return found if found in _KNOWN else None
