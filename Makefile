# Everything sets itself up: a fresh machine needs Python 3.11 or newer (with venv) and make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PORT ?= 8080
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --no-input
PACKAGES := bot handlers locales storage scheduler mentoring sandbox benchmarks

.PHONY: setup demo test check slow stories half-year format catalogs lock gallery clean help

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | sort

demo: $(VENV)/.run  ## three phones on a page, with everybody to try it out
	$(BIN)/python -m bot demo --port $(PORT)

setup: $(VENV)/.run  ## what the commands of `python -m bot` need

test: $(VENV)/.dev  ## all tests, about a quarter of an hour
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev  ## style, types, import contracts, house rules, catalogs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.house_rules
	$(BIN)/python -m locales.lint

slow: $(VENV)/.dev  ## what takes longer
	$(BIN)/python -m pytest -m slow --timeout 900

stories: $(VENV)/.dev  ## approves the stories of five duos as they are played now: read the difference first
	TANDEM_APPROVE=1 $(BIN)/python -m pytest -n 2 --dist loadfile tests/e2e/test_story_in_french.py tests/e2e/test_story_in_dutch.py tests/e2e/test_story_in_german.py

half-year: $(VENV)/.dev  ## half a year of 200 duos in virtual time, every message accounted for
	$(BIN)/python -m benchmarks.half_year

format: $(VENV)/.dev  ## formats the code
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

catalogs: $(VENV)/.dev  ## brings new texts into the catalogs of all languages
	$(BIN)/python -m locales.catalogs

gallery: $(VENV)/.dev  ## every message in every language, on one page
	$(BIN)/python -m locales.gallery var/gallery.html

lock: $(VENV)/.dev  ## pins all dependencies anew, with hashes (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -o requirements-dev.lock

clean:  ## removes what the other commands made
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tandem needs Python 3.11 or newer; name one: make PYTHON=python3.12 ..."; exit 1; }
	@echo "Setting up $(VENV): once, about two minutes, in silence"
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run
