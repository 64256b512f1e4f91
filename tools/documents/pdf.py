"""The text of a PDF, as a program of its own: bytes on its input, UTF-8 on its output.

PDFs are read by a large C++ library, and anybody may send one with a ticket: whatever it does there
stays in a process that holds no key, and has so much memory and time.
"""

import re
import sys

MOST_SECONDS = 20  # of the processor
MOST_MEMORY = 1 << 30  # bytes of addresses, of which the library itself reserves a part
MOST_PAGES = 500
MOST_CHARACTERS = 1_000_000
_CJK = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3"
# A line of Korean or Japanese may end within a word; a blank before its end says that it does not.
_WITHIN_A_WORD = re.compile(rf"(?<=[{_CJK}])\r?\n(?=[{_CJK}])")


def bounded() -> None:
    """Has the system end this process where it takes too much."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def joined(text: str) -> str:
    """With the words whole that the end of a line had cut."""
    return _WITHIN_A_WORD.sub("", text)


def extracted(content: bytes) -> str:
    """What the pages say, one after the other. Raises pypdfium2.PdfiumError."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    found: list[str] = []
    left = MOST_CHARACTERS
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number].get_textpage()
        text = page.get_text_range(0, min(left, page.count_chars()))
        found.append(joined(text))
        left -= len(text)
        if left <= 0:
            break
    return "\n".join(found)


if __name__ == "__main__":
    given = sys.stdin.buffer.read()
    bounded()
    sys.stdout.buffer.write(extracted(given).encode(errors="replace"))
