# Two commands do everything on a machine with Python 3.10 or newer and a network.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# The tested versions of everything that the environment installs.
INSTALL = $(BIN)/pip install --quiet --constraint requirements.lock

.PHONY: demo unit test lint docs lock soak bench clean

demo: $(VENV)/demo
	$(BIN)/python examples/demo.py $(VENV)/target-jsonl/bin/target-jsonl

test: $(VENV)/test
	# Most tests wait for a tap or a tenant. Those of a file share what they read once.
	$(BIN)/python -m pytest -rs -n 4 --dist loadfile

unit: $(VENV)/test
	# Pure functions and declarations, doctests included: no server, no commands.
	$(BIN)/python -m pytest tests/unit

lint: $(VENV)/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

docs: $(VENV)/test
	$(BIN)/python -m docs.generators

# Looks for newer versions of everything, for Python 3.10 and newer.
lock: $(VENV)/uv
	$(VENV)/uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.10 \
	    --extra airbyte --group demo --group test --group lint --group bench \
	    --no-annotate --no-emit-index-url --custom-compile-command "make lock" \
	    --output-file requirements.lock pyproject.toml sandbox/pyproject.toml

soak: $(VENV)/test $(VENV)/target-postgres
	$(BIN)/python -m tests.soak $(VENV)/target-postgres/bin/target-postgres 200

bench: $(VENV)/test $(VENV)/bench
	$(BIN)/python -m benchmarks --dlt $(VENV)/dlt/bin/python --airbyte $(VENV)/airbyte/bin/python

clean:
	rm -rf $(VENV)

$(VENV)/ready:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@

$(VENV)/demo: $(VENV)/ready pyproject.toml sandbox/pyproject.toml requirements.lock
	$(INSTALL) --editable . --editable ./sandbox --group demo
	# Apart, since it wants an old jsonschema.
	$(PYTHON) -m venv $(VENV)/target-jsonl
	$(VENV)/target-jsonl/bin/pip install --quiet 'target-jsonl~=0.1.4'
	touch $@

$(VENV)/test: $(VENV)/ready pyproject.toml sandbox/pyproject.toml requirements.lock
	$(INSTALL) --editable . --editable ./sandbox --group test --group lint
	touch $@

$(VENV)/uv: $(VENV)/ready
	$(PYTHON) -m venv $@
	$@/bin/pip install --quiet 'uv>=0.9'

$(VENV)/target-postgres: $(VENV)/ready
	$(PYTHON) -m venv $@
	$@/bin/pip install --quiet 'meltanolabs-target-postgres~=0.8.1'

$(VENV)/bench: $(VENV)/ready
	$(INSTALL) --group bench
	# Each rival apart, since they want libraries of their own.
	$(PYTHON) -m venv $(VENV)/dlt
	$(VENV)/dlt/bin/pip install --quiet 'dlt~=1.31'
	$(PYTHON) -m venv $(VENV)/airbyte
	$(VENV)/airbyte/bin/pip install --quiet 'airbyte-cdk~=7.39'
	touch $@
