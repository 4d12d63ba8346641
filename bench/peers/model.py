"""The entry rule as a planner would write it for OpenFisca: persons in households.

Run by the peers' own Python. The same thirteen criteria as the plan's, from the same
recorded facts, with the same three answers. A fact that isn't recorded is a half, -1 or
NaT; an answer is 0 (no), 1 (yes) or a half (unknown), so that "and" is the minimum,
"or" the maximum and "not" the rest to one: Kleene's logic, one NumPy call each.
"""

from __future__ import annotations

import importlib
from datetime import date
from typing import Any

import numpy as np

YES, NO, UNKNOWN = np.float32(1), np.float32(0), np.float32(0.5)
# The month whose last day is the as-of date.
PERIOD = "2018-06"
LINE = "entry_line"
PARAMETERS = {
    LINE: 4_000, "adult_age": 18, "new_house_area": 80, "new_house_years": 3,
    "six_in_with_line": 0,
}  # fmt: skip
YES_NO = (
    "is_main_worker_dead", "is_eligible_wubao", "is_main_worker_long_ill",
    "is_main_worker_unable", "is_house_weatherproof", "has_disaster_hardship",
    "has_new_house", "has_town_flat", "has_unsupporting_child", "has_car",
    "has_large_machine", "has_publicly_paid_kin", "hires_long_term",
)  # fmt: skip
AMOUNTS = ("initial_income_per_person_year", "new_house_area_m2")
DATES = ("new_house_built_on", "town_flat_bought_on")
KINDS = {"lone": 0, "single_parent": 1}
HEALTH, LABOUR = {"disabled": 0}, {"lost": 0}
# Any other code that is recorded, and none.
OTHER, NONE = 9, -1


def classes(engine: str) -> dict[str, Any]:
    """Return the classes of either engine by the same names."""
    places = {
        "build_entity": "entities", "Variable": "variables", "Reform": "reforms",
        "TaxBenefitSystem": "taxbenefitsystems", "ParameterNode": "parameters",
        "SimulationBuilder": "simulations", "MONTH": "periods", "period": "periods",
    }  # fmt: skip
    found = {}
    for name, place in places.items():
        module = importlib.import_module(f"{engine}.{place}")
        if name == "SimulationBuilder" and not hasattr(module, name):
            module = importlib.import_module(f"{engine}.simulation_builder")
        if name == "MONTH" and not hasattr(module, name):
            found[name] = module.DateUnit.MONTH
            continue
        found[name] = getattr(module, name)
    return found


def system(core: dict[str, Any]) -> Any:
    """Return the rules and parameters of the entry rule, as the plan has them."""
    person = core["build_entity"](
        key="person", plural="persons", label="Person", is_person=True
    )
    household = core["build_entity"](
        key="household", plural="households", label="Household",
        roles=[{"key": "member", "plural": "members", "label": "Member"}],
    )  # fmt: skip
    made = core["TaxBenefitSystem"]([person, household])
    data = {n: {"values": {"2014-01-01": {"value": v}}} for n, v in PARAMETERS.items()}
    made.parameters = core["ParameterNode"]("", data=data)

    def variable(entity: Any, name: str, kind: type, formula: Any = None) -> None:
        said = {
            "value_type": kind, "entity": entity, "label": name,
            "definition_period": core["MONTH"],
        }  # fmt: skip
        if formula is not None:
            said["formula"] = formula
        made.add_variable(type(name, (core["Variable"],), said))

    for name in (*YES_NO, *AMOUNTS):
        variable(household, name, float)
    for name in ("persons_count", "household_kind"):
        variable(household, name, int)
    for name in ("health", "labour"):
        variable(person, name, int)
    variable(person, "birth_on", date)
    for name in DATES:
        variable(household, name, date)
    for name, formula in PERSONS.items():
        variable(person, name, float, formula)
    for name, formula in HOUSEHOLDS.items():
        variable(household, name, float, formula)
    return made


def reformed(core: dict[str, Any], base: Any, line: float) -> Any:
    """Return the same rules with another entry line."""

    class Line(core["Reform"]):  # type: ignore[misc]
        """The same rules with another entry line."""

        def apply(self) -> None:
            def moved(parameters: Any) -> Any:
                ten_years = core["period"]("year:2014:10")
                getattr(parameters, LINE).update(period=ten_years, value=line)
                return parameters

            self.modify_parameters(moved)

    return Line(base)


def _below(amount: Any, limit: float) -> Any:
    return np.where(amount < 0, UNKNOWN, amount < limit).astype(np.float32)


def _is_one_of(codes: Any, *wanted: int) -> Any:
    found = np.isin(codes, wanted) if len(wanted) > 1 else codes == wanted[0]
    return np.where(codes == NONE, UNKNOWN, found).astype(np.float32)


def _within(dates: Any, years: float, period: Any) -> Any:
    """Say whether a date lies in the last years up to the period's last day."""
    last = period.stop
    end = np.datetime64(f"{last.year:04}-{last.month:02}-{last.day:02}")
    begin = np.datetime64(f"{last.year - int(years):04}-{last.month:02}-{last.day:02}")
    inside = (dates >= begin) & (dates <= end)
    return np.where(np.isnat(dates), UNKNOWN, inside).astype(np.float32)


def _some_member(household: Any, answers: Any, period: Any) -> Any:
    """Say yes for one yes; no only where all who are declared are there and say no."""
    yes = household.sum(answers == YES)
    no = household.sum(answers == NO)
    rows = household.sum(np.ones_like(answers))
    declared = household("persons_count", period)
    all_no = (yes == 0) & (no == declared) & (rows == declared)
    return np.where(yes > 0, YES, np.where(all_no, NO, UNKNOWN)).astype(np.float32)


def _age_years(person: Any, period: Any) -> Any:
    birth = person("birth_on", period)
    months = birth.astype("datetime64[M]")
    day = (birth - months).astype(np.int64) + 1
    last = period.stop
    whole = (last.year - 1970) * 12 + last.month - 1 - months.astype(np.int64)
    years = (whole - (day > last.day)) // 12
    return np.where(np.isnat(birth), NONE, years)


def _is_minor(person: Any, period: Any, parameters: Any) -> Any:
    return _below(person("age_years", period), parameters(period).adult_age)


def _is_disabled_unable(person: Any, period: Any) -> Any:
    disabled = _is_one_of(person("health", period), HEALTH["disabled"])
    return np.minimum(disabled, _is_one_of(person("labour", period), LABOUR["lost"]))


def _six_in_1(household: Any, period: Any) -> Any:
    minors = household.members("is_minor", period)
    some = _some_member(household, minors, period)
    return np.minimum(household("is_main_worker_dead", period), some)


def _six_in_2(household: Any, period: Any) -> Any:
    kind = _is_one_of(household("household_kind", period), *KINDS.values())
    return np.minimum(kind, YES - household("is_eligible_wubao", period))


def _six_in_3(household: Any, period: Any) -> Any:
    ill = household("is_main_worker_long_ill", period)
    return np.minimum(ill, household("is_main_worker_unable", period))


def _six_in_4(household: Any, period: Any) -> Any:
    unable = household.members("is_disabled_unable", period)
    return _some_member(household, unable, period)


def _six_in_5(household: Any, period: Any) -> Any:
    return YES - household("is_house_weatherproof", period)


def _six_in_6(household: Any, period: Any) -> Any:
    return household("has_disaster_hardship", period)


def _seven_out_1(household: Any, period: Any, parameters: Any) -> Any:
    plan = parameters(period)
    area = household("new_house_area_m2", period)
    large = YES - _below(area, plan.new_house_area)
    built = _within(
        household("new_house_built_on", period), plan.new_house_years, period
    )
    house = np.minimum(np.minimum(household("has_new_house", period), large), built)
    bought = _within(
        household("town_flat_bought_on", period), plan.new_house_years, period
    )
    return np.maximum(house, np.minimum(household("has_town_flat", period), bought))


def _seven_out_3(household: Any, period: Any) -> Any:
    car = household("has_car", period)
    return np.maximum(car, household("has_large_machine", period))


def _fact(name: str) -> Any:
    def formula(household: Any, period: Any) -> Any:
        return household(name, period)

    return formula


def _any_of(group: str, count: int) -> Any:
    def formula(household: Any, period: Any) -> Any:
        answers = [household(f"{group}_{n}", period) for n in range(1, count + 1)]
        return np.maximum.reduce(answers)

    return formula


def _income_below(household: Any, period: Any, parameters: Any) -> Any:
    income = household("initial_income_per_person_year", period)
    return _below(income, parameters(period).entry_line)


def _entry(household: Any, period: Any, parameters: Any) -> Any:
    below = household("income_below_entry_line", period)
    alone = YES - np.float32(parameters(period).six_in_with_line)
    wanted = np.maximum(below, np.minimum(household("six_in", period), alone))
    return np.minimum(wanted, YES - household("seven_out", period))


PERSONS = {
    "age_years": _age_years, "is_minor": _is_minor,
    "is_disabled_unable": _is_disabled_unable,
}  # fmt: skip
HOUSEHOLDS = {
    "six_in_1": _six_in_1, "six_in_2": _six_in_2, "six_in_3": _six_in_3,
    "six_in_4": _six_in_4, "six_in_5": _six_in_5, "six_in_6": _six_in_6,
    "seven_out_1": _seven_out_1, "seven_out_2": _fact("has_unsupporting_child"),
    "seven_out_3": _seven_out_3, "seven_out_4": _fact("has_publicly_paid_kin"),
    "seven_out_5": _fact("hires_long_term"), "seven_out_6": _fact("has_car"),
    "seven_out_7": _fact("hires_long_term"), "six_in": _any_of("six_in", 6),
    "seven_out": _any_of("seven_out", 7), "income_below_entry_line": _income_below,
    "entry": _entry,
}  # fmt: skip
