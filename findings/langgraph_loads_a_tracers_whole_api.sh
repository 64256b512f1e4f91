#!/usr/bin/env bash
# `import langgraph.graph` (1.2.22) with no tracing configured: one would guess that LangSmith's client
# (0.15.0, which langchain-core brings along) is loaded once a run is traced. It is loaded by the
# import itself, through langchain_core.tracers, and with it each type of LangSmith's web API (custom
# charts, insights, mounts of sandboxes), of which one is used, for a check of old data, and
# multiprocessing, opened for a background thread that never starts: up to two fifths of the
# import's time, more modules than langgraph has itself. Neither LANGSMITH_TRACING=false nor a run
# changes that, so it is part of a server's cold start: docs/benchmarks.md. Fails if the import no
# longer loads them.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check langgraph==1.2.22 langchain-core==1.7.2 langsmith==0.15.0
cat > run.py <<'PY'
import sys
from importlib.metadata import version

import langgraph.graph

counts = {
    name: sum(module == name or module.startswith(f"{name}.") for module in sys.modules)
    for name in ("langgraph", "langsmith", "langsmith.types")
}
print(*(f"{name} {version(name)}" for name in ("langgraph", "langsmith")), counts)
assert counts["langsmith"] > counts["langgraph"] and counts["langsmith.types"] > 50, counts
PY
LANGSMITH_TRACING=false venv/bin/python run.py
LANGSMITH_TRACING=false venv/bin/python -X importtime -c "import langgraph.graph" 2> times.txt
whole=$(awk -F'|' 'END { print $2 + 0 }' times.txt)
client=$(awk -F'|' '$3 ~ /^ *langsmith.run_trees$/ { print $2 + 0 }' times.txt)
echo "microseconds of the import: $whole; of them for LangSmith's client: $client"
