"""The plan as data: clauses, dated parameters, rules; and the compiler of its rules."""

from fupin.plan.compiler import Checks, Program, compile_checks, compile_plan
from fupin.plan.load import load_plan
from fupin.plan.model import Check, Clause, Department, Parameter, Plan, Rule, Value
from fupin.plan.scenario import Scenario

__all__ = [
    "Check",
    "Checks",
    "Clause",
    "Department",
    "Parameter",
    "Plan",
    "Program",
    "Rule",
    "Scenario",
    "Value",
    "compile_checks",
    "compile_plan",
    "load_plan",
]
