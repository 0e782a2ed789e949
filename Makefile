.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONSAFEPATH = 1
# Some hundred processes are started by the tests: without its .pyc files each compiles the whole program first.
export PYTHONDONTWRITEBYTECODE =

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

# The source archive of flufl.bounce carries real bounce mails; they are read by tests and never copied into this tree.
$(VENV)/.corpora: requirements.lock $(VENV)/.dev
	@mkdir -p $(VENV)/corpora
	@sed -n '/^flufl-bounce==/,/[^\\]$$/p' requirements.lock > $(VENV)/corpora/wanted.txt
	$(BIN)/pip download --quiet --disable-pip-version-check --require-hashes --no-deps --no-binary :all: --no-build-isolation \
		--dest $(VENV)/corpora/archives -r $(VENV)/corpora/wanted.txt
	tar -xzf $$(ls -t $(VENV)/corpora/archives/flufl*bounce-*.tar.gz | head -1) -C $(VENV)/corpora
	@touch $@

corpora: $(VENV)/.corpora ## Fetch the real bounce mails the tests read

servers: ## Install the Debian servers the tests talk to, where that is possible
	@bash tests/rig/install.sh

PURE := contacts sequences compliance
# Neighbours stay together, so that a state which many tests look at is built once. More workers than cores, because
# many tests wait for servers and clocks.
PARALLEL := --dist worksteal -n

test: $(VENV)/.dev $(VENV)/.corpora servers ## Set up and run all tests; the pure rooms with every branch covered
	$(BIN)/python -m pytest $(PARALLEL) 2 $(PURE:%=tests/%) $(PURE:%=--cov=%) --cov-branch --cov-report= --cov-fail-under=100
	$(BIN)/python -m pytest $(PARALLEL) 3 $(PURE:%=--ignore=tests/%) --durations=25

check: $(VENV)/.dev ## Lint, format, types, shipped configuration
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/wiedersehen check

simulate: setup ## What the samples would get in 640 days
	$(BIN)/wiedersehen simulate --until 2027-12-02

check-mail: $(VENV)/.dev servers ## Every mail in Chromium and against what mail programs support
	$(BIN)/python -m pytest -q tests/mail

$(VENV)/.fuzz: $(VENV)/.dev requirements-fuzz.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-fuzz.lock
	@touch $@

FUZZED := mime report quoting dates
INPUTS := 1000000

fuzz: $(VENV)/.fuzz ## A million hostile inputs for each parser; var/fuzz keeps corpus and progress, a second call goes on
	$(foreach target,$(FUZZED),$(BIN)/python -m tests.fuzz.run $(target) --inputs $(INPUTS) --state var/fuzz &&) true

bench: $(VENV)/.dev servers ## Whole path against smtp-source, and growth from 10,000 to 1,000,000 enrolled
	$(BIN)/python bench/path.py
	$(BIN)/python bench/growth.py
	$(BIN)/python bench/reading.py

bench-replies: $(VENV)/.dev corpora ## The classifier against its corpora and gates; renews the tables of docs/replies.md
	$(BIN)/python bench/replies.py --write

$(VENV)/.train: $(VENV)/.run requirements-train.lock
	$(PYTHON) -m venv $(VENV)/train
	$(VENV)/train/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-train.lock
	@touch $@

train-replies: $(VENV)/.train ## Train the model beside the rules anew (replies/meaning/model.gz)
	PYTHONSAFEPATH= $(VENV)/train/bin/python bench/train_replies.py

torture: $(VENV)/.dev ## 1,000 kills at random moments
	$(BIN)/python tests/torture/kill.py --kills 1000

races: $(VENV)/.dev servers ## 10,000 objections, withdrawals and caps against mails at the same moment, on each database
	$(BIN)/python tests/torture/races.py --races 10000
	$(BIN)/python tests/torture/races.py --races 10000 --postgres

mailbox-torture: $(VENV)/.dev servers ## 10,000 mails, 1,000 cut connections, 100 new UIDVALIDITYs, each mail acts once
	$(BIN)/python tests/torture/mailbox.py
	$(BIN)/python tests/torture/mailbox.py --postgres

LETTERS = $(BIN)/python tests/torture/letters.py --results var/torture/letters
letters-torture: $(VENV)/.dev servers ## 10,000 letters, the export killed at each of its lines: same bytes, nobody twice
	$(LETTERS)-export.json --hits all --pdf
	$(LETTERS)-recall.json --letters 1000 --hits all --scene recall
	$(LETTERS)-objection.json --letters 1000 --hits all --pdf --scene objection
	$(LETTERS)-later.json --letters 1000 --hits all --pdf --later 26
	$(LETTERS)-address.json --letters 1000 --hits all --scene address
	$(LETTERS)-postgres-export.json --letters 1000 --hits all --postgres
	$(LETTERS)-postgres-recall.json --letters 1000 --hits all --postgres --scene recall
	$(LETTERS)-postgres-objection.json --letters 1000 --hits all --postgres --scene objection
	$(LETTERS)-every.json --letters 200 --pdf --every

lock: ## Renew the locked versions
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --group build --python-version 3.11 pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --group build --group dev --python-version 3.11 -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --group pyproject.toml:fuzz --python-version 3.11 -c requirements-dev.lock -o requirements-fuzz.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --group train --python-version 3.11 -c requirements.lock pyproject.toml -o requirements-train.lock

.PHONY: help setup run corpora servers test check check-mail simulate bench bench-replies train-replies torture fuzz races mailbox-torture letters-torture lock
