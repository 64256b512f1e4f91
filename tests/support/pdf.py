"""PDFs of a few lines, in any script: their font is named, and says which character is which."""

from collections.abc import Sequence
from importlib.util import find_spec

import pytest

needs_pdfium = pytest.mark.skipif(
    find_spec("pypdfium2") is None, reason="pypdfium2 is not installed: make install"
)


_TALL = 22  # points of a line of Latin letters, whose fonts are higher than others of one size


def pdf_of(*pages: Sequence[str], drawn: str = "", around: Sequence[str] = ()) -> bytes:
    """A file with so many pages, each of lines from 700 down by 40 points; a letter is 20 wide.
    `drawn` are commands that draw on each page, `around` a line at its top and one at its foot."""
    said = [around, *pages]
    characters = sorted({character for page in said for line in page for character in line})
    codes = {character: number + 1 for number, character in enumerate(characters)}
    kids = " ".join(f"{6 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H "
        "/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /DW 1000 "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_to_unicode(codes)),
    ]
    for number, lines in enumerate(pages):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 2000 800] "
            f"/Resources << /Font << /F 3 0 R >> >> /Contents {7 + 2 * number} 0 R >>"
        )
        margins = [_shown([line], codes, y) for line, y in zip(around, (770, 20), strict=False)]
        objects.append(_stream("\n".join([_shown(lines, codes), *margins, drawn])))
    return _file(objects)


def _to_unicode(codes: dict[str, int]) -> str:
    rows = "\n".join(
        f"<{code:04x}> <{character.encode('utf-16-be').hex()}>" for character, code in codes.items()
    )
    return f"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
1 begincodespacerange <0000> <ffff> endcodespacerange
{len(codes)} beginbfchar
{rows}
endbfchar endcmap end end"""


def _shown(lines: Sequence[str], codes: dict[str, int], top: int = 700) -> str:
    said = [
        f"/F {_TALL if line.isascii() else 20} Tf "
        f"<{''.join(f'{codes[one]:04x}' for one in line)}> Tj 0 -40 Td"
        for line in lines
    ]
    return f"BT /F 20 Tf 40 {top} Td " + "\n".join(said) + " ET"


def _stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def _file(objects: Sequence[str]) -> bytes:
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return made + f"{tail}startxref\n{len(made)}\n%%EOF\n".encode()
