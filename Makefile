.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

help: ## say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "ajour needs Python 3.11 or newer; found $$($(PYTHON) --version). Name another with: make PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

# Tests of one file stay together: what a file sets up is set up once.
PYTEST := $(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile
# Coverage of `make test` and of the slow tests can be put together, so that no test has to run twice:
#   make test MEASURED=1 && make check TESTED=1
MEASURE := --cov --cov-report=

setup: $(READY) ## make .venv with everything in it

demo: $(READY) ## run the example review from its searches to its report
	$(BIN)/python examples/hjemmekontor/demo.py

test: $(READY) ## run the tests but for the slowest
	$(PYTEST) -m "not slow" $(if $(MEASURED),$(MEASURE))

check: $(READY) ## check all: style, types, walls between rooms, security, every test, coverage; changes nothing
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml pipeline flows screening_rules exports
	$(BIN)/cog --check -r README.md docs/*.md docs/adr/README.md
	$(PYTEST) --quiet $(MEASURE) $(if $(TESTED),--cov-append -m slow)
	$(BIN)/coverage report

fix: $(READY) ## format, mend what can be mended, write the generated reference
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python docs/draw_rooms.py
	$(BIN)/cog -r README.md docs/*.md docs/adr/README.md

bench: $(READY) ## print the benchmarks
	for bench in tests/benchmarks/bench_*.py; do $(BIN)/python -m tests.benchmarks.$$(basename $$bench .py) || exit 1; done

bench-peers: $(READY) ## print the benchmarks beside other tools, in their own environments
	for bench in tests/benchmarks/peers_*.py; do $(BIN)/python -m tests.benchmarks.$$(basename $$bench .py) || exit 1; done

explore: $(READY) ## the long tests: random mutations, kills, large libraries
	AJOUR_HYPOTHESIS=explore $(BIN)/python -m pytest --timeout 0 tests/explore

audit: $(READY) ## ask the index for known holes in what we depend on (needs the network)
	$(BIN)/pip-audit --strict --requirement requirements.txt --no-deps

.PHONY: help setup demo test check fix bench bench-peers explore audit
