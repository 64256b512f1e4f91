#!/usr/bin/env bash
# dateparser 1.5.0, the usual library for days as people write them, with the language named. It knows
# Korean and Japanese days and hours each by themselves (오후 3시 반 is 15:30), and in English both
# together. One would guess that "내일 오후 3시", 「明日 午後3時」 are read like "tomorrow at 3pm", or not at all.
# They come back with the hour of now: no None, no error, an appointment at ten instead of at three. "12/20"
# is 20 December in English; in Korean and Japanese, where people write it just as often, it is a day of
# the year 2012, while "3/5" is 5 March of this year. 「来月3日」 (the third of next month) is three days
# after a month from now.
# Ours on the same: tests/support/said_days.yaml.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0
cat > run.py <<'PY'
from datetime import datetime

import dateparser

NOW = {"RELATIVE_BASE": datetime(2026, 12, 1, 10, 0)}
SAID = [
    ("en", "tomorrow at 3pm"), ("ko", "내일 오후 3시"), ("ja", "明日 午後3時"), ("ko", "내일 15:00"),
    ("ko", "어제 오전 9시"), ("ko", "오후 3시 반"),
    ("en", "12/20"), ("ko", "12/20"), ("ja", "12/20"), ("ko", "3/5"),
    ("ja", "来月3日"), ("ja", "3日後"),
]
for language, text in SAID:
    print(language, text, "->", dateparser.parse(text, languages=[language], settings=NOW))
PY
venv/bin/pip list 2>/dev/null | grep -i '^dateparser '
found=$(venv/bin/python run.py)
echo "$found"
expected='en tomorrow at 3pm -> 2026-12-02 15:00:00
ko 내일 오후 3시 -> 2026-12-02 10:00:00
ja 明日 午後3時 -> 2026-12-02 10:00:00
ko 내일 15:00 -> 2026-12-02 15:00:00
ko 어제 오전 9시 -> 2026-11-30 10:00:00
ko 오후 3시 반 -> 2026-12-01 15:30:00
en 12/20 -> 2026-12-20 00:00:00
ko 12/20 -> 2012-12-20 00:00:00
ja 12/20 -> 2012-12-20 00:00:00
ko 3/5 -> 2026-03-05 00:00:00
ja 来月3日 -> 2027-01-04 10:00:00
ja 3日後 -> 2026-12-04 10:00:00'
[ "$found" = "$expected" ] || { echo "it behaves otherwise now"; exit 1; }
