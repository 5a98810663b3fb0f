# Everything a developer does here. Each target sets up what it needs: none has to be run before another.
#
#   make site                       in a fresh clone, with Python 3.11 or later and git
#   make test PYTHON=python3.12     set up with that Python (after `make clean`, where there is a .venv already)

SHELL := /bin/sh
BIN := .venv/bin
PY := $(BIN)/python

# Newest first; the first one that runs is taken.
CANDIDATES := $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3 python)
# The day of which the sample company tells: its warnings depend on it.
AS_OF ?= 2026-11-23
# Opportunities for the bench: ratios and memory at the first size, growth over all of them; the median of so many runs.
# JUDGE=0 only prints.
SIZES ?= 10000 1000 50000
RUNS ?= 5
JUDGE ?= 1
# More for pytest, as in: make test PYTEST="-n 0 -k moves -x"
PYTEST ?= -n auto --maxprocesses 8 --dist worksteal

comma := ,
empty :=
space := $(empty) $(empty)

# Let uv trust the certificates that the system trusts, as pip does.
export UV_SYSTEM_CERTS := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site test slow sample coverage check bench docs picture lock clean

help: ## this list
	@echo "textcrm: make TARGET"
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' Makefile | expand -t 12

site: .venv/.ready ## set up, validate the sample company in crm_data, and build its site
	@echo "Validating the sample company in crm_data as of $(AS_OF):"
	$(BIN)/textcrm validate --as-of $(AS_OF)
	$(BIN)/textcrm build --as-of $(AS_OF)
	@echo "Open site/index.html in a browser. To see it change while you edit crm_data: $(BIN)/textcrm serve"

test: .venv/.ready ## the fast tests
	$(PY) -m pytest -m "not slow" $(PYTEST)

slow: .venv/.ready ## every test, the slow ones too
	$(PY) -m pytest $(PYTEST)

# By scope: what a class of slow tests shares is made once, by one worker. In their order: by number the longest of
# them, which are alone in their file, would come last.
sample: .venv/.ready ## one slow test of each kind, as CI runs them
	$(PY) -m pytest -m "slow and sample" $(PYTEST) --dist loadscope --no-loadscope-reorder

coverage: .venv/.ready ## the fast tests, with the lines they miss
	$(PY) -m pytest -m "not slow" --cov $(PYTEST)

check: .venv/.ready ## format, lint, types, dependencies, workflow files, sample company, stale docs
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/deptry src
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/zizmor --offline --no-progress --quiet .github
	$(BIN)/textcrm validate --as-of $(AS_OF)
	$(PY) -m docs.generate --check

bench: .venv/.ready ## speed and memory against the floor
	$(PY) -m bench $(if $(filter 0,$(JUDGE)),--no-judge) --runs $(RUNS) \
	  --opportunities $(firstword $(SIZES)) --sizes $(subst $(space),$(comma),$(strip $(SIZES)))

docs: .venv/.ready ## write the references generated from the code
	$(PY) -m docs.generate

picture: .venv/.ready ## take docs/site.png, the picture of the site (needs chromium)
	$(PY) -m docs.site_picture

lock: ## pin the newest versions that pyproject.toml allows (needs uv)
	uv pip compile --upgrade --universal --generate-hashes --python-version 3.11 --group dev --quiet \
	  --no-strip-extras --custom-compile-command "make lock" --output-file requirements.lock pyproject.toml

clean: ## remove the environment, caches and everything built
	rm -rf .venv __pycache__ .mypy_cache .pytest_cache .ruff_cache .hypothesis .coverage htmlcov build dist site
	find src tests bench docs -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment: made once, brought up to date when the lock or the project file changes.
.venv/.ready: requirements.lock pyproject.toml hatch_build.py
	@set -eu; \
	uv=$$(command -v uv || true); \
	usable() { if [ -n "$$uv" ]; then $(PY) -c ''; else $(PY) -m pip --version; fi >/dev/null 2>&1; }; \
	if ! usable; then \
	  python=; \
	  for candidate in $(CANDIDATES); do \
	    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	      python=$$candidate; break; \
	    fi; \
	  done; \
	  if [ -z "$$python" ]; then \
	    echo "textcrm needs Python 3.11 or later; none of these is: $(CANDIDATES)." >&2; \
	    echo "Install one (Debian, Ubuntu: apt install python3 python3-venv), or name it: make PYTHON=/path/to/python3" >&2; \
	    exit 1; \
	  fi; \
	  echo "Making .venv with $$("$$python" --version)"; \
	  rm -rf .venv; \
	  if [ -n "$$uv" ]; then uv venv --quiet --python "$$python" .venv; \
	  elif ! "$$python" -m venv .venv; then \
	    rm -rf .venv; \
	    echo "$$python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; \
	    exit 1; \
	  fi; \
	fi; \
	echo "Installing requirements.lock and textcrm into .venv (about a minute the first time)"; \
	if [ -n "$$uv" ]; then install="uv pip install --python $(PY)"; else install="$(PY) -m pip install --no-input --disable-pip-version-check"; fi; \
	$$install --quiet --require-hashes --only-binary :all: --requirement requirements.lock; \
	$$install --quiet --no-deps --no-build-isolation --editable .; \
	touch $@
