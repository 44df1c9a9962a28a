# `make demo` and `make test` work from a bare checkout; README.md says what the machine must have.
.DEFAULT_GOAL := help
.PHONY: help demo venv test test-all bench check messages chromium backup-tried requirements
# Recipes stop at the first failure; no command line is so long that it needs another shell.
SHELL := /bin/sh
PY := .venv/bin/python
WORKERS := 2
# What Python compiles once it keeps, or every start of every process does it again.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make demo       the product with invented people, in your browser; Ctrl-C ends it"
	@echo "make test       all tests but the big ones and most browser tests (some ten minutes on two cores)"
	@echo "make test-all   all tests"
	@echo "make check      style, types, floors, templates, migrations"
	@echo "make bench      speed against the budgets"
	@echo "make messages   collect and compile the English translation"
	@echo "make venv       only the environment, in .venv"

demo: .venv/.demo
	@exec $(PY) manage.py demo

venv: .venv/.dev

test: .venv/.dev chromium
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "not slow" $(ARGS)

test-all: .venv/.dev chromium
	$(PY) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

bench: .venv/.dev
	$(PY) bench/run.py $(ARGS)

check: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/djlint --lint --quiet templates
	.venv/bin/lint-imports
	$(PY) manage.py check
	$(PY) manage.py makemigrations --check --dry-run

messages: .venv/.demo
	@command -v msgfmt >/dev/null || { echo "Install gettext: msgfmt makes the translations."; exit 1; }
	$(PY) manage.py makemessages --locale en --no-location --no-obsolete \
	  --extension html,txt,py,svg --ignore .venv --ignore staticfiles --ignore tests --ignore bench
	$(PY) manage.py compilemessages --locale en --locale nl --ignore .venv

chromium: .venv/.dev
	@$(PY) -m tests.chromium

# A backup of a database with rows in it, and its restore, really tried (docs/operations.md)
backup-tried: .venv/.dev
	$(PY) -m pytest tests/chain/test_backup.py $(ARGS)

# After a change of requirements/*.in
requirements: .venv/.dev
	for name in base demo dev; do \
	  .venv/bin/uv pip compile --quiet --universal --python-version 3.12 --no-header --generate-hashes \
	    --no-emit-index-url --no-emit-find-links requirements/$$name.in -o requirements/$$name.txt || exit 1; \
	done

# The environment: made once, brought up to date when the requirements change. The demo needs less than the tests.
.venv/.demo: requirements/demo.txt
	@sh requirements/install.sh demo
.venv/.dev: requirements/dev.txt
	@sh requirements/install.sh dev
