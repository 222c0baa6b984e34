# Each target sets up all it needs on a fresh machine; the second time it starts at once.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
INSTALL := $(BIN)/pip install --quiet --no-compile
# On all cores and without the packages' own tests, which takes a third of the time that pip would take for it.
COMPILE := $(BIN)/python -m compileall -qq -j 0 -x '/tests?/' $(VENV)/lib || true
GALLERY = $(if $(RESULTS),--results $(RESULTS)) $(if $(RUNS),--runs $(RUNS)) $(if $(ANSWERS),--answers $(ANSWERS)) $(if $(APP),--app $(APP))

# PyTorch for an NVIDIA GPU, or with FULL=1; else ONNX Runtime, which does the same on the processor in a sixth of the
# space. One stamp each, so that one may change over.
FULL ?= $(if $(shell command -v nvidia-smi 2>/dev/null),1,0)
SET := $(VENV)/.$(if $(filter 1,$(FULL)),full,light)

.DEFAULT_GOAL := help

help: ## what can be made
	@sed -n 's/^\([a-z]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

.PHONY: help demo gallery test notebook space bench api

demo: $(SET) ## the Gradio app on http://localhost:7860, or at PORT=N
	GRADIO_SERVER_PORT=$(or $(PORT),7860) $(BIN)/python demo/app.py

gallery: $(SET) ## the Streamlit page on http://localhost:8501; RESULTS=DIR, RUNS=DIR, ANSWERS=FILE, APP=ADDRESS show and keep more
	$(BIN)/streamlit run demo/browse.py --server.port $(or $(PORT),8501) -- $(GALLERY)

test: $(VENV)/.train ## lint, types and tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/pytest -n 2 --dist loadfile

space: $(VENV)/.train ## would this clone run as a Hugging Face Space?
	$(BIN)/python -m tests.tools.check_space

notebook: $(VENV)/.train ## run assets/tour.ipynb from top to bottom, and keep what it shows
	$(BIN)/jupyter-execute --inplace assets/tour.ipynb

bench: $(SET) ## how long a photograph takes from file to file, by size; 8 GB of memory and some minutes
	$(BIN)/python -m tests.tools.bench

api: $(VENV)/.train ## the page of the Python API, from its docstrings, in build/api
	$(BIN)/python -m pdoc --output-directory build/api $(addprefix colourizer.,pipeline colourization controls distribution hints \
		photo.photo photo.provenance checkpoint evaluation.metrics evaluation.results)

$(VENV)/.light: requirements-light.txt
	@echo "Installing into $(VENV), without PyTorch (1.2 GB, once): there is no NVIDIA GPU. FULL=1 installs all."
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) -r $<
	$(COMPILE)
	touch $@

$(VENV)/.full: requirements.txt
	@echo "Installing all into $(VENV) (some gigabytes, once): an NVIDIA GPU, FULL=1 or the tests want PyTorch."
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) -r $<
	$(COMPILE)
	touch $@

$(VENV)/.train: $(VENV)/.full train/requirements.txt tests/requirements.txt
	$(INSTALL) -r train/requirements.txt -r tests/requirements.txt
	$(COMPILE)
	touch $@
