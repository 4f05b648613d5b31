# Two commands for everybody: `make demo` and `make test`. The others are habits of those who build it.
#   make demo PORT=8765 HOST=0.0.0.0      make demo RESET=1      make test ARGS="-k absence"      PYTHON=python3.12

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
ARGS ?=
# `make e2e E2E=tests/e2e/test_flows.py` for the flows alone.
E2E ?= tests/e2e

VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
MADE := build/.assets $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))
LOCK := $(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header

# One machine, no production: see wijkmakers/settings.py.
export WIJKMAKERS_LOCAL := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# uv does not read pip's configuration: where it cannot reach an index it has to give up soon.
export UV_HTTP_TIMEOUT := 20
export UV_HTTP_RETRIES := 1
export UV_PYTHON_DOWNLOADS := never
# A site with a certificate of its own installs it on the machine.
export UV_SYSTEM_CERTS := 1

.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: demo test fuzz e2e bench bounds screenshot lint style types templates settings catalogues fix messages lock stop clean

demo: $(VENV)/.runtime $(MADE)
	@SITE_URL="$${SITE_URL:-http://localhost:$(PORT)}" $(MANAGE) demo --host "$(HOST)" --port "$(PORT)" $(if $(RESET),--reset)

test: $(VENV)/.dev $(MADE)
	$(PY) -m pytest -n auto --maxprocesses 4 $(ARGS)

# `make fuzz SEED=7` asks other things; build/fuzz says what was asked and answered.
fuzz: $(VENV)/.dev $(MADE)
	$(PY) -m pytest -n auto --maxprocesses 4 tests/fuzz $(ARGS)

e2e: $(VENV)/.e2e $(MADE)
	$(PY) -m pytest -n auto --maxprocesses 4 $(E2E) $(ARGS)

bench: $(VENV)/.runtime $(MADE)
	@$(PY) -m bench $(ARGS)

# `make bounds ARGS="--only 50x20x3"`
bounds: $(VENV)/.dev
	@$(PY) -m bench.planner $(ARGS)
	@$(PY) -m bench.timetable $(ARGS)

screenshot: $(VENV)/.e2e $(MADE)
	$(PY) -m pytest tests/e2e/take_screenshots.py

# Apart, so that `make -k lint` says all there is to say.
lint: style types templates settings catalogues

style: $(VENV)/.dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: $(VENV)/.dev
	$(PY) -m mypy

templates: $(VENV)/.dev
	$(VENV)/bin/djade --check --target-version 5.2 $$(git ls-files '*.html')

settings: $(VENV)/.dev $(MADE)
	$(MANAGE) check --settings tests.settings
	WIJKMAKERS_LOCAL=0 ALLOWED_HOSTS=example.org DATABASE_URL=postgres://nobody@localhost/none \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') \
	$(MANAGE) check --deploy --fail-level WARNING

catalogues: $(VENV)/.dev
	$(MANAGE) messages --check

fix: $(VENV)/.dev
	-$(PY) -m ruff check --fix .
	$(PY) -m ruff format .
	-$(VENV)/bin/djade --target-version 5.2 $$(git ls-files '*.html')

messages: $(VENV)/.runtime
	$(MANAGE) messages

# Add ARGS=--upgrade for newer versions within the ranges of pyproject.toml.
lock: $(VENV)/.dev
	$(LOCK) $(ARGS) --group setup -o requirements-setup.txt
	$(LOCK) $(ARGS) --group localdb pyproject.toml -o requirements.txt
	$(LOCK) $(ARGS) --group localdb --group test --group lint pyproject.toml -o requirements-dev.txt
	$(LOCK) $(ARGS) --group localdb --group test --group lint --group e2e pyproject.toml -o requirements-e2e.txt
	@! grep -nE '(https?|file)://|index-url|find-links' requirements*.txt

stop:
	@$(PY) -c 'from wijkmakers.lib import localdb; localdb.stop(); localdb.stop(test=True)'

clean: stop
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache

build/.assets: wijkmakers/lib/assets.py requirements.txt | $(VENV)/.runtime
	@$(MANAGE) build_assets
	@touch $@

%.mo: %.po | $(VENV)/.runtime
	@$(MANAGE) messages --compile
	@touch $@

# Each stamp stands for a lock that is installed; a larger lock holds the smaller ones.
$(VENV)/.runtime: requirements.txt | $(PY)
	@$(INSTALL)
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(PY)
	@$(INSTALL)
	@touch $@ $(VENV)/.runtime

$(VENV)/.e2e: requirements-e2e.txt | $(PY)
	@$(INSTALL)
	@touch $@ $(VENV)/.runtime $(VENV)/.dev

INSTALL = test -w $(VENV) || { echo "$(VENV) belongs to another user. Work in a clone of your own."; exit 1; }; \
	echo "Installing what $< names ..."; \
	$(VENV)/bin/uv pip install --quiet --python $(PY) --require-hashes -r $< 2> $(VENV)/uv.log \
	|| { echo "uv could not ($(VENV)/uv.log says why); pip does it, in about a minute ..."; $(PY) -m pip install --quiet --require-hashes -r $<; }

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	|| { echo "Wijkmakers needs Python 3.11 or later. Name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' \
	|| { echo "This Python has no venv. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --require-hashes -r requirements-setup.txt \
	|| echo "Without uv; pip does it."
