# Everything that is done to this project from a terminal; `make` alone lists it.
# Recipes are plain POSIX shell. Any of these may be set on the command line: make run PORT=8080

PYTHON ?= python3
PORT ?= 8000
DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
REDIS_URL ?= redis://127.0.0.1:6379/9
CHROMIUM ?= chromium
ARGS ?=
CASES ?= 50000
WORLDS ?= 200
SEED := $(or $(SEED),$(shell date +%s))

VENV = .venv
BIN = $(VENV)/bin
MANAGE = $(BIN)/python manage.py
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes
UV_COMPILE = $(BIN)/uv pip compile pyproject.toml --quiet --extra postgres --extra redis --universal --python-version 3.11 \
	--generate-hashes --custom-compile-command "make requirements"
PYTEST = $(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)
VALIDATOR = tests/html/node_modules/.package-lock.json
HAS_CHROMIUM = command -v '$(CHROMIUM)' >/dev/null || { \
	echo "The browser tests need Chromium, and there is no $(CHROMIUM) on this machine." \
	"On Debian or Ubuntu: apt-get install chromium fonts-noto-cjk" >&2; exit 1; }
IN_BROWSER = unset DATABASE_URL; CHROMIUM='$(CHROMIUM)' DJANGO_DEBUG=1 $(BIN)/python -m pytest
DJADE = find templates portal/editions/templates -name '*.html' -exec $(BIN)/djade --target-version 5.2

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.requirements ## Start the site with its example content on this machine (PORT=8000)
	@DJANGO_DEBUG=1 $(MANAGE) migrate --noinput --verbosity 0
	@DJANGO_DEBUG=1 $(MANAGE) seed
	@DJANGO_DEBUG=1 $(MANAGE) rebuild_search --if-empty
	@DJANGO_DEBUG=1 $(MANAGE) devaccounts --address http://127.0.0.1:$(PORT)/
	@DJANGO_DEBUG=1 $(MANAGE) runserver 127.0.0.1:$(PORT)

test: $(VENV)/.requirements-dev ## Run the tests on SQLite (ARGS="-k words" picks some)
	@unset DATABASE_URL; DJANGO_DEBUG=1 $(PYTEST)
	@browser="make test-browser"; html="make test-html"; \
	command -v '$(CHROMIUM)' >/dev/null || browser="the browser tests (there is no $(CHROMIUM) on this machine)"; \
	command -v npm >/dev/null || html="the check of HTML (there is no npm on this machine)"; \
	echo "Not run: $$browser, $$html, make test-whole, make test-processes, make test-outside"

test-postgres: $(VENV)/.requirements-dev ## Run the same tests on PostgreSQL (DATABASE_URL=postgres://...)
	@DATABASE_URL='$(DATABASE_URL)' $(BIN)/python -c 'import os, psycopg, sys; sys.tracebacklimit = 0; \
	psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5).close()' || { \
	echo "No PostgreSQL server lets us in there. Start one," \
	"or name another: make test-postgres DATABASE_URL=postgres://user:password@host:5432/name" >&2; exit 1; }
	@DATABASE_URL='$(DATABASE_URL)' DJANGO_DEBUG=1 $(PYTEST)

test-browser: $(VENV)/.requirements-dev ## Use the portal in a browser as people do (CHROMIUM=/path/to/it)
	@$(HAS_CHROMIUM)
	@$(IN_BROWSER) -n 2 --dist loadfile tests/browser $(ARGS)

screens: $(VENV)/.requirements-dev ## Take pictures of every kind of page, to look at: build/screens/
	@$(HAS_CHROMIUM)
	@$(IN_BROWSER) --quiet tests/browser/screens.py $(ARGS)

guide: $(VENV)/.requirements-dev ## Take the pictures of the editor guide anew: docs/editor/
	@$(HAS_CHROMIUM)
	@$(IN_BROWSER) --quiet tests/browser/guide.py $(ARGS)

schema: $(VENV)/.requirements-dev ## Write the description of the API and its examples anew: docs/openapi.json
	@unset DATABASE_URL; DJANGO_DEBUG=1 $(BIN)/python -m pytest --quiet --show-capture=no tests/described/write.py $(ARGS)

test-html: $(VENV)/.requirements-dev $(VALIDATOR) ## Check the HTML of every kind of page (needs Node.js and npm)
	@unset DATABASE_URL; DJANGO_DEBUG=1 $(BIN)/python -m pytest tests/html $(ARGS)

bench: $(VENV)/.requirements-dev ## Measure what pages, searches and the newsroom cost (ARGS="-k desk": one of them)
	@unset DATABASE_URL; DJANGO_DEBUG=1 $(BIN)/python -m pytest --quiet --capture=no tests/benchmarks/*.py $(ARGS)

test-whole: $(VENV)/.requirements-dev ## Ask for every page and public answer: by weight, by link, with all that is done with drafts
	@DJANGO_DEBUG=1 $(PYTEST) tests/whole

test-processes: $(VENV)/.requirements-dev ## Start processes in production, let several meet at one database, kill some
	@DATABASE_URL='$(DATABASE_URL)' REDIS_URL='$(REDIS_URL)' DJANGO_DEBUG=1 $(BIN)/python -m pytest tests/editions/processes tests/site/processes $(ARGS)

test-outside: $(VENV)/.requirements-dev ## Hold the API against its description and guide: by examples, by chance, with a generated client
	@unset DATABASE_URL; DJANGO_DEBUG=1 $(BIN)/python -m pytest tests/described tests/outside $(ARGS)

fuzz: $(VENV)/.requirements-dev ## Ask it more, by chance (CASES=50000 SEED=1), and its lists of more portals (WORLDS=200)
	@echo "To repeat it: make fuzz CASES=$(CASES) WORLDS=$(WORLDS) SEED=$(SEED)"
	@CASES=$(CASES) WORLDS=$(WORLDS) SEED=$(SEED) DJANGO_DEBUG=1 $(BIN)/python -m pytest --hypothesis-seed=$(SEED) \
	tests/outside/test_described.py tests/site/test_api_lists.py $(ARGS)

lint: $(VENV)/.requirements-dev ## Check style, templates and the direction of imports
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	@$(DJADE) --check {} +
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.requirements-dev ## Put code and templates in the project's style
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format
	$(DJADE) {} +

# The deployment check runs with .env.production.example and a secret key of its own.
check: lint ## Everything that must hold before a change goes in
	DJANGO_DEBUG=1 $(MANAGE) makemigrations --check --dry-run
	DJANGO_DEBUG=1 $(MANAGE) check
	@unset DJANGO_DEBUG; set -a; . ./.env.production.example; \
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))'); \
	set -x; $(MANAGE) check --deploy --fail-level WARNING
	@unset DATABASE_URL; DJANGO_DEBUG=1 $(PYTEST)

requirements: $(VENV)/.requirements-dev ## Pin what pyproject.toml asks for (ARGS=--upgrade: at its newest)
	$(UV_COMPILE) --output-file requirements.txt $(ARGS)
	$(UV_COMPILE) --group dev --constraints requirements.txt --output-file requirements-dev.txt $(ARGS)

clean: ## Remove what these commands made, but not the data in var/
	rm -rf $(VENV) build tests/html/node_modules .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip comes last into a new environment: once it is there, the environment is whole.
$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not." \
	"Install one and name it, for example: make run PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "'$(PYTHON)' cannot make virtual environments: its venv and ensurepip modules are missing." \
	"On Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Making $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.requirements: requirements.txt $(BIN)/pip
	@echo "Installing requirements.txt (a minute or so, this once)"
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

# A superset of requirements.txt, which is therefore installed as well.
$(VENV)/.requirements-dev: requirements-dev.txt $(BIN)/pip
	@echo "Installing requirements-dev.txt (a minute or so, this once)"
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $(VENV)/.requirements $@

# The checker of HTML, as its lock file has it.
$(VALIDATOR): tests/html/package-lock.json
	@command -v node >/dev/null && command -v npm >/dev/null || { \
	echo "The check of HTML needs Node.js 18.19 or newer with npm, and one of them is not on this machine." \
	"On Debian or Ubuntu: apt-get install nodejs npm" >&2; exit 1; }
	@npm ci --prefix tests/html --no-progress --loglevel=error
	@touch $@

.PHONY: help run test test-postgres test-browser test-html test-whole test-processes test-outside fuzz screens guide schema bench lint format \
	check requirements clean
