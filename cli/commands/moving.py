"""`notionforge migrate-to-postgres`: from files into a database that servers may share."""

import argparse
import asyncio
from collections.abc import Iterable, Iterator

from cli.outcome import CommandFailed, Exit
from cli.screen import screen
from cli.speech import Language, say
from cli.words import table
from moving.compared import Compared


def run(_arguments: argparse.Namespace, language: Language) -> Exit:
    """Moves the data folder (DATA_DIR) into DATABASE_URL, and shows that all of it arrived."""
    from moving.move import move
    from settings import Settings
    from tools.environment import SettingsError
    from tools.errors import CannotStart, StorageFailed

    shown = screen(as_json=False)

    def reported(part: str, done: int) -> None:
        shown.progress(f"{part} {done:,}", None, None)

    try:
        settings = Settings.from_env()
        moved = asyncio.run(move(settings, reported))
    except SettingsError as error:
        raise CommandFailed("bad_setting", detail=str(error)) from None
    except (CannotStart, StorageFailed) as error:
        raise CommandFailed("said", said=str(error)) from None
    finally:
        shown.rest()
    shown.lines(table(list(_told(moved))))
    if not all(part.is_same for part in moved):
        raise CommandFailed("not_the_same", parts=", ".join(_names(moved)))
    shown.lines([say("moved", language, folder=settings.data_dir)])
    return Exit.DONE


def _told(moved: Iterable[Compared]) -> Iterator[tuple[str, str, str]]:
    """What each part came to, before and after."""
    for part in moved:
        same = "=" if part.is_same else "≠"
        yield part.name, f"{part.before.count:,} {same} {part.after.count:,}", part.after.hex


def _names(moved: Iterable[Compared]) -> Iterator[str]:
    return (part.name for part in moved if not part.is_same)
