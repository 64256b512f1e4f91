#!/usr/bin/env bash
# A contract in Korean counts its articles by itself: "제1조", below it "가.", below that "①". In the
# file these are no text but a format of a list (w:lvlText "제%1조", w:numFmt "ganada"). One would
# guess that a converter which knows lists (mammoth 1.13.0) either writes such numbers or leaves a
# list that can be told from "1. 2. 3.". It makes the same plain <ol> of all three, and a heading
# that is numbered loses its number whole: "(해지) 제1조를 어기면" then speaks of nothing.
# Ours writes them out: tools/documents/numbering.py.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mammoth==1.13.0 python-docx==1.2.0 lxml==6.1.1
cat > run.py <<'PY'
import mammoth
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

LEVELS = [("decimal", "제%1조"), ("ganada", "%2."), ("decimalEnclosedCircle", "%3")]
document = Document()
numbering = document.part.numbering_part.element
levels = "".join(
    f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
    for n, (kind, text) in enumerate(LEVELS)
)
numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def add(text, level, style=None):
    listed = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'
    document.add_paragraph(text, style=style)._p.get_or_add_pPr().append(parse_xml(listed))


add("목적", 0)
add("대금", 1)
add("기한", 2)
add("해지", 0, "Heading 1")
document.save("contract.docx")
with open("contract.docx", "rb") as file:
    print(mammoth.convert_to_html(file).value)
PY
venv/bin/pip list 2>/dev/null | grep -i -E '^(mammoth|python-docx) '
found=$(venv/bin/python run.py)
echo "$found"
[ "$found" = "<ol><li>목적<ol><li>대금<ol><li>기한</li></ol></li></ol></li></ol><h1>해지</h1>" ] ||
  { echo "it behaves otherwise now"; exit 1; }
