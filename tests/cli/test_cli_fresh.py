"""What somebody meets who has just installed it: no store, and perhaps no sample."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from fupin import book, cli, settings
from fupin.access import LOCAL
from fupin.inspection import inspected
from fupin.recording import preview
from fupin.sample import write_sample
from fupin.store import newest, open_store, register

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TAKE = ("--on", "2018-06-30", "--author", "陈一", "--reason", "第二季度核查")


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Return the command on an installation of its own: exit code, words, errors."""
    monkeypatch.delenv("FUPIN_STORE", raising=False)
    monkeypatch.delenv("FUPIN_REGISTER", raising=False)
    for name, value in {
        "SAMPLE": tmp_path / "sample", "PRIVATE": tmp_path / "private",
        "PRACTICE_STORE": tmp_path / "sample" / "practice.db",
        "OWN_STORE": tmp_path / "private" / "fupin.db",
    }.items():  # fmt: skip
        monkeypatch.setattr(settings, name, value)

    def call(*words: Any, lang: str = "en") -> tuple[int, str, str]:
        monkeypatch.setenv("FUPIN_LANG", lang)
        monkeypatch.setattr(sys, "argv", ["fupin", *map(str, words)])
        try:
            cli.main()
        except SystemExit as left:
            said = capsys.readouterr()
            return int(left.code or 0), said.out, said.err
        raise AssertionError

    return call


@pytest.mark.parametrize(
    "words",
    [("assess",), ("store", "history"), ("snapshot", "list"),
     ("task", "list", "--on", "2018-06-30"), ("audit", "verify"), ("serve",)],
)  # fmt: skip
def test_without_a_sample_it_says_how_to_make_one_and_leaves_nothing(
    run: Any, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fupin.serve._check_port", lambda *_: None)
    for lang in ("zh", "en", "zh"):
        code, _, complaint = run(*words, lang=lang)
        assert code == 2
        assert f"fupin sample --to {settings.SAMPLE}" in complaint
    assert list(tmp_path.iterdir()) == []


def test_the_first_register_taken_is_the_towns_own_and_not_mixed_with_the_sample(
    run: Any, tmp_path: Path
) -> None:
    write_sample(tmp_path / "sample", villages=4, households=60)
    write_sample(tmp_path / "ours", villages=2, households=20, seed=7)
    code, said, _ = run("store", "take", tmp_path / "ours", *TAKE, "--dry-run")
    assert (code, "households: new" in said) == (0, True)
    assert not settings.OWN_STORE.exists()
    # What is refused begins no store: an empty one would hide the sample.
    unsigned = ("--on", "2018-06-30", "--author", " ", "--reason", "第二季度核查")
    code, _, complaint = run("store", "take", tmp_path / "ours", *unsigned)
    assert (code, "give a name" in complaint) == (2, True)
    assert not settings.OWN_STORE.exists()
    code, said, _ = run("store", "take", tmp_path / "ours", *TAKE)
    assert (code, str(settings.OWN_STORE) in said) == (0, True)
    own = open_store(settings.OWN_STORE)
    assert register(own)["villages"].height == 2
    own.close()
    # The second goes on from the first.
    code, _, complaint = run("store", "take", tmp_path / "ours", *TAKE)
    assert (code, "nothing to take" in complaint) == (2, True)
    own = open_store(settings.OWN_STORE)
    assert newest(own) == 1
    own.close()


def test_a_file_is_told_of_in_the_users_language(run: Any, tmp_path: Path) -> None:
    write_sample(tmp_path / "ours", villages=2, households=20, seed=7)
    look = ("store", "take", tmp_path / "ours", *TAKE, "--dry-run")
    assert "refused" in run(*look)[1].splitlines()[0]
    assert "退回" in run(*look, lang="zh")[1].splitlines()[0]


def refused(*_: Any) -> None:
    raise PermissionError


@pytest.mark.parametrize("has_links", [True, False])
def test_the_sample_is_what_one_practises_with(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_links: bool
) -> None:
    if not has_links:
        # As in a folder that is shared with another system.
        monkeypatch.setattr("fupin.book.os.link", refused)
    # As small as one can be made.
    write_sample(tmp_path / "sample", villages=1, households=1)
    code, said, _ = run("store", "history")
    assert (code, len(said.splitlines())) == (0, 1)
    assert settings.PRACTICE_STORE.exists()
    assert not settings.OWN_STORE.exists()


@pytest.mark.usefixtures("run")
def test_two_who_practise_for_the_first_time_at_once_fill_the_store_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sample(tmp_path / "sample", villages=2, households=40)
    looking, left = preview, [1]

    def beside(*asked: Any) -> Any:
        if left:
            left.pop()
            book.open_book().close()
        return looking(*asked)

    monkeypatch.setattr("fupin.book.preview", beside)
    store = book.open_book()
    assert newest(store) == 1
    assert len(inspected(store, LOCAL, settings.SAMPLE_DAY)) == 1
    assert [path.name for path in settings.SAMPLE.glob(".practice*")] == []
    store.close()


@pytest.mark.usefixtures("run")
def test_who_is_ended_while_the_practice_store_is_filled_leaves_it_to_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_sample(tmp_path / "sample", villages=2, households=40)

    def ended(*_: Any) -> None:
        raise KeyboardInterrupt

    # After the register and the money, before what is shown of oversight.
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("fupin.book.oversee", ended)
        with pytest.raises(KeyboardInterrupt):
            book.open_book()
    assert not settings.PRACTICE_STORE.exists()
    store = book.open_book()
    assert len(inspected(store, LOCAL, settings.SAMPLE_DAY)) == 1
    store.close()
