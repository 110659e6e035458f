# Knobs / Draaiknoppen. Each target installs what it needs into .venv and node_modules, then does one thing.
PYTHON ?= python3
PORT ?= 8000
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export NO_MKDOCS_2_WARNING := true

# LANG is also the language of your terminal: only what is written behind `make serve` is meant.
ONLY := $(if $(findstring command,$(origin LANG)),SERVE_ONLY=$(LANG) LANG=C.UTF-8)

serve: .venv/.npm   ## the site on http://127.0.0.1:8000/ (PORT= for another port, LANG=nl for Dutch only), reloading while you write
	@$(ONLY) python -m mkdocs serve --dev-addr 127.0.0.1:$(PORT)

site: .venv/.npm    ## the site as files in site/; a warning is an error
	@python -m mkdocs build --strict --site-dir site

zip: site           ## the site as one file, knobs.zip, for any static server (python -m http.server)
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct 2>/dev/null) PYTHONPATH=site_src python -m sitekit.offline site knobs.zip

test: .venv/.test check   ## every check there is, browser included
	@python -m pytest -n 2 --dist worksteal

check: .venv/.test  ## lint, format, types
	@ruff check . && ruff format --check . && mypy && node_modules/.bin/biome check

kernel: .venv/.test ## site_src/browser/kernel.wasm, after a change to its source in kernel/
	@node node_modules/assemblyscript/bin/asc.js --config site_src/browser/kernel/asconfig.json

speech: .venv/.site ## the spoken words of the Dutch corner, after a change to them (needs espeak-ng and lame)
	@PYTHONPATH=site_src python -m sitekit.speech

bench: .venv/.bench ## how fast, beside what others do, in one run (ROUNDS=1 for a quick look)
	@python -m benchmarks

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Knobs needs Python 3.11 or newer; name one with make PYTHON=python3.12")'
	@echo "making .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv && touch $@

.venv/.site: .venv/.python pyproject.toml constraints.txt
	@echo "installing what the site is built with (a minute, once)"
	@pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[site]" && touch $@

.venv/.npm: .venv/.site package.json package-lock.json
	@command -v npm >/dev/null || pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[node]"
	@echo "bringing Pyodide and fonts from npm"
	@npm ci --silent --omit=dev && touch $@

.venv/.test: .venv/.npm tests/machine.py
	@echo "installing what the tests need (torch, three browsers, spelling lists; a few minutes, once)"
	@npm ci --silent
	@pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[test]"
	@python tests/machine.py && touch $@

.venv/.bench: .venv/.test benchmarks/package.json benchmarks/package-lock.json
	@echo "installing the peers that the benchmarks measure"
	@pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable ".[bench]"
	@npm ci --silent --ignore-scripts --prefix benchmarks && touch $@

.PHONY: serve site zip test check kernel speech bench
