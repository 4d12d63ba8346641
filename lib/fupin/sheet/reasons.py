"""The sheet's table: each rule with clause, parameter, facts, verdict, as words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fupin.access import mask_name
from fupin.assess import MET, NOT_APPLICABLE, UNKNOWN, UNMET
from fupin.codes import label
from fupin.figures import day, number
from fupin.sheet.words import cut, named, say, value
from fupin.tables import facts_of
from fupin.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fupin.assess import Assessment
    from fupin.plan import Clause
    from fupin.sheet.sources import Numbered
    from fupin.why.evidence import Evidence
    from fupin.why.explain import Fact, Line, Person, Reason

Row = dict[str, Any]
CLAUSE, PEOPLE, TEXT = 110, 6, 40
EXIT_RULES = ("income_met", "safety_net_met", "education_met", "medical_met",
              "housing_met")  # fmt: skip
# Facts that say how many rows there should be; the persons themselves show it.
COUNTED = ("persons_count",)


@dataclass(frozen=True)
class Table:
    """Turns the reasons of one household into rows of words."""

    done: Assessment
    members: Mapping[str, Mapping[str, Any]]
    found: Evidence
    sources: Numbered
    lang: str
    masked: bool

    def exit(self, root: Reason) -> list[Row]:
        """Return the standard and the five rules that it comes down to."""
        by = {reason.rule.id: reason for reason in root.walk()}
        under = [self.row(by[name]) for name in EXIT_RULES if name in by]
        return [self.row(root, top=True), *under]

    def entry(self, root: Reason) -> list[Row]:
        """Return entry, its line, and of the two groups what is met or not known."""
        rows = [self.row(root, top=True)]
        for reason in root.under:
            rows.append(self.row(reason))
            rows += [
                self.row(one) for one in reason.under if one.verdict in (MET, UNKNOWN)
            ]
        return rows

    def row(self, reason: Reason, *, top: bool = False) -> Row:
        """Return one rule as words, its verdict as icon and word."""
        lang, clause = self.lang, reason.clause
        icon, word = self._verdict(reason)
        return {
            "top": top,
            "rule": reason.rule.label[lang],
            "clause": _quoted(clause, lang) if clause else "",
            "lines": [self._line(line) for line in reason.lines],
            "facts": self._facts(reason),
            "icon": icon,
            "word": word,
        }

    def _verdict(self, reason: Reason) -> tuple[str, str]:
        """Return the icon and the word; identification is said in its own words."""
        lang, verdict, rule = self.lang, reason.verdict, reason.rule
        if verdict not in (MET, UNMET) or rule.group not in (
            "entry",
            "six_in",
            "seven_out",
        ):
            return verdict, say(lang, verdict)
        is_met = verdict == MET
        if rule.polarity == "bad":
            return (
                (UNMET, say(lang, "vetoed")) if is_met else (MET, say(lang, "no_veto"))
            )
        if not is_met:
            return NOT_APPLICABLE, say(lang, "not_entered")
        return MET, say(lang, "should_enter" if rule.id == "entry" else "qualifies")

    def _line(self, line: Line) -> str:
        lang, scenario = self.lang, self.done.scenario
        parameter = scenario.plan.parameters[line.id]
        name = parameter.label[lang]
        if line.value is None:
            key = "pending" if parameter.is_pending else UNKNOWN
            return f"{name} {say(lang, key)}"
        if parameter.unit == "switch":
            is_on = bool(line.value)
            return named(name, say(lang, "yes" if is_on else "no"), is_on, lang)
        said = [
            f"{name} {number(float(line.value))} {unit_label(parameter.unit, lang)}"
        ]
        if line.entry is not None:
            said.append(say(lang, "from", day=day(line.entry.starts, lang)))
        if parameter.bases:
            said.append(
                say(lang, f"basis_{scenario.basis.get(line.id, parameter.basis)}")
            )
        if line.entry is not None and line.entry.source:
            said.append(say(lang, "source", said=cut(line.entry.source, TEXT)))
        return say(lang, "comma").join(said)

    def _facts(self, reason: Reason) -> list[str]:
        lang = self.lang
        if reason.verdict == NOT_APPLICABLE:
            return [reason.rule.says.get(lang, "")]
        if reason.rule.id == "seven_out":
            group = self.done.scenario.plan.group("seven_out")
            pending = sum(rule.is_pending for rule in group)
            return [say(lang, "pending_items", n=len(group) - pending, pending=pending)]
        said = [
            self._fact(fact)
            for fact in reason.facts
            if fact.column.name not in COUNTED
            and (fact.value is not None or fact.is_hidden or reason.verdict == UNKNOWN)
        ]
        if reason.verdict in (UNMET, UNKNOWN):
            said += self._people(reason)
        return said or [self._in_words(reason)]

    def _in_words(self, reason: Reason) -> str:
        """Return what the rule says, with the members' rows where it asks them."""
        said = reason.rule.says.get(self.lang, "") or say(self.lang, "composed")
        use = self.done.program.household.uses[reason.rule.id]
        asked = tuple(self.found.by_person.values()) if use.aggregates else ()
        return said + self.sources.mark(asked)

    def _fact(self, fact: Fact) -> str:
        name = fact.column.label(self.lang)
        if fact.is_hidden:
            return f"{name} {say(self.lang, 'hidden')}"
        said = cut(value(fact.column, fact.value, self.lang), TEXT)
        if fact.value is None:
            return f"{name} {said}"
        # The newest of its rows' own dates is that of the fact.
        valid = next((s.valid_on for s in fact.sources if s.valid_on), None)
        when = say(self.lang, "valid", day=day(valid, self.lang)) if valid else ""
        pair = named(name, said, fact.value, self.lang)
        return f"{pair}{when}{self.sources.mark(fact.sources)}"

    def _people(self, reason: Reason) -> Iterator[str]:
        asked = [
            p for p in reason.people
            if p.person_id in self.members and (p.verdict == UNMET or p.missing)
        ]  # fmt: skip
        for person in asked[:PEOPLE]:
            yield self._person(person)
        if len(asked) > PEOPLE:
            yield say(self.lang, "and_more", n=len(asked))

    def _person(self, person: Person) -> str:
        lang, row = self.lang, self.members[person.person_id]
        key, age = "person_ageless", ""
        if self.done.reader.sees(facts_of("member")["age_years"]):
            key, age = "person", say(lang, "age", n=number(row["age_years"]))
        who = say(lang, key, name=self.name(row, "member_name"), age=age,
                  relation=label("relation", row["relation"], lang))  # fmt: skip
        source = self.sources.mark((person.source,)) if person.source else ""
        if person.verdict == UNMET:
            return say(lang, "person_unmet", who=who) + source
        facts = facts_of("member")
        lacking = say(lang, "and").join(facts[n].label(lang) for n in person.missing)
        return say(lang, "person_unknown", who=who, facts=lacking) + source

    def name(self, row: Mapping[str, Any], column: str) -> str:
        """Return a name, masked where the sheet masks; not for every role."""
        grain = "member" if column == "member_name" else "household"
        if not self.done.reader.sees(facts_of(grain)[column]):
            return say(self.lang, "hidden")
        held = row[column]
        return cut(mask_name(held) if self.masked else str(held), TEXT)


def _quoted(clause: Clause, lang: str) -> str:
    """Return place and words; in quotation marks where the words have none inside."""
    words = cut(clause.say(lang), CLAUSE * (1 if lang == "zh" else 2))
    colon = "：" if lang == "zh" else ": "
    return clause.place[lang] + colon + (words if "“" in words else f"“{words}”")
