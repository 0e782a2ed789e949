.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONSAFEPATH = 1

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

$(VENV)/.run: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.run ## Install what running needs, at locked versions

run: setup ## Run the samples on the demo clock and live on until Ctrl-C
	$(BIN)/wiedersehen run --demo --with-web

servers: ## Install the Debian servers the tests talk to, where that is possible
	@bash tests/rig/install.sh

PURE := contacts sequences compliance

test: $(VENV)/.dev servers ## Set up and run all tests; the pure rooms with every branch covered
	$(BIN)/python -m pytest $(PURE:%=tests/%) $(PURE:%=--cov=%) --cov-branch --cov-report= --cov-fail-under=100
	$(BIN)/python -m pytest -n 2 $(PURE:%=--ignore=tests/%)

check: $(VENV)/.dev ## Lint, format, types, shipped configuration
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/wiedersehen check

simulate: setup ## What the samples would get in 640 days
	$(BIN)/wiedersehen simulate --until 2027-12-02

check-mail: $(VENV)/.dev servers ## Every mail in Chromium and against what mail programs support
	$(BIN)/python -m pytest -q tests/mail

bench: $(VENV)/.dev servers ## Whole path against smtp-source, and growth from 10,000 to 1,000,000 enrolled
	$(BIN)/python bench/path.py
	$(BIN)/python bench/growth.py

torture: $(VENV)/.dev ## 1,000 kills at random moments
	$(BIN)/python tests/torture/kill.py --kills 1000

races: $(VENV)/.dev servers ## 10,000 objections, withdrawals and caps against mails at the same moment, on each database
	$(BIN)/python tests/torture/races.py --races 10000
	$(BIN)/python tests/torture/races.py --races 10000 --postgres

lock: ## Renew the locked versions
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --group build --python-version 3.11 pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --group build --group dev --python-version 3.11 -c requirements.lock pyproject.toml -o requirements-dev.lock

.PHONY: help setup run servers test check check-mail simulate bench torture races lock
