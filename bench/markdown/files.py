"""The twenty files: those that the tests read, and some as long and as deep as people write."""

from collections.abc import Iterator
from pathlib import Path

_TESTED = Path(__file__).parent.parent.parent / "tests" / "documents" / "files"
MOST_TESTED = 14


def files() -> dict[str, str]:
    """Texts by name."""
    tested = sorted(_TESTED.glob("*.md"))[:MOST_TESTED]
    found = {path.name: path.read_text("utf-8") for path in tested}
    return {
        **found,
        "manual.md": "".join(_manual(30)),
        "journal.md": "".join(_journal(120)),
        "outline.md": "".join(_outline(6, 3)),
        "tasks.md": "".join(_tasks(25)),
        "faq.md": "".join(_faq(40)),
        "glossary.md": "".join(_glossary(150)),
    }


def _manual(chapters: int) -> Iterator[str]:
    yield "# Manual\n\n"
    for n in range(1, chapters + 1):
        yield f"## Chapter {n}\n\nParagraph {n} with **bold {n}** and `code{n}`.\n\n"
        yield f"- point {n}\n  - detail {n}\n    - example {n}\n      - footnote {n}\n\n"
        yield f"```python\nstep_{n}()\n```\n\n| Key{n} | Value{n} |\n|---|---|\n| a{n} | b{n} |\n\n"


def _journal(days: int) -> Iterator[str]:
    yield "# Journal\n\n"
    for n in range(1, days + 1):
        yield f"### Day {n}\n\nWent to place {n}, *met* person {n}.\n\n"


def _outline(levels: int, each: int, level: int = 0, name: str = "item") -> Iterator[str]:
    if level == levels:
        return
    for n in range(1, (each if level < 4 else 1) + 1):
        yield f"{'  ' * level}- {name}{n}\n"
        yield from _outline(levels, each, level + 1, f"{name}{n}x")


def _tasks(projects: int) -> Iterator[str]:
    for n in range(1, projects + 1):
        yield f"- [ ] project {n}\n  - [x] task {n}a\n    - [ ] part {n}b\n      1. step {n}c\n"
        yield f"      2. step {n}d\n"


def _faq(questions: int) -> Iterator[str]:
    yield "# FAQ\n\n"
    for n in range(1, questions + 1):
        yield f"> **Question {n}?**\n>\n> Answer {n} with [link {n}](https://example.com/{n}).\n\n"
        yield f"1. first {n}\n2. second {n}\n\n---\n\n"


def _glossary(terms: int) -> Iterator[str]:
    yield "# Glossary\n\n| Term | Meaning |\n|---|---|\n"
    for n in range(1, terms + 1):
        yield f"| term{n} | meaning **{n}** |\n"
