"""Documents to a blueprint, as a program of its own: files on its input, JSON on its output.

They are read by large libraries, and anybody may send one: whatever it does there stays in a
process that holds no key, and has so much memory and time.
"""

import json
import sys
from typing import Any

from tools.documents.assembly import blueprint_of
from tools.documents.columns.inference import Asked
from tools.documents.notes import Notes, Refused
from tools.documents.paper import Source

MOST_SECONDS = 2  # of the processor
MOST_MEMORY = 300 * 1024 * 1024  # bytes of its own


def bounded() -> None:
    """Has the system end this process where it takes too much."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        # What is reserved and never touched counts as addresses, and not as data.
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def answered(given: bytes) -> dict[str, Any]:
    """What becomes of files: `blueprint` and `notes`, or why they are `refused`."""
    head, _, contents = given.partition(b"\n")
    asked = json.loads(head)
    sources, at = list[Source](), 0
    for file in asked["files"]:
        sources.append(Source(file["name"], contents[at : at + file["size"]]))
        at += file["size"]
    notes = Notes()
    try:
        blueprint = blueprint_of(sources, Asked(asked["language"], asked["time_zone"]), notes)
    except Refused as refused:
        return {"refused": refused.told}
    found = [{"rule": note.rule, "place": note.place, "params": note.params} for note in notes]
    return {"blueprint": blueprint, "notes": found}


def main() -> None:
    given = sys.stdin.buffer.read()
    bounded()
    sys.stdout.buffer.write(
        json.dumps(answered(given), ensure_ascii=False).encode(errors="replace")
    )


if __name__ == "__main__":
    main()
