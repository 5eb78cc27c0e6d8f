# Each target installs what it needs into .venv first, from the hash-pinned files in requirements/.
PYTHON ?= python3
VENV := .venv
# Processes that share the tests; each has an offline stack of its own. More than two cores' worth, as tests often wait.
WORKERS ?= 3
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint unit bench soak clean requirements packages

demo: $(VENV)/.demo
	$(BIN)/outcrop demo

test: lint unit

lint: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/pyright

unit: $(VENV)/.dev packages
	$(BIN)/pytest -n $(WORKERS) --dist loadscope --no-loadscope-reorder

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench

soak: $(VENV)/.dev
	$(BIN)/python -m tests.bench --soak

# The browser tests drive Debian's Chromium, the tests of Translate run Apertium; on another system than Debian install
# both and have them on the PATH.
APERTIUM := apertium apertium-eng-spa apertium-fr-es apertium-eng-cat apertium-es-pt apertium-spa-ita

packages:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  echo "Installing Chromium for the browser tests..."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    chromium fonts-liberation fonts-noto-color-emoji >/dev/null; }
	@{ command -v apertium && apertium -l | grep -q spa-ita; } >/dev/null || { \
	  command -v apt-get >/dev/null || { \
	    echo "Install Apertium with the pairs eng-spa, fr-es, eng-cat, es-pt and spa-ita for the tests of Translate."; \
	    exit 1; }; \
	  echo "Installing Apertium for the tests of Translate..."; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    $(APERTIUM) >/dev/null; }

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Outcrop needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: requirements/demo.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@test -f $(VENV)/.dev || echo "Installing Outcrop into $(VENV) (a minute, once)..."
	@test -f $(VENV)/.dev || $(INSTALL) --require-hashes -r requirements/build.txt -r requirements/demo.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt requirements/build.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing Outcrop and its test tools into $(VENV) (a minute or two, once)..."
	@$(INSTALL) --require-hashes -r requirements/build.txt -r requirements/dev.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.demo

# Resolves the versions anew; commit what it writes.
requirements: | $(VENV)/bin/python
	$(INSTALL) pip-tools
	sh requirements/compile.sh $(BIN)/pip-compile

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .ruff_cache .hypothesis
