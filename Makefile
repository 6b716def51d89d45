# Two commands do all the set-up: `make demo` and `make test`. `make help` lists the rest.
# Everything is installed into .venv from lock files with hashes; stamps in .venv make a second run quick.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v "$$p" && break; done)
# every module is compiled once, whatever the shell asks for: hundreds of short runs of the program wait for it
export PYTHONDONTWRITEBYTECODE :=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# where npm is missing, Node comes from PyPI
HAVE_NPM := $(shell command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 && echo yes)
NODE_LOCK := $(if $(HAVE_NPM),,-r requirements/node.lock)
NPM := $(if $(HAVE_NPM),npm,$(BIN)/npm)
BUILD_INPUTS := pyproject.toml hatch_build.py scripts/fetch_assets.py frontend/package-lock.json requirements/build.lock requirements/node.lock

# one more than there are cores: many tests wait for a browser or a process
WORKERS ?= $(shell $(PYTHON) -c "import os; print((os.cpu_count() or 1) + 1)")

.DEFAULT_GOAL := help
.PHONY: help demo test system check lint format types layers pytest docs docs-check examples picture bench faults studies slow lock wheel clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.demo ## install, and explain the cramp of the example marathon
	$(BIN)/uncramp why examples/hot_marathon.fit --athlete examples/hot_marathon.athlete.toml \
		--weather examples/hot_marathon.weather.csv --intake examples/hot_marathon.intake.csv --cramped examples/hot_marathon.cramps.txt

test: system check pytest ## install, and pass every check and test

system: # what no Python package brings: a browser and its driver
	@PYTHON="$(PYTHON)" scripts/system_packages.sh

check: $(VENV)/.test # side by side, since each of them takes its time
	@$(MAKE) --no-print-directory -j2 --output-sync=target types lint layers docs-check

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy

layers: $(VENV)/.test
	$(BIN)/lint-imports

# real activity files, read where they are at hand; the tests say when they are not
ifndef UNCRAMP_ACTIVITIES
ifneq ($(wildcard ../shared/activities/.),)
export UNCRAMP_ACTIVITIES := $(abspath ../shared/activities)
endif
endif

pytest: $(VENV)/.test frontend/node_modules/.package-lock.json
	$(BIN)/pytest -n $(WORKERS) --dist loadfile

format: $(VENV)/.test ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.test ## make the generated pages of docs, and the catalogue of texts
	$(BIN)/python scripts/docs.py
	$(BIN)/python scripts/evidence_pages.py
	$(BIN)/python scripts/check_accuracy.py
	$(BIN)/python scripts/validation_page.py
	$(BIN)/python scripts/hazards.py
	$(BIN)/python scripts/calibrate.py
	$(BIN)/python scripts/hypotheses.py
	$(BIN)/python scripts/openapi.py
	$(BIN)/python scripts/texts.py

docs-check: $(VENV)/.test # the pages that no test holds against what they are made from
	$(BIN)/python scripts/docs.py --check
	$(BIN)/python scripts/calibrate.py --check
	$(BIN)/python scripts/hypotheses.py --check
	$(BIN)/python scripts/openapi.py --check
	$(BIN)/python scripts/texts.py --check

examples: $(VENV)/.test ## write the activities in examples/ again
	$(BIN)/python scripts/make_examples.py

picture: $(VENV)/.test ## make the pictures again: the README's, as every test run does into out/, and the page's of a cramp
	$(BIN)/python scripts/readme_picture.py
	$(BIN)/python scripts/readme_pages.py
	$(BIN)/python scripts/reflex_picture.py

bench: $(VENV)/.test ## measure, and write a dated page
	$(BIN)/python scripts/record.py benchmarks tests/benchmarks -o python_files='*.py' -m ''

faults: $(VENV)/.test ## many broken files given to the readers, kills and full disks under the diary, many people at once on the server, and a dated page
	UNCRAMP_FAULTS=full UNCRAMP_LOAD_SECONDS=600 $(BIN)/python scripts/record.py faults tests/properties/test_readers.py tests/properties/test_diary_faults.py tests/web/test_load.py -m ''

studies: $(VENV)/.test ## a whole marathon and every published figure the model is held against, misses included; a dated page
	$(BIN)/python scripts/record.py studies tests/studies tests/validation tests/unit/ensemble -m "" -rxX

slow: $(VENV)/.test ## the slow tests of the rest: the triage on every addition, a thousand plans, every shape of the browser; a dated page
	$(BIN)/python scripts/record.py slow tests/properties/test_triage.py tests/properties/test_race_plan.py tests/unit/report/test_clinician.py tests/web -m "" -rxX

wheel: $(VENV)/.test ## build dist/
	$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

UV_COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock" $(LOCK_OPTIONS) pyproject.toml
lock: $(VENV)/bin/python ## resolve the lock files again (LOCK_OPTIONS=--upgrade for newer versions)
	$(PIP) install --quiet 'uv>=0.6'
	$(UV_COMPILE) --all-extras --group build --group test -o requirements/test.lock
	$(UV_COMPILE) --extra weather -c requirements/test.lock -o requirements/demo.lock
	$(UV_COMPILE:pyproject.toml=) --group pyproject.toml:build -c requirements/test.lock -o requirements/build.lock
	$(UV_COMPILE:pyproject.toml=) --group pyproject.toml:node -o requirements/node.lock

clean: ## remove what these commands made, .venv included
	rm -rf $(VENV) dist build out frontend/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .benchmarks

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "uncramp needs Python 3.11 or newer, and none was found: install one, or name it with make PYTHON=/path/to/python3." >&2; exit 1; }
	"$(PYTHON)" -m venv $(VENV) || { echo "Python's venv module did not work; on Debian and Ubuntu: apt install python3-venv." >&2; rm -rf $(VENV); exit 1; }

$(VENV)/.demo: requirements/demo.lock $(BUILD_INPUTS) | $(VENV)/bin/python
	@echo "Installing uncramp and what it needs into $(VENV) ..."
	$(PIP) install --quiet --no-compile --require-hashes -r requirements/build.lock -r requirements/demo.lock $(NODE_LOCK)
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.lock $(BUILD_INPUTS) | $(VENV)/bin/python
	@echo "Installing uncramp and what its tests need into $(VENV) ..."
	$(PIP) install --quiet --no-compile --require-hashes -r requirements/test.lock $(NODE_LOCK)
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/.demo

frontend/node_modules/.package-lock.json: frontend/package-lock.json frontend/package.json | $(VENV)/.test
	cd frontend && PATH="$(abspath $(BIN)):$$PATH" $(if $(HAVE_NPM),npm,../$(NPM)) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@
