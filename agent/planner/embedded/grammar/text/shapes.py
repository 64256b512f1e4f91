"""What its letters alone tell of a piece of text: quotes, addresses, days in figures, numbers."""

import re

# Year, month, day, the year of two figures too; with blanks; month and day, the year behind them.
_DAY = (
    r"(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    r"|(?<![\d.,/-])\d\d(?P<sign>[-/.])\d{1,2}(?P=sign)\d{1,2}(?![\d-])"
    r"|(?<!\d)\d{4}\.\x20\d{1,2}\.\x20\d{1,2}(?!\d)\.?"
    r"|(?<![\d/])\d{1,2}/\d{1,2}(?:/\d{4}|/\d\d)?(?![\d/])"
)
SHAPES = re.compile(
    r"(?P<quoted>[\"“”„＂][^\"“”„＂\n]{1,200}[\"“”„＂]|「[^「」\n]{1,200}」|『[^『』\n]{1,200}』"
    r"|《[^《》\n]{1,200}》|〈[^〈〉\n]{1,200}〉|`[^`\n]{1,200}`"
    r"|(?<![A-Za-z0-9])['‘’](?:[^'‘’\n]|['’](?=[A-Za-z])){1,200}['‘’](?![A-Za-z0-9]))"
    r"|(?P<url>https?://[^\s<>\"'、。」』]+)"
    r"|(?P<email>(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24})"
    rf"|(?P<date>{_DAY})"
    r"|(?P<code>(?<![A-Za-z0-9_-])\d{2,4}(?:-\d{3,4}){1,3}(?![A-Za-z0-9_-])|(?<![A-Za-z0-9_.,-])(?:\+\d{1,3}\x20?|0)\d{2,4}[\x20-]?\d{3,4}(?:[\x20-]?\d{3,4})?(?![A-Za-z0-9_-])|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12})"
    r"|(?P<number>(?<![A-Za-z\d])(?:(?<!\w)[-+])?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|(?<![A-Za-z\d.])(?:(?<!\w)[-+])?\d{1,15}(?:\.\d{1,9})?)"
    r"|(?P<emoji>[\u2600-\u27bf\u2b50\u2b55\U0001f1e6-\U0001faff][\ufe0f\u200d\u2640\u2642\U0001f1e6-\U0001faff]{0,12})"
)


def turns(text: str, at: int) -> bool:
    """Whether a word of other languages begins, or ends, where no blank says so."""
    return len({0x30A0 <= ord(letter) <= 0x30FF for letter in text[at - 1 : at + 1]}) > 1
