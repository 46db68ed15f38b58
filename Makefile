# Abitare. `make` alone lists the targets. Needs python3 (3.11 or later), make and git; everything else it installs.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.installed-runtime
DEV := $(VENV)/.installed-dev
# Two workers: measured on two cores. TESTS narrows the run: make test TESTS="tests/people -x"
PYTEST := $(BIN)/pytest -n 2
TESTS ?=

.PHONY: help demo run test lint check fmt venv system-libs docs clean-demo

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: $(RUNTIME) system-libs ## the real plan and demo accounts on http://127.0.0.1:8000 (PORT= to change)
	@PORT=$(PORT) scripts/demo

run: $(RUNTIME) system-libs ## the development server, with DEBUG, on the demo database
	@mkdir -p var
	DEBUG=1 DEMO=1 $(BIN)/python manage.py migrate --verbosity 0
	DEBUG=1 DEMO=1 $(BIN)/python manage.py createcachetable
	DEBUG=1 DEMO=1 $(BIN)/python manage.py runserver $(PORT)

test: $(DEV) system-libs ## the whole suite, on SQLite or on the database of DATABASE_URL
	$(PYTEST) $(TESTS)

lint: $(DEV) ## format, style, import contracts, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

check: $(DEV) system-libs ## everything that must be green before a commit
	$(MAKE) --no-print-directory lint
	scripts/check-installation
	$(MAKE) --no-print-directory test

fmt: $(DEV) ## rewrite the Python code in the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(DEV) ## write docs/stati.md again from the tables of states
	DEMO=1 $(BIN)/python manage.py write_states --write

venv: $(RUNTIME) ## the virtual environment with what Abitare runs on

# Rebuilt only when the pinned packages change.
$(RUNTIME): requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Abitare vuole Python 3.11 o successivo: indica quale con «make PYTHON=python3.12 …».' >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo 'Manca il modulo venv di Python. Esegui: sudo apt-get install -y python3-venv' >&2; exit 1; }
	$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV): $(RUNTIME) requirements-dev.txt
	$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements-dev.txt
	@touch $@

system-libs: $(RUNTIME) ## the libraries that draw the PDFs (Pango, HarfBuzz)
	@scripts/system-libs $(BIN)/python

clean-demo: ## throw the demo data away; the next «make demo» starts afresh
	rm -rf var/demo.sqlite3* var/demo-media var/demo-mail
