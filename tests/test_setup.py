"""The set-up says one thing in each place: package, locks, conda, make, READMEs."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCKS = ("requirements.lock", "requirements-test.lock")
READMES = ("README.md", "README.zh-CN.md")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def _text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def _entries(lock: str) -> dict[str, list[str]]:
    """Return each locked line with its hashes, without comments."""
    entries: dict[str, list[str]] = {}
    line = ""
    for text in _text(lock).replace("\\\n", " ").splitlines():
        line = text.partition("#")[0].strip()
        if line:
            entries[line.split(" --hash")[0].strip()] = line.split("--hash=")[1:]
    return entries


def _locked(lock: str) -> set[str]:
    return {_name(entry) for entry in _entries(lock)}


def _targets() -> dict[str, str]:
    """Return each target a person calls, and its comment."""
    found = re.findall(r"^([a-z]+):(?!=)[^#\n]*(?:## *(.*))?$", MAKEFILE, re.MULTILINE)
    return dict(found)


def test_every_dependency_of_the_package_is_in_both_locks() -> None:
    declared = {_name(each) for each in PROJECT["dependencies"]}
    assert declared <= _locked("requirements.lock")
    assert declared <= _locked("requirements-test.lock")


def test_every_extra_is_in_the_lock_of_the_tests() -> None:
    extras = PROJECT["optional-dependencies"].values()
    declared = {_name(each) for extra in extras for each in extra} - {"fupin"}
    assert declared <= _locked("requirements-test.lock")


def test_test_tools_and_pyspark_stay_out_of_the_lock_for_serving() -> None:
    assert not {"pyspark", "pytest", "playwright"} & _locked("requirements.lock")


def test_the_lock_of_the_tests_holds_the_lock_for_serving_to_the_version() -> None:
    # A test tool may need a package everywhere that serving needs on some systems.
    serving, testing = (
        {entry.partition(";")[0].strip() for entry in _entries(lock)} for lock in LOCKS
    )
    assert serving <= testing


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_version_is_exact_and_has_its_hashes(lock: str) -> None:
    for entry, hashes in _entries(lock).items():
        assert "==" in entry
        assert hashes, entry
        assert all(each.startswith("sha256:") for each in hashes), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_and_no_folder(lock: str) -> None:
    lines = [line.partition("#")[0] for line in _text(lock).splitlines()]
    assert not [line for line in lines if re.search(r"://|^-|--(index|find)", line)]


def test_the_locks_serve_both_pythons() -> None:
    for lock in LOCKS:
        marks = " ".join(_entries(lock))
        assert "python_full_version < '3.12'" in marks
        assert "python_full_version >= '3.12'" in marks


def test_conda_users_get_the_same_lock() -> None:
    listed = yaml.safe_load(_text("environment.yml"))["dependencies"]
    pip = [each["pip"] for each in listed if isinstance(each, dict)]
    assert pip == [["-r requirements.lock"]]
    conda = [_name(each) for each in listed if isinstance(each, str)]
    assert conda == ["python", "pip", "make"]
    # Nothing but Python and make comes from conda, so the lock must cover the package.
    assert {_name(each) for each in PROJECT["dependencies"]} <= _locked(pip[0][0][3:])


def test_conda_users_are_told_the_second_step() -> None:
    assert "pip install --no-deps --no-build-isolation -e ." in _text("environment.yml")


def test_every_target_of_make_has_its_comment() -> None:
    targets = _targets()
    assert {"serve", "lab", "test", "check", "bench", "lock", "help"} <= set(targets)
    assert [target for target, comment in targets.items() if not comment] == []


def test_every_target_that_is_no_file_is_declared_phony() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    assert set(phony.group(1).split()) == set(_targets())


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_gives_the_two_commands(readme: str) -> None:
    assert "make serve" in _text(readme)
    assert "make test" in _text(readme)


@pytest.mark.parametrize("readme", READMES)
def test_a_readme_names_no_command_that_is_not_there(readme: str) -> None:
    said = re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z]+)", _text(readme))
    assert set(said) <= set(_targets())


@pytest.mark.parametrize(
    "path",
    ["lib/fupin/new.py", "lib/fupin/sample/new.py", "data/plan/new.yaml"],
)
def test_git_does_not_ignore_the_library_or_the_plan(path: str) -> None:
    assert not _is_ignored(path)


@pytest.mark.parametrize(
    "path",
    [
        "data/private/register.xlsx",
        "data/sample/households.parquet",
        ".venv/bin/python",
    ],
)
def test_git_ignores_what_is_private_and_what_is_made(path: str) -> None:
    assert _is_ignored(path)


def _is_ignored(path: str) -> bool:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a clone")
    asked = [git, "-C", str(ROOT), "check-ignore", "--no-index", "-q", path]
    return subprocess.run(asked, check=False).returncode == 0


def test_lib_is_no_package() -> None:
    assert not (ROOT / "lib" / "__init__.py").exists()


def test_every_folder_of_the_packages_is_a_package() -> None:
    for package in (ROOT / "lib" / "fupin", ROOT / "dashboards"):
        folders = {path.parent for path in package.rglob("*.py")}
        bare = [str(each) for each in folders if not (each / "__init__.py").exists()]
        assert bare == []


def test_ci_runs_the_one_command() -> None:
    assert _text(".ci/run").splitlines()[-1] == "CI=true make test"
