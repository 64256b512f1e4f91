#!/usr/bin/env bash
# A word that the end of a line cuts ("inter-" / "national"). One would guess that the text of a PDF
# has the hyphen and the line's end, or neither. pypdfium2 5.15.2 takes both away and leaves a sign
# that is no letter, another one by each way to ask: U+FFFE from get_text_range, U+0002 from
# get_text_bounded. A hyphen that belongs to the word ("e-" / "mail") goes the same way.
# Ours joins such words: tools/documents/pages.py.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypdfium2==5.15.2 reportlab==4.4.4
cat > run.py <<'PY'
import pypdfium2
from reportlab.pdfgen import canvas

page = canvas.Canvas("cut.pdf")
page.drawString(72, 720, "All that is inter-")
page.drawString(72, 705, "national trade by e-")
page.drawString(72, 690, "mail")
page.save()
text = pypdfium2.PdfDocument("cut.pdf")[0].get_textpage()
print(ascii(text.get_text_range()))
print(ascii(text.get_text_bounded()))
PY
venv/bin/pip list 2>/dev/null | grep -i -E '^(pypdfium2|reportlab) '
found=$(venv/bin/python run.py)
echo "$found"
expected="'All that is inter\\ufffenational trade by e\\ufffemail'
'All that is inter\\x02national trade by e\\x02mail'"
[ "$found" = "$expected" ] || { echo "it behaves otherwise now"; exit 1; }
