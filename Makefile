# gouji. `make run` and `make test` do all set-up themselves; nothing but Python >= 3.11 and make is needed.
#
#   make run     read data/raw and build data/warehouse, through Dagster
#   make ui      the Dagster UI on http://localhost:3000, with the runs made by `make run`
#   make test    formatting, types, SQL style and all tests
#   make lint    the first three of these
#   make coverage  all tests, and which lines and branches they reach; takes half as long again
#   make dictionary  write docs/dictionary.md from the declarations
#   make bench   speed of reading against the floor on the same bytes
#   make reference  rebuild data/reference/regions.csv from its sources
#   make lock    rewrite requirements.lock from pyproject.toml (needs uv)
#   make clean   remove what was built; the warehouse too

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test coverage ui lint dictionary bench reference lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
JOBS ?= 2

# Dagster keeps its runs beside the warehouse, where `gouji run` puts them too.
HOME_OF_DAGSTER := $(abspath $(or $(GOUJI_WAREHOUSE),data/warehouse))/.dagster
export PYTHONUTF8 := 1
export SQLFLUFF_DISABLE_PROGRESS := 1

help:
	@sed -n 's/^#   //p' Makefile

setup: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "gouji needs Python 3.11 or later; set PYTHON=python3.11")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The settings are copied, so that an edit of dagster.yaml takes effect.
$(HOME_OF_DAGSTER)/dagster.yaml: dagster.yaml
	@mkdir -p $(HOME_OF_DAGSTER)
	@cp $< $@

run ui: export DAGSTER_HOME := $(HOME_OF_DAGSTER)

run: setup $(HOME_OF_DAGSTER)/dagster.yaml
	$(BIN)/gouji run

ui: setup $(HOME_OF_DAGSTER)/dagster.yaml
	@$(BIN)/python -m assets.dead_runs
	$(BIN)/dagster dev -w workspace.yaml

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes $(JOBS) sql

test: lint
	$(BIN)/pytest -n $(JOBS) --dist loadfile

coverage: setup
	@rm -rf .coverage && mkdir .coverage
	$(BIN)/pytest -n $(JOBS) --dist loadfile --cov --cov-report=term

dictionary: setup
	$(BIN)/python -m pipeline.engine.dictionary_page

bench: setup
	$(BIN)/python -m benchmarks.reading

reference: setup
	$(BIN)/python -m data.reference.build.regions

lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-annotate \
		--quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis data/warehouse
