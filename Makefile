# Two commands do everything on a machine with Python 3.10 or newer and a network.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo unit test lint docs soak bench clean

demo: $(VENV)/demo
	$(BIN)/python examples/demo.py $(VENV)/target-jsonl/bin/target-jsonl

test: $(VENV)/test
	# Most tests wait for a tap or a tenant; those of a file share what they read once.
	$(BIN)/python -m pytest -rs -n 3 --dist loadfile

unit: $(VENV)/test
	# Pure functions and declarations, doctests included: no server, no commands.
	$(BIN)/python -m pytest tests/unit

lint: $(VENV)/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

docs: $(VENV)/test
	$(BIN)/python -m docs.generators

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

$(VENV)/demo: $(VENV)/ready pyproject.toml sandbox/pyproject.toml
	$(BIN)/pip install --quiet --editable . --editable ./sandbox --group demo
	# Apart, since it wants an old jsonschema.
	$(PYTHON) -m venv $(VENV)/target-jsonl
	$(VENV)/target-jsonl/bin/pip install --quiet 'target-jsonl~=0.1.4'
	touch $@

$(VENV)/test: $(VENV)/ready pyproject.toml sandbox/pyproject.toml
	$(BIN)/pip install --quiet --editable . --editable ./sandbox --group test --group lint
	touch $@

$(VENV)/target-postgres: $(VENV)/ready
	$(PYTHON) -m venv $@
	$@/bin/pip install --quiet 'meltanolabs-target-postgres~=0.8.1'

$(VENV)/bench: $(VENV)/ready
	$(BIN)/pip install --quiet --group bench
	# Each rival apart, since they want libraries of their own.
	$(PYTHON) -m venv $(VENV)/dlt
	$(VENV)/dlt/bin/pip install --quiet 'dlt~=1.31'
	$(PYTHON) -m venv $(VENV)/airbyte
	$(VENV)/airbyte/bin/pip install --quiet 'airbyte-cdk~=7.39'
	touch $@
