"""The plan as data: clauses, dated parameters, rules; and the compiler of its rules."""

from fupin.plan.compiler import Checks, Program, compile_checks, compile_plan
from fupin.plan.links import Opened, from_dict, from_link, to_dict, to_link
from fupin.plan.load import load_plan
from fupin.plan.model import Check, Clause, Department, Parameter, Plan, Rule, Value
from fupin.plan.scenario import Scenario

__all__ = [
    "Check",
    "Checks",
    "Clause",
    "Department",
    "Opened",
    "Parameter",
    "Plan",
    "Program",
    "Rule",
    "Scenario",
    "Value",
    "compile_checks",
    "compile_plan",
    "from_dict",
    "from_link",
    "load_plan",
    "to_dict",
    "to_link",
]
