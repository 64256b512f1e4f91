"""The plain text of a file, as far as its kind is known here. Pure."""

from tools.documents.markup import said

_PLAIN = (".txt", ".md", ".csv", ".log")
_HTML = (".html", ".htm")
# Strict decodings, in the order in which they are tried; the last one takes everything.
_ENCODINGS = ("utf-8-sig", "cp949", "cp932")


def is_pdf(name: str, content_type: str, content: bytes) -> bool:
    """By its first bytes where they tell, whatever it is called."""
    named = content_type.startswith("application/pdf") or name.lower().endswith(".pdf")
    return content.startswith(b"%PDF-") or named


def text_of(name: str, content_type: str, content: bytes) -> str | None:
    """What a file says; None for a kind that is not read here."""
    kind, name = content_type.partition(";")[0].strip().lower(), name.lower()
    if kind == "text/html" or name.endswith(_HTML):
        return text_of_html(decoded(content))
    if kind.startswith("text/") or name.endswith(_PLAIN):
        return squeezed(decoded(content))
    return None


def decoded(content: bytes) -> str:
    """The text of some bytes: UTF-16 where zero bytes say so, else the first that fits."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")


def squeezed(text: str) -> str:
    """Without runs of blanks, empty lines, and NULs, which stand for nothing (`tools.received`)."""
    lines = (" ".join(line.split()) for line in text.replace("\0", "").splitlines())
    return "\n".join(line for line in lines if line)


def text_of_html(html: str) -> str:
    """What a page says, without its markup, styles and scripts."""
    return squeezed(said(html))
