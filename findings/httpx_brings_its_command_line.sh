#!/usr/bin/env bash
# `import httpx` (0.28.1) of a server that only sends requests: one would guess that the command line
# of httpx is loaded by its command. It is loaded by the import itself wherever click, pygments and
# rich happen to be installed, as whatever prints a progress bar brings them: some eighty modules
# more, a third to two thirds of the import's CPU, and 3 MB for each process that stays. Without them
# httpx says nothing and works. Ours leaves it out: server.py. Fails if a plain import no longer
# loads any of the three.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check httpx==0.28.1 rich==15.0.0 click==8.5.1 pygments==2.20.0
cat > run.py <<'PY'
import sys
import time

if sys.argv[1:] == ["without"]:
    sys.modules["httpx._main"] = None
begun = time.process_time()
import httpx

used = time.process_time() - begun
brought = [name for name in sys.modules if name.split(".")[0] in ("click", "pygments", "rich")]
httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200))).get("http://a.example")
print(f"httpx {httpx.__version__}: {len(brought)} modules of click, pygments and rich, {used * 1000:.0f} ms")
PY
venv/bin/python run.py > /dev/null; venv/bin/python run.py without > /dev/null  # bytecode is there now
venv/bin/python run.py | tee plain.txt
venv/bin/python run.py without | tee without.txt
grep -q " 0 modules" without.txt
! grep -q " 0 modules" plain.txt
