# Everything here needs python3 (3.11 or newer) and make, nothing else.
# Set-up makes .venv from requirements.lock: every package pinned and checked against its hash.

PYTHON ?= python3
BIN := .venv/bin
WORKSPACE ?= demo-workspace

.PHONY: app test check style types tests format bench fuzz demo fixtures lock clean

app: .venv/ready ## open the app on a demo workspace
	$(BIN)/leadaudit demo --workspace $(WORKSPACE)

test: style ## every check and every test, types beside the tests
	$(MAKE) --no-print-directory --jobs=2 types tests

check: style types ## style and types

style: .venv/ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/ready
	$(BIN)/mypy

# A process that has nothing left takes over half of what another still has; so each keeps the tests of a file together.
tests: .venv/ready .venv/browser
	$(BIN)/python -m pytest -n auto --dist worksteal

format: .venv/ready ## put the code into its usual form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/ready ## what we measure, on files made here; DATA=folder adds public collections
	$(BIN)/python -m bench $(DATA)

fuzz: .venv/ready ## 10,000 damaged files: no traceback, no lost line
	$(BIN)/python -m bench.fuzz 10000

fixtures: .venv/ready ## make the invented deliveries again; the same bytes every time
	$(BIN)/python -m fixtures.make_fixtures

lock: .venv/ready ## pin the newest allowed packages
	$(BIN)/uv pip compile --upgrade --quiet --generate-hashes --universal --python-version 3.11 \
	  --no-annotate --custom-compile-command "make lock" --extra dev pyproject.toml -o requirements.lock

clean: ## forget everything that can be made again
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis demo-workspace

.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv || true
	if test -x $(BIN)/uv; then \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock && \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable . ; \
	else \
	  $(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock && \
	  $(BIN)/python -m pip install --quiet --no-deps --editable . ; \
	fi
	touch .venv/ready

# The browser tests use the machine's own Chromium; it is installed where that is allowed, and asked for otherwise.
.venv/browser: .venv/ready
	@if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; \
	else echo "The browser tests need Chromium: install it (apt install chromium) to run them here."; fi
	@touch .venv/browser
