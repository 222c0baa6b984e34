# Each target sets up all it needs on a fresh machine; the second time it starts at once.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
GALLERY = $(if $(RESULTS),--results $(RESULTS)) $(if $(RUNS),--runs $(RUNS)) $(if $(ANSWERS),--answers $(ANSWERS)) $(if $(APP),--app $(APP))

.DEFAULT_GOAL := help

help: ## what can be made
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

.PHONY: help demo gallery test notebook space bench

demo: $(VENV)/.demo ## the Gradio app on http://localhost:7860, or at PORT=N
	GRADIO_SERVER_PORT=$(or $(PORT),7860) $(BIN)/python demo/app.py

gallery: $(VENV)/.demo ## the Streamlit page on http://localhost:8501; RESULTS=DIR, RUNS=DIR, ANSWERS=FILE, APP=ADDRESS show and keep more
	$(BIN)/streamlit run demo/browse.py --server.port $(or $(PORT),8501) -- $(GALLERY)

test: $(VENV)/.train ## lint, types and tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/pytest

space: $(VENV)/.train ## would this clone run as a Hugging Face Space?
	$(BIN)/python -m tests.tools.check_space

notebook: $(VENV)/.train ## run assets/tour.ipynb from top to bottom, and keep what it shows
	$(BIN)/jupyter-execute --inplace assets/tour.ipynb

bench: $(VENV)/.demo ## how long a photograph takes from file to file, by size; 8 GB of memory and some minutes
	$(BIN)/python -m tests.tools.bench

$(VENV)/.demo: requirements.txt
	@echo "Installing into $(VENV): some minutes and some gigabytes, once."
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -r requirements.txt
	touch $@

$(VENV)/.train: $(VENV)/.demo train/requirements.txt tests/requirements.txt
	$(BIN)/pip install --quiet -r train/requirements.txt -r tests/requirements.txt
	touch $@
