# make run     install what is missing, migrate, serve on http://127.0.0.1:8501 (PORTAL_ADDRESS, PORTAL_PORT)
# make test    install what checking needs, then everything: `make check` and all tests
# make check   only what needs no run: lint, format, types, import contracts
# make bench   measurements, printed as ratios
# make format  let the machine lay out the code
# make pins    write requirements.txt and requirements-dev.txt anew from the .in files

VENV := .venv
PYTHON := $(VENV)/bin/python
PORTAL := $(VENV)/.portal
CHECKING := $(VENV)/.checking
WORKERS ?= 2
TESTS ?=

.PHONY: run test check bench format pins packages
.DEFAULT_GOAL := run

run: $(PORTAL)
	@exec $(PYTHON) manage.py start

test: packages check
	$(PYTHON) -m pytest -n $(WORKERS) --dist loadgroup $(TESTS)

check: $(CHECKING)
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check --output-format concise .
	$(PYTHON) -m mypy
	$(VENV)/bin/lint-imports --no-logo

bench: $(CHECKING)
	@exec $(PYTHON) -m bench

format: $(CHECKING)
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

pins:
	@scripts/pins

packages:
	@scripts/test-packages

# The stamps say what is installed; a virtual environment whose Python is gone is made anew.
ifneq ($(shell $(PYTHON) -c 'print("sound")' 2>/dev/null),sound)
.PHONY: $(PORTAL)
endif

$(PORTAL): requirements.txt
	@scripts/install requirements.txt $@

$(CHECKING): requirements-dev.txt $(PORTAL)
	@scripts/install requirements-dev.txt $@
