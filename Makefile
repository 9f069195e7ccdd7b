# What a person does here. It needs Python 3.11 or newer with venv, and make; the rest it brings itself.
# PORT, DATABASE_URL, ZHIBI_HOME: see `make help`.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help demo test lint format run worker stop clean requirements port python

PY := .venv/bin/python
INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes
GOOD_ENOUGH := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	$$name -c '$(GOOD_ENOUGH)' 2>/dev/null && { echo $$name; break; }; done)
# Options for pytest, as in: make test ARGS="tests/setup -x"
ARGS ?=

help:
	@echo 'Zhibi 知彼'
	@echo
	@echo '  make demo          a working CRM with a demo company, at http://127.0.0.1:8000/'
	@echo '  make test          every test; ARGS="tests/grid -x" for some'
	@echo '  make lint          ruff, djade, mypy; make format puts right what can be'
	@echo '  make run           the web server alone, in debug mode, reloading'
	@echo '  make worker        the worker alone, in debug mode'
	@echo '  make stop          stop the embedded PostgreSQL'
	@echo '  make clean         remove the virtual environment and caches; data stay'
	@echo '  make requirements  compile the hashed requirements anew (needs uv)'
	@echo
	@echo '  PORT=8000              the port of demo and run'
	@echo '  DATABASE_URL           a PostgreSQL of yours, instead of the embedded one'
	@echo '  ZHIBI_HOME=.zhibi/     the folder of the embedded database and of files'
	@echo '  ZHIBI_POSTGRES         system, wheel or a folder: whose PostgreSQL to embed'

demo: port .venv/ready
	@$(PY) manage.py demo

test: .venv/ready-dev
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py catalogues compile --verbosity 0
	@$(PY) -m pytest -n logical --tb=native $(ARGS)

lint: .venv/ready-dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	@$(PY) -m mypy

format: .venv/ready-dev
	@$(PY) -m ruff check --fix-only .
	@$(PY) -m ruff format .
	@find templates -name '*.html' -exec .venv/bin/djade --target-version 5.2 {} +

run: port .venv/ready
	@DEBUG=1 $(PY) manage.py runserver 127.0.0.1:$${PORT:-8000}

worker: .venv/ready
	@DEBUG=1 $(PY) manage.py procrastinate worker -c 4 --shutdown-graceful-timeout 10

stop: python
	@$(PYTHON) -m crm.postgres stop

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

requirements:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --output-file requirements.txt pyproject.toml
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --extra dev --constraint requirements.txt \
		--output-file requirements-dev.txt pyproject.toml

# Asked before anything is installed.
port: python
	@$(PYTHON) -m crm.serving.port

python:
	@test -n '$(PYTHON)' || { echo 'Zhibi needs Python 3.11 or newer with venv' \
		'(on Debian: apt install python3-venv).' >&2; exit 1; }

.venv/bin/python: | python
	@$(PYTHON) -m venv .venv

# The stamps make a second start instant; the development set contains the other.
.venv/ready: requirements.txt | .venv/bin/python
	@echo 'Installing packages (only this once; about a minute) …'
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/ready-dev: requirements-dev.txt | .venv/bin/python
	@echo 'Installing packages (only this once; about a minute) …'
	@$(INSTALL) -r requirements-dev.txt
	@touch $@ .venv/ready
