# The few verbs of this project. `make demo` and `make test` need Python 3.11 or newer, git and
# make; what else they need they install: Python packages into .venv, system packages as root only.

.DEFAULT_GOAL := help
.PHONY: help demo run test lint format bench crash simulate lock clean system-demo system-test
.DELETE_ON_ERROR:

PYTHON := python3
BIN := .venv/bin
# Compiled once here, every command starts sooner, also where Python is told to write no bytecode.
COMPILE := $(BIN)/python -m compileall -q -x node_modules checkpoint
# Words after the verb's own, as in: make test ARGS='tests/passes -x'
ARGS ?=

# An installation is done again when what it is made from has changed, the gate view included.
GATE := $(shell find checkpoint/gate/pwa -type f \
	-not -path '*/node_modules/*' -not -path '*/dist/*' -not -path '*/tests/*' 2>/dev/null)
CATALOGUES := $(wildcard checkpoint/translations/*/LC_MESSAGES/*.po)
RECIPE := pyproject.toml requirements.lock hatch_build.py $(wildcard checkpoint/static/tokens.css) \
	$(GATE) $(CATALOGUES)

help: ## Show the verbs
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' Makefile | expand -t 14

demo: .venv/installed ## Install, build, fill an instance with a whole neighbourhood and serve it
	$(BIN)/checkpoint demo $(ARGS)

run: .venv/installed ## Serve the installation in instance/ over HTTPS
	$(BIN)/checkpoint serve $(ARGS)

test: .venv/installed-dev system-test lint ## Run every check and every test
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

lint: .venv/installed-dev ## Look for mistakes without running anything
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/installed-dev ## Lay out the code and mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/installed-dev system-test ## Measure; the figures are explained in bench/
	$(BIN)/python -m bench $(ARGS)

crash: .venv/installed-dev system-test ## Kill the server 1,000 times and cut its power 600 times (hours)
	$(BIN)/python -m tests.crash $(ARGS)

simulate: .venv/installed-dev system-test ## Run 1,000 seeds of gates, phones and bad luck; ARGS='--seed 17 --trace' replays one
	$(BIN)/python -m tests.simulation $(or $(ARGS),--seeds 1000)

lock: .venv/installed-dev ## Choose the newest versions that fit, for every system, into requirements.lock
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --upgrade --python-version 3.11 --all-extras \
		--no-emit-index-url --custom-compile-command 'make lock' \
		--output-file requirements.lock pyproject.toml

clean: ## Remove what was built and installed; instance/ stays
	rm -rf .venv dist build artifacts .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf checkpoint/gate/pwa/dist checkpoint/gate/pwa/node_modules
	find checkpoint -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

system-demo system-test: system-%:
	@PYTHON=$(PYTHON) tools/system-packages $*

.venv/bin/python: | system-demo
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..." >&2; exit 1; }
	$(PYTHON) -m venv .venv

# The lock file constrains; what the environment says about where packages come from holds.
.venv/installed: $(RECIPE) | .venv/bin/python
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable .
	@$(COMPILE)
	@touch $@

.venv/installed-dev: $(RECIPE) | .venv/bin/python
	$(BIN)/python -m pip install --quiet --constraint requirements.lock --editable '.[dev]'
	@$(COMPILE)
	@touch $@ .venv/installed
