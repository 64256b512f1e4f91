"""`notionforge keys`: who may use the server. Keys are a setting, and nowhere else."""

import argparse
import hashlib
import secrets

from cli.outcome import CommandFailed, Exit
from cli.screen import screen
from cli.speech import Language, say
from cli.words import table


def run(arguments: argparse.Namespace, language: Language) -> Exit:
    """Lists the keys by what tells them apart, never by themselves; a new one is shown once."""
    from settings import Settings
    from tools.environment import SettingsError

    try:
        known = Settings.from_env().api_keys
    except SettingsError as error:
        raise CommandFailed("bad_setting", detail=str(error)) from None
    shown = screen(as_json=False)
    if arguments.act == "new":
        shown.lines([secrets.token_urlsafe(32)])
        shown.problem(say("keys_how", language))
        return Exit.DONE
    rows = [
        (hashlib.sha256(each.key.encode()).hexdigest()[:16], each.company or "*") for each in known
    ]
    shown.lines(table(rows) if rows else [say("keys_none", language)])
    shown.lines([say("keys_how", language)])
    return Exit.DONE
