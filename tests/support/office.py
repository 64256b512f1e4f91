"""Small files of Word, Excel and Hangul, made part by part: each holds what a test is about."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_HWP = "http://www.hancom.co.kr/hwpml/2011"


def zip_of(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of some files, the same for the same."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), content)
    return whole.getvalue()


def _rels(*targets: tuple[str, str, str]) -> str:
    found = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in targets
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{found}</Relationships>'


def _types(*parts: tuple[str, str]) -> str:
    found = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{found}</Types>'
    )


# Word


def run(text: str, *marks: str) -> str:
    """Words with marks such as `b`, `i`, `u`, `strike`."""
    underlined = ' w:val="single"'
    formats = "".join(f"<w:{mark}{underlined if mark == 'u' else ''}/>" for mark in marks)
    return f'<w:r><w:rPr>{formats}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" w:author="a">{run(text)}</w:ins>'


def deleted(text: str) -> str:
    gone = f"<w:r><w:delText>{escape(text)}</w:delText></w:r>"
    return f'<w:del w:id="2" w:author="a">{gone}</w:del>'


def footnote_mark(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def paragraph(*runs: str, style: str = "", numbers: int = 0, level: int = 0) -> str:
    """A paragraph; `numbers` is the list that it is an item of."""
    said = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbers:
        said += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{numbers}"/></w:numPr>'
    return f"<w:p><w:pPr>{said}</w:pPr>{''.join(runs)}</w:p>"


def cell(text: str, *, across: int = 1, down: str = "") -> str:
    """A cell over so many columns; `down` begins (`restart`) or goes on with one over rows."""
    said = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    said += f'<w:vMerge w:val="{down}"/>' if down else ""
    return f"<w:tc><w:tcPr>{said}</w:tcPr>{paragraph(run(text))}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


_STYLES = {"Title": "Title", "Heading1": "heading 1", "Heading2": "heading 2", "Quote": "Quote"}


def docx_of(
    *body: str,
    footnotes: Mapping[int, str] | None = None,
    lists: Mapping[int, Sequence[tuple[str, str]]] | None = None,
) -> bytes:
    """A document. Lists 1 and 3 count, list 2 has bullets; `lists` are others, by their levels'
    kinds and texts."""
    w = f'xmlns:w="{_WORD}"'
    kinds = {1: "decimal", 2: "bullet", 3: "decimal"}
    levels = {
        number: "".join(
            f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>' for level in range(3)
        )
        for number, kind in kinds.items()
    } | {
        number: "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for level, (kind, text) in enumerate(told)
        )
        for number, told in (lists or {}).items()
    }
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{inner}</w:abstractNum>'
        for n, inner in levels.items()
    ) + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in levels)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>'
        for key, name in _STYLES.items()
    )
    notes = "".join(
        f'<w:footnote w:id="{number}">{paragraph(run(text))}</w:footnote>'
        for number, text in (footnotes or {}).items()
    )
    ml = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    main = ("/word/document.xml", f"{ml}.document.main+xml")
    return zip_of(
        {
            "[Content_Types].xml": _types(main, ("/word/styles.xml", f"{ml}.styles+xml")),
            "_rels/.rels": _rels(("r1", "officeDocument", "word/document.xml")),
            "word/_rels/document.xml.rels": _rels(
                ("r1", "styles", "styles.xml"),
                ("r2", "numbering", "numbering.xml"),
                ("r3", "footnotes", "footnotes.xml"),
            ),
            "word/document.xml": (
                f"{_HEAD}<w:document {w}><w:body>{''.join(body)}</w:body></w:document>"
            ),
            "word/styles.xml": f"{_HEAD}<w:styles {w}>{styles}</w:styles>",
            "word/numbering.xml": f"{_HEAD}<w:numbering {w}>{numbering}</w:numbering>",
            "word/footnotes.xml": f"{_HEAD}<w:footnotes {w}>{notes}</w:footnotes>",
        }
    )


# Excel

FORMATS = (
    "General",
    "yyyy-mm-dd",
    "0.0%",
    '"₩"#,##0',
    "#,##0",
    "[$¥-411]#,##0",
    "yyyy-mm-dd hh:mm",
    "aaa",
    "ddd",
    "[$-412]dddd",
    "[$-411]aaaa;@",
)
# A number may bring its format, or the formula (`=A1+A2`) that it was reckoned by.
Value = str | float | bool | tuple[float, str] | None


def xlsx_of(
    sheets: Mapping[str, Sequence[Sequence[Value]]],
    *,
    merged: Mapping[str, Sequence[str]] | None = None,
    hidden: Sequence[str] = (),
    since_1904: bool = False,
) -> bytes:
    """A workbook; `merged` are ranges such as `A1:C1`."""
    names = list(sheets)
    ml = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    paths = [f"/xl/worksheets/sheet{number}.xml" for number in range(1, len(names) + 1)]
    unseen = ' state="hidden"'
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"'
        f"{unseen if name in hidden else ''}/>"
        for n, name in enumerate(names, 1)
    )
    formats = "".join(
        f'<numFmt numFmtId="{164 + n}" formatCode="{escape(form, {chr(34): "&quot;"})}"/>'
        for n, form in enumerate(FORMATS)
    )
    used = "".join(f'<xf numFmtId="{164 + n}" applyNumberFormat="1"/>' for n in range(len(FORMATS)))
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(
            ("/xl/workbook.xml", f"{ml}.sheet.main+xml"),
            ("/xl/styles.xml", f"{ml}.styles+xml"),
            *((path, f"{ml}.worksheet+xml") for path in paths),
        ),
        "_rels/.rels": _rels(("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'{_HEAD}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}">'
            f'<workbookPr date1904="{int(since_1904)}"/>'
            f"<sheets>{listed}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _rels(
            *((f"r{n}", "worksheet", path) for n, path in enumerate(paths, 1)),
            ("rs", "styles", "styles.xml"),
        ),
        "xl/styles.xml": (
            f'{_HEAD}<styleSheet xmlns="{_SHEET}"><numFmts>{formats}</numFmts>'
            f"<cellXfs>{used}</cellXfs></styleSheet>"
        ),
    }
    for path, (name, rows) in zip(paths, sheets.items(), strict=True):
        parts[path[1:]] = _sheet(rows, (merged or {}).get(name, ()))
    return zip_of(parts)


def _sheet(rows: Sequence[Sequence[Value]], merged: Sequence[str]) -> str:
    lines = "".join(
        f'<row r="{n}">{"".join(_cell(value, n, column) for column, value in enumerate(row))}</row>'
        for n, row in enumerate(rows, 1)
    )
    joined = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    joined = f"<mergeCells>{joined}</mergeCells>" if joined else ""
    data = f"<sheetData>{lines}</sheetData>{joined}"
    return f'{_HEAD}<worksheet xmlns="{_SHEET}">{data}</worksheet>'


def _cell(value: Value, row: int, column: int) -> str:
    place = f'r="{chr(ord("A") + column)}{row}"'
    match value:
        case None:
            return ""
        case bool():
            return f'<c {place} t="b"><v>{int(value)}</v></c>'
        case "#DIV/0!":
            return f'<c {place} t="e"><v>{value}</v></c>'
        case str():
            return (
                f'<c {place} t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
            )
        case (number, form) if form.startswith("="):
            return f"<c {place}><f>{escape(form[1:])}</f><v>{number}</v></c>"
        case (number, form):
            return f'<c {place} s="{FORMATS.index(form)}"><v>{number}</v></c>'
        case _:
            return f"<c {place}><v>{value}</v></c>"


def ods_of(*cells: str) -> bytes:
    """A workbook of LibreOffice with one column, of cells as XML."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    spaces = " ".join(f'xmlns:{name}="{office}:{name}:1.0"' for name in ("office", "table", "text"))
    rows = "".join(f"<table:table-row>{cell}</table:table-row>" for cell in cells)
    table = f'<table:table table:name="S">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'{_HEAD}<m:manifest xmlns:m="{office}:manifest:1.0"/>',
            "content.xml": f"{_HEAD}<office:document-content {spaces}>{body}"
            "</office:document-content>",
        }
    )


# Hangul


def hwpx_of(*paragraphs: str | Sequence[Sequence[str]]) -> bytes:
    """A document of Hangul: paragraphs, and tables as rows of cells."""
    body = "".join(_hangul(part, number) for number, part in enumerate(paragraphs))
    space = f'xmlns:hp="{_HWP}/paragraph" xmlns:hs="{_HWP}/section" xmlns:hh="{_HWP}/head"'
    xml = 'media-type="application/xml"'
    hpf = 'xmlns:opf="http://www.idpf.org/2007/opf/"'
    return zip_of(
        {
            "mimetype": "application/hwp+zip",
            "version.xml": f'{_HEAD}<hv:HCFVersion xmlns:hv="{_HWP}/version" major="5"/>',
            "Contents/content.hpf": (
                f"{_HEAD}<opf:package {hpf}><opf:manifest>"
                f'<opf:item id="header" href="Contents/header.xml" {xml}/>'
                f'<opf:item id="section0" href="Contents/section0.xml" {xml}/>'
                '</opf:manifest><opf:spine><opf:itemref idref="section0"/></opf:spine>'
                "</opf:package>"
            ),
            "Contents/header.xml": f"{_HEAD}<hh:head {space}></hh:head>",
            "Contents/section0.xml": f"{_HEAD}<hs:sec {space}>{body}</hs:sec>",
        }
    )


def _hangul(part: str | Sequence[Sequence[str]], number: int) -> str:
    if isinstance(part, str):
        inner = f"<hp:t>{escape(part)}</hp:t>"
    else:
        rows = "".join(
            "<hp:tr>"
            + "".join(
                f"<hp:tc><hp:subList>{_hangul(said, 0)}</hp:subList>"
                f'<hp:cellAddr colAddr="{column}" rowAddr="{row}"/>'
                f'<hp:cellSpan colSpan="1" rowSpan="1"/></hp:tc>'
                for column, said in enumerate(cells)
            )
            + "</hp:tr>"
            for row, cells in enumerate(part)
        )
        inner = f'<hp:tbl rowCnt="{len(part)}" colCnt="{len(part[0])}">{rows}</hp:tbl>'
    return f'<hp:p id="{number}"><hp:run>{inner}</hp:run></hp:p>'
