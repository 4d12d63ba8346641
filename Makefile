# Needs Python 3.11 or 3.12 and make; everything else is installed in .venv.

PORT ?= 5006
LAB_PORT ?= 8888
SHARE ?= 0.05
PYTHON ?= $(shell for p in python3.11 python3.12 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))' \
	2>/dev/null && echo "$$p" && break; done)

BIN := .venv/bin
# A stamp's name holds what it was made from, and where, so that it can't be out of date.
sum = $(shell { pwd; cat $(1); } | cksum | tr ' ' '-')
SERVE := .venv/.serve-$(call sum,requirements.lock)
TEST := .venv/.test-$(call sum,requirements-test.lock)
FUPIN := .venv/.fupin-$(call sum,pyproject.toml)
SAMPLE := data/sample/households.parquet

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help serve lab test check sample bench mutants lock clean

help:  ## 本页 · This page
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

serve: $(SERVE) $(FUPIN) $(SAMPLE)  ## 打开工作台，端口 PORT · Serve the dashboard on PORT
	@exec $(BIN)/fupin serve --port $(PORT)

lab: $(SERVE) $(FUPIN) $(SAMPLE)  ## 在 JupyterLab 里打开 notebooks/ · Open the notebooks
	@exec $(BIN)/fupin lab --port $(LAB_PORT)

test: $(TEST) $(FUPIN) $(SAMPLE)  ## 全部检查与测试 · All checks and all tests
	@$(BIN)/python tools/check_machine.py
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest -n 2 --dist loadscope --ignore tests/browser
	$(BIN)/pytest -n 2 --dist loadscope tests/browser

check: $(TEST) $(FUPIN)  ## 规范、类型、层次 · Lint, types and floors, in seconds
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

sample: $(SAMPLE)  ## 造虚构台账 · Make the invented register, if it is missing or old

bench: $(TEST) $(FUPIN) $(SAMPLE)  ## 量每一条指标 · Measure every bar
	$(BIN)/python -m bench.run

# cosmic-ray is beside the environment and outside the locks.
mutants: $(TEST) $(FUPIN) $(SAMPLE)  ## 变异检验规则编译器（SHARE=1 为全部）· Mutate the compiler
	@[ -d build/mutants/operators ] || $(BIN)/python -m pip install --quiet \
		--disable-pip-version-check --target build/mutants/operators cosmic-ray==8.7.0
	$(BIN)/python tools/mutants.py $(SHARE)

lock: $(SERVE)  ## 重新锁定依赖（UPGRADE=--upgrade 升级）· Lock the dependencies again
	$(BIN)/python -m pip install --quiet uv
	$(call compile,) pyproject.toml --output-file requirements.lock
	$(call compile,) pyproject.toml --extra test --extra spark \
		--constraint requirements.lock --output-file requirements-test.lock

clean:  ## 删去所有生成的东西 · Remove what was made (never data/private)
	rm -rf .venv build dist data/sample bench/data bench/results.json
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

compile = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command 'make lock' $(UPGRADE)

# A .venv doesn't survive a move of its folder: its commands hold the old path.
define venv
	@if [ "$$(cat .venv/.at 2>/dev/null)" != "$(CURDIR)" ] || ! $(BIN)/python -c ''; then \
		if [ -z "$(PYTHON)" ]; then \
			echo "需要 Python 3.11 或 3.12 · Python 3.11 or 3.12 is needed, and neither" \
			     "python3.11, python3.12 nor python3 is one. Debian: apt-get install" \
			     "python3 python3-venv. Elsewhere: make PYTHON=/path/to/python3.11" >&2; \
			exit 1; \
		fi; \
		$(PYTHON) -m venv --clear .venv && printf %s "$(CURDIR)" > .venv/.at; \
	fi
	@echo "安装依赖（只有第一次要几分钟）· Installing $(1): minutes, the first time only"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r $(1)
endef

$(SERVE):
	$(call venv,requirements.lock)
	@touch $@

# What the tests need holds all that serving needs.
$(TEST):
	$(call venv,requirements-test.lock)
	@touch $@ $(SERVE)

$(FUPIN): | $(SERVE)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation -e .
	@touch $@

# Made beside and then moved: half a sample is never taken for one.
$(SAMPLE): $(wildcard lib/fupin/sample.py lib/fupin/sample/*.py lib/fupin/tables.py) | $(FUPIN)
	@rm -rf build/sample && mkdir -p build data
	$(BIN)/fupin sample --to build/sample
	@rm -rf data/sample && mv build/sample data/sample
