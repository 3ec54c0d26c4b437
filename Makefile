# Two commands: `make demo` sets everything up and serves it; `make test` runs every check.
# Both work as root and as an ordinary user, from a path with spaces, and again.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' \
	>/dev/null 2>&1 && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test bench lock clean schemas

demo: $(VENV)/.run
	@"$(BIN)/python" -m tanzuji demo

test: $(VENV)/.dev
	@"$(BIN)/python" tools/check.py

bench: $(VENV)/.bench
	@"$(BIN)/python" benchmarks/bench_engine.py

schemas: $(VENV)/.dev
	@"$(BIN)/python" tools/write_schemas.py

$(VENV)/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "tanzuji needs Python 3.11 or newer with venv / 需要 Python 3.11 以上（含 venv）" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/pyvenv.cfg requirements.txt pyproject.toml
	@echo "Installing (first time only) … / 首次安装……"
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.txt
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements-bench.txt
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.txt
	@touch $@

# Lock files carry hashes and no registry addresses.
lock:
	@sh tools/lock.sh

clean:
	@rm -rf $(VENV) out .mypy_cache .ruff_cache .hypothesis
