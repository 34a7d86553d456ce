# Two commands: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := demo-case

.PHONY: help demo test fast lint environment development clean requirements

help:
	@echo "make demo          set up, make the example case, take it in, show what can be done"
	@echo "make test          set up and run everything: lint, types, layers, tests"
	@echo "make fast          only the unit tests"
	@echo "make requirements  work out the pinned dependencies anew"
	@echo "make clean         remove the environment and the example case"

demo: environment
	@rm -rf $(DEMO)
	@$(BIN)/muniment demo $(DEMO)

# Two at a time, a file each; what drives Chromium comes after that by itself, because a page that waits for a
# processor is told from a broken one by time alone.
test: development lint
	$(BIN)/pytest -n 2 --dist loadfile tests/unit tests/integration
	$(BIN)/pytest tests/browser

fast: development
	$(BIN)/pytest -n 2 --dist loadfile tests/unit

lint: development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

environment: $(VENV)/.runtime
development: $(VENV)/.development

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Muniment needs Python 3.11 or later; name it with: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot make environments here. Install: apt install python3-venv"; exit 1; }
	@touch $@

$(VENV)/.runtime: $(VENV)/.created requirements/runtime.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@# Where PYTHONDONTWRITEBYTECODE is set, each command would compile all of ours anew: a second, for many of our tests.
	@$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.development: $(VENV)/.runtime requirements/development.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/development.txt
	@touch $@

requirements:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --no-header pyproject.toml requirements/build.in -o requirements/runtime.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	  --no-header --constraint requirements/runtime.txt requirements/development.in -o requirements/development.txt

clean:
	rm -rf $(VENV) $(DEMO)
