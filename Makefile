# Needs Python 3.11 or newer with venv and pip, and a package registry. Nothing else.
# Another interpreter: make run PYTHON=python3.12

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq

# An environment that was not finished is made anew.
.DELETE_ON_ERROR:
.PHONY: run test check demo bench lock format clean

run: .venv/runtime ## the daemon, with the shipped sources and alerts on the console
	@exec $(BIN)/marsad run

test: .venv/development ## what needs a program that is not installed is skipped, by name
	$(BIN)/python -m pytest

check: .venv/development ## format, lint, types, imports, tests: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

demo: .venv/development ## a small world of outlets on this machine; STAY=1 keeps it open
	@exec $(BIN)/python -m demo $(if $(STAY),--stay)

bench: .venv/development ## speed and accuracy
	@exec $(BIN)/python -m benchmarks $(if $(SMOKE),--smoke)

format: .venv/development
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The lists hold exact versions and hashes, for every system and Python from 3.11 on.
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-header --quiet $(UPGRADE)
lock: .venv/development ## the lists of exact versions; UPGRADE=--upgrade for newer ones
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "marsad needs Python 3.11 or newer; name one with PYTHON=..." >&2; exit 1; }
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv

# The stamps make the second call quick.
.venv/runtime: requirements.lock pyproject.toml | .venv/pyvenv.cfg
	@echo "Installing what marsad needs (requirements.lock)"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/development: requirements-dev.lock pyproject.toml | .venv/pyvenv.cfg
	@echo "Installing what the tests need (requirements-dev.lock)"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@
