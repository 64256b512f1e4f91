"""How a command ends: its exit code, and what stops it."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes; 2 is argparse's too."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    DECLINED = 3
    INTERRUPTED = 130  # 128 + SIGINT, as shells have it


class CommandFailed(Exception):
    """Why a command goes no further, as a text for the person.

    `key` names a text of the command line's own, which `params` fill; what a server said comes
    under `said`.
    """

    def __init__(self, key: str, code: Exit = Exit.FAILED, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.code = code
        self.params = params
