.DEFAULT_GOAL := help
.PHONY: help setup demo up test prove lint format bench lock clean

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# The parser compiled to C, where that can be done; LGO_COMPILE=0 leaves it as Python.
PARSER := build/.parser
# What make test runs: a folder or file below tests/, such as T=unit.
T ?=

help: ## Show this help
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) $(PARSER) ## Install everything into .venv, by hash, and compile the parser

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "the venv module is missing: on Debian and Ubuntu, apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@# In this mode the whole folder is on the path: the compiled parser has a module beside the packages.
	LGO_COMPILE=0 $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --config-settings editable_mode=compat -e .
	@touch $@

$(PARSER): $(STAMP) setup.py $(shell find workers/parsing -name '*.py')
	@rm -f *.so; find workers -name '*.so' -delete
	$(BIN)/python setup.py -q build_ext --inplace --force
	@mkdir -p $(@D) && touch $@

demo: setup ## Crawl, process and search a made-up site; stays up until Ctrl-C
	$(BIN)/lgo demo

up: setup ## Run the whole system against the real site; needs LGO_CONTACT
	$(BIN)/lgo up

test: setup ## Run the tests on real services, two at once (T=unit: only those without services)
	$(BIN)/python -m pytest -m "not prove" -n 2 --dist loadfile tests/$(T)

prove: setup ## Run the long forms: thousands of faults, full size (T= as for test)
	$(BIN)/python -m pytest -m prove --timeout 3600 tests/$(T)

lint: setup ## Check style, types, import rules, migrations and sizes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/contracts tests/integration/workers/test_migrations.py

format: setup ## Let the formatter decide
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## Measure; results go to tests/benchmarks/results
	@for bench in tests/benchmarks/bench_*.py; do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

lock: setup ## Resolve the pinned requirements anew
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -o requirements/dev.txt
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -c requirements/dev.txt -o requirements/run.txt
	$(BIN)/uv pip compile --group build --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q -c requirements/dev.txt -o requirements/build.txt

clean: ## Remove caches and builds; data under var/ stays
	rm -f *.so; find workers -name '*.so' -delete
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
