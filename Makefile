# A fresh machine needs python3 ≥ 3.11 and make; every target installs what else it needs, once.

PYTHON ?= python3
BIN := .venv/bin
PIP_INSTALL := pip install --quiet --quiet --disable-pip-version-check
WORKERS := 2
CODE := src tests scripts $(wildcard bench)
UV := uv==0.13.9

.DELETE_ON_ERROR:
.PHONY: help run test chaos hosts container check audit bench demo docs web lock

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.installed ## Serve on http://127.0.0.1:8080 (see docs/settings.md for CAUDAL_* variables)
	@exec $(BIN)/caudal serve

demo: .venv/.installed ## Send a 20 s clip to the running service, or to one started for it
	@exec $(BIN)/python scripts/demo.py

check: .venv/.installed ## Format, lint, types, import rules and unit tests
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)
	$(BIN)/mypy --strict
	$(BIN)/lint-imports
	$(BIN)/pytest tests/unit

test: .venv/.installed .localstack/.installed web/node_modules/.installed ## Every test, on real ffmpeg, PostgreSQL, S3 (LocalStack) and Chromium
	$(BIN)/pytest --numprocesses $(WORKERS) --dist loadscope

chaos: .venv/.installed .localstack/.installed ## A storm of harm at every point (KILLS=200 SEED=7 repeats one), long outages, full disks; as root
	SEED=$(or $(SEED),$(shell date +%s)) KILLS=$(or $(KILLS),200) \
	    OUTAGE=60 $(BIN)/pytest --timeout 7200 tests/chaos/test_storm.py \
	    tests/chaos/test_bad_days.py tests/chaos/full_disk.py

bench: .venv/.installed ## Speed and quality on fixed clips
	@exec $(BIN)/python -m bench

hosts: .venv/.installed .localstack/.installed ## Tests with hosts made of network namespaces; as root, with iproute2
	$(BIN)/pytest --timeout 1800 tests/hosts

container: .venv/.installed ## The image under Docker's default settings, as its user and as root
	@exec $(BIN)/python scripts/container.py

# What PyPI does not answer for is no package without a fault.
audit: .venv/.installed ## Known vulnerabilities of everything that is locked, from PyPI
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements.lock

docs: .venv/.installed ## Write docs/settings.md and docs/openapi.json from the code
	@$(BIN)/python scripts/docs.py

web: web/node_modules/.installed ## Copy what the page takes from npm into the package
	@$(PYTHON) scripts/vendor.py

lock: ## Write the lock files anew; UPGRADE=--upgrade takes newer versions
	set -e; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(PYTHON) -m venv "$$tools"; "$$tools"/bin/$(PIP_INSTALL) '$(UV)'; \
	lock() { "$$tools"/bin/uv pip compile --quiet --universal --python-version 3.11 \
	    --fork-strategy fewest --generate-hashes --no-annotate --no-emit-index-url \
	    --custom-compile-command 'make lock' $(UPGRADE) "$$@"; }; \
	lock pyproject.toml --extra dev --output-file requirements.lock; \
	lock pyproject.toml --constraint requirements.lock --output-file deploy/requirements.lock; \
	lock deploy/build.in --constraint requirements.lock --output-file deploy/build.lock; \
	lock tests/localstack.in --output-file tests/localstack.lock

.venv/.installed: pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "caudal needs Python 3.11 or later")'
	@echo "Installing caudal into .venv (once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/$(PIP_INSTALL) --require-hashes --requirement requirements.lock
	@# Without an index: what is not in the lock file is an error.
	@$(BIN)/$(PIP_INSTALL) --no-index --no-build-isolation --editable '.[dev]' \
	    || { echo "pyproject.toml has changed: run make lock"; exit 1; }
	@touch $@

# The package has its copy of what the page needs; only tests want npm itself.
web/node_modules/.installed: web/package.json web/package-lock.json
	@if command -v npm >/dev/null; then \
	    echo "Installing npm packages into web/node_modules (once)" \
	    && npm ci --prefix web --ignore-scripts --no-audit --no-fund --loglevel error >/dev/null \
	    && touch $@; \
	else echo "npm is missing: the tests in a browser, and one with tus-js-client, will fail"; fi

# LocalStack's dependencies contradict ours, so it lives in a place of its own.
.localstack/.installed: tests/localstack.lock
	@echo "Installing LocalStack into .localstack (once)"
	@rm -rf .localstack
	@$(PYTHON) -m venv .localstack
	@.localstack/bin/$(PIP_INSTALL) --require-hashes --requirement tests/localstack.lock
	@touch $@
