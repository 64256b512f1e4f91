#!/usr/bin/env bash
# Schedules in Korean and Japanese have a column 요일/曜日 that holds the date of the column beside it
# in the format "aaa" (금, 金). One would guess that a reader of workbooks which tells dates by their
# formats tells this one too. python-calamine 0.9.1 and openpyxl 3.1.5 both read the bare number
# 46024; with "ddd", which looks the same, the whole date. Of hours beyond a day ("[h]:mm") calamine
# reads a length from .xlsx and the text PT30H15M00S from .ods.
# Ours shows what people see: tools/documents/weekdays.py, tools/documents/spreadsheet.py.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5 odfpy==1.4.1
cat > run.py <<'PY'
import datetime

import openpyxl
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from python_calamine import CalamineWorkbook

book = openpyxl.Workbook()
forms = ["yyyy-mm-dd", "aaa", "aaaa", "ddd", "[h]:mm"]
for column, form in enumerate(forms, 1):
    book.active.cell(1, column, 46024 if form != "[h]:mm" else 1.2604166666666667).number_format = form
book.save("days.xlsx")
cells = openpyxl.load_workbook("days.xlsx").active[1]
print("openpyxl", *[f"{form}={cell.value!r}" for form, cell in zip(forms, cells)])
read = CalamineWorkbook.from_path("days.xlsx").get_sheet_by_index(0).to_python()[0]
print("calamine xlsx", *[f"{form}={cell!r}" for form, cell in zip(forms, read)])

document, table, row = OpenDocumentSpreadsheet(), Table(name="S"), TableRow()
row.addElement(TableCell(valuetype="time", timevalue="PT30H15M00S"))
row.addElement(TableCell(valuetype="time", timevalue="PT09H30M00S"))
table.addElement(row)
document.spreadsheet.addElement(table)
document.save("hours.ods")
print("calamine ods", *map(repr, CalamineWorkbook.from_path("hours.ods").get_sheet_by_index(0).to_python()[0]))
PY
venv/bin/pip list 2>/dev/null | grep -i -E '^(python-calamine|openpyxl|odfpy) '
found=$(venv/bin/python run.py)
echo "$found"
for expected in "openpyxl .*aaa=46024 aaaa=46024 ddd=datetime" "xlsx .*aaa=46024.0 aaaa=46024.0 ddd=datetime" \
  "\[h\]:mm=datetime.timedelta(days=1, seconds=22500)" "ods 'PT30H15M00S' datetime.time(9, 30)"; do
  grep -q -- "$expected" <<< "$found" || { echo "it behaves otherwise now: $expected"; exit 1; }
done
