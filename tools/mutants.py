"""Change the rule compiler in one place at a time, and see whether a test notices.

`make mutants` draws a share of all changes that cosmic-ray's operators make of the
modules below; each runs the tests of its module on Polars, in a forked process that
reads the changed module and leaves the files alone. Who survives is printed.
"""

from __future__ import annotations

import ast
import importlib
import os
import random
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "mutants"
LOGS = BUILD / "logs"
SEED, WORKERS, CPU_SECONDS = 4, 2, 240
# Read before any process is forked; none of them starts a thread by being read.
READ = ("pytest", "hypothesis", "pandas", "polars", "pyarrow", "narwhals",
        "narwhals._polars.dataframe", "sqlalchemy", "openpyxl", "duckdb", "xlsxwriter",
        "python_calamine", "jsonschema")  # fmt: skip
NOT = "not pandas] and not duckdb and not pyspark and not polars-lazy"
RANDOM = ["why/test_random.py", "assess/test_forgetting.py"]
TOWN = ["assess/test_verdicts.py", "assess/test_dates.py", "assess/test_assess.py"]
RULES = [
    "plan/test_language.py", "assess/test_scores.py", "plan/test_cases.py",
    "plan/test_engines.py", "plan/test_bad_plan.py", "plan/test_form_terms.py",
    "plan/test_scenario.py", *TOWN, "why/test_explain.py", "crosscheck/test_checks.py",
    "forms/test_fill.py", "assess/test_one_rule.py", "whatif/test_engine.py", *RANDOM,
]  # fmt: skip
FACTS = ["assess/test_facts.py", *TOWN, "test_procedure.py", "forms/test_fill.py"]
TESTS = {
    **dict.fromkeys(
        (f"plan/{name}.py" for name in
         ("compiler", "expressions", "aggregates", "functions", "levels")), RULES
    ),
    "plan/formula.py": ["why/test_formula.py", *RULES],
    "assess/__init__.py": [*TOWN, "assess/test_one_rule.py", *FACTS, *RULES],
    "assess/facts.py": [*FACTS, "crosscheck/test_checks.py", *RANDOM],
    "assess/incomes.py": [*FACTS, *RANDOM],
    "assess/outcomes.py": ["assess/test_scores.py", *RULES],
    "assess/steps.py": ["test_procedure.py", "crosscheck/test_checks.py"],
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A module's source with one change; `said` is the changed line, old and new."""

    module: str
    code: str
    said: str


def mutants() -> Iterator[Mutant]:
    """Yield every change of every module that says something else, once."""
    from cosmic_ray import plugins  # noqa: PLC0415 brought by `make mutants` alone
    from cosmic_ray.ast import ast_nodes, get_ast  # noqa: PLC0415
    from cosmic_ray.mutating import mutate_code  # noqa: PLC0415

    kinds = [plugins.get_operator(name) for name in sorted(plugins.operator_names())]
    for module in TESTS:
        source = (ROOT / "lib/fupin" / module).read_text("utf-8")
        nodes, idle = list(ast_nodes(get_ast(source))), _idle(source)
        seen = {ast.dump(ast.parse(source))}
        for kind in (kind for kind in kinds if not kind.arguments()):
            places = [p for node in nodes for p in kind().mutation_positions(node)]
            for number, (start, _) in enumerate(places):
                code = mutate_code(source, kind(), number)
                if code and start[0] not in idle and _is_new(code, seen):
                    yield Mutant(module, code, _said(module, source, code))


def _is_new(code: str, seen: set[str]) -> bool:
    try:
        tree = ast.dump(ast.parse(code))
    except SyntaxError:
        return False
    known = len(seen)
    seen.add(tree)
    return len(seen) > known


def _idle(source: str) -> set[int]:
    """Return the lines of imports for types and of signatures: they decide nothing."""
    lines: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            lines.update(range(node.lineno, (node.end_lineno or 0) + 1))
        if isinstance(node, ast.FunctionDef):
            lines.update(range(node.lineno, node.body[0].lineno))
        if isinstance(node, ast.AnnAssign) and node.value is None:
            lines.add(node.lineno)
    return lines


def _said(module: str, source: str, code: str) -> str:
    lines = zip(source.splitlines(), code.splitlines(), strict=False)
    for number, (old, new) in enumerate(lines, 1):
        if old != new:
            return f"{module}:{number}: {old.strip()}  ->  {new.strip()}"
    return module


def _run(mutant: Mutant | None) -> int:
    """Run the tests of a changed module (None: of all, unchanged); 0 if none fails."""
    import pytest  # noqa: PLC0415 read by the parent already

    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    tests = RULES
    if mutant is not None:
        tests, path = TESTS[mutant.module], str(ROOT / "lib/fupin" / mutant.module)
        real = SourceFileLoader.get_code

        def get_code(self: SourceFileLoader, name: str) -> object:
            if self.path != path:
                return real(self, name)
            return compile(mutant.code, path, "exec", dont_inherit=True)

        SourceFileLoader.get_code = get_code  # type: ignore[method-assign,assignment]
    log = os.open(LOGS / str(os.getpid()), os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
    os.dup2(log, 1)
    os.dup2(log, 2)
    quiet = ("-x", "-q", "-p", "no:cacheprovider", "--tb=line")
    read = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
    given = dict.fromkeys(f"tests/{name}" for name in tests)
    return int(pytest.main([*quiet, *read, "-k", NOT, *given]))


def _forked(mutant: Mutant | None) -> int:
    sys.stdout.flush()
    process = os.fork()
    if process == 0:
        status = 1
        try:
            status = _run(mutant)
        finally:
            os._exit(status)
    return process


def main(share: float) -> int:
    """Run a share of the mutants, print who survives and the score."""
    os.chdir(ROOT)
    os.environ["POLARS_MAX_THREADS"] = "1"
    sys.path[:0] = [str(ROOT / "lib"), str(ROOT)]
    # Last: what the tests' own environment has too is read from there.
    sys.path.append(str(BUILD / "operators"))
    LOGS.mkdir(parents=True, exist_ok=True)
    every = list(mutants())
    random.Random(SEED).shuffle(every)  # noqa: S311 no secret
    left = every[: round(share * len(every))]
    for name in READ:
        importlib.import_module(name)
    if os.waitpid(_forked(None), 0)[1]:
        print(f"the tests fail without a change: see {LOGS}")
        return 1
    print(f"{len(left)} of {len(every)} mutants", flush=True)
    began, running, killed, survived = time.monotonic(), {}, Counter(), Counter()
    while left or running:
        while left and len(running) < WORKERS:
            mutant = left.pop()
            running[_forked(mutant)] = mutant
        process, status = os.wait()
        mutant = running.pop(process)
        (killed if status else survived)[mutant.module] += 1
        if not status:
            print(f"survived  {mutant.said}", flush=True)
    for module in TESTS:
        print(f"{killed[module]:5} of {killed[module] + survived[module]:<5} {module}")
    score = killed.total() / max(1, killed.total() + survived.total())
    print(f"score {score:.1%} in {(time.monotonic() - began) / 60:.0f} min")
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
