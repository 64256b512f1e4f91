"""`notionforge`: takes the words apart, carries the command out, says how it ended."""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Sequence
from importlib import import_module

from cli.arguments import language_in, parser
from cli.outcome import CommandFailed, Exit
from cli.speech import LANGUAGES, Language, of_machine, of_words, say
from cli.words import printable

# Of the commands whose names no module can have.
_MODULES = {"import": "importing", "migrate-to-postgres": "moving"}


def main(words: Sequence[str] | None = None) -> None:
    """Exits with a code of `Exit`; 2 for what cannot be meant."""
    given = sys.argv[1:] if words is None else list(words)
    language = _language(given)
    arguments = parser(language).parse_args(given)
    try:
        code = _carried_out(arguments, language)
    except CommandFailed as failed:
        why = printable(_why(failed, language))
        print(f"notionforge: {why}", file=sys.stderr)  # noqa: T201 - the answer
        code = failed.code
    except (KeyboardInterrupt, asyncio.CancelledError):
        code = Exit.INTERRUPTED
    except BrokenPipeError:  # whoever read the output has read enough
        code = Exit.DONE
        with contextlib.suppress(OSError):
            sys.stdout.close()
    sys.exit(code)


def _carried_out(arguments: argparse.Namespace, language: Language) -> Exit:
    """Each command is a module with `run`, imported when it is asked for."""
    name = _MODULES.get(arguments.command, arguments.command)
    run = import_module(f"cli.commands.{name}").run
    return Exit(run(arguments, language))


def _language(given: Sequence[str]) -> Language:
    """As asked for, else the machine's, else that of the words."""
    asked = language_in(given)
    if asked in LANGUAGES:
        return asked
    return of_machine() or of_words(" ".join(given))


def _why(failed: CommandFailed, language: Language) -> str:
    return say(failed.key, language, **failed.params)


if __name__ == "__main__":
    main()
