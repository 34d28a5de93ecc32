# One profile and one target folder for everything: RocksDB compiles once.
CARGO ?= cargo
TARGET := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)
CAJAD := $(TARGET)/release/cajad
STORE := cajad.store

.PHONY: demo test lint bench score ontology-release setup build

# From a fresh machine to an answer with the sentence that proves it.
demo: build
	$(CAJAD) build --store $(STORE)
	$(CAJAD) query --store $(STORE) contacts --country kz
	$(CAJAD) query --store $(STORE) commitments
	$(CAJAD) query --store $(STORE) two-tellings

test:
	@.ci/setup tests
	$(CARGO) test --release --locked

lint: setup
	$(CARGO) fmt --check
	$(CARGO) clippy --release --locked --all-targets -- -D warnings

# What is extracted from the scored releases, against their records; tests/score/README.md says how.
score: setup
	$(CARGO) test --release --locked --test score -- --nocapture

# Keeps the present ontology as the version that its header says; what is kept stands fast.
ontology-release:
	@version=$$(sed -n 's/^ *owl:versionInfo "\(.*\)".*/\1/p' ontology/cajad.ttl); kept="ontology/releases/$$version"; \
	if [ -e "$$kept" ]; then echo "$$kept is there already: give the header of ontology/cajad.ttl a later version" >&2; exit 1; fi; \
	mkdir -p "$$kept" && cp ontology/*.ttl "$$kept" && echo "the ontology $$version is kept in $$kept"

# The peer of the stage `mention` runs where Python has spaCy.
bench: build
	$(CARGO) bench --locked
	@if python3 -c 'import spacy' 2>/dev/null; then python3 benches/phrase_matcher.py; else echo 'bench: no spaCy, so no peer for mention/en (pip install spacy)'; fi

build: setup
	@echo "building; the store's engine takes about a quarter of an hour the first time"
	$(CARGO) build --release --locked

setup:
	@.ci/setup
