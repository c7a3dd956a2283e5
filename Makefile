# `make help` lists the targets. PYTHON is the interpreter (3.11 or newer).
PYTHON ?= python3
SHELL := /bin/sh
BIN := .venv/bin
SETUP := $(PYTHON) -I infra/local/virtualenvs.py
PYTEST := $(BIN)/python -m pytest
# How many orders the fault tests write, e.g. `make test-faults ORDERS=10000`.
ORDERS ?=
export ORDERS
# Where `make conformance` runs: localstack, ministack, or aws (a stack that is deployed there already).
EMULATOR ?= localstack
CONFORMANCE_SETUP := $(if $(filter ministack,$(EMULATOR)),setup-ministack,setup)
# A caller's Python settings must not affect ours.
unexport PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH VIRTUAL_ENV
# The machine's certificate store, as in set-up; a caller's own choice stays in force.
COMPILE := UV_SYSTEM_CERTS=$${UV_SYSTEM_CERTS:-$${UV_NATIVE_TLS:-1}} \
	.uv/bin/uv pip compile --quiet --universal --python-version 3.11 --no-header

.DEFAULT_GOAL := help
.PHONY: help setup setup-sam setup-ministack setup-benchmarks run stop test test-unit test-integration test-browser test-e2e test-faults pictures conformance conformance-executor bench bench-full replay docs links check locks clean

help: ## list the targets
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "%-20s %s\n", $$1, $$2}'

setup: ## build the Python environments (all other targets do it when needed)
	@$(SETUP) project emulator functions

setup-sam:
	@$(SETUP) project emulator functions sam

setup-ministack: setup ## build the environment of MiniStack, the second emulator (ESTEIRA_EMULATOR=ministack)
	@$(SETUP) ministack

run: setup ## start everything, move sample orders through it, leave it running
	@$(BIN)/esteira run

stop: ## stop everything that runs here; data is kept
	@if [ -x $(BIN)/esteira ]; then $(BIN)/esteira down; else echo "Nothing was running."; fi

test: setup-sam setup-benchmarks ## run all tests, in three processes, because most of them wait
	@$(PYTEST) tests --numprocesses 3 --dist loadscope --no-loadscope-reorder

test-unit: setup ## run the tests that need no services
	@$(PYTEST) tests/unit

test-integration: setup setup-benchmarks ## run the tests of single parts against real services
	@$(PYTEST) tests/integration

test-browser: setup ## test the console in Chromium
	@$(PYTEST) tests/browser

test-e2e: setup ## run the tests of the whole pipeline
	@$(PYTEST) tests/e2e

test-faults: setup ## kill processes, cut connections, and count the orders afterwards (ORDERS=… scales it)
	@$(PYTEST) tests/faults

pictures: setup ## take the pictures of the documents from the console that runs here
	@$(BIN)/python -m tests.browser.pictures

conformance: $(CONFORMANCE_SETUP) ## run one suite on an emulator, and print where it differs from AWS (EMULATOR=localstack, ministack or aws); minutes
	@$(BIN)/python -m tests.conformance --emulator $(EMULATOR)

conformance-executor: setup ## compare how functions behave here with AWS, case by case; minutes
	@cd infra/localstack-process-executor/conformance && ../../../$(BIN)/python -m conformance \
		--localstack ../../../.venv-emulator/bin/python --functions ../../../.venv-functions/bin/python

setup-benchmarks: setup
	@$(SETUP) benchmarks

bench: setup-benchmarks ## measure the pipeline beside its peers, in short: five minutes; docs/benchmarks.md
	@$(BIN)/python -m benchmarks --short

bench-full: setup-benchmarks ## measure everything with medians of five, and write docs/benchmarks.md; an hour and more
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks report

whatif-check: setup ## put a load on what runs here, and compare its what-if with what happened; five minutes
	@$(BIN)/python -m benchmarks.what_if

# Without a container engine; needs root, debootstrap and a package index.
replay: setup ## carry out the steps of the images and run the containers, in folders; ten minutes
	@$(BIN)/python -m infra.docker.replay build .esteira-images
	@unshare --net --mount --pid --fork --kill-child --mount-proc \
		$(BIN)/python -m infra.docker.replay run .esteira-images

docs: ## build the documents as a site in .site; a broken link fails
	@$(SETUP) docs
	@rm -rf .site
	@.venv-docs/bin/python -m sphinx --quiet --fail-on-warning --keep-going -c infra/site . .site
	@echo "The site: .site/index.html"

links: setup ## ask every other site that the documents link to; needs the internet, and is not part of check
	@$(BIN)/python -m infra.checks.external_links

check: setup-sam ## check style, types, layers, the template, and that documents name only what exists
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/hadolint infra/docker/Dockerfile
	@cd infra/localstack-process-executor && ../../$(BIN)/mypy
	@$(BIN)/python -m infra.checks.structure
	@$(BIN)/python -m infra.checks.json_parsers
	@$(BIN)/python -m infra.checks.readme
	@$(BIN)/python -m infra.checks.contents
	@$(BIN)/python -m infra.reference
	@$(BIN)/python -m infra.checks.openapi
	@AWS_DEFAULT_REGION=us-east-1 SAM_CLI_TELEMETRY=0 .venv-sam/bin/sam validate --lint

locks: setup ## resolve all dependencies anew
	@$(COMPILE) functions/requirements.in -o functions/requirements.txt
	@$(COMPILE) --generate-hashes --prerelease if-necessary-or-explicit --extra dev functions/requirements.in pyproject.toml \
		-c functions/requirements.txt -o infra/locks/project.txt
	@# As in project.txt, without what containers do not need: tests, the embedded servers, tools that install packages.
	@$(COMPILE) --generate-hashes --prerelease if-necessary-or-explicit --excludes infra/locks/containers.excludes \
		functions/requirements.in pyproject.toml -c infra/locks/project.txt -o infra/locks/containers.txt
	@$(COMPILE) --generate-hashes --exclude-newer 2025-12-20 infra/locks/emulator.in -o infra/locks/emulator.txt
	@$(COMPILE) --generate-hashes infra/locks/benchmarks.in -c infra/locks/project.txt -o infra/locks/benchmarks.txt
	@for name in functions-runtime ministack sam docs uv; do \
		$(COMPILE) --generate-hashes infra/locks/$$name.in -o infra/locks/$$name.txt || exit 1; done

clean: stop ## stop everything, remove environments, builds and ALL local data
	@rm -rf .esteira .esteira-bundles .esteira-images .esteira-benchmarks .esteira-benchmark-results .aws-sam
	@rm -rf .venv .venv-emulator .venv-ministack .venv-functions .venv-sam .venv-docs .venv-benchmarks .site .uv
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
