# make run     build the sample archive into tongshi.db and show what it holds
# make test    the tests; those of PostgreSQL where TONGSHI_TEST_POSTGRES names a server (scripts/postgres.sh make test)
# make fault   kill commands at random points, fifty times each on both databases, and run them again
# make check   ruff, mypy, import-linter
# make gold    score against the hand-coded articles, where ../shared lies beside the checkout
# make bench   posts per second, stage by stage, beside two peers in the same run
# make bench-catalogue  how long the counts of all facets take over 50,000 made-up contacts
# make bench-pages  how long the pages of the store DB take, view by view, when they are seen first
# make bench-fusion  how the time of fusion grows with the readings of the store DB
# make bench-search  how fast the full text of 100,000 posts answers, and whether it finds what a scan finds, on the archive CORPUS
# make load    200 requests a second to the pages of the store DB for a minute, while a build of CORPUS writes into it
# make bodies  how exactly the body of a page is found, beside three peers, on PAGES (NAME.html and NAME.txt)
# make dates   how exactly date expressions are read, beside jionlp, on phrases and on sentences of the archive CORPUS
# make pictures  the pictures of the documentation anew, in Chromium
# make lock    write requirements.lock anew from pyproject.toml

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DB ?= tongshi.db
PAGES ?= samples/doors
CORPUS ?= $(wildcard data/corpus)

.PHONY: run test fault check gold bench bench-catalogue bench-pages bench-fusion bench-search load bodies dates pictures lock clean

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "tongshi needs Python 3.11 or newer")'
	@echo "setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: $(VENV)/.ready
	@$(BIN)/tongshi build samples/archive --db $(DB)
	@$(BIN)/tongshi engagements --db $(DB) --limit 30
	@$(BIN)/tongshi compare --example --db $(DB)
	@echo
	@echo "More:  $(BIN)/tongshi --help"
	@echo "       $(BIN)/tongshi engagements --db $(DB) --between US CN --format jsonl"
	@echo "       $(BIN)/tongshi build YOUR_ARCHIVE --db my.db"

# a process for each processor; a file stays with one process, files go in their order: the small ones come last.
# Tests start hundreds of processes, each of which would compile the package anew were no bytecode kept
test: export PYTHONDONTWRITEBYTECODE :=
test: $(VENV)/.ready
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist loadfile --no-loadscope-reorder

fault: $(VENV)/.ready
	@scripts/postgres.sh $(BIN)/python -m tests.faults 50

check: $(VENV)/.ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

gold: $(VENV)/.ready
	@$(BIN)/python scripts/gold.py

bench: $(VENV)/.ready requirements-bench.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.lock
	@$(BIN)/python scripts/bench.py

bench-catalogue: $(VENV)/.ready
	@$(BIN)/python scripts/bench_catalogue.py

bench-pages: $(VENV)/.ready
	@$(BIN)/python scripts/bench_pages.py $(DB)

bench-fusion: $(VENV)/.ready
	@$(BIN)/python scripts/bench_fusion.py $(DB)

bench-search: $(VENV)/.ready
	@$(BIN)/python scripts/bench_search.py $(CORPUS)

load: $(VENV)/.ready
	@$(BIN)/python scripts/load.py $(DB) $(CORPUS)

bodies: $(VENV)/.ready requirements-bench.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-bench.lock
	@$(BIN)/python scripts/bodies.py $(PAGES)

# jionlp draws in a package under the GPL: a peer to measure against, in no list of what the package needs
dates: $(VENV)/.ready requirements-dates.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dates.lock
	@$(BIN)/python scripts/dates.py $(CORPUS)

pictures: $(VENV)/.ready
	@$(BIN)/python scripts/pictures.py

lock:
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --upgrade pip pip-tools
	@$(BIN)/pip-compile --quiet --extra dev --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe --strip-extras -o requirements.lock pyproject.toml
	@$(BIN)/pip-compile --quiet --extra bench --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe --strip-extras -c requirements.lock -o requirements-bench.lock pyproject.toml
	@echo jionlp==1.5.31 | $(BIN)/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --allow-unsafe --strip-extras -c requirements.lock -c requirements-bench.lock -o requirements-dates.lock -

clean:
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
