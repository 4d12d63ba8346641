"""The words on the screen, Chinese first; they live in zh.yml and en.yml.

Names that the plan gives (rules, departments) come from the plan and are learned.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fupin import strict_yaml

if TYPE_CHECKING:
    from fupin.plan import Plan

LANGUAGES = ("zh", "en")
HERE = Path(__file__).parent


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Return all words of a language by dotted key; a key twice is refused."""
    return strict_yaml.flat(strict_yaml.load(HERE / f"{lang}.yml"))


def say(lang: str, key: str, **values: object) -> str:
    """Return the words of `key` in `lang` with `values` filled in.

    A key that isn't there is a mistake of ours: KeyError, in tests and on the screen.
    """
    return catalogue(lang)[key].format(**values)


def learn(plan: Plan) -> None:
    """Take the names of rules and departments from the plan, in each language."""
    for lang in LANGUAGES:
        words = catalogue(lang)
        words |= {
            f"rule.{rule.id}": _plain(rule.label[lang]) for rule in plan.rules.values()
        }
        words |= {
            f"says.{rule.id}": _plain(rule.says.get(lang, ""))
            for rule in plan.rules.values()
        }
        words |= {
            f"department.{one.id}": _plain(one.name[lang])
            for one in plan.departments.values()
        }


def _plain(words: str) -> str:
    """Keep braces of the plan's words from being read as places to fill in."""
    return words.replace("{", "{{").replace("}", "}}")
