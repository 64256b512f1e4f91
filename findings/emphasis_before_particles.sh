#!/usr/bin/env bash
# `**"중요"**는`, `**마감일:**을`, 「**「重要」**です」: bold words that end in a sign, with a particle right
# behind. Language models write Korean and Japanese so all day. By CommonMark the closing stars stand
# between a sign and a letter and close nothing, so that readers show the stars: markdown-it-py 4.3.0,
# and commonmark.js 0.31.2, which is the reference. With a blank before the particle, which no one
# writes, they are bold.
# Ours reads them as meant: tools/documents/emphasis.py.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdown-it-py==4.3.0
npm init -y > package.log
npm install --silent --no-audit --no-fund commonmark@0.31.2
cat > lines.txt <<'TEXT'
**"중요"**는
**마감일:**을
**중요!**입니다
これは**「重要」**です
**중요**는
**"중요"** 는
TEXT
cat > run.py <<'PY'
from markdown_it import MarkdownIt

for line in open("lines.txt", encoding="utf-8").read().splitlines():
    print("bold" if "<strong>" in MarkdownIt().render(line) else "stars", line)
PY
cat > run.mjs <<'JS'
import { HtmlRenderer, Parser } from "commonmark";
import { readFileSync } from "node:fs";

for (const line of readFileSync("lines.txt", "utf8").trim().split("\n"))
  console.log(new HtmlRenderer().render(new Parser().parse(line)).includes("<strong>") ? "bold" : "stars", line);
JS
venv/bin/pip list 2>/dev/null | grep -i '^markdown-it-py '; npm ls commonmark | tail -2
python=$(venv/bin/python run.py); script=$(node run.mjs)
echo "$python"
[ "$(cut -d' ' -f1 <<< "$python" | tr '\n' ' ')" = "stars stars stars stars bold bold " ] && [ "$python" = "$script" ] ||
  { echo "it behaves otherwise now"; exit 1; }
