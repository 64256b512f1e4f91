#!/usr/bin/env bash
# `page.wait_for_function("…")` of Playwright for Python (1.65.2) on a page whose Content-Security-Policy
# has no 'unsafe-eval': one would guess that it works or that it is refused. It does both. The first look
# is made by the browser's protocol and is allowed; each further one is an `eval` of the page, which the
# policy refuses: EvalError. So a wait for what is there already passes, and a wait that waits fails: a
# test that is green until the machine is busy. `page.evaluate` in a loop is allowed each time. Ours wait
# for what people see (tests/browser/test_signin.py). Needs a Chromium on the PATH. Fails if the further
# look is allowed, or the first one refused.
set -euo pipefail
chromium=$(command -v chromium || command -v google-chrome)
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check playwright==1.65.2
cat > run.py <<'PY'
import sys
from importlib.metadata import version

from playwright.sync_api import Error, sync_playwright

POLICY = {"Content-Security-Policy": "default-src 'self'", "Content-Type": "text/html"}


def waited(page, expression):
    try:
        page.wait_for_function(expression, timeout=5_000)
        return "passes"
    except Error as error:
        return "EvalError" if "EvalError" in str(error) else type(error).__name__


with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox"])
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body="<p>here</p>", headers=POLICY))
    page.goto("http://a.example/")
    page.evaluate("window.begun = Date.now()")
    print("playwright", version("playwright"), "chromium", browser.version)
    print("true at the first look:", waited(page, "document.body !== null"))
    print("true at a later look:", waited(page, "Date.now() > window.begun + 1000"))
    browser.close()
PY
venv/bin/python run.py "$chromium" | tee out.txt
grep -q "first look: passes" out.txt
grep -q "later look: EvalError" out.txt
